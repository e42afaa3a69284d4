//! Settings of a number change (Genesys Events and Models, Agent-State and DN Events).

use switch_sim::{
    feature::{ForwardWhen, Setting},
    id::DeviceId,
    personality::table::ForwardReport,
};
use tserver_wire::{AttributeId as A, ForwardMode, MessageType as M};

use crate::{event::Draft, server::TServerSim};

impl TServerSim {
    pub(super) fn tell_setting(&mut self, device: DeviceId, setting: &Setting) {
        self.features.entry(device).or_default().change(setting.clone());
        let Some(dn) = self.plant.dn(device) else { return };
        let kind = match setting {
            Setting::DoNotDisturb(true) => M::EVENT_DND_ON,
            Setting::DoNotDisturb(false) => M::EVENT_DND_OFF,
            Setting::Forwarding(Some(_)) | Setting::SendAllCalls(true) => M::EVENT_FORWARD_SET,
            Setting::Forwarding(None) | Setting::SendAllCalls(false) => M::EVENT_FORWARD_CANCEL,
            Setting::MessageWaiting(true) => M::EVENT_MESSAGE_WAITING_ON,
            Setting::MessageWaiting(false) => M::EVENT_MESSAGE_WAITING_OFF,
            Setting::OffHook(true) => M::EVENT_OFF_HOOK,
            Setting::OffHook(false) => M::EVENT_ON_HOOK,
        };
        let forwarding = match setting {
            Setting::Forwarding(forwarding) => forwarding.as_ref(),
            Setting::DoNotDisturb(_)
            | Setting::SendAllCalls(_)
            | Setting::MessageWaiting(_)
            | Setting::OffHook(_) => None,
        };
        // A cancelled mode is told where it is not that of forwarding.
        let mode = match setting {
            Setting::SendAllCalls(_) => Some(ForwardMode::SendAllCalls),
            Setting::Forwarding(_)
            | Setting::DoNotDisturb(_)
            | Setting::MessageWaiting(_)
            | Setting::OffHook(_) => forwarding.map(|forwarding| mode(forwarding.when)),
        };
        let event = Draft::about(kind, device, &dn)
            .with(A::OTHER_DN, forwarding.map(|forwarding| forwarding.to.as_str()))
            .with(A::ADDRESS_INFO_STATUS, mode.map(ForwardMode::code));
        let told = match setting {
            Setting::DoNotDisturb(_) => self.tells_setting(kind),
            Setting::Forwarding(_) | Setting::SendAllCalls(_) => {
                self.personality.forward_event == ForwardReport::Told
            }
            Setting::MessageWaiting(_) | Setting::OffHook(_) => true,
        };
        if told {
            self.emit(event);
        } else {
            self.answer_only(event);
        }
    }
}

/// The T-Library mode of a forwarding.
pub(crate) fn mode(when: ForwardWhen) -> ForwardMode {
    match when {
        ForwardWhen::Always => ForwardMode::Unconditional,
        ForwardWhen::Busy => ForwardMode::OnBusy,
        ForwardWhen::NoAnswer => ForwardMode::OnNoAnswer,
    }
}
