//! Estimates that conditions ask for: how long a call would wait, how fast calls were answered.
//!
//! The vendor's algorithm for the expected wait is unpublished. Here a queue keeps a smoothed time
//! between departures, times the agents of that moment; a call waits for as many departures as
//! there are calls ahead of it and one more, shared by the agents at work now. The rolling average
//! speed of answer is documented: ten answers make up 95 % of it, priorities make no difference,
//! and it is never reset. Other guesses of the wait, as other makers publish them, are a choice of
//! the world ([`ExpectedWait`]).

use crate::{
    action::AgentName,
    call::Waits,
    id::{CallId, DeviceId},
    queue::Priority,
    statistics::vdn::Leaving,
    switch::Switch,
    time::SimTime,
    world::ExpectedWait,
};

/// What was seen of one queue.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Estimate {
    /// Rolling average speed of answer, in milliseconds.
    answer: Option<i64>,
    /// Time between departures times agents, in milliseconds.
    handling: Option<i64>,
    departed: Option<SimTime>,
    /// What the last call waited that was offered to an agent, in milliseconds.
    last_wait: Option<i64>,
    /// What calls waited until the answer, smoothed as Asterisk does, in whole seconds.
    hold_time: i64,
}

impl Switch {
    /// A waiting call is offered to an agent.
    pub(crate) fn note_departure(&mut self, queue: DeviceId, since: SimTime) {
        let now = self.now;
        let facts = self.vectors.site.release.facts();
        let Some(index) = self.plant.queue_index(queue) else { return };
        let staffed = self.queues.get(index).map_or(0, |queue| queue.logged_on());
        let Some(estimate) = self.vectors.estimates.get_mut(index) else { return };
        estimate.last_wait = Some(milliseconds(now, since));
        let previous = estimate.departed.replace(now).map_or(since, |at| at.max(since));
        if now > since {
            let staffed = i64::try_from(staffed).unwrap_or(i64::MAX);
            let sample = milliseconds(now, previous).saturating_mul(staffed);
            let known = estimate.handling.unwrap_or_else(|| assumed(facts.assumed_handling));
            estimate.handling = Some(smoothed(known, sample, facts.departure_weight));
        }
    }

    /// An agent answers a queue's call.
    pub(crate) fn note_answer(&mut self, call: CallId, queue: DeviceId, since: SimTime) {
        if !self.vectors.notes_answers {
            return;
        }
        let now = self.now;
        let weight = self.vectors.site.release.facts().answer_weight;
        let index = self.plant.queue_index(queue);
        if let Some(estimate) = index.and_then(|index| self.vectors.estimates.get_mut(index)) {
            let known = estimate.answer.unwrap_or(0);
            let waited = milliseconds(now, since);
            estimate.answer = Some(smoothed(known, waited, weight));
            estimate.hold_time = (3 * estimate.hold_time + waited / 1_000) / 4;
        }
        let parties = self.calls.get(call).into_iter().flat_map(|call| &call.parties);
        let mut delivered = parties.filter(|party| party.queue == Some(queue));
        if delivered.any(|party| party.waits == Waits::Machine) {
            // The vector goes on behind the machine.
            return;
        }
        self.leave_vdn(call, Leaving::Answered);
        let name = self.agent_on(call, queue);
        if let Some(vectoring) = self.vectoring_mut(call) {
            vectoring.agent = name;
        }
        let vdn = self.vectoring(call).and_then(|v| Some((v.latest?, v.since)));
        if let Some((vdn, since)) = vdn {
            let sample = milliseconds(now, since);
            let known = self.vectors.answers.entry(vdn).or_insert(0);
            *known = smoothed(*known, sample, weight);
        }
    }

    /// The agent to whom a queue has delivered a call.
    fn agent_on(&self, call: CallId, queue: DeviceId) -> Option<AgentName> {
        let mut parties = self.calls.get(call)?.parties.iter();
        let party = parties.find(|party| party.queue == Some(queue))?;
        self.agent_at(party.device).map(|agent| AgentName::clone(&agent.name))
    }

