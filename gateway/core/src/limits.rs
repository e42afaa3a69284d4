//! Every bound of the gateway, so that nothing from outside grows without one.

use std::time::Duration;

/// Sessions that a configuration may allow at most.
pub const MAX_SESSIONS: usize = 50_000;
/// Events that a configuration may keep per session at most.
pub const MAX_EVENT_LOG: usize = 10_000;
/// Sessions that may be opening for one device at a time.
pub const MAX_OPENING: usize = 4;
/// Requests with a `ref` whose reply each session remembers.
pub const MAX_REMEMBERED: usize = 32;
/// Requests of one session that may wait for the middleware at a time.
pub const MAX_OUTSTANDING: usize = 16;
/// Copies of one request (same `ref`) that may wait for its outcome at a time.
pub const MAX_WAITERS: usize = 4;
/// Devices that are registered at a time after the gateway was started anew.
pub const MAX_REGISTERING: usize = 64;
/// Events that a session may have been told while the journal failed, so that no number is given
/// twice.
pub const MAX_UNKEPT: u64 = 1 << 32;
/// Calls that the picture of one device holds.
pub const MAX_CALLS: usize = 32;
/// Ended calls that a device remembers, to know a late event from a new call.
pub const MAX_ENDED: usize = 16;
/// Reports about a device that are kept while the link comes up again.
pub const MAX_DEFERRED: usize = 256;
/// Queues whose figures are kept.
pub const MAX_QUEUES: usize = 256;
/// Calls of one queue that are followed at a time, waiting, and ringing.
pub const MAX_QUEUED: usize = 10_000;
/// How soon it is tried again to log off the agent of a silent desktop, while a call is up or the link
/// is down.
pub const LOG_OFF_AGAIN: Duration = Duration::from_secs(1);
/// Times that the gateway asks how a device stands before it gives up.
pub const MAX_AUDITS: usize = 3;
/// A device without calls is looked at each so many times that one with calls would be.
pub const IDLE_CHECKS: u32 = 5;
/// Other parties of one call.
pub const MAX_PARTIES: usize = 64;
/// Named values of one request; each item of the data counts.
pub const MAX_FIELDS: usize = 256;
/// Characters of a client's `ref`.
pub const MAX_REFERENCE: usize = 64;
/// Tones of one request.
pub const MAX_DIGITS: usize = 32;
/// Bytes of the name of a field or of a key of the data.
pub const MAX_NAME: usize = 128;
/// Bytes of one value.
pub const MAX_TEXT: usize = 4096;
/// Bytes of all the values of one request.
pub const MAX_REQUEST: usize = 65_536;
