//! The console: lines of standard input, each an act at the switch.

use std::io::{BufRead as _, Read as _};

use switch_sim::id::{CallId, Number};
use tokio::sync::mpsc;
use tserver_sim_control::Breakage;
use tserver_sim_core::fault;

use crate::{limits, site::Input};

/// What somebody at the console wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Somebody outside, or a telephone of the switch, calls a number.
    Dial {
        to: Number,
        from: Option<Number>,
        trunk: Option<String>,
        data: Vec<(String, String)>,
    },
    /// A telephone's key, or what somebody outside does.
    Press {
        key: Key,
        who: Who,
        call: Option<CallId>,
    },
    /// Lists the calls that are up.
    Calls,
    /// Something breaks, for a time or until it is restored.
    Break(Breakage),
    /// Lists what can break.
    Faults,
    Help,
    Quit,
}

/// What can be done with a call at a telephone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    Answer,
    Hangup,
    Hold,
    Retrieve,
}

/// Whose telephone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// The extension of this number.
    Extension(Number),
    /// The person outside in this call; whose number or circuit it is, where there are several.
    Outside(CallId, Option<String>),
}

/// Reads a line.
///
/// # Errors
/// A letter: what is wrong with the line and what it should look like.
pub(crate) fn parse(line: &str) -> Result<Command, String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        ["dial", to, rest @ ..] => dial(to, rest),
        ["answer", rest @ ..] => press(Key::Answer, rest),
        ["hangup", rest @ ..] => press(Key::Hangup, rest),
        ["hold", rest @ ..] => press(Key::Hold, rest),
        ["retrieve", rest @ ..] => press(Key::Retrieve, rest),
        ["calls"] => Ok(Command::Calls),
        [target, "!", name, rest @ ..] => breaks(target, name, rest),
        ["faults"] => Ok(Command::Faults),
        ["help"] => Ok(Command::Help),
        ["quit"] => Ok(Command::Quit),
        _ => Err(format!("`{line}` is no command; `help` lists them")),
    }
}

/// Reads standard input to its end, on a thread of its own: a read there cannot be interrupted.
pub(crate) fn read_standard_input(inputs: mpsc::Sender<Input>) {
    std::thread::spawn(move || {
        let mut input = std::io::stdin().lock();
        loop {
            let mut line = String::new();
            match input.by_ref().take(limits::LINE_BYTES).read_line(&mut line) {
                Ok(1..) => {}
                Ok(0) | Err(_) => return,
            }
            let line = line.trim();
            if !line.is_empty() && inputs.blocking_send(Input::Console(parse(line))).is_err() {
                return;
            }
        }
    });
}

fn dial(to: &str, rest: &[&str]) -> Result<Command, String> {
    let to = number(to)?;
    let (mut from, mut trunk, mut data) = (None, None, Vec::new());
    let mut words = rest.iter();
    while let Some(word) = words.next() {
        match (*word, word.split_once('=')) {
            ("from", _) => from = Some(number(words.next().ok_or("`from` needs a number")?)?),
            ("trunk", _) => trunk = Some((*words.next().ok_or("`trunk` needs a name")?).to_owned()),
            (_, Some((key, value))) => data.push((key.to_owned(), value.to_owned())),
            (other, None) => {
                return Err(format!("`{other}` is none of `from`, `trunk` and key=value"));
            }
        }
    }
    Ok(Command::Dial { to, from, trunk, data })
}

/// Reads a fault as a scenario writes it.
fn breaks(target: &str, name: &str, rest: &[&str]) -> Result<Command, String> {
    let (words, lasting) = match rest {
        [words @ .., "for", time] => {
            let time = fault::time(time)
                .ok_or_else(|| format!("`for {time}` is no time, such as 250ms or 1m30s"))?;
            (words, Some(time))
        }
        words => (words, None),
    };
    let pairs = words.iter().map(|word| {
        let pair = word.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned()));
        pair.ok_or_else(|| format!("`{word}` is neither key=value nor `for TIME`"))
    });
    let pairs = pairs.collect::<Result<_, _>>()?;
    let breakage = Breakage {
        target: target.to_owned(),
        fault: name.to_owned(),
        parameters: pairs,
        lasting_ms: lasting.map(|time| u64::try_from(time.as_millis()).unwrap_or(u64::MAX)),
    };
    breakage.fault().map_err(|problem| problem.detail)?;
    Ok(Command::Break(breakage))
}

