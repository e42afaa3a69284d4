//! Parties leave (Genesys Events and Models, Release Phase, Release from Conference, abnormal rows of the models).

use switch_sim::{
    event::Cause,
    id::{CallId, DeviceId},
};
use tserver_wire::{CallState, MessageType as M};

use crate::{
    batch::Batch,
    call::{Call, Coming, Party, PartyState, Predictive},
    event::CallEvent,
    report::{
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
        let own = own_event(call, &party, leaving, batch.ends(call.id));
        let queued = party.state == PartyState::Queued;
        drop(call.leave(leaving.device));
        let adding = party.adding.clone();
        let name = self.name_in_events(&party);
        if let Some(call) = self.calls.get_mut(leaving.call)
            && leaving.cause == Cause::Redirected
        {
            call.call_elsewhere(adding.clone());
        }
        let Some(call) = self.calls.get(leaving.call) else { return };
        let last_two = self.personality.conf_last_two;
        let gone = (&party, name.as_ref());
        let deleted = members::deleted(call, gone, &staying, (leaving.by, last_two));
        let deleted = deleted.unwrap_or_else(|| monitoring::parted(call, &party));
        let refused = adding.filter(|adding| !call.awaits(adding.request));
        let told = !queued || self.tells_abandonment(leaving.call, leaving.device, batch);
        if told && party.is_known() && !self.plant.is_circuit(leaving.device) {
            self.emit_all([own]);
        }
        self.emit_all(deleted);
        if let Some(adding) = refused {
            self.refuse_adding(&adding);
        }
    }
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
