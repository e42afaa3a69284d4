//! Hold, retrieve, alternate (ECMA-269 Hold Call, Retrieve Call, Alternate Call).

use crate::{
    action::Refusal,
    event::Report,
    id::{CallId, DeviceId},
    switch::Switch,
};

impl Switch {
    /// Puts a connected call aside.
    pub(crate) fn hold(&mut self, device: DeviceId, call: CallId) -> Result<(), Refusal> {
        self.require_extension(device)?;
        let state = self.connection(device, call)?;
        let held = state.hold().ok_or(Refusal::WrongState { state, needed: "connected" })?;
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
            return Err(Refusal::DeviceBusy(other));
        }
        self.set_state(call, device, connected);
        self.report(Report::Retrieved { call, device });
        Ok(())
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
