//! Which messages a fault meets, how many of them, and until when.

use switch_sim::time::SimTime;
use tserver_wire::{AttributeId as A, Message};

use super::table::Which;
use crate::limits;

/// Rules that look at messages; the first that fits meets.
#[derive(Clone, Debug)]
pub(crate) struct Rules<T>(Vec<Rule<T>>);

#[derive(Clone, Debug)]
struct Rule<T> {
    which: Which,
    until: Option<SimTime>,
    what: T,
}

impl<T: Copy> Rules<T> {
    /// Adds a rule; beyond the bound, the oldest goes.
    pub(crate) fn add(&mut self, which: Which, until: Option<SimTime>, what: T) {
        if self.0.len() >= limits::FAULT_RULES {
            self.0.remove(0);
        }
        self.0.push(Rule { which, until, what });
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What happens to a message, if a rule fits it. A rule that has met all it may is gone.
    pub(crate) fn meet(&mut self, now: SimTime, message: &Message) -> Option<T> {
        self.0.retain(|rule| rule.until.is_none_or(|until| now < until));
        let place = self.0.iter().position(|rule| rule.which.fits(message))?;
        let rule = self.0.get_mut(place)?;
        let what = rule.what;
        if let Some(left) = &mut rule.which.count {
            *left = left.saturating_sub(1);
            if *left == 0 {
                self.0.remove(place);
            }
        }
        Some(what)
    }
}

impl<T> Default for Rules<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl Which {
    fn fits(&self, message: &Message) -> bool {
        self.kind.is_none_or(|kind| kind == message.kind)
            && self.dn.as_deref().is_none_or(|dn| message.string(A::THIS_DN) == Some(dn))
    }
}
