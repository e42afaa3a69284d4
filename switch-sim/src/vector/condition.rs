//! Conditions: what a step can ask before it does something, in the vendor's words.

pub(crate) mod calendar;
pub(crate) mod judge;
pub(crate) mod registered;

use nom::{Parser as _, branch::alt, combinator::opt};

pub use calendar::{Calendar, DayTime, HolidayTable, ServiceHours};
pub use registered::{Part, Parts, Which};

use crate::{
    queue::Priority,
    vector::{
        grammar::{Parsed, choice, comparator, expected, keyword, refuse, word},
        reference::{Amount, Names, Skill, Term, VdnName, amount, priority, term, variable},
    },
};

/// A question that is true or false at the moment it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Always true.
    Unconditionally,
    /// A figure of the switch compares so with an amount.
    Figure { figure: Figure, compare: Comparator, to: Amount },
    /// Digits compare so with others.
    Digits { digits: Term, compare: Comparator, to: Term },
    /// Digits are in a table, or are not.
    Table { digits: Term, table: u32, within: bool },
    /// The clock of the site is within a span of the week.
    TimeOfDay { from: Moment, to: Moment },
    /// The moment is in a table of holidays or of service hours, or is not.
    Calendar { calendar: Calendar, table: u32, within: bool },
    /// Parts of the switch are registered, or are not.
    Registered { part: Part, which: Which, registered: bool },
    /// The server that processes the call has this name, or has not.
    Server { name: String, same: bool },
    /// The latest attempt to queue the call failed.
    QueueFail,
    /// No digits have been collected.
    NoDigits,
    /// No more than one digit has been collected, and this holds of it.
    OneDigit(Box<Self>),
}

/// A figure that a condition compares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Agents who would get the next call.
    AvailableAgents(Skill),
    /// Agents who are logged on.
    StaffedAgents(Skill),
    /// Calls that wait at this priority or a higher one.
    CallsQueued(Skill, Priority),
    /// Seconds that the oldest of them has waited.
    OldestCallWait(Skill, Priority),
    /// Seconds that a call would wait.
    ExpectedWait(Waiter),
    /// Seconds by which that is less than what this call still has to wait.
    WaitImproved(Waiter),
    /// Rolling average speed of answer of a skill, in seconds.
    RollingAsa(Skill),
    /// The same of a VDN.
    RollingAsaOfVdn(VdnName),
    /// Calls from outside that a VDN brought and that are up.
    CountedCalls(VdnName),
    /// The place of this call among those that wait in its queue.
    InterflowPosition,
}

/// Whose wait a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiter {
    /// This call, in the best of the queues in which it waits.
    ThisCall,
    /// A call that went to the best skill considered so far.
    Best,
    /// A new call of this priority.
    NewCall(Skill, Priority),
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparator {
    Less,
    AtMost,
    Equal,
    Different,
    AtLeast,
    Greater,
}

/// A time of day, of one weekday or of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// From 0, a Monday; none: every day.
    pub weekday: Option<u32>,
    /// Minutes since midnight.
    pub minute: u32,
}

/// A condition behind `if`, or `unconditionally`; also without the `if`, as older listings have
/// it.
pub(super) fn condition<'t>(names: &Names, text: &'t str) -> Parsed<'t, Condition> {
    let (text, _) = opt(keyword("if")).parse(text)?;
    let (rest, subject) = choice(&SUBJECTS)(text).or_else(|error| match variable(text) {
        Ok((rest, variable)) => Ok((rest, Subject::Digits(DigitSource::Variable(variable)))),
        Err(_) => Err(error),
    })?;
    match subject {
        Subject::Unconditionally => Ok((rest, Condition::Unconditionally)),
        Subject::QueueFail => Ok((rest, Condition::QueueFail)),
        Subject::TimeOfDay => time_of_day(rest),
        Subject::Calendar(calendar) => names.calendar(rest, calendar),
        Subject::Registered(part) => registered::read(rest, part),
        Subject::Server => registered::read_server(rest),
        Subject::Digits(source) => digits(names, rest, source.term()),
        Subject::Figure(kind) => {
            let (rest, figure) = figure(names, rest, kind)?;
            let (rest, compare) = comparator(&COMPARATORS)(rest)?;
            let (rest, to) = amount(rest)?;
            Ok((rest, Condition::Figure { figure, compare, to }))
        }
    }
}

