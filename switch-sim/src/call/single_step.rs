//! Single-step transfer: another party takes the device's place (ECMA-269 Single Step Transfer
//! Call).

use crate::{
    action::Refusal,
    call::route::{Attempt, Route, refusal},
    event::{Cause, Report},
    feature::{Origin, Way},
    id::{CallId, DeviceId, Number},
    personality::table::{BlindToBusy, SingleStep},
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
        self.require_no_observer(device, call)?;
        if !self.is_through_beside(call, device) {
            return Err(Refusal::WrongState { state, needed: "connected to somebody" });
        }
        self.require_single_step(device, call, &to)?;
        self.require_transferable(&to)?;
        let way = match self.way_for_transfer(call, &to) {
            Err(Cause::Busy) if self.personality.blind_transfer_to_busy == BlindToBusy::Recalls => {
                self.recall(device, call);
                return Ok(());
            }
            way => way.map_err(|cause| refusal(cause, &to))?,
        };
        let target = self.seize(way.route).ok_or(Refusal::AllTrunksBusy)?;
        self.remove_party(call, device);
        let arrival = target.device();
        let number = way.to.clone();
        self.report(Report::SingleStepTransferred {
            call,
            controller: device,
            to: arrival,
            number,
        });
        self.reach(Attempt { call, way, from: device, transfer: true }, target);
        Ok(())
    }

    /// Refuses a call that the brand does not transfer in a single step.
    fn require_single_step(
        &self,
        device: DeviceId,
        call: CallId,
        to: &Number,
    ) -> Result<(), Refusal> {
        let refused = match self.personality.single_step_transfer {
            SingleStep::Any => return Ok(()),
            SingleStep::TrunkToScript => {
                let to_script = matches!(
                    self.route(to),
                    Ok(Route::Queue(_) | Route::Vector(_) | Route::Point(_))
                );
                let fits = self.has_circuit(call) && to_script;
                (!fits).then_some("only calls over a trunk, and only to a queue or script")
            }
            SingleStep::QueueCalls => {
                let party = self.calls.get(call).and_then(|call| call.party(device));
                let fits = party.is_some_and(|party| party.queue.is_some());
                (!fits).then_some("only calls of a queue are transferred in a single step")
            }
            SingleStep::Unsupported => Some("no call is transferred in a single step"),
        };
        refused.map_or(Ok(()), |what| Err(Refusal::Unsupported(what)))
    }

    /// The destination is busy: the call comes back to whoever sent it there.
    fn recall(&mut self, device: DeviceId, call: CallId) {
        let Some(number) = self.number_of(device) else { return };
        self.remove_party(call, device);
        let to = Some(device);
        self.report(Report::SingleStepTransferred { call, controller: device, to, number });
        self.ring(call, device, to, Some(Origin { principal: device, next_point: None }));
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
            | Route::HuntGroup(_)
            | Route::Agent { .. } => WhenCalled::Rings,
        };
        match when_called {
            WhenCalled::Rings | WhenCalled::Answers { .. } => Ok(way),
            WhenCalled::Clears { cause } => Err(Cause::of_network(cause)),
        }
    }
}
