//! Calls begin, ring, are answered, held, retrieved, leave the switch or get nowhere
//! (Genesys Events and Models, Basic Call Models).

use std::sync::Arc;

use switch_sim::{
    action::{CallData, UUI},
    event::{Alerts, Cause},
    id::{CallId, DeviceId, Number},
    personality::table::{
        AcwOrder, AutoAnswer, CallIds, ConsultHold, ConverseMark, FailedReport, NetworkReport,
        OutsideAnswer,
    },
};
use tserver_wire::{CallState, CallType, DnRole, KvList, MessageType as M};

use crate::{
    batch::Batch,
    call::{Call, Coming, Consult, Converse, Entry, Face, Facts, Party, PartyState, Predictive},
    config::ConsultData,
    event::CallEvent,
    plant::{Dn, Kind},
    report::{cause::failure_state, joins::leave_the_switch, members},
    server::TServerSim,
    user_data,
};

/// A call's first report.
pub(super) struct Begin<'a> {
    pub(super) call: CallId,
    pub(super) device: DeviceId,
    pub(super) calling: Option<&'a Number>,
    pub(super) called: &'a Number,
    pub(super) consult_of: Option<CallId>,
    pub(super) data: &'a CallData,
}

/// A call that alerts.
pub(super) struct Delivery {
    pub(super) call: CallId,
    pub(super) device: DeviceId,
    pub(super) queue: Option<DeviceId>,
    /// Whether a single-step transfer sent it here.
    pub(super) by_transfer: bool,
    /// Whether it alerts elsewhere, too.
    pub(super) alerts: Alerts,
}

impl TServerSim {
    pub(super) fn tell_originated(&mut self, begin: &Begin<'_>, batch: &Batch) {
        let inbound = self.plant.is_circuit(begin.device);
        let called = Dn::from(begin.called.as_str());
        let ani = begin.calling.filter(|_| inbound).map(|number| Dn::from(number.as_str()));
        let consult = begin.consult_of.and_then(|of| self.consult(of));
        let kind = if consult.is_some() {
            CallType::Consult
        } else if inbound {
            CallType::Inbound
        } else {
            batch.type_of_outgoing(begin.call)
        };
        let (conn, uuid) = match self.reserved.remove(&begin.call) {
            Some(identifiers) => identifiers,
            None => self.identity.next_call(),
        };
        let data = self.data_of_new_call(begin.data, consult.as_ref());
        let dnis = inbound.then(|| Arc::clone(&called));
        let facts = Facts {
            conn,
            id: begin.call,
            number: self.number_of_call(begin.call),
            uuid,
            kind,
            ani: ani.clone(),
            dnis,
            digits: None,
            customer: None,
            data,
        };
        let dn = if inbound { ani } else { self.plant.dn(begin.device) };
        let mut caller = Party::new(begin.device, dn, DnRole::Origination, PartyState::Dialing);
        let predictive = self.predictive(begin.device);
        if predictive != Predictive::No {
            caller.queue.clone_from(&caller.dn);
        }
        let call = Call {
            id: begin.call,
            facts,
            dialled: Some(Arc::clone(&called)),
            consult,
            parties: vec![caller.clone()],
            sent_by: None,
            parked_by: None,
            adding: None,
            arrives_as: None,
            converse: Converse::No,
            marks_machines: self.marks_machines(),
            predictive,
            ends_as_conference: false,
        };
        let to = Face { dn: called, role: DnRole::Destination };
        let event = CallEvent::of(M::EVENT_DIALING, &call, &caller).other(Some(to));
        let shared = self.share_joint_data(&call);
        self.calls.insert(call);
        if !inbound {
            self.emit_all([event]);
        }
        self.emit_all(shared);
    }

    /// The caller has dialled more digits: clients are told the number when it leads somewhere.
    pub(super) fn note_called(&mut self, id: CallId, called: &Number) {
        let called = Dn::from(called.as_str());
        if let Some(call) = self.calls.get_mut(id) {
            call.facts.dnis = Some(Arc::clone(&called));
            call.dialled = Some(called);
        }
    }

