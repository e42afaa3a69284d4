//! Deflect: a call that alerts goes elsewhere unanswered (ECMA-269 Deflect Call).

use crate::{
    action::Refusal,
    call::{
        ConnectionState,
        route::{Attempt, refusal},
    },
    event::{Cause, Report},
    id::{CallId, DeviceId, Number},
    switch::Switch,
};

impl Switch {
    /// Sends a call that alerts at a telephone to `to`, from all the telephones at which it rings. A
    /// destination that takes no call is refused before anything changes.
    pub(crate) fn deflect(
        &mut self,
        device: DeviceId,
        call: CallId,
        to: Number,
    ) -> Result<(), Refusal> {
        self.require_extension(device)?;
        let state = self.connection(device, call)?;
        if state != ConnectionState::Alerting {
            return Err(Refusal::WrongState { state, needed: "alerting" });
        }
        let way = self.way_for_transfer(call, &to).map_err(|cause| refusal(cause, &to))?;
        let target = self.seize(way.route).ok_or(Refusal::AllTrunksBusy)?;
        self.ring_only_at(call, device, Cause::Redirected);
        if let Some(party) = self.remove_party(call, device) {
            self.count_cleared(&party, Cause::Redirected);
        }
        let number = to;
        self.report(Report::Deflected { call, device, to: target.device(), number });
        self.reach(Attempt { call, way, from: device, transfer: false }, target);
        Ok(())
    }
}
