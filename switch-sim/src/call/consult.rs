//! Consult and reconnect: ask somebody while the first call is held, and come back to it
//! (ECMA-269 Consultation Call, Reconnect Call).

use crate::{
    action::{CallData, Refusal},
    call::{ConnectionState, route::Route},
    id::{CallId, DeviceId, Number},
    personality::table::ToAgentId,
    switch::Switch,
};

impl Switch {
    /// Holds a connected call and calls `to`. The first call stays held when that gets nowhere.
    pub(crate) fn consult(
        &mut self,
        device: DeviceId,
        call: CallId,
        to: Number,
        data: CallData,
    ) -> Result<CallId, Refusal> {
        self.require_extension(device)?;
        let state = self.connection(device, call)?;
        if state.hold().is_none() {
            return Err(Refusal::WrongState { state, needed: "connected" });
        }
        self.require_transferable(&to)?;
        self.require_line(device)?;
        self.require_room(&data)?;
        self.hold(device, call)?;
        Ok(self.dial(device, to, data, Some(call)))
    }

    /// Refuses the log-on name of an agent where the brand does not transfer there.
    pub(crate) fn require_transferable(&self, to: &Number) -> Result<(), Refusal> {
        let to_agent = matches!(self.route(to), Ok(Route::Agent { .. }));
        if to_agent && self.personality.transfer_to_agent_id == ToAgentId::Denied {
            return Err(Refusal::Unsupported(
                "calls are not transferred to an agent's log-on name",
            ));
        }
        Ok(())
    }

    /// Leaves the active call, whatever has become of it, and takes the held one back.
    pub(crate) fn reconnect(
        &mut self,
        device: DeviceId,
        held: CallId,
        active: CallId,
    ) -> Result<(), Refusal> {
        let state = self.require_tied(device, held, active)?;
        if state == ConnectionState::Alerting {
            let needed = "dialling, connected or failed";
            return Err(Refusal::WrongState { state, needed });
        }
        self.release(device, active)?;
        self.retrieve(device, held)
    }
}
