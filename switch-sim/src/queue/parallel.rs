//! A call of a queue that rings at several agents, until the first of them answers.
//!
//! It keeps its place in the queue meanwhile: whoever looks at the queue sees a call that waits, its
//! wait ends with the answer, and a caller who gives up gives up in the queue. Agents at whom it
//! rang in vain are as ready as before, with the idle time they had; one who lets it ring until the
//! limit, or declines it, is treated as anybody who does not take a call.

use crate::{
    call::{ConnectionState, Party, Waits},
    event::{Alerts, Cause, Report},
    id::{CallId, DeviceId, Number},
    queue::{
        Rings,
        offer::{DECLINED, NO_ANSWER},
    },
    switch::{Switch, Timer, Wake},
};

impl Switch {
    /// Lets a call that waits at a place ring at one agent more.
    pub(crate) fn ring_in_parallel(&mut self, queue: DeviceId, place: i64, agent: DeviceId) {
        let index = self.plant.queue_index(queue);
        let listed = self
            .agent_at(agent)
            .zip(index)
            .and_then(|(agent, index)| agent.standing(index)?.listed);
        let level = listed.map_or(0, |rank| rank.level);
        let Some(entries) = self.queue_mut(queue) else { return };
        let (ring_limit, next) = (entries.ring_limit, entries.ring_further_after);
        let further = entries.selection().rings == Rings::AtOneMore;
        let Some(waiting) = entries.note_ringing(place, level, agent) else { return };
        let call = waiting.call;
        self.count_rung(queue, agent);
        self.begin_part(agent, call, queue);
        let mut party = Party::new(agent, ConnectionState::deliver, self.number_of(agent));
        party.queue = Some(queue);
        party.queued_since = waiting.since;
        party.priority = waiting.priority;
        party.alerts = Alerts::InParallel;
        party.timer = self.limit_ringing(call, agent, ring_limit);
        self.add_party(call, party);
        if further {
            let timer = Timer::RingsFurther { call, queue };
            let timer = self.agenda.schedule(self.now + next, timer);
            if let Some(party) = self.party_mut(call, queue) {
                party.timer = Some(timer);
            }
        }
        let (alerts, queue) = (Alerts::InParallel, Some(queue));
        let transferred_by = None;
        self.report(Report::Delivered { call, device: agent, queue, transferred_by, alerts });
        self.answer_by_itself(call, agent);
        if self.agent_at(agent).is_some_and(|agent| agent.multiple && agent.available) {
            self.wakes.push_back(Wake::Agent(agent));
        }
    }

    /// A call may ring at one agent more; without one, at the next who becomes ready.
    pub(crate) fn ring_further(&mut self, call: CallId, queue: DeviceId) {
        if let Some(party) = self.party_mut(call, queue) {
            party.timer = None;
            self.wakes.push_back(Wake::Queue(queue));
        }
    }

    /// Takes a call out of the queue in which it waited while it rang, for the agent who answers.
    pub(crate) fn leave_queue_for(&mut self, call: CallId, agent: DeviceId) {
        let party = self.calls.get(call).and_then(|call| call.party(agent));
        let Some(queue) = party.and_then(|party| party.rings_in_parallel_for()) else { return };
        let Some(left) = self.remove_party(call, queue) else { return };
        self.count_ringing(queue, agent);
        self.note_departure(queue, left.queued_since);
        self.relax_load(queue);
        self.report(Report::Diverted { call, queue, to: agent });
        if left.waits == Waits::Vector {
            self.leave_vector_for(call, agent);
        }
    }

    /// One of the agents does not take a call; it rings on at the others. The last who lets it ring
    /// until the limit sends it to the number that the queue gives for such calls.
    pub(crate) fn ring_no_longer(&mut self, call: CallId, agent: DeviceId, cause: Cause) {
        let Some(party) = self.party_mut(call, agent) else { return };
        // Taken first, so that the agent's part does not count as a call that was worked on.
        let Some(queue) = party.queue.take() else { return };
        self.count_not_taken_by_one(queue, agent, cause);
        self.clear(call, agent, cause, None);
        let unanswered = self.queue(queue).map(|queue| queue.unanswered.clone());
        let unanswered = unanswered.unwrap_or_default();
        let lets_it_ring = cause == Cause::CallNotAnswered;
        let reason = unanswered.reason.as_deref().filter(|_| lets_it_ring);
        let usual = if lets_it_ring { NO_ANSWER } else { DECLINED };
        self.withdraw_offer(agent, call, reason.unwrap_or(usual));
        self.wakes.push_back(Wake::Queue(queue));
        let rings =
            self.calls.get(call).is_some_and(|call| call.ringing_for(queue).next().is_some());
        let number = unanswered.number.filter(|_| lets_it_ring && !rings);
        if let Some(number) = number.and_then(|number| Number::new(&number).ok()) {
            self.leave_vector(call);
            self.leave_vector_queues(call, None);
            if self.connection(queue, call).is_ok() {
                self.clear(call, queue, Cause::Redirected, None);
            }
            self.send_to_number(call, number);
        }
    }

    /// Notes at whom a call that leaves a queue still rings for it.
    pub(crate) fn leave_ringing(&mut self, call: CallId, queue: DeviceId) {
        let entry = self.calls.get(call);
        let ringing = entry.into_iter().flat_map(|call| call.ringing_for(queue));
        self.left_ringing.extend(ringing.map(|party| (call, party.device)));
    }

    /// Takes calls that have left their queues away from the agents at whom they still ring.
    pub(crate) fn stop_ringing(&mut self) {
        while let Some((call, agent)) = self.left_ringing.pop_front() {
            let party = self.calls.get(call).and_then(|call| call.party(agent));
            if party.is_some_and(|party| party.rings_in_parallel_for().is_some()) {
                self.clear(call, agent, Cause::Redirected, None);
                self.end_if_alone(call, Cause::NormalClearing);
            }
        }
    }
}