    /// The number by which the switch knows a new call; some use low numbers again and again.
    pub(crate) fn number_of_call(&self, call: CallId) -> u32 {
        match self.personality.call_id_reuse {
            CallIds::Unique => call.0,
            CallIds::Reused => {
                let taken = self.calls.iter().map(|call| call.facts.number);
                let taken: std::collections::BTreeSet<u32> = taken.collect();
                (1..).zip(&taken).find(|(free, taken)| free != *taken).map_or_else(
                    || u32::try_from(taken.len()).unwrap_or(u32::MAX).saturating_add(1),
                    |(free, _)| free,
                )
            }
        }
    }

    /// Whether a call that this device makes is for the agents of a group.
    pub(crate) fn predictive(&self, caller: DeviceId) -> Predictive {
        match self.plant.kind(caller) {
            Some(Kind::Queue | Kind::RoutingPoint { .. }) => Predictive::Calling,
            Some(Kind::Extension | Kind::VirtualQueue | Kind::Circuit) | None => Predictive::No,
        }
    }

    /// Whether the events of a new call tell that a machine of a call vector is one.
    pub(crate) fn marks_machines(&self) -> bool {
        self.personality.delivered_cause_for_converse == ConverseMark::Marked
    }

    pub(super) fn tell_delivered(&mut self, delivery: &Delivery, batch: &Batch) {
        let Delivery { call: id, device, queue, by_transfer, alerts } = *delivery;
        let from = queue.and_then(|queue| self.plant.dn(queue));
        let circuit = self.plant.is_circuit(device);
        let own_dn = self.plant.dn(device);
        let connects =
            self.personality.alert_before_connect_on_auto_answer == AutoAnswer::ConnectOnly;
        let is_seen =
            self.tells_ringing(device, queue.is_some()) && !(connects && batch.answers(id, device));
        let known_from = self.now + self.personality.attribution_delay();
        let served = Coming::while_served(self.is_serving());
        let coming = if is_seen { served } else { Coming::Untold };
        let Some(call) = self.calls.get_mut(id) else { return };
        let dn = if circuit { call.dialled.clone() } else { own_dn };
        let role = if circuit { DnRole::Destination } else { call.role_of_comer() };
        if queue.is_some() {
            call.end_of_way();
        }
        let mut party = Party::new(device, dn, role, PartyState::Alerting).delivered_by(from);
        party.queue_known_from = known_from;
        party.alerts = alerts;
        party.machine = queue.is_some_and(|queue| call.converse == Converse::At(queue));
        party.coming = coming;
        party.adding.clone_from(&call.adding);
        call.join(party.clone());
        // All members of a hunt group are told how the call came to them.
        let (sent_by, arrives_as) = (call.sent_by.clone(), call.arrives_as);
        if alerts == Alerts::Alone {
            call.adding = None;
            call.end_of_way();
        }
        let sent_by = sent_by.filter(|_| by_transfer);
        let state = match sent_by {
            Some(_) => CallState::Transferred,
            None => arrives_as.unwrap_or_else(|| usual_state(call, &party)),
        };
        let event = CallEvent::of(M::EVENT_RINGING, call, &party).state(state).third(sent_by);
        if party.queue.is_some() {
            self.services.replan.insert(device);
        }
        if !circuit && is_seen {
            self.emit_all([event]);
        }
        self.announce(id, device);
    }

