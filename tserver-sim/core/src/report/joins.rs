//! Two calls become one, or a party is replaced (Genesys Events and Models, Holding, Transferring and Conferencing).
//!
//! The held call's ConnID survives. A side with several parties is a complex party: each of its
//! members gets the event shown for one, and nobody's OtherDN points at it.

use switch_sim::{
    id::{CallId, DeviceId, Number},
    personality::table::{Survivor, TransferReport},
};
use tserver_wire::{CallState, CallType, DnRole, KvList, MessageType as M};

use crate::{
    call::{Adding, Call, Entry, Face, Facts, Party, PartyState},
    event::CallEvent,
    identity::ConnId,
    plant::Dn,
    report::{members, monitoring},
    server::TServerSim,
    snapshot, user_data,
};

impl TServerSim {
    pub(super) fn tell_transferred(&mut self, held: CallId, active: CallId, by: DeviceId) {
        let Some((held, active)) = self.take_two(held, active) else { return };
        let released = |call: &Call| {
            let party = call.party(by)?;
            Some(CallEvent::of(M::EVENT_RELEASED, call, party).state(CallState::Transferred))
        };
        let one_call = self.personality.transfer_event_to_requester == TransferReport::OneCall;
        let of_active = released(&active).filter(|_| !one_call);
        let mut events: Vec<CallEvent> = released(&held).into_iter().chain(of_active).collect();
        let third = held.party(by).and_then(Party::face).map(|b| b.in_role(DnRole::TransferredBy));
        let gone = held.party(by).cloned();
        let (staying, coming) = (side_of_leaver(&held, by), side_of_leaver(&active, by));
        let (a_side, c_side) = (held.opposite(by), active.opposite(by));
        let before = held.facts.conn;
        let mut call = self.join_calls(held, &active, by);
        let survivor = self.personality.transfer_callid_survivor;
        let conn = match survivor {
            Survivor::KeepHeld | Survivor::PerLeg => before,
            Survivor::KeepActive => active.facts.conn,
            Survivor::NewId => self.identity.next_call().0,
        };
        call.facts.conn = conn;
        let goes_outside = call.parties.iter().any(|party| self.plant.is_circuit(party.device));
        if goes_outside && !is_complex(&call, &[staying.as_slice(), &coming].concat(), 2) {
            leave_the_switch(&mut call.facts);
        }
        if let Some(by) = &third {
            for (side, told) in [(&staying, &a_side), (&coming, &c_side)] {
                let told = told.as_ref().filter(|_| !is_answered(&call, side));
                tell_of_waiting(&mut call, side, (by, Entry::InPlace), told);
            }
        }
        let previous = |old: ConnId| Some(old).filter(|old| *old != conn);
        let changed = |device: &DeviceId| {
            let party = call.party(*device)?;
            Some(
                CallEvent::of(M::EVENT_PARTY_CHANGED, &call, party)
                    .state(CallState::Transferred)
                    .third(third.clone()),
            )
        };
        let stays = |event: CallEvent| event.other(c_side.clone()).previous(previous(before));
        events.extend(staying.iter().filter_map(changed).map(stays));
        let told = |device: &DeviceId| {
            is_complex(&call, &staying, 1).then(|| snapshot::others(&call, *device))
        };
        events.extend(coming.iter().filter_map(|device| {
            let event = changed(device)?.other(a_side.clone()).members(told(device));
            Some(event.previous(previous(active.facts.conn)))
        }));
        if survivor == Survivor::PerLeg {
            events = per_leg(events, &call, &active);
        }
        if let Some(gone) = &gone {
            events.extend(monitoring::parted(&call, gone, true));
        }
        self.put_back(call, &active);
        self.emit_all(events);
    }

    pub(super) fn tell_conferenced(&mut self, held: CallId, active: CallId, by: DeviceId) {
        let Some((held, active)) = self.take_two(held, active) else { return };
        let mut events = Vec::new();
        if let Some(party) = active.party(by) {
            let event = CallEvent::of(M::EVENT_RELEASED, &active, party);
            events.push(event.state(CallState::Conferenced));
        }
        let controller = held.party(by).cloned();
        let other = held.other(by);
        let face = controller.as_ref().and_then(Party::face);
        let (staying, coming) = (side(&held, by), side(&active, by));
        let mut call = self.join_calls(held, &active, by);
        // Who joins has to be named, and keeps the name.
        for party in call.parties.iter_mut().filter(|party| coming.contains(&party.device)) {
            party.dn = party.dn.take().or_else(|| self.plant.dn(party.device));
        }
        if let Some(mut party) = controller {
            let held = party.clone();
            party.state = PartyState::Connected;
            party.queue = party.queue.or_else(|| active.party(by)?.queue.clone());
            call.parties.insert(0, party);
            let event = CallEvent::of(M::EVENT_RETRIEVED, &call, &held);
            events.push(event.state(CallState::Conferenced).other(other).previous(None));
        }
        if let Some(by) = &face {
            for device in &coming {
                let name = call.party(*device).and_then(Party::face);
                tell_of_waiting(&mut call, &[*device], (by, Entry::AtOnce), name.as_ref());
            }
        }
        let state = CallState::Conferenced;
        let there: Vec<DeviceId> = [by].into_iter().chain(staying).collect();
        for newcomer in coming.iter().filter_map(|device| call.party(*device)) {
            let name = newcomer.face();
            events.extend(members::added(
                &call,
                (newcomer, name.as_ref()),
                &there,
                (face.as_ref(), state),
            ));
        }
        let changed = |party: &Party| {
            CallEvent::of(M::EVENT_PARTY_CHANGED, &call, party)
                .state(CallState::Conferenced)
                .previous(Some(active.facts.conn))
                .members(Some(snapshot::others(&call, party.device)))
                .third(face.as_ref().map(|face| face.in_role(DnRole::ConferencedBy)))
        };
        events.extend(coming.iter().filter_map(|device| call.party(*device)).map(changed));
        self.put_back(call, &active);
        self.emit_all(events);
    }