/// The conditions of `check`: about its own skill and, unless another one is written, at its own
/// priority, each with one comparator. Without a skill: about the best one.
pub(super) fn condition_of_check(
    text: &str,
    of: Option<(Skill, Priority)>,
) -> Parsed<'_, Condition> {
    let (text, _) = opt(keyword("if")).parse(text)?;
    let (rest, kind) = choice(&CHECKS)(text)?;
    let Some(kind) = kind else { return Ok((rest, Condition::Unconditionally)) };
    let (rest, priority) = match kind {
        Kind::CallsQueued | Kind::OldestCallWait => opt(priority).parse(rest)?,
        Kind::AvailableAgents
        | Kind::StaffedAgents
        | Kind::ExpectedWait
        | Kind::WaitImproved
        | Kind::RollingAsa
        | Kind::CountedCalls
        | Kind::Interflow => (rest, None),
    };
    let skill = of.map(|(skill, _)| skill);
    let priority = priority.or_else(|| of.map(|(_, own)| own)).unwrap_or_default();
    let waiter = skill.map_or(Waiter::Best, |skill| Waiter::NewCall(skill, priority));
    let figure = match (kind, skill) {
        (Kind::ExpectedWait, _) => Figure::ExpectedWait(waiter),
        (Kind::WaitImproved, _) => Figure::WaitImproved(waiter),
        (Kind::AvailableAgents, Some(skill)) => Figure::AvailableAgents(skill),
        (Kind::StaffedAgents, Some(skill)) => Figure::StaffedAgents(skill),
        (Kind::CallsQueued, Some(skill)) => Figure::CallsQueued(skill, priority),
        (Kind::OldestCallWait, Some(skill)) => Figure::OldestCallWait(skill, priority),
        (Kind::RollingAsa, Some(skill)) => Figure::RollingAsa(skill),
        (_, _) => {
            let message = "`check best` cannot ask this".to_owned();
            return refuse(text, message, "ask for expected-wait or wait-improved".to_owned());
        }
    };
    let (compares, only) = match kind {
        Kind::AvailableAgents | Kind::StaffedAgents | Kind::WaitImproved => (&GREATER, '>'),
        Kind::CallsQueued
        | Kind::OldestCallWait
        | Kind::ExpectedWait
        | Kind::RollingAsa
        | Kind::CountedCalls
        | Kind::Interflow => (&LESS, '<'),
    };
    let Ok((rest, compare)) = comparator(compares)(rest) else {
        let help = format!("write `{only}` and a number, or ask with `goto step … if`");
        return refuse(rest, format!("`check` compares this by `{only}` only"), help);
    };
    let (rest, to) = amount(rest)?;
    Ok((rest, Condition::Figure { figure, compare, to }))
}

/// Whether something is `in table`, or `not-in table`; the number of the table follows.
fn within(text: &str) -> Parsed<'_, bool> {
    let not_in = (keyword("not"), keyword("in")).map(|_| false);
    let (text, within) = alt((choice(&WITHIN), not_in)).parse(text)?;
    let (rest, ()) = keyword("table")(text)?;
    Ok((rest, within))
}

/// The conditions of `route-to number`. Its `digit` is the only one that was collected.
pub(super) fn condition_of_route<'t>(names: &Names, text: &'t str) -> Parsed<'t, Condition> {
    let (text, ()) = keyword("if")(text)?;
    let (rest, subject) = choice(&ROUTE_SUBJECTS)(text)?;
    match subject {
        None => Ok((rest, Condition::NoDigits)),
        Some(Subject::Unconditionally) => Ok((rest, Condition::Unconditionally)),
        Some(Subject::Digits(source)) => {
            let (rest, condition) = digits(names, rest, source.term())?;
            Ok((rest, Condition::OneDigit(Box::new(condition))))
        }
        Some(
            Subject::QueueFail
            | Subject::TimeOfDay
            | Subject::Calendar(_)
            | Subject::Registered(_)
            | Subject::Server
            | Subject::Figure(_),
        ) => condition(names, text),
    }
}

