//! An alerting call goes elsewhere: redirected by its party, forwarded or covered by the switch (call
//! models "redirect an alerting call" and "call forwarded by the switch"; PSDK T-Library reference,
//! `TCallState`: Forwarded, Covered).

use switch_sim::id::{CallId, DeviceId, Number};
use tserver_wire::{CallState, DnRole, MessageType as M};

use crate::{call::Face, event::CallEvent, plant::Dn, server::TServerSim};

impl TServerSim {
    /// The party that redirected is released; what happens at the destination follows.
    pub(super) fn tell_deflected(
        &mut self,
        call: CallId,
        device: DeviceId,
        to: Option<DeviceId>,
        number: &Number,
    ) {
        self.tell_sent_on(call, device, number, CallState::Redirected);
        if to.is_some_and(|to| self.plant.is_circuit(to)) {
            self.note_dialled(call, number);
        }
    }

    /// A telephone has sent the call on: forwarded or covered it, as `state` says. Who has not rung yet
    /// is not told at all; the destination's event says what has happened.
    pub(super) fn tell_passed_on(
        &mut self,
        (call, device): (CallId, DeviceId),
        number: &Number,
        rang: bool,
        state: CallState,
    ) {
        if rang {
            self.tell_sent_on(call, device, number, state);
        }
        self.note_dialled(call, number);
        if let Some(call) = self.calls.get_mut(call) {
            call.arrives_as = Some(state);
        }
    }

    fn tell_sent_on(&mut self, id: CallId, device: DeviceId, to: &Number, state: CallState) {
        let Some(call) = self.calls.get_mut(id) else { return };
        let Some(party) = call.party(device).cloned() else { return };
        let to = Face { dn: Dn::from(to.as_str()), role: DnRole::Destination };
        let event = CallEvent::of(M::EVENT_RELEASED, call, &party).state(state).third(Some(to));
        drop(call.leave(device));
        self.emit_all([event]);
    }

    /// Whoever is reached outside by the new number is known by it.
    fn note_dialled(&mut self, id: CallId, number: &Number) {
        if let Some(call) = self.calls.get_mut(id) {
            call.dialled = Some(Dn::from(number.as_str()));
        }
    }
}
