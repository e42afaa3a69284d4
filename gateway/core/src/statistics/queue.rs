//! A queue's figures: every call from entering the queue to its fate.

use std::time::Duration;

use indexmap::IndexMap;

use super::{
    Account, Figure, Interval, Measure, Moment, StatisticsConfig,
    period::{Periods, Span},
};
use crate::{id::CallKey, limits, time::Timestamp};

/// What is kept of a queue.
#[derive(Clone, Debug)]
pub(crate) struct QueueLedger {
    /// Whether its events come; before, nothing is known.
    pub(crate) is_watched: bool,
    periods: Periods<Counts>,
    /// Calls that wait, oldest first.
    waiting: IndexMap<CallKey, Entry>,
    /// Calls that have left for a telephone and are neither answered nor gone.
    ringing: IndexMap<CallKey, Entry>,
    /// Calls that waited before the queue was registered anew, until they are seen again.
    unconfirmed: IndexMap<CallKey, Entry>,
    rolling_asa: Option<f64>,
    last_left: Option<Timestamp>,
    /// Milliseconds between two calls that leave, smoothed.
    advance: Option<f64>,
    /// Whether the calls are being named that waited before anything was counted.
    is_new: bool,
    config: StatisticsConfig,
}

/// A call's way into the queue.
#[derive(Clone, Copy, Debug)]
struct Entry {
    /// When it entered, or was first heard of.
    at: Timestamp,
    /// Whether it entered before anything was counted: nobody knows how long it has waited.
    unseen: bool,
}

impl Entry {
    /// How long the call has waited, where that is known.
    fn wait(self, now: Timestamp) -> Option<Duration> {
        (!self.unseen).then(|| now - self.at)
    }
}

/// Where a call is that has left a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whereabouts {
    /// On its way to a device that the gateway sees, or it rings there.
    Here,
    /// Answered there already.
    Answered,
    /// At such a device by way of another queue.
    ByAnotherQueue,
    /// Where the gateway does not see.
    Elsewhere,
}

#[derive(Clone, Debug, Default)]
struct Counts {
    offered: u64,
    answered: u64,
    /// Of those answered, how many had waited nobody knows how long.
    unmeasured: u64,
    abandoned: u64,
    redirected: u64,
    dequeued: u64,
    untraced: u64,
    at_start: u64,
    answered_within: u64,
    abandoned_within: u64,
    abandoned_short: u64,
    longest_queue: u64,
    longest_delay: Duration,
    delays: Duration,
    left: u64,
    waits_answered: Duration,
    /// SL1 of ended intervals, in ten-thousandths, and how many they were.
    levels: (u64, u64),
}

impl QueueLedger {
    /// Of a queue that is being registered.
    pub(crate) fn new(config: &StatisticsConfig, now: Timestamp) -> Self {
        Self {
            is_watched: false,
            periods: Periods::new(now),
            waiting: IndexMap::new(),
            ringing: IndexMap::new(),
            unconfirmed: IndexMap::new(),
            rolling_asa: None,
            last_left: None,
            advance: None,
            is_new: true,
            config: config.clone(),
        }
    }

    pub(crate) fn reconfigure(&mut self, config: &StatisticsConfig) {
        self.config = config.clone();
    }

    /// The queue is registered, perhaps anew: the calls that wait are named next.
    pub(crate) fn registered(&mut self, now: Timestamp) {
        if !self.is_watched {
            self.is_watched = true;
            self.periods = Periods::new(now);
        }
        self.unconfirmed = std::mem::take(&mut self.waiting);
    }

    /// Nothing is seen of the queue from here on.
    pub(crate) fn lost_sight(&mut self) {
        self.last_left = None;
    }

    /// All calls that wait have been named: where the others went was not seen.
    pub(crate) fn confirmed(&mut self) {
        self.is_new = false;
        let gone = count(std::mem::take(&mut self.unconfirmed).len());
        self.periods.count(|counts| counts.untraced += gone);
    }

    pub(crate) fn entered(&mut self, now: Timestamp, key: CallKey) {
        if let Some(entry) = self.unconfirmed.shift_remove(&key) {
            self.waiting.insert(key, entry);
            return;
        }
        if self.waiting.contains_key(&key) || self.waiting.len() >= limits::MAX_QUEUED {
            return;
        }
        // What rang somewhere without an answer has come back.
        let came_back = self.ringing.shift_remove(&key).is_some();
        let is_new = self.is_new;
        self.waiting.insert(key, Entry { at: now, unseen: is_new });
        let waiting = count(self.waiting.len());
        self.periods.count(|counts| {
            counts.redirected += u64::from(came_back);
            *(if is_new { &mut counts.at_start } else { &mut counts.offered }) += 1;
            counts.longest_queue = counts.longest_queue.max(waiting);
        });
    }

