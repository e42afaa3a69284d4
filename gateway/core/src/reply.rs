//! What a request is answered, and what the gateway wants done.

use std::{sync::Arc, time::Duration};

use serde::{Deserialize, Serialize};

use crate::{
    agent::AgentState,
    call::CallView,
    feature::Features,
    id::{CallKey, Dn},
    journal::word::{self, Word},
    middleware::Command,
    notice::Notice,
    refusal::Refusal,
    request::Row,
    session::SessionId,
    statistics::Statistics,
    time::Timestamp,
};

/// What the gateway wants done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// Answer the request that came with this token.
    Reply { token: RequestToken, reply: Reply },
    /// Hand this to the adapter.
    Command(Command),
}

/// The edge's name for a request that waits for its reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RequestToken(pub u64);

/// The reply to one request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The request's name.
    #[serde(with = "word::one")]
    pub request: Word,
    /// The client's own `ref`, as it came.
    pub reference: Option<Arc<str>>,
    pub answer: Answer,
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// It is done, and there is nothing to add.
    Done,
    /// The session has begun; this is how its device stands.
    Opened {
        session: SessionId,
        snapshot: Box<Snapshot>,
    },
    /// It is done, and this call began by it.
    Call(CallKey),
    /// The events after the one acknowledged; `last` is the number to acknowledge next.
    #[serde(skip)]
    Events(Events),
    #[serde(skip)]
    Snapshot(Box<Snapshot>),
    #[serde(skip)]
    Statistics(Box<Statistics>),
    /// The outcome comes as an event. `session`: the one that is being opened.
    Pending {
        session: Option<SessionId>,
    },
    Refused(Refusal),
}

impl Answer {
    /// Why the request was refused, if it was.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            Self::Done
            | Self::Opened { .. }
            | Self::Call(_)
            | Self::Events(_)
            | Self::Snapshot(_)
            | Self::Statistics(_)
            | Self::Pending { .. } => None,
        }
    }

    /// Whether a journal keeps it; what was only read is read anew.
    pub(crate) fn is_kept(&self) -> bool {
        match self {
            Self::Done
            | Self::Opened { .. }
            | Self::Call(_)
            | Self::Pending { .. }
            | Self::Refused(_) => true,
            Self::Events(_) | Self::Snapshot(_) | Self::Statistics(_) => false,
        }
    }
}

/// What a poll brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Events {
    /// The number up to which the client knows everything with this.
    pub last: u64,
    /// The picture to start from, when the events asked for are gone.
    pub snapshot: Option<Box<Snapshot>>,
    pub notices: Vec<Notice>,
}

/// How a device stands after the event `number`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    pub number: u64,
    pub time: Timestamp,
    pub dn: Dn,
    /// Whether the middleware reports the device; if not, the rest is what was known last.
    pub link_up: bool,
    pub agent: AgentState,
    /// The silence after which the agent of this desktop is made not ready; zero: never.
    #[serde(default)]
    pub lease_not_ready: Duration,
    /// The silence after which the agent is logged off and the session ends; zero: never.
    #[serde(default)]
    pub lease_log_off: Duration,
    pub features: Features,
    pub calls: Vec<CallView>,
}

/// A request on its way: who asked, and how to answer.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) token: RequestToken,
    pub(crate) row: &'static Row,
    /// The client's own `ref`.
    pub(crate) reference: Option<Arc<str>>,
    /// Whether the outcome shall come as an event.
    pub(crate) asynchronous: bool,
}
