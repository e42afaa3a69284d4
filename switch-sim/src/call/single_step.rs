//! Single-step transfer: another party takes the device's place (ECMA-269 Single Step Transfer
//! Call).

use crate::{
    action::Refusal,
    call::route::{Attempt, Route, refusal},
    event::{Cause, Report},
    feature::Way,
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
        let way = self.way_for_transfer(call, &to).map_err(|cause| refusal(cause, &to))?;
        let target = self.seize(way.route).ok_or(Refusal::AllTrunksBusy)?;
        self.remove_party(call, device);
        let arrival = target.device();
        self.report(Report::SingleStepTransferred { call, controller: device, to: arrival });
        self.report_hops(call, &way);
        self.reach(Attempt { call, to: way.to, from: device, transfer: true }, target);
        Ok(())
    }

    /// Where a call goes that somebody sends on, if it is taken there.
    pub(crate) fn way_for_transfer(&mut self, call: CallId, to: &Number) -> Result<Way, Cause> {
        let way = self.way_on(self.route(to)?, to.clone(), Some(call))?;
        self.admits_or_counts(way.route, Some(call))?;
        let when_called = match way.route {
            Route::Outside(_) => self.plant.when_called(&way.to),
            Route::Extension(_)
            | Route::Queue(_)
            | Route::Point(_)
            | Route::Vector(_)
            | Route::Agent { .. } => WhenCalled::Rings,
        };
        match when_called {
            WhenCalled::Rings | WhenCalled::Answers { .. } => Ok(way),
            WhenCalled::Busy => Err(Cause::Busy),
            WhenCalled::Unknown => Err(Cause::InvalidNumber),
        }
    }
}
