//! `check`: queues the call only when a condition about the queue holds.

use crate::{
    id::CallId,
    queue::Priority,
    switch::Switch,
    vector::{
        Command,
        condition::{Condition, condition_of_check},
        grammar::Parsed,
        queue_to::{To, target},
        reference::Names,
        run::Flow,
    },
};

/// `check skill 2 pri m if available-agents > 0`: is a failure when the condition does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Where to.
    pub to: To,
    /// What must hold.
    pub condition: Condition,
}

pub(super) fn read<'t>(names: &Names, text: &'t str) -> Parsed<'t, Command> {
    let (text, to) = target(names, text)?;
    let of = match to {
        To::Skill(skill, priority) => Some((skill, priority)),
        To::Attendant(skill, _) => Some((skill, Priority::Medium)),
        To::Best => None,
    };
    let (rest, condition) = condition_of_check(text, of)?;
    Ok((rest, Command::Check(Check { to, condition })))
}

impl Check {
    /// Asks, and queues as `queue-to` does.
    pub(super) fn run(&self, switch: &mut Switch, call: CallId) -> Flow {
        if switch.holds(call, &self.condition) {
            return switch.queue_from_vector(call, self.to);
        }
        switch.take_best(call);
        if let Some(run) = switch.run_mut(call) {
            run.queue_failed = true;
        }
        Flow::Next
    }
}