    /// The call has left the queue for a telephone.
    pub(crate) fn distributed(&mut self, now: Timestamp, key: CallKey, to: Whereabouts) {
        let Some(entry) = self.leave(now, key) else { return };
        match to {
            Whereabouts::Here => {
                if self.ringing.len() >= limits::MAX_QUEUED {
                    self.ringing.shift_remove_index(0);
                    self.periods.count(|counts| counts.untraced += 1);
                }
                self.ringing.insert(key, entry);
            }
            Whereabouts::Answered => self.count_answer(now, entry),
            Whereabouts::ByAnotherQueue => self.periods.count(|counts| counts.dequeued += 1),
            Whereabouts::Elsewhere => self.periods.count(|counts| counts.untraced += 1),
        }
    }

    /// The caller gave up, in the queue or while it rang.
    pub(crate) fn abandoned(&mut self, now: Timestamp, key: CallKey) {
        let entry = self.leave(now, key).or_else(|| self.ringing.shift_remove(&key));
        let Some(entry) = entry else { return };
        let wait = entry.wait(now);
        let (within, short) = (
            wait.is_some_and(|wait| wait <= self.config.answer_within),
            wait.is_some_and(|wait| wait <= self.config.short_abandon),
        );
        self.periods.count(|counts| {
            counts.abandoned += 1;
            counts.abandoned_within += u64::from(within);
            counts.abandoned_short += u64::from(short);
        });
    }

    /// The call rings at a device that the gateway sees; `delivered`: this queue delivered it.
    pub(crate) fn rang(&mut self, now: Timestamp, key: CallKey, delivered: bool) {
        match (delivered, self.ringing.contains_key(&key)) {
            (true, false) => self.distributed(now, key, Whereabouts::Here),
            (false, true) => {
                self.ringing.shift_remove(&key);
                self.periods.count(|counts| counts.dequeued += 1);
            }
            (true, true) | (false, false) => {}
        }
    }

    pub(crate) fn answered(&mut self, now: Timestamp, key: CallKey) {
        if let Some(entry) = self.ringing.shift_remove(&key) {
            self.count_answer(now, entry);
        }
    }

    /// The call went on without an answer, or left the queue for elsewhere.
    pub(crate) fn redirected(&mut self, now: Timestamp, key: CallKey) {
        let entry = self.leave(now, key).or_else(|| self.ringing.shift_remove(&key));
        if entry.is_some() {
            self.periods.count(|counts| counts.redirected += 1);
        }
    }

    /// The call goes on under another id, in its place.
    pub(crate) fn rename(&mut self, previous: CallKey, key: CallKey) {
        for calls in [&mut self.waiting, &mut self.ringing] {
            if let Some((place, _, entry)) = calls.shift_remove_full(&previous) {
                calls.shift_insert(place.min(calls.len()), key, entry);
            }
        }
    }

    fn count_answer(&mut self, now: Timestamp, entry: Entry) {
        let Some(wait) = entry.wait(now) else {
            return self.periods.count(|counts| {
                counts.answered += 1;
                counts.unmeasured += 1;
            });
        };
        let within = wait <= self.config.answer_within;
        self.periods.count(|counts| {
            counts.answered += 1;
            counts.answered_within += u64::from(within);
            counts.waits_answered += wait;
        });
        self.rolling_asa = Some(smoothed(self.rolling_asa, wait, ROLLING));
    }

    /// Takes a call out of those that wait; answers when it entered.
    fn leave(&mut self, now: Timestamp, key: CallKey) -> Option<Entry> {
        let entry = self.waiting.shift_remove(&key)?;
        if let Some(last) = self.last_left.replace(now) {
            self.advance = Some(smoothed(self.advance, now - last, ADVANCE));
        }
        self.periods.count(|counts| {
            counts.longest_delay = counts.longest_delay.max(now - entry.at);
            if let Some(delay) = entry.wait(now) {
                counts.left += 1;
                counts.delays += delay;
            }
        });
        Some(entry)
    }

    /// The running interval has ended.
    pub(crate) fn close(&mut self, end: Timestamp) {
        if let Some(Measure::Ratio(level)) = self.periods.current().level() {
            let levels = &mut self.periods.total_mut().levels;
            *levels = (levels.0 + level, levels.1 + 1);
        }
        self.periods.close(end);
        let (open, waiting) = (self.open(), count(self.waiting.len()));
        let current = self.periods.current_mut();
        (current.at_start, current.longest_queue) = (open, waiting);
    }

    fn open(&self) -> u64 {
        count(self.waiting.len() + self.ringing.len() + self.unconfirmed.len())
    }

