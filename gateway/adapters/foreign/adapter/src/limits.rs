//! Every bound of the gateway towards an adapter in a child process.

use std::time::Duration;

/// Commands that may wait for their outcome at a time.
pub(crate) const PENDING_COMMANDS: usize = 4096;
/// How long a command may wait for its outcome.
pub(crate) const ANSWER_TIME: Duration = Duration::from_secs(60);
/// How long an adapter may take from its start to its greeting.
pub(crate) const GREETING_TIME: Duration = Duration::from_secs(10);
/// Characters of a text of the adapter's that are passed on.
pub(crate) const TEXT: usize = 400;
