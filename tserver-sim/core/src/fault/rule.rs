//! Which messages a fault meets, how many of them, and until when.

use switch_sim::time::SimTime;
use tserver_wire::{AttributeId as A, Message, MessageType as M};

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
        // What a T-Server tells of its own link is meant only where it is named.
        let of_the_link = [M::EVENT_LINK_CONNECTED, M::EVENT_LINK_DISCONNECTED];
        self.kind.map_or_else(|| !of_the_link.contains(&message.kind), |kind| kind == message.kind)
            && self.dn.as_deref().is_none_or(|dn| message.string(A::THIS_DN) == Some(dn))
    }
}
