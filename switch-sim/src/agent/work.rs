//! What an agent can ask for: log on, log off, ready, not ready, after-call work.

use crate::{
    action::{AgentName, Refusal, WorkPlan},
    agent::{Agent, AgentState, Stay, standing::Standing},
    event::Report,
    id::DeviceId,
    limits,
    personality::table::{
        AgentIdentity, FirstState, LoginScope, LogoutRule, NotReadyRule, Reasons,
    },
    queue::selection::Idle,
    switch::{Switch, Wake},
    world::MultipleCalls,
};

impl Switch {
    /// Logs an agent on, not ready; an agent who is there already, on to further queues.
    pub(crate) fn log_on(
        &mut self,
        device: DeviceId,
        name: AgentName,
        queues: &[DeviceId],
    ) -> Result<(), Refusal> {
        let queues = self.require_log_on(device, &name, queues)?;
        let present = self.agent_at(device);
        if present.is_some_and(|agent| agent.name != name) {
            return Err(Refusal::AlreadyLoggedOn(device));
        }
        let known = present.map_or(&[][..], |agent| &agent.queues);
        self.require_few_queues(known.len() + queues.len())?;
        let mut added: Vec<DeviceId> = Vec::new();
        for queue in queues {
            if !known.contains(&queue) && !added.contains(&queue) {
                added.push(queue);
            }
        }
        if present.is_some() && added.is_empty() {
            return Err(Refusal::AlreadyLoggedOn(device));
        }
        let first = present.is_none();
        self.seat(device, &name);
        self.note_activity(device);
        if added.is_empty() {
            let agent = AgentName::clone(&name);
            self.report(Report::AgentLoggedOn { device, agent, queue: None });
        }
        for queue in added {
            self.join_queue(device, queue);
            let queue = Some(queue);
            self.report(Report::AgentLoggedOn { device, agent: AgentName::clone(&name), queue });
        }
        if first {
            self.begin_work(device);
        }
        Ok(())
    }

    /// Whether an agent can log on at a telephone once whoever is logged on there has left.
    ///
    /// # Errors
    /// Why [`Action::LogOn`](crate::action::Action::LogOn) would be refused even then.
    pub fn admits_agent(
        &self,
        device: DeviceId,
        name: &AgentName,
        queues: &[DeviceId],
    ) -> Result<(), Refusal> {
        let queues = self.require_log_on(device, name, queues)?;
        self.require_few_queues(queues.len())
    }

    /// Refuses a log-on that is wrong whoever is at the telephone; the queues for which it counts.
    fn require_log_on(
        &self,
        device: DeviceId,
        name: &AgentName,
        queues: &[DeviceId],
    ) -> Result<Vec<DeviceId>, Refusal> {
        self.require_extension(device)?;
        if name.len() > limits::NAME_BYTES {
            return Err(Refusal::Limit { what: "bytes of a name", limit: limits::NAME_BYTES });
        }
        if queues.iter().any(|&queue| self.queue(queue).is_none()) {
            return Err(Refusal::WrongDevice);
        }
        let queues = self.queues_logged_on(device, name, queues)?;
        match self.agent_names.get(name).filter(|&&other| other != device) {
            Some(&elsewhere) => Err(Refusal::AlreadyLoggedOn(elsewhere)),
            None => Ok(queues),
        }
    }

    fn require_few_queues(&self, queues: usize) -> Result<(), Refusal> {
        let limit = self.personality.queues_per_agent().min(limits::QUEUES_PER_AGENT);
        if queues > limit {
            return Err(Refusal::Limit { what: "queues of an agent", limit });
        }
        Ok(())
    }

