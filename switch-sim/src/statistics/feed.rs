//! Where the switch's changes go into the books.

use crate::{
    call::{ConnectionState, Party},
    event::{Alerts, Cause, Report},
    id::{CallId, DeviceId, TrunkGroupId, VdnId},
    queue::Priority,
    statistics::{
        AgentCounts, QueueCounts,
        ledger::{QueueRecord, TrunkRecord},
        vdn::Leaving,
    },
    switch::Switch,
    time::SimTime,
};

impl Switch {
    /// Ends the statistics' intervals that are over at a moment.
    pub(crate) fn close_intervals(&mut self, at: SimTime) {
        if at < self.ledger.ends() {
            return;
        }
        self.ledger.close();
        if at >= self.ledger.ends() {
            self.ledger.skip_quiet(at);
            self.ledger.close();
        }
        if cfg!(debug_assertions)
            && let Err(broken) = self.check_flows()
        {
            unreachable!("the statistics do not add up: {broken}");
        }
    }

    /// A call enters a queue, perhaps after another one, perhaps for one agent.
    pub(crate) fn count_offered(&mut self, queue: DeviceId, call: CallId, direct: bool) {
        let now = self.now;
        let entry = self.calls.get_mut(call);
        let before = entry.is_some_and(|call| std::mem::replace(&mut call.was_queued, true));
        if let Some(record) = self.queue_record(queue) {
            record.offer(now);
            record.counts.flowed_in += u64::from(before);
            record.counts.direct += u64::from(direct);
        }
    }

    /// A call that an agent did not take returns to its queue.
    pub(crate) fn count_returned(&mut self, queue: DeviceId, agent: DeviceId, cause: Cause) {
        let now = self.now;
        if let Some(record) = self.queue_record(queue) {
            record.give_back(now);
            record.counts.unanswered += u64::from(cause == Cause::CallNotAnswered);
        }
        self.count_not_taken_by(agent);
    }

    /// A call that an agent did not take goes elsewhere.
    pub(crate) fn count_not_taken(&mut self, queue: DeviceId, agent: DeviceId, cause: Cause) {
        if let Some(record) = self.queue_record(queue) {
            record.ringing -= 1;
            record.counts.redirected += 1;
            record.counts.unanswered += u64::from(cause == Cause::CallNotAnswered);
        }
        self.count_not_taken_by(agent);
    }

    fn count_not_taken_by(&mut self, agent: DeviceId) {
        if let Some(record) = self.ledger.agents.get_mut(agent.index()) {
            record.counts.not_taken += 1;
        }
    }

    /// A queue's call begins to ring at an agent.
    pub(crate) fn count_ringing(&mut self, queue: DeviceId, agent: DeviceId) {
        let now = self.now;
        if let Some(record) = self.queue_record(queue) {
            record.ring(now);
        }
        self.count_rung(queue, agent);
    }

    /// An agent's telephone rings for a queue.
    pub(crate) fn count_rung(&mut self, queue: DeviceId, agent: DeviceId) {
        let queue = self.plant.queue_index(queue);
        if let Some(record) = self.ledger.agents.get_mut(agent.index()) {
            record.queue = queue;
        }
    }

    /// One of the agents at whom a call rings does not take it; the call still waits.
    pub(crate) fn count_not_taken_by_one(
        &mut self,
        queue: DeviceId,
        agent: DeviceId,
        cause: Cause,
    ) {
        if let Some(record) = self.queue_record(queue) {
            record.counts.unanswered += u64::from(cause == Cause::CallNotAnswered);
        }
        self.count_not_taken_by(agent);
    }

    /// An agent answers the call that a queue delivered.
    pub(crate) fn count_answered(
        &mut self,
        queue: DeviceId,
        agent: DeviceId,
        since: SimTime,
        priority: Priority,
    ) {
        let wait = self.now - since;
        if let Some(record) = self.queue_record(queue) {
            record.answer(wait, priority);
        }
        if let Some(record) = self.ledger.agents.get_mut(agent.index()) {
            record.counts.answered += 1;
        }
    }

