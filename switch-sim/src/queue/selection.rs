//! Who gets the next call: the two decisions of an ACD, as functions of what is to choose from.

use std::{cmp::Reverse, collections::BTreeSet};

use crate::{
    id::{CallId, DeviceId},
    queue::Priority,
    rng::Rng,
    time::SimTime,
};

/// How a queue chooses among the agents who can take a call (agent surplus).
///
/// | name in a world file | the call goes to | source |
/// |---|---|---|
/// | `ucd-mia`, `ead-mia` | the agent who has been idle longest | Avaya, hunt group types |
/// | `ucd-loa`, `ead-loa` | the agent with the lowest occupancy since log-on | Avaya |
/// | `ddc` | the first agent in the order of the world file | Avaya |
/// | `circular` | the next agent in that order after the last one served | Avaya |
/// | `pad` | the agent whose share of work is the smallest part of the share allotted | Avaya |
/// | `slm` | the agent whose absence harms the other queues least: the one who is the smallest share of those idle there. The vendor publishes no more of its rule | Avaya, Service Level Maximizer |
/// | `leastrecent`, `fewestcalls`, `random`, `rrmemory`, `rrordered`, `linear`, `wrandom` | as Asterisk does | Asterisk, `queues.conf` |
/// | `ringall` | all agents of the best level among them, at once; whoever answers first has it | Asterisk |
/// | `ring-all` | all agents, at once | `FreeSWITCH`, without tier rules |
/// | `ring-progressively` | as `top-down`, and to one more agent after each `ring_further_after`, while the others ring on | `FreeSWITCH` |
/// | `longest-idle-agent`, `round-robin`, `top-down`, `agent-with-least-talk-time`, `agent-with-fewest-calls`, `sequentially-by-agent-order` | as `FreeSWITCH` does | `mod_callcenter` |
///
/// With `ead-…` and the names of Asterisk and `FreeSWITCH`, an agent of a better level (Asterisk:
/// penalty, `FreeSWITCH`: tier level) comes before all others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// What decides.
    pub order: Order,
    /// Whether agents of a better level come first.
    pub by_level: bool,
    /// At how many agents a call rings.
    pub rings: Rings,
}

/// At how many agents a call of a queue rings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rings {
    /// At one; the call has left the queue, and comes back when the agent does not take it.
    #[default]
    AtOne,
    /// At all agents of one level who can take it. The call stays at its place in the queue until
    /// somebody answers; an agent who becomes ready meanwhile joins in. Only the head of the queue
    /// rings (Asterisk counts one free agent with `ringall`, however many there are).
    AtAll,
    /// At one, and after a time at one more, until it rings at all.
    AtOneMore,
}

/// What decides between agents who are equally good.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Idle longest.
    #[default]
    MostIdle,
    /// The lowest occupancy at this moment.
    LeastOccupied,
    /// The first in the order of the world file.
    First,
    /// The next in that order.
    Circular,
    /// The fewest calls of this queue since log-on.
    FewestCalls,
    /// The least time in conversation on this queue's calls since log-on.
    LeastTalk,
    /// Anybody.
    Random,
    /// Anybody, those of better levels more often (Asterisk `wrandom`).
    Weighted,
    /// The smallest part of the allotted share of work.
    Allotted,
    /// The smallest share of those who are idle in other queues.
    LeastHarm,
}

impl Order {
    /// Whether the choice is left to chance.
    pub(crate) fn is_random(self) -> bool {
        match self {
            Self::Random | Self::Weighted => true,
            Self::MostIdle
            | Self::LeastOccupied
            | Self::First
            | Self::Circular
            | Self::FewestCalls
            | Self::LeastTalk
            | Self::Allotted
            | Self::LeastHarm => false,
        }
    }
}

/// How an agent chooses among the calls that wait (call surplus).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CallHandling {
    /// The highest priority, then the oldest, whatever the queue.
    #[default]
    GreatestNeed,
    /// The queue of the agent's best level, then the highest priority, then the oldest.
    SkillLevel,
    /// The queue that has had the smallest part of its allotted share of the agent's work.
    PercentAllocation,
}

/// What an agent weighs of a call that waits (Avaya Business Advocate: call selection measurement).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CallMeasure {
    /// How long it has waited (current wait time).
    #[default]
    CurrentWait,
    /// How long it will have waited if somebody else has to serve it: what it has waited, and what
    /// the next agent of its queue takes to come (predicted wait time).
    PredictedWait,
}

/// Since when an agent can take a call; the one who comes first has been idle longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Idle {
    /// When the agent became ready; calls that no queue delivered do not count.
    pub(crate) since: SimTime,
    /// Who became ready first in the same millisecond.
    pub(crate) turn: u64,
    pub(crate) device: DeviceId,
}

/// The place of an agent among those who can take a queue's call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank {
    /// Only where the queue looks at levels.
    pub(crate) level: u8,
    /// What the queue's order makes of the agent; less is better, and it stays as it is while the
    /// agent is idle.
    pub(crate) merit: u64,
    pub(crate) idle: Idle,
}

