//! Bringing waiting calls and idle agents together.

use std::time::Duration;

use crate::{
    call::{ConnectionState, Party, Waits, route::Attempt},
    event::{Alerts, Cause, Report},
    feature::Origin,
    id::{CallId, DeviceId, Number},
    queue::{
        CallMeasure, Priority, Rings, Waiting,
        selection::{Candidate, Order, agent_for_call, call_for_agent},
    },
    switch::{Switch, Wake},
};

impl Switch {
    /// Puts a call behind the last one of its priority in a queue.
    pub(crate) fn enqueue(&mut self, call: CallId, queue: DeviceId, priority: Priority) {
        let since = self.now;
        self.watch_load(queue, priority);
        let Some(entries) = self.queue_mut(queue) else { return };
        let place = entries.push_back(call, since, priority);
        let position = entries.len_from(priority);
        self.count_offered(queue, call, false);
        self.add_queue_party(call, queue, place, position);
        self.wakes.push_back(Wake::Queue(queue));
    }

    /// Puts a call into a queue for one of its agents, ahead of all others (Avaya: direct agent
    /// call).
    pub(crate) fn enqueue_for(&mut self, call: CallId, queue: DeviceId, agent: DeviceId) {
        let since = self.now;
        let Some(entries) = self.queue_mut(queue) else { return };
        let place = entries.push_direct(call, since, agent);
        let position = entries.ahead_of(place) + 1;
        self.count_offered(queue, call, true);
        self.add_queue_party(call, queue, place, position);
        self.wakes.push_back(Wake::Agent(agent));
    }

    /// Takes a call away from an agent who did not take it; the agent becomes not ready. The call
    /// goes back to its queue before all others with the age it has, or to the number that the queue
    /// gives for it (Avaya "RONA"); one for this agent alone, along the path that covers the
    /// telephone.
    pub(crate) fn return_to_queue(&mut self, call: CallId, agent: DeviceId, cause: Cause) {
        if cause == Cause::CallNotAnswered && self.cover_direct_call(call, agent) {
            return;
        }
        let Some(party) = self.party_mut(call, agent) else { return };
        let (since, waits, direct) = (party.queued_since, party.waits, party.direct);
        // Taken first, so that the agent's part does not count as a call that was worked on.
        let Some(queue) = party.queue.take() else { return };
        let unanswered = self.queue(queue).map(|queue| queue.unanswered.clone());
        let unanswered = unanswered.unwrap_or_default();
        let elsewhere = unanswered.number.filter(|_| waits != Waits::Machine);
        let elsewhere = elsewhere.and_then(|number| Number::new(&number).ok());
        // Two calls of the queue that were joined are offered twice; one of them waits already.
        let waits_already = self.connection(queue, call).is_ok();
        if elsewhere.is_some() || waits_already {
            self.count_not_taken(queue, agent, cause);
        }
        self.clear(call, agent, cause, None);
        let reason = if cause == Cause::CallNotAnswered {
            unanswered.reason.as_deref().unwrap_or(NO_ANSWER)
        } else {
            DECLINED
        };
        self.withdraw_offer(agent, call, reason);
        if let Some(number) = elsewhere {
            return self.send_to_number(call, number);
        }
        if waits_already {
            return;
        }
        let Some(entries) = self.queue_mut(queue) else { return };
        let place = if direct {
            entries.return_direct(call, since, agent)
        } else {
            entries.push_front(call, since, Priority::Top)
        };
        self.count_returned(queue, agent, cause);
        self.add_queue_party(call, queue, place, 1);
        self.mark_waiting(call, queue, waits);
        self.wakes.push_back(Wake::Queue(queue));
    }

    /// Sends a call for one agent, who has not answered it, to who covers the telephone; false: nobody
    /// does. From there on it is a call like any other (Avaya: direct agent call).
    fn cover_direct_call(&mut self, call: CallId, agent: DeviceId) -> bool {
        let party = self.calls.get(call).and_then(|call| call.party(agent));
        let queue = party.filter(|party| party.direct).and_then(|party| party.queue);
        let Some(queue) = queue else { return false };
        let origin = Origin { principal: agent, next_point: None };
        let Some((way, target)) = self.seize_point(call, origin) else { return false };
        if let Some(party) = self.party_mut(call, agent) {
            // Taken first, so that the agent's part does not count as a call that was worked on.
            party.queue = None;
        }
        self.count_not_taken(queue, agent, Cause::CallNotAnswered);
        self.leave_for_point(call, agent, &way);
        let reason = self.queue(queue).and_then(|queue| queue.unanswered.reason.clone());
        self.withdraw_offer(agent, call, reason.as_deref().unwrap_or(NO_ANSWER));
        self.reach(Attempt { call, way, from: agent, transfer: false }, target);
        true
    }

