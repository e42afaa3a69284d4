//! The only random source: seeded, and the same on every machine and with every crate version.
//!
//! The stream of `ChaCha8` is fixed by its definition. Seeding and sampling are done here, because
//! those of the `rand` crates may change from version to version.

use std::time::Duration;

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng as _, SeedableRng as _},
};

/// A stream of random numbers that its seed decides.
#[derive(Debug)]
pub(crate) struct Rng(ChaCha8Rng);

impl Rng {
    /// The stream of a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self::of(seed, 0)
    }

    /// A number below `bound`, each one equally likely; zero when `bound` is zero.
    ///
    /// Multiplies and rejects the remainder (D. Lemire, "Fast Random Integer Generation in an
    /// Interval", 2019).
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        if bound == 0 {
            return 0;
        }
        let unfair = bound.wrapping_neg() % bound;
        loop {
            let product = u128::from(self.0.next_u64()) * u128::from(bound);
            let [high, low] = [product >> 64, product & u128::from(u64::MAX)];
            if low >= u128::from(unfair) {
                return u64::try_from(high).unwrap_or(u64::MAX);
            }
        }
    }

    /// The stream of a seed for one purpose among several that have the seed in common.
    pub(crate) fn of(seed: u64, purpose: u64) -> Self {
        let mut key = [0; 32];
        let bytes = seed.to_le_bytes().into_iter().chain(purpose.to_le_bytes());
        for (slot, byte) in key.iter_mut().zip(bytes) {
            *slot = byte;
        }
        Self(ChaCha8Rng::from_seed(key))
    }

    /// A number above 0 and below 1, to 53 bits.
    pub(crate) fn unit(&mut self) -> f64 {
        let [high, low] = [self.0.next_u32() >> 6, self.0.next_u32() >> 5];
        let whole = f64::from(high) * f64::from(1_u32 << 27) + f64::from(low);
        (whole + 0.5) / (f64::from(1_u32 << 27) * f64::from(1_u32 << 26))
    }

    /// A span between the two, both included, in whole milliseconds.
    pub(crate) fn between(&mut self, least: Duration, most: Duration) -> Duration {
        let width = most.saturating_sub(least).as_millis();
        let width = u64::try_from(width).unwrap_or(u64::MAX - 1);
        least + Duration::from_millis(self.below(width + 1))
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::Rng;

    #[test]
    fn the_first_numbers_are_for_ever() {
        let mut golden = String::new();
        for seed in [0, 1, u64::MAX] {
            let mut rng = Rng::new(seed);
            let drawn: Vec<_> = (0..8).map(|_| rng.below(1_000_000)).collect();
            writeln!(golden, "seed {seed}: {drawn:?}").unwrap();
        }
        insta::assert_snapshot!(golden);
    }

    #[test]
    fn every_number_below_the_bound_comes() {
        let mut rng = Rng::new(7);
        let mut seen = [0_u32; 6];
        for _ in 0..6_000 {
            seen[usize::try_from(rng.below(6)).unwrap()] += 1;
        }
        assert!(seen.iter().all(|&n| (850..1_150).contains(&n)), "{seen:?}");
    }
}