    /// The first answer also connects whoever is still hearing ringback. A machine to which a call
    /// vector has lent the call answers for itself alone (Genesys Events and Models, Working With
    /// Queues).
    pub(super) fn tell_established(&mut self, id: CallId, device: DeviceId) {
        let dn = self.plant.dn(device);
        let limit = self.config.user_data_limit;
        let Some(call) = self.calls.get_mut(id) else { return };
        if call.party(device).is_none() {
            let dn = call.dialled.clone().or(dn);
            call.join(Party::new(device, dn, DnRole::Destination, PartyState::Alerting));
        }
        call.end_of_way();
        call.bring_data(device, limit);
        let machine = call.party(device).is_some_and(|party| party.machine);
        let by_agent = !machine && !self.plant.is_circuit(device);
        if by_agent && matches!(call.predictive, Predictive::Answered(_)) {
            call.predictive = Predictive::Handled;
        }
        let told = !self.plant.is_circuit(device)
            || (self.personality.offswitch_answer_event == OutsideAnswer::Told
                && self.plant.tells_answer(device));
        let mut connected = Vec::new();
        for party in &mut call.parties {
            if party.device == device || (party.state == PartyState::Dialing && !machine) {
                party.state = PartyState::Connected;
                connected.push(party.device);
            }
        }
        let work = self.begin_work(id, device);
        let tells = self.personality.acw_event_order == AcwOrder::BeforeReleased;
        let Some(call) = self.calls.get(id) else { return };
        let parties = connected.iter().filter_map(|device| call.party(*device));
        let event = |party: &Party| {
            let event = CallEvent::of(M::EVENT_ESTABLISHED, call, party);
            let work = work.filter(|_| tells && party.device == device);
            event.state(usual_state(call, party)).work(work)
        };
        let events: Vec<CallEvent> = parties.map(event).collect();
        if told {
            self.emit_all(events);
        }
        self.announce(id, device);
    }

    /// The party at the other end hears nothing of hold and retrieve (Genesys Events and Models, Hold/Retrieve).
    pub(super) fn tell_held(&mut self, id: CallId, device: DeviceId, batch: &Batch) {
        let Some(call) = self.calls.get_mut(id) else { return };
        let Some(party) = call.party_mut(device) else { return };
        party.state = PartyState::Held;
        let party = party.clone();
        let Some(call) = self.calls.get(id) else { return };
        let begun = batch.consultation_of(id).and_then(|begun| self.reserved.get(&begun));
        let transfer = match begun {
            Some((conn, _)) => Some(*conn),
            None => self.calls.partner(call, device).map(|partner| partner.facts.conn),
        };
        let event = CallEvent::of(M::EVENT_HELD, call, &party).transfer(transfer);
        let untold = self.personality.hold_on_consult_init == ConsultHold::Untold;
        if !(untold && batch.consultation_of(id).is_some()) {
            self.emit_all([event]);
        }
    }

    pub(super) fn tell_retrieved(&mut self, id: CallId, device: DeviceId) {
        let Some(call) = self.calls.get_mut(id) else { return };
        let Some(party) = call.party_mut(device) else { return };
        party.state = PartyState::Connected;
        let party = party.clone();
        let event =
            CallEvent::of(M::EVENT_RETRIEVED, call, &party).state(usual_state(call, &party));
        self.emit_all([event]);
    }

    /// A call of the switch that leaves it, if only after it was routed or forwarded, is
    /// an outbound one (PSDK T-Library reference, `TCallType`). Who dialled is told, or who waits for a
    /// call that was transferred to be taken somewhere.
    pub(super) fn tell_network_reached(&mut self, id: CallId, circuit: DeviceId) {
        let Some(call) = self.calls.get_mut(id) else { return };
        let comes = call.party(circuit).is_none();
        if comes {
            let dn = call.dialled.clone();
            let mut party = Party::new(circuit, dn, DnRole::Destination, PartyState::Alerting);
            party.adding = call.adding.take();
            call.join(party);
        }
        let replaces = members::alone_with(call, circuit).is_some();
        let own = call.party_mut(circuit);
        let name = own.as_ref().and_then(|party| party.face());
        let adding = own.and_then(|party| party.adding.as_mut());
        let joins = adding.is_some_and(|adding| {
            let told = replaces && adding.entry == Entry::InPlace;
            // Whoever is alone with it is told by the event below.
            if told {
                adding.told = name;
            }
            !told
        });
        let others = || {
            let others = call.parties.iter().filter(|party| party.device != circuit);
            others.filter(|party| party.observes.is_none())
        };
        let caller = others().find(|party| party.state == PartyState::Dialing);
        let only = others().next().filter(|_| comes && !joins && others().count() == 1);
        let from_outside = others().any(|party| self.plant.is_circuit(party.device));
        let caller = caller.or(only).filter(|caller| !self.plant.is_circuit(caller.device));
        let caller = caller.filter(|_| call.predictive == Predictive::No).cloned();
        if caller.is_some() || !(joins || from_outside) {
            leave_the_switch(&mut call.facts);
        }
        let call = &*call;
        let reached =
            caller.as_ref().map(|party| CallEvent::of(M::EVENT_NETWORK_REACHED, call, party));
        let dialled = caller.as_ref().filter(|party| party.state == PartyState::Dialing);
        let answered = dialled.map(|party| {
            CallEvent::of(M::EVENT_ESTABLISHED, call, party).state(usual_state(call, party))
        });
        if self.personality.network_reached_event == NetworkReport::Told {
            self.emit_all(reached);
        }
        if self.personality.offswitch_answer_event == OutsideAnswer::AtSeizure {
            self.emit_all(answered);
        }
        self.announce(id, circuit);
    }

