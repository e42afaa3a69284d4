//! Call vectors: the programs that say what becomes of a call before an agent takes it.
//!
//! A number that leads to a vector ([`site::Vdn`]) is no device: it has no telephone and no calls
//! of its own. The call that comes there has its originator for a party, and a program that is
//! executed step by step; with `queue-to` queues become parties, up to three at once. An agent
//! who is found takes the call out of the vector and of all its queues.
//!
//! The text of a vector is the vendor's own listing (Avaya `display vector`, read by `listing`).
//! What the vendor's documents fix in figures is in [`facts`]; what a step runs into is told as a
//! [`log::VectorEvent`]. The rules are those of Programming Call Vectors (Call Center Elite 10.2)
//! and AT&T 555-230-520.
//!
//! # Commands
//!
//! | command | done | left out |
//! |---|---|---|
//! | `adjunct routing link` | route requests over any number of links, the first route wins; with no application there, skipped with the waits behind it | digits collected at the wish of the application |
//! | `announcement` | recordings, variables, `none`; fails when nothing is recorded; ports, their queues, barge-in | |
//! | `busy` | 45 s of busy tone, then dropped | ringback in its place for trunks without supervision: circuits have it |
//! | `check` | all conditions, each with its comparator | |
//! | `collect` | digits, dial-ahead, `*`, `#`, time-out, `ced`, `cdpd`, `for` a variable; shortage of tone receivers | a queue for receivers |
//! | `consider` | skills: all strategies, ties, `adjust-by` | `location`: read, but no other site answers |
//! | `converse-on` | a machine that is an agent of a skill; passing; digits back | |
//! | `disconnect` | with and without an announcement | |
//! | `goto step`, `goto vector` | all conditions below, `@step` | |
//! | `messaging` | a queue of ports, told whose mailbox it is; all failures | what the ports do |
//! | `queue-to` | skills at four priorities, `best`, `attd-group`, queueing again | |
//! | `reply-best` | ends the call | the answer to another site |
//! | `return` | yes | |
//! | `route-to` | number, digits, variables; with and without coverage | `name1` to `name3`, `meetme`: there is no directory, no meet-me conference |
//! | `set` | all operators; `MOD` beside `MOD10` | |
//! | `stop` | yes, and the end of the vector | |
//! | `wait-time` | secs, mins, hrs; silence, ringback, music, i-silent, audio sources | |
//! | `serv-obsrv` | | observing |
//!
//! # Conditions
//!
//! | condition | judged by |
//! |---|---|
//! | `unconditionally`, `queue-fail` | |
//! | `available-agents`, `staffed-agents`, `calls-queued`, `oldest-call-wait` | the queue |
//! | `expected-wait`, `wait-improved` | calls ahead, time between departures, agents at work; see `estimate` |
//! | `rolling-asa` of a skill, of a VDN | the latest answers |
//! | `counted-calls` | calls from outside whose latest VDN it is |
//! | `interflow-qpos` | the place in the queue |
//! | `ani`, `ii-digits`, `digits`, variables | text with `+` and `?`, or a table; `none`, `#` |
//! | `time-of-day` | the clock of the site |
//! | `holiday`, `service-hours` | the clock of the site and its tables |
//! | `media-gateway`, `port-network`, `server` | what the world file says of the site |

pub(crate) mod adjunct_routing;
pub(crate) mod announcement;
pub mod board;
pub(crate) mod busy;
pub(crate) mod check;
pub(crate) mod clock;
pub(crate) mod collect;
mod command;
pub(crate) mod condition;
pub(crate) mod consider;
pub(crate) mod converse_on;
pub(crate) mod disconnect;
pub(crate) mod estimate;
pub mod facts;
pub mod feedback;
pub(crate) mod goto;
mod grammar;
pub(crate) mod listing;
pub mod log;
pub(crate) mod messaging;
pub(crate) mod queue_to;
pub(crate) mod reference;
mod reply_best;
mod return_to;
pub(crate) mod route_to;
pub(crate) mod run;
pub(crate) mod set;
pub mod site;
mod stop;
pub(crate) mod variable;
pub(crate) mod wait_time;

use std::fmt;

pub use adjunct_routing::AdjunctRouting;
pub use announcement::Announcement;
pub use check::Check;
pub use clock::Clock;
pub use collect::{Collect, Digits};
pub use condition::{
    Calendar, Comparator, Condition, DayTime, Figure, HolidayTable, Moment, Part, Parts,
    ServiceHours, Waiter, Which,
};
pub use consider::{Candidate, Consider};
pub use converse_on::{ConverseOn, Passed};
pub use disconnect::Disconnect;
pub use goto::{Goto, Target};
pub use messaging::{Mailbox, Messaging};
pub use queue_to::{QueueTo, To};
pub use reference::{Amount, Recording, Skill, Term, Variable, VdnName};
pub use route_to::RouteTo;
pub use set::{Operator, Set};
pub use variable::{Declared, Kind, Scope};
pub use wait_time::{Hearing, WaitTime};

