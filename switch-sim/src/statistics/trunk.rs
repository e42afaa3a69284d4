//! What is counted for a trunk group.

use std::time::Duration;

use crate::statistics::queue::ratio;

/// The counts of one trunk group over some span of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TrunkCounts {
    /// How long the span is.
    pub span: Duration,
    /// Calls that came in.
    pub incoming: u64,
    /// Calls that went out.
    pub outgoing: u64,
    /// Calls in or out that found all circuits taken.
    pub blocked: u64,
    /// The number of taken circuits summed over time, in circuits times milliseconds.
    pub usage: u64,
    /// How long all circuits were taken.
    pub all_busy: Duration,
    /// How often the last idle circuit was taken.
    pub all_busy_times: u64,
    /// The most circuits that were taken at once.
    pub peak: u64,
}

impl TrunkCounts {
    /// The average number of taken circuits, the traffic carried in Erlangs; none for a span of
    /// no length. One Erlang is 36 hundred call seconds (CCS) an hour.
    pub fn erlangs(&self) -> Option<f64> {
        ratio(self.usage, u64::try_from(self.span.as_millis()).ok()?)
    }

    /// The traffic carried in hundred call seconds (CCS).
    pub fn hundred_call_seconds(&self) -> f64 {
        self.usage as f64 / 100_000.0
    }

    /// The share of calls that found all circuits taken; none without calls.
    pub fn blocked_rate(&self) -> Option<f64> {
        ratio(self.blocked, self.blocked + self.incoming + self.outgoing)
    }

    /// The share of the time in which all circuits were taken; none for a span of no length.
    pub fn all_busy_rate(&self) -> Option<f64> {
        let span = u64::try_from(self.span.as_millis()).ok()?;
        ratio(u64::try_from(self.all_busy.as_millis()).ok()?, span)
    }

    /// The counts after `earlier`, an older state of the same running counts; the peak stays that of
    /// the whole.
    pub fn since(&self, earlier: &Self) -> Self {
        Self {
            span: self.span.saturating_sub(earlier.span),
            incoming: self.incoming - earlier.incoming,
            outgoing: self.outgoing - earlier.outgoing,
            blocked: self.blocked - earlier.blocked,
            usage: self.usage - earlier.usage,
            all_busy: self.all_busy.saturating_sub(earlier.all_busy),
            all_busy_times: self.all_busy_times - earlier.all_busy_times,
            peak: self.peak,
        }
    }
}
