//! Calls wait in queues and leave them (Genesys Events and Models, call models with ACD queues): a call counts as
//! queued until `EventDiverted` or `EventAbandoned` of that queue.

use switch_sim::{
    id::{CallId, DeviceId},
    vector::Verb,
};
use tserver_wire::{CallState, MessageType as M};

use crate::{
    batch::Batch,
    call::{Call, Coming, Converse, Face, Party, PartyState},
    event::CallEvent,
    report::{members, predictive::answer_state},
    server::TServerSim,
};

impl TServerSim {
    pub(super) fn tell_queued(&mut self, id: CallId, queue: DeviceId, batch: &Batch) {
        let told = self.tells_queueing(id, queue, batch) && self.tells_requeue(id, batch);
        let dn = self.plant.dn(queue);
        let coming = Coming::while_served(self.is_serving());
        let Some(call) = self.calls.get_mut(id) else { return };
        let role = match call.party(queue) {
            Some(party) if party.state == PartyState::Dialing => party.role,
            // It has another priority there; clients see no priorities.
            Some(_) => return,
            None => call.role_of_comer(),
        };
        let mut party = Party::new(queue, dn.clone(), role, PartyState::Queued).delivered_by(dn);
        party.adding = call.adding.take();
        party.coming = coming;
        call.join(party.clone());
        if call.converse == Converse::Begins {
            call.converse = Converse::At(queue);
        }
        let event = CallEvent::of(M::EVENT_QUEUED, call, &party).state(arrival_state(call));
        if told {
            self.emit_all([event]);
        }
    }

    /// A call vector's step shows only in what it leads to; one lets the call go to a machine.
    pub(super) fn follow_vector(&mut self, id: CallId, command: Verb) {
        if let Some(call) = self.calls.get_mut(id) {
            let begins = command == Verb::ConverseOn;
            call.converse = if begins { Converse::Begins } else { Converse::No };
        }
    }

    pub(super) fn tell_diverted(
        &mut self,
        (id, queue): (CallId, DeviceId),
        to: DeviceId,
        batch: &Batch,
    ) {
        let told = self.tells_diversion(id, queue, batch);
        let marked = self.marks_machines();
        let to = self.plant.dn(to);
        let Some(call) = self.calls.get_mut(id) else { return };
        let to = to.map(|dn| Face { dn, role: call.role_of_comer() });
        let Some(party) = call.party(queue).cloned() else { return };
        let to_machine = call.converse == Converse::At(queue);
        let state = if to_machine && marked { CallState::ConverseOn } else { CallState::Ok };
        let event = CallEvent::of(M::EVENT_DIVERTED, call, &party).state(state).third(to);
        let gone = call.move_on(queue);
        let deleted = gone.map(|gone| members::sent_on(call, &gone)).unwrap_or_default();
        if told {
            self.emit_all([event]);
        }
        self.emit_all(deleted);
    }
}

/// `CallState` of a call that comes to a queue or routing point: how it was sent there, or what a
/// predictive call tells beside that it has come.
pub(super) fn arrival_state(call: &Call) -> CallState {
    match (&call.sent_by, call.arrives_as) {
        (Some(_), _) => CallState::Transferred,
        (None, Some(state)) => state,
        (None, None) => answer_state(call),
    }
}