    /// Somebody is called into a call; who is there is told when they answer, and the data that come
    /// with the request are the call's from then on.
    pub(super) fn tell_single_step_conferenced(
        &mut self,
        id: CallId,
        by: DeviceId,
        to: Option<DeviceId>,
    ) {
        let request = self.current;
        let asked = request.and_then(|id| self.pending.get(id)).cloned();
        let outside = to.is_some_and(|to| self.plant.is_circuit(to));
        let Some(call) = self.calls.get_mut(id) else { return };
        let data = asked.as_ref().map(|origin| origin.data.clone()).unwrap_or_default();
        let by = call.party(by).and_then(Party::face);
        let add = |by| Adding { by, request, entry: Entry::AtAnswer, told: None, data };
        call.adding = by.map(add);
        if let Some(origin) = asked.filter(|_| outside) {
            call.dialled = origin.to;
        }
    }

    pub(super) fn tell_single_step_transferred(
        &mut self,
        id: CallId,
        by: DeviceId,
        to: Option<DeviceId>,
        number: &Number,
    ) {
        let asked = self.current.and_then(|id| self.pending.get(id)).cloned();
        let circuit = to.filter(|to| self.plant.is_circuit(*to));
        // A circuit and a call vector have no number of their own: the one dialled shows.
        let dialled = Dn::from(number.as_str());
        let to_dn = to.filter(|_| circuit.is_none()).and_then(|to| self.plant.dn(to));
        let to_dn = Some(to_dn.unwrap_or(dialled));
        let Some(call) = self.calls.get_mut(id) else { return };
        let Some(leaver) = call.party(by).cloned() else { return };
        if let Some(origin) = &asked {
            user_data::update(&mut call.facts.data, &origin.data);
        }
        let target = to_dn.clone().map(|dn| Face { dn, role: DnRole::Destination });
        let released = CallEvent::of(M::EVENT_RELEASED, call, &leaver)
            .state(CallState::Transferred)
            .third(target.clone());
        let third = leaver.face().map(|face| face.in_role(DnRole::TransferredBy));
        let staying = side_of_leaver(call, by);
        drop(call.leave(by));
        if circuit.is_some() && !is_complex(call, &staying, 1) {
            leave_the_switch(&mut call.facts);
        }
        let adding = third.clone().map(|by| in_place(by, target.clone()));
        let changed = |party| {
            CallEvent::of(M::EVENT_PARTY_CHANGED, call, party)
                .state(CallState::Transferred)
                .other(target.clone())
                .third(third.clone())
        };
        let members = staying.iter().filter_map(|device| call.party(*device));
        let members = members.map(changed);
        let parted = monitoring::parted(call, &leaver, true);
        let events: Vec<CallEvent> = [released].into_iter().chain(members).chain(parted).collect();
        if let Some(to) = circuit {
            let mut party = Party::new(to, to_dn, DnRole::Destination, PartyState::Alerting);
            party.adding = adding;
            call.join(party);
        } else {
            call.adding = adding;
            call.sent_by = third;
        }
        self.emit_all(events);
    }

    fn take_two(&mut self, held: CallId, active: CallId) -> Option<(Call, Call)> {
        self.calls.get(held)?;
        self.calls.get(active)?;
        Some((self.calls.remove(held)?, self.calls.remove(active)?))
    }

    /// The surviving call without the controller: the held one with the other's parties and data.
    /// A consultation call that survives its original takes the original's place.
    fn join_calls(&self, mut held: Call, active: &Call, by: DeviceId) -> Call {
        drop(held.leave(by));
        if active.parties.iter().any(Party::is_hunting) {
            held.dialled.clone_from(&active.dialled);
        }
        for party in active.parties.iter().filter(|party| party.device != by) {
            held.join(party.clone());
        }
        held.adding = held.adding.take().or_else(|| active.adding.clone());
        let consults_for = |call: &Call, original: CallId| {
            call.consult.clone().filter(|consult| consult.of == original)
        };
        if let Some(consult) = consults_for(&held, active.id) {
            let own = std::mem::replace(&mut held.facts.data, active.facts.data.clone());
            user_data::merge(&mut held.facts.data, &own, &consult.inherited);
            held.facts.kind = active.facts.kind;
            held.facts.ani = active.facts.ani.clone();
            held.facts.dnis = active.facts.dnis.clone();
            held.consult = active.consult.clone();
        } else {
            let consult = consults_for(active, held.id);
            let inherited = consult.map(|consult| consult.inherited).unwrap_or_default();
            user_data::merge(&mut held.facts.data, &active.facts.data, &inherited);
        }
        user_data::fit(&mut held.facts.data, self.config.user_data_limit);
        held
    }

