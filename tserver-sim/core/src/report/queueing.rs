//! Calls wait in queues and leave them (Genesys Events and Models, call models with ACD queues): a call counts as
//! queued until `EventDiverted` or `EventAbandoned` of that queue.

use switch_sim::{
    id::{CallId, DeviceId},
    vector::Verb,
};
use tserver_wire::{CallState, DnRole, MessageType as M};

use crate::{
    batch::Batch,
    call::{Converse, Face, Party, PartyState},
    event::CallEvent,
    report::predictive::answer_state,
    server::TServerSim,
};

impl TServerSim {
    pub(super) fn tell_queued(&mut self, id: CallId, queue: DeviceId, batch: &Batch) {
        let told = self.tells_queueing(id, queue, batch) && self.tells_requeue(id, batch);
        let dn = self.plant.dn(queue);
        let Some(call) = self.calls.get_mut(id) else { return };
        let role = match call.party(queue) {
            Some(party) if party.state == PartyState::Dialing => party.role,
            // It has another priority there; clients see no priorities.
            Some(_) => return,
            None => DnRole::Destination,
        };
        let party = Party::new(queue, dn.clone(), role, PartyState::Queued).delivered_by(dn);
        call.join(party.clone());
        if call.converse == Converse::Begins {
            call.converse = Converse::At(queue);
        }
        let state = match call.sent_by.take() {
            Some(_) => CallState::Transferred,
            None => call.arrives_as.take().unwrap_or_else(|| answer_state(call)),
        };
        let event = CallEvent::of(M::EVENT_QUEUED, call, &party).state(state);
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
        let to = self.plant.dn(to).map(|dn| Face { dn, role: DnRole::Destination });
        let Some(call) = self.calls.get_mut(id) else { return };
        let Some(party) = call.party(queue).cloned() else { return };
        let to_machine = call.converse == Converse::At(queue);
        let state = if to_machine && marked { CallState::ConverseOn } else { CallState::Ok };
        let event = CallEvent::of(M::EVENT_DIVERTED, call, &party).state(state).third(to);
        drop(call.leave(queue));
        if told {
            self.emit_all([event]);
        }
    }
}
