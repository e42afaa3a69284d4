//! ACD queues: the calls that wait, and the agents who may take them.

pub(crate) mod offer;
pub(crate) mod selection;

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use crate::{
    id::{CallId, DeviceId},
    queue::selection::Idle,
    time::SimTime,
    world::{self, AfterCallWork},
};

/// A queue at work.
#[derive(Debug)]
pub struct Queue {
    /// The queue's device.
    pub device: DeviceId,
    /// How many calls may wait; the next one finds the queue full.
    pub capacity: usize,
    /// What follows a call of this queue.
    pub after_call_work: AfterCallWork,
    pub(crate) ring_limit: Option<Duration>,
    /// By place: a call that comes takes a place after the last, one that returns a place before
    /// the first.
    waiting: BTreeMap<i64, Waiting>,
    pub(crate) members: BTreeSet<DeviceId>,
    pub(crate) available: BTreeSet<Idle>,
}

impl Queue {
    /// An empty queue.
    pub(crate) fn new(device: DeviceId, world: &world::Queue) -> Self {
        Self {
            device,
            capacity: world.capacity,
            after_call_work: world.after_call_work,
            ring_limit: world.ring_limit,
            waiting: BTreeMap::new(),
            members: BTreeSet::new(),
            available: BTreeSet::new(),
        }
    }

    /// The calls that wait, in the order in which they will be served; the first has position 1.
    pub fn waiting(&self) -> impl ExactSizeIterator<Item = &Waiting> {
        self.waiting.values()
    }

    /// How many calls wait.
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Whether no call waits.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Whether the next call finds the queue full.
    pub fn is_full(&self) -> bool {
        self.waiting.len() >= self.capacity
    }

    /// How many agents are logged on to this queue.
    pub fn logged_on(&self) -> usize {
        self.members.len()
    }

    /// How many agents would get this queue's next call: ready, and with no call at the device.
    pub fn available(&self) -> usize {
        self.available.len()
    }

    /// The call that is served next, with its place.
    pub(crate) fn head(&self) -> Option<(i64, &Waiting)> {
        self.waiting.first_key_value().map(|(&place, waiting)| (place, waiting))
    }

    /// Puts a call behind the last one; its place.
    pub(crate) fn push_back(&mut self, call: CallId, since: SimTime) -> i64 {
        let place = self.waiting.last_key_value().map_or(0, |(&last, _)| last + 1);
        self.waiting.insert(place, Waiting { call, since, returned: false });
        place
    }

    /// Puts a call that an agent did not take before the first one, even into a full queue: it
    /// was there before those that came later. Its place.
    pub(crate) fn push_front(&mut self, call: CallId, since: SimTime) -> i64 {
        let place = self.waiting.first_key_value().map_or(0, |(&first, _)| first - 1);
        self.waiting.insert(place, Waiting { call, since, returned: true });
        place
    }

    /// Takes a call out of its place.
    pub(crate) fn remove(&mut self, place: i64) -> Option<Waiting> {
        self.waiting.remove(&place)
    }

    /// What waits at a place.
    pub(crate) fn at(&self, place: i64) -> Option<&Waiting> {
        self.waiting.get(&place)
    }

    /// Gives the place to another call: the one that the waiting call became part of.
    pub(crate) fn hand_over(&mut self, place: i64, call: CallId) {
        if let Some(waiting) = self.waiting.get_mut(&place) {
            waiting.call = call;
        }
    }
}

/// A call that waits in a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The call.
    pub call: CallId,
    /// When it began to wait; kept when an agent does not take it and it returns.
    pub since: SimTime,
    /// Whether an agent did not take it.
    pub returned: bool,
}
