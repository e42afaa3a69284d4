//! Drop: a member of a conference removes another one.

use crate::{
    action::Refusal,
    event::Cause,
    id::{CallId, DeviceId},
    switch::Switch,
};

impl Switch {
    /// Takes `party` out of a call of three or more, at the wish of another, connected member.
    pub(crate) fn drop_party(
        &mut self,
        device: DeviceId,
        call: CallId,
        party: DeviceId,
    ) -> Result<(), Refusal> {
        self.require_extension(device)?;
        let state = self.connection(device, call)?;
        if state.hold().is_none() {
            return Err(Refusal::WrongState { state, needed: "connected" });
        }
        self.connection(party, call)?;
        self.require_no_observer(device, call)?;
        self.require_no_observer(party, call)?;
        if party == device {
            return Err(Refusal::WrongDevice);
        }
        if self.calls.get(call).is_none_or(|call| call.participants().count() < 3) {
            return Err(Refusal::WrongState { state, needed: "in a conference" });
        }
        self.clear(call, party, Cause::Dropped, Some(device));
        self.end_if_alone(call, Cause::NormalClearing);
        Ok(())
    }
}
