//! One client's connection: greeting, keep-alive, farewell.

use std::time::Duration;

use switch_sim::time::SimTime;
use tserver_wire::{Decoder, MessageMask};

/// The owner's name for a client's connection; never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u64);

/// One client.
#[derive(Debug)]
pub(crate) struct Link {
    pub(crate) decoder: Decoder,
    /// Whether the decoder may hold requests that are not read yet.
    pub(crate) unread: bool,
    /// The session's name, once the client has greeted.
    pub(crate) session: Option<String>,
    /// The events that the client wants; none: all.
    pub(crate) mask: Option<MessageMask>,
    keep_alive: KeepAlive,
}

impl Link {
    pub(crate) fn new(interval: Duration, now: SimTime) -> Self {
        let keep_alive = KeepAlive { interval, heard: now, polled: false, polls: 0 };
        Self { decoder: Decoder::new(), unread: false, session: None, mask: None, keep_alive }
    }

    /// The client sent something.
    pub(crate) fn heard(&mut self, now: SimTime) {
        self.keep_alive.heard = now;
        self.keep_alive.polled = false;
    }

    /// When silence has to be looked at.
    pub(crate) fn deadline(&self) -> Option<SimTime> {
        self.keep_alive.deadline()
    }

    /// What the client's silence asks for. A client that has not greeted is not polled.
    pub(crate) fn check(&mut self, now: SimTime) -> Silence {
        if self.keep_alive.deadline().is_none_or(|deadline| now < deadline) {
            return Silence::Fine;
        }
        if self.session.is_none() {
            return Silence::NeverGreeted;
        }
        if self.keep_alive.polled {
            return Silence::Lost;
        }
        self.keep_alive.polled = true;
        self.keep_alive.polls = self.keep_alive.polls.wrapping_add(1);
        Silence::Poll(self.keep_alive.polls)
    }
}

/// The verdict on a silent client (ADDP: a poll, unanswered within its interval, ends it).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Silence {
    Fine,
    /// Ask whether it is alive, under this number.
    Poll(i32),
    Lost,
    NeverGreeted,
}

#[derive(Debug)]
struct KeepAlive {
    /// Zero: off.
    interval: Duration,
    heard: SimTime,
    polled: bool,
    polls: i32,
}

impl KeepAlive {
    fn deadline(&self) -> Option<SimTime> {
        let intervals = if self.polled { 2 } else { 1 };
        (!self.interval.is_zero()).then(|| self.heard + self.interval * intervals)
    }
}
