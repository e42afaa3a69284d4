//! A device's part in a call: its states, what is known of it, and how a client sees it.

use serde::{Deserialize, Serialize};

use crate::{
    id::{CallKey, Dn},
    journal::word::{self, Word},
    limits,
    middleware::{CallData, CallInfo, CallKind, CallState},
    transitions::transitions,
};

/// What a device's part in a call is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum State {
    /// Not at this device: over, or never heard of.
    Gone,
    Dialing,
    Ringing,
    Connected,
    Held,
    /// Hears a tone; only a release is left to do.
    Failed,
}

transitions! {
    State {
        dial:      Gone => Dialing;
        ring:      Gone => Ringing;
        establish: Gone | Dialing | Ringing => Connected;
        hold:      Gone | Dialing | Ringing | Connected => Held;
        retrieve:  Gone | Dialing | Ringing | Held => Connected;
        fail:      Gone | Dialing | Connected => Failed;
        release:   Dialing | Ringing | Connected | Held | Failed => Gone;
    }
}

impl State {
    /// Every state.
    pub(crate) const ALL: &'static [Self] =
        &[Self::Gone, Self::Dialing, Self::Ringing, Self::Connected, Self::Held, Self::Failed];

    /// The word for the state.
    pub fn word(self) -> &'static str {
        match self {
            Self::Gone => "released",
            Self::Dialing => "dialing",
            Self::Ringing => "ringing",
            Self::Connected => "connected",
            Self::Held => "held",
            Self::Failed => "failed",
        }
    }
}

impl From<CallState> for State {
    fn from(state: CallState) -> Self {
        match state {
            CallState::Dialing => Self::Dialing,
            CallState::Ringing => Self::Ringing,
            CallState::Connected => Self::Connected,
            CallState::Held => Self::Held,
            CallState::Failed => Self::Failed,
        }
    }
}

impl CallKind {
    /// The word for the kind.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Internal => "internal",
            Self::Inbound => "inbound",
            Self::Outbound => "outbound",
            Self::Consult => "consult",
        }
    }
}

/// A call as a client sees it, in an event or a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallView {
    pub call: CallKey,
    pub kind: CallKind,
    pub state: State,
    /// Whether nobody in the call hears the device.
    pub muted: bool,
    pub ani: Option<Dn>,
    pub dnis: Option<Dn>,
    pub queue: Option<Dn>,
    /// The other party, if there is exactly one.
    pub other: Option<Dn>,
    /// More than two take part, also where numbers are not known.
    #[serde(default)]
    pub conference: bool,
    /// All other parties that are known.
    pub parties: Vec<Dn>,
    /// The held call that this consultation belongs to.
    pub consult_of: Option<CallKey>,
    pub data: CallData,
    /// Whether the device takes part in an agent's call as an observer.
    pub observes: bool,
    /// The supervisor who takes part in the call of this device.
    pub observer: Option<Dn>,
    /// The requests that are allowed for this call at this moment.
    #[serde(with = "word::several")]
    pub actions: Vec<Word>,
    /// The device's other calls, in an event; a snapshot lists them as calls of their own.
    pub beside: Vec<Beside>,
}

/// Another call of the same device, beside the one that an event is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    pub call: CallKey,
    pub state: State,
    /// The requests that are allowed for it at this moment.
    #[serde(with = "word::several")]
    pub actions: Vec<Word>,
}

/// The mirror of a device's part in one call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Call {
    pub(crate) key: CallKey,
    pub(crate) state: State,
    pub(crate) muted: bool,
    /// Whether the device takes part as an observer.
    pub(crate) observes: bool,
    /// The supervisor who takes part in the device's call.
    pub(crate) observer: Option<Dn>,
    pub(crate) kind: CallKind,
    ani: Option<Dn>,
    dnis: Option<Dn>,
    pub(crate) queue: Option<Dn>,
    pub(crate) consult_of: Option<CallKey>,
    /// The other parties whose numbers are known, in the order in which they joined.
    pub(crate) parties: Vec<Dn>,
    /// Whether more than two take part: said by the middleware, because a party may have no number.
    #[serde(default)]
    pub(crate) conference: bool,
    /// Parties that have left, to know a repeated report.
    left: Vec<Dn>,
    pub(crate) data: CallData,
}

