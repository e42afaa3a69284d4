//! What the switch has counted, over three spans of time: since the start, in the present interval, in
//! the last one.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use switch_sim::{
    id::VectorId,
    statistics::{
        AbandonRate, AgentCounts, Periods, QueueCounts, ServiceLevel, TrunkCounts, VdnCounts,
    },
    switch::Switch,
};

/// The figures of a queue, a telephone, a trunk group or a VDN.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "FiguresOf{T}")]
pub struct Figures<T> {
    /// The number; of a trunk group the name.
    pub of: String,
    /// The name of the queue, or whose telephone it is.
    pub name: Option<String>,
    /// Since the start of the switch.
    pub running: T,
    /// Since the present interval began.
    pub interval: T,
    /// Of the last interval that has ended; none during the first.
    pub last: Option<T>,
}

/// The figures of a queue. Waits last from entering the queue to the answer, ringing included.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OfQueue {
    pub span_ms: u64,
    /// Calls that entered the queue, also when an agent was idle.
    pub offered: u64,
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
    /// Calls that an agent let ring until the limit (RONA).
    pub unanswered: u64,
    /// How often an agent put a call on hold.
    pub held: u64,
    /// Calls whose caller left while on hold.
    pub held_abandoned: u64,
    pub transferred: u64,
    pub conferenced: u64,
    /// Calls answered or abandoned after a wait of at least a millisecond.
    pub delayed: u64,
    /// Calls there when the span began. `offered` and these are `answered`, `abandoned`,
    /// `redirected`, `elsewhere` and `there_at_end` together.
    pub there_at_start: u64,
    /// Calls there when the span ended.
    pub there_at_end: u64,
    /// The longest wait that has ended since the start, in every span.
    pub longest_wait_ms: u64,
    /// The most calls that have waited at once since the start, in every span.
    pub most_waiting: u64,
    /// Mean wait of the answered calls, in seconds (ASA).
    pub average_speed_of_answer: Option<f64>,
    /// Mean wait of the answered and abandoned calls, in seconds.
    pub average_wait: Option<f64>,
    /// Mean number of waiting calls.
    pub average_length: Option<f64>,
    /// Mean number of agents logged on.
    pub average_positions_staffed: Option<f64>,
    /// Mean of conversation, hold and after-call work of an answered call, in seconds (AHT).
    pub average_handling_time: Option<f64>,
    pub average_talk_time: Option<f64>,
    pub average_hold_time: Option<f64>,
    pub average_work_time: Option<f64>,
    /// The traffic that the queue's agents carried, conversation and hold.
    pub erlangs: Option<f64>,
    /// The same in hundred call seconds; one Erlang is 36 of them an hour.
    pub ccs: f64,
    /// Abandoned, of those offered.
    pub abandon_rate: Option<f64>,
    /// Abandoned, of those answered or abandoned.
    pub abandon_rate_of_ended: Option<f64>,
    /// Blocked, of all that came.
    pub blocked_rate: Option<f64>,
    /// At each of the queue's thresholds, in their order.
    pub service_levels: Vec<Level>,
}

/// The service level at a threshold, by each of the formulas in use.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Level {
    pub threshold_ms: u64,
    /// Calls answered by then.
    pub answered: u64,
    /// Calls abandoned by then.
    pub abandoned: u64,
    /// Answered in time, of those offered.
    pub of_offered: Option<f64>,
    /// Answered in time, of those offered and blocked.
    pub of_offered_and_blocked: Option<f64>,
    /// Answered in time, of those answered.
    pub of_answered: Option<f64>,
    /// Answered in time, of those offered but for those abandoned by then.
    pub without_short_abandons: Option<f64>,
    /// Answered or abandoned in time, of those offered.
    pub with_abandons_in_time: Option<f64>,
    /// One less the share that was answered or abandoned late.
    pub without_late: Option<f64>,
    /// The mean of `of_offered` over the intervals that have ended, each counted once; since the start
    /// only.
    pub average_of_intervals: Option<f64>,
}

