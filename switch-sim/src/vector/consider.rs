//! `consider`: looks whether a skill would be better for the call than those considered before.

use nom::{Parser as _, combinator::opt};

use crate::{
    id::CallId,
    queue::Priority,
    switch::Switch,
    time::SimTime,
    vector::{
        Command,
        grammar::{Parsed, keyword, number, refuse, word},
        reference::{Names, Skill, priority},
        run::Flow,
        site::Strategy,
    },
};

/// `consider skill 1 pri m adjust-by 20`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consider {
    /// The skill.
    pub skill: Skill,
    /// The priority at which the call would wait.
    pub priority: Priority,
    /// By how many hundredths the skill is made to look worse.
    pub adjust_by: u32,
}

/// The best skill considered so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Best {
    /// Its place among the queues.
    pub(crate) queue: usize,
    pub(crate) priority: Priority,
    /// How good it is.
    merit: Merit,
}

/// How good a skill is; what is less is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Merit {
    /// An agent is available, and would be the next since this moment.
    Available(SimTime),
    /// None is; a call would wait so many hundredths of a second.
    Waits(u64),
    /// Nobody would ever answer.
    Never,
}

pub(super) fn read<'t>(names: &Names, text: &'t str) -> Parsed<'t, Command> {
    if let Ok((_, "location")) = word(text) {
        let message = "`consider location` is not modelled".to_owned();
        return refuse(text, message, "this switch is alone: consider its skills".to_owned());
    }
    let (text, skill) = names.skill(text)?;
    let (text, priority) = priority(text)?;
    let (rest, adjusted) = opt(keyword("adjust-by")).parse(text)?;
    let (rest, adjust_by) = match adjusted {
        Some(()) => number(0..=100)(rest)?,
        None => (rest, 0),
    };
    Ok((rest, Command::Consider(Consider { skill, priority, adjust_by })))
}

impl Consider {
    /// Looks, and remembers the skill when it is the best one.
    pub(super) fn run(&self, switch: &mut Switch, call: CallId) -> Flow {
        let vectoring = switch.vectoring(call);
        let active = vectoring.and_then(|vectoring| vectoring.active);
        let strategy = active.and_then(|active| switch.vectors.vdn(active));
        let strategy = strategy.map_or(Strategy::FirstFound, |vdn| vdn.strategy);
        let Some(queue) = switch.vectors.queue_of(self.skill, active) else { return Flow::Next };
        let Some(merit) = switch.merit(queue, self) else { return Flow::Next };
        let Some(run) = switch.run_mut(call) else { return Flow::Ended };
        let better = match run.best.map(|best| best.merit) {
            None => true,
            Some(Merit::Available(_)) if strategy == Strategy::FirstFound => false,
            Some(best) => merit < best,
        };
        if better {
            run.best = Some(Best { queue, priority: self.priority, merit });
        }
        Flow::Next
    }
}

impl Switch {
    /// The best skill considered, which is forgotten.
    pub(crate) fn take_best(&mut self, call: CallId) -> Option<Best> {
        self.run_mut(call)?.best.take()
    }

    fn merit(&self, place: usize, consider: &Consider) -> Option<Merit> {
        let queue = self.queues.get(place)?;
        if let Some(idle) = queue.next_agents().agents.first().map(|rank| rank.idle) {
            let idle_for = (self.now - idle.since).as_millis();
            let adjusted = idle_for * u128::from(100 - consider.adjust_by) / 100;
            let adjusted = u64::try_from(adjusted).unwrap_or(u64::MAX);
            return Some(Merit::Available(SimTime(self.now.0.saturating_sub(adjusted))));
        }
        let wait = self.expected_wait(place, consider.priority);
        Some(wait.map_or(Merit::Never, |seconds| {
            Merit::Waits(seconds.saturating_mul(u64::from(100 + consider.adjust_by)))
        }))
    }
}
