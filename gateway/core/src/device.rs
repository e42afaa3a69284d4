//! What is known of a device: its agent, its calls, and whether the middleware reports it.

use std::collections::VecDeque;

use indexmap::IndexMap;

use crate::{
    agent::AgentState,
    call::{Call, State},
    id::{CallKey, Dn},
    limits,
    middleware::CallSnapshot,
    session::SessionId,
};

/// The mirror of one device.
#[derive(Debug)]
pub(crate) struct Device {
    pub(crate) dn: Dn,
    /// Whose device it is.
    pub(crate) session: Option<SessionId>,
    /// Sessions that are being opened for it.
    pub(crate) opening: usize,
    /// Whether the middleware reports it at present.
    pub(crate) reported: bool,
    /// A snapshot that came while the link was down; told after LINKUP.
    pub(crate) awaiting: Option<(AgentState, Vec<CallSnapshot>)>,
    agent: AgentState,
    calls: IndexMap<CallKey, Call>,
    /// Calls that have ended here, oldest first.
    ended: VecDeque<CallKey>,
}

impl Device {
    /// A device of which nothing is known.
    pub(crate) fn new(dn: Dn) -> Self {
        Self {
            dn,
            session: None,
            opening: 0,
            reported: false,
            awaiting: None,
            agent: AgentState::LoggedOut,
            calls: IndexMap::new(),
            ended: VecDeque::new(),
        }
    }

    /// Takes a call into the mirror, in place of what was known of it. Beyond the bound the
    /// oldest call makes room.
    pub(crate) fn insert(&mut self, call: Call) {
        if self.calls.len() >= limits::MAX_CALLS && !self.calls.contains_key(&call.key) {
            self.calls.shift_remove_index(0);
        }
        self.ended.retain(|ended| *ended != call.key);
        self.calls.insert(call.key, call);
    }

    /// Takes a call out of the mirror, remembering that it has ended here.
    pub(crate) fn remove(&mut self, key: CallKey) -> Option<Call> {
        let call = self.calls.shift_remove(&key)?;
        if self.ended.len() >= limits::MAX_ENDED {
            self.ended.pop_front();
        }
        self.ended.push_back(key);
        Some(call)
    }

    pub(crate) fn set_agent(&mut self, state: AgentState) {
        self.agent = state;
    }

    pub(crate) fn call_mut(&mut self, key: CallKey) -> Option<&mut Call> {
        self.calls.get_mut(&key)
    }

    pub(crate) fn agent(&self) -> &AgentState {
        &self.agent
    }

    pub(crate) fn call(&self, key: CallKey) -> Option<&Call> {
        self.calls.get(&key)
    }

    pub(crate) fn calls(&self) -> impl Iterator<Item = &Call> {
        self.calls.values()
    }

    /// Whether the call was here and has ended.
    pub(crate) fn has_ended(&self, key: CallKey) -> bool {
        self.ended.contains(&key)
    }

    /// A call, other than this one, that keeps the device from another.
    pub(crate) fn busy_besides(&self, key: Option<CallKey>) -> Option<&Call> {
        let busy =
            |call: &Call| matches!(call.state, State::Dialing | State::Connected | State::Failed);
        self.calls().find(|call| Some(call.key) != key && busy(call))
    }

    /// The connected call, other than this one.
    pub(crate) fn connected_besides(&self, key: CallKey) -> Option<&Call> {
        self.calls().find(|call| call.key != key && call.state == State::Connected)
    }

    /// The consultation call that belongs to this one.
    pub(crate) fn consultation_of(&self, key: CallKey) -> Option<&Call> {
        self.calls().find(|call| call.consult_of == Some(key))
    }
}
