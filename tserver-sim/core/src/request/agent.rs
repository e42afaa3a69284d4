//! Agents: log in, log out, ready, not ready (PSDK T-Library reference, `TAgentLogin` and its neighbours).

use switch_sim::{
    action::{Action, AgentName},
    id::DeviceId,
    personality::table::LogoutRule,
    switch::Switch,
};
use tserver_wire::{AgentWorkMode, AttributeId as A, KvList, MessageType as M};

use super::Ask;
use crate::{
    agent::{is_not_ready_mode, is_ready_mode},
    config::SecondLogin,
    error::{Denial, ErrorKind},
    limits,
    pending::Origin,
    server::TServerSim,
    snapshot::REASON_CODE,
    wrap_up::Wishes,
};

impl TServerSim {
    /// Logs an agent in to one queue, or to none; with a ready work mode the agent is then made
    /// ready as well.
    pub(super) fn log_in(&mut self, switch: &mut Switch, ask: Ask<'_>) -> Result<(), Denial> {
        let device = self.own_dn(ask)?;
        let agent = ask.text(A::AGENT_ID)?;
        if agent.len() > limits::AGENT_ID_BYTES {
            let text = format!("AgentID is longer than {} bytes", limits::AGENT_ID_BYTES);
            return Err(Denial::new(ErrorKind::InvalidAttribute, text));
        }
        let queues: Vec<DeviceId> = self.queue_named(ask)?.into_iter().collect();
        let wishes = Wishes::of(ask.message.list(A::EXTENSIONS))?;
        let origin = Origin { wishes, ..self.agent_origin(ask, device, M::EVENT_AGENT_LOGIN)? };
        let mode = origin.work_mode;
        let agent = AgentName::from(agent);
        let another = self.agents.get(&device).is_some_and(|there| there.id != agent);
        let forces_out = another && self.config.second_login == SecondLogin::ForcesOut;
        let id = if forces_out {
            self.require_replaceable(switch, device)?;
            switch.admits_agent(device, &agent, &queues)?;
            let (id, _) = self.act(switch, origin, Action::LogOff { device })?;
            let log_on = Action::LogOn { device, agent, queues };
            self.act_further(switch, id, log_on).inspect_err(|_| drop(self.pending.close(id)))?;
            id
        } else {
            self.act(switch, origin, Action::LogOn { device, agent, queues })?.0
        };
        if mode.is_some_and(is_ready_mode) {
            // The login stands, whatever becomes of this.
            let _ready = self.act_further(switch, id, Action::Ready { device });
        }
        Ok(())
    }

    /// Refuses to force an agent out who would stay for the rest of a call.
    fn require_replaceable(&self, switch: &Switch, device: DeviceId) -> Result<(), Denial> {
        if self.leaves_at_call_end(switch, device) {
            let text = "The agent at ThisDN is on a call, and leaves no sooner than it ends: log \
                        in then";
            return Err(Denial::new(ErrorKind::WrongState, text));
        }
        Ok(())
    }

    /// Whether the agent, asked to leave, stays until the end of the call.
    fn leaves_at_call_end(&self, switch: &Switch, device: DeviceId) -> bool {
        let waits = self.personality.logout_while_on_call == LogoutRule::AtCallEnd;
        waits && switch.agent_at(device).is_some_and(|agent| agent.state.is_busy())
    }

    pub(super) fn log_out(&mut self, switch: &mut Switch, ask: Ask<'_>) -> Result<(), Denial> {
        let device = self.own_dn(ask)?;
        let queue = self.own_queue(ask, device)?;
        let others = self.agents.get(&device).is_some_and(|agent| agent.queues.len() > 1);
        let (answer, action) = match queue {
            Some(queue) if others => (M::EVENT_QUEUE_LOGOUT, Action::LogOffQueue { device, queue }),
            Some(_) | None => (M::EVENT_AGENT_LOGOUT, Action::LogOff { device }),
        };
        let origin = self.agent_origin(ask, device, answer)?;
        let (id, _) = self.act(switch, origin, action)?;
        if self.leaves_at_call_end(switch, device)
            && let Some(origin) = self.pending.get_mut(id)
        {
            // The event that answers comes when the call has ended.
            origin.answered = true;
        }
        Ok(())
    }

