//! Every bound of the program; those of the T-Server itself are in `tserver-sim-core`.

use std::time::Duration;

/// Inputs that wait for the site at most; readers of clients wait beyond that.
pub(crate) const INPUTS: usize = 256;

/// Messages that may wait for a slow client; one more and it is cut.
pub(crate) const QUEUED_MESSAGES: usize = 50_000;

/// Bytes that may wait for a slow client; more and it is cut.
pub(crate) const QUEUED_BYTES: usize = 16 * 1024 * 1024;

/// Bytes taken from a client at once.
pub(crate) const READ_BYTES: usize = 16 * 1024;

/// How long one write to a client may take.
pub(crate) const WRITE_LIMIT: Duration = Duration::from_secs(10);

/// Bytes of a line of the console; the rest of a longer one is a line of its own.
pub(crate) const LINE_BYTES: u64 = 4_096;
