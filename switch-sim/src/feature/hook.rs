//! The handset: lifted without a call there is dial tone, until a number is dialled or it is put back
//! (ECMA-269 physical device features, Set Hookswitch Status).

use crate::{
    action::Refusal,
    call::ConnectionState,
    event::Report,
    feature::Setting,
    id::{CallId, DeviceId},
    switch::Switch,
};

impl Switch {
    /// Whether a telephone has no call, and its handset is on the hook.
    pub(crate) fn is_at_rest(&self, device: DeviceId) -> bool {
        self.at.of(device).is_empty() && !self.is_off_hook(device)
    }

    /// Whether a telephone is lifted and in no call that is active.
    pub(crate) fn has_dial_tone(&self, device: DeviceId) -> bool {
        self.is_off_hook(device) && self.occupied_by(device, None).is_none()
    }

    /// Whether the handset of a telephone was lifted before a call was there.
    pub(crate) fn is_off_hook(&self, device: DeviceId) -> bool {
        self.features(device).is_some_and(|features| features.off_hook)
    }

    /// Refuses to lift a handset that is lifted, or whose telephone has a call other than held ones: to
    /// lift the handset of a telephone that rings is to answer.
    pub(super) fn require_on_hook(&self, device: DeviceId) -> Result<(), Refusal> {
        let held =
            |&&call: &&CallId| matches!(self.connection(device, call), Ok(ConnectionState::Held));
        let mut calls = self.at.of(device).iter();
        match calls.find(|call| !held(call)) {
            Some(&call) => Err(Refusal::DeviceBusy(call)),
            None if self.is_off_hook(device) => Err(Refusal::HandsetIs("off the hook")),
            None => Ok(()),
        }
    }

    /// Puts the handset back; whoever speaks or dials leaves the call by that.
    pub(super) fn put_back(&mut self, device: DeviceId) -> Result<(), Refusal> {
        match self.occupied_by(device, None) {
            Some(call) => self.release(device, call)?,
            None if !self.is_off_hook(device) => return Err(Refusal::HandsetIs("on the hook")),
            None => {}
        }
        self.rest(device);
        Ok(())
    }

    /// Puts the handsets back whose telephones have left their last call in this step.
    pub(crate) fn rest_handsets(&mut self) {
        while let Some(device) = self.left_alone.pop_front() {
            if self.at.of(device).is_empty() {
                self.rest(device);
            }
        }
    }

    fn rest(&mut self, device: DeviceId) {
        let features = self.features.get_mut(device.index());
        let Some(features) = features.filter(|features| features.off_hook) else { return };
        features.off_hook = false;
        self.report(Report::IsSet { device, setting: Setting::OffHook(false) });
        self.refresh_availability(device);
    }
}