/// The steps of a vector by number, blank ones left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Program {
    /// In the order of their numbers.
    pub steps: Vec<(u8, Command)>,
    /// What each of them says, as it was written, without its number.
    pub texts: Vec<String>,
}

impl Program {
    /// Adds a step behind the last one.
    pub(crate) fn put(&mut self, number: u8, command: Command, text: String) {
        self.steps.push((number, command));
        self.texts.push(text);
    }

    /// The step of this number, or the next one that is not blank.
    pub(crate) fn at_or_after(&self, number: u8) -> Option<(u8, &Command)> {
        let place = self.steps.partition_point(|(other, _)| *other < number);
        self.steps.get(place).map(|(number, command)| (*number, command))
    }
}

/// What one step does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    AdjunctRouting(AdjunctRouting),
    Announcement(Announcement),
    Busy,
    Check(Check),
    Collect(Collect),
    Consider(Consider),
    ConverseOn(ConverseOn),
    Disconnect(Disconnect),
    Goto(Goto),
    Messaging(Messaging),
    QueueTo(QueueTo),
    ReplyBest,
    Return,
    RouteTo(RouteTo),
    Set(Set),
    Stop,
    WaitTime(WaitTime),
}

impl Command {
    /// What kind of step it is.
    pub fn verb(&self) -> Verb {
        match self {
            Self::AdjunctRouting(_) => Verb::AdjunctRouting,
            Self::Announcement(_) => Verb::Announcement,
            Self::Busy => Verb::Busy,
            Self::Check(_) => Verb::Check,
            Self::Collect(_) => Verb::Collect,
            Self::Consider(_) => Verb::Consider,
            Self::ConverseOn(_) => Verb::ConverseOn,
            Self::Disconnect(_) => Verb::Disconnect,
            Self::Goto(Goto { target: Target::Step(_), .. }) => Verb::GotoStep,
            Self::Goto(Goto { target: Target::Vector(..), .. }) => Verb::GotoVector,
            Self::Messaging(_) => Verb::Messaging,
            Self::QueueTo(_) => Verb::QueueTo,
            Self::ReplyBest => Verb::ReplyBest,
            Self::Return => Verb::Return,
            Self::RouteTo(_) => Verb::RouteTo,
            Self::Set(_) => Verb::Set,
            Self::Stop => Verb::Stop,
            Self::WaitTime(_) => Verb::WaitTime,
        }
    }
}

impl Command {
    /// Whether the step ends the route requests that no application has answered (Avaya: vector
    /// steps that terminate an ASAI call route request).
    pub(crate) fn ends_route_requests(&self) -> bool {
        match self {
            Self::Busy
            | Self::Check(_)
            | Self::Collect(_)
            | Self::ConverseOn(_)
            | Self::Disconnect(_)
            | Self::Messaging(_)
            | Self::QueueTo(_)
            | Self::ReplyBest
            | Self::RouteTo(_) => true,
            Self::AdjunctRouting(_)
            | Self::Announcement(_)
            | Self::Consider(_)
            | Self::Goto(_)
            | Self::Return
            | Self::Set(_)
            | Self::Stop
            | Self::WaitTime(_) => false,
        }
    }
}

/// A kind of step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    AdjunctRouting,
    Announcement,
    Busy,
    Check,
    Collect,
    Consider,
    ConverseOn,
    Disconnect,
    GotoStep,
    GotoVector,
    Messaging,
    QueueTo,
    ReplyBest,
    Return,
    RouteTo,
    Set,
    Stop,
    WaitTime,
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AdjunctRouting => "adjunct routing",
            Self::Announcement => "announcement",
            Self::Busy => "busy",
            Self::Check => "check",
            Self::Collect => "collect",
            Self::Consider => "consider",
            Self::ConverseOn => "converse-on",
            Self::Disconnect => "disconnect",
            Self::GotoStep => "goto step",
            Self::GotoVector => "goto vector",
            Self::Messaging => "messaging",
            Self::QueueTo => "queue-to",
            Self::ReplyBest => "reply-best",
            Self::Return => "return",
            Self::RouteTo => "route-to",
            Self::Set => "set",
            Self::Stop => "stop",
            Self::WaitTime => "wait-time",
        })
    }
}
