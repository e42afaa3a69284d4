//! How often somebody may come: a bucket per key that fills at an even pace.

use std::{hash::Hash, num::NonZeroU32, time::Duration};

use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
};

use crate::{fault::Fault, limits};

/// A bucket for everybody who has come lately.
#[derive(Debug)]
pub(crate) struct Rate<K: Hash + Eq + Clone> {
    buckets: DefaultKeyedRateLimiter<K>,
    clock: DefaultClock,
}

impl<K: Hash + Eq + Clone> Rate<K> {
    /// Lets each come `burst` times at once, and then once every `period`.
    pub(crate) fn new(burst: NonZeroU32, period: Duration) -> Self {
        let quota = Quota::with_period(period).unwrap_or_else(|| Quota::per_second(burst));
        Self {
            buckets: RateLimiter::keyed(quota.allow_burst(burst)),
            clock: DefaultClock::default(),
        }
    }

    /// Counts one coming, or says when to come again.
    pub(crate) fn take(&self, key: &K) -> Result<(), Fault> {
        if self.buckets.len() >= limits::MAX_BUCKETS {
            self.buckets.retain_recent();
        }
        self.buckets.check_key(key).map_err(|not_until| {
            let wait = not_until.wait_time_from(self.clock.now());
            Fault::TooOften { seconds: wait.as_secs().saturating_add(1) }
        })
    }
}