    /// Keeps the surviving call; consultations for the ended one are consultations for it.
    fn put_back(&mut self, call: Call, ended: &Call) {
        self.calls.follow(ended.id, &call);
        self.calls.insert(call);
    }
}

/// The events of a transfer where each leg has an identifier of its own: whoever comes from the
/// consultation call is released there, and rings or talks in a call that is new to them.
fn per_leg(events: Vec<CallEvent>, call: &Call, active: &Call) -> Vec<CallEvent> {
    let mut told: Vec<CallEvent> = Vec::with_capacity(events.len());
    for event in events {
        let moved = event.party_changed().and_then(|device| {
            let party = active.party(device)?;
            let kind = match call.party(device)?.state {
                PartyState::Alerting => M::EVENT_RINGING,
                PartyState::Queued => M::EVENT_QUEUED,
                PartyState::Dialing
                | PartyState::Connected
                | PartyState::Held
                | PartyState::Busy
                | PartyState::Failed => M::EVENT_ESTABLISHED,
            };
            let left =
                if kind == M::EVENT_RINGING { M::EVENT_ABANDONED } else { M::EVENT_RELEASED };
            Some((
                CallEvent::of(left, active, party),
                CallEvent::of(kind, call, call.party(device)?),
            ))
        });
        match moved {
            Some((released, comes)) => told.extend([released, comes]),
            None => told.push(event),
        }
    }
    told
}

/// A call between two telephones of the switch is none any more when it is transferred to somebody
/// outside (PSDK T-Library reference, `TCallType`: an outbound call goes to an off-switch number).
pub(super) fn leave_the_switch(facts: &mut Facts) {
    facts.kind = match facts.kind {
        CallType::Unknown | CallType::Internal => CallType::Outbound,
        known @ (CallType::Inbound | CallType::Outbound | CallType::Consult) => known,
    };
}

/// The parties on the other side of the controller.
fn side(call: &Call, controller: DeviceId) -> Vec<DeviceId> {
    let others = call.parties.iter().filter(|party| party.device != controller);
    others.map(|party| party.device).collect()
}

/// The same, but for whoever observes the controller, who leaves with it.
fn side_of_leaver(call: &Call, controller: DeviceId) -> Vec<DeviceId> {
    let mut side = side(call, controller);
    let leaves = |party: &Party| party.observes == Some(controller);
    side.retain(|device| !call.party(*device).is_some_and(leaves));
    side
}

/// Whether there are more than `few` parties of these; an observer is none.
fn is_complex(call: &Call, parties: &[DeviceId], few: usize) -> bool {
    let parties = parties.iter().filter_map(|device| call.party(*device));
    parties.filter(|party| party.observes.is_none()).nth(few).is_some()
}

/// Whether somebody speaks on this side.
fn is_answered(call: &Call, side: &[DeviceId]) -> bool {
    let mut parties = side.iter().filter_map(|device| call.party(*device));
    parties.any(|party| {
        let speaks = matches!(party.state, PartyState::Connected | PartyState::Held);
        speaks && party.observes.is_none() && !party.machine
    })
}

/// Who still rings or waits in a queue when two calls become one is what the others were `told`, until
/// it answers or somebody else does.
fn tell_of_waiting(
    call: &mut Call,
    side: &[DeviceId],
    (by, entry): (&Face, Entry),
    told: Option<&Face>,
) {
    let waits = |party: &Party| match party.state {
        PartyState::Alerting => !party.rings_while_queued(),
        PartyState::Queued => party.dn.as_ref() == told.map(|told| &told.dn),
        PartyState::Dialing
        | PartyState::Connected
        | PartyState::Held
        | PartyState::Busy
        | PartyState::Failed => false,
    };
    let joins = |party: &Party| entry == Entry::AtOnce || !party.is_expected();
    let is_meant = |party: &&mut Party| {
        side.contains(&party.device) && waits(party) && joins(party) && !party.machine
    };
    for party in call.parties.iter_mut().filter(is_meant) {
        let adding = Adding { entry, ..in_place(by.clone(), None) };
        party.adding.get_or_insert(adding).told = told.cloned();
    }
}

/// How whoever is called comes into a call by a transfer of which the others were told.
fn in_place(by: Face, told: Option<Face>) -> Adding {
    Adding { by, request: None, entry: Entry::InPlace, told, data: KvList::new() }
}
