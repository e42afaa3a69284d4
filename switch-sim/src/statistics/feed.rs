//! Where the switch's changes go into the books.

use crate::{
    agent::AgentState,
    call::{ConnectionState, Party},
    event::Cause,
    id::{DeviceId, TrunkGroupId},
    queue::Priority,
    statistics::{
        agent::Activity,
        ledger::{QueueRecord, TrunkRecord},
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

    /// A call enters a queue.
    pub(crate) fn count_offered(&mut self, queue: DeviceId) {
        let now = self.now;
        if let Some(record) = self.queue_record(queue) {
            record.offer(now);
        }
    }

    /// A call that an agent did not take returns to its queue.
    pub(crate) fn count_returned(&mut self, queue: DeviceId, agent: DeviceId) {
        let now = self.now;
        if let Some(record) = self.queue_record(queue) {
            record.give_back(now);
        }
        self.count_not_taken_by(agent);
    }

    /// A call that an agent did not take goes elsewhere.
    pub(crate) fn count_not_taken(&mut self, queue: DeviceId, agent: DeviceId) {
        if let Some(record) = self.queue_record(queue) {
            record.ringing -= 1;
            record.counts.redirected += 1;
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
        let queue = self.plant.queue_index(queue);
        if let Some(record) = self.ledger.agents.get_mut(agent.index()) {
            record.queue = queue;
        }
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
            | Cause::QueueFull
            | Cause::Transfer
            | Cause::Conference
            | Cause::Dropped
            | Cause::Redirected => record.counts.redirected += 1,
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
        let activity = match self.agents.get(device.index()) {
            None => return,
            Some(None) => None,
            Some(Some(agent)) => match agent.state {
                AgentState::LoggedOut => None,
                AgentState::NotReady => Some(Activity::Away),
                AgentState::Ready if self.at.of(device).is_empty() => Some(Activity::Idle),
                AgentState::Ready => Some(Activity::Other),
                AgentState::AfterCallWork => Some(Activity::Working),
                AgentState::BusyReady
                | AgentState::BusyNotReady
                | AgentState::BusyAfterCallWork => {
                    let parts = agent.parts.iter().filter_map(|&call| self.calls.get(call));
                    let states = parts.filter_map(|call| Some(call.party(device)?.state));
                    let Some(activity) = states.map(on_call).min() else { return };
                    Some(activity)
                }
            },
        };
        self.ledger.note_activity(device.index(), activity, self.now);
    }

    /// Checks that the statistics add up, against the calls themselves.
    fn check_flows(&self) -> Result<(), String> {
        for (queue, record) in self.queues.iter().zip(&self.ledger.queues) {
            let parties = self.calls.iter().flat_map(|call| &call.parties);
            let ringing = parties.filter(|party| {
                party.state == ConnectionState::Alerting && party.queue == Some(queue.device)
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

fn on_call(state: ConnectionState) -> Activity {
    match state {
        ConnectionState::Alerting => Activity::Ringing,
        ConnectionState::Held => Activity::Holding,
        ConnectionState::Null
        | ConnectionState::Initiated
        | ConnectionState::Connected
        | ConnectionState::Queued
        | ConnectionState::Failed => Activity::Talking,
    }
}
