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
}

/// What an event means to the requests on their way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Matched {
    pub(crate) reference: i32,
    pub(crate) command: CommandId,
    /// Nothing further is expected of the request.
    pub(crate) complete: bool,
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
            let dn = Dn::new(event.string(AttributeId::THIS_DN)?)?;
            let answers = |reference: &&i32| {
                self.by_reference.get(reference).is_some_and(|w| w.position_of(event).is_some())
            };
            self.by_dn.get(&dn)?.iter().find(answers).copied()
        })?;
        let waiting = self.by_reference.get_mut(&reference)?;
        if let Some(position) = waiting.position_of(event) {
            waiting.expected.remove(position);
        }
        if event.kind == MessageType::EVENT_DIALING {
            waiting.begins = event.conn_id(AttributeId::CONN_ID).map(CallKey);
        }
        let complete = waiting.expected.is_empty();
        Some(Matched { reference, command: waiting.command, complete })
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
