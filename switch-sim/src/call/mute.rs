//! Mute: a party is in the call and nobody hears it (ECMA-269 Set Microphone Mute). An observer who
//! unmutes barges in.

use crate::{
    action::Refusal,
    call::ConnectionState,
    event::Report,
    id::{CallId, DeviceId},
    monitoring::Voice,
    switch::Switch,
};

impl Switch {
    /// Takes a connected telephone's voice out of the call.
    pub(crate) fn mute(&mut self, device: DeviceId, call: CallId) -> Result<(), Refusal> {
        self.set_muted(device, call, true)?;
        self.report(Report::Muted { call, device });
        Ok(())
    }

    /// Gives a muted telephone its voice back.
    pub(crate) fn unmute(&mut self, device: DeviceId, call: CallId) -> Result<(), Refusal> {
        self.set_muted(device, call, false)?;
        self.report(Report::Unmuted { call, device });
        Ok(())
    }

    fn set_muted(&mut self, device: DeviceId, call: CallId, muted: bool) -> Result<(), Refusal> {
        self.require_extension(device)?;
        let state = self.connection(device, call)?;
        if state != ConnectionState::Connected {
            return Err(Refusal::WrongState { state, needed: "connected" });
        }
        let party = self.calls.get(call).and_then(|entry| entry.party(device));
        let party = party.ok_or(Refusal::NotAParty(device, call))?;
        if party.muted == muted {
            let needed = if muted { "not muted" } else { "muted" };
            return Err(Refusal::WrongState { state, needed });
        }
        if party.observes.is_some() && !muted {
            self.require_offered(Voice::BargeIn)?;
        }
        let party = self.party_mut(call, device).ok_or(Refusal::NotAParty(device, call))?;
        party.muted = muted;
        if let Some(observation) = &mut party.observes {
            observation.voice = if muted { Voice::Listen } else { Voice::BargeIn };
        }
        Ok(())
    }
}
