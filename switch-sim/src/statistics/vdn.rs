//! What is counted for a number that leads to a vector (Avaya: VDN).

use std::time::Duration;

use crate::statistics::queue::{Waited, ratio};

/// The counts of one VDN over some span of time. Every call that came is accounted for:
///
/// ```text
/// offered + calls there at the beginning
///     = answered + routed + abandoned + busy + disconnected + flowed_out + calls there at the end
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VdnCounts {
    /// How long the span is.
    pub span: Duration,
    /// Calls that came.
    pub offered: u64,
    /// Those of them that came from another VDN.
    pub flowed_in: u64,
    /// Calls that a queue's agent answered; only the VDN that has the call then counts it.
    pub answered: u64,
    /// Calls that the vector sent to a number, or to a messaging system.
    pub routed: u64,
    /// Calls whose caller left, or that were dropped for want of a further step.
    pub abandoned: u64,
    /// Calls that were given the busy tone.
    pub busy: u64,
    /// Calls that a step disconnected.
    pub disconnected: u64,
    /// Calls that went to another VDN.
    pub flowed_out: u64,
    /// Calls there when the span began and when it ended.
    pub there: (u64, u64),
    /// The times from the beginning of the VDN's vector to the answer, announcements included.
    pub answer_waits: Waited,
    /// The times until callers left.
    pub abandon_waits: Waited,
}

/// How a call leaves a VDN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leaving {
    Answered,
    Routed,
    Abandoned,
    Busy,
    Disconnected,
    FlowedOut,
}

impl VdnCounts {
    /// The average time from the beginning of the vector to the answer, in seconds; none without
    /// calls.
    pub fn average_speed_of_answer(&self) -> Option<f64> {
        self.answer_waits.mean()
    }

    /// The share of calls that were abandoned; none without calls.
    pub fn abandon_rate(&self) -> Option<f64> {
        ratio(self.abandoned, self.offered)
    }

    /// Whether every call that came is accounted for.
    pub fn flows(&self) -> bool {
        let gone = self.answered
            + self.routed
            + self.abandoned
            + self.busy
            + self.disconnected
            + self.flowed_out;
        self.offered + self.there.0 == gone + self.there.1
    }

    /// The counts after `earlier`, an older state of the same running counts.
    pub fn since(&self, earlier: &Self) -> Self {
        Self {
            span: self.span.saturating_sub(earlier.span),
            offered: self.offered - earlier.offered,
            flowed_in: self.flowed_in - earlier.flowed_in,
            answered: self.answered - earlier.answered,
            routed: self.routed - earlier.routed,
            abandoned: self.abandoned - earlier.abandoned,
            busy: self.busy - earlier.busy,
            disconnected: self.disconnected - earlier.disconnected,
            flowed_out: self.flowed_out - earlier.flowed_out,
            there: (earlier.there.1, self.there.1),
            answer_waits: self.answer_waits.since(earlier.answer_waits),
            abandon_waits: self.abandon_waits.since(earlier.abandon_waits),
        }
    }

    pub(crate) fn leave(&mut self, how: Leaving, wait: Duration) {
        let milliseconds = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        match how {
            Leaving::Answered => {
                self.answered += 1;
                self.answer_waits.count(milliseconds);
            }
            Leaving::Abandoned => {
                self.abandoned += 1;
                self.abandon_waits.count(milliseconds);
            }
            Leaving::Routed => self.routed += 1,
            Leaving::Busy => self.busy += 1,
            Leaving::Disconnected => self.disconnected += 1,
            Leaving::FlowedOut => self.flowed_out += 1,
        }
    }
}