    /// The queues for which a log-on counts, as the brand has it.
    fn queues_logged_on(
        &self,
        device: DeviceId,
        name: &AgentName,
        named: &[DeviceId],
    ) -> Result<Vec<DeviceId>, Refusal> {
        let position = self.plant.position(name);
        let elsewhere = position.is_some_and(|(own, _)| *own != device);
        if elsewhere && self.personality.agent_identity == AgentIdentity::OwnPosition {
            let what = "an agent logs on at the position of the log-on name";
            return Err(Refusal::Unsupported(what));
        }
        let own = position.map(|(_, queues)| queues).filter(|queues| !queues.is_empty());
        Ok(match (self.personality.login_events_per_skill, own) {
            (LoginScope::AllSkills | LoginScope::One, Some(own)) => {
                own.iter().copied().take(self.personality.queues_per_agent()).collect()
            }
            (LoginScope::EachQueue, _) | (_, None) => named.to_vec(),
        })
    }

    /// Says what an agent does who has just logged on, where the switch says more than that.
    fn begin_work(&mut self, device: DeviceId) {
        let first = self.personality.login_initial_state;
        let Some(agent) = self.agent_mut(device) else { return };
        match first {
            FirstState::NotReady => return,
            FirstState::NotReadyReason0 => agent.reason = Some("0".to_owned()),
            FirstState::Ready => {
                let Some(state) = agent.state.ready() else { return };
                self.set_agent_state(device, state);
                self.wakes.push_back(Wake::Agent(device));
            }
        }
        self.report_agent(device);
    }

    /// Refuses what an agent asks for whom the switch alone makes ready and logs off: a port of an
    /// auto-available queue (ASAI reference: its members take no log-off, after-call work or
    /// not-ready).
    pub(crate) fn require_own_will(&self, device: DeviceId) -> Result<(), Refusal> {
        let name = &self.require_agent(device)?.name;
        if self.plant.post(name).is_some_and(|post| post.is_port) {
            let what = "a port that is auto-available is ready, or logged off by the switch";
            return Err(Refusal::Unsupported(what));
        }
        Ok(())
    }

    /// Logs an agent off from all queues.
    pub(crate) fn log_off(&mut self, device: DeviceId) -> Result<(), Refusal> {
        let rule = self.personality.logout_while_on_call;
        let agent = self.require_agent(device)?;
        match rule {
            LogoutRule::AtCallEnd if agent.state.is_busy() => {
                self.agent_mut(device).ok_or(Refusal::NotLoggedOn)?.stay = Stay::Leaves;
                return Ok(());
            }
            LogoutRule::FromNotReady if agent.state != AgentState::NotReady => {
                return Err(Refusal::Unsupported("agents log off only when they are not ready"));
            }
            LogoutRule::Refused | LogoutRule::AtCallEnd | LogoutRule::FromNotReady => {}
        }
        let state = agent.state.log_off().ok_or(Refusal::AgentBusy)?;
        let name = AgentName::clone(&agent.name);
        let queues = agent.queues.clone();
        self.require_no_direct_call(device, &queues)?;
        self.set_agent_state(device, state);
        for &queue in &queues {
            if let Some(place) = self.plant.queue_index(queue) {
                self.unman(place, device);
            }
            if self.has_lost_its_ports(queue) {
                self.wakes.push_back(Wake::Queue(queue));
            }
        }
        self.agent_names.remove(&name);
        if let Some(seat) = self.agents.get_mut(device.index()) {
            *seat = None;
        }
        if queues.is_empty() {
            self.report(Report::AgentLoggedOff { device, agent: name, queue: None, last: true });
            self.end_monitoring_at(device);
            return Ok(());
        }
        for (left, &queue) in (0..queues.len()).rev().zip(&queues) {
            let agent = AgentName::clone(&name);
            let (queue, last) = (Some(queue), left == 0);
            self.report(Report::AgentLoggedOff { device, agent, queue, last });
        }
        self.end_monitoring_at(device);
        Ok(())
    }

