//! Agents log in and out, become ready and not ready (Genesys Events and Models, Agent State and DN Events).

use std::time::Duration;

use switch_sim::{
    action::AgentName,
    id::DeviceId,
    personality::table::{AcwOrder, LoginScope},
};
use tserver_wire::{AgentWorkMode, AttributeId as A, KvList, MessageType as M};

use crate::{
    agent::{Agent, AgentState, is_not_ready_mode, is_ready_mode},
    event::{Draft, single, some},
    plant::Dn,
    server::TServerSim,
    snapshot::REASON_CODE,
    wrap_up::{Wishes, Work, WrapUp},
};

impl TServerSim {
    /// One `EventAgentLogin` per queue; it says nothing of ready or not ready.
    pub(super) fn tell_logged_on(
        &mut self,
        device: DeviceId,
        name: &AgentName,
        queue: Option<DeviceId>,
    ) {
        let Some(dn) = self.plant.dn(device) else { return };
        let queue = queue.and_then(|queue| self.plant.dn(queue));
        let agent = self.agents.entry(device).or_insert_with(|| Agent::new(AgentName::clone(name)));
        let further = !agent.queues.is_empty();
        if let Some(queue) = &queue
            && !agent.queues.contains(queue)
        {
            agent.queues.push(Dn::clone(queue));
        }
        let wishes = self.current.and_then(|id| self.pending.get(id)).map(|origin| origin.wishes);
        if let Some(wishes) = wishes.filter(|wishes| *wishes != Wishes::default()) {
            agent.wishes = wishes;
        }
        self.services.replan.insert(device);
        if further && self.personality.login_events_per_skill == LoginScope::One {
            return;
        }
        let mode = self.asked_mode();
        let event = Draft::about(M::EVENT_AGENT_LOGIN, device, &dn)
            .with(A::AGENT_ID, Some(name.as_ref()))
            .with(A::THIS_QUEUE, queue.as_deref())
            .with(A::WORK_MODE, mode);
        self.emit(event);
    }

    /// `EventQueueLogout` per queue that is left while others remain, then `EventAgentLogout`.
    pub(super) fn tell_logged_off(
        &mut self,
        device: DeviceId,
        name: &AgentName,
        queue: Option<DeviceId>,
        last: bool,
    ) {
        let Some(dn) = self.plant.dn(device) else { return };
        let queue = queue.and_then(|queue| self.plant.dn(queue));
        let kind = if last { M::EVENT_AGENT_LOGOUT } else { M::EVENT_QUEUE_LOGOUT };
        if last {
            self.agents.remove(&device);
            self.services.guards.remove(&device);
        } else if let (Some(agent), Some(queue)) = (self.agents.get_mut(&device), &queue) {
            agent.queues.retain(|known| known != queue);
        }
        let event = Draft::about(kind, device, &dn)
            .with(A::AGENT_ID, Some(name.as_ref()))
            .with(A::THIS_QUEUE, queue.as_deref());
        self.emit(event);
    }

    /// An agent who has just logged in and said nothing further is not ready.
    pub(crate) fn tell_first_states(&mut self) {
        let fresh = self.agents.iter().filter(|(_, agent)| agent.state.is_none());
        let fresh: Vec<_> =
            fresh.map(|(device, agent)| (*device, AgentName::clone(&agent.id))).collect();
        for (device, name) in fresh {
            self.tell_not_ready(device, &name, None);
        }
    }

    pub(super) fn tell_ready(&mut self, device: DeviceId, name: &AgentName) {
        let mode = self.asked_mode().filter(|mode| is_ready_mode(*mode));
        if let Some(agent) = self.agents.get_mut(&device).filter(|_| mode.is_some()) {
            agent.ready_mode = mode;
            self.services.replan.insert(device);
        }
        self.tell_state(device, name, AgentState::Ready { mode }, KvList::new());
    }

    /// The work mode is the one asked for, else `AuxWork`.
    pub(super) fn tell_not_ready(
        &mut self,
        device: DeviceId,
        name: &AgentName,
        reason: Option<&str>,
    ) {
        let asked = self.asked_mode().filter(|mode| is_not_ready_mode(*mode));
        let mode = asked.unwrap_or(AgentWorkMode::AuxWork);
        let why = single(REASON_CODE, reason).unwrap_or_default();
        let reason = reason.map(str::to_owned);
        self.tell_state(device, name, AgentState::NotReady { mode, reason }, why);
    }

