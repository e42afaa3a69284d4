//! What a telephone is set to: do-not-disturb, send-all-calls, forwarding, the message lamp
//! (ECMA-269 logical device features), its handset, and where its calls go by that.

mod cover;
mod forward;
mod hook;
mod way;

pub use cover::{CoveragePath, Criterion};
pub(crate) use way::{Origin, Way};

use crate::{
    action::Refusal,
    event::Report,
    id::{DeviceId, Number},
    switch::Switch,
};

/// The settings that a telephone's user can change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the telephone by itself")]
pub struct Features {
    /// Whether calls find the telephone busy.
    pub do_not_disturb: bool,
    /// Whether calls go to the telephone's coverage path without ringing here.
    pub send_all_calls: bool,
    /// Where calls go instead of ringing here.
    pub forwarding: Option<Forwarding>,
    /// Whether the message lamp is on.
    pub message_waiting: bool,
    /// Whether the handset was lifted before a call was there.
    pub off_hook: bool,
}

/// A change of one setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Whether direct calls find the telephone busy. Those that a queue delivers ring all the
    /// same.
    DoNotDisturb(bool),
    /// Whether direct calls go to the coverage path at once (Avaya send-all-calls); only a telephone
    /// with such a path can.
    SendAllCalls(bool),
    /// Where direct calls go; none: they ring here. Those that a queue delivers always do.
    Forwarding(Option<Forwarding>),
    /// Whether the message lamp is on.
    MessageWaiting(bool),
    /// Whether the handset is off the hook (ECMA-269 Set Hookswitch Status). A telephone that is
    /// lifted without a call has dial tone: calls find it busy, queues deliver none. Putting the
    /// handset back leaves the call that is active; the end of the last call puts it back too.
    OffHook(bool),
}

/// Where a telephone's calls go, and which of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forwarding {
    /// Which calls go there.
    pub when: ForwardWhen,
    /// The number they go to.
    pub to: Number,
}

/// Which calls a telephone forwards (ECMA-269 forwarding types).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ForwardWhen {
    /// Every call, at once.
    Always,
    /// Those that find the telephone busy, or set to do-not-disturb.
    Busy,
    /// Those that nobody answers: at the ring limit, or after 15 s where that is shorter.
    NoAnswer,
}

impl Switch {
    /// The settings of a telephone; none for what is no telephone.
    pub fn features(&self, device: DeviceId) -> Option<&Features> {
        self.features.get(device.index())
    }

    /// Changes one setting of a telephone.
    pub(crate) fn set(&mut self, device: DeviceId, setting: Setting) -> Result<(), Refusal> {
        self.require_extension(device)?;
        if let Setting::Forwarding(Some(forwarding)) = &setting {
            self.require_elsewhere(device, &forwarding.to)?;
        }
        if setting == Setting::SendAllCalls(true) {
            self.require_path(device)?;
        }
        match setting {
            Setting::OffHook(true) => self.require_on_hook(device)?,
            Setting::OffHook(false) => return self.put_back(device),
            Setting::DoNotDisturb(_)
            | Setting::SendAllCalls(_)
            | Setting::Forwarding(_)
            | Setting::MessageWaiting(_) => {}
        }
        let features = self.features.get_mut(device.index()).ok_or(Refusal::WrongDevice)?;
        features.change(setting.clone());
        self.report(Report::IsSet { device, setting });
        self.refresh_availability(device);
        Ok(())
    }

    /// Whether direct calls find the telephone busy although it is not.
    pub(crate) fn is_undisturbed(&self, device: DeviceId) -> bool {
        self.features(device).is_some_and(|features| features.do_not_disturb)
    }
}

impl Features {
    /// Takes over a change of one setting.
    pub fn change(&mut self, setting: Setting) {
        match setting {
            Setting::DoNotDisturb(on) => self.do_not_disturb = on,
            Setting::SendAllCalls(on) => self.send_all_calls = on,
            Setting::Forwarding(forwarding) => self.forwarding = forwarding,
            Setting::MessageWaiting(on) => self.message_waiting = on,
            Setting::OffHook(on) => self.off_hook = on,
        }
    }

    /// Whether no direct call rings at the telephone.
    pub(crate) fn sends_every_call(&self) -> bool {
        let forwards = self.forwarding.as_ref().is_some_and(|to| to.when == ForwardWhen::Always);
        self.send_all_calls || forwards
    }
}
