//! How a queue stands at this moment.

use std::time::Duration;

use crate::{
    agent::AgentState,
    call::ConnectionState,
    id::DeviceId,
    queue::Priority,
    statistics::{Statistics, agent::Activity},
};

/// A queue at one moment. An agent of several queues counts once for each of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueueNow {
    /// Calls that wait for any agent.
    pub waiting: usize,
    /// Calls that wait for one agent.
    pub waiting_direct: usize,
    /// Calls that ring at an agent.
    pub ringing: u64,
    /// How long the oldest of those that wait has waited; zero without any.
    pub oldest_wait: Duration,
    /// The same of calls of at least this priority, the highest first.
    pub oldest_wait_from: [Duration; Priority::COUNT],
    /// Agents who are logged on.
    pub staffed: usize,
    /// Agents who can take a call.
    pub available: usize,
    /// Agents at whom a call rings.
    pub agents_ringing: usize,
    /// Agents in conversation on a queue's call, or with one on hold.
    pub on_calls: usize,
    /// Agents in after-call work.
    pub working: usize,
    /// Agents who are not ready.
    pub away: usize,
    /// Agents who are ready and on other calls, or in reserve.
    pub other: usize,
    /// How long a new call of each priority would wait, in seconds, the highest first; none: for
    /// ever.
    pub expected_wait: [Option<u64>; Priority::COUNT],
    /// Rolling average speed of answer, in seconds; none before the first answer. Known only in a
    /// world with vectors or reserve agents, or one that says how the wait is guessed.
    pub rolling_speed_of_answer: Option<u64>,
    /// How many of its thresholds the load has passed.
    pub load: usize,
}

impl Statistics<'_> {
    /// How a queue stands at this moment.
    pub fn queue_now(&self, queue: DeviceId) -> Option<QueueNow> {
        let switch = self.switch;
        let place = switch.plant.queue_index(queue)?;
        let entries = switch.queues.get(place)?;
        let record = switch.ledger.queues.get(place)?;
        let oldest = |priority| {
            entries.oldest_from(priority).map_or(Duration::ZERO, |since| switch.now - since)
        };
        let oldest_wait_from = Priority::ALL.map(oldest);
        let mut now = QueueNow {
            waiting: entries.len_from(Priority::Low),
            ringing: record.ringing,
            oldest_wait: oldest_wait_from.into_iter().max().unwrap_or_default(),
            oldest_wait_from,
            staffed: entries.logged_on(),
            available: entries.available(),
            expected_wait: Priority::ALL.map(|priority| switch.expected_wait(place, priority)),
            rolling_speed_of_answer: switch.speed_of_answer(place),
            load: entries.load(),
            ..QueueNow::default()
        };
        now.waiting_direct = entries.len() - now.waiting;
        for &device in &entries.members {
            match switch.activity(device) {
                Some(Activity::Ringing) => now.agents_ringing += 1,
                Some(Activity::Talking | Activity::Holding) => now.on_calls += 1,
                Some(Activity::Working) => now.working += 1,
                Some(Activity::Away) => now.away += 1,
                Some(Activity::Idle | Activity::Other) | None => now.other += 1,
            }
        }
        now.other = now.other.saturating_sub(now.available);
        Some(now)
    }
}

impl crate::switch::Switch {
    /// What the agent at a device spends time with; none while nobody is logged on.
    pub(crate) fn activity(&self, device: DeviceId) -> Option<Activity> {
        let agent = self.agent_at(device)?;
        match agent.state {
            AgentState::LoggedOut => None,
            AgentState::NotReady => Some(Activity::Away),
            AgentState::Ready if self.is_at_rest(device) => Some(Activity::Idle),
            AgentState::Ready => Some(Activity::Other),
            AgentState::AfterCallWork => Some(Activity::Working),
            AgentState::BusyReady | AgentState::BusyNotReady | AgentState::BusyAfterCallWork => {
                let parts = agent.parts.iter().filter_map(|&call| self.calls.get(call));
                let states = parts.filter_map(|call| Some(call.party(device)?.state));
                states.map(on_call).min()
            }
        }
    }
}

fn on_call(state: ConnectionState) -> Activity {
    match state {
        ConnectionState::Alerting => Activity::Ringing,
        ConnectionState::Held => Activity::Holding,
        ConnectionState::Null
        | ConnectionState::Initiated
        | ConnectionState::Connected
        | ConnectionState::Queued
        | ConnectionState::Failed => Activity::Talking,
    }
}