fn figure<'t>(names: &Names, text: &'t str, kind: Kind) -> Parsed<'t, Figure> {
    let in_skill = |text| {
        let (text, ()) = keyword("in")(text)?;
        names.skill(text)
    };
    let in_skill_at = |text| {
        let (text, skill) = in_skill(text)?;
        let (text, priority) = opt(priority).parse(text)?;
        Ok((text, (skill, priority.unwrap_or(Priority::Low))))
    };
    match kind {
        Kind::AvailableAgents => in_skill.map(Figure::AvailableAgents).parse(text),
        Kind::StaffedAgents => in_skill.map(Figure::StaffedAgents).parse(text),
        Kind::CallsQueued => in_skill_at.map(|(s, p)| Figure::CallsQueued(s, p)).parse(text),
        Kind::OldestCallWait => in_skill_at.map(|(s, p)| Figure::OldestCallWait(s, p)).parse(text),
        Kind::ExpectedWait => {
            let (text, waiter) = waiter(names, text, true)?;
            Ok((text, Figure::ExpectedWait(waiter)))
        }
        Kind::WaitImproved => {
            let (text, waiter) = waiter(names, text, false)?;
            Ok((text, Figure::WaitImproved(waiter)))
        }
        Kind::RollingAsa => {
            let (text, ()) = keyword("for")(text)?;
            match keyword("vdn")(text) {
                Ok((text, ())) => names.vdn(text).map(|(t, vdn)| (t, Figure::RollingAsaOfVdn(vdn))),
                Err(_) => names.skill(text).map(|(t, skill)| (t, Figure::RollingAsa(skill))),
            }
        }
        Kind::CountedCalls => {
            let (text, ()) = keyword("to")(text)?;
            let (text, ()) = keyword("vdn")(text)?;
            let (text, vdn) = names.vdn(text)?;
            Ok((text, Figure::CountedCalls(vdn)))
        }
        Kind::Interflow => Ok((text, Figure::InterflowPosition)),
    }
}

fn waiter<'t>(names: &Names, text: &'t str, this_call: bool) -> Parsed<'t, Waiter> {
    let (text, ()) = keyword("for")(text)?;
    if let Ok((rest, waiter)) = choice(&WAITERS)(text)
        && (this_call || waiter != Waiter::ThisCall)
    {
        return Ok((rest, waiter));
    }
    let (text, skill) = names.skill(text)?;
    let (text, priority) = opt(priority).parse(text)?;
    Ok((text, Waiter::NewCall(skill, priority.unwrap_or(Priority::Medium))))
}

fn digits<'t>(names: &Names, text: &'t str, digits: Term) -> Parsed<'t, Condition> {
    let is_table = word(text).is_ok_and(|(_, word)| matches!(word, "in" | "not-in" | "not"));
    if is_table {
        let (text, within) = within(text)?;
        let (rest, table) = names.table(text)?;
        return Ok((rest, Condition::Table { digits, table, within }));
    }
    let (text, compare) = comparator(&COMPARATORS)(text)?;
    let (rest, to) = term(text)?;
    Ok((rest, Condition::Digits { digits, compare, to }))
}

fn time_of_day(text: &str) -> Parsed<'_, Condition> {
    let (text, ()) = keyword("is")(text)?;
    let (text, from) = moment(text)?;
    let (text, ()) = keyword("to")(text)?;
    let (rest, to) = moment(text)?;
    if from.weekday.is_some() != to.weekday.is_some() {
        let message = "one end has a weekday, the other is for all days".to_owned();
        return refuse(text, message, "write `all` at both ends, or a weekday at both".to_owned());
    }
    Ok((rest, Condition::TimeOfDay { from, to }))
}

fn moment(text: &str) -> Parsed<'_, Moment> {
    let (text, weekday) = choice(&WEEKDAYS)(text)?;
    let clock = word(text).ok().and_then(|(rest, clock)| {
        let (hours, minutes) = clock.split_once(':')?;
        let in_digits = |text: &&str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
        let hours: u32 = Some(hours).filter(in_digits)?.parse().ok()?;
        let minutes: u32 = Some(minutes).filter(in_digits)?.parse().ok()?;
        (hours < 24 && minutes < 60).then_some((rest, hours * 60 + minutes))
    });
    match clock {
        Some((rest, minute)) => Ok((rest, Moment { weekday, minute })),
        None => expected(text, "a time from 00:00 to 23:59"),
    }
}

/// Whether a moment is within a span that may go over the end of whatever it repeats in; both ends
/// belong to it.
fn is_between<T: PartialOrd>(now: T, from: T, to: T) -> bool {
    if from <= to { (from..=to).contains(&now) } else { now >= from || now <= to }
}

/// What a condition begins with.
#[derive(Clone, Copy)]
enum Subject {
    Unconditionally,
    QueueFail,
    TimeOfDay,
    Calendar(Calendar),
    Registered(Part),
    Server,
    Digits(DigitSource),
    Figure(Kind),
}

