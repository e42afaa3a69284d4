//! An agent's standing in each queue: level, share of work, and whether the queue can offer a call.

use std::time::Duration;

use crate::{
    agent::{Agent, AgentState},
    call::{ConnectionState, Party},
    id::{CallId, DeviceId},
    limits,
    queue::selection::{Idle, Order, Rank},
    statistics::AgentCounts,
    switch::{Switch, Wake},
    time::SimTime,
    world::{Assigned, Level, MultipleCalls},
};

/// What an agent is in one queue.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    /// The place of the queue among the queues.
    pub(crate) queue: usize,
    /// How good the agent is, 1 being best.
    pub(crate) level: u8,
    /// At which load of the queue the agent joins in (Avaya: reserve level).
    pub(crate) reserve: Option<u8>,
    /// The share of the agent's work that the queue is allotted, in hundredths.
    pub(crate) allotted: u8,
    /// Calls of the queue answered since log-on.
    pub(crate) answered: u64,
    /// Time in conversation on them, in milliseconds.
    pub(crate) talked: u64,
    /// Work on them, from the offer to the end of after-call work, in milliseconds.
    pub(crate) worked: u64,
    /// Since when the agent has been idle, as this queue counts it.
    pub(crate) idle: Idle,
    /// The place among those who can take the queue's next call.
    pub(crate) listed: Option<Rank>,
}

impl Standing {
    /// The standing of somebody who joins a queue.
    pub(crate) fn new(queue: usize, assigned: Assigned, idle: Idle) -> Self {
        let (level, reserve) = match assigned.level {
            Level::Skill(level) => (level, None),
            Level::Reserve(reserve) => (Level::WORST, Some(reserve)),
        };
        Self {
            queue,
            level,
            reserve,
            allotted: assigned.allotted,
            answered: 0,
            talked: 0,
            worked: 0,
            idle,
            listed: None,
        }
    }
}

impl Agent {
    /// The queue's call that was delivered last, of those the agent is on.
    pub fn call(&self) -> Option<CallId> {
        self.parts.last().copied()
    }

    /// The standing in a queue, by its place.
    pub(crate) fn standing(&self, queue: usize) -> Option<&Standing> {
        self.standings.iter().find(|standing| standing.queue == queue)
    }

    /// The standing in a queue, to change.
    pub(crate) fn standing_mut(&mut self, queue: usize) -> Option<&mut Standing> {
        self.standings.iter_mut().find(|standing| standing.queue == queue)
    }

    /// A queue's share of the agent's work, as a part of the share allotted to it.
    pub(crate) fn share_of_allotted(&self, standing: &Standing) -> f64 {
        let whole: u64 = self.standings.iter().map(|standing| standing.worked).sum();
        let part = standing.worked as f64 / (whole.max(1) as f64);
        part / f64::from(standing.allotted.max(1))
    }
}

impl Agent {
    /// The agent's idle time begins anew: in all queues, or in the one whose call has ended.
    pub(crate) fn renew_idle(&mut self, idle: Idle, only: Option<usize>) {
        self.idle = idle;
        for standing in &mut self.standings {
            if only.is_none_or(|queue| queue == standing.queue) {
                standing.idle = idle;
            }
        }
    }

    /// Books the work on a queue's call, which ends now.
    pub(crate) fn book_work(&mut self, now: SimTime) {
        let Some(queue) = self.works_for else { return };
        let span = (now - self.part_since).as_millis();
        if let Some(standing) = self.standing_mut(queue) {
            standing.worked += u64::try_from(span).unwrap_or(u64::MAX);
        }
    }
}

impl Switch {
    /// Lists the agent in each queue among those who can be offered a call, or takes the agent off
    /// the lists.
    pub(crate) fn refresh_availability(&mut self, device: DeviceId) {
        self.note_activity(device);
        let Some(Some(agent)) = self.agents.get(device.index()) else { return };
        let idle = agent.state == AgentState::Ready && self.is_at_rest(device);
        let (was, multiple) = (agent.available, agent.multiple);
        if idle == was && !multiple {
            return;
        }
        let mut available = idle;
        let mut fresh = idle && !was;
        for place in 0..agent.standings.len() {
            let takes = idle || multiple && self.takes_further(device, place);
            fresh |= self.list(device, place, takes);
            available |= takes;
        }
        if let Some(agent) = self.agent_mut(device) {
            agent.available = available;
        }
        if fresh {
            self.wakes.push_back(Wake::Agent(device));
        }
    }

    /// A call waits in a queue, or is answered: what those of its parties are offered who take several
    /// calls may change.
    pub(crate) fn refresh_parties(&mut self, call: CallId) {
        let parties = self.calls.get(call).map_or(&[][..], |call| &call.parties);
        let multiple = |party: &&Party| {
            let agent = self.agents.get(party.device.index()).and_then(Option::as_ref);
            agent.is_some_and(|agent| agent.multiple)
        };
        let agents: Vec<DeviceId> = parties.iter().filter(multiple).map(|p| p.device).collect();
        for agent in agents {
            self.refresh_availability(agent);
        }
    }

