//! What a T-Server knows when it takes charge: what the switch can tell, or what the other knew.

use std::collections::BTreeMap;

use switch_sim::{
    action::AgentName,
    agent::AgentState as Working,
    call::{Call as SwitchCall, ConnectionState, Party as SwitchParty},
    feature::Features,
    id::{CallId, DeviceId},
    switch::Switch,
    time::SimTime,
};
use tserver_wire::{
    AgentWorkMode, AttributeId as A, CallType, DnRole, KvList, Message, MessageType as M,
    Reliability,
};

use crate::{
    agent::{Agent, AgentState, Agents},
    call::{Call, Calls, Consult, Converse, Facts, Party, PartyState, Predictive},
    config::ConsultData,
    event::CallEvent,
    identity::{ConnId, Identity},
    plant::Dn,
    server::TServerSim,
};

/// What the T-Servers of a hot standby have in common.
#[derive(Clone, Debug)]
pub(crate) struct Knowledge {
    calls: Calls,
    agents: Agents,
    features: BTreeMap<DeviceId, Features>,
    monitored: BTreeMap<DeviceId, DeviceId>,
    identity: Identity,
}

impl TServerSim {
    /// What the other T-Server of a hot standby has to know.
    pub(crate) fn knowledge(&self) -> Knowledge {
        Knowledge {
            calls: self.calls.clone(),
            agents: self.agents.clone(),
            features: self.features.clone(),
            monitored: self.monitored.clone(),
            identity: self.identity.clone(),
        }
    }

    /// Goes on with what the other one knew.
    pub(crate) fn take_over(&mut self, known: Knowledge) {
        let Knowledge { calls, agents, features, monitored, identity } = known;
        self.calls = calls;
        self.calls.forget_requests();
        self.agents = agents;
        self.features = features;
        self.monitored = monitored;
        self.identity = identity;
        self.pending.settle();
        self.take_picture();
    }

    /// Begins with what the switch can tell: every call gets a new identifier, and has no data.
    pub(crate) fn learn(&mut self, switch: &Switch) {
        self.pending.settle();
        self.calls = Calls::default();
        self.agents = Agents::new();
        self.features.clear();
        self.monitored.clear();
        self.now = self.now.max(switch.now());
        for call in switch.calls() {
            let call = self.learnt(switch, call);
            self.calls.insert(call);
        }
        self.take_picture();
        for device in switch.devices() {
            if let Some(agent) = switch.agent_at(device.id) {
                let queues =
                    agent.queues.iter().filter_map(|queue| self.plant.dn(*queue)).collect();
                let state = Some(learnt_state(agent.state, agent.reason.clone()));
                let id = AgentName::clone(&agent.name);
                let agent = Agent { queues, state, ..Agent::new(id) };
                self.agents.insert(device.id, agent);
            }
            if let Some(features) = switch.features(device.id) {
                self.features.insert(device.id, features.clone());
            }
            if let Some(monitoring) = switch.monitoring_of(device.id) {
                self.monitored.insert(device.id, monitoring.agent);
            }
        }
    }

    /// Tells the end of every call in the mirror that the switch does not have; how many.
    ///
    /// The events say `Reliability=Uncertain`: "timeout or internal cleanup" (PSDK T-Library
    /// reference, `TReliability`).
    pub(crate) fn clean_up(&mut self, switch: &Switch, now: SimTime) -> usize {
        self.now = self.now.max(now);
        let stuck: Vec<_> =
            self.calls.iter().map(|call| call.id).filter(|id| switch.call(*id).is_none()).collect();
        stuck.iter().for_each(|id| self.end_stuck(*id));
        self.tell_followers();
        stuck.len()
    }

    /// Tells the end of the calls that a refused request names, if the switch does not have them.
    pub(crate) fn clean_up_after(&mut self, switch: &Switch, request: &Message) {
        for id in [A::CONN_ID, A::TRANSFER_CONN_ID] {
            let call = request.conn_id(id).and_then(|conn| self.calls.find(ConnId(conn)));
            let stuck = call.map(|call| call.id).filter(|call| switch.call(*call).is_none());
            stuck.into_iter().for_each(|call| self.end_stuck(call));
        }
        self.tell_followers();
    }

