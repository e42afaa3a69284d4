//! Every bound of the service that a site need not set.

use std::time::Duration;

/// Bytes that one look at the link may bring.
pub(crate) const READ_CHUNK: usize = 16_384;
/// Bytes that may wait for a middleware that does not read; beyond, the link is given up.
pub(crate) const MAX_UNSENT: usize = 4_194_304;
/// How long the journal may take before what waits for it goes out all the same: telephones come
/// first.
pub(crate) const JOURNAL_PATIENCE: Duration = Duration::from_secs(5);
/// A gateway that fails again within this time begins with nothing: what it kept may be the cause.
pub(crate) const RELAPSE: Duration = Duration::from_secs(10);
/// Requests taken between two looks at the link.
pub(crate) const REQUESTS_PER_TURN: usize = 32;
/// Looks at the link after which the other tasks of its thread have their turn.
pub(crate) const LINK_TURNS: u32 = 16;
/// How long whoever connects to `notify_listener_port` may take to read what came of it.
pub(crate) const NOTIFY_PATIENCE: Duration = Duration::from_secs(1);
/// The pause after a connection to `notify_listener_port` could not be accepted.
pub(crate) const NOTIFY_PAUSE: Duration = Duration::from_millis(50);
/// The pause before the link is built up again after a state machine failed: what made it fail may
/// come again.
pub(crate) const REST: Duration = Duration::from_millis(500);
/// How long an adapter in a child process may take to say hello when it is looked at.
pub(crate) const GREETING: Duration = Duration::from_secs(10);
/// Bytes of what such an adapter says on its standard error that are logged in one go …
pub(crate) const CHILD_LOG_CHUNK: usize = 4096;
/// … and in a second; beyond, they are dropped.
pub(crate) const CHILD_LOG_RATE: usize = 65_536;
/// How long whoever has the gateway's port may take to answer the doctor …
pub(crate) const HEALTH_PATIENCE: Duration = Duration::from_secs(1);
/// … and the bytes of it that are read.
pub(crate) const HEALTH_ANSWER: u64 = 4096;
/// How long a link may take to come up, the first time or again, while an adapter is held to the suite.
pub(crate) const LINK_UP: Duration = Duration::from_secs(30);
