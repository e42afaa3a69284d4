//! Hold, retrieve, alternate (ECMA-269 Hold Call, Retrieve Call, Alternate Call).

use crate::{
    action::Refusal,
    call::ConnectionState,
    event::Report,
    id::{CallId, DeviceId},
    personality::table::{HoldOfConsult, SecondLine},
    switch::Switch,
};

impl Switch {
    /// Puts a connected call aside.
    pub(crate) fn hold(&mut self, device: DeviceId, call: CallId) -> Result<(), Refusal> {
        self.require_extension(device)?;
        let state = self.connection(device, call)?;
        let held = state.hold().ok_or(Refusal::WrongState { state, needed: "connected" })?;
        let entry = self.calls.get(call);
        let later = entry.is_some_and(|call| call.consult_of.is_some() || call.parties.len() > 2);
        if later && self.personality.hold_of_consult == HoldOfConsult::Denied {
            let what = "a consultation call or a conference cannot be put on hold";
            return Err(Refusal::Unsupported(what));
        }
        self.require_no_observer(device, call)?;
        self.set_state(call, device, held);
        self.report(Report::Held { call, device });
        Ok(())
    }

    /// Takes a held call back, when no other call occupies the telephone.
    pub(crate) fn retrieve(&mut self, device: DeviceId, call: CallId) -> Result<(), Refusal> {
        self.require_extension(device)?;
        let state = self.connection(device, call)?;
        let connected = state.retrieve().ok_or(Refusal::WrongState { state, needed: "held" })?;
        if let Some(other) = self.occupied_by(device, Some(call)) {
            self.clear_the_line(device, other)?;
        }
        self.set_state(call, device, connected);
        self.report(Report::Retrieved { call, device });
        Ok(())
    }

    /// Makes way for a further call at a telephone on which another one is active, as the keys of
    /// the brand's telephones do.
    pub(crate) fn clear_the_line(
        &mut self,
        device: DeviceId,
        active: CallId,
    ) -> Result<(), Refusal> {
        let alerts = self.connection(device, active) == Ok(ConnectionState::Alerting);
        match self.personality.second_line_key_autohold {
            SecondLine::Holds => self.hold(device, active).map_err(|_| Refusal::DeviceBusy(active)),
            SecondLine::Drops if !alerts => self.release(device, active),
            SecondLine::Drops | SecondLine::Refused => Err(Refusal::DeviceBusy(active)),
        }
    }

    /// Puts the active call aside and takes the held one back.
    pub(crate) fn alternate(
        &mut self,
        device: DeviceId,
        held: CallId,
        active: CallId,
    ) -> Result<(), Refusal> {
        let state = self.require_tied(device, held, active)?;
        if state.hold().is_none() {
            return Err(Refusal::WrongState { state, needed: "connected" });
        }
        self.hold(device, active)?;
        self.retrieve(device, held)
    }
}
