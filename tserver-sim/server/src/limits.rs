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

/// Connections of the control interface at once; further ones wait.
pub(crate) const CONTROL_CONNECTIONS: usize = 64;

/// How long the head of a request may take.
pub(crate) const HEAD_LIMIT: Duration = Duration::from_secs(10);

/// Bytes of a request's head.
pub(crate) const HEAD_BYTES: usize = 32 * 1024;

/// How long a body may take.
pub(crate) const BODY_LIMIT: Duration = Duration::from_secs(10);

/// Records that may wait for a subscriber of the live trace; it misses what is more.
pub(crate) const LIVE_BACKLOG: usize = 4_096;

/// Bytes of a message from such a subscriber.
pub(crate) const HEARD_BYTES: usize = 4_096;

/// The pause after a failed accept.
pub(crate) const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// How long one write to a client may take.
pub(crate) const WRITE_LIMIT: Duration = Duration::from_secs(10);

/// Bytes of a line of the console; a longer one is left out.
pub(crate) const LINE_BYTES: u64 = 4_096;
