//! Monitoring: which supervisor takes part in which agent's calls, and how (Avaya service
//! observing; T-Library `TMonitorNextCall`; ECMA-269 Intrude Call with a participation type).
//!
//! A supervisor monitors one agent, and an agent is monitored by one supervisor. What begins and
//! ends an observation is in `call/observe.rs`.

use std::{collections::BTreeMap, fmt};

use crate::id::DeviceId;

/// What a supervisor wants of an agent's calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Monitoring {
    /// The telephone whose calls are monitored, or the queue, whose agents' calls from there are.
    pub agent: DeviceId,
    /// Who hears the supervisor.
    pub voice: Voice,
    /// Which calls.
    pub scope: Scope,
}

/// Who hears a supervisor who takes part in an agent's call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Voice {
    /// Nobody (service observing, silent monitor).
    Listen,
    /// The agent only (coaching).
    Whisper,
    /// Everybody in the call.
    BargeIn,
}

impl Voice {
    /// Every one of them, and the word by which a world file and a refusal call it.
    pub const ALL: [(&'static str, Self); 3] =
        [("listen", Self::Listen), ("whisper", Self::Whisper), ("barge", Self::BargeIn)];
}

impl fmt::Display for Voice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Listen => "listen",
            Self::Whisper => "whisper",
            Self::BargeIn => "barge",
        })
    }
}

/// Which of an agent's calls are monitored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One: the present call, where the switch lets a supervisor into it, or the next.
    OneCall,
    /// Each, until the monitoring is cancelled or one of the two logs off.
    AllCalls,
}

/// What makes a party of a call an observer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Observation {
    /// Whose call it is; the observer goes when this party goes.
    pub agent: DeviceId,
    /// Who hears the observer.
    pub voice: Voice,
}

/// Who monitors whom.
#[derive(Debug, Default)]
pub(crate) struct Monitorings {
    by_supervisor: BTreeMap<DeviceId, Monitoring>,
    /// The supervisor of each agent who is monitored.
    supervisors: BTreeMap<DeviceId, DeviceId>,
}

impl Monitorings {
    /// What a supervisor monitors.
    pub(crate) fn of(&self, supervisor: DeviceId) -> Option<Monitoring> {
        self.by_supervisor.get(&supervisor).copied()
    }

    /// The supervisor who monitors the calls of a telephone.
    pub(crate) fn supervisor_of(&self, agent: DeviceId) -> Option<DeviceId> {
        self.supervisors.get(&agent).copied()
    }

    /// Puts a monitoring down; the one that it replaces.
    pub(crate) fn set(&mut self, supervisor: DeviceId, new: Monitoring) -> Option<Monitoring> {
        let old = self.cancel(supervisor);
        self.by_supervisor.insert(supervisor, new);
        self.supervisors.insert(new.agent, supervisor);
        old
    }

    /// Ends what a supervisor monitors.
    pub(crate) fn cancel(&mut self, supervisor: DeviceId) -> Option<Monitoring> {
        let old = self.by_supervisor.remove(&supervisor)?;
        self.supervisors.remove(&old.agent);
        Some(old)
    }
}