    /// A party has been cleared: a call may have left its queue without an answer.
    pub(crate) fn count_cleared(&mut self, party: &Party, cause: Cause) {
        let wait = self.now - party.queued_since;
        let now = self.now;
        let (queue, ringing) = match (party.state, party.queue) {
            (ConnectionState::Queued, _) => (party.device, false),
            // While it rings at several agents, the call is counted where it waits.
            (ConnectionState::Alerting, Some(_)) if party.alerts == Alerts::InParallel => return,
            (ConnectionState::Alerting, Some(queue)) => (queue, true),
            _ => return,
        };
        let Some(record) = self.queue_record(queue) else { return };
        if ringing {
            record.ringing -= 1;
        } else {
            record.waiting.set(now, record.waiting.value() - 1);
        }
        match cause {
            Cause::NormalClearing | Cause::CallCancelled => record.abandon(wait),
            Cause::CallNotAnswered
            | Cause::CallRejected
            | Cause::Busy
            | Cause::InvalidNumber
            | Cause::TrunksBusy
            | Cause::Network(_)
            | Cause::AnsweringMachine
            | Cause::QueueFull
            | Cause::Transfer
            | Cause::Conference
            | Cause::Dropped
            | Cause::Redirected
            | Cause::AnsweredElsewhere => record.counts.redirected += 1,
        }
    }

    /// A call leaves a queue because an agent of another one gets it.
    pub(crate) fn count_elsewhere(&mut self, queue: DeviceId) {
        let now = self.now;
        if let Some(record) = self.queue_record(queue) {
            record.waiting.set(now, record.waiting.value() - 1);
            record.counts.elsewhere += 1;
        }
    }

    /// A call leaves a queue because its vector sends it somewhere else.
    pub(crate) fn count_redirected(&mut self, queue: DeviceId) {
        let now = self.now;
        if let Some(record) = self.queue_record(queue) {
            record.waiting.set(now, record.waiting.value() - 1);
            record.counts.redirected += 1;
        }
    }

    /// Somebody dialled a queue or a trunk group that takes no call at the moment.
    pub(crate) fn count_blocked(&mut self, device: Option<DeviceId>, group: Option<TrunkGroupId>) {
        if let Some(record) = device.and_then(|queue| self.queue_record(queue)) {
            record.counts.blocked += 1;
        }
        if let Some(record) = group.and_then(|group| self.trunk_record(group)) {
            record.counts.blocked += 1;
        }
    }

    /// A circuit has been taken or given back.
    pub(crate) fn count_circuits(&mut self, group: TrunkGroupId) {
        let now = self.now;
        let Some(trunk) = self.trunks.get(group.index()) else { return };
        let (busy, channels) = (trunk.busy(), trunk.channels);
        if let Some(record) = self.trunk_record(group) {
            record.set_busy(now, busy, channels);
        }
    }

    /// Notes what the agent at a device spends time with from this moment on.
    pub(crate) fn note_activity(&mut self, device: DeviceId) {
        if device.index() < self.agents.len() {
            let activity = self.activity(device);
            // Between two steps of an operation an agent can be on a call that is not there yet.
            let busy = self.agent_at(device).is_some_and(|agent| agent.state.is_busy());
            if activity.is_some() || !busy {
                self.ledger.note_activity(device.index(), activity, self.now);
            }
        }
    }

    /// Counts what agents do with their queues' calls, as it is reported.
    pub(crate) fn book(&mut self, report: &Report) {
        if let Report::Held { call, device } = *report {
            let queue = self.calls.get(call).and_then(|call| call.party(device)?.queue);
            if let Some(queue) = queue {
                self.count_for(queue, |counts| counts.held += 1);
                self.count_for_agent(device, |counts| counts.holds += 1);
            }
        } else if let Report::Transferred { controller, .. }
        | Report::SingleStepTransferred { controller, .. } = *report
        {
            if let Some(queue) = self.queue_of_agent(controller) {
                self.count_for(queue, |counts| counts.transferred += 1);
                self.count_for_agent(controller, |counts| counts.transfers += 1);
            }
        } else if let Report::Conferenced { controller, .. } = *report {
            if let Some(queue) = self.queue_of_agent(controller) {
                self.count_for(queue, |counts| counts.conferenced += 1);
                self.count_for_agent(controller, |counts| counts.conferences += 1);
            }
        } else if let Report::Cleared { call, device, cause: Cause::NormalClearing, .. } = *report
            && device.index() >= self.plant.first_circuit()
        {
            let parties = self.calls.get(call).into_iter().flat_map(|call| &call.parties);
            let mut held = parties.filter(|party| party.state == ConnectionState::Held);
            if let Some(queue) = held.find_map(|party| party.queue) {
                self.count_for(queue, |counts| counts.held_abandoned += 1);
            }
        }
    }

    /// An agent has logged on to a queue, or off from it.
    pub(crate) fn count_staffed(&mut self, place: usize) {
        let now = self.now;
        let staffed = self.queues.get(place).map_or(0, |queue| queue.logged_on() as u64);
        if let Some(record) = self.ledger.queues.get_mut(place) {
            record.staffed.set(now, staffed);
        }
    }

