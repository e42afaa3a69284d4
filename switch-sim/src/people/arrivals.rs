//! When the next caller calls.
//!
//! Real days differ by more than a Poisson process of a known rate would: where a world says so, the
//! rate is itself drawn, a factor for each day and one for each half-hour, both from gamma
//! distributions with mean 1 (a doubly stochastic Poisson process; Brown et al., 2005).

use crate::{
    limits,
    people::distribution::{exponential, gamma, whole_milliseconds},
    rng::Rng,
    time::SimTime,
    world::{Arrivals, Overdispersion},
};

/// The moments at which callers call, one after the other.
#[derive(Debug)]
pub(crate) struct Clock {
    /// In seconds; exact, so that rounding each moment does not change the rate.
    at: f64,
    /// How much busier the days and half-hours are than usual.
    factors: Option<Factors>,
}

impl Clock {
    /// A clock at the start of the switch. `rng` is for the rates alone.
    pub(crate) fn new(spread: Overdispersion, rng: Rng) -> Self {
        Self { at: 0.0, factors: (!spread.is_none()).then(|| Factors::new(spread, rng)) }
    }

    /// The next moment; none when nobody calls any more.
    pub(crate) fn next(&mut self, arrivals: &Arrivals, rng: &mut Rng) -> Option<SimTime> {
        match arrivals {
            Arrivals::Rate { per_second } if self.factors.is_some() => {
                self.walk_days(&[per_second * HALF_HOUR], exponential(rng))?;
            }
            Arrivals::Profile { per_half_hour } if self.factors.is_some() => {
                self.walk_days(per_half_hour, exponential(rng))?;
            }
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
            match self.pass(slot, calls, left) {
                Some(rest) => left = rest,
                None => return Some(()),
            }
            slot += 1.0;
        }
        None
    }

    /// The same for a rate that is drawn. Nobody is waited for who would not come in a lifetime.
    fn walk_days(&mut self, per_half_hour: &[f64], mut left: f64) -> Option<()> {
        let mut slot = (self.at / HALF_HOUR).floor();
        let mut place = slot_of(slot, per_half_hour.len());
        for _ in 0..limits::HALF_HOURS_WITHOUT_CALLS {
            let calls = per_half_hour.get(place)? * self.factors.as_mut()?.at(slot);
            match self.pass(slot, calls, left) {
                Some(rest) => left = rest,
                None => return Some(()),
            }
            slot += 1.0;
            place = (place + 1) % per_half_hour.len();
        }
        None
    }

    /// Goes through what is left of a half-hour in which so many calls come: as far as `left` calls
    /// were to be expected (none), or to its end, and how many are left then.
    fn pass(&mut self, slot: f64, calls: f64, left: f64) -> Option<f64> {
        let end = (slot + 1.0) * HALF_HOUR;
        let expected = calls * (end - self.at) / HALF_HOUR;
        if left < expected {
            self.at += left / calls * HALF_HOUR;
            return None;
        }
        self.at = end;
        Some(left - expected)
    }
}

/// How much busier than usual each day and each half-hour is, drawn one after the other.
#[derive(Debug)]
struct Factors {
    spread: Overdispersion,
    rng: Rng,
    /// The half-hour for which the factors hold.
    slot: Option<f64>,
    day: f64,
    half_hour: f64,
}

impl Factors {
    fn new(spread: Overdispersion, rng: Rng) -> Self {
        Self { spread, rng, slot: None, day: 1.0, half_hour: 1.0 }
    }

    /// The factor of a half-hour since the start; no earlier one is asked for after it.
    fn at(&mut self, slot: f64) -> f64 {
        if self.slot != Some(slot) {
            let day = (slot / SLOTS_PER_DAY).floor();
            if self.slot.is_none_or(|before| (before / SLOTS_PER_DAY).floor() < day) {
                self.day = gamma(self.spread.day_cv, &mut self.rng);
            }
            self.half_hour = gamma(self.spread.half_hour_cv, &mut self.rng);
            self.slot = Some(slot);
        }
        self.day * self.half_hour
    }
}

/// The place of a half-hour in the day.
fn slot_of(half_hours: f64, slots: usize) -> usize {
    let place = half_hours % (slots as f64);
    (0..slots).find(|&slot| slot as f64 >= place).unwrap_or(0)
}

const HALF_HOUR: f64 = 1800.0;

const SLOTS_PER_DAY: f64 = 48.0;

#[cfg(test)]
mod tests {
    use super::Clock;
    use crate::{
        rng::Rng,
        world::{Arrivals, Overdispersion},
    };

    /// How many calls come in each half-hour of the first `slots`.
    fn count(arrivals: &Arrivals, slots: usize) -> Vec<u32> {
        count_spread(arrivals, Overdispersion::default(), slots)
    }

    fn count_spread(arrivals: &Arrivals, spread: Overdispersion, slots: usize) -> Vec<u32> {
        let mut counts = vec![0; slots];
        let (mut clock, mut rng) = (Clock::new(spread, Rng::new(4)), Rng::new(3));
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

    /// With a coefficient of variation c, the calls of a day with mean m have variance m + (c m)².
    #[test]
    fn days_differ_by_more_than_chance() {
        let spread = Overdispersion { day_cv: 0.12, half_hour_cv: 0.05 };
        let rate = Arrivals::Rate { per_second: 2_000.0 / 86_400.0 };
        let days = 2_000;
        let counts = count_spread(&rate, spread, 48 * days);
        let daily: Vec<f64> =
            counts.chunks(48).map(|day| f64::from(day.iter().sum::<u32>())).collect();
        let mean = daily.iter().sum::<f64>() / days as f64;
        let variance = daily.iter().map(|calls| (calls - mean).powi(2)).sum::<f64>() / days as f64;
        assert!((mean / 2_000.0 - 1.0).abs() < 0.01, "{mean}");
        let square = |cv: f64| (cv * 2_000.0) * (cv * 2_000.0);
        let expected = 2_000.0 + square(0.12) + square(0.05) * (1.0 + 0.12 * 0.12) / 48.0;
        assert!((variance / expected - 1.0).abs() < 0.1, "{variance}, not {expected}");
        // The profile holds within the days.
        let profile = Arrivals::Profile { per_half_hour: vec![0.0, 1_000.0] };
        let counts = count_spread(&profile, spread, 4_000);
        assert!(counts.iter().step_by(2).all(|&calls| calls == 0));
    }

    #[test]
    fn a_day_without_calls_has_none() {
        let nobody = Arrivals::Profile { per_half_hour: vec![0.0; 48] };
        let clock = |spread| Clock::new(spread, Rng::new(1));
        let spread = Overdispersion { day_cv: 0.5, half_hour_cv: 0.0 };
        for spread in [Overdispersion::default(), spread] {
            assert_eq!(clock(spread).next(&nobody, &mut Rng::new(1)), None);
        }
        let seldom = Arrivals::Profile { per_half_hour: vec![1e-6, 0.0] };
        assert!(clock(Overdispersion::default()).next(&seldom, &mut Rng::new(1)).is_some());
    }
}
