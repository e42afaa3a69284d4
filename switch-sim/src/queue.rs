//! ACD queues: the calls that wait, and the agents who may take them.

pub(crate) mod offer;
pub(crate) mod priority;
pub(crate) mod selection;

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

pub use priority::Priority;

use crate::{
    id::{CallId, DeviceId},
    queue::selection::Idle,
    time::SimTime,
    world::{self, AfterCallWork, Serves},
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
    /// Who its agents are.
    pub serves: Serves,
    pub(crate) ring_limit: Option<Duration>,
    /// By place: a call that comes takes a place after the last of its priority, one that returns
    /// a place before the first.
    waiting: BTreeMap<i64, Waiting>,
    /// How many calls of each priority wait.
    lengths: [usize; Priority::COUNT],
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
            serves: world.serves,
            ring_limit: world.ring_limit,
            waiting: BTreeMap::new(),
            lengths: [0; Priority::COUNT],
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

    /// Whether the next call finds the queue full: it would have to wait, and there is no place.
    pub fn is_full(&self) -> bool {
        self.waiting.len() >= self.capacity && self.available.is_empty()
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

    /// Puts a call behind the last one of its priority; its place.
    pub(crate) fn push_back(&mut self, call: CallId, since: SimTime, priority: Priority) -> i64 {
        let last = self.waiting.range(priority.places()).next_back();
        let place = last.map_or_else(|| priority.middle(), |(&last, _)| last + 1);
        self.insert(place, Waiting { call, since, priority, returned: false });
        place
    }

    /// Puts a call that an agent did not take before the first one of its priority, even into a
    /// full queue: it was there before those that came later. Its place.
    pub(crate) fn push_front(&mut self, call: CallId, since: SimTime, priority: Priority) -> i64 {
        let first = self.waiting.range(priority.places()).next();
        let place = first.map_or_else(|| priority.middle(), |(&first, _)| first - 1);
        self.insert(place, Waiting { call, since, priority, returned: true });
        place
    }

    /// Takes a call out of its place.
    pub(crate) fn remove(&mut self, place: i64) -> Option<Waiting> {
        let waiting = self.waiting.remove(&place)?;
        if let Some(length) = self.lengths.get_mut(waiting.priority.index()) {
            *length -= 1;
        }
        Some(waiting)
    }

    /// How many calls of this priority wait.
    pub fn len_of(&self, priority: Priority) -> usize {
        self.lengths.get(priority.index()).copied().unwrap_or(0)
    }

    /// How many calls of this priority or a higher one wait.
    pub fn len_from(&self, priority: Priority) -> usize {
        self.lengths.iter().take(priority.index() + 1).sum()
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

    fn insert(&mut self, place: i64, waiting: Waiting) {
        if let Some(length) = self.lengths.get_mut(waiting.priority.index()) {
            *length += 1;
        }
        self.waiting.insert(place, waiting);
    }
}

/// A call that waits in a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The call.
    pub call: CallId,
    /// When it began to wait; kept when an agent does not take it and it returns.
    pub since: SimTime,
    /// Calls of a higher priority are served first.
    pub priority: Priority,
    /// Whether an agent did not take it.
    pub returned: bool,
}
