//! A number that goes up and down, and its integral over time.

use crate::time::SimTime;

/// A count of things, e.g. calls that wait, and for how long there were how many.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Level {
    value: u64,
    since: SimTime,
    integral: u64,
}

impl Level {
    /// The present count.
    pub(crate) fn value(&self) -> u64 {
        self.value
    }

    /// The count is another one from a moment on.
    pub(crate) fn set(&mut self, now: SimTime, value: u64) {
        self.integral = self.integral(now);
        self.since = now;
        self.value = value;
    }

    /// The sum over time, in things times milliseconds.
    pub(crate) fn integral(&self, now: SimTime) -> u64 {
        let span = now.0.saturating_sub(self.since.0);
        self.integral.saturating_add(span.saturating_mul(self.value))
    }
}
