//! The table of faults: what can break, with which parameters, in which words.
//!
//! Scenarios, the console and whoever else lets things break read these rows; a fault that has a
//! row is known everywhere.

use std::{fmt, time::Duration};

use tserver_wire::MessageType;

use super::rows::ROWS;

/// A row of the table.
#[derive(Debug)]
pub struct Row {
    pub target: Target,
    /// The word behind `!` in a scenario.
    pub name: &'static str,
    /// What happens, in one line.
    pub help: &'static str,
    pub parameters: &'static [Parameter],
    pub lasting: Lasting,
    pub(super) read: fn(&Given<'_>) -> Result<Fault, String>,
}

/// What breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// The connections between the T-Server and its clients.
    Link,
    /// The T-Server, or what it says.
    TServer,
}

impl Target {
    /// The word before `!` in a scenario.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::TServer => "tserver",
        }
    }
}

/// Whether a fault takes `for TIME`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasting {
    /// It happens at once and is over.
    Never,
    /// It ends after the time given, or when it is restored.
    UntilRestored,
    /// It meets `count` messages, or, with a time and no count, every one in that time.
    Counted,
}

/// A parameter of a fault.
#[derive(Debug)]
pub struct Parameter {
    pub name: &'static str,
    pub kind: ParameterKind,
    /// What holds when it is not given; none: anything, or it must be given.
    pub default: Option<&'static str>,
    pub required: bool,
    pub help: &'static str,
}

/// What the value of a parameter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterKind {
    /// A time, such as `250ms` or `1m30s`.
    Time,
    /// A time forwards, or backwards with a minus sign.
    Jump,
    /// A whole number within bounds.
    Number {
        least: u64,
        most: u64,
    },
    /// A number of the switch.
    Dn,
    /// The public name of an event.
    Event,
    /// The public name of a request.
    Request,
    OneOf(&'static [&'static str]),
}

/// Which T-Server of a pair dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dies {
    /// The one in charge.
    Primary,
    /// The one that stands by.
    Backup,
}

/// A fault, ready to happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Connections break and cannot be made.
    Cut,
    /// Every fault of the connections ends.
    RestoreLink,
    /// Nothing gets through in one direction, and nobody is told.
    HalfOpen(Direction),
    /// Everything takes longer, in its order.
    Delay { by: Duration, jitter: Duration },
    /// The clients read no more than so many bytes a second.
    SlowReader { rate: u64 },
    /// Bytes that are no message reach the clients.
    Garbage { bytes: u64 },
    /// The next message loses its second half.
    Truncate,
    /// Events come later than they should, and out of turn.
    Late { which: Which, by: Duration },
    /// Events come twice.
    Duplicate { which: Which, after: Duration },
    /// Events do not come.
    Lose(Which),
    /// Events change places with the next ones of the same client.
    Reorder(Which),
    /// Requests take effect, and their answers do not come.
    LoseAnswer(Which),
    /// Requests have no effect and get no answer.
    Ignore(Which),
    /// Requests are refused.
    Refuse { which: Which, code: i32 },
    /// The T-Server loses its link to the switch.
    SwitchDown,
    /// Every fault of the T-Server ends.
    RestoreTServer,
    /// The T-Server does not notice that a call ends.
    StuckCall { dn: Option<String> },
    /// The T-Server looks for calls that have ended without its notice.
    CleanUp,
    /// The next call gets the connection identifier of the one that ended last.
    ReuseId,
    /// The clock of the T-Server's machine jumps.
    ClockJump { by: Duration, back: bool },
    /// The T-Server in charge dies.
    Crash(Dies),
    /// The other T-Server of the pair takes charge.
    Switchover,
}

/// Which way bytes go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    ToClient,
    ToServer,
}

/// Which messages a fault meets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Which {
    /// None: any kind that the fault can meet.
    pub kind: Option<MessageType>,
    /// The number the message is about; none: any.
    pub dn: Option<String>,
    /// How many it meets; none: as many as come.
    pub count: Option<u64>,
}

/// Why words name no fault: a letter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Mistake(String);

/// Every fault there is, target by target.
pub fn rows() -> &'static [Row] {
    ROWS
}

