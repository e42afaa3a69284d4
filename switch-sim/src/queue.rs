//! ACD queues: the calls that wait, and the agents who may take them.

pub(crate) mod offer;
pub(crate) mod parallel;
pub(crate) mod priority;
pub(crate) mod selection;

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

pub use priority::Priority;
pub use selection::{CallHandling, CallMeasure, Order, Rings, Selection};

use crate::{
    call::{Call, Waits},
    id::{CallId, DeviceId},
    limits,
    queue::selection::Rank,
    time::SimTime,
    world::{self, AfterCallWork, MultipleCalls, Serves, Unanswered},
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
    /// Whether its script informs the host of calls.
    pub informs_host: bool,
    /// Who its agents are.
    pub serves: Serves,
    pub(crate) ring_limit: Option<Duration>,
    pub(crate) unanswered: Unanswered,
    pub(crate) multiple_calls: MultipleCalls,
    /// When a call rings at one more agent, where it does so.
    pub(crate) ring_further_after: Duration,
    /// What the queue aims at: how long a call should wait at most.
    pub(crate) objective: Option<Duration>,
    /// By place: a call that comes takes a place after the last of its priority, one that returns
    /// a place before the first. Calls that wait for one agent have places below zero.
    waiting: BTreeMap<i64, Waiting>,
    /// How many calls of each priority wait.
    lengths: [usize; Priority::COUNT],
    /// The places of the calls that wait for one agent.
    direct: BTreeMap<DeviceId, BTreeSet<i64>>,
    /// The last and the first of those places.
    direct_places: (i64, i64),
    pub(crate) members: BTreeSet<DeviceId>,
    /// How many of the members are not away.
    pub(crate) working: usize,
    /// Who can take the next call.
    available: Available,
    /// Who can, when the load is at the first or the second threshold.
    reserves: [Available; 2],
    /// The waits at which reserve agents join in (Avaya: service level supervisor).
    thresholds: Vec<Duration>,
    /// How many of the thresholds the load has passed.
    load: usize,
    /// The agent who was served last.
    pub(crate) last: Option<DeviceId>,
}

/// Agents who can take a call, in the order in which they are chosen.
#[derive(Debug, Default)]
pub(crate) struct Available {
    pub(crate) agents: BTreeSet<Rank>,
    pub(crate) selection: Selection,
}

impl Queue {
    /// An empty queue.
    pub(crate) fn new(device: DeviceId, world: &world::Queue) -> Self {
        let list = || Available { agents: BTreeSet::new(), selection: world.selection };
        Self {
            device,
            capacity: world.capacity,
            after_call_work: world.after_call_work,
            serves: world.serves,
            ring_limit: world.ring_limit,
            unanswered: world.unanswered.clone(),
            multiple_calls: world.multiple_calls,
            ring_further_after: world.ring_further_after,
            informs_host: world.informs_host,
            objective: world.service_objective,
            waiting: BTreeMap::new(),
            lengths: [0; Priority::COUNT],
            direct: BTreeMap::new(),
            direct_places: (DIRECT, DIRECT),
            members: BTreeSet::new(),
            working: 0,
            available: list(),
            reserves: [list(), list()],
            thresholds: world.thresholds.clone(),
            load: 0,
            last: None,
        }
    }

    /// How the queue chooses among agents.
    pub fn selection(&self) -> Selection {
        self.available.selection
    }

    /// How many of its thresholds the load has passed.
    pub fn load(&self) -> usize {
        self.load
    }

    /// The list of the agents of a reserve level, or of all others.
    pub(crate) fn lists(&mut self, reserve: Option<u8>) -> &mut Available {
        match reserve {
            None => &mut self.available,
            Some(1) => &mut self.reserves[0],
            Some(_) => &mut self.reserves[1],
        }
    }

    /// The agents who can take a call at the present load, the better ones first.
    pub(crate) fn choice(&self) -> impl Iterator<Item = &Available> {
        let reserves = self.reserves.iter().take(self.load);
        std::iter::once(&self.available).chain(reserves).filter(|list| !list.agents.is_empty())
    }

    /// Whether a list has this rank, or nothing is said.
    pub(crate) fn is_listed(&self, reserve: Option<u8>, rank: Option<Rank>) -> bool {
        let list = match reserve {
            None => &self.available,
            Some(1) => &self.reserves[0],
            Some(_) => &self.reserves[1],
        };
        rank.is_none_or(|rank| list.agents.contains(&rank))
    }

