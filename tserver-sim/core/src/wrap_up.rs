//! After-call work that the T-Server emulates: what follows an agent's queue calls, as a login, a
//! work mode, a call's data or the site want it (T-Server for CSTA, Emulated After-Call Work).
//!
//! The switch does the work; the T-Server tells it beforehand what is wanted
//! ([`Action::PlanWork`]). A legal guard time is the second part of a timed work: the agent is told
//! to be not ready in that mode, and ready when the switch says so.

use std::time::Duration;

use switch_sim::{
    action::{Action, WorkPlan},
    id::{CallId, DeviceId},
    switch::Switch,
    world::AfterCallWork,
};
use tserver_wire::{AgentWorkMode, KvList, KvValue};

use crate::{
    agent::AgentState,
    call::{Call, Party, PartyState},
    error::{Denial, ErrorKind},
    limits,
    server::TServerSim,
};

/// How long the work after a call takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrapUp {
    /// There is none.
    No,
    /// Until the agent asks for calls.
    Untimed,
    /// So long.
    Timed(Duration),
}

/// What a login, or a call's data, say about the work after calls; none: nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wishes {
    pub(crate) wrap_up: Option<WrapUp>,
    /// How long the agent takes no calls after that.
    pub(crate) guard: Option<Duration>,
}

impl Wishes {
    /// What a list's keys `WrapUpTime` (seconds, or `untimed`) and `LegalGuardTime` (seconds) say.
    ///
    /// # Errors
    /// A value is neither.
    pub(crate) fn of(list: Option<&KvList>) -> Result<Self, Denial> {
        let wrap_up = match list.and_then(|list| list.get(WRAP_UP_TIME)) {
            None => None,
            Some(KvValue::String(text)) if text == UNTIMED => Some(WrapUp::Untimed),
            Some(value) => match seconds(WRAP_UP_TIME, value)? {
                Duration::ZERO => Some(WrapUp::No),
                span => Some(WrapUp::Timed(span)),
            },
        };
        let guard = list.and_then(|list| list.get(LEGAL_GUARD_TIME));
        let guard = guard.map(|value| seconds(LEGAL_GUARD_TIME, value)).transpose()?;
        Ok(Self { wrap_up, guard })
    }
}

/// The work that follows a call: what the T-Server expects, and tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Work {
    pub(crate) wrap_up: WrapUp,
    pub(crate) guard: Duration,
}

impl Work {
    /// What the switch has to be told, if it is not to do as its queues say.
    fn plan(self) -> WorkPlan {
        let work = match (self.wrap_up, self.guard) {
            (WrapUp::Untimed, _) => AfterCallWork::Manual,
            (WrapUp::No, Duration::ZERO) => AfterCallWork::None,
            (WrapUp::No, guard) => AfterCallWork::Timed(guard),
            (WrapUp::Timed(span), guard) => AfterCallWork::Timed(span + guard),
        };
        WorkPlan::Own(work)
    }

    /// The value of `WrapUpTime`.
    pub(crate) fn told(self) -> KvList {
        let list = KvList::new();
        match self.wrap_up {
            WrapUp::No => list.with(WRAP_UP_TIME, 0),
            WrapUp::Untimed => list.with(WRAP_UP_TIME, UNTIMED),
            WrapUp::Timed(span) => {
                let seconds = i32::try_from(span.as_secs()).unwrap_or(i32::MAX);
                list.with(WRAP_UP_TIME, seconds)
            }
        }
    }
}

impl TServerSim {
    /// Tells the switch what follows the next queue calls of the agents of whom something has
    /// changed: a login, a work mode, a call that rings, its data.
    pub(crate) fn agree_on_work(&mut self, switch: &mut Switch) {
        for device in std::mem::take(&mut self.services.replan) {
            let ringing = self
                .calls
                .of_device(device)
                .find(|(_, party)| party.state == PartyState::Alerting && party.queue.is_some());
            let data = ringing.and_then(|(call, _)| Wishes::of(Some(&call.facts.data)).ok());
            let usual = ringing.and_then(|(call, party)| self.usual(call, party));
            let planned = self.planned(device, data.unwrap_or_default(), usual);
            let Some(agent) = self.agents.get_mut(&device) else { continue };
            if agent.planned != planned {
                agent.planned = planned;
                let plan = planned.map_or_else(|mode| mode, Work::plan);
                // Who has logged off meanwhile has nothing planned.
                let _done = switch.handle_action(Action::PlanWork { device, plan });
            }
        }
    }

