//! What was counted in each virtual minute.

use std::{collections::VecDeque, time::Duration};

use scenarios::record::Tally;
use switch_sim::{switch::Switch, time::SimTime};

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
    /// When the present minute ends.
    pub fn due(&self) -> SimTime {
        SimTime::ZERO + MINUTE * u32::try_from(self.over + 1).unwrap_or(u32::MAX)
    }

    /// The present minute as far as it has come.
    pub fn present(&self, switch: &Switch, tally: &Tally) -> Minute {
        let waiting = switch.devices().filter_map(|device| switch.queue(device.id));
        Minute {
            begun: tally.begun - self.begun,
            up: count(switch.calls().count()),
            waiting: count(waiting.map(switch_sim::queue::Queue::len).sum()),
            answered: tally.answered - self.answered,
            abandoned: tally.abandoned - self.abandoned,
        }
    }

    /// Ends the present minute.
    pub fn end_minute(&mut self, switch: &Switch, tally: &Tally) {
        self.minutes.push_back(self.present(switch, tally));
        if self.minutes.len() > MINUTES {
            self.minutes.pop_front();
        }
        self.over += 1;
        self.begun = tally.begun;
        self.answered = tally.answered;
        self.abandoned = tally.abandoned;
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

fn count(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

const MINUTE: Duration = Duration::from_secs(60);
/// A day.
const MINUTES: usize = 1440;