    /// Everybody who can take a call, whatever the load.
    pub(crate) fn listed(&self) -> impl Iterator<Item = &Rank> {
        self.available.agents.iter().chain(self.reserves.iter().flat_map(|list| &list.agents))
    }

    /// Whether an agent of a reserve level is needed at the present load.
    pub(crate) fn needs(&self, reserve: Option<u8>) -> bool {
        reserve.is_none_or(|level| usize::from(level) <= self.load)
    }

    /// Whether the queue has thresholds at which reserve agents join in.
    pub(crate) fn is_supervised(&self) -> bool {
        !self.thresholds.is_empty()
    }

    /// A call that comes would have to wait so long: reserve agents may have to join in. Whether
    /// there are more of them than before.
    pub(crate) fn raise_load(&mut self, expected: Duration) -> bool {
        let passed = self.thresholds.iter().take_while(|&&threshold| expected > threshold).count();
        let raised = passed > self.load;
        self.load = self.load.max(passed);
        raised
    }

    /// What a call would have to wait, and what the next one to be served has waited: reserve
    /// agents leave when both are below a threshold.
    pub(crate) fn lower_load(&mut self, expected: Duration, head: Duration) {
        let longest = expected.max(head);
        let passed = self.thresholds.iter().take_while(|&&threshold| longest > threshold).count();
        self.load = self.load.min(passed);
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
        let taken = self.is_open() && self.choice().next().is_some();
        self.waiting.len() >= self.capacity && !taken
    }

    /// Whether an idle agent serves a call that comes: where calls ring at several agents, only
    /// their head does.
    fn is_open(&self) -> bool {
        self.selection().rings == Rings::AtOne || self.waiting.is_empty()
    }

    /// Whether a call finds the queue full: nobody takes it at once, and there is no place.
    pub(crate) fn is_full_for(&self, call: &Call) -> bool {
        let taken = self.is_open() && self.taker(call).is_some();
        self.waiting.len() >= self.capacity && !taken
    }

    /// Somebody who can take a call, and is not in it already.
    pub(crate) fn taker(&self, call: &Call) -> Option<DeviceId> {
        let mut ranks = self.choice().flat_map(|list| &list.agents);
        let takes =
            |rank: &&Rank| call.party(rank.idle.device).is_none() && self.offers(call, rank);
        ranks.find(takes).map(|rank| rank.idle.device)
    }

    /// At how many agents one of the queue's calls rings: calls for a machine or for one agent do
    /// not ring elsewhere.
    pub(crate) fn rings(&self, call: &Call) -> Rings {
        let party = call.party(self.device);
        let alone = party.is_some_and(|party| {
            let direct = self.at(party.place).is_some_and(|waiting| waiting.agent.is_some());
            direct || party.waits == Waits::Machine
        });
        if alone { Rings::AtOne } else { self.selection().rings }
    }

    /// Whether a call rings at an agent of this rank now: a call that rings at agents of one level
    /// rings at no worse ones, one that has begun to ring at one more waits before the next.
    pub(crate) fn offers(&self, call: &Call, rank: &Rank) -> bool {
        let ringing = || call.ringing_for(self.device).count();
        let party = call.party(self.device);
        match self.rings(call) {
            Rings::AtOne => true,
            Rings::AtAll => {
                let level = party.and_then(|party| self.at(party.place)).map(|call| call.rings_at);
                let ringing = ringing();
                ringing == 0
                    || ringing < limits::RINGING_AT_ONCE && level.is_none_or(|l| rank.level <= l)
            }
            Rings::AtOneMore => {
                let early = party.is_some_and(|party| party.timer.is_some());
                !early && ringing() < limits::RINGING_AT_ONCE
            }
        }
    }

    /// Notes that the call at a place rings at an agent of a level.
    pub(crate) fn note_ringing(
        &mut self,
        place: i64,
        level: u8,
        agent: DeviceId,
    ) -> Option<Waiting> {
        self.last = Some(agent);
        let waiting = self.waiting.get_mut(&place)?;
        waiting.rings_at = level;
        Some(*waiting)
    }

    /// How many agents are logged on to this queue.
    pub fn logged_on(&self) -> usize {
        self.members.len()
    }