    pub(super) fn set_ready(&mut self, switch: &mut Switch, ask: Ask<'_>) -> Result<(), Denial> {
        let device = self.own_dn(ask)?;
        self.own_queue(ask, device)?;
        let origin = self.agent_origin(ask, device, M::EVENT_AGENT_READY)?;
        require_mode(
            &origin,
            is_ready_mode,
            "not one of being ready: ManualIn, AutoIn, ReturnBack",
        )?;
        self.act(switch, origin, Action::Ready { device })?;
        Ok(())
    }

    pub(super) fn set_not_ready(
        &mut self,
        switch: &mut Switch,
        ask: Ask<'_>,
    ) -> Result<(), Denial> {
        let device = self.own_dn(ask)?;
        self.own_queue(ask, device)?;
        let origin = self.agent_origin(ask, device, M::EVENT_AGENT_NOT_READY)?;
        require_mode(
            &origin,
            is_not_ready_mode,
            "one of being ready: AfterCallWork, AuxWork, LegalGuard, NoCallDisconnect, WalkAway are not",
        )?;
        let action = if origin.work_mode == Some(AgentWorkMode::AfterCallWork) {
            Action::AfterCallWork { device }
        } else {
            Action::NotReady { device, reason: ask.reason_code(REASON_CODE) }
        };
        let reasons = origin.reasons.clone();
        self.act(switch, origin, action)?;
        if let Some(agent) = self.agents.get_mut(&device) {
            agent.reasons = reasons;
        }
        Ok(())
    }

    fn agent_origin(&self, ask: Ask<'_>, device: DeviceId, answer: M) -> Result<Origin, Denial> {
        let work_mode = match ask.message.integer(A::WORK_MODE) {
            None => None,
            Some(code) => Some(AgentWorkMode::from_code(code).ok_or_else(|| {
                let text = format!("AgentWorkMode {code} is not one of 0 to 7");
                Denial::new(ErrorKind::InvalidAttribute, text)
            })?),
        };
        let work_mode = work_mode.filter(|mode| *mode != AgentWorkMode::Unknown);
        let reason = ask.message.list(A::EXTENSIONS).and_then(|list| list.get(REASON_CODE));
        let reason = reason.map(|reason| KvList::new().with(REASON_CODE, reason.clone()));
        Ok(Origin { work_mode, reason, ..self.origin(ask, device, answer) })
    }

    /// The queue that a request names, to which the agent at `device` is logged in. An agent has one state
    /// for all queues.
    fn own_queue(&self, ask: Ask<'_>, device: DeviceId) -> Result<Option<DeviceId>, Denial> {
        let Some(queue) = self.queue_named(ask)? else { return Ok(None) };
        let agent = self.agents.get(&device);
        let dn = self.plant.dn(queue);
        if agent.is_some_and(|agent| !dn.is_some_and(|dn| agent.queues.contains(&dn))) {
            let text = "The agent at ThisDN is not logged in to ThisQueue";
            return Err(Denial::new(ErrorKind::NotLoggedIn, text));
        }
        Ok(Some(queue))
    }
}

/// Refuses a work mode that is not of the kind asked for.
fn require_mode(origin: &Origin, fits: fn(AgentWorkMode) -> bool, is: &str) -> Result<(), Denial> {
    match origin.work_mode.filter(|mode| !fits(*mode)) {
        None => Ok(()),
        Some(mode) => {
            let text = format!("AgentWorkMode {mode:?} is {is}");
            Err(Denial::new(ErrorKind::InvalidAttribute, text))
        }
    }
}