/// Agent surplus: a call comes, and agents are idle. `last` was served before; `seed` is for the orders
/// that leave it to chance; `worth` says what changes while an agent is idle.
pub(crate) fn agent_for_call(
    available: &BTreeSet<Rank>,
    order: Order,
    last: Option<DeviceId>,
    seed: u64,
    worth: impl Fn(DeviceId) -> f64,
) -> Option<DeviceId> {
    let first = available.first()?;
    let group = || available.iter().take_while(|rank| rank.level == first.level);
    let chosen = match order {
        Order::MostIdle | Order::First | Order::FewestCalls | Order::LeastTalk => Some(first),
        Order::Circular => {
            let after = last.map_or(0, |last| u64::from(last.0) + 1);
            let idle = Idle { since: SimTime::ZERO, turn: 0, device: DeviceId(0) };
            let next = available.range(Rank { level: first.level, merit: after, idle }..).next();
            next.filter(|next| next.level == first.level).or(Some(first))
        }
        Order::LeastOccupied | Order::Allotted | Order::LeastHarm => {
            group().min_by(|one, other| {
                worth(one.idle.device)
                    .total_cmp(&worth(other.idle.device))
                    .then_with(|| one.idle.cmp(&other.idle))
            })
        }
        Order::Random => {
            let place = Rng::new(seed).below(group().count() as u64);
            group().nth(usize::try_from(place).unwrap_or(0))
        }
        Order::Weighted => {
            let mut rng = Rng::new(seed);
            let drawn = available.iter().map(|rank| {
                let penalty = worth(rank.idle.device);
                (rng.unit() * 1_000.0 * penalty, rank)
            });
            drawn.min_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, rank)| rank)
        }
    };
    chosen.map(|rank| rank.idle.device)
}

/// A call at the head of one of an agent's queues.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    /// The place of the queue.
    pub(crate) queue: usize,
    pub(crate) place: i64,
    /// Whether the call waits for this agent and nobody else.
    pub(crate) direct: bool,
    /// The agent's level for the queue.
    pub(crate) level: u8,
    /// Whether the queue is over its first threshold, where the site serves such queues first.
    pub(crate) overdue: bool,
    pub(crate) priority: Priority,
    /// How long the call has waited, in thousandths of what the queue aims at.
    pub(crate) need: u64,
    pub(crate) call: CallId,
    /// The queue's share of the agent's work, as a part of the share allotted.
    pub(crate) share: f64,
}

/// Call surplus: an agent becomes idle, and calls wait. Of two equals, the call that began first.
pub(crate) fn call_for_agent(
    handling: CallHandling,
    candidates: impl Iterator<Item = Candidate>,
) -> Option<Candidate> {
    candidates.min_by(|one, other| {
        let need = |c: &Candidate| (c.priority, Reverse(c.need), c.call);
        let urgent = |c: &Candidate| (!c.direct, !c.overdue);
        match handling {
            CallHandling::GreatestNeed => {
                (urgent(one), need(one)).cmp(&(urgent(other), need(other)))
            }
            // A direct call comes first only where its queue is of the agent's best level.
            CallHandling::SkillLevel => {
                let key = |c: &Candidate| (!c.overdue, c.level, !c.direct, need(c));
                key(one).cmp(&key(other))
            }
            CallHandling::PercentAllocation => (!one.overdue)
                .cmp(&!other.overdue)
                .then_with(|| one.share.total_cmp(&other.share))
                .then_with(|| (!one.direct, need(one)).cmp(&(!other.direct, need(other)))),
        }
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Idle, Order, Rank, agent_for_call};
    use crate::{id::DeviceId, time::SimTime};

    /// The vendor's example (Business Advocate User Guide, 2006, p. 36): A has level 1 and 90 %
    /// occupancy, B level 1 and 95 %, C level 2 and 64 %; they have been idle for 5, 10 and 30 s.
    #[test]
    fn the_worked_example_of_the_vendor() {
        let (a, b, c) = (DeviceId(1), DeviceId(2), DeviceId(3));
        let agents = [(a, 1, 25), (b, 1, 20), (c, 2, 0)];
        let occupancy = |device: DeviceId| match device.0 {
            1 => 0.90,
            2 => 0.95,
            _ => 0.64,
        };
        let choose = |order: Order, by_level: bool| {
            let ranks: BTreeSet<_> = agents
                .iter()
                .map(|&(device, level, since)| Rank {
                    level: if by_level { level } else { 0 },
                    merit: 0,
                    idle: Idle { since: SimTime(since), turn: 0, device },
                })
                .collect();
            agent_for_call(&ranks, order, None, 1, occupancy)
        };
        assert_eq!(choose(Order::LeastOccupied, true), Some(a), "EAD-LOA");
        assert_eq!(choose(Order::LeastOccupied, false), Some(c), "UCD-LOA");
        assert_eq!(choose(Order::MostIdle, true), Some(b), "EAD-MIA");
        assert_eq!(choose(Order::MostIdle, false), Some(c), "UCD-MIA");
    }

    #[test]
    fn circular_goes_round_within_the_best_level() {
        let rank = |device, level| Rank {
            level,
            merit: u64::from(device),
            idle: Idle { since: SimTime::ZERO, turn: 0, device: DeviceId(device) },
        };
        let ranks = BTreeSet::from([rank(1, 1), rank(2, 1), rank(5, 1), rank(7, 2)]);
        let mut last = None;
        let mut served = Vec::new();
        for _ in 0..5 {
            last = agent_for_call(&ranks, Order::Circular, last, 1, |_| 0.0);
            served.extend(last.map(|device| device.0));
        }
        assert_eq!(served, [1, 2, 5, 1, 2]);
    }
}
