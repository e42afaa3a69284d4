//! Every bound of the HTTP face that a site need not set.

use std::time::Duration;

/// Bytes of a request's head: line and headers.
pub(crate) const MAX_HEAD: usize = 16_384;
/// Bytes that a connection buffers in each direction.
pub(crate) const MAX_BUFFER: usize = 65_536;
/// Bytes of a refused body that are still read, so that its sender gets to the answer.
pub(crate) const MAX_DISCARD: usize = 1_048_576;
/// The pause after the system refused a connection (no file descriptor left, no memory).
pub(crate) const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
/// How long open connections get to finish once the gateway stops.
pub(crate) const DRAIN: Duration = Duration::from_secs(8);
/// How soon a client is told to come again, in seconds.
pub(crate) const RETRY_AFTER_SECONDS: u16 = 1;
/// How long a browser may remember the answer to a preflight, in seconds.
pub(crate) const PREFLIGHT_MAX_AGE_SECONDS: u16 = 600;
