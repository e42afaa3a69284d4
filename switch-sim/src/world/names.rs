//! Names and numbers that must be there only once, and where each one is.

use std::{collections::BTreeMap, ops::Range};

use crate::world::{TrunkGroup, mistake::Mistakes, reader::Text};

/// Names of one kind, each with what has it.
#[derive(Debug)]
pub(crate) struct Taken {
    kind: &'static str,
    by: BTreeMap<String, (String, Range<usize>)>,
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
                self.by.insert(name.text.clone(), (owner, name.at.clone()));
            }
            Some((first, _)) => {
                let message = format!("the {} `{}` is taken by {first}", self.kind, name.text);
                let help = format!("give {owner} another {}", self.kind);
                mistakes.note_with_help(name.at.clone(), message, help);
            }
        }
    }

    /// Notes whoever has the name of a circuit, which is that of its group and a number.
    pub(crate) fn spare_circuits(&self, trunks: &[TrunkGroup], mistakes: &mut Mistakes) {
        for (name, (owner, at)) in &self.by {
            let Some((group, index)) = name.rsplit_once('_') else { continue };
            let Some(trunk) = trunks.iter().find(|trunk| trunk.name == group) else { continue };
            let exists = |index: u32| (1..=trunk.channels).contains(&index);
            if index.parse().is_ok_and(exists) && !index.starts_with(['0', '+']) {
                let message =
                    format!("the {} `{name}` is taken by a circuit of `{group}`", self.kind);
                let help = format!("give {owner} another {}", self.kind);
                mistakes.note_with_help(at.clone(), message, help);
            }
        }
    }
}
