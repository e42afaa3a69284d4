//! A bounded histogram of waits, for percentiles.

use std::time::Duration;

/// How many calls waited how long. Waits up to 128 ms have a bucket each, longer ones share
/// buckets no wider than 1/64 of their wait; those over 18 hours share the last one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    /// Empty until the first wait.
    buckets: Vec<u32>,
    count: u64,
}

impl Histogram {
    /// How many waits were counted.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The wait that a share `p` (0 to 1) of the calls did not exceed, interpolated within its
    /// bucket; none without calls.
    pub fn percentile(&self, p: f64) -> Option<Duration> {
        if self.count == 0 {
            return None;
        }
        let wanted = p.clamp(0.0, 1.0) * to_f64(self.count);
        let mut below = 0.0;
        for (place, &count) in self.buckets.iter().enumerate() {
            let here = f64::from(count);
            if count > 0 && below + here >= wanted {
                let (from, to) = (to_f64(floor_of(place)), to_f64(floor_of(place + 1)));
                // Waits of one bucket of a millisecond are equal: nothing to interpolate.
                let part = if to - from > 1.0 { (wanted - below) / here } else { 0.0 };
                return Some(Duration::from_secs_f64((from + (to - from) * part) / 1000.0));
            }
            below += here;
        }
        None
    }

    /// What was counted after `earlier`, an older state of the same histogram.
    pub fn since(&self, earlier: &Self) -> Self {
        let mut buckets = self.buckets.clone();
        for (bucket, &before) in buckets.iter_mut().zip(&earlier.buckets) {
            *bucket = bucket.saturating_sub(before);
        }
        Self { buckets, count: self.count.saturating_sub(earlier.count) }
    }

    /// Counts one wait.
    pub(crate) fn count_wait(&mut self, milliseconds: u64) {
        if self.buckets.is_empty() {
            self.buckets = vec![0; BUCKETS];
        }
        if let Some(bucket) = self.buckets.get_mut(place_of(milliseconds)) {
            *bucket = bucket.saturating_add(1);
        }
        self.count += 1;
    }
}

/// The bucket of a wait.
fn place_of(milliseconds: u64) -> usize {
    let wait = u32::try_from(milliseconds).unwrap_or(u32::MAX);
    let octave = wait.checked_ilog2().unwrap_or(0).saturating_sub(FINE_BITS);
    let place = (octave << FINE_BITS) + (wait >> octave);
    (place as usize).min(BUCKETS - 1)
}

/// The shortest wait of a bucket.
fn floor_of(place: usize) -> u64 {
    let (octave, fine) = ((place >> FINE_BITS).saturating_sub(1), place);
    let fine = fine - (octave << FINE_BITS);
    (fine as u64) << octave
}

fn to_f64(count: u64) -> f64 {
    u32::try_from(count).map_or_else(|_| count as f64, f64::from)
}

/// Each octave of waits has two to the power of this many buckets.
const FINE_BITS: u32 = 6;

const BUCKETS: usize = (1 << FINE_BITS) * 21;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{BUCKETS, Histogram, floor_of, place_of};

    #[test]
    fn every_wait_is_in_a_bucket_no_wider_than_a_64th() {
        for wait in (0..300).chain((300..60_000_000).step_by(9_973)) {
            let place = place_of(wait);
            let (from, to) = (floor_of(place), floor_of(place + 1));
            assert!(from <= wait && wait < to, "{wait} in {from}..{to}");
            assert!(to - from <= 1.max(wait / 64), "{wait} in {from}..{to}");
        }
        assert_eq!(place_of(u64::MAX), BUCKETS - 1);
    }

    #[test]
    fn percentiles_are_where_they_should_be() {
        let mut waits = Histogram::default();
        assert_eq!(waits.percentile(0.5), None);
        (1..=10_000).for_each(|wait| waits.count_wait(wait * 10));
        for (p, wait) in [(0.0, 10), (0.5, 50_000), (0.9, 90_000), (1.0, 100_000)] {
            let found = waits.percentile(p).unwrap().as_millis();
            assert!(found.abs_diff(wait) <= wait / 128 + 1, "{p}: {found}, not {wait}");
        }
        let older = waits.clone();
        (0..10_000).for_each(|_| waits.count_wait(0));
        assert_eq!(waits.percentile(0.5), Some(Duration::ZERO));
        assert_eq!(waits.since(&older).percentile(1.0), Some(Duration::ZERO));
    }
}
