//! A client's session: its events until they are acknowledged, its poll, the replies it may ask for again.

use std::{collections::VecDeque, fmt, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::{
    id::Dn,
    journal::{KeptRequest, KeptSession, Life},
    limits,
    middleware::CommandId,
    notice::{Detail, Kind, Notice},
    refusal::Code,
    reply::{Asked, Reply},
    time::Timestamp,
};

/// One client at one device.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) dn: Dn,
    /// Who began it, and alone may use it; none: the edge asks nobody.
    pub(crate) owner: Option<Arc<str>>,
    pub(crate) phase: Phase,
    pub(crate) log: EventLog,
    pub(crate) memory: Memory,
    /// The poll that waits for an event.
    pub(crate) poll: Option<Poll>,
    /// Requests that wait for the middleware.
    pub(crate) outstanding: usize,
    /// When the desktop was last heard of, a parked poll apart.
    pub(crate) heard: Timestamp,
    /// When it is looked whether the desktop is silent.
    pub(crate) looked_for_at: Option<Timestamp>,
    /// Whether the desktop is silent, so that its agent is to be offered no calls.
    pub(crate) silent: bool,
    pub(crate) entry: Entry,
    /// When its device is looked at.
    pub(crate) checked_at: Option<Timestamp>,
    /// Times that its device was due to be looked at.
    pub(crate) checks: u32,
}

impl Session {
    /// A session whose device is being registered.
    pub(crate) fn new(dn: Dn, owner: Option<Arc<str>>) -> Self {
        Self {
            dn,
            owner,
            phase: Phase::Opening,
            log: EventLog::default(),
            memory: Memory::default(),
            poll: None,
            outstanding: 0,
            heard: Timestamp::default(),
            looked_for_at: None,
            silent: false,
            entry: Entry::None,
            checked_at: None,
            checks: 0,
        }
    }

    /// What is kept of it, beside its events and requests.
    pub(crate) fn as_kept(&self) -> KeptSession {
        let life = match self.phase {
            Phase::Opening => Life::Opening,
            Phase::Open => Life::Open,
            Phase::Ended(code) => Life::Ended(code),
        };
        KeptSession { dn: self.dn.clone(), owner: self.owner.clone(), life }
    }
}

/// What the journal knows of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    /// Nothing: nobody knows the session's name yet.
    None,
    Kept,
    /// That it has ended, whatever becomes of it in the gateway.
    Ended,
}

/// How far a session's life has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Opening,
    Open,
    /// Only its last events can still be fetched; the code says why.
    Ended(Code),
}

/// A GETEVENTS that waits.
#[derive(Clone, Debug)]
pub(crate) struct Poll {
    pub(crate) asked: Asked,
    pub(crate) after: u64,
    pub(crate) until: Timestamp,
}

/// The events that are not acknowledged, with numbers that have no gap.
#[derive(Clone, Debug, Default)]
pub(crate) struct EventLog {
    last: u64,
    kept: VecDeque<Notice>,
    /// The newest number that was kept when the gateway was started anew, until the client has
    /// said which it knows: while the journal failed it may have been told more.
    resumed: Option<u64>,
}

impl EventLog {
    /// Goes on with events that were kept, those up to `dropped` not among them.
    pub(crate) fn resume(&mut self, dropped: u64, kept: VecDeque<Notice>) {
        self.last = kept.back().map_or(dropped, |notice| notice.number);
        self.resumed = Some(self.last);
        self.kept = kept;
    }

    /// Adds an event; beyond `limit` the oldest is dropped, and its number answered.
    pub(crate) fn push(
        &mut self,
        limit: usize,
        time: Timestamp,
        reference: Option<Arc<str>>,
        (kind, detail): (Kind, Detail),
    ) -> Option<u64> {
        self.last += 1;
        let mut dropped = None;
        while self.kept.len() >= limit {
            dropped = self.kept.pop_front().map(|notice| notice.number);
        }
        self.kept.push_back(Notice { number: self.last, time, reference, kind, detail });
        dropped
    }

