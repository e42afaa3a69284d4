//! `consider`: looks whether a skill would be better for the call than those considered before.

use nom::{Parser as _, combinator::opt};

use crate::{
    id::{CallId, DeviceId, VdnId},
    queue::Priority,
    switch::Switch,
    vector::{
        Command,
        grammar::{Parsed, keyword, number},
        reference::{Names, Skill, priority},
        run::Flow,
        site::{Site, Strategy, Tie},
    },
};

/// `consider skill 1 pri m adjust-by 20`, `consider location 3 adjust-by 10`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consider {
    /// What is looked at.
    pub candidate: Candidate,
    /// By how many hundredths it is made to look worse.
    pub adjust_by: u32,
}

/// What could take a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Candidate {
    /// A skill, at the priority at which the call would wait.
    Skill(Skill, Priority),
    /// Another site. This switch is alone: whoever asks there gets no answer.
    Location(u32),
}

/// The best skill considered so far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Best {
    /// Its place among the queues.
    pub(crate) queue: usize,
    pub(crate) priority: Priority,
    /// How good it is.
    merit: Merit,
}

/// How good a skill is; what is less is better.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
enum Merit {
    /// An agent is available.
    Available {
        /// The agent's level, where levels count.
        level: u8,
        /// What the strategy makes of the agent.
        worth: f64,
    },
    /// None is; a call would wait so many hundredths of a second.
    Waits(u64),
    /// Nobody would ever answer.
    Never,
}

pub(super) fn read<'t>(names: &Names, text: &'t str) -> Parsed<'t, Command> {
    let (text, candidate) = match keyword("location")(text) {
        Ok((text, ())) => number(1..=999)(text).map(|(t, n)| (t, Candidate::Location(n)))?,
        Err(_) => {
            let (text, skill) = names.skill(text)?;
            let (text, priority) = priority(text)?;
            (text, Candidate::Skill(skill, priority))
        }
    };
    let (rest, adjusted) = opt(keyword("adjust-by")).parse(text)?;
    let (rest, adjust_by) = match adjusted {
        Some(()) => number(0..=100)(rest)?,
        None => (rest, 0),
    };
    Ok((rest, Command::Consider(Consider { candidate, adjust_by })))
}

impl Consider {
    /// Looks, and remembers the skill when it is the best one.
    pub(super) fn run(&self, switch: &mut Switch, call: CallId) -> Flow {
        let Candidate::Skill(skill, priority) = self.candidate else { return Flow::Next };
        let active = switch.vectoring(call).and_then(|vectoring| vectoring.active);
        let strategy = active.and_then(|active| switch.vectors.vdn(active));
        let strategy = strategy.map_or(Strategy::FirstFound, |vdn| vdn.strategy);
        let Some(queue) = switch.vectors.queue_of(skill, active) else { return Flow::Next };
        let Some(merit) = switch.merit((queue, priority), self.adjust_by, strategy) else {
            return Flow::Next;
        };
        let best = switch.run_mut(call).and_then(|run| run.best);
        let better = match best.map(|best| best.merit) {
            None => true,
            Some(Merit::Available { .. }) if strategy == Strategy::FirstFound => false,
            Some(best) if merit == best => active.is_some_and(|vdn| switch.vectors.tips(vdn)),
            Some(best) => merit < best,
        };
        if better && let Some(run) = switch.run_mut(call) {
            run.best = Some(Best { queue, priority, merit });
        }
        Flow::Next
    }
}

impl Site {
    /// Whether the skill considered later wins a tie of a call of this number.
    fn tips(&mut self, vdn: VdnId) -> bool {
        let alternates = self.vdn(vdn).is_some_and(|vdn| vdn.tie == Tie::Alternate);
        if !alternates || self.ties.remove(&vdn) {
            return alternates;
        }
        self.ties.insert(vdn);
        false
    }
}

impl Switch {
    /// The best skill considered, which is forgotten.
    pub(crate) fn take_best(&mut self, call: CallId) -> Option<Best> {
        self.run_mut(call)?.best.take()
    }

    fn merit(
        &self,
        (place, priority): (usize, Priority),
        adjust_by: u32,
        strategy: Strategy,
    ) -> Option<Merit> {
        // Where the skill leaves its choice to chance, one of its agents stands for all.
        if let Some(agent) = self.next_agent(place, 0) {
            return self.merit_of(agent, place, adjust_by, strategy);
        }
        self.queues.get(place)?;
        let wait = self.expected_wait(place, priority);
        Some(wait.map_or(Merit::Never, |seconds| {
            Merit::Waits(seconds.saturating_mul(u64::from(100 + adjust_by)))
        }))
    }

    /// What a strategy makes of an agent of a skill. An adjustment makes the agent look less idle,
    /// or more occupied.
    fn merit_of(
        &self,
        agent: DeviceId,
        place: usize,
        adjust_by: u32,
        strategy: Strategy,
    ) -> Option<Merit> {
        let standing = self.agent_at(agent)?.standing(place)?;
        let (by_level, worth) = match strategy {
            Strategy::FirstFound => (false, 0.0),
            Strategy::MostIdle { by_level } => {
                let idle = self.now - standing.listed?.idle.since;
                (by_level, -idle.as_secs_f64() * f64::from(100 - adjust_by))
            }
            Strategy::LeastOccupied { by_level } => {
                (by_level, self.occupancy(agent) * f64::from(100 + adjust_by))
            }
        };
        let level = if by_level { standing.level } else { 0 };
        Some(Merit::Available { level, worth })
    }
}
