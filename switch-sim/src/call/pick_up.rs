//! Pick up: a telephone takes a call that rings at another one (ECMA-269 Group Pickup Call, Directed
//! Pickup Call).

use crate::{
    action::Refusal,
    call::{ConnectionState, Waits},
    event::{Cause, Report},
    id::{CallId, DeviceId, Number},
    plant::DeviceKind,
    switch::Switch,
    time::SimTime,
};

impl Switch {
    /// Answers at a telephone the call that has rung longest at the telephone of the number `at`, or,
    /// without one, at those of its own pickup group. One that a machine was lent is not taken.
    pub(crate) fn pick_up(
        &mut self,
        device: DeviceId,
        at: Option<Number>,
    ) -> Result<CallId, Refusal> {
        self.require_extension(device)?;
        let ringing = match at {
            Some(number) => {
                let telephone = self.telephone(&number)?;
                self.ringing_longest(device, [telephone].into_iter())
            }
            None => {
                let group = self.plant.pickup_group(device);
                let group =
                    group.ok_or(Refusal::Unsupported("the telephone is in no pickup group"))?;
                self.ringing_longest(device, group.iter().copied())
            }
        };
        let (call, from) = ringing.ok_or(Refusal::NothingRings)?;
        self.require_line(device)?;
        if let Some(other) = self.occupied_by(device, None) {
            self.clear_the_line(device, other)?;
        }
        self.ring_only_at(call, from, Cause::AnsweredElsewhere);
        let Some(taken) = self.remove_party(call, from) else { return Err(Refusal::NothingRings) };
        self.count_cleared(&taken, Cause::Redirected);
        self.report(Report::PickedUp { call, device: from, by: device });
        self.ring(call, device, None, None);
        self.establish(call, device);
        Ok(call)
    }

    /// The telephone with a number.
    pub(crate) fn telephone(&self, number: &Number) -> Result<DeviceId, Refusal> {
        let device = self.plant.inside(number);
        let telephone =
            device.filter(|device| self.plant.kind(*device) == Some(DeviceKind::Extension));
        telephone.ok_or_else(|| Refusal::InvalidNumber(number.clone()))
    }

    /// The call that has rung longest at some telephones, and at which of them; those of `device`
    /// itself are not meant.
    fn ringing_longest(
        &self,
        device: DeviceId,
        telephones: impl Iterator<Item = DeviceId>,
    ) -> Option<(CallId, DeviceId)> {
        let mut longest: Option<(SimTime, CallId, DeviceId)> = None;
        for telephone in telephones.filter(|telephone| *telephone != device) {
            for &call in self.at.of(telephone) {
                let Some(entry) = self.calls.get(call) else { continue };
                let Some(party) = entry.party(telephone) else { continue };
                let rings = party.state == ConnectionState::Alerting
                    && party.waits != Waits::Machine
                    && entry.party(device).is_none();
                let found = (party.since, call, telephone);
                if rings && longest.is_none_or(|longest| found < longest) {
                    longest = Some(found);
                }
            }
        }
        longest.map(|(_, call, telephone)| (call, telephone))
    }
}