fn press(key: Key, rest: &[&str]) -> Result<Command, String> {
    let (who, which) = match rest {
        [who] => (who, None),
        [who, which] => (who, Some(*which)),
        [] | [_, _, _, ..] => {
            return Err("say whose telephone: an extension's number, or a call, like c1, for the \
                        person outside in it"
                .to_owned());
        }
    };
    if let Some(call) = call_number(who) {
        let who = Who::Outside(call, which.map(str::to_owned));
        return Ok(Command::Press { key, who, call: None });
    }
    let named = |call| call_number(call).ok_or_else(|| format!("`{call}` is no call, like c1"));
    let call = which.map(named).transpose()?;
    Ok(Command::Press { key, who: Who::Extension(number(who)?), call })
}

fn number(text: &str) -> Result<Number, String> {
    Number::new(text).map_err(|error| error.to_string())
}

/// Calls are written `c1`, `c2` …, to tell them from extensions.
fn call_number(text: &str) -> Option<CallId> {
    text.strip_prefix('c')?.parse().ok().map(CallId)
}

/// The commands, for `--help` and `help`.
pub(crate) const HELP: &str = "\
Lines on standard input:
  dial NUMBER [from NUMBER] [trunk NAME] [KEY=VALUE ...]
                       a call from outside, or, if `from` is an extension, from that telephone;
                       keys and values become user data; answers with the call, e.g. c1
  answer WHO [CALL]    WHO is an extension's number, or a call for the person outside in it, whose number
                       comes second where there are several: `answer c1 0891112`
  hangup WHO [CALL]    e.g. `hangup 2001`, `hangup c1`
  hold WHO [CALL]
  retrieve WHO [CALL]
  calls                lists the calls that are up
  WHAT ! FAULT [KEY=VALUE ...] [for TIME]
                       something breaks, e.g. `link ! cut for 8s`, `tserver ! switch_down`
  faults               lists what can break, and what is broken now
  help
  quit";

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Result<Command, &str>) {
        assert_eq!(parse(line), expected.map_err(str::to_owned), "{line}");
    }

    fn dn(text: &str) -> Number {
        Number::new(text).unwrap()
    }

    #[test]
    fn lines_that_are_commands() {
        let dial = |from: Option<&str>, trunk: Option<&str>, data: &[(&str, &str)]| Command::Dial {
            to: dn("8005"),
            from: from.map(dn),
            trunk: trunk.map(str::to_owned),
            data: data.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
        };
        let press = |key, who, call| Command::Press { key, who, call };
        check("dial 8005", Ok(dial(None, None, &[])));
        check(
            "dial 8005 from 01715550123 trunk PSTN1 ivr_ref=A77",
            Ok(dial(Some("01715550123"), Some("PSTN1"), &[("ivr_ref", "A77")])),
        );
        check("answer 2001", Ok(press(Key::Answer, Who::Extension(dn("2001")), None)));
        check("hangup c12", Ok(press(Key::Hangup, Who::Outside(CallId(12), None), None)));
        let named = Who::Outside(CallId(1), Some("0891112".to_owned()));
        check("answer c1 0891112", Ok(press(Key::Answer, named, None)));
        check("hold 2001 c2", Ok(press(Key::Hold, Who::Extension(dn("2001")), Some(CallId(2)))));
        let broken = |target: &str, fault: &str, parameters: &[(&str, &str)], lasting_ms| {
            let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
            Ok(Command::Break(Breakage {
                target: target.to_owned(),
                fault: fault.to_owned(),
                parameters: parameters.iter().map(owned).collect(),
                lasting_ms,
            }))
        };
        let delay = broken("link", "delay", &[("by", "1s")], Some(8_000));
        check("link ! delay by=1s for 8s", delay);
        check("tserver ! switch_down", broken("tserver", "switch_down", &[], None));
    }

    #[test]
    fn lines_that_are_none() {
        check("jump", Err("`jump` is no command; `help` lists them"));
        check("link sideways", Err("`link sideways` is no command; `help` lists them"));
        check("link ! cut now", Err("`now` is neither key=value nor `for TIME`"));
        check("link ! cut for ever", Err("`for ever` is no time, such as 250ms or 1m30s"));
        check("link ! cut by=1s", Err("`cut` has no parameter `by`; it has none"));
        check("dial 8005 from", Err("`from` needs a number"));
        check("dial 8005 now", Err("`now` is none of `from`, `trunk` and key=value"));
        check("hold 2001 2", Err("`2` is no call, like c1"));
    }
}
