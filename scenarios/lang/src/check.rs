//! Whether the words of a scenario are words of its world and of the protocol.
//!
//! One mistake is told once: behind an unknown name nothing more of its line is looked at, and a name that a wrong line
//! gives is known from there on all the same.

mod event;
mod fault;
mod names;
mod request;
mod subject;
mod value;
mod word;

use names::Names;

use crate::{
    diagnostic::{Diagnostic, Mistakes},
    source::Spanned,
    step::{Scenario, Step},
    suggest,
    vocabulary::Vocabulary,
};

/// Every word of `scenario` that `vocabulary` does not know, or that stands where it means nothing, in the order of the
/// file.
pub fn check(scenario: &Scenario, vocabulary: &Vocabulary) -> Vec<Diagnostic> {
    let names = Names::new(vocabulary, &scenario.steps);
    let mut checker = Checker { vocabulary, names, mistakes: Mistakes::default() };
    checker.personalities(&scenario.under);
    checker.steps(&scenario.steps);
    checker.mistakes.into_diagnostics()
}

/// What is known between two lines.
struct Checker<'v> {
    vocabulary: &'v Vocabulary,
    names: Names<'v>,
    mistakes: Mistakes,
}

impl Checker<'_> {
    /// Checks the names behind `under`.
    fn personalities(&mut self, names: &[Spanned<String>]) {
        let known: Vec<&str> = self.vocabulary.personalities.iter().map(String::as_str).collect();
        for name in names.iter().filter(|name| !known.contains(&name.value.as_str())) {
            let message = format!("unknown personality `{}`", name.value);
            let mut mistake = Diagnostic::new(message, name.span, "neither a brand nor a row");
            mistake.help = suggest::help(&name.value, &known, "there is");
            self.mistakes.push(mistake);
        }
    }

    fn steps(&mut self, steps: &[Spanned<Step>]) {
        for step in steps {
            match &step.value {
                Step::Request(request) => self.request(request),
                Step::Event(event) => self.event(event),
                Step::Check(check) => self.subject(check),
                Step::Fault(fault) => self.fault(fault),
                Step::Wait(_) | Step::Quiet(_) => {}
                Step::Together(steps) => {
                    self.names.begin_instant();
                    self.steps(steps);
                    self.names.end_instant();
                }
                Step::AnyOrder(steps)
                | Step::Never { events: steps, .. }
                | Step::Repeat { steps, .. } => self.steps(steps),
            }
        }
    }
}
