//! Every bound of the adapter.

use std::time::Duration;

/// How many requests may wait for the T-Server's answer at once.
pub(crate) const PENDING_REQUESTS: usize = 4096;

/// How long the T-Server may take for the next answer to the registrations that wait for one.
pub(crate) const REGISTRATION_TIME: Duration = Duration::from_secs(10);

/// How long an event is waited for that not every switch tells, once the rest of an outcome has come.
pub(crate) const REST_TIME: Duration = Duration::from_millis(300);

/// How long the connection and the greeting may take, each.
pub(crate) const CONNECT_TIME: Duration = Duration::from_secs(5);

/// How many questions after the parties of a call may stay without an answer.
pub(crate) const OPEN_QUESTIONS: usize = 1024;

/// The calls whose dialled number is remembered.
pub(crate) const DIALLED_CALLS: usize = 8192;
