//! `!`: what can break, and how.

use super::{
    Checker,
    word::{Role, find_word},
};
use crate::{diagnostic::Diagnostic, step::Fault, suggest};

impl Checker<'_> {
    /// Checks one fault.
    pub(super) fn fault(&mut self, fault: &Fault) {
        let vocabulary = self.vocabulary;
        let what = &fault.what;
        let Some((_, faults)) = vocabulary.faults.iter().find(|(target, _)| *target == what.value)
        else {
            let targets: Vec<&str> =
                vocabulary.faults.iter().map(|(target, _)| target.as_str()).collect();
            let message = format!("`{}` cannot break", what.value);
            let meaning = self.names.meaning(&what.value);
            let label = meaning.map_or("not in this world", |meaning| meaning.describe());
            let mut mistake = Diagnostic::new(message, what.span, label);
            mistake.help = suggest::help(&what.value, &targets, "what can break");
            return self.mistakes.push(mistake);
        };
        let Some(word) = find_word(faults, &fault.name.value) else {
            let names: Vec<&str> = faults.iter().map(|word| word.name.as_str()).collect();
            let message = format!("unknown fault `{}`", fault.name.value);
            let label = format!("`{}` does not break like this", what.value);
            let mut mistake = Diagnostic::new(message, fault.name.span, label);
            mistake.help = suggest::help(&fault.name.value, &names, "its faults are");
            return self.mistakes.push(mistake);
        };
        self.operands(word, Role::Asked, &fault.name, &fault.words);
        self.keys(word, Role::Asked, &fault.name, &fault.pairs);
    }
}
