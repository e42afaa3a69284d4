//! Settings of a device: do-not-disturb, forwarding, the message lamp, whom it monitors, and the
//! words for them.

pub use crate::middleware::{
    Features, ForwardWhen, Forwarding, MonitorMode, MonitorScope, Setting,
};
use crate::notice::Value;

/// The words for a setting that is on or off.
pub const SWITCHED: &[&str] = &["on", "off"];

/// The words for who hears a supervisor.
pub const MONITOR_MODES: &[&str] = &["listen", "whisper", "barge"];

/// The words for which calls a supervisor takes part in.
pub const MONITOR_SCOPES: &[&str] = &["one", "all"];

/// The words for which calls are forwarded.
pub const FORWARD: &[&str] = &["always", "busy", "noanswer", "off"];

impl Features {
    /// Takes over a change of one setting.
    pub(crate) fn change(&mut self, setting: Setting) {
        match setting {
            Setting::DoNotDisturb(on) => self.do_not_disturb = on,
            Setting::Forwarding(forwarding) => self.forwarding = forwarding,
            Setting::MessageWaiting(on) => self.message_waiting = on,
        }
    }

    /// Hands out every attribute that has a value, in the order of the reference page.
    pub fn attributes<'a>(&'a self, visit: &mut dyn FnMut(&'static str, Value<'a>)) {
        visit("do_not_disturb", Value::Word(switched(self.do_not_disturb)));
        let forwarding = self.forwarding.as_ref();
        visit("forward", Value::Word(forwarding.map_or("off", |to| to.when.word())));
        if let Some(Forwarding { to, .. }) = forwarding {
            visit("forward_to", Value::Text(to.as_str()));
        }
        visit("message_waiting", Value::Word(switched(self.message_waiting)));
        if let Some(agent) = &self.monitors {
            visit("monitors", Value::Text(agent.as_str()));
        }
    }
}

impl ForwardWhen {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Busy => "busy",
            Self::NoAnswer => "noanswer",
        }
    }

    /// What the word means; none for `off`.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        [Self::Always, Self::Busy, Self::NoAnswer].into_iter().find(|when| when.word() == word)
    }
}

impl MonitorMode {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Listen => "listen",
            Self::Whisper => "whisper",
            Self::Barge => "barge",
        }
    }

    /// What the word means.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        [Self::Listen, Self::Whisper, Self::Barge].into_iter().find(|mode| mode.word() == word)
    }
}

impl MonitorScope {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::OneCall => "one",
            Self::AllCalls => "all",
        }
    }

    /// What the word means.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        [Self::OneCall, Self::AllCalls].into_iter().find(|scope| scope.word() == word)
    }
}

fn switched(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}
