//! An agent's part in a queue's call, from the offer to the work after it.

use crate::{
    action::{AgentName, WorkPlan},
    agent::{AgentState, Stay},
    event::Report,
    id::{CallId, DeviceId},
    personality::table::{AfterCall, Unanswering},
    queue::{offer::DECLINED, selection::Idle},
    switch::{EndedPart, Switch, Timer},
    world::AfterCallWork,
};

impl Switch {
    /// A queue delivers a call to the agent at a device.
    pub(crate) fn begin_part(&mut self, device: DeviceId, call: CallId, queue: DeviceId) {
        let (now, queue) = (self.now, self.plant.queue_index(queue));
        let Some(agent) = self.agent_mut(device) else { return };
        let Some(state) = agent.state.offer() else { return };
        if agent.parts.is_empty() {
            agent.part_since = now;
            agent.works_for = queue;
        }
        agent.parts.push(call);
        agent.asks_further = false;
        agent.reason = None;
        self.set_agent_state(device, state);
    }

    /// The agent has answered the call that `queue` delivered. The agent's own plan for the work
    /// after it comes first, then what its number says (Avaya: VDN timed ACW), then the queue.
    pub(crate) fn work_on(&mut self, device: DeviceId, queue: DeviceId, call: CallId) {
        let (now, place) = (self.now, self.plant.queue_index(queue));
        let of_vdn = self.work_after_vdn(call);
        let of_queue = self.queue(queue).map(|queue| queue.after_call_work);
        let trigger = self.personality.acw_trigger;
        let Some(agent) = self.agent_mut(device) else { return };
        agent.answered_at = Some(now);
        if let Some(standing) = place.and_then(|place| agent.standing_mut(place)) {
            standing.answered += 1;
        }
        let after = match (agent.plan, trigger) {
            (WorkPlan::Own(own), _) => own,
            (_, AfterCall::IfAsked) => return,
            (_, AfterCall::NotReady) => {
                let state =
                    agent.state.not_ready().filter(|_| agent.state == AgentState::BusyReady);
                return state.into_iter().for_each(|state| self.set_agent_state(device, state));
            }
            (plan, AfterCall::ByQueue) => match of_vdn.or(of_queue) {
                Some(AfterCallWork::Manual) if plan == WorkPlan::Auto => return,
                Some(usual) => usual,
                None => return,
            },
        };
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

    /// The agent did not take the call: not ready, so that it does not come again at once. One who
    /// is on another queue's call stays as they are.
    pub(crate) fn withdraw_offer(&mut self, device: DeviceId, call: CallId, reason: &str) {
        let stays = self.personality.rona_agent_state;
        let Some(agent) = self.agent_mut(device) else { return };
        agent.parts.retain(|&part| part != call);
        if !agent.parts.is_empty() {
            return self.refresh_availability(device);
        }
        let lets_it_ring = reason != DECLINED;
        if lets_it_ring && stays == Unanswering::Available {
            let state = agent.state.finish();
            return state.into_iter().for_each(|state| self.move_agent(device, state, false));
        }
        let Some(state) = agent.state.withdraw() else { return };
        agent.reason = Some(reason.to_owned());
        agent.timed_work = None;
        let name = AgentName::clone(&agent.name);
        let is_port = self.plant.post(&name).is_some_and(|post| post.is_port);
        let leaves = is_port || lets_it_ring && stays == Unanswering::LoggedOut;
        self.set_agent_state(device, state);
        if !leaves || self.log_off(device).is_err() {
            self.report_agent(device);
        }
    }

    /// Says what the agents do whose part in a queue's call has just ended. A caller who hung up
    /// while the agent's telephone rang leaves a ready agent as ready as before: no report.
    pub(crate) fn finish_parts(&mut self) {
        while let Some(EndedPart { device, call, answered }) = self.ended_parts.pop_front() {
            let now = self.now;
            let Some(agent) = self.agent_mut(device) else { continue };
            agent.parts.retain(|&part| part != call);
            if let Some(begin) = agent.answered_at.filter(|_| answered) {
                let talk = u64::try_from((now - begin).as_millis()).unwrap_or(u64::MAX);
                let queue = agent.works_for;
                if let Some(standing) = queue.and_then(|queue| agent.standing_mut(queue)) {
                    standing.talked += talk;
                }
            }
            if !agent.parts.is_empty() {
                self.refresh_availability(device);
                continue;
            }
            let Some(state) = agent.state.finish() else { continue };
            let timed_work = agent.timed_work.take();
            let unchanged = !answered && state == AgentState::Ready;
            self.move_agent(device, state, !unchanged);
            if !unchanged {
                self.report_agent(device);
            }
            if let Some(span) = timed_work {
                let end = Timer::AfterCallWork { device };
                let timer = self.agenda.schedule(self.now + span, end);
                if let Some(agent) = self.agent_mut(device) {
                    agent.timer = Some(timer);
                }
            }
            if self.agent_at(device).is_some_and(|agent| agent.stay == Stay::Leaves) {
                // Refused while calls wait that only this agent may take: the agent stays.
                let _left = self.log_off(device);
            }
        }
    }

    /// Puts the agent into a state. Becoming ready begins a new idle time.
    pub(crate) fn set_agent_state(&mut self, device: DeviceId, state: AgentState) {
        self.move_agent(device, state, true);
    }

    fn move_agent(&mut self, device: DeviceId, state: AgentState, renews: bool) {
        let (now, turn) = (self.now, self.turns);
        let acd = self.acd;
        let Some(Some(agent)) = self.agents.get_mut(device.index()) else { return };
        let old = std::mem::replace(&mut agent.state, state);
        let timer = agent.timer.take();
        if old != state {
            agent.since = now;
            let works = |state: AgentState| state.is_busy() || state == AgentState::AfterCallWork;
            if works(old) && !works(state) {
                agent.book_work(now);
            }
            let away = |state| state == AgentState::NotReady || state == AgentState::LoggedOut;
            if away(old) != away(state) {
                for standing in &agent.standings {
                    let Some(queue) = self.queues.get_mut(standing.queue) else { continue };
                    queue.working = if away(state) { queue.working - 1 } else { queue.working + 1 };
                }
            }
            let ends_call = works(old);
            let only = agent.works_for.filter(|_| ends_call && !acd.mia_across_skills);
            let begins = match state {
                AgentState::Ready => !(acd.acw_is_idle && old == AgentState::AfterCallWork),
                AgentState::AfterCallWork => acd.acw_is_idle && old.is_busy(),
                AgentState::LoggedOut
                | AgentState::NotReady
                | AgentState::BusyReady
                | AgentState::BusyNotReady
                | AgentState::BusyAfterCallWork => false,
            };
            if begins && renews {
                agent.renew_idle(Idle { since: now, turn, device }, only);
                self.turns += 1;
            }
        }
        if let Some(timer) = timer {
            self.agenda.cancel(timer);
        }
        if old == AgentState::NotReady && state != AgentState::LoggedOut && old != state {
            self.credit_occupancy(device);
        }
        self.refresh_availability(device);
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
}
