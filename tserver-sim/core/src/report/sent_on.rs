//! A call goes elsewhere: redirected by its party, forwarded or covered by the switch, picked up, parked (call
//! models "redirect an alerting call" and "call forwarded by the switch"; PSDK T-Library reference,
//! `TCallState`: Forwarded, Covered).

use switch_sim::id::{CallId, DeviceId, Number};
use tserver_wire::{CallState, DnRole, MessageType as M};

use crate::{
    call::{Face, Party},
    event::CallEvent,
    plant::Dn,
    report::members,
    server::TServerSim,
};

impl TServerSim {
    /// The party that redirected is released; what happens at the destination follows.
    pub(super) fn tell_deflected(
        &mut self,
        call: CallId,
        device: DeviceId,
        to: Option<DeviceId>,
        number: &Number,
    ) {
        self.tell_sent_on(call, device, Dn::from(number.as_str()), CallState::Redirected);
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
            self.tell_sent_on(call, device, Dn::from(number.as_str()), state);
        }
        self.note_dialled(call, number);
        if let Some(call) = self.calls.get_mut(call) {
            call.arrives_as = Some(state);
        }
    }

    /// The call is taken at another telephone, where it rings for a moment.
    pub(super) fn tell_picked_up(&mut self, id: CallId, device: DeviceId, by: DeviceId) {
        if let Some(by) = self.plant.dn(by) {
            self.tell_sent_on(id, device, by, CallState::Pickedup);
        }
        if let Some(call) = self.calls.get_mut(id) {
            call.arrives_as = Some(CallState::Pickedup);
        }
    }

    /// Who parks a call sends it to a number where nobody is.
    pub(super) fn tell_parked(&mut self, id: CallId, device: DeviceId, at: DeviceId) {
        if let Some(call) = self.calls.get_mut(id) {
            call.parked_by = call.party(device).and_then(Party::face);
        }
        if let Some(at) = self.plant.dn(at) {
            self.tell_sent_on(id, device, at, CallState::Redirected);
        }
    }

    /// Parking a call and taking it back elsewhere is a transfer, to whoever waited.
    pub(super) fn tell_unparked(&mut self, id: CallId, device: DeviceId) {
        let target = self.plant.dn(device).map(|dn| Face { dn, role: DnRole::Destination });
        let Some(call) = self.calls.get_mut(id) else { return };
        let third = call.parked_by.take().map(|face| face.in_role(DnRole::TransferredBy));
        let changed = |party| {
            CallEvent::of(M::EVENT_PARTY_CHANGED, call, party)
                .state(CallState::Transferred)
                .other(target.clone())
                .third(third.clone())
        };
        let events: Vec<CallEvent> = call.parties.iter().map(changed).collect();
        call.sent_by = third;
        self.emit_all(events);
    }

    /// The call goes from `device` to `to`. Who was called into a call with others sends its place there
    /// on as well: the members lose it, and gain whoever comes.
    fn tell_sent_on(&mut self, id: CallId, device: DeviceId, to: Dn, state: CallState) {
        let Some(call) = self.calls.get_mut(id) else { return };
        let Some(party) = call.party(device).cloned() else { return };
        let to = Face { dn: to, role: DnRole::Destination };
        let event = CallEvent::of(M::EVENT_RELEASED, call, &party).state(state).third(Some(to));
        drop(call.leave(device));
        let deleted = members::sent_on(call, &party);
        let event = Some(event).filter(|_| party.is_known());
        self.emit_all(event.into_iter().chain(deleted));
    }

    /// Whoever is reached outside by the new number is known by it.
    fn note_dialled(&mut self, id: CallId, number: &Number) {
        if let Some(call) = self.calls.get_mut(id) {
            call.dialled = Some(Dn::from(number.as_str()));
        }
    }
}