/// The figures of the agents at a telephone. Of the time logged on, everything is in one of the seven
/// spans.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OfAgent {
    /// Queues' calls answered.
    pub answered: u64,
    /// Queues' calls declined, or left to ring until their limit.
    pub not_taken: u64,
    /// How often a queue's call was put on hold.
    pub holds: u64,
    pub transfers: u64,
    pub conferences: u64,
    /// Logged on: the sum of those that follow.
    pub staffed_ms: u64,
    /// Ready, and free for a queue's call.
    pub idle_ms: u64,
    pub ringing_ms: u64,
    pub talking_ms: u64,
    pub holding_ms: u64,
    /// In after-call work.
    pub working_ms: u64,
    /// Not ready.
    pub away_ms: u64,
    /// Ready, and on a call that no queue delivered.
    pub other_ms: u64,
    /// The share of the time in which calls were wanted that went into them.
    pub occupancy: Option<f64>,
    /// The share of the time logged on spent in conversation and after-call work (% ACD time).
    pub share_of_logged_on: Option<f64>,
    /// The traffic carried, conversation and hold, in hundred call seconds.
    pub ccs: f64,
}

/// The figures of a trunk group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OfTrunk {
    pub span_ms: u64,
    pub incoming: u64,
    pub outgoing: u64,
    /// Calls in or out that found all circuits taken.
    pub blocked: u64,
    pub blocked_rate: Option<f64>,
    /// How long all circuits were taken.
    pub all_busy_ms: u64,
    /// How often the last idle circuit was taken.
    pub all_busy_times: u64,
    /// The share of the time in which all circuits were taken.
    pub all_busy_rate: Option<f64>,
    /// The most circuits that have been taken at once since the start, in every span.
    pub peak: u64,
    /// The traffic carried: the mean number of taken circuits.
    pub erlangs: Option<f64>,
    /// The same in hundred call seconds.
    pub ccs: f64,
}

/// The figures of a number that leads to a vector.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OfVdn {
    pub span_ms: u64,
    pub offered: u64,
    /// Those of them that came from another VDN.
    pub flowed_in: u64,
    /// Calls that a queue's agent answered.
    pub answered: u64,
    /// Calls that the vector sent to a number, or to a messaging system.
    pub routed: u64,
    /// Calls whose caller left, or that were dropped for want of a further step.
    pub abandoned: u64,
    /// Calls that were given the busy tone.
    pub busy: u64,
    /// Calls that a step disconnected.
    pub disconnected: u64,
    /// Calls that went to another VDN.
    pub flowed_out: u64,
    /// Calls there when the span began. `offered` and these are all the ways out and `there_at_end`
    /// together.
    pub there_at_start: u64,
    /// Calls there when the span ended.
    pub there_at_end: u64,
    /// Mean time from the beginning of the vector to the answer, in seconds.
    pub average_speed_of_answer: Option<f64>,
    pub abandon_rate: Option<f64>,
}

/// The queues' figures.
pub(crate) fn queues(switch: &Switch) -> impl Iterator<Item = Figures<OfQueue>> + '_ {
    switch.devices().filter_map(|device| {
        let periods = switch.statistics().queue(device.id)?;
        let mut figures =
            figures(device.number.to_string(), device.name.clone(), &periods, OfQueue::from);
        for level in &mut figures.running.service_levels {
            let within = Duration::from_millis(level.threshold_ms);
            level.average_of_intervals =
                switch.statistics().average_of_intervals(device.id, within);
        }
        Some(figures)
    })
}

/// The figures of the telephones at which somebody was logged on.
pub(crate) fn agents(switch: &Switch) -> impl Iterator<Item = Figures<OfAgent>> + '_ {
    switch.devices().filter_map(|device| {
        let periods = switch.statistics().agent(device.id)?;
        let there = !periods.running.staffed().is_zero() || switch.agent_at(device.id).is_some();
        there.then(|| {
            figures(device.number.to_string(), device.name.clone(), &periods, OfAgent::from)
        })
    })
}

/// The trunk groups' figures.
pub(crate) fn trunks(switch: &Switch) -> impl Iterator<Item = Figures<OfTrunk>> + '_ {
    switch.trunks().filter_map(|trunk| {
        let periods = switch.statistics().trunk(trunk.id)?;
        Some(figures(trunk.name.clone(), None, &periods, OfTrunk::from))
    })
}

/// The VDNs' figures, in the order of their vectors.
pub(crate) fn vdns(switch: &Switch) -> impl Iterator<Item = Figures<OfVdn>> + '_ {
    let vectors = (0..).map(VectorId).take_while(|id| switch.vector(*id).is_some());
    vectors.flat_map(|id| switch.numbers_of(id)).filter_map(|number| {
        let periods = switch.statistics().vdn(number)?;
        Some(figures(number.to_owned(), None, &periods, OfVdn::from))
    })
}

fn figures<'p, C, T>(
    of: String,
    name: Option<String>,
    periods: &'p Periods<C>,
    read: impl Fn(&'p C) -> T,
) -> Figures<T> {
    let Periods { running, interval, last } = periods;
    Figures {
        of,
        name,
        running: read(running),
        interval: read(interval),
        last: last.as_ref().map(read),
    }
}