    /// Lists the agent in one queue, or takes the agent off; whether that is a change.
    pub(crate) fn list(&mut self, device: DeviceId, place: usize, takes: bool) -> bool {
        let Some(Some(agent)) = self.agents.get_mut(device.index()) else { return false };
        let Some(standing) = agent.standings.get_mut(place) else { return false };
        let Some(queue) = self.queues.get_mut(standing.queue) else { return false };
        let lists = queue.lists(standing.reserve);
        match (takes, standing.listed) {
            (true, None) => {
                let merit = match lists.selection.order {
                    Order::MostIdle
                    | Order::LeastOccupied
                    | Order::Weighted
                    | Order::Allotted
                    | Order::LeastHarm => 0,
                    Order::First | Order::Circular | Order::Random => u64::from(device.0),
                    Order::FewestCalls => standing.answered,
                    Order::LeastTalk => standing.talked,
                };
                let level = if lists.selection.by_level { standing.level } else { 0 };
                let rank = Rank { level, merit, idle: standing.idle };
                lists.agents.insert(rank);
                standing.listed = Some(rank);
                true
            }
            (false, Some(rank)) => {
                lists.agents.remove(&rank);
                standing.listed = None;
                true
            }
            (true, Some(_)) | (false, None) => false,
        }
    }

    /// Whether a queue offers a further call to an agent who has calls (Avaya: multiple call
    /// handling).
    fn takes_further(&self, device: DeviceId, place: usize) -> bool {
        let Some(agent) = self.agent_at(device) else { return false };
        let queue = agent.standings.get(place).and_then(|s| self.queues.get(s.queue));
        let Some(queue) = queue else { return false };
        let calls = self.at.of(device);
        let dials_or_waits = calls.iter().filter_map(|&call| self.calls.get(call)).any(|call| {
            let queued = |party: &Party| party.state == ConnectionState::Queued;
            let dials = |party: &Party| party.state == ConnectionState::Initiated;
            call.party(device).is_some_and(dials) || call.parties.iter().any(queued)
        });
        let full = calls.len() >= limits::CALLS_PER_DEVICE;
        if full || dials_or_waits || self.has_dial_tone(device) {
            return false;
        }
        // Wishes to be not ready, pending ones too, count for all.
        let wants = match agent.state {
            AgentState::Ready | AgentState::BusyReady | AgentState::BusyAfterCallWork => true,
            AgentState::LoggedOut
            | AgentState::NotReady
            | AgentState::AfterCallWork
            | AgentState::BusyNotReady => false,
        };
        let parts = || agent.parts.iter().filter_map(|&call| self.calls.get(call)?.party(device));
        let rings = || parts().any(|party| party.state == ConnectionState::Alerting);
        wants
            && match queue.multiple_calls {
                MultipleCalls::None => false,
                MultipleCalls::OnRequest => {
                    agent.asks_further && parts().all(|party| party.state == ConnectionState::Held)
                }
                MultipleCalls::OneForced => agent.parts.is_empty(),
                MultipleCalls::ManyForced => !rings(),
                MultipleCalls::OnePerSkill => {
                    !rings() && !parts().any(|party| party.queue == Some(queue.device))
                }
            }
    }

    /// The occupancy of an agent since log-on (Avaya LOA): work in the time in which the agent was
    /// there and not away. Its averaging is unpublished; here it is the plain ratio.
    pub(crate) fn occupancy(&self, device: DeviceId) -> f64 {
        let Some(agent) = self.agent_at(device) else { return 0.0 };
        let (work, span) = self.work_since(device, &agent.counts_at_log_on);
        (work + agent.work_credit) / span.max(1.0)
    }

    /// An agent comes back from being away: the occupancy begins anew at that of the colleagues who
    /// are in the same first queue.
    pub(crate) fn credit_occupancy(&mut self, device: DeviceId) {
        let Some(agent) = self.agent_at(device) else { return };
        let queue = agent.standings.first().and_then(|s| self.queues.get(s.queue));
        let Some(queue) = queue.filter(|queue| queue.selection().order == Order::LeastOccupied)
        else {
            return;
        };
        let peers = queue.members.iter().filter(|&&peer| peer != device);
        let peers: Vec<f64> = peers.map(|&peer| self.occupancy(peer)).collect();
        if peers.is_empty() {
            return;
        }
        let average = peers.iter().sum::<f64>() / peers.len() as f64;
        let (work, span) = self.work_since(device, &agent.counts_at_log_on);
        if let Some(agent) = self.agent_mut(device) {
            agent.work_credit = average * span - work;
        }
    }

    fn work_since(&self, device: DeviceId, begin: &AgentCounts) -> (f64, f64) {
        let Some(counts) = self.statistics().agent_running(device) else { return (0.0, 1.0) };
        let counts = counts.since(begin);
        let acw = if self.acd.acw_is_idle { Duration::ZERO } else { counts.working };
        let work = counts.ringing + counts.talking + counts.holding + acw;
        let there = counts.staffed().saturating_sub(counts.away);
        (work.as_secs_f64() * 1_000.0, there.as_secs_f64() * 1_000.0)
    }
}
