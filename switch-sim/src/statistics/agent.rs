//! What is counted for the agents at a telephone.

use std::time::Duration;

use crate::statistics::queue::ratio;

/// The counts of the agents at one telephone over some span of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AgentCounts {
    /// Queues' calls answered.
    pub answered: u64,
    /// Queues' calls declined, or left to ring until their limit.
    pub not_taken: u64,
    /// How often a queue's call was put on hold.
    pub holds: u64,
    /// Queues' calls transferred.
    pub transfers: u64,
    /// Queues' calls made a conference of.
    pub conferences: u64,
    /// Ready, and free for a queue's call.
    pub idle: Duration,
    /// With a queue's call that rings.
    pub ringing: Duration,
    /// In conversation on a queue's call.
    pub talking: Duration,
    /// With a queue's call on hold.
    pub holding: Duration,
    /// In after-call work.
    pub working: Duration,
    /// Not ready.
    pub away: Duration,
    /// Ready, and on a call that no queue delivered.
    pub other: Duration,
}

impl AgentCounts {
    /// Logged on: the sum of all of them.
    pub fn staffed(&self) -> Duration {
        self.idle
            + self.ringing
            + self.talking
            + self.holding
            + self.working
            + self.away
            + self.other
    }

    /// The share of the time in which the agent wanted calls that went into them: ringing, in
    /// conversation, on hold and in after-call work; none for an agent who wanted none.
    pub fn occupancy(&self) -> Option<f64> {
        let busy = self.ringing + self.talking + self.holding + self.working;
        let wanted = self.staffed().saturating_sub(self.away);
        ratio(milliseconds(busy), milliseconds(wanted))
    }

    /// The share of the time logged on in which the agent spoke on queues' calls or worked after
    /// them, as AT&T's Call Management System has it (% ACD time); none for an agent who was not
    /// there.
    pub fn share_of_logged_on(&self) -> Option<f64> {
        ratio(milliseconds(self.talking + self.working), milliseconds(self.staffed()))
    }

    /// The traffic that the agent carried, conversation and hold, in hundred call seconds (CCS); one
    /// Erlang is 36 of them an hour.
    pub fn hundred_call_seconds(&self) -> f64 {
        (self.talking + self.holding).as_secs_f64() / 100.0
    }

    /// The counts after `earlier`, an older state of the same running counts.
    pub fn since(&self, earlier: &Self) -> Self {
        Self {
            answered: self.answered - earlier.answered,
            not_taken: self.not_taken - earlier.not_taken,
            holds: self.holds - earlier.holds,
            transfers: self.transfers - earlier.transfers,
            conferences: self.conferences - earlier.conferences,
            idle: self.idle.saturating_sub(earlier.idle),
            ringing: self.ringing.saturating_sub(earlier.ringing),
            talking: self.talking.saturating_sub(earlier.talking),
            holding: self.holding.saturating_sub(earlier.holding),
            working: self.working.saturating_sub(earlier.working),
            away: self.away.saturating_sub(earlier.away),
            other: self.other.saturating_sub(earlier.other),
        }
    }

    pub(crate) fn add(&mut self, activity: Activity, span: Duration) {
        let sum = match activity {
            Activity::Idle => &mut self.idle,
            Activity::Ringing => &mut self.ringing,
            Activity::Talking => &mut self.talking,
            Activity::Holding => &mut self.holding,
            Activity::Working => &mut self.working,
            Activity::Away => &mut self.away,
            Activity::Other => &mut self.other,
        };
        *sum += span;
    }
}

/// What an agent spends time with; with several calls, the first of these that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Activity {
    Talking,
    Ringing,
    Holding,
    Idle,
    Working,
    Away,
    Other,
}

fn milliseconds(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}