    /// How many agents would get this queue's next call, those in reserve apart.
    pub fn available(&self) -> usize {
        self.available.agents.len()
    }

    /// The call that any agent serves next, with its place.
    pub(crate) fn head(&self) -> Option<(i64, &Waiting)> {
        let first = if self.direct.is_empty() {
            self.waiting.first_key_value()
        } else {
            self.waiting.range(0..).next()
        };
        first.map(|(&place, waiting)| (place, waiting))
    }

    /// The call that waits for this agent and is served next, with its place.
    pub(crate) fn direct_head(&self, agent: DeviceId) -> Option<(i64, &Waiting)> {
        let place = *self.direct.get(&agent)?.first()?;
        Some((place, self.waiting.get(&place)?))
    }

    /// Puts a call behind the last one that waits for the same agent; its place.
    pub(crate) fn push_direct(&mut self, call: CallId, since: SimTime, agent: DeviceId) -> i64 {
        self.direct_places.0 += 1;
        let place = self.direct_places.0;
        self.insert_direct(place, call, since, agent);
        place
    }

    /// Puts a call that its agent did not take before the first one that waits for the agent.
    pub(crate) fn return_direct(&mut self, call: CallId, since: SimTime, agent: DeviceId) -> i64 {
        self.direct_places.1 -= 1;
        let place = self.direct_places.1;
        self.insert_direct(place, call, since, agent);
        place
    }

    fn insert_direct(&mut self, place: i64, call: CallId, since: SimTime, agent: DeviceId) {
        let returned = place <= DIRECT;
        let priority = Priority::Top;
        let waiting = Waiting { call, since, priority, returned, agent: Some(agent), rings_at: 0 };
        self.direct.entry(agent).or_default().insert(place);
        self.waiting.insert(place, waiting);
    }

    /// Puts a call behind the last one of its priority; its place.
    pub(crate) fn push_back(&mut self, call: CallId, since: SimTime, priority: Priority) -> i64 {
        let last = self.waiting.range(priority.places()).next_back();
        let place = last.map_or_else(|| priority.middle(), |(&last, _)| last + 1);
        let returned = false;
        self.insert(place, Waiting { call, since, priority, returned, agent: None, rings_at: 0 });
        place
    }

    /// Puts a call that an agent did not take before the first one of its priority, even into a
    /// full queue: it was there before those that came later. Its place.
    pub(crate) fn push_front(&mut self, call: CallId, since: SimTime, priority: Priority) -> i64 {
        let first = self.waiting.range(priority.places()).next();
        let place = first.map_or_else(|| priority.middle(), |(&first, _)| first - 1);
        let returned = true;
        self.insert(place, Waiting { call, since, priority, returned, agent: None, rings_at: 0 });
        place
    }

    /// Takes a call out of its place.
    pub(crate) fn remove(&mut self, place: i64) -> Option<Waiting> {
        let waiting = self.waiting.remove(&place)?;
        if let Some(agent) = waiting.agent {
            if let Some(places) = self.direct.get_mut(&agent) {
                places.remove(&place);
                if places.is_empty() {
                    self.direct.remove(&agent);
                }
            }
            return Some(waiting);
        }
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

    /// Since when the oldest call of this priority or a higher one waits, calls for one agent apart.
    pub(crate) fn oldest_from(&self, priority: Priority) -> Option<SimTime> {
        // Calls that were queued again stand behind younger ones.
        let urgent = self.waiting.range(0..).take(self.len_from(priority));
        urgent.map(|(_, waiting)| waiting.since).min()
    }

    /// How many calls are served before the one at a place.
    pub(crate) fn ahead_of(&self, place: i64) -> usize {
        let Some(waiting) = self.waiting.get(&place) else { return 0 };
        if let Some(agent) = waiting.agent {
            return self.direct.get(&agent).map_or(0, |places| places.range(..place).count());
        }
        let higher = self.len_from(waiting.priority) - self.len_of(waiting.priority);
        higher + self.waiting.range(waiting.priority.places().start..place).count()
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
    /// The agent for whom it waits, if for nobody else (Avaya: direct agent call).
    pub agent: Option<DeviceId>,
    /// The level of the agent at whom it began to ring last, where it rings at several.
    pub(crate) rings_at: u8,
}

/// The place before the first call that ever waits for one agent.
const DIRECT: i64 = i64::MIN / 2;
