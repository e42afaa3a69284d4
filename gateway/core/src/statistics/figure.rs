//! The table of figures: name, scope, unit, formula.
//!
//! The letters of the formulas are those of call-centre practice. O: offered, entered the queue; A:
//! answered; B: abandoned by the caller; R: redirected, left for elsewhere; D: dequeued, answered by
//! way of another queue; U: untraced, delivered where the gateway does not see. A wait lasts from
//! entering the queue to the agent's answer, ringing included; T and t are the configured times
//! `answer_within` and `short_abandon`; `A_T` and `B_T` are those within T, `B_t` those within t. The
//! service levels are all in use under that one name, so each is named: SL1 by CMS, SL2 of Asterisk
//! and of earlier CMS, SL3 of Stat Server (`ServiceFactor1`), SL4 of Asterisk, SL6 the mean of intervals.

use std::time::Duration;

use super::Scope;

/// What is known about a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    pub figure: Figure,
    pub name: &'static str,
    pub scope: Scope,
    pub unit: Unit,
    /// How it is computed, in the letters of this module or the names of other figures.
    pub formula: &'static str,
    pub help: &'static str,
}

/// What a figure is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Calls,
    Agents,
    /// How often something happened, or how many there are.
    Count,
    /// With milliseconds.
    Seconds,
    /// 1 is all; four digits after the point.
    Ratio,
}

impl Unit {
    /// Every unit there is.
    pub const ALL: [Self; 5] = [Self::Calls, Self::Agents, Self::Count, Self::Seconds, Self::Ratio];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Calls => "calls",
            Self::Agents => "agents",
            Self::Count => "count",
            Self::Seconds => "seconds",
            Self::Ratio => "ratio",
        }
    }
}

/// The value of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    Whole(u64),
    Time(Duration),
    /// In ten-thousandths.
    Ratio(u64),
}

impl Measure {
    /// `part` of `whole`; none: there is nothing to divide by.
    pub(crate) fn ratio(part: u64, whole: u64) -> Option<Self> {
        let (part, whole) = (u128::from(part), u128::from(whole));
        let rounded = (part * 10_000 + whole / 2).checked_div(whole)?;
        Some(Self::Ratio(u64::try_from(rounded).unwrap_or(u64::MAX)))
    }

    /// `total` for each of `count`; none: there is nothing to divide by.
    pub(crate) fn each(total: Duration, count: u64) -> Option<Self> {
        let count = u128::from(count);
        let rounded = (total.as_millis() + count / 2).checked_div(count)?;
        Some(Self::Time(Duration::from_millis(u64::try_from(rounded).unwrap_or(u64::MAX))))
    }
}

/// As clients read it: `12`, `12.345`, `0.7368`.
impl std::fmt::Display for Measure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Whole(count) => write!(f, "{count}"),
            Self::Time(span) => write!(f, "{}.{:03}", span.as_secs(), span.subsec_millis()),
            Self::Ratio(parts) => write!(f, "{}.{:04}", parts / 10_000, parts % 10_000),
        }
    }
}

/// Every figure there is, in the order of the reference page.
pub fn figures() -> &'static [Row] {
    FIGURES
}

macro_rules! figures {
    ($($figure:ident $name:literal $scope:ident $unit:ident $formula:literal, $help:literal;)+) => {
        /// The figures; the table of [`figures()`] says what each means.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Figure { $($figure),+ }

        impl Figure {
            /// What is said about it.
            pub fn row(self) -> &'static Row {
                match self { $(Self::$figure => const {
                    &Row { figure: Self::$figure, name: $name, scope: Scope::$scope, unit: Unit::$unit, formula: $formula, help: $help }
                }),+ }
            }
        }

        const FIGURES: &[Row] = &[$(
            Row { figure: Figure::$figure, name: $name, scope: Scope::$scope, unit: Unit::$unit, formula: $formula, help: $help }
        ),+];
    };
}