    /// Nothing is told of the circuit that a call has lost: the next one is told like the first.
    pub(super) fn forget_circuit(&mut self, id: CallId, circuit: DeviceId) {
        if let Some(call) = self.calls.get_mut(id) {
            call.leave(circuit);
        }
    }

    /// The caller hears a tone and stays in the call until it hangs up, and is told whom the call had
    /// reached, a telephone or the network (Genesys Events and Models, Special Cases, Outbound Call to a
    /// Busy Destination). Who clears a call that rings
    /// declines it on the way: no tone is told that nobody hears.
    pub(super) fn tell_failed(
        &mut self,
        (id, device): (CallId, DeviceId),
        cause: Cause,
        batch: &Batch,
    ) {
        let circuit = self.plant.is_circuit(device);
        let Some(call) = self.calls.get_mut(id) else { return };
        let Some(party) = call.party_mut(device) else { return };
        party.state = if cause == Cause::Busy { PartyState::Busy } else { PartyState::Failed };
        let party = party.clone();
        let event =
            CallEvent::of(M::EVENT_DESTINATION_BUSY, call, &party).state(failure_state(cause));
        let heard = cause != Cause::CallRejected || !batch.clears(id, device);
        let told = heard && self.personality.failed_event == FailedReport::Told;
        if !circuit && told {
            self.emit_all([event]);
        }
    }

    /// What ties a new consultation call to the call that was held for it.
    fn consult(&self, of: CallId) -> Option<Consult> {
        let original = self.calls.get(of)?;
        let asked = self.current.and_then(|id| self.pending.get(id));
        let data = asked.map_or(self.config.consult_data, |origin| origin.consult_data);
        let inherited = match data {
            ConsultData::Separate => KvList::new(),
            ConsultData::Inherited | ConsultData::Joint => original.facts.data.clone(),
        };
        Some(Consult { of, conn: original.facts.conn, data, inherited })
    }

    /// The data a call begins with: inherited ones, then what came with the call from outside or
    /// with the request.
    fn data_of_new_call(&self, brought: &CallData, consult: Option<&Consult>) -> KvList {
        let mut data = consult.map_or_else(KvList::new, |consult| consult.inherited.clone());
        user_data::attach(&mut data, &KvList::from(brought.clone()));
        if let Some(origin) = self.current.and_then(|id| self.pending.get(id)) {
            user_data::update(&mut data, &origin.data);
        }
        user_data::fit(&mut data, self.config.user_data_limit);
        data
    }

    /// A vector has written the user-to-user information of a call, which is in its user data.
    pub(super) fn note_user_information(&mut self, id: CallId, uui: &str) {
        let Some(call) = self.calls.get(id) else { return };
        let mut data = call.facts.data.clone();
        user_data::update(&mut data, &KvList::from(vec![(UUI.to_owned(), uui.to_owned())]));
        user_data::fit(&mut data, self.config.user_data_limit);
        let events = self.give_data(id, &data, None);
        self.emit_all(events);
    }
}

/// `CallState` of an event that has nothing special to say (PSDK T-Library reference, `TCallState`: Conferenced
/// stands for a multi-party call, `ConverseOn` for a call at the port of a machine).
pub(crate) fn usual_state(call: &Call, party: &Party) -> CallState {
    if party.machine && call.marks_machines {
        CallState::ConverseOn
    } else if call.is_conference(party.device) {
        CallState::Conferenced
    } else {
        CallState::Ok
    }
}
