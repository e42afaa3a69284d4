//! Bringing waiting calls and idle agents together.

use crate::{
    call::{ConnectionState, Party, Waits},
    event::{Cause, Report},
    id::{CallId, DeviceId},
    queue::{Priority, selection},
    switch::{Switch, Wake},
};

impl Switch {
    /// Puts a call behind the last one of its priority in a queue.
    pub(crate) fn enqueue(&mut self, call: CallId, queue: DeviceId, priority: Priority) {
        let since = self.now;
        let Some(entries) = self.queue_mut(queue) else { return };
        let place = entries.push_back(call, since, priority);
        let position = entries.len_from(priority);
        self.count_offered(queue);
        self.add_queue_party(call, queue, place, position);
    }

    /// Takes a call away from an agent who did not take it, and puts it before the first one of
    /// its queue with the age it has; the agent becomes not ready (Avaya "RONA").
    pub(crate) fn return_to_queue(&mut self, call: CallId, agent: DeviceId, cause: Cause) {
        let Some(party) = self.party_mut(call, agent) else { return };
        let (since, priority, waits) = (party.queued_since, party.priority, party.waits);
        // Taken first, so that the agent's part does not count as a call that was worked on.
        let Some(queue) = party.queue.take() else { return };
        self.clear(call, agent, cause, None);
        let reason = if cause == Cause::CallNotAnswered { NO_ANSWER } else { DECLINED };
        self.withdraw_offer(agent, reason);
        let Some(entries) = self.queue_mut(queue) else { return };
        let place = entries.push_front(call, since, priority);
        let before = entries.len_from(priority) - entries.len_of(priority);
        self.count_returned(queue, agent);
        self.add_queue_party(call, queue, place, before + 1);
        self.mark_waiting(call, queue, waits);
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
        self.wakes.push_back(Wake::Queue(queue));
    }

    fn serve_queue(&mut self, queue: DeviceId) {
        loop {
            let Some(entries) = self.queue(queue) else { return };
            if entries.is_empty() {
                return;
            }
            let Some(agent) = selection::agent_for_call(&entries.available) else { return };
            self.offer_head(queue, agent);
        }
    }

    fn serve_agent(&mut self, device: DeviceId) {
        let Some(agent) = self.agent_at(device).filter(|agent| agent.available) else { return };
        let heads = agent.queues.iter().filter_map(|&queue| {
            let index = self.plant.queue_index(queue)?;
            Some((index, self.queues.get(index)?.head()?.1))
        });
        let Some(index) = selection::queue_for_agent(heads) else {
            return self.route_to_agent(device);
        };
        let Some(queue) = self.queues.get(index).map(|queue| queue.device) else { return };
        self.offer_head(queue, device);
    }

    fn offer_head(&mut self, queue: DeviceId, agent: DeviceId) {
        let Some(entries) = self.queue_mut(queue) else { return };
        let ring_limit = entries.ring_limit;
        let Some((place, _)) = entries.head() else { return };
        let Some(head) = entries.remove(place) else { return };
        let waits = self.remove_party(head.call, queue).map_or(Waits::Itself, |p| p.waits);
        self.count_ringing(queue, agent);
        self.note_departure(queue, head.since);
        self.report(Report::Diverted { call: head.call, queue, to: agent });
        if waits == Waits::Vector {
            self.leave_vector_for(head.call, agent);
        }
        self.begin_part(agent, head.call);
        let number = self.number_of(agent);
        let mut party = Party::new(agent, ConnectionState::deliver, number);
        party.queue = Some(queue);
        party.queued_since = head.since;
        party.priority = head.priority;
        if waits == Waits::Machine {
            party.waits = waits;
        }
        party.timer = self.limit_ringing(head.call, agent, ring_limit);
        self.add_party(head.call, party);
        self.report(Report::Delivered {
            call: head.call,
            device: agent,
            queue: Some(queue),
            transferred_by: None,
        });
    }
}

/// Why an agent is not ready after letting a queue's call ring until its limit.
pub(crate) const NO_ANSWER: &str = "ring-no-answer";

/// Why an agent is not ready after declining a queue's call.
pub(crate) const DECLINED: &str = "declined";
