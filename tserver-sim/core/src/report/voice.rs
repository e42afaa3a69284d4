//! What a party sends into its call: tones, or nothing (Genesys Events and Models, DTMF Events and
//! Agent-State and DN Events).

use switch_sim::id::{CallId, DeviceId};
use tserver_wire::{AttributeId as A, MessageType as M};

use crate::{
    event::{CallEvent, Draft},
    server::TServerSim,
};

impl TServerSim {
    /// Only the sender's clients are told, and not which tones. Treatments and clients that
    /// collect digits hear them.
    pub(super) fn tell_digits(&mut self, id: CallId, device: DeviceId, keys: &str) {
        let Some(call) = self.calls.get(id) else { return };
        let event = call.party(device).map(|party| CallEvent::of(M::EVENT_DTMF_SENT, call, party));
        if !self.plant.is_circuit(device) {
            self.emit_all(event);
        }
        self.hear_digits(id, device, keys);
    }

    /// Only the party's own clients are told.
    pub(super) fn tell_mute(&mut self, id: CallId, device: DeviceId, muted: bool) {
        let Some(dn) = self.plant.dn(device) else { return };
        let Some(call) = self.calls.get_mut(id) else { return };
        let conn = call.facts.conn;
        let Some(party) = call.party_mut(device) else { return };
        party.muted = muted;
        let kind = if muted { M::EVENT_MUTE_ON } else { M::EVENT_MUTE_OFF };
        let event = Draft::about(kind, device, &dn).with(A::CONN_ID, Some(conn.0));
        if self.tells_setting(kind) {
            self.emit(event);
        } else {
            self.answer_only(event);
        }
    }
}
