//! The members of a call with several: who is told that somebody comes or goes (Genesys Events and Models,
//! Conference, Release from Conference).

use switch_sim::{
    id::{CallId, DeviceId},
    personality::table::LastTwo,
};
use tserver_wire::{CallState, DnRole, MessageType as M};

use crate::{
    call::{Adding, Call, Entry, Face, Party, PartyState},
    error::{Denial, ErrorKind},
    event::CallEvent,
    server::TServerSim,
};

impl TServerSim {
    /// Somebody who is called into the call has come as far as the others are told of it: who was in
    /// the call is, and the request that called them is answered. Whom they took to have come is gone
    /// with that.
    pub(super) fn announce(&mut self, id: CallId, device: DeviceId) {
        let Some(call) = self.calls.get(id) else { return };
        let Some(party) = call.party(device) else { return };
        let Some(adding) = party.adding.clone() else { return };
        let answered = party.state == PartyState::Connected;
        let stands = match adding.entry {
            Entry::AtAnswer => false,
            Entry::AtOnce => !party.rings_while_queued(),
            Entry::InPlace => !party.is_hunting(),
        };
        if !(answered || stands && party.state == PartyState::Alerting) {
            return;
        }
        let name = self.name_in_events(party);
        let is_known = is_same(adding.told.as_ref(), name.as_ref());
        let Some(call) = self.calls.get_mut(id) else { return };
        call.tell_of(device, &adding, name.clone());
        if answered && let Some(party) = call.party_mut(device) {
            party.adding = None;
        }
        if is_known {
            return;
        }
        let events = came(call, device, name.as_ref(), &adding);
        let cause = self.current;
        self.current = adding.request.or(cause);
        self.emit_all(events);
        self.current = cause;
        let text = "The party called has answered, but ThisDN has left the call meanwhile";
        self.end_adding(&adding, &Denial::new(ErrorKind::WrongState, text));
    }

    /// Who was called into a call will not come: the request that called them is refused.
    pub(super) fn refuse_adding(&mut self, adding: &Adding) {
        let text = "Nobody has answered whom the conference should gain";
        self.end_adding(adding, &Denial::new(ErrorKind::DestinationBusy, text));
    }

    /// How a party is named where a name must be: an outside party without a number by its trunk.
    pub(super) fn name_in_events(&self, party: &Party) -> Option<Face> {
        party.face().or_else(|| self.plant.name_of(party.device))
    }

    /// The request that called somebody has no further effects; unless it was answered, it is refused.
    fn end_adding(&mut self, adding: &Adding, denial: &Denial) {
        let origin = adding.request.and_then(|request| self.pending.close(request));
        let open = origin.filter(|origin| !origin.answered);
        if let Some(origin) = open {
            self.deny(&origin, denial);
        }
    }
}

/// Whether two name the same number.
fn is_same(told: Option<&Face>, name: Option<&Face>) -> bool {
    told.map(|told| &told.dn) == name.map(|name| &name.dn)
}

/// Somebody comes by `adding`: the members of a call of several gain a party, and lose the one who stood
/// for it; whoever is alone with somebody transferred there has another party to speak to.
fn came(call: &Call, device: DeviceId, name: Option<&Face>, adding: &Adding) -> Vec<CallEvent> {
    let Some(newcomer) = call.party(device) else { return Vec::new() };
    if let Some(only) = alone_with(call, device).filter(|_| adding.entry == Entry::InPlace) {
        let third = adding.by.in_role(DnRole::TransferredBy);
        let told = |party: &&Party| party.device == only || party.observes == Some(only);
        let changed = |party| {
            CallEvent::of(M::EVENT_PARTY_CHANGED, call, party)
                .state(CallState::Transferred)
                .other(name.cloned())
                .third(Some(third.clone()))
        };
        return call.parties.iter().filter(told).map(changed).collect();
    }
    let there: Vec<DeviceId> = call.parties.iter().map(|party| party.device).collect();
    let several = call.is_conference(device);
    let state = if several { CallState::Conferenced } else { CallState::Ok };
    let staying: Vec<DeviceId> = there.iter().copied().filter(|other| *other != device).collect();
    let lost = adding.told.as_ref();
    let stood = |lost| deleted(call, (lost, newcomer), &staying, (None, LastTwo::Deleted));
    let deleted = lost.and_then(stood);
    let added = added(call, (newcomer, name), &there, (Some(&adding.by), state));
    deleted.unwrap_or_default().into_iter().chain(added).collect()
}

