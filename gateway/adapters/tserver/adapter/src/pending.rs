//! Requests that wait for their events: reference ids, what is still expected, deadlines.

use std::collections::{BTreeMap, VecDeque};

use gateway_core::{
    id::{CallKey, Dn},
    middleware::CommandId,
    time::Timestamp,
};
use tserver_wire::{AttributeId, Message, MessageType};

/// One event that belongs to a request's outcome; `call` none: whatever call it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Expected {
    pub(crate) kind: MessageType,
    pub(crate) call: Option<CallKey>,
    pub(crate) need: Need,
}

/// Whether an outcome is certain without an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    Must,
    /// Some switches do not tell it; what it would have told is asked for.
    May,
}

/// A request on its way.
#[derive(Clone, Debug)]
pub(crate) struct Waiting {
    pub(crate) command: CommandId,
    pub(crate) dn: Dn,
    pub(crate) expected: Vec<Expected>,
    /// The call that the command begins, once an event has named it.
    pub(crate) begins: Option<CallKey>,
    pub(crate) deadline: Timestamp,
    /// Events that the request may cause after its answer.
    pub(crate) aftermath: &'static [MessageType],
    /// Requests of the same command to send after this one.
    pub(crate) then: VecDeque<(Message, Vec<Expected>)>,
    /// An earlier request of the same command is done.
    pub(crate) further: bool,
    /// It is done, but for events that not every switch tells.
    pub(crate) enough: bool,
}

/// What an event means to the requests on their way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Matched {
    pub(crate) reference: i32,
    pub(crate) command: CommandId,
    pub(crate) progress: Progress,
}

/// How much of an outcome has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    Part,
    /// All that is told by every switch.
    Enough,
    All,
}

/// Every request on its way, by reference id.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    /// In the order in which they were sent, which is that of their deadlines.
    by_reference: BTreeMap<i32, Waiting>,
    by_dn: BTreeMap<Dn, Vec<i32>>,
    last: i32,
}

impl Pending {
    pub(crate) fn len(&self) -> usize {
        self.by_reference.len()
    }

    /// A reference id that no waiting request has.
    pub(crate) fn next_reference(&mut self) -> i32 {
        loop {
            self.last = self.last.checked_add(1).unwrap_or(1);
            if !self.by_reference.contains_key(&self.last) {
                return self.last;
            }
        }
    }

    pub(crate) fn insert(&mut self, reference: i32, waiting: Waiting) {
        self.by_dn.entry(waiting.dn.clone()).or_default().push(reference);
        self.by_reference.insert(reference, waiting);
    }

    pub(crate) fn remove(&mut self, reference: i32) -> Option<Waiting> {
        let waiting = self.by_reference.remove(&reference)?;
        if let Some(references) = self.by_dn.get_mut(&waiting.dn) {
            references.retain(|other| *other != reference);
            if references.is_empty() {
                self.by_dn.remove(&waiting.dn);
            }
        }
        Some(waiting)
    }

    /// Finds the request that an event answers: by its reference id, or, as T-Servers put that
    /// into the first event only, by device, event and call.
    pub(crate) fn match_event(&mut self, event: &Message) -> Option<Matched> {
        let by_id = event
            .integer(AttributeId::REFERENCE_ID)
            .filter(|reference| self.by_reference.contains_key(reference));
        let reference = by_id.or_else(|| {
            let dn = event.string(AttributeId::THIS_DN)?;
            let answers = |reference: &&i32| {
                self.by_reference.get(reference).is_some_and(|w| w.position_of(event).is_some())
            };
            self.by_dn.get(dn)?.iter().find(answers).copied()
        })?;
        let waiting = self.by_reference.get_mut(&reference)?;
        if let Some(position) = waiting.position_of(event) {
            waiting.expected.remove(position);
        }
        if event.kind == MessageType::EVENT_DIALING {
            waiting.begins = event.conn_id(AttributeId::CONN_ID).map(CallKey);
        }
        let rest = &waiting.expected;
        waiting.enough = !rest.is_empty() && rest.iter().all(|event| event.need == Need::May);
        let progress = match (rest.is_empty(), waiting.enough) {
            (true, _) => Progress::All,
            (false, true) => Progress::Enough,
            (false, false) => Progress::Part,
        };
        Some(Matched { reference, command: waiting.command, progress })
    }

    /// The device of a request that lacks nothing but what not every switch tells.
    pub(crate) fn lacks_little(&self, reference: i32) -> Option<Dn> {
        let waiting = self.by_reference.get(&reference).filter(|waiting| waiting.enough)?;
        Some(waiting.dn.clone())
    }

    /// The requests about a device that lack nothing else.
    pub(crate) fn nearly_done(&self, dn: &Dn) -> Vec<i32> {
        let references = self.by_dn.get(dn).into_iter().flatten().copied();
        references.filter(|reference| self.lacks_little(*reference).is_some()).collect()
    }

    /// An agent is logged on for a queue: that need not be asked for any more.
    pub(crate) fn logged_on(&mut self, dn: &str, queue: &str) {
        for reference in self.by_dn.get(dn).into_iter().flatten() {
            if let Some(waiting) = self.by_reference.get_mut(reference) {
                waiting.then.retain(|(request, _)| {
                    let is_for = request.string(AttributeId::THIS_QUEUE) == Some(queue);
                    request.kind != MessageType::REQUEST_AGENT_LOGIN || !is_for
                });
            }
        }
    }

    /// Takes out every request whose time is up.
    pub(crate) fn expire(&mut self, now: Timestamp) -> Vec<Waiting> {
        let mut late = Vec::new();
        while let Some((reference, waiting)) = self.by_reference.first_key_value()
            && waiting.deadline <= now
        {
            let reference = *reference;
            late.extend(self.remove(reference));
        }
        late
    }

    /// Takes out everything: the link is gone.
    pub(crate) fn drain(&mut self) -> Vec<Waiting> {
        self.by_dn.clear();
        std::mem::take(&mut self.by_reference).into_values().collect()
    }

    pub(crate) fn deadline(&self) -> Option<Timestamp> {
        self.by_reference.first_key_value().map(|(_, waiting)| waiting.deadline)
    }
}

impl Waiting {
    fn position_of(&self, event: &Message) -> Option<usize> {
        let call = event.conn_id(AttributeId::CONN_ID).map(CallKey);
        self.expected.iter().position(|expected| {
            expected.kind == event.kind && (expected.call.is_none() || expected.call == call)
        })
    }
}