    /// Offers waiting calls to idle agents until there are no more of the one or the other.
    pub(crate) fn match_calls_and_agents(&mut self) {
        while let Some(wake) = self.wakes.pop_front() {
            match wake {
                Wake::Agent(agent) => self.serve_agent(agent),
                Wake::Queue(queue) => self.serve_queue(queue),
                Wake::Point(point) => self.serve_point(point),
            }
        }
    }

    fn add_queue_party(&mut self, call: CallId, queue: DeviceId, place: i64, position: usize) {
        let number = self.number_of(queue);
        let mut party = Party::new(queue, ConnectionState::enqueue, number);
        party.place = place;
        if let Some(waiting) = self.queue(queue).and_then(|queue| queue.at(place)) {
            party.queued_since = waiting.since;
            party.priority = waiting.priority;
        }
        self.add_party(call, party);
        self.report(Report::Queued { call, queue, position });
        self.refresh_parties(call);
    }

    /// A call is about to enter a queue: reserve agents join in when it would wait too long.
    fn watch_load(&mut self, queue: DeviceId, priority: Priority) {
        let place = self
            .plant
            .queue_index(queue)
            .filter(|&place| self.queues.get(place).is_some_and(|queue| queue.is_supervised()));
        let Some(place) = place else { return };
        let expected =
            self.expected_wait(place, priority).map_or(Duration::MAX, Duration::from_secs);
        if let Some(entries) = self.queue_mut(queue) {
            entries.raise_load(expected);
        }
    }

    /// A call has left a queue: reserve agents leave when they are no longer needed.
    pub(crate) fn relax_load(&mut self, queue: DeviceId) {
        let now = self.now;
        let Some(place) = self.plant.queue_index(queue) else { return };
        let Some(entries) = self.queues.get(place).filter(|queue| queue.load() > 0) else { return };
        let head = entries.head().map_or(Duration::ZERO, |(_, head)| now - head.since);
        let expected = self.expected_wait(place, Priority::Low);
        let expected = expected.map_or(Duration::MAX, Duration::from_secs);
        if let Some(entries) = self.queues.get_mut(place) {
            entries.lower_load(expected, head);
        }
    }

    fn serve_queue(&mut self, queue: DeviceId) {
        if self.has_lost_its_ports(queue) {
            return self.give_up_machines(queue);
        }
        let Some(index) = self.plant.queue_index(queue) else { return };
        loop {
            let Some(entries) = self.queues.get(index) else { return };
            let Some((place, head)) = entries.head() else { return };
            let call = head.call;
            let several =
                self.calls.get(call).map(|call| entries.rings(call)) != Some(Rings::AtOne);
            let Some(mut agent) = self.choose_agent(index) else { return };
            if several || self.connection(agent, call).is_ok() {
                // It rings there already, or an agent who takes several calls is in this one.
                let Some(other) = self.taker(index, call) else { return };
                agent = other;
            }
            self.offer(queue, place, agent);
        }
    }

    /// Somebody of a queue who can take a call, and is not in it already.
    fn taker(&self, index: usize, call: CallId) -> Option<DeviceId> {
        self.queues.get(index)?.taker(self.calls.get(call)?)
    }

    /// The agent to whom a queue gives its next call.
    fn choose_agent(&mut self, index: usize) -> Option<DeviceId> {
        let order = self.queues.get(index)?.choice().next()?.selection.order;
        let seed = if order.is_random() { self.rng.below(u64::MAX) } else { 0 };
        self.next_agent(index, seed)
    }

    /// The same agent; `seed` is for the orders that leave it to chance.
    pub(crate) fn next_agent(&self, index: usize, seed: u64) -> Option<DeviceId> {
        let queue = self.queues.get(index)?;
        let list = queue.choice().next()?;
        let order = list.selection.order;
        let worth = |device: DeviceId| match order {
            Order::LeastOccupied => self.occupancy(device),
            Order::Allotted => self.agent_at(device).map_or(0.0, |agent| {
                agent.standing(index).map_or(0.0, |standing| agent.share_of_allotted(standing))
            }),
            Order::LeastHarm => self.harm(device, index),
            Order::Weighted => self.agent_at(device).map_or(1.0, |agent| {
                agent.standing(index).map_or(1.0, |standing| f64::from(standing.level))
            }),
            Order::MostIdle
            | Order::First
            | Order::Circular
            | Order::FewestCalls
            | Order::LeastTalk
            | Order::Random => 0.0,
        };
        agent_for_call(&list.agents, order, queue.last, seed, worth)
    }

    /// How much the other queues of an agent would miss them: the sum of the agent's shares of those
    /// who are idle there.
    fn harm(&self, device: DeviceId, index: usize) -> f64 {
        let Some(agent) = self.agent_at(device) else { return 0.0 };
        let others = agent.standings.iter().filter(|standing| standing.queue != index);
        let listed = others.filter(|standing| standing.listed.is_some());
        let queues = listed.filter_map(|standing| self.queues.get(standing.queue));
        queues.map(|queue| 1.0 / (queue.listed().count().max(1) as f64)).sum()
    }

