//! What outlives the process: records of every change that clients rely on, and what they add up to.
//!
//! A gateway with [`crate::config::GatewayConfig::journal`] hands out a [`Record`] of every such
//! change before the replies and commands that follow from it. Whoever keeps the records in their
//! order, all those of one input together, can give what they add up to ([`Kept`]) to
//! [`crate::gateway::Gateway::restored`], which goes on where the records end.
//!
//! Kept are sessions, their events until acknowledged, the requests with a `ref` and what they were
//! answered, outcomes that are owed as events, and the picture of every device. Not kept are parked
//! polls, which clients repeat, and commands under way: their outcome is unknown to a gateway that
//! began anew, and is told as such. A request is never carried out twice.

pub(crate) mod word;

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use self::word::Word;
use crate::{
    agent::AgentState,
    call::Call,
    feature::Features,
    id::{CallKey, Dn},
    notice::Notice,
    refusal::Code,
    reply::Reply,
    session::SessionId,
};

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// Nothing of what was kept counts; what follows is everything.
    Anew,
    /// A session has begun, or its life has come further.
    Session { id: SessionId, session: KeptSession },
    /// A session is forgotten, with all that belongs to it.
    SessionGone(SessionId),
    /// A session was told something.
    Event { session: SessionId, notice: Notice },
    /// Events up to this number are needed no more: acknowledged, or too many.
    Dropped { session: SessionId, number: u64 },
    /// A request is under way, or was answered. Takes the place of one with the same serial number.
    Request { session: SessionId, serial: u64, request: KeptRequest },
    /// A request is too old to be asked again.
    RequestGone { session: SessionId, serial: u64 },
    /// How a device stands.
    Device { dn: Dn, device: KeptDevice },
    /// Nobody has the device any longer.
    DeviceGone(Dn),
}

/// What a session is, beside its events and requests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptSession {
    pub dn: Dn,
    /// Who began it, and alone may use it.
    pub owner: Option<Arc<str>>,
    pub life: Life,
}

/// How far a session's life has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Life {
    /// Its device is being registered.
    Opening,
    Open,
    /// Only its last events can still be fetched; the code says why.
    Ended(Code),
}

/// A request that may be asked again, or whose outcome is owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptRequest {
    /// The client's `ref`; none: it cannot be asked again.
    pub reference: Option<Arc<str>>,
    /// The request's name.
    #[serde(with = "word::one")]
    pub request: Word,
    /// What it was answered; none: nothing yet.
    pub reply: Option<Reply>,
    /// Whether the outcome is still to be told as an event.
    pub owed: bool,
}

/// The picture of a device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptDevice {
    /// Whether its clients were told that it is reported.
    pub(crate) reported: bool,
    pub(crate) agent: AgentState,
    pub(crate) features: Features,
    pub(crate) calls: Vec<Call>,
    pub(crate) ended: VecDeque<CallKey>,
}

/// What the records add up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    pub(crate) sessions: BTreeMap<SessionId, SessionPart>,
    pub(crate) devices: BTreeMap<Dn, KeptDevice>,
}

/// All that is kept of one session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SessionPart {
    pub(crate) session: KeptSession,
    /// The number of the newest event that is needed no more.
    pub(crate) dropped: u64,
    pub(crate) events: VecDeque<Notice>,
    pub(crate) requests: BTreeMap<u64, KeptRequest>,
}

impl Kept {
    /// Takes one record in, in the order in which the gateway gave it. One about a session that is
    /// not kept changes nothing.
    pub fn apply(&mut self, record: Record) {
        match record {
            Record::Anew => *self = Self::default(),
            Record::Session { id, session } => match self.sessions.get_mut(&id) {
                Some(known) => known.session = session,
                None => {
                    let (events, requests) = (VecDeque::new(), BTreeMap::new());
                    let part = SessionPart { session, dropped: 0, events, requests };
                    self.sessions.insert(id, part);
                }
            },
            Record::SessionGone(id) => drop(self.sessions.remove(&id)),
            Record::Event { session, notice } => {
                self.with(session, |part| part.events.push_back(notice));
            }
            Record::Dropped { session, number } => self.with(session, |part| {
                part.dropped = part.dropped.max(number);
                while part.events.front().is_some_and(|notice| notice.number <= number) {
                    part.events.pop_front();
                }
            }),
            Record::Request { session, serial, request } => {
                self.with(session, |part| drop(part.requests.insert(serial, request)));
            }
            Record::RequestGone { session, serial } => {
                self.with(session, |part| drop(part.requests.remove(&serial)));
            }
            Record::Device { dn, device } => drop(self.devices.insert(dn, device)),
            Record::DeviceGone(dn) => drop(self.devices.remove(&dn)),
        }
    }

    /// How many sessions are kept.
    pub fn sessions(&self) -> usize {
        self.sessions.len()
    }

    fn with(&mut self, id: SessionId, change: impl FnOnce(&mut SessionPart)) {
        if let Some(part) = self.sessions.get_mut(&id) {
            change(part);
        }
    }
}
