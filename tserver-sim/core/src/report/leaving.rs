//! Parties leave (Genesys Events and Models, Release Phase, Release from Conference, abnormal rows of the models).

use switch_sim::{
    event::Cause,
    id::{CallId, DeviceId},
    personality::table::LastTwo,
};
use tserver_wire::{CallState, DnRole, MessageType as M};

use crate::{
    batch::Batch,
    call::{Call, Face, Party, PartyState, Predictive},
    event::CallEvent,
    report::{
        cause::{outcome_state, release_state},
        monitoring,
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
        let stay = |party: &&Party| {
            party.device != leaving.device
                && party.is_member()
                && !batch.clears(call.id, party.device)
        };
        let staying: Vec<DeviceId> =
            call.parties.iter().filter(stay).map(|party| party.device).collect();
        let own = own_event(call, &party, leaving, batch.ends(call.id));
        let queued = party.state == PartyState::Queued;
        let was_conference = call.is_conference();
        drop(call.leave(leaving.device));
        let deleted = if party.added_by.is_some() {
            // Nobody was told that the party was called into the call.
            Vec::new()
        } else if party.observes.is_some() || !was_conference {
            monitoring::parted(call, &party)
        } else if staying.len() > 1 {
            let face = party.face().or_else(|| self.plant.name_of(leaving.device));
            deleted_events(
                call,
                face.as_ref(),
                &staying,
                (leaving.by, self.personality.conf_last_two),
            )
        } else {
            Vec::new()
        };
        let told = !queued || self.tells_abandonment(leaving.call, leaving.device, batch);
        if told && !self.plant.is_circuit(leaving.device) {
            self.emit_all([own]);
        }
        self.emit_all(deleted);
        if let Some(by) = party.added_by {
            self.refuse_adding(leaving.call, &by);
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
        PartyState::Queued => CallEvent::of(M::EVENT_ABANDONED, call, party),
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

/// What the members who stay in a conference are told: `Conferenced` while more than two stay. Of the
/// last two, brands tell different things.
fn deleted_events(
    call: &Call,
    gone: Option<&Face>,
    staying: &[DeviceId],
    (by, last_two): (Option<DeviceId>, LastTwo),
) -> Vec<CallEvent> {
    let remover = by.and_then(|by| call.party(by)).and_then(Party::face);
    let third = remover.as_ref().or(gone).map(|face| face.in_role(DnRole::DeletedBy));
    let deleted = gone.map(|face| face.in_role(DnRole::DeletedParty));
    let members = || staying.iter().filter_map(|device| call.party(*device));
    let is_simple = members().filter(|party| party.observes.is_none()).count() <= 2;
    if is_simple && last_two == LastTwo::Untold {
        return Vec::new();
    }
    let state = if is_simple { CallState::Ok } else { CallState::Conferenced };
    let event = |party| {
        CallEvent::of(M::EVENT_PARTY_DELETED, call, party)
            .state(state)
            .other(deleted.clone())
            .third(third.clone())
    };
    let changed = |party| CallEvent::of(M::EVENT_PARTY_CHANGED, call, party).third(third.clone());
    let simple = members().map(changed).filter(|_| is_simple && last_two == LastTwo::Simple);
    members().map(event).chain(simple).collect()
}