    /// The agent is not ready, and nobody is told: who wants to know must ask.
    pub(super) fn note_not_ready(
        &mut self,
        device: DeviceId,
        name: &AgentName,
        reason: Option<&str>,
    ) {
        let reason = reason.map(str::to_owned);
        let agent = self.agents.entry(device).or_insert_with(|| Agent::new(AgentName::clone(name)));
        agent.state = Some(AgentState::NotReady { mode: AgentWorkMode::AuxWork, reason });
    }

    /// The work after a call tells how long it takes; one with a legal guard time behind it comes
    /// to that by itself.
    pub(super) fn tell_after_call_work(&mut self, device: DeviceId, name: &AgentName) {
        let tells = self.personality.acw_event_order == AcwOrder::BeforeReleased;
        let asked = self.asks_for_a_state(device);
        let work = self.agents.get_mut(&device).and_then(|agent| agent.work.take());
        let work = work.filter(|_| tells && !asked);
        let guarded = work.filter(|work| work.guard > Duration::ZERO);
        if guarded.is_some_and(|work| work.wrap_up == WrapUp::No) {
            return self.tell_guard(device);
        }
        let mode = AgentWorkMode::AfterCallWork;
        let told = work.map(Work::told).unwrap_or_default();
        self.tell_state(device, name, AgentState::NotReady { mode, reason: None }, told);
        if let Some(Work { wrap_up: WrapUp::Timed(span), .. }) = guarded {
            self.services.guards.insert(device, self.now + span);
        }
    }

    /// An agent takes no calls for a while after the work: the not-ready mode that the public page
    /// calls `LegalGuard`.
    pub(crate) fn tell_guard(&mut self, device: DeviceId) {
        let Some(agent) = self.agents.get(&device) else { return };
        let name = AgentName::clone(&agent.id);
        let state = AgentState::NotReady { mode: AgentWorkMode::AutoIn, reason: None };
        self.tell_state(device, &name, state, KvList::new());
    }

    /// The state changes with the event that tells it. What a switch repeats when a call ends is
    /// told once, because a T-Server told it when the agent asked for it; what somebody asks for
    /// is always told, also when it changes nothing.
    fn tell_state(
        &mut self,
        device: DeviceId,
        name: &AgentName,
        state: AgentState,
        extensions: KvList,
    ) {
        let Some(dn) = self.plant.dn(device) else { return };
        let asked = self.asks_for_a_state(device);
        let known = self.agents.get(&device).and_then(|agent| agent.state.as_ref());
        if !asked && known.is_some_and(|known| known.is_repeated_by(&state)) {
            return;
        }
        let works = state.mode() == Some(AgentWorkMode::AfterCallWork);
        let untold = !asked && works && self.personality.acw_event_order == AcwOrder::Untold;
        let kind = match state {
            AgentState::Ready { .. } => M::EVENT_AGENT_READY,
            AgentState::NotReady { .. } => M::EVENT_AGENT_NOT_READY,
        };
        let agent = self.agents.entry(device).or_insert_with(|| Agent::new(AgentName::clone(name)));
        let event = Draft::about(kind, device, &dn)
            .with(A::AGENT_ID, Some(name.as_ref()))
            .with(A::THIS_QUEUE, agent.only_queue())
            .with(A::WORK_MODE, state.mode())
            .with(A::EXTENSIONS, some(extensions));
        if matches!(state, AgentState::Ready { .. }) {
            agent.idle_reason = None;
        }
        agent.state = Some(state);
        self.services.guards.remove(&device);
        if !untold {
            self.emit(event);
        }
    }

    /// Whether what is being told is what somebody asks for at a number.
    fn asks_for_a_state(&self, device: DeviceId) -> bool {
        self.current.and_then(|id| self.pending.get(id)).is_some_and(|origin| {
            origin.device == device && !origin.answered && is_agent_event(origin.answer)
        })
    }

    /// The work mode of the request that caused what is being told.
    fn asked_mode(&self) -> Option<AgentWorkMode> {
        self.pending.get(self.current?)?.work_mode
    }
}

/// Whether a request answered by this event is about an agent.
fn is_agent_event(kind: M) -> bool {
    [M::EVENT_AGENT_LOGIN, M::EVENT_AGENT_READY, M::EVENT_AGENT_NOT_READY].contains(&kind)
}
