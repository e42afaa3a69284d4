//! Supervisors who take part in agents' calls, and members of conferences set aside (Genesys
//! Events and Models, Service Observing on Agent; Agent-State and DN Events).
//!
//! The agent is told of the observer, and whoever the agent has called: their events go on as if nobody
//! had come, but for the agent's, who has two others.

use switch_sim::{
    id::{CallId, DeviceId},
    monitoring::{Scope, Voice},
};
use tserver_wire::{AttributeId as A, CallState, DnRole, MessageType as M, MonitorNextCallType};

use crate::{
    call::{Call, Party, PartyState},
    event::{CallEvent, Draft},
    report::usual_state,
    server::TServerSim,
};

impl TServerSim {
    /// A monitoring begins; the clients of both numbers are told, each of the other number.
    pub(super) fn tell_monitoring_set(
        &mut self,
        supervisor: DeviceId,
        agent: DeviceId,
        scope: Scope,
    ) {
        let scope = match scope {
            Scope::OneCall => MonitorNextCallType::OneCall,
            Scope::AllCalls => MonitorNextCallType::AllCalls,
        };
        self.monitored.insert(supervisor, agent);
        self.tell_both(M::EVENT_MONITORING_NEXT_CALL, [supervisor, agent], Some(scope));
    }

    pub(super) fn tell_monitoring_cancelled(&mut self, supervisor: DeviceId, agent: DeviceId) {
        self.monitored.remove(&supervisor);
        self.tell_both(M::EVENT_MONITORING_CANCELLED, [supervisor, agent], None);
    }

    /// The supervisor's telephone takes part without ringing: the model has both events in one
    /// step.
    pub(super) fn tell_observed(
        &mut self,
        id: CallId,
        device: DeviceId,
        agent: DeviceId,
        voice: Voice,
    ) {
        let dn = self.plant.dn(device);
        let Some(call) = self.calls.get_mut(id) else { return };
        let mut observer = Party::new(device, dn, DnRole::Observer, PartyState::Alerting);
        observer.observes = Some(agent);
        observer.muted = voice == Voice::Listen;
        call.join(observer.clone());
        let ringing = CallEvent::of(M::EVENT_RINGING, call, &observer).state(CallState::Bridged);
        let added = told_of_observer(call, agent).map(|party| {
            CallEvent::of(M::EVENT_PARTY_ADDED, call, party)
                .state(CallState::Bridged)
                .other(observer.face())
        });
        let added: Vec<CallEvent> = added.collect();
        observer.state = PartyState::Connected;
        call.join(observer.clone());
        let established = CallEvent::of(M::EVENT_ESTABLISHED, call, &observer)
            .state(CallState::Bridged)
            .muted(observer.muted);
        self.emit_all([ringing].into_iter().chain(added).chain([established]));
    }

    /// Who is heard by nobody is mute; who hears the observer apart from that, nobody is told.
    pub(super) fn tell_observer_heard(&mut self, id: CallId, device: DeviceId, voice: Voice) {
        let muted = voice == Voice::Listen;
        let party = self.calls.get(id).and_then(|call| call.party(device));
        if party.is_some_and(|party| party.muted != muted) {
            self.tell_mute(id, device, muted);
        }
    }

    /// A member neither hears nor is heard; the clients of whoever wished it are told.
    pub(super) fn tell_set_aside(&mut self, id: CallId, device: DeviceId, by: DeviceId) {
        let event = (M::EVENT_LISTEN_DISCONNECTED, CallState::Held);
        self.tell_aside(id, (device, true), by, event);
    }

    pub(super) fn tell_taken_back(&mut self, id: CallId, device: DeviceId, by: DeviceId) {
        let event = (M::EVENT_LISTEN_RECONNECTED, CallState::Conferenced);
        self.tell_aside(id, (device, false), by, event);
    }

    fn tell_aside(
        &mut self,
        id: CallId,
        (device, aside): (DeviceId, bool),
        by: DeviceId,
        (kind, state): (M, CallState),
    ) {
        let Some(call) = self.calls.get_mut(id) else { return };
        let Some(member) = call.party_mut(device) else { return };
        member.aside = aside;
        let member = member.face();
        let event =
            call.party(by).map(|party| CallEvent::of(kind, call, party).state(state).other(member));
        self.emit_all(event);
    }

    fn tell_both(
        &mut self,
        kind: M,
        [supervisor, agent]: [DeviceId; 2],
        scope: Option<MonitorNextCallType>,
    ) {
        let numbers = (self.plant.dn(supervisor), self.plant.dn(agent));
        let (Some(watching), Some(watched)) = numbers else { return };
        let about = |device, dn: &str, other: &str| {
            Draft::about(kind, device, dn)
                .with(A::MONITOR_NEXT_CALL_TYPE, scope)
                .with(A::OTHER_DN, Some(other))
        };
        let role = Some(DnRole::Observer);
        self.emit(about(supervisor, &watching, &watched).with(A::THIS_DN_ROLE, role));
        self.emit(about(agent, &watched, &watching));
    }
}

/// What is told when somebody leaves an observed call that goes on, or is about to end: of the observer,
/// whoever was told of its coming; of the agent, the observer; of the last other party both, the agent
/// with a word of the observer, who is left (Genesys Events and Models, Service Observing on Agent, External
/// Party Releases First); `told`: the members of a conference have lost it, and only its observer has
/// not been told. When that party has gone before, there is nothing to tell but the end.
pub(super) fn parted(call: &Call, gone: &Party, told: bool) -> Vec<CallEvent> {
    let deleted = gone.face().map(|face| face.in_role(DnRole::DeletedParty));
    let event = |party: &Party| {
        CallEvent::of(M::EVENT_PARTY_DELETED, call, party)
            .state(usual_state(call, party))
            .other(deleted.clone())
    };
    if let Some(agent) = gone.observes {
        return told_of_observer(call, agent).map(event).collect();
    }
    let is_through = matches!(gone.state, PartyState::Connected | PartyState::Held);
    if let Some((agent, observer)) = call.left_to_observer().filter(|_| is_through && !told) {
        let face = observer.face().map(|face| face.in_role(DnRole::Observer));
        let observers = call.parties.iter().filter(|party| party.observes.is_some());
        return [event(agent).third(face)].into_iter().chain(observers.map(event)).collect();
    }
    let over = call.parties.iter().all(|party| party.observes.is_some());
    let observers = call.parties.iter().filter(|party| party.observes == Some(gone.device));
    observers.filter(|_| !over).map(event).collect()
}

/// Who is told of an observer: the agent, and where the agent has made the call, whoever was called
/// (Genesys Events and Models, Service Observing for Agent-Initiated Call).
fn told_of_observer(call: &Call, agent: DeviceId) -> impl Iterator<Item = &Party> {
    let all = call.was_made_by(agent);
    call.parties.iter().filter(move |party| {
        let speaks = party.observes.is_none() && party.is_member() && !party.is_expected();
        party.device == agent || (all && speaks)
    })
}
