//! The members of a call with several: who is told that somebody comes or goes (Genesys Events and Models,
//! Conference, Release from Conference).

use switch_sim::{
    id::{CallId, DeviceId},
    personality::table::LastTwo,
};
use tserver_wire::{AttributeId as A, CallState, DnRole, Message, MessageType as M};

use crate::{
    call::{Adding, Call, Face, Party, PartyState},
    error::{Denial, ErrorKind},
    event::CallEvent,
    pending::Origin,
    server::TServerSim,
};

impl TServerSim {
    /// Somebody who is called into the call has come as far as the members are told of it: who was in
    /// the call is, and the request that called them is answered.
    pub(super) fn announce(&mut self, id: CallId, device: DeviceId) {
        let Some(call) = self.calls.get_mut(id) else { return };
        let Some(party) = call.party_mut(device) else { return };
        let answered = party.state == PartyState::Connected;
        let rings = party.state == PartyState::Alerting && !party.rings_while_queued();
        let Some(adding) = party.adding.clone().filter(|_| answered || rings) else { return };
        let told = adding.announced || !(answered || adding.at_once);
        match (&mut party.adding, answered) {
            (adding, true) => *adding = None,
            (Some(adding), false) => adding.announced |= adding.at_once,
            (None, false) => {}
        }
        if told {
            return;
        }
        let Some(call) = self.calls.get(id) else { return };
        let Some(newcomer) = call.party(device) else { return };
        let name = self.name_in_events(newcomer);
        let everybody: Vec<DeviceId> = call.parties.iter().map(|party| party.device).collect();
        let events = added(call, (newcomer, name.as_ref()), &everybody, Some(&adding.by));
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
        if let Some(Origin { link, reference, .. }) = open {
            let asked = Message::new(M::REQUEST_SINGLE_STEP_CONFERENCE)
                .with(A::REFERENCE_ID, reference)
                .with(A::THIS_DN, adding.by.dn.as_ref());
            self.refuse(link, &asked, denial);
        }
    }
}

/// Somebody comes: what those who are there are told.
pub(super) fn added(
    call: &Call,
    (newcomer, name): (&Party, Option<&Face>),
    there: &[DeviceId],
    by: Option<&Face>,
) -> Vec<CallEvent> {
    let members = there.iter().filter_map(|device| call.party(*device));
    let told = members.filter(|party| party.is_member() && party.sees(newcomer));
    let several = call.is_conference(newcomer.device);
    let state = if several { CallState::Conferenced } else { CallState::Ok };
    let event = |party| {
        CallEvent::of(M::EVENT_PARTY_ADDED, call, party)
            .state(state)
            .other(name.map(|name| name.in_role(DnRole::NewParty)))
            .third(by.map(|by| by.in_role(DnRole::AddedBy)))
    };
    told.map(event).collect()
}

/// Somebody has gone, and the call goes on for those who stay: what they are told; `None` when it was
/// none of them. `Conferenced` while more than two stay; of the last two, brands tell different things.
/// Who has rung without having been announced was no member yet.
pub(super) fn deleted(
    call: &Call,
    (gone, name): (&Party, Option<&Face>),
    staying: &[DeviceId],
    (by, last_two): (Option<DeviceId>, LastTwo),
) -> Option<Vec<CallEvent>> {
    let stay = |party: &&Party| staying.contains(&party.device) && party.observes.is_none();
    let stay: Vec<&Party> = call.parties.iter().filter(stay).collect();
    let is_member = |party: &Party| party.is_member() && !party.is_expected();
    let members = stay.iter().filter(|party| is_member(party)).count();
    let was_member = gone.is_member()
        && gone.observes.is_none()
        && !gone.machine
        && (gone.state != PartyState::Alerting || gone.is_announced());
    if !was_member || members == 0 || stay.len() < 2 {
        return None;
    }
    let remover = by.and_then(|by| call.party(by)).and_then(Party::face);
    let third = remover.as_ref().or(name).map(|face| face.in_role(DnRole::DeletedBy));
    let face = name.map(|face| face.in_role(DnRole::DeletedParty));
    let is_simple = members <= 2;
    if is_simple && last_two == LastTwo::Untold {
        return Some(Vec::new());
    }
    let state = if is_simple { CallState::Ok } else { CallState::Conferenced };
    let event = |party| {
        CallEvent::of(M::EVENT_PARTY_DELETED, call, party)
            .state(state)
            .other(face.clone())
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
