//! What goes wrong with requests: they are ignored, refused, or served without an answer.

use std::collections::{BTreeSet, VecDeque};

use switch_sim::time::SimTime;
use tserver_wire::{AttributeId as A, Message};

use super::{rule::Rules, table::Which};
use crate::{limits, link::LinkId};

/// The faults of requests that are in force.
#[derive(Clone, Debug, Default)]
pub(crate) struct RequestFaults {
    rules: Rules<Trouble>,
    /// Requests whose answers are lost, oldest first.
    unanswered: VecDeque<(LinkId, i32)>,
    /// Clients whose requests nothing happens to.
    spared: BTreeSet<LinkId>,
}

/// What happens to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    Ignore,
    /// With this `ErrorCode`.
    Refuse(i32),
    /// It is served, and its answer is lost.
    LoseAnswer,
}

impl RequestFaults {
    pub(crate) fn add(&mut self, which: Which, until: Option<SimTime>, trouble: Trouble) {
        self.rules.add(which, until, trouble);
    }

    pub(crate) fn clear(&mut self) {
        self.rules.clear();
        self.unanswered.clear();
    }

    pub(crate) fn spare(&mut self, link: LinkId) {
        self.spared.insert(link);
    }

    /// What happens to a request, if anything does.
    pub(crate) fn meet(
        &mut self,
        now: SimTime,
        link: LinkId,
        request: &Message,
    ) -> Option<Trouble> {
        if self.rules.is_empty() || self.spared.contains(&link) {
            return None;
        }
        let trouble = self.rules.meet(now, request)?;
        if trouble == Trouble::LoseAnswer
            && let Some(reference) = request.integer(A::REFERENCE_ID)
        {
            if self.unanswered.len() >= limits::FAULT_RULES {
                self.unanswered.pop_front();
            }
            self.unanswered.push_back((link, reference));
        }
        Some(trouble)
    }

    /// Whether this message is an answer that is lost.
    pub(crate) fn silences(&mut self, link: LinkId, message: &Message) -> bool {
        if self.unanswered.is_empty() {
            return false;
        }
        let Some(reference) = message.integer(A::REFERENCE_ID) else { return false };
        let place = self.unanswered.iter().position(|lost| *lost == (link, reference));
        place.is_some_and(|place| self.unanswered.remove(place).is_some())
    }
}
