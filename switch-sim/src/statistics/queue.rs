//! What is counted for a queue, and what follows from it by named formulas.

use std::time::Duration;

use crate::{queue::Priority, statistics::histogram::Histogram};

/// The counts of one queue over some span of time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QueueCounts {
    /// How long the span is.
    pub span: Duration,
    /// Calls that entered the queue, also when an agent was idle.
    pub offered: u64,
    /// Calls that an agent answered.
    pub answered: u64,
    /// Calls whose caller left before the answer.
    pub abandoned: u64,
    /// Calls that were taken out before the answer by somebody else than the caller.
    pub redirected: u64,
    /// Calls that left because they were answered elsewhere.
    pub elsewhere: u64,
    /// Calls that found the queue full; they are not offered.
    pub blocked: u64,
    /// Calls that had waited in another queue before.
    pub flowed_in: u64,
    /// Calls that were for one agent.
    pub direct: u64,
    /// Calls that an agent did not take and that came back.
    pub returned: u64,
    /// Calls that an agent let ring until the limit, whether they came back or went elsewhere (RONA).
    pub unanswered: u64,
    /// How often an agent put a call on hold.
    pub held: u64,
    /// Calls whose caller left while on hold.
    pub held_abandoned: u64,
    /// Calls that an agent transferred.
    pub transferred: u64,
    /// Calls that an agent made a conference of.
    pub conferenced: u64,
    /// The longest wait of a call that was answered or abandoned, in milliseconds.
    pub longest_wait: u64,
    /// The most calls that waited at once.
    pub most_waiting: u64,
    /// The number of agents logged on summed over time, in agents times milliseconds.
    pub staffed_time: u64,
    /// Calls there, waiting or ringing, when the span began and when it ended.
    pub there: (u64, u64),
    /// Calls answered or abandoned after a wait of at least a millisecond.
    pub delayed: u64,
    /// The waits of the calls that were answered.
    pub answer_waits: Waited,
    /// The waits of the calls that were abandoned.
    pub abandon_waits: Waited,
    /// Waits of the calls that were answered, by priority, the highest first.
    pub by_priority: [Waited; Priority::COUNT],
    /// The thresholds of the queue, each with the calls answered and abandoned within it.
    pub within: Vec<Within>,
    /// The number of waiting calls summed over time, in calls times milliseconds; calls that ring
    /// at an agent do not wait.
    pub waiting_time: u64,
    /// The waits of the calls that were answered, for percentiles.
    pub histogram: Histogram,
    /// What the agents did with the queue's calls.
    pub ringing: Duration,
    /// Time in conversation.
    pub talking: Duration,
    /// Time with the call on hold.
    pub holding: Duration,
    /// Time in after-call work.
    pub working: Duration,
}

/// Some waits: how many, and how long together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waited {
    /// How many.
    pub calls: u64,
    /// How long together, in milliseconds.
    pub milliseconds: u64,
}

/// Calls whose wait ended within a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Within {
    /// The threshold.
    pub threshold: Duration,
    /// Answered by then.
    pub answered: u64,
    /// Abandoned by then.
    pub abandoned: u64,
}

/// The formulas for a service level that are in use; they differ, so each one has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceLevel {
    /// Answered in time, of all offered.
    OfOffered,
    /// Answered in time, of all offered and blocked: who found the queue full came in vain, too.
    OfOfferedAndBlocked,
    /// Answered in time, of all answered.
    OfAnswered,
    /// Answered in time, of all offered but those abandoned within `short`.
    WithoutShortAbandons { short: Duration },
    /// Answered or abandoned in time, of all offered.
    WithAbandonsInTime,
    /// One less the share answered late or abandoned late.
    WithoutLate,
}

/// The formulas for an abandon rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AbandonRate {
    /// Of all offered.
    OfOffered,
    /// Of all answered or abandoned.
    OfEnded,
    /// Those not abandoned within `short`, of all offered but those.
    WithoutShort { short: Duration },
}

impl QueueCounts {
    /// The service level at a threshold of the queue; none for another threshold, or without
    /// calls.
    pub fn service_level(&self, formula: ServiceLevel, threshold: Duration) -> Option<f64> {
        let within = self.at(threshold)?;
        let late = || self.answered + self.abandoned - within.answered - within.abandoned;
        match formula {
            ServiceLevel::OfOffered => ratio(within.answered, self.offered),
            ServiceLevel::OfOfferedAndBlocked => {
                ratio(within.answered, self.offered + self.blocked)
            }
            ServiceLevel::OfAnswered => ratio(within.answered, self.answered),
            ServiceLevel::WithoutShortAbandons { short } => {
                let short = self.at(short)?.abandoned;
                ratio(within.answered, self.offered.saturating_sub(short))
            }
            ServiceLevel::WithAbandonsInTime => {
                ratio(within.answered + within.abandoned, self.offered)
            }
            ServiceLevel::WithoutLate => Some(1.0 - ratio(late(), self.offered)?),
        }
    }