    /// Drops what is acknowledged; whether there was anything. A number that was never given
    /// acknowledges nothing, but one that an earlier life of the gateway may have given without
    /// keeping it is not given again: the client goes on from a snapshot.
    pub(crate) fn acknowledge(&mut self, number: u64) -> bool {
        let before = self.dropped();
        let resumed = self.resumed.take();
        let unkept = |kept: u64| (1..=limits::MAX_UNKEPT).contains(&number.saturating_sub(kept));
        if resumed.is_some_and(unkept) {
            self.last = self.last.max(number) + 1;
            self.kept.clear();
        } else if number <= self.last {
            while self.kept.front().is_some_and(|notice| notice.number <= number) {
                self.kept.pop_front();
            }
        }
        if self.kept.is_empty() {
            // Most sessions wait without events, and need no room for any.
            self.kept = VecDeque::new();
        }
        self.dropped() != before
    }

    /// The number of the newest event that is not here any more; 0: none.
    pub(crate) fn dropped(&self) -> u64 {
        self.last.saturating_sub(u64::try_from(self.kept.len()).unwrap_or(u64::MAX))
    }

    /// Whether every event is acknowledged.
    pub(crate) fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// The events that are not acknowledged, oldest first.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Notice> {
        self.kept.iter()
    }

    /// The events after this number; none if some of them are gone, or if it was never given.
    pub(crate) fn after(&self, number: u64) -> Option<Vec<Notice>> {
        (self.dropped()..=self.last)
            .contains(&number)
            .then(|| self.kept.iter().filter(|notice| notice.number > number).cloned().collect())
    }

    /// The number of the newest event; 0: none yet.
    pub(crate) fn last(&self) -> u64 {
        self.last
    }
}

/// The requests with a `ref`, the newest of them, and what they were answered.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    requests: VecDeque<Remembered>,
    last_serial: u64,
}

/// One request with a `ref`.
#[derive(Clone, Debug)]
pub(crate) struct Remembered {
    pub(crate) reference: Arc<str>,
    pub(crate) request: &'static str,
    /// Its number within the session.
    pub(crate) serial: u64,
    /// The commands it led to, the latest last.
    pub(crate) commands: Vec<CommandId>,
    /// None: the outcome is still to come.
    pub(crate) reply: Option<Reply>,
}

impl Remembered {
    /// The request, to be kept; `owed`: its outcome will be an event.
    pub(crate) fn as_kept(&self, owed: bool) -> KeptRequest {
        let reference = Some(Arc::clone(&self.reference));
        let reply = self.reply.as_ref().filter(|reply| reply.answer.is_kept()).cloned();
        KeptRequest { reference, request: self.request, reply, owed }
    }
}

impl Memory {
    /// Remembers a request. Beyond the bound the oldest that is answered makes room, and is handed
    /// back.
    pub(crate) fn add(&mut self, remembered: Remembered) -> Option<Remembered> {
        let mut forgotten = None;
        if self.requests.len() >= limits::MAX_REMEMBERED {
            let answered = self.requests.iter().position(|known| known.reply.is_some());
            forgotten = self.requests.remove(answered.unwrap_or(0));
        }
        self.requests.push_back(remembered);
        forgotten
    }

    /// The number of the next request.
    pub(crate) fn next_serial(&mut self) -> u64 {
        self.last_serial += 1;
        self.last_serial
    }

    /// Gives no number up to this one.
    pub(crate) fn skip(&mut self, serial: u64) {
        self.last_serial = self.last_serial.max(serial);
    }

    /// The requests, oldest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Remembered> {
        self.requests.iter()
    }

    pub(crate) fn find(&mut self, reference: &str) -> Option<&mut Remembered> {
        self.requests.iter_mut().find(|known| &*known.reference == reference)
    }

    /// The `ref` of the request that led to this command.
    pub(crate) fn reference_of(&self, command: CommandId) -> Option<Arc<str>> {
        let known = self.requests.iter().find(|known| known.commands.contains(&command));
        known.map(|known| Arc::clone(&known.reference))
    }
}

/// A session's name: 128 unguessable bits, printed as 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SessionId(pub(crate) u128);

impl SessionId {
    /// Reads exactly 32 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
        hex.then(|| u128::from_str_radix(text, 16).ok().map(Self))?
    }
}

impl From<SessionId> for String {
    fn from(id: SessionId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for SessionId {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| "this is no name of a session".to_owned())
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SessionId({self})")
    }
}
