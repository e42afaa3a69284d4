//! Set aside: a member of a conference neither hears nor is heard for a while (T-Library
//! `TListenDisconnect`, `TListenReconnect`; Avaya selective listening hold).

use crate::{
    action::Refusal,
    call::{Call, ConnectionState, Party},
    event::Report,
    id::{CallId, DeviceId},
    monitoring::{Observation, Voice},
    switch::Switch,
};

impl Switch {
    /// Sets a member of a conference aside, at the wish of another, connected one.
    pub(crate) fn set_aside(
        &mut self,
        device: DeviceId,
        call: CallId,
        party: DeviceId,
    ) -> Result<(), Refusal> {
        let state = self.require_member(device, call, party)?;
        if self.calls.get(call).is_none_or(|call| call.participants().count() < 3) {
            return Err(Refusal::WrongState { state, needed: "in a conference" });
        }
        self.change_aside(call, party, true)?;
        self.report(Report::SetAside { call, device: party, by: device });
        Ok(())
    }

    /// Takes a member back who was set aside.
    pub(crate) fn take_back(
        &mut self,
        device: DeviceId,
        call: CallId,
        party: DeviceId,
    ) -> Result<(), Refusal> {
        self.require_member(device, call, party)?;
        self.change_aside(call, party, false)?;
        self.report(Report::TakenBack { call, device: party, by: device });
        Ok(())
    }

    fn require_member(
        &self,
        device: DeviceId,
        call: CallId,
        party: DeviceId,
    ) -> Result<ConnectionState, Refusal> {
        self.require_extension(device)?;
        let state = self.connection(device, call)?;
        if state != ConnectionState::Connected {
            return Err(Refusal::WrongState { state, needed: "connected" });
        }
        self.require_no_observer(device, call)?;
        self.require_no_observer(party, call)?;
        let other = self.connection(party, call)?;
        if party == device {
            return Err(Refusal::WrongDevice);
        }
        if !other.is_through() {
            return Err(Refusal::WrongState { state: other, needed: "connected or held" });
        }
        Ok(state)
    }

    fn change_aside(&mut self, call: CallId, device: DeviceId, aside: bool) -> Result<(), Refusal> {
        let party = self.party_mut(call, device).ok_or(Refusal::NotAParty(device, call))?;
        if party.aside == aside {
            let needed = if aside { "not set aside" } else { "set aside" };
            return Err(Refusal::WrongState { state: party.state, needed });
        }
        party.aside = aside;
        Ok(())
    }
}

impl Call {
    /// Whom a party hears: everybody who is connected and neither mute nor set aside, and of the
    /// observers those who may be heard.
    pub fn voices_at(&self, listener: DeviceId) -> impl Iterator<Item = DeviceId> + '_ {
        let listening = self.party(listener);
        let speaking = self.parties.iter().filter(move |party| {
            !party.muted && listening.is_some_and(|listener| party.reaches(listener))
        });
        speaking.map(|party| party.device)
    }
}

impl Party {
    /// Whether there is a speech path from this party to another one of its call.
    pub(crate) fn reaches(&self, other: &Self) -> bool {
        let takes_part = |party: &Self| party.state == ConnectionState::Connected && !party.aside;
        let lets_through = match self.observes {
            None => true,
            Some(Observation { voice: Voice::BargeIn, .. }) => true,
            Some(Observation { voice: Voice::Whisper, agent }) => other.device == agent,
            Some(Observation { voice: Voice::Listen, .. }) => false,
        };
        self.device != other.device && takes_part(self) && takes_part(other) && lets_through
    }
}