    /// Logs an agent off from one queue; whoever has no other logs off altogether.
    pub(crate) fn log_off_queue(
        &mut self,
        device: DeviceId,
        queue: DeviceId,
    ) -> Result<(), Refusal> {
        let agent = self.require_agent(device)?;
        match agent.queues.as_slice() {
            [only] if *only == queue => return self.log_off(device),
            queues if queues.contains(&queue) => {}
            _ => return Err(Refusal::WrongDevice),
        }
        self.require_no_direct_call(device, &[queue])?;
        let name = AgentName::clone(&agent.name);
        let away = agent.state == AgentState::NotReady;
        let place = agent.queues.iter().position(|&known| known == queue);
        if let Some(place) = place {
            self.list(device, place, false);
            if let Some(agent) = self.agent_mut(device) {
                agent.queues.remove(place);
                agent.standings.remove(place);
            }
        }
        if let Some(place) = self.plant.queue_index(queue) {
            self.unman(place, device);
            if let Some(entries) = self.queues.get_mut(place) {
                entries.working -= usize::from(!away);
            }
        }
        self.note_multiple(device);
        let queue = Some(queue);
        self.report(Report::AgentLoggedOff { device, agent: name, queue, last: false });
        Ok(())
    }

    /// The agent asks for calls; with all calls on hold, for a further one, where the queue gives it
    /// on request.
    pub(crate) fn ready(&mut self, device: DeviceId) -> Result<(), Refusal> {
        self.require_agent(device)?;
        if let Some(agent) = self.agent_mut(device) {
            agent.asks_further = !agent.parts.is_empty();
        }
        self.ask_for(device, AgentState::ready, None)
    }

    /// The agent wants no calls.
    pub(crate) fn not_ready(
        &mut self,
        device: DeviceId,
        reason: Option<String>,
    ) -> Result<(), Refusal> {
        self.require_own_will(device)?;
        if reason.as_ref().is_some_and(|reason| reason.len() > limits::NAME_BYTES) {
            return Err(Refusal::Limit { what: "bytes of a reason", limit: limits::NAME_BYTES });
        }
        let on_call = self.agent_at(device).is_some_and(|agent| agent.state.is_busy());
        if on_call && self.personality.not_ready_during_call == NotReadyRule::Refused {
            let what = "during a call only after-call work can be asked for";
            return Err(Refusal::Unsupported(what));
        }
        let reason = self.reason_allowed(reason)?;
        self.ask_for(device, AgentState::not_ready, reason)
    }

    /// A reason for being not ready, as far as the brand has reasons.
    fn reason_allowed(&self, reason: Option<String>) -> Result<Option<String>, Refusal> {
        let code = |least: u8| {
            let known = reason.as_ref().map(|reason| reason.parse::<u8>());
            known.is_none_or(|code| code.is_ok_and(|code| code <= least))
        };
        match self.personality.aux_reason_codes {
            Reasons::Any => Ok(reason),
            Reasons::None => Ok(None),
            Reasons::Digit if code(9) => Ok(reason),
            Reasons::TwoDigits if code(99) => Ok(reason),
            Reasons::Digit => Err(Refusal::Unsupported("reasons are the numbers 0 to 9")),
            Reasons::TwoDigits => Err(Refusal::Unsupported("reasons are the numbers 0 to 99")),
        }
    }

    /// The agent goes into after-call work, for as long as it takes.
    pub(crate) fn after_call_work(&mut self, device: DeviceId) -> Result<(), Refusal> {
        self.require_own_will(device)?;
        self.ask_for(device, AgentState::after_call_work, None)
    }

    /// Says what follows the agent's calls from queues; the one that the agent is on stays as
    /// planned.
    pub(crate) fn plan_work(&mut self, device: DeviceId, plan: WorkPlan) -> Result<(), Refusal> {
        self.require_own_will(device)?;
        if let Some(agent) = self.agent_mut(device) {
            agent.plan = plan;
        }
        Ok(())
    }

    /// The time that a queue gives for after-call work is over.
    pub(crate) fn end_timed_work(&mut self, device: DeviceId) {
        let Some(agent) = self.agent_mut(device) else { return };
        agent.timer = None;
        if let Some(state) = agent.state.ready() {
            self.set_agent_state(device, state);
            self.report_agent(device);
        }
    }

