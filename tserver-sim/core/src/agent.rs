//! The mirror of the agents: who is logged in where, and in which state.

use std::{collections::BTreeMap, sync::Arc};

use switch_sim::{action::WorkPlan, id::DeviceId};
use tserver_wire::{AgentWorkMode, KvList};

use crate::{
    plant::Dn,
    wrap_up::{Wishes, Work},
};

/// The agents by the number at which they are logged in.
pub(crate) type Agents = BTreeMap<DeviceId, Agent>;

/// An agent at a number.
#[derive(Clone, Debug)]
pub(crate) struct Agent {
    pub(crate) id: Arc<str>,
    /// The queues logged in to, in the order of the logins.
    pub(crate) queues: Vec<Dn>,
    /// None until the switch has reported the first state after the login.
    pub(crate) state: Option<AgentState>,
    /// What the last request said besides; told again to whoever asks.
    pub(crate) reasons: Option<KvList>,
    /// Why the agent is idle, as the switch numbers it.
    pub(crate) idle_reason: Option<i32>,
    /// What the login says about the work after calls.
    pub(crate) wishes: Wishes,
    /// The ready work mode asked for last.
    pub(crate) ready_mode: Option<AgentWorkMode>,
    /// What the switch was told about the work after calls.
    pub(crate) planned: Result<Work, WorkPlan>,
    /// The work that follows the queue's call in progress.
    pub(crate) work: Option<Work>,
}

impl Agent {
    pub(crate) fn new(id: Arc<str>) -> Self {
        Self {
            id,
            queues: Vec::new(),
            state: None,
            reasons: None,
            idle_reason: None,
            wishes: Wishes::default(),
            ready_mode: None,
            planned: Err(WorkPlan::Queue),
            work: None,
        }
    }

    /// The queue of an event about all of the agent's queues: the only one, or none.
    pub(crate) fn only_queue(&self) -> Option<&str> {
        match self.queues.as_slice() {
            [only] => Some(only),
            [] | [_, _, ..] => None,
        }
    }
}

/// What an agent does (Genesys Events and Models, Agent States and Work Modes). Whether the agent is also on a
/// queue's call (the Busy states) is for the switch to know; a T-Server's events do not tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AgentState {
    Ready { mode: Option<AgentWorkMode> },
    NotReady { mode: AgentWorkMode, reason: Option<String> },
}

impl AgentState {
    /// The work mode that events tell.
    pub(crate) fn mode(&self) -> Option<AgentWorkMode> {
        match self {
            Self::Ready { mode } => *mode,
            Self::NotReady { mode, .. } => Some(*mode),
        }
    }

    /// Whether a report of the switch, which knows no work modes beside after-call work, says
    /// what is known already.
    pub(crate) fn is_repeated_by(&self, report: &Self) -> bool {
        let works = |mode: &AgentWorkMode| *mode == AgentWorkMode::AfterCallWork;
        match (self, report) {
            (Self::Ready { .. }, Self::Ready { .. }) => true,
            (Self::NotReady { mode, reason }, Self::NotReady { mode: again, reason: why }) => {
                works(mode) == works(again) && reason == why
            }
            (Self::Ready { .. } | Self::NotReady { .. }, _) => false,
        }
    }

    /// The reason for being not ready.
    pub(crate) fn reason(&self) -> Option<&str> {
        match self {
            Self::Ready { .. } => None,
            Self::NotReady { reason, .. } => reason.as_deref(),
        }
    }
}

/// Whether a work mode belongs to the not-ready states (PSDK T-Library reference, `TAgentWorkMode`):
/// `AutoIn` has the number of `LegalGuard`.
pub(crate) fn is_not_ready_mode(mode: AgentWorkMode) -> bool {
    match mode {
        AgentWorkMode::AfterCallWork
        | AgentWorkMode::AuxWork
        | AgentWorkMode::NoCallDisconnect
        | AgentWorkMode::WalkAway
        | AgentWorkMode::AutoIn => true,
        AgentWorkMode::Unknown | AgentWorkMode::ManualIn | AgentWorkMode::ReturnBack => false,
    }
}

/// Whether a work mode belongs to the ready states (PSDK T-Library reference, `TAgentWorkMode`).
pub(crate) fn is_ready_mode(mode: AgentWorkMode) -> bool {
    match mode {
        AgentWorkMode::ManualIn | AgentWorkMode::AutoIn | AgentWorkMode::ReturnBack => true,
        AgentWorkMode::Unknown
        | AgentWorkMode::AfterCallWork
        | AgentWorkMode::AuxWork
        | AgentWorkMode::NoCallDisconnect
        | AgentWorkMode::WalkAway => false,
    }
}
