//! The quantities of the theory, by the names that files of truth use, as statistics say them.

use std::time::Duration;

use switch_sim::statistics::{QueueCounts, ServiceLevel, TrunkCounts, Within};

use crate::verify::{model::Model, truth::Case};

/// A quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Metric {
    /// The share of calls that found everything taken.
    Blocked,
    /// The share of the time in which all circuits were taken.
    TimeCongestion,
    /// The share of the traffic that would be carried if there were enough circuits and is not.
    TrafficCongestion,
    /// The average number of taken circuits.
    Carried,
    /// The share of their time that agents are busy.
    Utilization,
    /// Attempts to call, a second.
    OfferedRate,
    /// Calls answered, a second.
    Throughput,
    /// The share of calls taken that are not answered at once.
    Waits,
    /// The average wait of the calls answered.
    MeanWaitServed,
    /// The average wait of the calls abandoned.
    MeanWaitAbandoned,
    /// The average wait of all calls taken.
    MeanWait,
    /// The average wait of the calls taken that are not answered at once.
    MeanWaitOfDelayed,
    /// The average wait of the calls of a class, 0 being the first.
    MeanWaitOfClass(usize),
    /// The average number of waiting calls.
    MeanLength,
    /// The wait that a share of the calls answered does not exceed.
    Percentile(f64),
    /// A service level at so many seconds.
    Level(Level, f64),
    /// The share of calls that are abandoned, of all.
    Abandoned,
    /// The share of calls that are abandoned, of those taken.
    AbandonedOfAccepted,
    /// The share of calls that are abandoned within so many seconds, of all.
    AbandonedWithin(f64),
    /// The fewest servers with which a share of the calls is answered within so many seconds.
    MinServers { within: f64, level: f64 },
}

/// Of which calls a service level is a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Of all, blocked ones included.
    OfOffered,
    /// Of those taken.
    OfAccepted,
    /// Of those answered.
    OfAnswered,
    /// Of all but those abandoned in time.
    WithoutShortAbandons,
}

/// What a metric is, which says how close is close enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// A share, 0 to 1.
    Share,
    /// Seconds of waiting.
    Wait,
    /// Waiting calls.
    Length,
    /// Busy servers.
    Erlangs,
    /// Calls a second.
    Rate,
    /// A whole number, which is right or wrong.
    Count,
}

/// What one batch, or the whole run, has counted.
#[derive(Clone, Debug)]
pub struct Counted {
    pub queue: QueueCounts,
    pub trunk: TrunkCounts,
    /// How many seconds of the run are one second of the model.
    pub slower: f64,
}

impl Metric {
    /// The metric of a name.
    ///
    /// # Errors
    /// The name is unknown; says which ones are known.
    pub fn read(name: &str) -> Result<Self, String> {
        let found = match name {
            "p_block" | "call_congestion" => Some(Self::Blocked),
            "time_congestion" => Some(Self::TimeCongestion),
            "traffic_congestion" => Some(Self::TrafficCongestion),
            "carried_erl" => Some(Self::Carried),
            "utilization" => Some(Self::Utilization),
            "offered_call_rate_per_s" => Some(Self::OfferedRate),
            "throughput_per_s" => Some(Self::Throughput),
            "p_wait" | "p_wait_of_accepted" => Some(Self::Waits),
            "asa_s" | "mean_wait_served_s" => Some(Self::MeanWaitServed),
            "mean_wait_abandoned_s" => Some(Self::MeanWaitAbandoned),
            "mean_wait_s" | "mean_wait_all_s" | "mean_wait_accepted_s" => Some(Self::MeanWait),
            "mean_wait_of_delayed_s" => Some(Self::MeanWaitOfDelayed),
            "mean_queue_len" => Some(Self::MeanLength),
            "p_abandon" | "p_abandon_of_offered" => Some(Self::Abandoned),
            "p_abandon_of_accepted" => Some(Self::AbandonedOfAccepted),
            _ => patterned(name),
        };
        found.ok_or_else(|| {
            format!(
                "the metric `{name}` is unknown; known are p_block, call_congestion, \
                 time_congestion, traffic_congestion, carried_erl, utilization, \
                 offered_call_rate_per_s, throughput_per_s, p_wait, p_wait_of_accepted, asa_s, \
                 mean_wait_s, mean_wait_all_s, mean_wait_accepted_s, mean_wait_served_s, \
                 mean_wait_abandoned_s, mean_wait_of_delayed_s, mean_wait_class1_s …, \
                 mean_queue_len, p90_wait_s …, sl_20, sl_20_of_offered, sl_20_of_accepted, \
                 sl_20_of_answered, sl_20_excl_short_abandons, p_abandon, p_abandon_of_offered, \
                 p_abandon_of_accepted, p_abandon_within_20, min_servers_for_sl20_0.8"
            )
        })
    }

