//! A client's session: its events until they are acknowledged, its poll, the replies it may ask for again.

use std::{collections::VecDeque, fmt, sync::Arc};

use crate::{
    id::Dn,
    limits,
    middleware::CommandId,
    notice::{Detail, Kind, Notice},
    refusal::Code,
    reply::{Asked, Reply},
    time::Timestamp,
};

/// One client at one device.
#[derive(Debug)]
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
    /// Whether its agent was made not ready because it fell silent.
    pub(crate) silent: bool,
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
            silent: false,
        }
    }
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
#[derive(Debug, Default)]
pub(crate) struct EventLog {
    last: u64,
    kept: VecDeque<Notice>,
}

impl EventLog {
    /// Adds an event; beyond `limit` the oldest is dropped.
    pub(crate) fn push(
        &mut self,
        limit: usize,
        time: Timestamp,
        reference: Option<Arc<str>>,
        (kind, detail): (Kind, Detail),
    ) {
        self.last += 1;
        if self.kept.len() >= limit {
            self.kept.pop_front();
        }
        self.kept.push_back(Notice { number: self.last, time, reference, kind, detail });
    }

    /// Drops what is acknowledged. A number that was never given acknowledges nothing.
    pub(crate) fn acknowledge(&mut self, number: u64) {
        if number <= self.last {
            while self.kept.front().is_some_and(|notice| notice.number <= number) {
                self.kept.pop_front();
            }
        }
    }

    /// The events after this number; none if some of them are gone, or if it was never given.
    pub(crate) fn after(&self, number: u64) -> Option<Vec<Notice>> {
        let kept = u64::try_from(self.kept.len()).unwrap_or(u64::MAX);
        let first_gone = self.last.saturating_sub(kept);
        (first_gone..=self.last)
            .contains(&number)
            .then(|| self.kept.iter().filter(|notice| notice.number > number).cloned().collect())
    }

    /// The number of the newest event; 0: none yet.
    pub(crate) fn last(&self) -> u64 {
        self.last
    }
}

/// The requests with a `ref`, the newest of them, and what they were answered.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    requests: VecDeque<Remembered>,
}

/// One request with a `ref`.
#[derive(Debug)]
pub(crate) struct Remembered {
    pub(crate) reference: Arc<str>,
    pub(crate) request: &'static str,
    /// The commands it led to, the latest last.
    pub(crate) commands: Vec<CommandId>,
    /// None: the outcome is still to come.
    pub(crate) reply: Option<Reply>,
}

impl Memory {
    /// Remembers a request. Beyond the bound the oldest that is answered makes room.
    pub(crate) fn add(&mut self, remembered: Remembered) {
        if self.requests.len() >= limits::MAX_REMEMBERED {
            let answered = self.requests.iter().position(|known| known.reply.is_some());
            self.requests.remove(answered.unwrap_or(0));
        }
        self.requests.push_back(remembered);
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
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SessionId(pub(crate) u128);

impl SessionId {
    /// Reads exactly 32 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
        hex.then(|| u128::from_str_radix(text, 16).ok().map(Self))?
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
