//! When the next caller calls.

use crate::{
    people::distribution::{exponential, whole_milliseconds},
    rng::Rng,
    time::SimTime,
    world::Arrivals,
};

/// The moments at which callers call, one after the other.
#[derive(Debug)]
pub(crate) struct Clock {
    /// In seconds; exact, so that rounding each moment does not change the rate.
    at: f64,
}

impl Clock {
    /// A clock at the start of the switch.
    pub(crate) fn new() -> Self {
        Self { at: 0.0 }
    }

    /// The next moment; none when nobody calls any more.
    pub(crate) fn next(&mut self, arrivals: &Arrivals, rng: &mut Rng) -> Option<SimTime> {
        match arrivals {
            Arrivals::Rate { per_second } if *per_second > 0.0 => {
                self.at += exponential(rng) / per_second;
            }
            Arrivals::Profile { per_half_hour } => self.walk(per_half_hour, exponential(rng))?,
            Arrivals::Rate { .. } | Arrivals::Sources { .. } => return None,
        }
        Some(SimTime::ZERO + whole_milliseconds(self.at))
    }

    /// Goes through the half-hours until as many calls as `left` were to be expected.
    fn walk(&mut self, per_half_hour: &[f64], mut left: f64) -> Option<()> {
        let day = per_half_hour.iter().sum::<f64>();
        if day <= 0.0 {
            return None;
        }
        // A gap of whole days is as likely as it is long: its days need no walk.
        let days = (left / day).floor();
        self.at += days * HALF_HOUR * per_half_hour.len() as f64;
        left -= days * day;
        let slots = (self.at / HALF_HOUR).floor();
        let mut slot = slots;
        for &calls in per_half_hour.iter().cycle().skip(slot_of(slots, per_half_hour.len())) {
            let end = (slot + 1.0) * HALF_HOUR;
            let expected = calls * (end - self.at) / HALF_HOUR;
            if left < expected {
                self.at += left / calls * HALF_HOUR;
                return Some(());
            }
            left -= expected;
            self.at = end;
            slot += 1.0;
        }
        None
    }
}

/// The place of a half-hour in the day.
fn slot_of(half_hours: f64, slots: usize) -> usize {
    let place = half_hours % (slots as f64);
    (0..slots).find(|&slot| slot as f64 >= place).unwrap_or(0)
}

const HALF_HOUR: f64 = 1800.0;

#[cfg(test)]
mod tests {
    use super::Clock;
    use crate::{rng::Rng, world::Arrivals};

    /// How many calls come in each half-hour of the first `slots`.
    fn count(arrivals: &Arrivals, slots: usize) -> Vec<u32> {
        let mut counts = vec![0; slots];
        let (mut clock, mut rng) = (Clock::new(), Rng::new(3));
        while let Some(at) = clock.next(arrivals, &mut rng) {
            let slot = usize::try_from(at.0 / 1_800_000).unwrap();
            let Some(count) = counts.get_mut(slot) else { break };
            *count += 1;
        }
        counts
    }

    #[test]
    fn calls_come_as_often_as_told() {
        let rate = Arrivals::Rate { per_second: 5.0 };
        for calls in count(&rate, 4) {
            assert!(calls.abs_diff(9_000) < 400, "{calls} calls");
        }
        let profile = Arrivals::Profile { per_half_hour: vec![0.0, 9_000.0, 0.0, 900.0] };
        let counts = count(&profile, 8);
        for (&calls, expected) in counts.iter().zip([0, 9_000, 0, 900].into_iter().cycle()) {
            assert!(calls.abs_diff(expected) <= expected / 20 + expected / 10, "{counts:?}");
        }
    }

    #[test]
    fn a_day_without_calls_has_none() {
        let nobody = Arrivals::Profile { per_half_hour: vec![0.0; 48] };
        assert_eq!(Clock::new().next(&nobody, &mut Rng::new(1)), None);
        let seldom = Arrivals::Profile { per_half_hour: vec![1e-6, 0.0] };
        assert!(Clock::new().next(&seldom, &mut Rng::new(1)).is_some());
    }
}
