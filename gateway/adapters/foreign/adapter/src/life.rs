//! When an adapter that has failed is started again: back-off, and a circuit breaker.

use std::{collections::VecDeque, time::Duration};

use gateway_core::time::Timestamp;

/// What is remembered of failures.
#[derive(Debug, Default)]
pub(crate) struct Failures {
    /// The last ones, oldest first, no more than [`BREAKING`].
    at: VecDeque<Timestamp>,
}

/// What follows from a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Restart {
    /// After a pause that doubles with each failure in a row.
    Soon(Duration),
    /// The circuit is broken: so many failures in so short a time will not heal by haste.
    Later(Duration),
}

impl Failures {
    /// Takes note of a failure, and says when to start again.
    pub(crate) fn note(&mut self, now: Timestamp) -> Restart {
        while self.at.front().is_some_and(|at| now >= *at + WINDOW) || self.at.len() >= BREAKING {
            self.at.pop_front();
        }
        self.at.push_back(now);
        if self.at.len() >= BREAKING {
            return Restart::Later(OPEN);
        }
        let doublings = u32::try_from(self.at.len()).unwrap_or_default().saturating_sub(1);
        Restart::Soon(FIRST_PAUSE * (1 << doublings.min(10)))
    }
}

/// Failures within [`WINDOW`] that break the circuit.
pub(crate) const BREAKING: usize = 5;
const WINDOW: Duration = Duration::from_secs(60);
/// How long the circuit stays broken before one attempt is made.
const OPEN: Duration = Duration::from_secs(30);
const FIRST_PAUSE: Duration = Duration::from_millis(50);