    /// The abandon rate; none without calls.
    pub fn abandon_rate(&self, formula: AbandonRate) -> Option<f64> {
        match formula {
            AbandonRate::OfOffered => ratio(self.abandoned, self.offered),
            AbandonRate::OfEnded => ratio(self.abandoned, self.answered + self.abandoned),
            AbandonRate::WithoutShort { short } => {
                let short = self.at(short)?.abandoned;
                ratio(self.abandoned - short, self.offered.saturating_sub(short))
            }
        }
    }

    /// The share of calls that found the queue full; none without calls.
    pub fn blocked_rate(&self) -> Option<f64> {
        ratio(self.blocked, self.offered + self.blocked)
    }

    /// The average wait of the calls that were answered, in seconds (ASA); none without calls.
    pub fn average_speed_of_answer(&self) -> Option<f64> {
        self.answer_waits.mean()
    }

    /// The average wait of the calls that were answered or abandoned, in seconds; none without
    /// calls.
    pub fn average_wait(&self) -> Option<f64> {
        let calls = self.answer_waits.calls + self.abandon_waits.calls;
        let milliseconds = self.answer_waits.milliseconds + self.abandon_waits.milliseconds;
        Waited { calls, milliseconds }.mean()
    }

    /// The average number of waiting calls; none for a span of no length.
    pub fn average_length(&self) -> Option<f64> {
        let span = u64::try_from(self.span.as_millis()).ok()?;
        ratio(self.waiting_time, span)
    }

    /// The average time that an answered call took: in conversation, on hold and in after-call
    /// work, in seconds (AHT). After-call work counts when it is done, which may be in another
    /// interval than the call.
    pub fn average_handling_time(&self) -> Option<f64> {
        self.average_of(self.talking + self.holding + self.working)
    }

    /// The same in whole milliseconds; none before a call was handled.
    pub(crate) fn handling_time(&self) -> Option<i64> {
        let time = (self.talking + self.holding + self.working).as_millis();
        let each = time.checked_div(u128::from(self.answered)).filter(|_| time > 0)?;
        i64::try_from(each).ok()
    }

    /// The average time in conversation of an answered call, in seconds; none without calls.
    pub fn average_talk_time(&self) -> Option<f64> {
        self.average_of(self.talking)
    }

    /// The average time on hold of an answered call, in seconds; none without calls.
    pub fn average_hold_time(&self) -> Option<f64> {
        self.average_of(self.holding)
    }

    /// The average after-call work for an answered call, in seconds; none without calls.
    pub fn average_work_time(&self) -> Option<f64> {
        self.average_of(self.working)
    }

    /// The average number of agents logged on; none for a span of no length.
    pub fn average_positions_staffed(&self) -> Option<f64> {
        ratio(self.staffed_time, u64::try_from(self.span.as_millis()).ok()?)
    }

    /// The traffic that the queue's agents carried, conversation and hold, in Erlangs: how many of
    /// them were on its calls on average; none for a span of no length.
    pub fn erlangs(&self) -> Option<f64> {
        let usage = (self.talking + self.holding).as_millis();
        ratio(u64::try_from(usage).ok()?, u64::try_from(self.span.as_millis()).ok()?)
    }

    /// The same in hundred call seconds (CCS); one Erlang is 36 of them an hour.
    pub fn hundred_call_seconds(&self) -> f64 {
        (self.talking + self.holding).as_secs_f64() / 100.0
    }

    /// All calls that came, as the vendor's reports have it: those that found the queue full, too.
    pub fn calls_offered(&self) -> u64 {
        self.offered + self.blocked
    }

    fn average_of(&self, time: Duration) -> Option<f64> {
        let milliseconds = u64::try_from(time.as_millis()).ok()?;
        Waited { calls: self.answered, milliseconds }.mean()
    }

    /// What ended within a threshold of the queue.
    pub fn at(&self, threshold: Duration) -> Option<Within> {
        self.within.iter().copied().find(|within| within.threshold == threshold)
    }

