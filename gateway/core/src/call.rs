//! A device's part in a call: its states, what is known of it, and how a client sees it.

use crate::{
    id::{CallKey, Dn},
    middleware::{CallData, CallKind, CallState},
    transitions::transitions,
};

/// What a device's part in a call is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallView {
    pub call: CallKey,
    pub kind: CallKind,
    pub state: State,
    pub ani: Option<Dn>,
    pub dnis: Option<Dn>,
    pub queue: Option<Dn>,
    /// The other party, if exactly one is known.
    pub other: Option<Dn>,
    /// All other parties that are known.
    pub parties: Vec<Dn>,
    /// The held call that this consultation belongs to.
    pub consult_of: Option<CallKey>,
    pub data: CallData,
    /// The requests that are allowed for this call at this moment.
    pub actions: Vec<&'static str>,
}

/// The mirror of a device's part in one call.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) key: CallKey,
    pub(crate) state: State,
    pub(crate) kind: CallKind,
    pub(crate) ani: Option<Dn>,
    pub(crate) dnis: Option<Dn>,
    pub(crate) queue: Option<Dn>,
    pub(crate) consult_of: Option<CallKey>,
    /// The other parties, in the order in which they joined.
    pub(crate) parties: Vec<Dn>,
    /// Parties that have left, to know a repeated report.
    pub(crate) left: Vec<Dn>,
    pub(crate) data: CallData,
}
