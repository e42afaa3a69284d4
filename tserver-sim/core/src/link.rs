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
        let keep_alive = KeepAlive { interval, heard: now, polled: None, polls: 0 };
        Self { decoder: Decoder::new(), unread: false, session: None, mask: None, keep_alive }
    }

    /// The client sent something.
    pub(crate) fn heard(&mut self, now: SimTime) {
        self.keep_alive.heard = now;
        self.keep_alive.polled = None;
    }

    /// The client's silence counts from now, by another interval.
    pub(crate) fn count_anew(&mut self, now: SimTime, interval: Duration) {
        self.heard(now);
        self.keep_alive.interval = interval;
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
        if self.keep_alive.polled.is_some() {
            return Silence::Lost;
        }
        self.keep_alive.polled = Some(now);
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
    /// When it was asked, unless it has been heard since.
    polled: Option<SimTime>,
    polls: i32,
}

impl KeepAlive {
    fn deadline(&self) -> Option<SimTime> {
        let since = self.polled.unwrap_or(self.heard);
        (!self.interval.is_zero()).then(|| since + self.interval)
    }
}