    /// The counts after `earlier`, an older state of the same running counts; the longest and the
    /// most stay those of the whole.
    pub fn since(&self, earlier: &Self) -> Self {
        let within = self.within.iter().zip(&earlier.within).map(|(late, early)| Within {
            threshold: late.threshold,
            answered: late.answered - early.answered,
            abandoned: late.abandoned - early.abandoned,
        });
        let mut by_priority = self.by_priority;
        for (late, early) in by_priority.iter_mut().zip(earlier.by_priority) {
            *late = late.since(early);
        }
        Self {
            span: self.span.saturating_sub(earlier.span),
            offered: self.offered - earlier.offered,
            answered: self.answered - earlier.answered,
            abandoned: self.abandoned - earlier.abandoned,
            redirected: self.redirected - earlier.redirected,
            elsewhere: self.elsewhere - earlier.elsewhere,
            blocked: self.blocked - earlier.blocked,
            flowed_in: self.flowed_in - earlier.flowed_in,
            direct: self.direct - earlier.direct,
            returned: self.returned - earlier.returned,
            unanswered: self.unanswered - earlier.unanswered,
            held: self.held - earlier.held,
            held_abandoned: self.held_abandoned - earlier.held_abandoned,
            transferred: self.transferred - earlier.transferred,
            conferenced: self.conferenced - earlier.conferenced,
            longest_wait: self.longest_wait,
            most_waiting: self.most_waiting,
            staffed_time: self.staffed_time - earlier.staffed_time,
            there: (earlier.there.1, self.there.1),
            delayed: self.delayed - earlier.delayed,
            answer_waits: self.answer_waits.since(earlier.answer_waits),
            abandon_waits: self.abandon_waits.since(earlier.abandon_waits),
            by_priority,
            within: within.collect(),
            waiting_time: self.waiting_time - earlier.waiting_time,
            histogram: self.histogram.since(&earlier.histogram),
            ringing: self.ringing.saturating_sub(earlier.ringing),
            talking: self.talking.saturating_sub(earlier.talking),
            holding: self.holding.saturating_sub(earlier.holding),
            working: self.working.saturating_sub(earlier.working),
        }
    }

    /// Whether every call that came is accounted for.
    pub fn flows(&self) -> bool {
        let gone = self.answered + self.abandoned + self.redirected + self.elsewhere;
        self.offered + self.there.0 == gone + self.there.1
    }
}

impl Waited {
    /// The average, in seconds; none without calls.
    pub fn mean(self) -> Option<f64> {
        Some(ratio(self.milliseconds, self.calls)? / 1000.0)
    }

    pub(crate) fn count(&mut self, milliseconds: u64) {
        self.calls += 1;
        self.milliseconds += milliseconds;
    }

    pub(crate) fn since(self, earlier: Self) -> Self {
        Self {
            calls: self.calls - earlier.calls,
            milliseconds: self.milliseconds - earlier.milliseconds,
        }
    }
}

/// A share; none of nothing.
pub(crate) fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{AbandonRate, QueueCounts, ServiceLevel, Within};

    /// 100 calls offered, 88 answered, 70 of them within 20 s; 12 abandoned, 5 within 5 s.
    #[test]
    fn formulas_by_name() {
        let [short, threshold] = [5, 20].map(Duration::from_secs);
        let counts = QueueCounts {
            offered: 100,
            answered: 88,
            abandoned: 12,
            within: vec![
                Within { threshold: short, answered: 40, abandoned: 5 },
                Within { threshold, answered: 70, abandoned: 5 },
            ],
            ..QueueCounts::default()
        };
        let levels = [
            (ServiceLevel::OfOffered, 0.70),
            (ServiceLevel::OfAnswered, 0.795),
            (ServiceLevel::WithoutShortAbandons { short }, 0.737),
            (ServiceLevel::WithAbandonsInTime, 0.75),
            (ServiceLevel::WithoutLate, 0.75),
        ];
        for (formula, expected) in levels {
            let found = counts.service_level(formula, threshold).unwrap();
            assert!((found - expected).abs() < 0.0005, "{formula:?}: {found}");
        }
        let rates = [
            (AbandonRate::OfOffered, 0.12),
            (AbandonRate::OfEnded, 0.12),
            (AbandonRate::WithoutShort { short }, 7.0 / 95.0),
        ];
        for (formula, expected) in rates {
            let found = counts.abandon_rate(formula).unwrap();
            assert!((found - expected).abs() < 1e-9, "{formula:?}: {found}");
        }
        let [hour, talking, holding] = [3_600, 4_800, 2_400].map(Duration::from_secs);
        let carried = QueueCounts { span: hour, talking, holding, ..QueueCounts::default() };
        assert_eq!((carried.erlangs(), carried.hundred_call_seconds()), (Some(2.0), 72.0));
        assert!(counts.flows());
        assert_eq!(counts.service_level(ServiceLevel::OfOffered, Duration::from_secs(7)), None);
        assert_eq!(QueueCounts::default().abandon_rate(AbandonRate::OfOffered), None);
    }
}
