//! How virtual time follows the wall clock.

use std::time::Duration;

/// Speed and pause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    pub running: bool,
    /// How many virtual seconds pass in one second; one of `SPEEDS`.
    pub speed: u32,
    /// Virtual time that has not made up a millisecond.
    pub owed: Duration,
}

impl Default for Clock {
    fn default() -> Self {
        Self { running: true, speed: 1, owed: Duration::ZERO }
    }
}

impl Clock {
    /// How much virtual time passes while so much passes on the wall, in whole milliseconds.
    pub fn pass(&mut self, wall: Duration) -> Duration {
        if !self.running {
            return Duration::ZERO;
        }
        let span = wall.min(LONGEST_TICK) * self.speed + self.owed;
        let whole = Duration::from_millis(u64::try_from(span.as_millis()).unwrap_or(u64::MAX));
        self.owed = span.saturating_sub(whole);
        whole
    }

    /// The next higher speed.
    pub fn faster(&self) -> u32 {
        let higher = SPEEDS.iter().find(|speed| **speed > self.speed);
        higher.copied().unwrap_or(self.speed)
    }

    /// The next lower speed.
    pub fn slower(&self) -> u32 {
        let lower = SPEEDS.iter().rev().find(|speed| **speed < self.speed);
        lower.copied().unwrap_or(self.speed)
    }

    /// The whole speed that is nearest to this one.
    pub fn nearest(speed: f64) -> u32 {
        let (slowest, fastest) = (1.0_f64, 1000.0_f64);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 1000")]
        let whole = speed.round().clamp(slowest, fastest) as u32;
        whole
    }

    /// This speed, if there is such a one.
    ///
    /// # Errors
    /// What speeds there are.
    pub fn checked(speed: u32) -> Result<u32, String> {
        if (1..=1000).contains(&speed) {
            Ok(speed)
        } else {
            Err(format!("the speed is 1 to 1000, not {speed}"))
        }
    }
}

/// The steps from speed to speed.
const SPEEDS: [u32; 10] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
/// After a longer pause of the program, such as a suspended laptop, time goes on from where it was.
const LONGEST_TICK: Duration = Duration::from_millis(250);
