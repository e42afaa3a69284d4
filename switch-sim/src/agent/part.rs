//! An agent's part in a queue's call, from the offer to the work after it.

use crate::{
    action::AgentName,
    agent::AgentState,
    event::Report,
    id::{CallId, DeviceId},
    queue::selection::Idle,
    switch::{EndedPart, Switch, Timer, Wake},
    world::AfterCallWork,
};

impl Switch {
    /// A queue delivers a call to the agent at a device.
    pub(crate) fn begin_part(&mut self, device: DeviceId, call: CallId) {
        let Some(agent) = self.agent_mut(device) else { return };
        let Some(state) = agent.state.offer() else { return };
        agent.call = Some(call);
        agent.reason = None;
        self.set_agent_state(device, state);
    }

    /// The agent has answered the call that `queue` delivered. What its number says about the work
    /// after it comes before what the queue says (Avaya: VDN timed ACW).
    pub(crate) fn work_on(&mut self, device: DeviceId, queue: DeviceId, call: CallId) {
        let of_queue = self.queue(queue).map(|queue| queue.after_call_work);
        let Some(after) = self.work_after_vdn(call).or(of_queue) else { return };
        let Some(agent) = self.agent_mut(device) else { return };
        let timed_work = match after {
            AfterCallWork::None => return,
            AfterCallWork::Manual => None,
            AfterCallWork::Timed(span) => Some(span),
        };
        // Another wish, uttered while the call rang, stands.
        if let Some(state) = agent.state.plan_work() {
            agent.timed_work = timed_work;
            self.set_agent_state(device, state);
        }
    }

    /// The agent did not take the call: not ready, so that it does not come again at once.
    pub(crate) fn withdraw_offer(&mut self, device: DeviceId, reason: &str) {
        let Some(agent) = self.agent_mut(device) else { return };
        let Some(state) = agent.state.withdraw() else { return };
        agent.call = None;
        agent.reason = Some(reason.to_owned());
        agent.timed_work = None;
        self.set_agent_state(device, state);
        self.report_agent(device);
    }

    /// Says what the agents do whose part in a queue's call has just ended. A caller who hung up
    /// while the agent's telephone rang leaves a ready agent as ready as before: no report.
    pub(crate) fn finish_parts(&mut self) {
        while let Some(EndedPart { device, answered }) = self.ended_parts.pop_front() {
            let Some(agent) = self.agent_mut(device) else { continue };
            let Some(state) = agent.state.finish() else { continue };
            agent.call = None;
            let timed_work = agent.timed_work.take();
            let idle = agent.idle;
            self.set_agent_state(device, state);
            if answered || state != AgentState::Ready {
                self.report_agent(device);
            } else {
                self.keep_turn(device, idle);
            }
            if let Some(span) = timed_work {
                let end = Timer::AfterCallWork { device };
                let timer = self.agenda.schedule(self.now + span, end);
                if let Some(agent) = self.agent_mut(device) {
                    agent.timer = Some(timer);
                }
            }
        }
    }

    /// Puts the agent into a state. Becoming ready begins a new idle time.
    pub(crate) fn set_agent_state(&mut self, device: DeviceId, state: AgentState) {
        let (now, turn) = (self.now, self.turns);
        let Some(agent) = self.agent_mut(device) else { return };
        let old = std::mem::replace(&mut agent.state, state);
        let timer = agent.timer.take();
        if old != state {
            agent.since = now;
            if state == AgentState::Ready {
                (agent.idle.since, agent.idle.turn) = (now, turn);
                self.turns += 1;
            }
        }
        if let Some(timer) = timer {
            self.agenda.cancel(timer);
        }
        self.refresh_availability(device);
    }

    /// Lists the agent among those who can be offered a call, or takes the agent off the lists.
    pub(crate) fn refresh_availability(&mut self, device: DeviceId) {
        self.note_activity(device);
        let free = self.at.of(device).is_empty();
        let Some(Some(agent)) = self.agents.get_mut(device.index()) else { return };
        let available = free && agent.state == AgentState::Ready;
        if available == agent.available {
            return;
        }
        agent.available = available;
        for &queue in &agent.queues {
            let index = self.plant.queue_index(queue);
            let Some(queue) = index.and_then(|index| self.queues.get_mut(index)) else { continue };
            if available {
                queue.available.insert(agent.idle);
            } else {
                queue.available.remove(&agent.idle);
            }
        }
        if available {
            self.wakes.push_back(Wake::Agent(device));
        }
    }

    /// Reports what the agent does, or will do when the present call ends.
    pub(crate) fn report_agent(&mut self, device: DeviceId) {
        let Some(agent) = self.agent_at(device) else { return };
        let name = AgentName::clone(&agent.name);
        let on_call = agent.state.is_busy();
        let reason = agent.reason.clone();
        self.report(match agent.state {
            AgentState::LoggedOut => return,
            AgentState::Ready | AgentState::BusyReady => {
                Report::AgentReady { device, agent: name, on_call }
            }
            AgentState::NotReady | AgentState::BusyNotReady => {
                Report::AgentNotReady { device, agent: name, reason, on_call }
            }
            AgentState::AfterCallWork | AgentState::BusyAfterCallWork => {
                Report::AgentWorkingAfterCall { device, agent: name, on_call }
            }
        });
    }

    /// Gives the agent the idle time back that an abandoned call interrupted.
    fn keep_turn(&mut self, device: DeviceId, idle: Idle) {
        let Some(Some(agent)) = self.agents.get_mut(device.index()) else { return };
        let newer = std::mem::replace(&mut agent.idle, idle);
        if !agent.available {
            return;
        }
        for &queue in &agent.queues {
            let index = self.plant.queue_index(queue);
            if let Some(queue) = index.and_then(|index| self.queues.get_mut(index)) {
                queue.available.remove(&newer);
                queue.available.insert(idle);
            }
        }
    }
}