/// The only party that a device has on the other side, if that is one who speaks.
pub(super) fn alone_with(call: &Call, device: DeviceId) -> Option<DeviceId> {
    let own = call.party(device);
    let others = call.parties.iter().filter(|party| {
        let seen = own.is_none_or(|own| own.sees(party));
        party.device != device && party.observes.is_none() && party.is_member() && seen
    });
    let mut others = others.filter(|party| !party.is_hunting());
    others.next().filter(|_| others.next().is_none()).map(|party| party.device)
}

/// Somebody comes: what those who are there are told.
pub(super) fn added(
    call: &Call,
    (newcomer, name): (&Party, Option<&Face>),
    there: &[DeviceId],
    (by, state): (Option<&Face>, CallState),
) -> Vec<CallEvent> {
    let members = there.iter().filter_map(|device| call.party(*device));
    let told = members.filter(|party| party.is_member() && party.sees(newcomer));
    let event = |party| {
        CallEvent::of(M::EVENT_PARTY_ADDED, call, party)
            .state(state)
            .other(name.map(|name| name.in_role(DnRole::NewParty)))
            .third(by.map(|by| by.in_role(DnRole::AddedBy)))
    };
    told.map(event).collect()
}

/// Whom the members of a call lose with a party that has left it: the party itself, by `name`, or before
/// it answers whom they were told of, unless others ring who may still be that one.
pub(super) fn lost(call: &Call, gone: &Party, name: Option<&Face>) -> Option<Face> {
    if gone.observes.is_some() || gone.machine {
        return None;
    }
    match gone.state {
        PartyState::Alerting | PartyState::Queued => {
            let told = gone.adding.as_ref()?.told.as_ref();
            let carried = call.parties.iter().filter_map(|party| party.adding.as_ref());
            let mut others = carried.filter_map(|adding| adding.told.as_ref());
            told.filter(|told| !others.any(|other| other.dn == told.dn)).cloned()
        }
        PartyState::Dialing
        | PartyState::Connected
        | PartyState::Held
        | PartyState::Busy
        | PartyState::Failed => name.cloned(),
    }
}

/// A party has left for where the call goes next; so has its place among the others, who lose it and
/// gain whoever comes. Who is alone was told of a queue or routing point as the party, and the models
/// have no more for it (Genesys Events and Models, Two-Step Transfer to ACD, to a Routing Point).
pub(super) fn sent_on(call: &mut Call, gone: &Party) -> Vec<CallEvent> {
    let staying: Vec<DeviceId> = call.parties.iter().map(|party| party.device).collect();
    let lost = lost(call, gone, gone.face().as_ref());
    let without = |lost| deleted(call, (lost, gone), &staying, (None, LastTwo::Deleted));
    let events = lost.as_ref().and_then(without);
    let stood = gone.state == PartyState::Queued && gone.is_announced() && events.is_none();
    let adding = gone.adding.clone();
    if let Some(adding) = adding.filter(|adding| !(stood && adding.entry == Entry::InPlace)) {
        call.call_elsewhere(adding, events.is_some());
    }
    events.unwrap_or_default()
}

/// A party that the members knew as `lost` has gone, and the call goes on for those who stay: what they
/// are told; `None` when fewer than two stay. `Conferenced` while more than two stay; of the last two,
/// brands tell different things.
pub(super) fn deleted(
    call: &Call,
    (lost, gone): (&Face, &Party),
    staying: &[DeviceId],
    (by, last_two): (Option<DeviceId>, LastTwo),
) -> Option<Vec<CallEvent>> {
    let stay = |party: &&Party| staying.contains(&party.device) && party.observes.is_none();
    let stay: Vec<&Party> = call.parties.iter().filter(stay).collect();
    let is_member = |party: &Party| party.is_member() && !party.is_expected();
    let members = stay.iter().filter(|party| is_member(party)).count();
    if members == 0 || stay.len() < 2 {
        return None;
    }
    let remover = by.and_then(|by| call.party(by)).and_then(Party::face);
    let third = Some(remover.as_ref().unwrap_or(lost).in_role(DnRole::DeletedBy));
    let is_simple = members <= 2;
    if is_simple && last_two == LastTwo::Untold {
        return Some(Vec::new());
    }
    let state = if is_simple { CallState::Ok } else { CallState::Conferenced };
    let event = |party| {
        CallEvent::of(M::EVENT_PARTY_DELETED, call, party)
            .state(state)
            .other(Some(lost.in_role(DnRole::DeletedParty)))
            .third(third.clone())
    };
    let changed = |party| CallEvent::of(M::EVENT_PARTY_CHANGED, call, party).third(third.clone());
    let told = || {
        let there = staying.iter().filter_map(|device| call.party(*device));
        there.filter(|party| is_member(party) && party.sees(gone))
    };
    let simple = told().map(changed).filter(|_| is_simple && last_two == LastTwo::Simple);
    Some(told().map(event).chain(simple).collect())
}
