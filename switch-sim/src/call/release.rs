//! Release: a party leaves its call (ECMA-269 Clear Connection), and the call may end with it.

use crate::{
    action::Refusal,
    call::{ConnectionState, Party, Waits},
    event::{Cause, Report},
    id::{CallId, DeviceId},
    plant::DeviceKind,
    statistics::vdn::Leaving,
    switch::Switch,
};

impl Switch {
    /// Takes a telephone or somebody outside out of a call, in whatever state. Whoever leaves
    /// while alerting declines the call. A group gives up the call that it makes until it is known who
    /// has answered.
    pub(crate) fn release(&mut self, device: DeviceId, call: CallId) -> Result<(), Refusal> {
        if self.predicting_group(call) == Some(device) {
            self.give_prediction_up(call, device, Cause::Dropped);
            return Ok(());
        }
        self.require_person(device)?;
        let state = self.connection(device, call)?;
        if state.clear().is_none() {
            return Err(Refusal::WrongState { state, needed: "in the call" });
        }
        if state == ConnectionState::Alerting {
            self.take_from(call, device, Cause::CallRejected);
        } else {
            self.clear(call, device, Cause::NormalClearing, None);
            if self.ends_with_outsider(call, device) {
                self.end_with(call, Cause::NormalClearing);
            } else if !self.returns_to_vdn(call) {
                self.end_if_alone(call, Cause::NormalClearing);
            }
        }
        Ok(())
    }

    /// Whether a call ends because the party that has just left was the last one outside: the site
    /// conferred about a caller who has gone.
    fn ends_with_outsider(&self, call: CallId, left: DeviceId) -> bool {
        let is_outside =
            |device| matches!(self.plant.kind(device), Some(DeviceKind::Circuit { .. }));
        let mut parties = self.calls.get(call).into_iter().flat_map(|call| &call.parties);
        !self.conference_outlives_outsiders
            && is_outside(left)
            && !parties.any(|party| is_outside(party.device))
    }

    /// Ends a call that a party has left with the given cause, unless those who remain still have
    /// somebody to speak to or to wait for. A machine to which a vector lent the call speaks to
    /// nobody when the caller has gone.
    pub(crate) fn end_if_alone(&mut self, call: CallId, cause: Cause) {
        let Some(entry) = self.calls.get(call) else { return };
        let keeps_up = |party: &&Party| party.state.is_anchor() && party.waits != Waits::Machine;
        let mut anchors =
            entry.participants().filter(keeps_up).map(|party| (party.device, party.state));
        let (anchor, further) = (anchors.next(), anchors.next());
        drop(anchors);
        let goes_on = entry.participants().count() > 1
            || entry.is_in_vector()
            || self.parked.contains_key(&call);
        match (anchor, further) {
            (Some(_), Some(_)) => {}
            (Some(_), None) if goes_on => {}
            (Some((device, state)), None) => match (state, cause) {
                // The originator hears why; everybody else has had a conversation, which is over.
                (ConnectionState::Initiated, cause) if cause != Cause::NormalClearing => {
                    self.fail(call, device, cause);
                }
                _ => self.end_with(call, cause),
            },
            (None, _) => self.end_with(call, cause),
        }
    }

    /// Clears whoever remains, and ends the call. Who rings or waits was called in vain.
    pub(crate) fn end_with(&mut self, call: CallId, cause: Cause) {
        while let Some(party) = self.calls.get(call).and_then(|call| call.parties.first()) {
            let cause = if party.state.is_anchor() { cause } else { Cause::CallCancelled };
            self.clear(call, party.device, cause, None);
        }
        self.end(call);
    }

    /// Ends a call without parties.
    pub(crate) fn end(&mut self, call: CallId) {
        self.leave_vdn(call, Leaving::Abandoned);
        self.leave_vector(call);
        self.move_parked(call, None);
        self.forget_digits(call);
        self.calls.end(call);
        self.report(Report::CallCleared { call });
    }
}
