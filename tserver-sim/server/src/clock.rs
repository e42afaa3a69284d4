//! The wall clock as the switch's virtual time.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use switch_sim::time::SimTime;
use tokio::time::Instant;

/// Time since the start.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    start: Instant,
}

impl Clock {
    /// A clock that starts at this moment, and this moment in Unix milliseconds.
    pub(crate) fn start() -> (Self, u64) {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        (Self { start: Instant::now() }, millis(since_epoch))
    }

    /// The present moment of the simulation.
    pub(crate) fn now(self) -> SimTime {
        SimTime(millis(self.start.elapsed()))
    }

    /// The moment of the wall clock at which the simulation reaches `at`.
    pub(crate) fn instant(self, at: SimTime) -> Instant {
        // Beyond any plausible uptime: never, for all that matters.
        let span = Duration::from_millis(at.0).min(LONGEST);
        self.start + span
    }
}

fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}

const LONGEST: Duration = Duration::from_secs(60 * 60 * 24 * 365 * 10);
