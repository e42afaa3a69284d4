//! The console: lines of standard input, each an act at the switch.

use std::{
    collections::BTreeMap,
    io::{BufRead, Read as _},
};

use switch_sim::id::Number;
use tokio::sync::mpsc;
use tserver_sim_control::{Act, Breakage, OutsideAct, PhoneKey, PlaceCall};
use tserver_sim_core::fault;

use crate::{limits, site::Input};

/// What somebody at the console wants.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Command {
    Act(Act),
    /// Lists the calls that are up.
    Calls,
    /// Lists what can break.
    Faults,
    Help,
    Quit,
}

/// What can be done with a call at a telephone.
#[derive(Clone, Copy)]
enum Key {
    Answer,
    Hangup,
    Hold,
    Retrieve,
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
            let (command, is_last) = match next_line(&mut input) {
                Ok(None) => return,
                Ok(Some(Ok(line))) if line.trim().is_empty() => continue,
                Ok(Some(line)) => (line.and_then(|line| parse(line.trim())), false),
                Err(error) => (Err(format!("the console cannot be read: {error}")), true),
            };
            if inputs.blocking_send(Input::Console(command)).is_err() || is_last {
                return;
            }
        }
    });
}

/// The next line, or a letter why it is passed over; none: there is no other.
fn next_line(input: &mut impl BufRead) -> std::io::Result<Option<Result<String, String>>> {
    let mut line = Vec::new();
    if input.take(limits::LINE_BYTES + 1).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.last() != Some(&b'\n') && line.len() as u64 > limits::LINE_BYTES {
        input.skip_until(b'\n')?;
        let text = format!("a line has at most {} bytes; this one is left out", limits::LINE_BYTES);
        return Ok(Some(Err(text)));
    }
    let text = || "a line is UTF-8; this one is not, and is left out".to_owned();
    Ok(Some(String::from_utf8(line).map_err(|_| text())))
}

fn dial(to: &str, rest: &[&str]) -> Result<Command, String> {
    let to = number(to)?;
    let (mut from, mut trunk, mut data) = (None, None, BTreeMap::new());
    let mut words = rest.iter();
    while let Some(word) = words.next() {
        match (*word, word.split_once('=')) {
            ("from", _) => from = Some(number(words.next().ok_or("`from` needs a number")?)?),
            ("trunk", _) => trunk = Some((*words.next().ok_or("`trunk` needs a name")?).to_owned()),
            (_, Some((key, value))) => drop(data.insert(key.to_owned(), value.to_owned())),
            (other, None) => {
                return Err(format!("`{other}` is none of `from`, `trunk` and key=value"));
            }
        }
    }
    Ok(Command::Act(Act::Place(PlaceCall { to, from, trunk, data })))
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
    Ok(Command::Act(Act::Break(breakage)))
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
    if is_call(who) {
        let act = outside_act(key, which.map(str::to_owned))?;
        return Ok(Command::Act(Act::Outside { call: (*who).to_owned(), act }));
    }
    if let Some(call) = which.filter(|call| !is_call(call)) {
        return Err(format!("`{call}` is no call, like c1"));
    }
    let key = phone_key(key, which.map(str::to_owned));
    Ok(Command::Act(Act::Press { number: number(who)?, key }))
}

fn phone_key(key: Key, call: Option<String>) -> PhoneKey {
    match key {
        Key::Answer => PhoneKey::Answer { call },
        Key::Hangup => PhoneKey::Hangup { call },
        Key::Hold => PhoneKey::Hold { call },
        Key::Retrieve => PhoneKey::Retrieve { call },
    }
}

fn outside_act(key: Key, party: Option<String>) -> Result<OutsideAct, String> {
    match key {
        Key::Answer => Ok(OutsideAct::Answer { party }),
        Key::Hangup => Ok(OutsideAct::Hangup { party }),
        Key::Hold | Key::Retrieve => {
            Err("what somebody outside holds, the switch does not notice".to_owned())
        }
    }
}

fn number(text: &str) -> Result<String, String> {
    Number::new(text).map(|number| number.to_string()).map_err(|error| error.to_string())
}

/// Calls are written `c1`, `c2` …, to tell them from extensions.
fn is_call(text: &str) -> bool {
    text.strip_prefix('c').is_some_and(|id| id.parse::<u64>().is_ok())
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

    fn owned(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_line_that_cannot_be_read_is_passed_over() {
        let long = "9".repeat(usize::try_from(limits::LINE_BYTES).unwrap());
        let input = [b"calls\n".as_slice(), b"dial \xff\n", long.as_bytes(), b"9\nquit"].concat();
        let mut input = input.as_slice();
        let mut next = || next_line(&mut input).unwrap();
        assert_eq!(next(), Some(Ok("calls\n".to_owned())));
        let left_out = |line: Option<Result<String, String>>| line.unwrap().unwrap_err();
        assert_eq!(left_out(next()), "a line is UTF-8; this one is not, and is left out");
        assert_eq!(left_out(next()), "a line has at most 4096 bytes; this one is left out");
        assert_eq!(next(), Some(Ok("quit".to_owned())));
        assert_eq!(next(), None);
    }

    #[test]
    fn lines_that_are_commands() {
        let act = |act| Ok(Command::Act(act));
        let text = |text: &str| text.to_owned();
        check("dial 8005", act(Act::Place(PlaceCall { to: text("8005"), ..PlaceCall::default() })));
        check(
            "dial 8005 from 01715550123 trunk PSTN1 ivr_ref=A77",
            act(Act::Place(PlaceCall {
                to: text("8005"),
                from: Some(text("01715550123")),
                trunk: Some(text("PSTN1")),
                data: owned(&[("ivr_ref", "A77")]),
            })),
        );
        let press = |number, key| act(Act::Press { number: text(number), key });
        check("answer 2001", press("2001", PhoneKey::Answer { call: None }));
        check("hold 2001 c2", press("2001", PhoneKey::Hold { call: Some(text("c2")) }));
        let outside = |call, does| act(Act::Outside { call: text(call), act: does });
        check("hangup c12", outside("c12", OutsideAct::Hangup { party: None }));
        let party = Some(text("0891112"));
        check("answer c1 0891112", outside("c1", OutsideAct::Answer { party }));
        let broken = |target, fault, parameters, lasting_ms| {
            let (target, fault, parameters) = (text(target), text(fault), owned(parameters));
            act(Act::Break(Breakage { target, fault, parameters, lasting_ms }))
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
        let unheard = "what somebody outside holds, the switch does not notice";
        check("hold c1", Err(unheard));
    }
}