/// Reads the words of a fault: its target, its name, and its parameters. `lasting`: whether a time
/// is given for which it lasts.
///
/// # Errors
/// There is no such fault, or a parameter is wrong.
pub fn read(
    target: &str,
    name: &str,
    given: &[(String, String)],
    lasting: bool,
) -> Result<Fault, Mistake> {
    let of_target = || ROWS.iter().filter(|row| row.target.word() == target);
    let row = of_target().find(|row| row.name == name).ok_or_else(|| {
        let names: Vec<_> = of_target().map(|row| row.name).collect();
        match names.as_slice() {
            [] => Mistake(format!("`{target}` cannot break; what can is `link` and `tserver`")),
            names => Mistake(format!(
                "`{target}` has no fault `{name}`; its faults are {}",
                names.join(", ")
            )),
        }
    })?;
    if lasting && row.lasting == Lasting::Never {
        return Err(Mistake(format!("`{name}` happens at once: leave `for` out")));
    }
    let unknown = given.iter().find(|(key, _)| !row.parameters.iter().any(|p| p.name == key));
    if let Some((key, _)) = unknown {
        let names: Vec<_> = row.parameters.iter().map(|parameter| parameter.name).collect();
        let has = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        return Err(Mistake(format!("`{name}` has no parameter `{key}`; it has {has}")));
    }
    (row.read)(&Given { row, given, lasting }).map_err(Mistake)
}

/// What was given for the parameters of a row.
pub(super) struct Given<'a> {
    row: &'static Row,
    given: &'a [(String, String)],
    lasting: bool,
}

impl Given<'_> {
    /// The text of a parameter, its default where none was given.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let given = self.given.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let row = self.row.parameters.iter().find(|parameter| parameter.name == name);
        given.or_else(|| row?.default)
    }

    fn is_given(&self, name: &str) -> bool {
        self.given.iter().any(|(key, _)| key == name)
    }

    fn required(&self, name: &str) -> Result<&str, String> {
        self.text(name).ok_or_else(|| format!("`{}` needs `{name}=`", self.row.name))
    }

    pub(super) fn time(&self, name: &str) -> Result<Duration, String> {
        let text = self.required(name)?;
        time(text).ok_or_else(|| format!("`{name}={text}` is no time, such as 250ms or 1m30s"))
    }

    pub(super) fn number(&self, name: &str) -> Result<u64, String> {
        let text = self.required(name)?;
        let parameter = self.row.parameters.iter().find(|parameter| parameter.name == name);
        let bounds = match parameter.map(|parameter| parameter.kind) {
            Some(ParameterKind::Number { least, most }) => least..=most,
            Some(_) | None => 0..=u64::MAX,
        };
        text.parse().ok().filter(|number| bounds.contains(number)).ok_or_else(|| {
            format!(
                "`{name}={text}` is no whole number from {} to {}",
                bounds.start(),
                bounds.end()
            )
        })
    }

    pub(super) fn which(&self, of: &str) -> Result<Which, String> {
        let kind = self.text(of).map(|name| {
            let kind = MessageType::from_name(name);
            let fits = |kind: &MessageType| {
                if of == "event" { kind.is_event() } else { kind.is_request() }
            };
            kind.filter(fits).ok_or_else(|| format!("there is no {of} `{name}` in T-Library"))
        });
        let count = match (self.is_given("count"), self.lasting) {
            (false, true) => None,
            (true, _) | (false, false) => Some(self.number("count")?),
        };
        Ok(Which { kind: kind.transpose()?, dn: self.text("dn").map(str::to_owned), count })
    }
}

/// Reads a time such as `250ms`, `8s`, `1m30s`.
pub fn time(text: &str) -> Option<Duration> {
    let mut total = Duration::ZERO;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, behind) = rest.split_at(digits);
        let unit = behind.find(|c: char| c.is_ascii_digit()).unwrap_or(behind.len());
        let (unit, behind) = behind.split_at(unit);
        let factor = match unit {
            "ms" => 1,
            "s" => 1_000,
            "m" => 60_000,
            "h" => 3_600_000,
            _ => return None,
        };
        let millis = number.parse::<u64>().ok()?.checked_mul(factor)?;
        total = total.checked_add(Duration::from_millis(millis))?;
        rest = behind;
    }
    (!text.is_empty()).then_some(total)
}