    /// A call comes to a VDN.
    pub(crate) fn count_at_vdn(&mut self, call: CallId, vdn: VdnId) {
        let now = self.now;
        let before = self.leave_vdn(call, Leaving::FlowedOut);
        if let Some(record) = self.ledger.vdns.get_mut(vdn.index()) {
            record.counts.offered += 1;
            record.counts.flowed_in += u64::from(before);
            record.there += 1;
        }
        if let Some(vectoring) = self.vectoring_mut(call) {
            vectoring.counted_at = Some((vdn, now));
        }
    }

    /// A call leaves the VDN where it is counted; whether it was counted at one.
    pub(crate) fn leave_vdn(&mut self, call: CallId, how: Leaving) -> bool {
        let counted = self.vectoring_mut(call).and_then(|vectoring| vectoring.counted_at.take());
        self.book_leaving(counted, how)
    }

    /// Books that a call has left the VDN at which it came at a moment.
    pub(crate) fn book_leaving(&mut self, counted: Option<(VdnId, SimTime)>, how: Leaving) -> bool {
        let Some((vdn, since)) = counted else { return false };
        let wait = self.now - since;
        if let Some(record) = self.ledger.vdns.get_mut(vdn.index()) {
            record.there -= 1;
            record.counts.leave(how, wait);
        }
        true
    }

    /// The queue whose call the agent at a device is on, or was on in this step.
    fn queue_of_agent(&self, device: DeviceId) -> Option<DeviceId> {
        let agent = self.agent_at(device).filter(|agent| agent.state.is_busy())?;
        self.place_device(agent.works_for?)
    }

    fn count_for(&mut self, queue: DeviceId, count: fn(&mut QueueCounts)) {
        if let Some(record) = self.queue_record(queue) {
            count(&mut record.counts);
        }
    }

    fn count_for_agent(&mut self, device: DeviceId, count: fn(&mut AgentCounts)) {
        if let Some(record) = self.ledger.agents.get_mut(device.index()) {
            count(&mut record.counts);
        }
    }

    /// Checks that the statistics add up, against the calls themselves.
    fn check_flows(&self) -> Result<(), String> {
        for (queue, record) in self.queues.iter().zip(&self.ledger.queues) {
            let parties = self.calls.iter().flat_map(|call| &call.parties);
            let ringing = parties.filter(|party| {
                party.state == ConnectionState::Alerting
                    && party.alerts == Alerts::Alone
                    && party.queue == Some(queue.device)
            });
            let there = (queue.len(), ringing.count());
            let periods = record.periods(self.ledger.began);
            let known = (record.waiting.value(), record.ringing);
            if (there.0 as u64, there.1 as u64) != known {
                return Err(format!("{:?}: {there:?} there, {known:?} counted", queue.device));
            }
            let spans = [Some(&periods.running), Some(&periods.interval), periods.last.as_ref()];
            for counts in spans.into_iter().flatten() {
                if !counts.flows() {
                    return Err(format!("{:?}: {counts:?}", queue.device));
                }
            }
        }
        let mut there = vec![0; self.ledger.vdns.len()];
        for vectoring in self.calls.iter().filter_map(|call| call.vectoring.as_ref()) {
            if let Some(count) =
                vectoring.counted_at.and_then(|(vdn, _)| there.get_mut(vdn.index()))
            {
                *count += 1;
            }
        }
        for (record, there) in self.ledger.vdns.iter().zip(there) {
            let periods = record.periods(self.ledger.began);
            let flows = periods.running.flows() && periods.last.is_none_or(|last| last.flows());
            if record.there != there || !flows {
                return Err(format!("{there} calls at a VDN: {:?}", periods.running));
            }
        }
        for (trunk, record) in self.trunks.iter().zip(&self.ledger.trunks) {
            if record.busy.value() != u64::from(trunk.busy()) {
                return Err(format!("{}: {} busy", trunk.name, trunk.busy()));
            }
        }
        Ok(())
    }

    fn queue_record(&mut self, queue: DeviceId) -> Option<&mut QueueRecord> {
        self.ledger.queues.get_mut(self.plant.queue_index(queue)?)
    }

    fn trunk_record(&mut self, group: TrunkGroupId) -> Option<&mut TrunkRecord> {
        self.ledger.trunks.get_mut(group.index())
    }

    /// A call takes a circuit, from outside or towards it.
    pub(crate) fn count_trunk_call(&mut self, group: TrunkGroupId, from_outside: bool) {
        if let Some(record) = self.trunk_record(group) {
            if from_outside {
                record.counts.incoming += 1;
            } else {
                record.counts.outgoing += 1;
            }
        }
        self.count_circuits(group);
    }
}
