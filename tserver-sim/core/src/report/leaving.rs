//! Parties leave (Genesys Events and Models, Release Phase, Release from Conference, abnormal rows of the models).

use switch_sim::{
    event::Cause,
    id::{CallId, DeviceId},
};
use tserver_wire::{CallState, DnRole, MessageType as M};

use crate::{
    batch::Batch,
    call::{Adding, Call, Coming, Face, Party, PartyState, Predictive},
    event::CallEvent,
    report::{
        basic::usual_state,
        cause::{outcome_state, release_state},
        members, monitoring,
    },
    server::TServerSim,
};

/// A party's last report.
pub(super) struct Leaving {
    pub(super) call: CallId,
    pub(super) device: DeviceId,
    pub(super) cause: Cause,
    pub(super) by: Option<DeviceId>,
}

impl TServerSim {
    pub(super) fn tell_cleared(&mut self, leaving: &Leaving, batch: &Batch) {
        let Some(call) = self.calls.get_mut(leaving.call) else { return };
        let Some(party) = call.party(leaving.device).cloned() else { return };
        let stay =
            |party: &&Party| party.device != leaving.device && !batch.clears(call.id, party.device);
        let staying: Vec<DeviceId> =
            call.parties.iter().filter(stay).map(|party| party.device).collect();
        call.ends_as_conference |= ends_together(call, batch);
        let own = own_event(call, &party, leaving, batch.ends(call.id));
        let own = if call.ends_as_conference { own.other(None) } else { own };
        let queued = party.state == PartyState::Queued;
        drop(call.leave(leaving.device));
        let name = self.name_in_events(&party);
        let Some(call) = self.calls.get_mut(leaving.call) else { return };
        let last_two = self.personality.conf_last_two;
        let lost = members::lost(call, &party, name.as_ref());
        let without =
            |lost| members::deleted(call, (lost, &party), &staying, (leaving.by, last_two));
        let deleted = lost.as_ref().and_then(without);
        let adding = pass_on(call, &party, (leaving, deleted.is_some()), batch);
        let dropped = leaving.by.and_then(|by| dropped(call, by, name.as_ref()));
        let parted = monitoring::parted(call, &party, deleted.is_some());
        let deleted = deleted.unwrap_or_default().into_iter().chain(parted);
        let deleted: Vec<CallEvent> = deleted.collect();
        let refused = adding.filter(|adding| !call.awaits(adding.request));
        let told = !queued || self.tells_abandonment(leaving.call, leaving.device, batch);
        if told && party.is_known() && !self.plant.is_circuit(leaving.device) {
            self.emit_all([own]);
        }
        self.emit_all(deleted);
        // Whoever removes a party of which no member knows is told that it has gone all the same.
        self.emit_all(dropped.filter(|_| lost.is_none()));
        if let Some(adding) = refused {
            self.refuse_adding(&adding);
        }
    }
}

/// Whether a call of more than two ends at once for all of them: it has several others for each until
/// then (Genesys Events and Models, complex party).
fn ends_together(call: &Call, batch: &Batch) -> bool {
    let speaks = |party: &&Party| {
        party.observes.is_none() && matches!(party.state, PartyState::Connected | PartyState::Held)
    };
    let goes = |party: &Party| batch.clears(call.id, party.device);
    let mut members = call.parties.iter().filter(speaks);
    members.clone().nth(2).is_some() && members.all(goes)
}

/// Lets the place in a call that a party has left without an answer go to whoever the switch tries next;
/// `lost`: the others were told that it has gone. By what it was called.
fn pass_on(
    call: &mut Call,
    gone: &Party,
    (leaving, lost): (&Leaving, bool),
    batch: &Batch,
) -> Option<Adding> {
    let tries_on = leaving.cause == Cause::Redirected
        || (gone.state == PartyState::Alerting && batch.goes_on(call.id, gone.device));
    let last = gone.is_hunting() && !tries_on && !call.parties.iter().any(Party::is_hunting);
    let left = call.adding.take_if(|_| last);
    let adding = gone.adding.clone().or(left);
    if let Some(adding) = adding.clone().filter(|_| tries_on) {
        call.call_elsewhere(adding, lost);
    }
    adding
}

/// The answer to who has removed a party from a call.
fn dropped(call: &Call, by: DeviceId, name: Option<&Face>) -> Option<CallEvent> {
    let remover = call.party(by)?;
    let event = CallEvent::of(M::EVENT_PARTY_DELETED, call, remover)
        .state(usual_state(call, remover))
        .other(name.map(|name| name.in_role(DnRole::DeletedParty)))
        .third(remover.face().map(|by| by.in_role(DnRole::DeletedBy)));
    Some(event)
}

/// What the leaving party's clients are told. Whom nobody answered in time was called in vain when
/// the call ends with it, as after a blind transfer; otherwise the call was taken away.
fn own_event(call: &Call, party: &Party, leaving: &Leaving, ends: bool) -> CallEvent {
    match party.state {
        PartyState::Queued if leaving.cause == Cause::Redirected => {
            CallEvent::of(M::EVENT_DIVERTED, call, party)
        }
        PartyState::Alerting if party.coming == Coming::Unheard => {
            CallEvent::of(M::EVENT_RELEASED, call, party).state(release_state(leaving.cause))
        }
        PartyState::Queued => ended_in_queue(call, party),
        PartyState::Alerting if is_abandoned(leaving) => {
            CallEvent::of(M::EVENT_ABANDONED, call, party)
        }
        PartyState::Alerting if ends && leaving.cause == Cause::CallNotAnswered => {
            CallEvent::of(M::EVENT_ABANDONED, call, party).state(CallState::NoAnswer)
        }
        PartyState::Dialing if call.predictive != Predictive::No => {
            CallEvent::of(M::EVENT_RELEASED, call, party).state(outcome_state(leaving.cause))
        }
        PartyState::Dialing
        | PartyState::Alerting
        | PartyState::Connected
        | PartyState::Held
        | PartyState::Busy
        | PartyState::Failed => {
            CallEvent::of(M::EVENT_RELEASED, call, party).state(release_state(leaving.cause))
        }
    }
}

/// A call has ended in a queue or at a routing point, and goes nowhere from there. Nothing is abandoned
/// that has not been told before.
pub(super) fn ended_in_queue(call: &Call, party: &Party) -> CallEvent {
    let untold = party.coming == Coming::Unheard;
    let kind = if untold { M::EVENT_RELEASED } else { M::EVENT_ABANDONED };
    CallEvent::of(kind, call, party)
}

/// A ringing party was abandoned when the caller's side gave up, not when the call was taken
/// away from it or it declined.
fn is_abandoned(leaving: &Leaving) -> bool {
    match leaving.cause {
        Cause::NormalClearing | Cause::CallCancelled => true,
        Cause::CallNotAnswered
        | Cause::CallRejected
        | Cause::Busy
        | Cause::InvalidNumber
        | Cause::TrunksBusy
        | Cause::QueueFull
        | Cause::AnsweringMachine
        | Cause::Network(_)
        | Cause::Transfer
        | Cause::Conference
        | Cause::Dropped
        | Cause::Redirected
        | Cause::AnsweredElsewhere => false,
    }
}