pub(super) fn jump(given: &Given<'_>) -> Result<Fault, String> {
    let text = given.required("by")?;
    let back = text.starts_with('-');
    let by = time(text.trim_start_matches(['-', '+']));
    let by = by.ok_or_else(|| format!("`by={text}` is no time, such as 1h or -1h"))?;
    Ok(Fault::ClockJump { by, back })
}

pub(super) fn direction(given: &Given<'_>) -> Result<Fault, String> {
    match given.required("silent")? {
        "tserver" => Ok(Fault::HalfOpen(Direction::ToClient)),
        "client" => Ok(Fault::HalfOpen(Direction::ToServer)),
        other => Err(format!("`silent={other}`: it is `tserver` or `client` who is not heard")),
    }
}

pub(super) fn crash(given: &Given<'_>) -> Result<Fault, String> {
    match given.required("which")? {
        "primary" => Ok(Fault::Crash(Dies::Primary)),
        "backup" => Ok(Fault::Crash(Dies::Backup)),
        other => Err(format!("`which={other}`: it is `primary` or `backup` that dies")),
    }
}

pub(super) fn refusal(given: &Given<'_>, which: Which) -> Result<Fault, String> {
    let code = i32::try_from(given.number("code")?).unwrap_or(i32::MAX);
    Ok(Fault::Refuse { which, code })
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Pairs<'a> = &'a [(&'a str, &'a str)];

    fn given(pairs: Pairs<'_>) -> Vec<(String, String)> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn every_row_is_read_with_its_defaults() {
        for row in rows() {
            let needed: Vec<_> =
                row.parameters.iter().filter(|p| p.required).map(|p| (p.name, "1s")).collect();
            let read = read(row.target.word(), row.name, &given(&needed), false);
            assert!(read.is_ok(), "{} ! {}: {read:?}", row.target, row.name);
        }
    }

    #[test]
    fn words_that_are_faults() {
        let read = |target, name, pairs, lasting| read(target, name, &given(pairs), lasting);
        assert_eq!(read("link", "cut", &[], true), Ok(Fault::Cut));
        let (by, jitter) = (Duration::from_millis(1_500), Duration::from_millis(20));
        assert_eq!(
            read("link", "delay", &[("by", "1s500ms"), ("jitter", "20ms")], false),
            Ok(Fault::Delay { by, jitter })
        );
        let which = |count| Which {
            kind: Some(MessageType::EVENT_HELD),
            dn: Some("2001".to_owned()),
            count,
        };
        let held = &[("event", "EventHeld"), ("dn", "2001")];
        assert_eq!(read("tserver", "lose", held, false), Ok(Fault::Lose(which(Some(1)))));
        assert_eq!(read("tserver", "lose", held, true), Ok(Fault::Lose(which(None))));
        assert_eq!(
            read("tserver", "clock_jump", &[("by", "-1h")], false),
            Ok(Fault::ClockJump { by: Duration::from_secs(3_600), back: true })
        );
    }

    #[test]
    fn words_that_are_none() {
        let wrong: &[(&str, &str, Pairs<'_>, bool)] = &[
            ("switch", "cut", &[], false),
            ("link", "cutt", &[], false),
            ("link", "cut", &[("by", "1s")], false),
            ("link", "restore", &[], true),
            ("link", "delay", &[("by", "1")], false),
            ("link", "half_open", &[("silent", "both")], false),
            ("link", "garbage", &[("bytes", "0")], false),
            ("tserver", "lose", &[("event", "RequestHoldCall")], false),
            ("tserver", "lose_answer", &[("request", "EventHeld")], false),
            ("tserver", "clock_jump", &[], false),
            ("tserver", "clock_jump", &[("by", "soon")], false),
        ];
        let letters: Vec<_> = wrong
            .iter()
            .map(|(target, name, pairs, lasting)| {
                read(target, name, &given(pairs), *lasting).unwrap_err().to_string()
            })
            .collect();
        insta::assert_snapshot!(letters.join("\n"));
    }
}