    fn end_stuck(&mut self, id: CallId) {
        let Some(call) = self.calls.remove(id) else { return };
        for party in &call.parties {
            if self.plant.is_circuit(party.device) {
                continue;
            }
            let kind = match party.state {
                PartyState::Queued => M::EVENT_ABANDONED,
                PartyState::Dialing
                | PartyState::Alerting
                | PartyState::Connected
                | PartyState::Held
                | PartyState::Busy
                | PartyState::Failed => M::EVENT_RELEASED,
            };
            let event = CallEvent::of(kind, &call, party).draft(self.now);
            self.emit(event.with(A::RELIABILITY, Some(Reliability::Uncertain)));
        }
    }

    fn learnt(&mut self, switch: &Switch, call: &SwitchCall) -> Call {
        let (conn, uuid) = self.identity.next_call();
        let first = call.parties.first();
        let is_circuit = |party: &SwitchParty| self.plant.is_circuit(party.device);
        let inbound = first.is_some_and(is_circuit);
        let original = call.consult_of.filter(|of| switch.call(*of).is_some());
        let kind = match original {
            Some(_) => CallType::Consult,
            None if inbound => CallType::Inbound,
            None if call.parties.iter().any(is_circuit) => CallType::Outbound,
            None => CallType::Internal,
        };
        let called = Dn::from(call.called.as_str());
        let ani = first.filter(|_| inbound).and_then(|party| party.number.as_ref());
        let facts = Facts {
            conn,
            id: call.id,
            number: self.number_of_call(call.id),
            uuid,
            kind,
            ani: ani.map(|number| Dn::from(number.as_str())),
            dnis: inbound.then(|| Dn::clone(&called)),
            data: KvList::new(),
            customer: None,
            digits: None,
        };
        let consult = original.and_then(|of| self.calls.get(of)).map(|original| Consult {
            of: original.id,
            conn: original.facts.conn,
            data: ConsultData::Separate,
            inherited: KvList::new(),
        });
        let parties =
            (0..).zip(&call.parties).map(|(place, party)| self.learnt_party(place, party));
        Call {
            id: call.id,
            facts,
            dialled: Some(called),
            consult,
            parties: parties.collect(),
            sent_by: None,
            parked_by: None,
            adding: None,
            arrives_as: None,
            converse: Converse::No,
            marks_machines: self.marks_machines(),
            predictive: first.map_or(Predictive::No, |party| self.predictive(party.device)),
            ends_as_conference: false,
        }
    }

    fn learnt_party(&self, place: usize, party: &SwitchParty) -> Party {
        let own = self.plant.dn(party.device);
        let (dn, queue) = if self.plant.is_circuit(party.device) {
            (party.number.as_ref().map(|number| Dn::from(number.as_str())), None)
        } else if party.state == ConnectionState::Queued {
            (own.clone(), own)
        } else {
            (own, party.queue.and_then(|queue| self.plant.dn(queue)))
        };
        let role = if place == 0 { DnRole::Origination } else { DnRole::Destination };
        let state = match party.state {
            ConnectionState::Null | ConnectionState::Initiated => PartyState::Dialing,
            ConnectionState::Alerting => PartyState::Alerting,
            ConnectionState::Connected => PartyState::Connected,
            ConnectionState::Held => PartyState::Held,
            ConnectionState::Queued => PartyState::Queued,
            ConnectionState::Failed => PartyState::Failed,
        };
        let mut learnt = Party::new(party.device, dn, role, state).delivered_by(queue);
        learnt.muted = party.muted;
        learnt
    }
}

/// The state in which an agent appears to a T-Server; that of a busy one is what follows.
fn learnt_state(state: Working, reason: Option<String>) -> AgentState {
    match state {
        Working::Ready | Working::BusyReady => AgentState::Ready { mode: None },
        Working::LoggedOut | Working::NotReady | Working::BusyNotReady => {
            AgentState::NotReady { mode: AgentWorkMode::AuxWork, reason }
        }
        // It is told when it begins.
        Working::BusyAfterCallWork => AgentState::Ready { mode: None },
        Working::AfterCallWork => {
            AgentState::NotReady { mode: AgentWorkMode::AfterCallWork, reason: None }
        }
    }
}