    /// What kind of number it is.
    pub fn scale(self) -> Scale {
        match self {
            Self::Blocked
            | Self::TimeCongestion
            | Self::TrafficCongestion
            | Self::Utilization
            | Self::Waits
            | Self::Level(..)
            | Self::Abandoned
            | Self::AbandonedOfAccepted
            | Self::AbandonedWithin(_) => Scale::Share,
            Self::MeanWaitServed
            | Self::MeanWaitAbandoned
            | Self::MeanWait
            | Self::MeanWaitOfDelayed
            | Self::MeanWaitOfClass(_)
            | Self::Percentile(_) => Scale::Wait,
            Self::MeanLength => Scale::Length,
            Self::Carried => Scale::Erlangs,
            Self::OfferedRate | Self::Throughput => Scale::Rate,
            Self::MinServers { .. } => Scale::Count,
        }
    }

    /// Of a search for the fewest servers: the service level to look at, and how high it must be.
    pub fn of_min_servers(self) -> Option<(Self, f64)> {
        if let Self::MinServers { within, level } = self {
            Some((Self::Level(Level::OfOffered, within), level))
        } else {
            None
        }
    }

    /// The threshold in seconds that statistics must count for this metric.
    pub fn threshold(self) -> Option<f64> {
        match self {
            Self::Level(_, within)
            | Self::AbandonedWithin(within)
            | Self::MinServers { within, .. } => Some(within),
            Self::Blocked
            | Self::TimeCongestion
            | Self::TrafficCongestion
            | Self::Carried
            | Self::Utilization
            | Self::OfferedRate
            | Self::Throughput
            | Self::Waits
            | Self::MeanWaitServed
            | Self::MeanWaitAbandoned
            | Self::MeanWait
            | Self::MeanWaitOfDelayed
            | Self::MeanWaitOfClass(_)
            | Self::MeanLength
            | Self::Percentile(_)
            | Self::Abandoned
            | Self::AbandonedOfAccepted => None,
        }
    }

    /// The value in what was counted; none when too little happened to say.
    pub fn estimate(self, case: &Case, counted: &Counted) -> Option<f64> {
        let Counted { queue, trunk, slower } = counted;
        let blocked = queue.blocked + trunk.blocked;
        let attempts = queue.offered + blocked;
        let span = queue.span.as_secs_f64() / slower;
        match self {
            Self::Blocked => share(blocked, attempts),
            Self::TimeCongestion => trunk.all_busy_rate(),
            Self::TrafficCongestion => {
                let offered = case.offered()?;
                Some((offered - trunk.erlangs()?) / offered)
            }
            Self::Carried => trunk.erlangs(),
            Self::Utilization => Some(
                queue.talking.as_secs_f64() / queue.span.as_secs_f64() / f64::from(case.servers),
            ),
            Self::OfferedRate => Some(float(attempts) / span),
            Self::Throughput => Some(float(queue.answered) / span),
            Self::Waits => share(queue.delayed, queue.answered + queue.abandoned),
            Self::MeanWaitServed => Some(queue.average_speed_of_answer()? / slower),
            Self::MeanWaitAbandoned => Some(queue.abandon_waits.mean()? / slower),
            Self::MeanWait => Some(queue.average_wait()? / slower),
            Self::MeanWaitOfDelayed => {
                let waits = queue.answer_waits.milliseconds + queue.abandon_waits.milliseconds;
                Some(share(waits, queue.delayed)? / 1_000.0 / slower)
            }
            Self::MeanWaitOfClass(class) => Some(queue.by_priority.get(class)?.mean()? / slower),
            Self::MeanLength => queue.average_length(),
            Self::Percentile(p) => Some(queue.histogram.percentile(p)?.as_secs_f64() / slower),
            Self::Level(level, within) => {
                let within = counted.threshold(within);
                queue.service_level(level.formula(within), within)
            }
            Self::Abandoned => share(queue.abandoned, attempts),
            Self::AbandonedOfAccepted => share(queue.abandoned, queue.offered),
            Self::AbandonedWithin(within) => {
                share(queue.at(counted.threshold(within))?.abandoned, attempts)
            }
            Self::MinServers { .. } => None,
        }
    }
}

