//! Every bound of the control interface.

/// Bytes of a request's body.
pub const BODY_BYTES: usize = 64 * 1024;

/// Entries of a list in one answer, where nobody asks for fewer.
pub const PAGE: usize = 1_000;

/// Entries of the trace that are kept to be read.
pub const TRACE_KEPT: usize = 10_000;

/// The fastest that time may pass, in seconds for each second of the wall clock.
pub const SPEED: f64 = 1_000.0;

/// The longest single step of time, in milliseconds: a day.
pub const STEP_MS: u64 = 86_400_000;

/// Lines of the T-Server's log that are kept to be read.
pub const LOG_KEPT: usize = 10_000;