#[derive(Clone, Copy)]
enum DigitSource {
    Collected,
    Ani,
    IiDigits,
    Variable(crate::vector::reference::Variable),
}

impl DigitSource {
    fn term(self) -> Term {
        match self {
            Self::Collected => Term::Digits,
            Self::Ani => Term::Ani,
            Self::IiDigits => Term::IiDigits,
            Self::Variable(variable) => Term::Variable(variable),
        }
    }
}

/// The figures, without what they are about.
#[derive(Clone, Copy)]
enum Kind {
    AvailableAgents,
    StaffedAgents,
    CallsQueued,
    OldestCallWait,
    ExpectedWait,
    WaitImproved,
    RollingAsa,
    CountedCalls,
    Interflow,
}

const SUBJECTS: [(&str, Subject); 21] = [
    ("unconditionally", Subject::Unconditionally),
    ("available-agents", Subject::Figure(Kind::AvailableAgents)),
    ("staffed-agents", Subject::Figure(Kind::StaffedAgents)),
    ("calls-queued", Subject::Figure(Kind::CallsQueued)),
    ("oldest-call-wait", Subject::Figure(Kind::OldestCallWait)),
    ("oldest-call-waiting", Subject::Figure(Kind::OldestCallWait)),
    ("expected-wait", Subject::Figure(Kind::ExpectedWait)),
    ("wait-improved", Subject::Figure(Kind::WaitImproved)),
    ("rolling-asa", Subject::Figure(Kind::RollingAsa)),
    ("counted-calls", Subject::Figure(Kind::CountedCalls)),
    ("interflow-qpos", Subject::Figure(Kind::Interflow)),
    ("queue-fail", Subject::QueueFail),
    ("time-of-day", Subject::TimeOfDay),
    ("holiday", Subject::Calendar(Calendar::Holiday)),
    ("service-hours", Subject::Calendar(Calendar::ServiceHours)),
    ("media-gateway", Subject::Registered(Part::MediaGateway)),
    ("port-network", Subject::Registered(Part::PortNetwork)),
    ("server", Subject::Server),
    ("ani", Subject::Digits(DigitSource::Ani)),
    ("ii-digits", Subject::Digits(DigitSource::IiDigits)),
    ("digits", Subject::Digits(DigitSource::Collected)),
];

const ROUTE_SUBJECTS: [(&str, Option<Subject>); 5] = [
    ("unconditionally", Some(Subject::Unconditionally)),
    ("digit", Some(Subject::Digits(DigitSource::Collected))),
    ("digits", Some(Subject::Digits(DigitSource::Collected))),
    ("interflow-qpos", Some(Subject::Figure(Kind::Interflow))),
    ("no-digit", None),
];

/// What `check` can ask; none: nothing.
const CHECKS: [(&str, Option<Kind>); 8] = [
    ("unconditionally", None),
    ("available-agents", Some(Kind::AvailableAgents)),
    ("staffed-agents", Some(Kind::StaffedAgents)),
    ("calls-queued", Some(Kind::CallsQueued)),
    ("oldest-call-wait", Some(Kind::OldestCallWait)),
    ("expected-wait", Some(Kind::ExpectedWait)),
    ("wait-improved", Some(Kind::WaitImproved)),
    ("rolling-asa", Some(Kind::RollingAsa)),
];

const WAITERS: [(&str, Waiter); 2] = [("call", Waiter::ThisCall), ("best", Waiter::Best)];

const WITHIN: [(&str, bool); 2] = [("in", true), ("not-in", false)];

const COMPARATORS: [(&str, Comparator); 6] = [
    ("<=", Comparator::AtMost),
    ("<>", Comparator::Different),
    ("<", Comparator::Less),
    (">=", Comparator::AtLeast),
    (">", Comparator::Greater),
    ("=", Comparator::Equal),
];

const GREATER: [(&str, Comparator); 1] = [(">", Comparator::Greater)];

const LESS: [(&str, Comparator); 1] = [("<", Comparator::Less)];

const WEEKDAYS: [(&str, Option<u32>); 8] = [
    ("all", None),
    ("mon", Some(0)),
    ("tue", Some(1)),
    ("wed", Some(2)),
    ("thu", Some(3)),
    ("fri", Some(4)),
    ("sat", Some(5)),
    ("sun", Some(6)),
];
