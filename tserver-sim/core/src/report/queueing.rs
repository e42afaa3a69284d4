//! Calls wait in queues and leave them (Genesys Events and Models, call models with ACD queues): a call counts as
//! queued until `EventDiverted` or `EventAbandoned` of that queue.

use switch_sim::id::{CallId, DeviceId};
use tserver_wire::{CallState, DnRole, MessageType as M};

use crate::{
    call::{Face, Party, PartyState},
    event::CallEvent,
    server::TServerSim,
};

impl TServerSim {
    pub(super) fn tell_queued(&mut self, id: CallId, queue: DeviceId) {
        let dn = self.plant.dn(queue);
        let Some(call) = self.calls.get_mut(id) else { return };
        if call.party(queue).is_some() {
            // It has another priority there; clients see no priorities.
            return;
        }
        let party =
            Party::new(queue, dn.clone(), DnRole::Destination, PartyState::Queued).delivered_by(dn);
        call.join(party.clone());
        let state = match call.sent_by.take() {
            Some(_) => CallState::Transferred,
            None if std::mem::take(&mut call.forwarded) => CallState::Forwarded,
            None => CallState::Ok,
        };
        let event = CallEvent::of(M::EVENT_QUEUED, call, &party).state(state);
        self.emit_all([event]);
    }

    pub(super) fn tell_diverted(&mut self, id: CallId, queue: DeviceId, to: DeviceId) {
        let to = self.plant.dn(to).map(|dn| Face { dn, role: DnRole::Destination });
        let Some(call) = self.calls.get_mut(id) else { return };
        let Some(party) = call.party(queue).cloned() else { return };
        let event = CallEvent::of(M::EVENT_DIVERTED, call, &party).third(to);
        drop(call.leave(queue));
        self.emit_all([event]);
    }
}