    /// How long a call that is served next will have waited if this agent does not serve it, as the
    /// site measures calls.
    fn measured_wait(&self, index: usize, waited: Duration) -> Duration {
        match self.acd.call_measure {
            CallMeasure::CurrentWait => waited,
            CallMeasure::PredictedWait => {
                let further = self.wait_behind(index, 0).unwrap_or(0);
                waited.saturating_add(Duration::from_secs(further))
            }
        }
    }

    fn serve_agent(&mut self, device: DeviceId) {
        let Some(agent) = self.agent_at(device).filter(|agent| agent.available) else { return };
        let overdue_first = self.acd.serve_overdue_first;
        let now = self.now;
        let candidates = agent.standings.iter().filter(|standing| standing.listed.is_some());
        let candidates = candidates.filter_map(|standing| {
            let queue = self.queues.get(standing.queue)?;
            let candidate = |(place, head): (i64, &Waiting)| Candidate {
                queue: standing.queue,
                place,
                direct: head.agent.is_some(),
                level: standing.level,
                overdue: overdue_first && queue.load() > 0,
                priority: head.priority,
                need: need(self.measured_wait(standing.queue, now - head.since), queue.objective),
                call: head.call,
                share: agent.share_of_allotted(standing),
            };
            let direct = queue.direct_head(device);
            let direct = direct.filter(|(_, head)| self.connection(device, head.call).is_err());
            let head = queue.head().filter(|(_, head)| {
                let call = self.calls.get(head.call).zip(standing.listed);
                queue.needs(standing.reserve)
                    && self.connection(device, head.call).is_err()
                    && call.is_some_and(|(call, rank)| queue.offers(call, &rank))
            });
            Some(direct.into_iter().chain(head).map(candidate))
        });
        let Some(chosen) = call_for_agent(agent.handling, candidates.flatten()) else {
            return self.route_to_agent(device);
        };
        let Some(queue) = self.queues.get(chosen.queue).map(|queue| queue.device) else { return };
        self.offer(queue, chosen.place, device);
    }

    fn offer(&mut self, queue: DeviceId, place: i64, agent: DeviceId) {
        let Some(entries) = self.queue(queue) else { return };
        let call = entries.at(place).and_then(|waiting| self.calls.get(waiting.call));
        if call.is_some_and(|call| entries.rings(call) != Rings::AtOne) {
            return self.ring_in_parallel(queue, place, agent);
        }
        let Some(entries) = self.queue_mut(queue) else { return };
        let ring_limit = entries.ring_limit;
        let Some(head) = entries.remove(place) else { return };
        entries.last = Some(agent);
        let waits = self.remove_party(head.call, queue).map_or(Waits::Itself, |p| p.waits);
        self.count_ringing(queue, agent);
        self.note_departure(queue, head.since);
        self.relax_load(queue);
        self.report(Report::Diverted { call: head.call, queue, to: agent });
        if waits == Waits::Vector {
            self.leave_vector_for(head.call, agent);
        }
        self.begin_part(agent, head.call, queue);
        let number = self.number_of(agent);
        let mut party = Party::new(agent, ConnectionState::deliver, number);
        party.queue = Some(queue);
        party.queued_since = head.since;
        party.priority = head.priority;
        party.direct = head.agent.is_some();
        if waits == Waits::Machine {
            party.waits = waits;
        }
        party.timer = self.limit_ringing(head.call, agent, ring_limit);
        self.add_party(head.call, party);
        self.report(Report::Delivered {
            alerts: Alerts::Alone,
            call: head.call,
            device: agent,
            queue: Some(queue),
            transferred_by: None,
        });
        self.answer_by_itself(head.call, agent);
        // With several calls at once, the agent may take another one.
        if self.agent_at(agent).is_some_and(|agent| agent.multiple && agent.available) {
            self.wakes.push_back(Wake::Agent(agent));
        }
    }
}

/// How long a call has waited, in thousandths of what its queue aims at; in milliseconds, where no
/// queue aims at anything.
fn need(waited: Duration, objective: Option<Duration>) -> u64 {
    let waited = u64::try_from(waited.as_millis()).unwrap_or(u64::MAX);
    match objective.map(|objective| objective.as_millis()) {
        None | Some(0) => waited,
        Some(objective) => {
            let part = u128::from(waited) * 1_000 / objective;
            u64::try_from(part).unwrap_or(u64::MAX)
        }
    }
}

/// Why an agent is not ready after letting a queue's call ring until its limit.
pub(crate) const NO_ANSWER: &str = "ring-no-answer";

/// Why an agent is not ready after declining a queue's call.
pub(crate) const DECLINED: &str = "declined";