    /// The figures over a span; none: no interval has ended yet.
    pub(crate) fn figures(&self, interval: Interval, at: Moment) -> Option<Account> {
        let Span { counts, from, until } = self.periods.span(interval, at)?;
        let mut figures = counts.figures();
        if interval != Interval::Previous {
            figures.extend(self.at_this_moment(at.now));
        }
        if interval == Interval::Total {
            let (sum, intervals) = counts.levels;
            let mean = (sum + intervals / 2).checked_div(intervals).map(Measure::Ratio);
            figures.extend(mean.map(|mean| (Figure::Sl6, mean)));
        }
        figures.sort_by_key(|(figure, _)| *figure);
        Some(Account { from, until, figures })
    }

    fn at_this_moment(&self, now: Timestamp) -> impl Iterator<Item = (Figure, Measure)> + use<> {
        let waiting = count(self.waiting.len());
        let oldest = self.waiting.values().map(|entry| now - entry.at).max().unwrap_or_default();
        let ahead = u32::try_from(self.waiting.len()).unwrap_or(u32::MAX);
        let expected = self.advance.map(|advance| (f64::from(ahead) + 1.0) * advance);
        let all = [
            (Figure::Waiting, Some(Measure::Whole(waiting))),
            (Figure::Ringing, Some(Measure::Whole(count(self.ringing.len())))),
            (Figure::OldestWait, Some(Measure::Time(oldest))),
            (Figure::RollingAsa, self.rolling_asa.map(milliseconds)),
            (Figure::Ewt, expected.map(milliseconds)),
        ];
        all.into_iter().filter_map(|(figure, measure)| Some((figure, measure?)))
    }
}

impl Counts {
    /// SL1.
    fn level(&self) -> Option<Measure> {
        Measure::ratio(self.answered_within, self.offered)
    }

    fn figures(&self) -> Vec<(Figure, Measure)> {
        let Self { offered, answered, abandoned, .. } = *self;
        let (short, met) = (self.abandoned_short, self.answered_within + self.abandoned_within);
        let fates = answered + abandoned + self.redirected + self.dequeued + self.untraced;
        let measured = answered.saturating_sub(self.unmeasured);
        let attempts = offered.saturating_sub(short);
        let missed = (measured + abandoned).saturating_sub(met);
        let whole = |count| Some(Measure::Whole(count));
        let all = [
            (Figure::Offered, whole(offered)),
            (Figure::Answered, whole(answered)),
            (Figure::Abandoned, whole(abandoned)),
            (Figure::Redirected, whole(self.redirected)),
            (Figure::Dequeued, whole(self.dequeued)),
            (Figure::Untraced, whole(self.untraced)),
            (Figure::AtStart, whole(self.at_start)),
            (Figure::AtEnd, whole((self.at_start + offered).saturating_sub(fates))),
            (Figure::AnsweredWithin, whole(self.answered_within)),
            (Figure::AbandonedWithin, whole(self.abandoned_within)),
            (Figure::AbandonedShort, whole(short)),
            (Figure::LongestQueue, whole(self.longest_queue)),
            (Figure::LongestDelay, Some(Measure::Time(self.longest_delay))),
            (Figure::AverageDelay, Measure::each(self.delays, self.left)),
            (Figure::Asa, Measure::each(self.waits_answered, measured)),
            (Figure::AbandonRate, Measure::ratio(abandoned, offered)),
            (Figure::AbandonRateNet, Measure::ratio(abandoned.saturating_sub(short), attempts)),
            (Figure::AbandonRateEnded, Measure::ratio(abandoned, answered + abandoned)),
            (Figure::Sl1, self.level()),
            (Figure::Sl2, Measure::ratio(self.answered_within, measured)),
            (Figure::Sl3, Measure::ratio(self.answered_within, attempts)),
            (Figure::Sl4, Measure::ratio(met, offered)),
            (Figure::Sl5, Measure::ratio(offered.saturating_sub(missed), offered)),
        ];
        all.into_iter().filter_map(|(figure, measure)| Some((figure, measure?))).collect()
    }
}

/// Moves `value` towards what was seen, by this part of the way; the first that is seen stands.
fn smoothed(value: Option<f64>, seen: Duration, part: f64) -> f64 {
    let seen = seen.as_secs_f64() * 1000.0;
    value.map_or(seen, |value| value + part * (seen - value))
}

fn milliseconds(time: f64) -> Measure {
    Measure::Time(Duration::try_from_secs_f64((time / 1000.0).max(0.0)).unwrap_or(Duration::MAX))
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// The part of the rolling average that makes the last ten calls 95 % of it: 1 − (1 − α)¹⁰ = 0.95.
const ROLLING: f64 = 0.259;
/// How much one call that leaves counts for the expected wait.
const ADVANCE: f64 = 0.1;
