//! Single-step conference: somebody is called into a call that is up (ECMA-269 Single Step
//! Conference Call).

use crate::{
    action::Refusal,
    call::{
        ConnectionState,
        route::{Attempt, Route, refusal},
    },
    event::Report,
    id::{CallId, DeviceId, Number},
    switch::Switch,
};

impl Switch {
    /// Calls `to` into a connected call; whoever answers there is one more member. A destination
    /// that takes no call is refused before anything changes.
    pub(crate) fn single_step_conference(
        &mut self,
        device: DeviceId,
        call: CallId,
        to: Number,
    ) -> Result<(), Refusal> {
        self.require_extension(device)?;
        let state = self.connection(device, call)?;
        if state != ConnectionState::Connected {
            return Err(Refusal::WrongState { state, needed: "connected" });
        }
        self.require_no_observer(device, call)?;
        if !self.single_step_conference {
            return Err(Refusal::Unsupported("nobody is called into a call in a single step"));
        }
        if !self.is_through_beside(call, device) {
            return Err(Refusal::WrongState { state, needed: "connected to somebody" });
        }
        if self.is_full(call) {
            return Err(Refusal::ConferenceFull { limit: self.conference_limit });
        }
        let way = self.way_for_transfer(call, &to).map_err(|cause| refusal(cause, &to))?;
        if let Route::HuntGroup(_) = way.route {
            return Err(Refusal::Unsupported("a hunt group is not called into a call"));
        }
        let target = self.seize(way.route).ok_or(Refusal::AllTrunksBusy)?;
        let added = target.device();
        self.report(Report::SingleStepConferenced { call, controller: device, to: added });
        self.reach(Attempt { call, way, from: device, transfer: false }, target);
        Ok(())
    }
}