    /// Has [`agree_on_work`](Self::agree_on_work) look at the agents that a call rings at.
    pub(crate) fn replan_for(&mut self, call: &Call) {
        let ringing = call.parties.iter().filter(|party| party.state == PartyState::Alerting);
        let agents = ringing.map(|party| party.device).filter(|d| self.agents.contains_key(d));
        self.services.replan.extend(agents);
    }

    /// An agent has answered a queue's call: what follows it. None: nothing that is told, as for
    /// an agent who does not want calls afterwards.
    pub(crate) fn begin_work(&mut self, call: CallId, device: DeviceId) -> Option<Work> {
        let call = self.calls.get(call)?;
        let party = call.party(device)?;
        let usual = self.usual(call, party)?;
        let agent = self.agents.get_mut(&device)?;
        let work = match (&agent.state, agent.planned) {
            (Some(AgentState::NotReady { .. }), _) => None,
            (_, Ok(work)) => Some(work),
            (_, Err(WorkPlan::Auto)) => Some(usual_work(usual, true)),
            (_, Err(WorkPlan::Queue | WorkPlan::Own(_))) => Some(usual_work(usual, false)),
        };
        agent.work = work;
        work
    }

    /// The work of the agents whose legal guard time begins.
    pub(crate) fn begin_guards(&mut self) {
        let now = self.now;
        let due = self.services.guards.iter().filter(|(_, begin)| **begin <= now);
        let due: Vec<DeviceId> = due.map(|(device, _)| *device).collect();
        for device in due {
            self.services.guards.remove(&device);
            self.tell_guard(device);
        }
    }

    /// What the switch would have follow a call that a queue delivered.
    fn usual(&self, call: &Call, party: &Party) -> Option<AfterCallWork> {
        let queue = self.plant.find(party.queue.as_deref()?)?;
        Some(self.plant.after_call_work(queue, call.dialled.as_ref()))
    }

    /// What the T-Server itself plans for an agent; none: the switch's own way of doing it.
    fn planned(
        &self,
        device: DeviceId,
        data: Wishes,
        usual: Option<AfterCallWork>,
    ) -> Result<Work, WorkPlan> {
        let agent = self.agents.get(&device);
        let wishes = agent.map(|agent| agent.wishes).unwrap_or_default();
        let mode = agent.and_then(|agent| agent.ready_mode);
        let by_mode = (mode == Some(AgentWorkMode::ManualIn)).then_some(WrapUp::Untimed);
        let wrap_up = data.wrap_up.or(wishes.wrap_up).or(by_mode).or(self.config.wrap_up);
        let guard = data.guard.or(wishes.guard).unwrap_or(self.config.legal_guard);
        let auto = mode == Some(AgentWorkMode::AutoIn);
        match (wrap_up, usual) {
            (Some(wrap_up), _) => Ok(Work { wrap_up, guard }),
            (None, Some(usual)) if guard > Duration::ZERO => {
                Ok(Work { guard, ..usual_work(usual, auto) })
            }
            (None, _) => Err(if auto { WorkPlan::Auto } else { WorkPlan::Queue }),
        }
    }
}

/// What a queue wants, for an agent in auto-in or not.
fn usual_work(work: AfterCallWork, auto: bool) -> Work {
    let wrap_up = match work {
        AfterCallWork::Manual if !auto => WrapUp::Untimed,
        AfterCallWork::Manual | AfterCallWork::None => WrapUp::No,
        AfterCallWork::Timed(span) => WrapUp::Timed(span),
    };
    Work { wrap_up, guard: Duration::ZERO }
}

fn seconds(key: &str, value: &KvValue) -> Result<Duration, Denial> {
    let seconds = match value {
        KvValue::Integer(seconds) => u64::try_from(*seconds).ok(),
        KvValue::String(text) => text.parse().ok(),
        KvValue::Binary(_) | KvValue::List(_) | KvValue::Opaque { .. } => None,
    };
    let seconds = seconds.filter(|seconds| *seconds <= limits::WRAP_UP_SECONDS);
    seconds.map(Duration::from_secs).ok_or_else(|| {
        let most = limits::WRAP_UP_SECONDS;
        let text = format!("{key} is a number of seconds up to {most}, or `{UNTIMED}` for work");
        Denial::new(ErrorKind::InvalidAttribute, text)
    })
}

/// Key of the length of after-call work: in a login's Extensions, in a call's data, and in the
/// Extensions of `EventEstablished` and `EventAgentNotReady`.
const WRAP_UP_TIME: &str = "WrapUpTime";
/// Key of the time for which an agent takes no calls after that.
const LEGAL_GUARD_TIME: &str = "LegalGuardTime";
/// The value for work that only the agent ends.
const UNTIMED: &str = "untimed";
