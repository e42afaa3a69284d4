//! The gateway's clock: the wall's time at the start, and from then on a clock that only goes forward.

use std::time::{Duration, SystemTime};

use gateway_core::time::Timestamp;
use tokio::time::Instant;

/// Tells the time to the state machines.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    started: Instant,
    wall_at_start: Timestamp,
}

impl Clock {
    /// A clock that starts at the wall's time.
    #[expect(clippy::disallowed_methods, reason = "an edge: it owns the clock")]
    pub(crate) fn start() -> Self {
        let wall = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Self { started: Instant::now(), wall_at_start: Timestamp(0) + wall }
    }

    /// The moment it is.
    pub(crate) fn now(&self) -> Timestamp {
        self.wall_at_start + self.started.elapsed()
    }

    /// The same moment on the runtime's clock; moments before the start count as the start.
    pub(crate) fn instant(&self, moment: Timestamp) -> Instant {
        // A day at a time is enough: whoever sleeps that long asks again.
        let span = (moment - self.wall_at_start).min(self.started.elapsed() + DAY);
        self.started + span
    }
}

const DAY: Duration = Duration::from_secs(86_400);