    fn ask_for(
        &mut self,
        device: DeviceId,
        step: fn(AgentState) -> Option<AgentState>,
        reason: Option<String>,
    ) -> Result<(), Refusal> {
        let state = step(self.require_agent(device)?.state).ok_or(Refusal::NotLoggedOn)?;
        if let Some(agent) = self.agent_mut(device) {
            agent.reason = reason;
            agent.timed_work = None;
        }
        self.set_agent_state(device, state);
        self.report_agent(device);
        Ok(())
    }

    /// Refuses an agent for whom calls wait that nobody else may take (Avaya: direct agent calls).
    fn require_no_direct_call(&self, device: DeviceId, queues: &[DeviceId]) -> Result<(), Refusal> {
        let mut queues = queues.iter().filter_map(|&queue| self.queue(queue));
        let waits = queues.any(|queue| queue.direct_head(device).is_some());
        if waits { Err(Refusal::AgentBusy) } else { Ok(()) }
    }

    fn require_agent(&self, device: DeviceId) -> Result<&Agent, Refusal> {
        self.require_extension(device)?;
        self.agent_at(device).ok_or(Refusal::NotLoggedOn)
    }

    /// Makes the agent known at the device; nothing changes for one who is there already.
    fn seat(&mut self, device: DeviceId, name: &AgentName) {
        let counts_at_log_on = self.statistics().agent_running(device).unwrap_or_default();
        let Some(seat) = self.agents.get_mut(device.index()).filter(|seat| seat.is_none()) else {
            return;
        };
        let Some(state) = AgentState::LoggedOut.log_on() else { return };
        let post = self.plant.post(name);
        *seat = Some(Agent {
            name: AgentName::clone(name),
            device,
            state,
            since: self.now,
            queues: Vec::new(),
            reason: None,
            plan: WorkPlan::Queue,
            parts: Vec::new(),
            available: false,
            standings: Vec::new(),
            handling: post.and_then(|post| post.handling).unwrap_or(self.acd.call_handling),
            multiple: false,
            asks_further: false,
            part_since: self.now,
            answered_at: None,
            works_for: None,
            counts_at_log_on,
            work_credit: 0.0,
            timed_work: None,
            timer: None,
            idle: Idle { since: self.now, turn: 0, device },
            stay: Stay::Stays,
        });
        self.agent_names.insert(AgentName::clone(name), device);
    }

    fn join_queue(&mut self, device: DeviceId, queue: DeviceId) {
        let Some(place) = self.plant.queue_index(queue) else { return };
        let Some(Some(agent)) = self.agents.get_mut(device.index()) else { return };
        let assigned = self.plant.assigned(&agent.name, queue);
        agent.queues.push(queue);
        agent.standings.push(Standing::new(place, assigned, agent.idle));
        let (available, last) = (agent.available, agent.standings.len() - 1);
        let away = agent.state == AgentState::NotReady;
        if let Some(queue) = self.queues.get_mut(place) {
            queue.members.insert(device);
            queue.working += usize::from(!away);
        }
        self.count_staffed(place);
        self.note_multiple(device);
        if available {
            self.list(device, last, true);
            self.wakes.push_back(Wake::Agent(device));
        }
    }

    fn unman(&mut self, place: usize, device: DeviceId) {
        if let Some(queue) = self.queues.get_mut(place) {
            queue.members.remove(&device);
        }
        self.count_staffed(place);
    }

    /// Notes whether one of the agent's queues delivers several calls at once.
    fn note_multiple(&mut self, device: DeviceId) {
        let Some(Some(agent)) = self.agents.get_mut(device.index()) else { return };
        let delivers = |standing: &Standing| {
            let queue = self.queues.get(standing.queue);
            queue.is_some_and(|queue| queue.multiple_calls != MultipleCalls::None)
        };
        agent.multiple = agent.standings.iter().any(delivers);
    }
}
