//! Deadlines, ordered by time, so that nobody looks through all sessions for the next one.

use std::collections::BTreeSet;

use crate::{middleware::CommandId, session::SessionId, time::Timestamp};

/// When to do what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Timer {
    /// When to answer a parked poll that nothing came for.
    PollEnds(SessionId),
    /// When to tell that a command got no answer.
    NoAnswer(CommandId),
    /// When to stop waiting for the late outcome of a command.
    GiveUp(CommandId),
    /// When to look whether a desktop is still there.
    Silent(SessionId),
    /// When to look whether the calls of a session's device are still there.
    Check(SessionId),
    /// When to forget a session that has ended.
    Forget(SessionId),
}

/// All deadlines that are set.
#[derive(Clone, Debug, Default)]
pub(crate) struct TimerTable {
    set: BTreeSet<(Timestamp, Timer)>,
}

impl TimerTable {
    pub(crate) fn set(&mut self, at: Timestamp, timer: Timer) {
        self.set.insert((at, timer));
    }

    /// Sets a timer at this moment, none: at no moment, in place of the one that the slot names.
    pub(crate) fn put(
        &mut self,
        slot: &mut Option<Timestamp>,
        at: Option<Timestamp>,
        timer: Timer,
    ) {
        if let Some(was) = std::mem::replace(slot, at) {
            self.cancel(was, timer);
        }
        if let Some(at) = at {
            self.set(at, timer);
        }
    }

    pub(crate) fn cancel(&mut self, at: Timestamp, timer: Timer) {
        self.set.remove(&(at, timer));
    }

    /// Takes out a timer that is due.
    pub(crate) fn pop_due(&mut self, now: Timestamp) -> Option<Timer> {
        let (at, _) = self.set.first()?;
        if *at <= now { self.set.pop_first().map(|(_, timer)| timer) } else { None }
    }

    pub(crate) fn next(&self) -> Option<Timestamp> {
        self.set.first().map(|(at, _)| *at)
    }
}
