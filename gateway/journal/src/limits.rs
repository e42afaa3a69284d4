//! Every bound of the journal.

use std::time::Duration;

/// Batches that may wait for the disk.
pub(crate) const MAX_BATCHES: usize = 65_536;
/// Batches that share one commit at most, so that none waits for an endless one.
pub(crate) const BATCHES_PER_COMMIT: usize = 4_096;
/// The pause before the first attempt to write again after the journal failed; it doubles …
pub(crate) const PROBE_FIRST: Duration = Duration::from_millis(500);
/// … up to this.
pub(crate) const PROBE_MOST: Duration = Duration::from_secs(16);
/// The size of a page of the store, in bytes.
pub(crate) const PAGE: u64 = 4_096;
/// Pages that an empty store needs, and something besides.
pub(crate) const LEAST_PAGES: u64 = 32;
