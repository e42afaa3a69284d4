//! The link's life: connecting, greeting, registering, up, and backing off.

use std::time::Duration;

use gateway_core::time::Timestamp;
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng as _, SeedableRng as _},
};

/// Where the link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LinkState {
    /// Waiting until the next attempt.
    BackingOff {
        until: Timestamp,
    },
    /// The driver was asked to open the connection.
    Connecting {
        since: Timestamp,
    },
    /// Connected; the T-Server has not yet said which protocol version it speaks.
    Greeting {
        since: Timestamp,
    },
    /// Greeted; the T-Server has no link to its switch.
    SwitchDown,
    /// Registering every device again.
    Registering,
    Up,
}

impl LinkState {
    /// Whether frames may be sent and arrive.
    pub(crate) fn is_open(self) -> bool {
        match self {
            Self::BackingOff { .. } | Self::Connecting { .. } => false,
            Self::Greeting { .. } | Self::SwitchDown | Self::Registering | Self::Up => true,
        }
    }

    /// Whether the T-Server takes requests about devices.
    pub(crate) fn is_serving(self) -> bool {
        match self {
            Self::Registering | Self::Up => true,
            Self::BackingOff { .. }
            | Self::Connecting { .. }
            | Self::Greeting { .. }
            | Self::SwitchDown => false,
        }
    }
}

/// Doubling pauses between attempts to connect, with jitter: of many gateways that lost a server
/// at the same moment, not all come back at the same moment.
#[derive(Clone, Debug)]
pub(crate) struct BackOff {
    next: Duration,
    first: Duration,
    longest: Duration,
    /// Whether the other server of a pair has still to be tried before the next pause.
    spare: bool,
    pair: bool,
    chance: ChaCha8Rng,
}

impl BackOff {
    /// `pair`: there is another server to try.
    pub(crate) fn new((first, longest): (Duration, Duration), pair: bool, seed: u64) -> Self {
        let mut key = [0; 32];
        key.iter_mut().zip(seed.to_le_bytes()).for_each(|(slot, byte)| *slot = byte);
        let chance = ChaCha8Rng::from_seed(key);
        Self { next: first, first, longest, spare: pair, pair, chance }
    }

    /// The pause before the next attempt, between half and all of what is due; the one after it is
    /// twice as long. Between the two servers of a pair there is none: one that is dead does not
    /// keep the gateway from one that has taken charge.
    pub(crate) fn pause(&mut self) -> Duration {
        if std::mem::take(&mut self.spare) {
            return Duration::ZERO;
        }
        self.spare = self.pair;
        let due = self.next;
        self.next = (due * 2).min(self.longest);
        let half = due / 2;
        let width = u64::try_from((due - half).as_millis()).unwrap_or(u64::MAX);
        half + Duration::from_millis(self.chance.next_u64() % width.saturating_add(1))
    }

    pub(crate) fn reset(&mut self) {
        self.next = self.first;
        self.spare = self.pair;
    }
}

/// Keep-alive in the manner of ADDP: a silent peer is polled, a peer that stays silent is lost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KeepAlive {
    interval: Duration,
    heard: Timestamp,
    polled: bool,
}

impl KeepAlive {
    /// `interval` zero switches keep-alive off.
    pub(crate) fn new(interval: Duration, now: Timestamp) -> Self {
        Self { interval, heard: now, polled: false }
    }

    pub(crate) fn heard(&mut self, now: Timestamp) {
        self.heard = now;
        self.polled = false;
    }

    /// When something has to be done about silence.
    pub(crate) fn deadline(&self) -> Option<Timestamp> {
        let intervals = if self.polled { 2 } else { 1 };
        (!self.interval.is_zero()).then(|| self.heard + self.interval * intervals)
    }

    /// What silence asks for at this moment.
    pub(crate) fn check(&mut self, now: Timestamp) -> Silence {
        match self.deadline() {
            Some(deadline) if now >= deadline && self.polled => Silence::Lost,
            Some(deadline) if now >= deadline => {
                self.polled = true;
                Silence::Poll
            }
            Some(_) | None => Silence::Fine,
        }
    }
}

/// The verdict on a silent peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Silence {
    Fine,
    /// Ask whether it is alive.
    Poll,
    /// It did not answer within a further interval.
    Lost,
}
