//! What was counted in each virtual minute.

use std::{collections::VecDeque, time::Duration};

use switch_sim::time::SimTime;

/// The minutes so far, as many as are kept.
#[derive(Clone, Debug, Default)]
pub struct History {
    minutes: VecDeque<Minute>,
    /// How many minutes are over.
    over: u64,
    /// What had been counted when the present minute began.
    answered: u64,
    abandoned: u64,
    begun: u64,
}

/// What has been counted up to a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Calls that have begun.
    pub begun: u64,
    /// Calls that have been answered.
    pub answered: u64,
    /// Calls that have ended without an answer.
    pub abandoned: u64,
    /// Calls that are up.
    pub up: u64,
    /// Calls that wait in queues.
    pub waiting: u64,
}

/// One virtual minute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Minute {
    /// Calls that began.
    pub begun: u64,
    /// Calls that were up at its end.
    pub up: u64,
    /// Calls that waited in queues at its end.
    pub waiting: u64,
    /// Calls that were answered.
    pub answered: u64,
    /// Calls that ended without an answer.
    pub abandoned: u64,
}

impl History {
    /// How far back minutes are kept: a day.
    pub const KEPT: Duration = Duration::from_hours(24);

    /// A history that begins at this moment, with what has been counted before it.
    pub fn starting(now: SimTime, counts: &Counts) -> Self {
        let over = now.0 / u64::try_from(MINUTE.as_millis()).unwrap_or(u64::MAX);
        let Counts { begun, answered, abandoned, .. } = *counts;
        Self { over, answered, abandoned, begun, ..Self::default() }
    }

    /// When the present minute ends.
    pub fn due(&self) -> SimTime {
        SimTime::ZERO + MINUTE * u32::try_from(self.over + 1).unwrap_or(u32::MAX)
    }

    /// The present minute as far as it has come.
    pub fn present(&self, counts: &Counts) -> Minute {
        Minute {
            begun: counts.begun.saturating_sub(self.begun),
            up: counts.up,
            waiting: counts.waiting,
            answered: counts.answered.saturating_sub(self.answered),
            abandoned: counts.abandoned.saturating_sub(self.abandoned),
        }
    }

    /// Ends the present minute.
    pub fn end_minute(&mut self, counts: &Counts) {
        self.minutes.push_back(self.present(counts));
        if self.minutes.len() > MINUTES {
            self.minutes.pop_front();
        }
        self.over += 1;
        self.begun = counts.begun;
        self.answered = counts.answered;
        self.abandoned = counts.abandoned;
    }

    /// How many minutes are over.
    pub fn over(&self) -> u64 {
        self.over
    }

    /// The last minutes that are over, the oldest first.
    pub fn last(&self, count: usize) -> impl Iterator<Item = &Minute> {
        self.minutes.iter().skip(self.minutes.len().saturating_sub(count))
    }
}

const MINUTE: Duration = Duration::from_secs(60);
/// As many as make up [`History::KEPT`].
const MINUTES: usize = 1440;
