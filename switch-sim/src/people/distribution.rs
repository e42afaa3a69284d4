//! Sampling: the same numbers on every machine, in a few lines of our own.
//!
//! The logarithm and the cosine are those of `libm`, whose results do not depend on the platform;
//! those of the standard library do.

use std::time::Duration;

use crate::{rng::Rng, world::Distribution};

impl Distribution {
    /// Draws a span of time, in whole milliseconds.
    pub(crate) fn draw(&self, rng: &mut Rng) -> Duration {
        let seconds = match self {
            Self::Deterministic(span) => return *span,
            Self::Exponential { mean } => mean.as_secs_f64() * exponential(rng),
            Self::Erlang { mean, k } => {
                let phases = (0..*k).map(|_| exponential(rng)).sum::<f64>();
                mean.as_secs_f64() * phases / f64::from(*k)
            }
            Self::Lognormal { mean, cv2 } => {
                let variance = libm::log1p(*cv2);
                mean.as_secs_f64() * libm::exp(variance.sqrt() * normal(rng) - variance / 2.0)
            }
            Self::Hyperexponential { mean, cv2 } => {
                let often = (1.0 + ((cv2 - 1.0) / (cv2 + 1.0)).max(0.0).sqrt()) / 2.0;
                let share = if rng.unit() < often { often } else { 1.0 - often };
                mean.as_secs_f64() * exponential(rng) / (2.0 * share)
            }
            Self::Weibull { mean, shape } => {
                let scale = mean.as_secs_f64() / libm::tgamma(1.0 + 1.0 / shape);
                scale * libm::pow(exponential(rng), 1.0 / shape)
            }
            Self::Uniform { least, most } => {
                let width = most.saturating_sub(*least).as_secs_f64();
                least.as_secs_f64() + width * rng.unit()
            }
            Self::Empirical(spans) => {
                let place = rng.below(spans.len() as u64);
                let span = usize::try_from(place).ok().and_then(|place| spans.get(place));
                return span.copied().unwrap_or_default();
            }
        };
        whole_milliseconds(seconds)
    }
}

/// An exponentially distributed number with mean 1.
pub(crate) fn exponential(rng: &mut Rng) -> f64 {
    -libm::log(rng.unit())
}

/// A gamma distributed number with mean 1 and this coefficient of variation, at most 1 (Marsaglia
/// and Tsang, 2000).
pub(crate) fn gamma(cv: f64, rng: &mut Rng) -> f64 {
    if cv <= 0.0 {
        return 1.0;
    }
    let shape = 1.0 / (cv * cv);
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    // One attempt in twenty is in vain; hundreds in a row are not to be expected.
    for _ in 0..1_000 {
        let x = normal(rng);
        let cube = 1.0 + c * x;
        let v = cube * cube * cube;
        if v > 0.0 && libm::log(rng.unit()) < 0.5 * x * x + d - d * v + d * libm::log(v) {
            return d * v / shape;
        }
    }
    1.0
}

/// A span of so many seconds, rounded to the nearest millisecond.
pub(crate) fn whole_milliseconds(seconds: f64) -> Duration {
    // What a long tail draws beyond any time there is, is for ever.
    let span = Duration::try_from_secs_f64(seconds + 0.000_5).unwrap_or(FOR_EVER).min(FOR_EVER);
    Duration::from_millis(u64::try_from(span.as_millis()).unwrap_or(u64::MAX))
}

/// A standard normal number (Box and Muller).
fn normal(rng: &mut Rng) -> f64 {
    let radius = (2.0 * exponential(rng)).sqrt();
    radius * libm::cos(2.0 * std::f64::consts::PI * rng.unit())
}

/// A thousand years.
const FOR_EVER: Duration = Duration::from_secs(1_000 * 366 * 86_400);

#[cfg(test)]
mod tests {
    use std::{fmt::Write as _, time::Duration};

    use super::gamma;
    use crate::{rng::Rng, world::Distribution};

    #[test]
    fn gamma_has_mean_one_and_its_variation() {
        for cv in [0.05, 0.12, 0.5, 1.0] {
            let mut rng = Rng::new(11);
            let count = 200_000;
            let drawn: Vec<f64> = (0..count).map(|_| gamma(cv, &mut rng)).collect();
            let mean = drawn.iter().sum::<f64>() / f64::from(count);
            let squares = drawn.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>();
            let found = (squares / f64::from(count)).sqrt();
            assert!((mean - 1.0).abs() < 0.01 && (found / cv - 1.0).abs() < 0.02, "{mean} {found}");
        }
    }

    fn all() -> Vec<(Distribution, f64, f64)> {
        let mean = Duration::from_secs(100);
        let [least, most] = [50, 150].map(Duration::from_secs);
        vec![
            (Distribution::Deterministic(mean), 100.0, 0.0),
            (Distribution::Exponential { mean }, 100.0, 1.0),
            (Distribution::Erlang { mean, k: 2 }, 100.0, 0.5),
            (Distribution::Lognormal { mean, cv2: 1.63 }, 100.0, 1.63),
            (Distribution::Hyperexponential { mean, cv2: 4.0 }, 100.0, 4.0),
            (Distribution::Weibull { mean, shape: 2.0 }, 100.0, 4.0 / std::f64::consts::PI - 1.0),
            (Distribution::Uniform { least, most }, 100.0, 1.0 / 12.0),
            (Distribution::Empirical(vec![least, most]), 100.0, 0.25),
        ]
    }

    #[test]
    fn the_first_draws_are_for_ever() {
        let mut golden = String::new();
        for (distribution, ..) in all() {
            let mut rng = Rng::new(1);
            let drawn: Vec<_> = (0..8).map(|_| distribution.draw(&mut rng).as_millis()).collect();
            writeln!(golden, "{distribution:?}\n    {drawn:?}").unwrap();
        }
        insta::assert_snapshot!(golden);
    }

    #[test]
    fn mean_and_variation_are_as_told() {
        for (distribution, mean, cv2) in all() {
            let mut rng = Rng::new(7);
            let count = 400_000;
            let (mut sum, mut squares) = (0.0, 0.0);
            for _ in 0..count {
                let seconds = distribution.draw(&mut rng).as_secs_f64();
                sum += seconds;
                squares += seconds * seconds;
            }
            let found = sum / f64::from(count);
            let variance = squares / f64::from(count) - found * found;
            assert!((found / mean - 1.0).abs() < 0.01, "{distribution:?}: mean {found}");
            let variation = variance / (found * found);
            assert!((variation - cv2).abs() < 0.03 * cv2 + 1e-9, "{distribution:?}: {variation}");
        }
    }
}