impl Call {
    /// A call of which nothing is known but its id.
    pub(crate) fn new(key: CallKey) -> Self {
        Self {
            key,
            state: State::Gone,
            muted: false,
            observes: false,
            observer: None,
            kind: CallKind::Unknown,
            ani: None,
            dnis: None,
            queue: None,
            consult_of: None,
            parties: Vec::new(),
            conference: false,
            left: Vec::new(),
            data: CallData::new(),
        }
    }

    /// Takes over what a report says, except about the parties.
    pub(crate) fn learn(&mut self, info: CallInfo) {
        if info.kind != CallKind::Unknown {
            self.kind = info.kind;
        }
        self.observes |= info.observes;
        self.conference |= info.conference;
        self.muted = info.muted.unwrap_or(self.muted);
        self.ani = info.ani.or_else(|| self.ani.take());
        self.dnis = info.dnis.or_else(|| self.dnis.take());
        self.queue = info.queue.or_else(|| self.queue.take());
        self.consult_of = info.consult_of.filter(|held| *held != self.key).or(self.consult_of);
        if let Some(data) = info.data {
            self.data = data;
        }
    }

    /// Takes over who is on the other side of a call of two.
    pub(crate) fn meet(&mut self, other: Option<&Dn>) {
        if let (Some(other), [] | [_], false) = (other, self.parties.as_slice(), self.conference) {
            self.parties = vec![other.clone()];
        }
    }

    /// Notes a party that joined; false: it was here already.
    pub(crate) fn join(&mut self, party: &Dn) -> bool {
        self.left.retain(|left| left != party);
        let joins = !self.parties.contains(party) && self.parties.len() < limits::MAX_PARTIES;
        if joins {
            self.parties.push(party.clone());
        }
        joins
    }

    /// Notes a party that left; false: it had left already.
    pub(crate) fn leave(&mut self, party: &Dn) -> bool {
        let known = self.parties.contains(party);
        self.parties.retain(|here| here != party);
        let leaves = known || !self.left.contains(party);
        if leaves && self.left.len() < limits::MAX_PARTIES {
            self.left.push(party.clone());
        }
        leaves
    }

    /// Takes over all who are known to be in the call. Who was known before stays in place: an order that
    /// differs is no difference to tell.
    pub(crate) fn regroup(&mut self, mut parties: Vec<Dn>, conference: bool) {
        self.conference = conference;
        parties.truncate(limits::MAX_PARTIES);
        self.parties.retain(|party| parties.contains(party));
        parties.retain(|party| !self.parties.contains(party));
        self.parties.extend(parties);
    }

    /// Whether somebody is all that the device has in the call.
    pub(crate) fn is_only_with(&self, party: Option<&Dn>) -> bool {
        let only = if let [only] = self.parties.as_slice() { Some(only) } else { None };
        only.is_some() && only == party && !self.conference
    }

    /// The call as a client sees it.
    pub(crate) fn view(&self, actions: Vec<&'static str>, beside: Vec<Beside>) -> CallView {
        CallView {
            call: self.key,
            kind: self.kind,
            state: self.state,
            muted: self.muted,
            ani: self.ani.clone(),
            dnis: self.dnis.clone(),
            queue: self.queue.clone(),
            other: match self.parties.as_slice() {
                [other] if !self.conference => Some(other.clone()),
                [] | [_] | [_, _, ..] => None,
            },
            conference: self.conference,
            parties: self.parties.clone(),
            consult_of: self.consult_of,
            data: self.data.clone(),
            observes: self.observes,
            observer: self.observer.clone(),
            actions,
            beside,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    #[test]
    fn states() {
        let mut table = String::new();
        for (step, from, to) in State::TABLE {
            writeln!(table, "{step:9} {from:?} => {to:?}").unwrap();
        }
        insta::assert_snapshot!(table);
    }
}
