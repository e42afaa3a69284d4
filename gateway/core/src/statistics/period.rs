//! Spans of time that figures are about: since the beginning, the running interval, the one before it.

use std::time::Duration;

use crate::time::Timestamp;

/// Which span of time is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Interval {
    /// Since the figures began.
    #[default]
    Total,
    /// Since the running interval began.
    Current,
    /// The interval before the running one, from its beginning to its end.
    Previous,
}

/// The words for [`Interval`].
pub const INTERVALS: &[&str] = &["total", "current", "previous"];

impl Interval {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::Current => "current",
            Self::Previous => "previous",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        [Self::Total, Self::Current, Self::Previous].into_iter().find(|it| it.word() == word)
    }
}

/// The same counts and times, kept for each of the three spans.
#[derive(Clone, Debug)]
pub(crate) struct Periods<T> {
    since: Timestamp,
    total: T,
    current: T,
    /// With the end of the interval.
    previous: Option<(T, Timestamp)>,
}

/// The present moment among the intervals.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    /// When the running interval began.
    pub(crate) began: Timestamp,
    /// How long intervals are.
    pub(crate) length: Duration,
    pub(crate) now: Timestamp,
}

/// Counts and times over a span of time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span<'a, T> {
    pub(crate) counts: &'a T,
    pub(crate) from: Timestamp,
    pub(crate) until: Timestamp,
}

impl<T: Clone + Default> Periods<T> {
    /// Nothing yet.
    pub(crate) fn new(since: Timestamp) -> Self {
        Self { since, total: T::default(), current: T::default(), previous: None }
    }

    /// Counts something in all spans that run.
    pub(crate) fn count(&mut self, count: impl Fn(&mut T)) {
        count(&mut self.total);
        count(&mut self.current);
    }

    /// The running interval has ended.
    pub(crate) fn close(&mut self, end: Timestamp) {
        self.previous = Some((std::mem::take(&mut self.current), end));
    }

    pub(crate) fn current(&self) -> &T {
        &self.current
    }

    pub(crate) fn current_mut(&mut self) -> &mut T {
        &mut self.current
    }

    pub(crate) fn total_mut(&mut self) -> &mut T {
        &mut self.total
    }

    /// The span asked for; none: no interval has ended yet.
    pub(crate) fn span(
        &self,
        interval: Interval,
        Moment { began, length, now }: Moment,
    ) -> Option<Span<'_, T>> {
        let since = |from: Timestamp| from.max(self.since);
        match (interval, &self.previous) {
            (Interval::Total, _) => {
                Some(Span { counts: &self.total, from: self.since, until: now })
            }
            (Interval::Current, _) => {
                Some(Span { counts: &self.current, from: since(began), until: now })
            }
            (Interval::Previous, Some((counts, until))) => {
                Some(Span { counts, from: since(before(*until, length)), until: *until })
            }
            (Interval::Previous, None) => None,
        }
    }
}

/// When the interval that `now` is in began.
pub(super) fn began(now: Timestamp, length: Duration) -> Timestamp {
    Timestamp(now.0 - now.0 % milliseconds(length))
}

/// The ends of intervals up to `now`: the first, and the two last; those in between were empty.
pub(super) fn ends(running: Timestamp, now: Timestamp, length: Duration) -> [Option<Timestamp>; 3] {
    let (first, last) = (running + length, began(now, length));
    if now < first {
        return [None; 3];
    }
    let before_last = before(last, length);
    [Some(first), (before_last > first).then_some(before_last), (last > first).then_some(last)]
}

fn before(end: Timestamp, length: Duration) -> Timestamp {
    Timestamp(end.0.saturating_sub(milliseconds(length)))
}

fn milliseconds(length: Duration) -> u64 {
    u64::try_from(length.as_millis()).unwrap_or(u64::MAX).max(1)
}
