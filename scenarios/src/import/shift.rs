//! Agents who were at work when a log begins: their first message is not a log-on.

use std::collections::BTreeMap;

use indexmap::IndexSet;
use tserver_wire::{AttributeId as A, Message, MessageType as M};

use crate::conversation::Conversation;

/// How an agent stood when the log began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum AtWork {
    /// Nobody was logged on.
    #[default]
    Nobody,
    Ready,
    NotReady,
}

impl AtWork {
    /// The value of `logged_on` in a world, if there is one.
    pub(super) fn word(self) -> Option<&'static str> {
        match self {
            Self::Nobody => None,
            Self::Ready => Some("ready"),
            Self::NotReady => Some("not_ready"),
        }
    }
}

/// What a log tells of the agent at a telephone.
#[derive(Debug, Default)]
pub(super) struct Shift {
    before: Option<AtWork>,
    /// Whether the agent's name was told.
    named: bool,
    /// The queues of the agent and of the calls.
    pub(super) queues: IndexSet<String>,
}

impl Shift {
    /// How the agent stood when the log began. Of whom only the name is told, was there and got no
    /// calls.
    pub(super) fn before(&self) -> AtWork {
        self.before.unwrap_or(if self.named { AtWork::NotReady } else { AtWork::Nobody })
    }
}

/// The agents of a log by their telephones.
pub(super) fn shifts(log: &Conversation) -> BTreeMap<&str, Shift> {
    let mut shifts: BTreeMap<&str, Shift> = BTreeMap::new();
    for message in log.said.iter().map(|said| &said.message) {
        let Some(dn) = message.string(A::THIS_DN) else { continue };
        let shift = shifts.entry(dn).or_default();
        shift.before = shift.before.or_else(|| told_by(message, dn));
        shift.named |= message.string(A::AGENT_ID).is_some();
        let queue = message.string(A::THIS_QUEUE).filter(|queue| *queue != dn);
        shift.queues.extend(queue.map(str::to_owned));
    }
    shifts
}

/// What a message tells of the state before it, if it does.
fn told_by(message: &Message, dn: &str) -> Option<AtWork> {
    let queue = message.string(A::THIS_QUEUE).filter(|queue| *queue != dn);
    match message.kind {
        M::REQUEST_AGENT_LOGIN | M::EVENT_AGENT_LOGIN => Some(AtWork::Nobody),
        M::REQUEST_AGENT_READY
        | M::EVENT_AGENT_READY
        | M::REQUEST_AGENT_LOGOUT
        | M::EVENT_AGENT_LOGOUT => Some(AtWork::NotReady),
        M::REQUEST_AGENT_NOT_READY | M::EVENT_AGENT_NOT_READY => Some(AtWork::Ready),
        _ if message.get(A::CONN_ID).is_some() && queue.is_some() => Some(AtWork::Ready),
        _ => None,
    }
}