    /// Seconds that a new call would wait in a queue; none: nobody would ever answer.
    pub(crate) fn expected_wait(&self, place: usize, priority: Priority) -> Option<u64> {
        let queue = self.queues.get(place)?;
        if queue.available() > 0 {
            return Some(0);
        }
        if queue.is_full() {
            return None;
        }
        self.wait_behind(place, queue.len_from(priority))
    }

    /// Seconds that a call still has to wait, in the best of its queues.
    pub(crate) fn expected_wait_of_call(&self, call: CallId) -> Option<u64> {
        let waits = self.vector_queues(call).filter_map(|queue| {
            let place = self.plant.queue_index(queue)?;
            let party = self.calls.get(call)?.party(queue)?;
            self.wait_behind(place, self.queue(queue)?.ahead_of(party.place))
        });
        waits.min()
    }

    /// The best place of a call among those that wait in its queues, from 1.
    pub(crate) fn position_in_queue(&self, call: CallId) -> Option<usize> {
        let places = self.vector_queues(call).filter_map(|queue| {
            let party = self.calls.get(call)?.party(queue)?;
            Some(self.queue(queue)?.ahead_of(party.place))
        });
        places.min().map(|ahead| ahead + 1)
    }

    /// Rolling average speed of answer of a queue, in seconds; none before the first answer.
    pub(crate) fn speed_of_answer(&self, place: usize) -> Option<u64> {
        let answer = self.vectors.estimates.get(place)?.answer?;
        u64::try_from(answer / 1_000).ok()
    }

    /// Seconds that a new call of medium priority would wait in a queue; none: nobody would ever
    /// answer.
    pub fn expected_wait_of_new(&self, queue: DeviceId) -> Option<u64> {
        self.expected_wait(self.plant.queue_index(queue)?, Priority::Medium)
    }

    /// Seconds that a call waits in a queue with so many before it; none: nobody would ever answer.
    pub fn expected_wait_behind(&self, queue: DeviceId, ahead: usize) -> Option<u64> {
        self.wait_behind(self.plant.queue_index(queue)?, ahead)
    }

    pub(crate) fn wait_behind(&self, place: usize, ahead: usize) -> Option<u64> {
        let facts = self.vectors.site.release.facts();
        let queue = self.queues.get(place)?;
        let estimate = self.vectors.estimates.get(place)?;
        let usual = assumed(facts.assumed_handling);
        let shared = |handling: i64, agents: usize| {
            let handling = u64::try_from(handling).unwrap_or(0);
            let ahead = u64::try_from(ahead).unwrap_or(u64::MAX).saturating_add(1);
            handling.saturating_mul(ahead).checked_div(u64::try_from(agents).ok()?)
        };
        if queue.working == 0 {
            return None;
        }
        let wait = match self.acd.expected_wait {
            ExpectedWait::Advance => shared(estimate.handling.unwrap_or(usual), queue.working)?,
            ExpectedWait::HandlingTime => {
                let counts = &self.ledger.queues.get(place)?.counts;
                let handling = counts.handling_time().unwrap_or(usual);
                shared(handling, queue.logged_on())?
            }
            ExpectedWait::LastCall => u64::try_from(estimate.last_wait.unwrap_or(0)).unwrap_or(0),
            ExpectedWait::HeadOfLine => {
                let head = queue.head().map_or(0, |(_, head)| milliseconds(self.now, head.since));
                u64::try_from(head).unwrap_or(0)
            }
            ExpectedWait::HoldTime => u64::try_from(estimate.hold_time * 1_000).unwrap_or(0),
        };
        Some((wait / 1_000).min(facts.longest_expected_wait))
    }
}

fn smoothed(known: i64, sample: i64, weight: i64) -> i64 {
    known.saturating_add(sample.saturating_sub(known).saturating_mul(weight) / 1_000)
}

fn milliseconds(now: SimTime, since: SimTime) -> i64 {
    i64::try_from((now - since).as_millis()).unwrap_or(i64::MAX)
}

fn assumed(handling: std::time::Duration) -> i64 {
    i64::try_from(handling.as_millis()).unwrap_or(i64::MAX)
}
