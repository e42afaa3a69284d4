//! Names and numbers that must be there only once, and where each one is.

use std::collections::BTreeMap;

use crate::world::{mistake::Mistakes, reader::Text};

/// Names of one kind, each with what has it.
#[derive(Debug)]
pub(crate) struct Taken {
    kind: &'static str,
    by: BTreeMap<String, String>,
}

impl Taken {
    /// Nothing is taken; `kind` is what the names are, e.g. `number`.
    pub(crate) fn new(kind: &'static str) -> Self {
        Self { kind, by: BTreeMap::new() }
    }

    /// Takes a name for its owner, or notes who has it already.
    pub(crate) fn take(&mut self, name: &Text, owner: String, mistakes: &mut Mistakes) {
        match self.by.get(&name.text) {
            None => {
                self.by.insert(name.text.clone(), owner);
            }
            Some(first) => {
                let message = format!("the {} `{}` is taken by {first}", self.kind, name.text);
                let help = format!("give {owner} another {}", self.kind);
                mistakes.note_with_help(name.at.clone(), message, help);
            }
        }
    }
}