impl From<&QueueCounts> for OfQueue {
    fn from(counts: &QueueCounts) -> Self {
        Self {
            span_ms: ms(counts.span),
            offered: counts.offered,
            answered: counts.answered,
            abandoned: counts.abandoned,
            redirected: counts.redirected,
            elsewhere: counts.elsewhere,
            blocked: counts.blocked,
            flowed_in: counts.flowed_in,
            direct: counts.direct,
            returned: counts.returned,
            unanswered: counts.unanswered,
            held: counts.held,
            held_abandoned: counts.held_abandoned,
            transferred: counts.transferred,
            conferenced: counts.conferenced,
            delayed: counts.delayed,
            there_at_start: counts.there.0,
            there_at_end: counts.there.1,
            longest_wait_ms: counts.longest_wait,
            most_waiting: counts.most_waiting,
            average_speed_of_answer: counts.average_speed_of_answer(),
            average_wait: counts.average_wait(),
            average_length: counts.average_length(),
            average_positions_staffed: counts.average_positions_staffed(),
            average_handling_time: counts.average_handling_time(),
            average_talk_time: counts.average_talk_time(),
            average_hold_time: counts.average_hold_time(),
            average_work_time: counts.average_work_time(),
            erlangs: counts.erlangs(),
            ccs: counts.hundred_call_seconds(),
            abandon_rate: counts.abandon_rate(AbandonRate::OfOffered),
            abandon_rate_of_ended: counts.abandon_rate(AbandonRate::OfEnded),
            blocked_rate: counts.blocked_rate(),
            service_levels: counts
                .within
                .iter()
                .map(|within| {
                    let level = |formula| counts.service_level(formula, within.threshold);
                    let short = within.threshold;
                    Level {
                        threshold_ms: ms(within.threshold),
                        answered: within.answered,
                        abandoned: within.abandoned,
                        of_offered: level(ServiceLevel::OfOffered),
                        of_offered_and_blocked: level(ServiceLevel::OfOfferedAndBlocked),
                        of_answered: level(ServiceLevel::OfAnswered),
                        without_short_abandons: level(ServiceLevel::WithoutShortAbandons { short }),
                        with_abandons_in_time: level(ServiceLevel::WithAbandonsInTime),
                        without_late: level(ServiceLevel::WithoutLate),
                        average_of_intervals: None,
                    }
                })
                .collect(),
        }
    }
}

impl From<&AgentCounts> for OfAgent {
    fn from(counts: &AgentCounts) -> Self {
        Self {
            answered: counts.answered,
            not_taken: counts.not_taken,
            holds: counts.holds,
            transfers: counts.transfers,
            conferences: counts.conferences,
            staffed_ms: ms(counts.staffed()),
            idle_ms: ms(counts.idle),
            ringing_ms: ms(counts.ringing),
            talking_ms: ms(counts.talking),
            holding_ms: ms(counts.holding),
            working_ms: ms(counts.working),
            away_ms: ms(counts.away),
            other_ms: ms(counts.other),
            occupancy: counts.occupancy(),
            share_of_logged_on: counts.share_of_logged_on(),
            ccs: counts.hundred_call_seconds(),
        }
    }
}

impl From<&TrunkCounts> for OfTrunk {
    fn from(counts: &TrunkCounts) -> Self {
        Self {
            span_ms: ms(counts.span),
            incoming: counts.incoming,
            outgoing: counts.outgoing,
            blocked: counts.blocked,
            blocked_rate: counts.blocked_rate(),
            all_busy_ms: ms(counts.all_busy),
            all_busy_times: counts.all_busy_times,
            all_busy_rate: counts.all_busy_rate(),
            peak: counts.peak,
            erlangs: counts.erlangs(),
            ccs: counts.hundred_call_seconds(),
        }
    }
}

impl From<&VdnCounts> for OfVdn {
    fn from(counts: &VdnCounts) -> Self {
        Self {
            span_ms: ms(counts.span),
            offered: counts.offered,
            flowed_in: counts.flowed_in,
            answered: counts.answered,
            routed: counts.routed,
            abandoned: counts.abandoned,
            busy: counts.busy,
            disconnected: counts.disconnected,
            flowed_out: counts.flowed_out,
            there_at_start: counts.there.0,
            there_at_end: counts.there.1,
            average_speed_of_answer: counts.average_speed_of_answer(),
            abandon_rate: counts.abandon_rate(),
        }
    }
}

/// Whole milliseconds.
pub(crate) fn ms(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}
