//! The wall clock as the switch's virtual time: as it passes, faster, slower, or not at all.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use switch_sim::time::SimTime;
use tokio::time::Instant;

/// Time since the start.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    /// A moment of the wall clock, and the moment of the simulation that it was.
    since: Instant,
    base: SimTime,
    /// Seconds of the simulation for each second of the wall clock.
    speed: f64,
    paused: bool,
}

impl Clock {
    /// A clock that starts at this moment, and this moment in Unix milliseconds.
    pub(crate) fn start() -> (Self, u64) {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let clock = Self { since: Instant::now(), base: SimTime::ZERO, speed: 1.0, paused: false };
        (clock, millis(since_epoch))
    }

    /// The present moment of the simulation.
    pub(crate) fn now(&self) -> SimTime {
        if self.paused {
            return self.base;
        }
        self.base + self.since.elapsed().mul_f64(self.speed)
    }

    /// The moment of the wall clock at which the simulation reaches `at`; none while it is paused.
    pub(crate) fn instant(&self, at: SimTime) -> Option<Instant> {
        if self.paused {
            return None;
        }
        // Beyond any plausible uptime: never, for all that matters.
        let span = (at - self.base).min(LONGEST).div_f64(self.speed).min(LONGEST);
        Some(self.since + span)
    }

    /// Stands still.
    pub(crate) fn pause(&mut self) {
        self.restart(self.now());
        self.paused = true;
    }

    /// Goes on, at this speed.
    pub(crate) fn run(&mut self, speed: f64) {
        self.restart(self.now());
        (self.speed, self.paused) = (speed, false);
    }

    /// Goes on by so much at once.
    pub(crate) fn step(&mut self, span: Duration) {
        self.restart(self.now() + span);
    }

    pub(crate) fn is_paused(&self) -> bool {
        self.paused
    }

    pub(crate) fn speed(&self) -> f64 {
        self.speed
    }

    fn restart(&mut self, at: SimTime) {
        (self.since, self.base) = (Instant::now(), at);
    }
}

fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}

const LONGEST: Duration = Duration::from_secs(60 * 60 * 24 * 365 * 10);
