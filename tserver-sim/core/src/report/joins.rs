//! Two calls become one, or a party is replaced (Genesys Events and Models, Holding, Transferring and Conferencing).
//!
//! The held call's ConnID survives. A side with several parties is a complex party: each of its
//! members gets the event shown for one, and nobody's OtherDN points at it.

use switch_sim::{
    id::{CallId, DeviceId},
    personality::table::{Survivor, TransferReport},
};
use tserver_wire::{AttributeId as A, CallState, DnRole, Message, MessageType as M};

use crate::{
    call::{Call, Face, Party, PartyState},
    error::{Denial, ErrorKind},
    event::CallEvent,
    identity::ConnId,
    pending::Origin,
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
        let (staying, coming) = (side(&held, by), side(&active, by));
        let before = held.facts.conn;
        let mut call = self.join_calls(held, &active, by);
        let survivor = self.personality.transfer_callid_survivor;
        let conn = match survivor {
            Survivor::KeepHeld | Survivor::PerLeg => before,
            Survivor::KeepActive => active.facts.conn,
            Survivor::NewId => self.identity.next_call().0,
        };
        call.facts.conn = conn;
        let previous = |old: ConnId| Some(old).filter(|old| *old != conn);
        let changed = |device: &DeviceId| {
            let party = call.party(*device)?;
            Some(
                CallEvent::of(M::EVENT_PARTY_CHANGED, &call, party)
                    .state(CallState::Transferred)
                    .third(third.clone()),
            )
        };
        let (a_side, c_side) = (only(&call, &staying), only(&call, &coming));
        let stays = |event: CallEvent| event.other(c_side.clone()).previous(previous(before));
        events.extend(staying.iter().filter_map(changed).map(stays));
        let told = |device: &DeviceId| {
            let several = members(&call, &staying).nth(1).is_some();
            several.then(|| snapshot::others(&call, *device))
        };
        events.extend(coming.iter().filter_map(|device| {
            let event = changed(device)?.other(a_side.clone()).members(told(device));
            Some(event.previous(previous(active.facts.conn)))
        }));
        if survivor == Survivor::PerLeg {
            events = per_leg(events, &call, &active);
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
        if let Some(party) = &controller {
            let event = CallEvent::of(M::EVENT_RETRIEVED, &held, party);
            events.push(event.state(CallState::Conferenced));
        }
        let face = controller.as_ref().and_then(Party::face);
        let (staying, coming) = (side(&held, by), side(&active, by));
        let mut call = self.join_calls(held, &active, by);
        // Who joins has to be named, and keeps the name.
        for party in call.parties.iter_mut().filter(|party| coming.contains(&party.device)) {
            party.dn = party.dn.take().or_else(|| self.plant.dn(party.device));
        }
        if let Some(mut party) = controller {
            party.state = PartyState::Connected;
            party.queue = party.queue.or_else(|| active.party(by)?.queue.clone());
            call.parties.insert(0, party);
        }
        for newcomer in coming.iter().filter_map(|device| call.party(*device)) {
            let name = newcomer.face();
            let members = [by].into_iter().chain(staying.iter().copied());
            let added = |party| {
                CallEvent::of(M::EVENT_PARTY_ADDED, &call, party)
                    .state(CallState::Conferenced)
                    .other(name.as_ref().map(|name| name.in_role(DnRole::NewParty)))
                    .third(face.as_ref().map(|face| face.in_role(DnRole::AddedBy)))
            };
            let members = members.filter_map(|device| call.party(device));
            events.extend(members.filter(|party| party.is_member()).map(added));
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

    /// Somebody is called into a call; who is there is told when they answer.
    pub(super) fn tell_single_step_conferenced(
        &mut self,
        id: CallId,
        by: DeviceId,
        to: Option<DeviceId>,
    ) {
        let asked = self.current.and_then(|id| self.pending.get(id)).cloned();
        let outside = to.is_some_and(|to| self.plant.is_circuit(to));
        let Some(call) = self.calls.get_mut(id) else { return };
        call.added_by = call.party(by).and_then(Party::face);
        if let Some(origin) = &asked {
            user_data::update(&mut call.facts.data, &origin.data);
            if outside {
                call.dialled = origin.to.clone();
            }
        }
    }

    /// Who was called into a call has answered: the others are told.
    pub(super) fn tell_added(&mut self, id: CallId, device: DeviceId) {
        let Some(call) = self.calls.get_mut(id) else { return };
        let Some(party) = call.party_mut(device) else { return };
        let Some(by) = party.added_by.take() else { return };
        let name = party.face().or_else(|| self.plant.name_of(device));
        let call = &*call;
        let others = call.parties.iter().filter(|p| p.device != device && p.is_member());
        let event = |party| {
            CallEvent::of(M::EVENT_PARTY_ADDED, call, party)
                .state(CallState::Conferenced)
                .other(name.as_ref().map(|name| name.in_role(DnRole::NewParty)))
                .third(Some(by.in_role(DnRole::AddedBy)))
        };
        let events: Vec<CallEvent> = others.map(event).collect();
        let adder = call.parties.iter().find(|p| p.dn.as_ref() == Some(&by.dn)).map(|p| p.device);
        let answered = adder.and_then(|adder| self.pending.adding_to(id, adder));
        let cause = self.current;
        self.current = answered.or(cause);
        self.emit_all(events);
        self.current = cause;
    }

    /// Who was called into a call will not come: the request that called them is refused.
    pub(super) fn refuse_adding(&mut self, id: CallId, by: &Face) {
        let adder = self.plant.find(&by.dn);
        let Some(request) = adder.and_then(|adder| self.pending.adding_to(id, adder)) else {
            return;
        };
        if let Some(Origin { link, reference: Some(reference), .. }) = self.pending.close(request) {
            let kind = M::REQUEST_SINGLE_STEP_CONFERENCE;
            let asked = Message::new(kind).with(A::REFERENCE_ID, reference);
            let asked = asked.with(A::THIS_DN, by.dn.as_ref());
            let text = "Nobody has answered whom the conference should gain";
            self.refuse(link, &asked, &Denial::new(ErrorKind::DestinationBusy, text));
        }
    }

    pub(super) fn tell_single_step_transferred(
        &mut self,
        id: CallId,
        by: DeviceId,
        to: Option<DeviceId>,
    ) {
        let asked = self.current.and_then(|id| self.pending.get(id)).cloned();
        let circuit = to.filter(|to| self.plant.is_circuit(*to));
        // A circuit and a call vector have no number of their own: the one dialled shows.
        let to_dn = match (&asked, to.filter(|_| circuit.is_none())) {
            (_, Some(to)) => self.plant.dn(to),
            (Some(origin), None) => origin.to.clone(),
            (None, None) => None,
        };
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
        let staying = side(call, by);
        drop(call.leave(by));
        let changed = |party| {
            CallEvent::of(M::EVENT_PARTY_CHANGED, call, party)
                .state(CallState::Transferred)
                .other(target.clone())
                .third(third.clone())
        };
        let members = staying.iter().filter_map(|device| call.party(*device));
        let events: Vec<CallEvent> = [released].into_iter().chain(members.map(changed)).collect();
        if let Some(to) = circuit {
            call.join(Party::new(to, to_dn, DnRole::Destination, PartyState::Alerting));
        } else {
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
        for party in active.parties.iter().filter(|party| party.device != by) {
            held.join(party.clone());
        }
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

/// The parties on the other side of the controller.
fn side(call: &Call, controller: DeviceId) -> Vec<DeviceId> {
    let others = call.parties.iter().filter(|party| party.device != controller);
    others.map(|party| party.device).collect()
}

/// The parties of a side; an observer is none.
fn members<'a>(call: &'a Call, side: &'a [DeviceId]) -> impl Iterator<Item = &'a Party> {
    let parties = side.iter().filter_map(|device| call.party(*device));
    parties.filter(|party| party.observes.is_none())
}

/// The one party of a side; none when the side is complex or its number is not known.
fn only(call: &Call, side: &[DeviceId]) -> Option<Face> {
    let mut members = members(call, side);
    let only = members.next()?;
    if members.next().is_none() { only.face() } else { None }
}