figures! {
    Staffed "staffed" Agent Seconds "idle + ring + acd + hold + acw + aux + other", "logged on, and seen";
    Idle "idle" Agent Seconds "", "ready, and without a call";
    Ring "ring" Agent Seconds "", "a call rang, and nothing else went on";
    Acd "acd" Agent Seconds "", "connected to a call of a queue";
    Hold "hold" Agent Seconds "", "a call of a queue was on hold, whatever was done meanwhile, and none was connected";
    Acw "acw" Agent Seconds "", "in after-call work, and without a call";
    Aux "aux" Agent Seconds "", "not ready, and without a call";
    Other "other" Agent Seconds "", "in calls of no queue: dialing, connected, held or failed";
    Unseen "unseen" Agent Seconds "", "logged on while the link was down; in none of the others";
    AcdCalls "acd_calls" Agent Calls "A", "calls of queues that were answered";
    CallsIn "calls_in" Agent Calls "", "calls of every kind that were answered";
    CallsOut "calls_out" Agent Calls "", "calls that were made, consultations included";
    CallsHeld "calls_held" Agent Calls "", "times that a call was put on hold";
    CallsTransferred "calls_transferred" Agent Calls "", "calls that were handed over";
    CallsConferenced "calls_conferenced" Agent Calls "", "consultations that became part of a conference";
    CallsAbandoned "calls_abandoned" Agent Calls "", "calls whose caller gave up while they rang";
    CallsUnanswered "calls_unanswered" Agent Calls "RONA", "calls that rang too long, or were sent elsewhere while they rang";
    AverageTalk "average_talk" Agent Seconds "talk / A", "time that a call of a queue was connected";
    AverageHold "average_hold" Agent Seconds "hold / A", "time that a call of a queue was on hold, on average";
    AverageAcw "average_acw" Agent Seconds "acw / A", "after-call work for a call of a queue";
    Aht "aht" Agent Seconds "(talk + hold + acw) / A", "average handling time: connected, held, and worked on afterwards; the last may fall into a later interval";
    Occupancy "occupancy" Agent Ratio "(acd + hold + acw + ring) / (staffed - aux)", "the part of the time for calls that calls took";

    Offered "offered" Queue Calls "O", "calls that entered the queue, those delivered at once included";
    Answered "answered" Queue Calls "A", "calls that were answered at a device with a session here";
    Abandoned "abandoned" Queue Calls "B", "calls whose caller gave up, in the queue or while it rang";
    Redirected "redirected" Queue Calls "R", "calls that rang and went on without an answer, or left the queue for elsewhere";
    Dequeued "dequeued" Queue Calls "D", "calls that another queue delivered";
    Untraced "untraced" Queue Calls "U", "calls that were delivered to a device without a session here, or left while the link was down";
    AtStart "at_start" Queue Calls "Q_start", "calls that waited or rang when the span began";
    AtEnd "at_end" Queue Calls "Q_end = Q_start + O - A - B - R - D - U", "calls that waited or rang when it ended";
    AnsweredWithin "answered_within" Queue Calls "A_T", "calls that were answered within T";
    AbandonedWithin "abandoned_within" Queue Calls "B_T", "calls that were abandoned within T";
    AbandonedShort "abandoned_short" Queue Calls "B_t", "calls that were abandoned within t";
    Waiting "waiting" Queue Calls "", "calls that wait at this moment";
    Ringing "ringing" Queue Calls "", "calls of the queue that ring at this moment, or are on their way to";
    OldestWait "oldest_wait" Queue Seconds "max(now - entry)", "how long the oldest of them has waited; 0: none waits";
    LongestQueue "longest_queue" Queue Calls "", "the most calls that waited at a time";
    LongestDelay "longest_delay" Queue Seconds "", "the longest time that a call was in the queue, ringing apart";
    AverageDelay "average_delay" Queue Seconds "", "time that a call was in the queue, ringing apart, of those that have left it";
    Asa "asa" Queue Seconds "sum of waits answered / A", "average speed of answer, from entering the queue, ringing included";
    RollingAsa "rolling_asa" Queue Seconds "r + 0.259 (wait - r)", "the same since the figures began, where the last ten calls answered make 95 %";
    Ewt "ewt" Queue Seconds "(waiting + 1) * WAT", "expected wait of the next caller; WAT is the time between two calls that leave the queue, smoothed by 0.1";
    AbandonRate "abandon_rate" Queue Ratio "B / O", "";
    AbandonRateNet "abandon_rate_net" Queue Ratio "(B - B_t) / (O - B_t)", "";
    AbandonRateEnded "abandon_rate_ended" Queue Ratio "B / (A + B)", "";
    Sl1 "sl1" Queue Ratio "A_T / O", "";
    Sl2 "sl2" Queue Ratio "A_T / A", "";
    Sl3 "sl3" Queue Ratio "A_T / (O - B_t)", "";
    Sl4 "sl4" Queue Ratio "(A_T + B_T) / O", "";
    Sl5 "sl5" Queue Ratio "1 - (A - A_T + B - B_T) / O", "";
    Sl6 "sl6" Queue Ratio "mean of SL1 over the intervals that have ended with O > 0", "of `total` only";

    Sessions "sessions" Gateway Count "", "sessions at this moment, those included whose last events can still be fetched";
    ParkedPolls "parked_polls" Gateway Count "", "GETEVENTS that wait at this moment";
    AgentsStaffed "agents_staffed" Gateway Agents "idle + ring + acd + hold + acw + aux + other", "logged on at this moment, at devices with a session here";
    AgentsIdle "agents_idle" Gateway Agents "", "of them, available";
    AgentsRing "agents_ring" Gateway Agents "", "of them, ringing";
    AgentsAcd "agents_acd" Gateway Agents "", "of them, connected to a call of a queue";
    AgentsHold "agents_hold" Gateway Agents "", "of them, with a call of a queue on hold";
    AgentsAcw "agents_acw" Gateway Agents "", "of them, in after-call work";
    AgentsAux "agents_aux" Gateway Agents "", "of them, not ready";
    AgentsOther "agents_other" Gateway Agents "", "of them, in calls of no queue";
    Requests "requests" Gateway Count "", "requests of clients";
    Refusals "refusals" Gateway Count "", "of them, refused";
    Events "events" Gateway Count "", "events that clients were told";
    ReportsIgnored "reports_ignored" Gateway Count "", "reports of the middleware that changed nothing";
    OutcomesLate "outcomes_late" Gateway Count "", "outcomes that nobody waited for any longer";
    LinkLosses "link_losses" Gateway Count "", "times that the link went down";
    LinkDown "link_down" Gateway Seconds "", "how long the link was down, the time before it first came up included";
}
