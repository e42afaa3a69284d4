//! `goto step` and `goto vector`: the vector goes on somewhere else when a condition holds.

use crate::{
    id::{CallId, VectorId},
    switch::Switch,
    vector::{
        Command,
        condition::{Condition, condition},
        grammar::{Parsed, choice, comparator, keyword, number},
        reference::Names,
        run::Flow,
    },
};

/// `goto step 5 if …`, `goto vector 12 @step 3 unconditionally`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goto {
    /// Where to.
    pub target: Target,
    /// What must hold; otherwise the next step follows.
    pub condition: Condition,
}

/// Where a vector goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// At a step of the same vector, or the first after it that is not blank.
    Step(u8),
    /// In another vector; the call stays in its queues.
    Vector(VectorId, u8),
}

pub(super) fn read<'t>(names: &Names, text: &'t str) -> Parsed<'t, Command> {
    let (text, is_step) = choice(&KINDS)(text)?;
    let (text, target) = if is_step {
        let (text, number) = step(text)?;
        (text, Target::Step(number))
    } else {
        let (text, vector) = names.vector(text)?;
        match comparator(&AT)(text) {
            Err(_) => (text, Target::Vector(vector, 1)),
            Ok((text, ())) => {
                let (text, ()) = keyword("step")(text)?;
                let (text, number) = step(text)?;
                (text, Target::Vector(vector, number))
            }
        }
    };
    let (rest, condition) = condition(names, text)?;
    Ok((rest, Command::Goto(Goto { target, condition })))
}

impl Goto {
    /// Goes there, if the condition holds. A vector that is gone to can come back by `return`.
    pub(super) fn run(&self, switch: &mut Switch, call: CallId) -> Flow {
        if !switch.holds(call, &self.condition) {
            return Flow::Next;
        }
        match self.target {
            Target::Step(step) => Flow::Goto(step),
            Target::Vector(vector, step) => {
                let most = switch.vectors.site.release.facts().open_subroutines;
                if let Some(run) = switch.run_mut(call)
                    && run.frames.len() < most
                {
                    run.frames.push((run.vector, run.step.saturating_add(1)));
                }
                Flow::Enter(vector, step)
            }
        }
    }
}

fn step(text: &str) -> Parsed<'_, u8> {
    let (rest, number) = number(1..=99)(text)?;
    Ok((rest, u8::try_from(number).unwrap_or(u8::MAX)))
}

const AT: [(&str, ()); 1] = [("@", ())];

/// The words, and whether each means a step of the same vector.
const KINDS: [(&str, bool); 2] = [("step", true), ("vector", false)];
