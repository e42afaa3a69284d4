//! Single-step transfer: another party takes the device's place (ECMA-269 Single Step Transfer
//! Call).

use crate::{
    action::Refusal,
    call::route::{Attempt, Route, refusal},
    event::{Cause, Report},
    id::{CallId, DeviceId, Number},
    switch::Switch,
    world::WhenCalled,
};

impl Switch {
    /// Sends the others of a call to `to`. A destination that takes no call is refused before
    /// anything changes.
    pub(crate) fn single_step_transfer(
        &mut self,
        device: DeviceId,
        call: CallId,
        to: Number,
    ) -> Result<(), Refusal> {
        self.require_extension(device)?;
        let state = self.connection(device, call)?;
        if !state.is_through() {
            return Err(Refusal::WrongState { state, needed: "connected or held" });
        }
        if !self.is_through_beside(call, device) {
            return Err(Refusal::WrongState { state, needed: "connected to somebody" });
        }
        let route = self.route_for_transfer(call, &to).map_err(|cause| refusal(cause, &to))?;
        let target = self.seize(route).ok_or(Refusal::AllTrunksBusy)?;
        self.remove_party(call, device);
        let arrival = target.device();
        self.report(Report::SingleStepTransferred { call, controller: device, to: arrival });
        self.reach(Attempt { call, to, from: device, transfer: true }, target);
        Ok(())
    }

    /// Where a call that somebody sends to `to` would go, if a call is taken there.
    pub(crate) fn route_for_transfer(&mut self, call: CallId, to: &Number) -> Result<Route, Cause> {
        let route = self.route(to)?;
        self.admits_or_counts(route, Some(call))?;
        let when_called = match route {
            Route::Outside(_) => self.plant.when_called(to),
            Route::Extension(_) | Route::Queue(_) | Route::Point(_) | Route::Vector(_) => {
                WhenCalled::Rings
            }
        };
        match when_called {
            WhenCalled::Rings | WhenCalled::Answers { .. } => Ok(route),
            WhenCalled::Busy => Err(Cause::Busy),
            WhenCalled::Unknown => Err(Cause::InvalidNumber),
        }
    }
}
