//! Agents: who can take a queue's call, and when.
//!
//! Only a call that a queue delivered makes an agent busy. What an agent asks for while busy is
//! kept, and holds when that call ends (T-Library agent states `Busy Ready`, `Busy Not Ready` and
//! `Busy AfterCallWork`, Genesys Events and Models, "Agent States and Work Modes").

pub(crate) mod part;
pub(crate) mod shift;
pub(crate) mod standing;
pub(crate) mod work;

use std::time::Duration;

use crate::{
    action::{AgentName, WorkPlan},
    agenda::AgendaKey,
    agent::standing::Standing,
    id::{CallId, DeviceId},
    queue::{CallHandling, selection::Idle},
    statistics::AgentCounts,
    time::SimTime,
    transitions::transitions,
};

/// What an agent is doing; the busy states also say what follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AgentState {
    /// Not at work.
    LoggedOut,
    /// At work, takes no queue's calls.
    NotReady,
    /// Takes calls.
    Ready,
    /// Finishes the work of the last call.
    AfterCallWork,
    /// On a queue's call, from its offer on; takes calls again when it ends.
    BusyReady,
    /// On a queue's call; takes no calls when it ends.
    BusyNotReady,
    /// On a queue's call; finishes its work when it ends.
    BusyAfterCallWork,
}

transitions! {
    AgentState {
        /// The agent comes to work.
        log_on:          LoggedOut => NotReady;
        /// The agent goes.
        log_off:         NotReady | Ready | AfterCallWork => LoggedOut;
        /// The agent asks for calls.
        ready:           NotReady | Ready | AfterCallWork => Ready,
                         BusyReady | BusyNotReady | BusyAfterCallWork => BusyReady;
        /// The agent wants no calls.
        not_ready:       NotReady | Ready | AfterCallWork => NotReady,
                         BusyReady | BusyNotReady | BusyAfterCallWork => BusyNotReady;
        /// The agent asks for time to finish the work of a call.
        after_call_work: NotReady | Ready | AfterCallWork => AfterCallWork,
                         BusyReady | BusyNotReady | BusyAfterCallWork => BusyAfterCallWork;
        /// A queue delivers a call.
        offer:           Ready | BusyReady => BusyReady,
                         BusyAfterCallWork => BusyAfterCallWork;
        /// The agent answers it, and the queue wants after-call work.
        plan_work:       BusyReady => BusyAfterCallWork;
        /// The agent does not take it.
        withdraw:        BusyReady | BusyNotReady | BusyAfterCallWork => NotReady;
        /// The agent's part in it ends.
        finish:          BusyReady => Ready,
                         BusyNotReady => NotReady,
                         BusyAfterCallWork => AfterCallWork;
    }
}

impl AgentState {
    /// Whether the agent is on a queue's call.
    pub fn is_busy(self) -> bool {
        match self {
            Self::BusyReady | Self::BusyNotReady | Self::BusyAfterCallWork => true,
            Self::LoggedOut | Self::NotReady | Self::Ready | Self::AfterCallWork => false,
        }
    }
}

/// An agent logged on at a device.
#[derive(Clone, Debug)]
pub struct Agent {
    /// The log-on name at the switch.
    pub name: AgentName,
    /// The device.
    pub device: DeviceId,
    /// What the agent is doing.
    pub state: AgentState,
    /// When that began.
    pub since: SimTime,
    /// The queues logged on to, in the order of logging on.
    pub queues: Vec<DeviceId>,
    /// Why the agent is (or will be) not ready.
    pub reason: Option<String>,
    /// What follows the calls that queues deliver here.
    pub plan: WorkPlan,
    /// The queues' calls that the agent is on, in the order of their delivery.
    pub parts: Vec<CallId>,
    /// Whether a queue can offer a call: ready, and with no call at the device; or with calls, where
    /// the queue delivers several at once.
    pub available: bool,
    /// In the order of [`Agent::queues`].
    pub(crate) standings: Vec<Standing>,
    /// How the agent chooses among calls that wait.
    pub(crate) handling: CallHandling,
    /// Whether one of the queues delivers several calls at once.
    pub(crate) multiple: bool,
    /// Whether the agent has asked for a further call with all calls on hold.
    pub(crate) asks_further: bool,
    /// When the present part began.
    pub(crate) part_since: SimTime,
    /// When the call of the present part was answered.
    pub(crate) answered_at: Option<SimTime>,
    /// The queue whose call the agent works on or has worked on last, by its place.
    pub(crate) works_for: Option<usize>,
    pub(crate) counts_at_log_on: AgentCounts,
    /// Work that occupancy counts beside what was done, in milliseconds.
    pub(crate) work_credit: f64,
    /// After-call work that ends by itself, as the queue of the present call wants it.
    pub(crate) timed_work: Option<Duration>,
    pub(crate) timer: Option<AgendaKey>,
    pub(crate) idle: Idle,
    /// What the agent wants to do when the present call ends, beside what the state says.
    pub(crate) stay: Stay,
}

/// Whether an agent stays when the present call ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stay {
    Stays,
    /// Logs off then.
    Leaves,
}

#[cfg(test)]
mod tests {
    use super::AgentState;
    use crate::transitions::{dot, table};

    #[test]
    fn agent_table() {
        insta::assert_snapshot!(table(AgentState::TABLE));
    }

    #[test]
    fn agent_graph() {
        insta::assert_snapshot!(dot(AgentState::TABLE));
    }
}
