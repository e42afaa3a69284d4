//! Complete transfer: the other parties of two calls stay together, the device leaves (ECMA-269
//! Transfer Call).

use crate::{
    action::Refusal,
    call::ConnectionState,
    event::Report,
    id::{CallId, DeviceId},
    switch::Switch,
};

impl Switch {
    /// Joins everybody else of `active` to `held`. The party called may alert, wait in a queue or
    /// have answered; somebody must be there who is not ringing or waiting.
    pub(crate) fn complete_transfer(
        &mut self,
        device: DeviceId,
        held: CallId,
        active: CallId,
    ) -> Result<(), Refusal> {
        let state = self.require_tied(device, held, active)?;
        match state {
            ConnectionState::Initiated | ConnectionState::Connected => {}
            ConnectionState::Null
            | ConnectionState::Alerting
            | ConnectionState::Held
            | ConnectionState::Queued
            | ConnectionState::Failed => {
                return Err(Refusal::WrongState { state, needed: "dialling or connected" });
            }
        }
        let parties = self.others(held, device).count() + self.others(active, device).count();
        self.require_joinable(device, held, active, parties)?;
        if !self.is_through_beside(held, device) && !self.is_through_beside(active, device) {
            return Err(Refusal::WrongState { state, needed: "answered by one side at least" });
        }
        self.remove_party(active, device);
        self.remove_party(held, device);
        let moved = self.move_parties(active, held);
        self.report(Report::Transferred { held, active, controller: device, moved });
        Ok(())
    }

    /// Whether somebody beside the device is in conversation, or has put this call aside.
    pub(crate) fn is_through_beside(&self, call: CallId, device: DeviceId) -> bool {
        let parties = self.calls.get(call).into_iter().flat_map(|call| &call.parties);
        parties.filter(|party| party.device != device).any(|party| party.state.is_through())
    }
}