impl Level {
    fn formula(self, short: Duration) -> ServiceLevel {
        match self {
            Self::OfOffered => ServiceLevel::OfOfferedAndBlocked,
            Self::OfAccepted => ServiceLevel::OfOffered,
            Self::OfAnswered => ServiceLevel::OfAnswered,
            Self::WithoutShortAbandons => ServiceLevel::WithoutShortAbandons { short },
        }
    }
}

impl Counted {
    fn threshold(&self, seconds: f64) -> Duration {
        // Thresholds of the site are whole milliseconds.
        let wanted = Duration::from_secs_f64(seconds * self.slower);
        let near = |within: &&Within| within.threshold.abs_diff(wanted) < Duration::from_millis(1);
        self.queue.within.iter().find(near).map_or(wanted, |within| within.threshold)
    }
}

impl Case {
    /// The traffic of a closed model if nobody were ever blocked, in Erlangs; of an open one, that
    /// which comes.
    fn offered(&self) -> Option<f64> {
        let per_source = self.rate * self.service;
        match self.model {
            Model::Engset { sources } | Model::FiniteSources { sources } => {
                Some(f64::from(sources) * per_source / (1.0 + per_source))
            }
            Model::Loss { .. } | Model::Delay { .. } | Model::Priority { .. } => Some(per_source),
        }
    }
}

/// Metrics with a number in their name.
fn patterned(name: &str) -> Option<Metric> {
    let number = |text: &str| text.parse::<f64>().ok().filter(|n| n.is_finite() && *n > 0.0);
    if let Some(class) = name.strip_prefix("mean_wait_class").and_then(|n| n.strip_suffix("_s")) {
        return Some(Metric::MeanWaitOfClass(class.parse::<usize>().ok()?.checked_sub(1)?));
    }
    if let Some(within) = name.strip_prefix("p_abandon_within_") {
        return Some(Metric::AbandonedWithin(number(within)?));
    }
    if let Some(rest) = name.strip_prefix("min_servers_for_sl") {
        let (within, level) = rest.split_once('_')?;
        let level = number(level).filter(|level| *level < 1.0)?;
        return Some(Metric::MinServers { within: number(within)?, level });
    }
    if let Some(rest) = name.strip_prefix("sl_") {
        let (within, of) = rest.split_once('_').unwrap_or((rest, "of_offered"));
        let level = match of {
            "of_offered" => Level::OfOffered,
            "of_accepted" => Level::OfAccepted,
            "of_answered" => Level::OfAnswered,
            "excl_short_abandons" => Level::WithoutShortAbandons,
            _ => return None,
        };
        return Some(Metric::Level(level, number(within)?));
    }
    let percent = name.strip_prefix('p')?.strip_suffix("_wait_s")?;
    number(percent).filter(|percent| *percent < 100.0).map(|p| Metric::Percentile(p / 100.0))
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| float(part) / float(whole))
}

fn float(count: u64) -> f64 {
    count as f64
}
