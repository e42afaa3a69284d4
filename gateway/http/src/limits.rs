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
/// How long clients get to fetch the events that they do not know of, once the gateway stops.
pub(crate) const FLUSH: Duration = Duration::from_secs(2);
/// How long open connections get to finish once the gateway stops, `FLUSH` included.
pub(crate) const DRAIN: Duration = Duration::from_secs(8);
/// How soon a client is told to come again, in seconds.
pub(crate) const RETRY_AFTER_SECONDS: u16 = 1;
/// How long a browser may remember the answer to a preflight, in seconds.
pub(crate) const PREFLIGHT_MAX_AGE_SECONDS: u16 = 600;
/// Streams of one HTTP/2 connection at a time.
pub(crate) const MAX_STREAMS: u32 = 64;
/// Streams that an HTTP/2 client may reset before they were looked at; more end the connection.
pub(crate) const MAX_RESETS: usize = 32;
/// Bytes of the headers of an HTTP/2 request.
pub(crate) const MAX_HEADER_LIST: u32 = 16_384;
/// How long a client may take to leave once it has been told to.
pub(crate) const GOAWAY: Duration = Duration::from_secs(2);
/// Requests that one WebSocket may wait for at a time.
pub(crate) const MAX_SOCKET_REQUESTS: usize = 16;
/// How long the gateway waits for the events of a WebSocket's session before it asks again.
pub(crate) const SOCKET_POLL: Duration = Duration::from_secs(60);
/// How often files are looked at for changes, at most.
pub(crate) const FILE_CHECK: Duration = Duration::from_secs(1);
/// Bytes of a file that the configuration names.
pub(crate) const MAX_FILE: u64 = 4_194_304;
/// Users of a password file.
pub(crate) const MAX_USERS: usize = 50_000;
/// Characters of a user's name.
pub(crate) const MAX_USER_NAME: usize = 64;
/// Bytes of a password.
pub(crate) const MAX_PASSWORD: usize = 256;
/// Bytes of a secret that tokens are signed with.
pub(crate) const MIN_SECRET: usize = 32;
/// Bytes of a token.
pub(crate) const MAX_TOKEN: usize = 8192;
/// How long a credential that was proved is remembered.
pub(crate) const VERIFIED: Duration = Duration::from_secs(300);
/// Credentials that are remembered.
pub(crate) const MAX_VERIFIED: usize = 20_000;
/// Passwords that are hashed at a time.
pub(crate) const HASHERS: usize = 2;
/// Passwords that are hashed or wait for it; more are told to come again (503).
pub(crate) const MAX_HASHES_WAITING: usize = 64;
/// Sources or users whose rate is kept, before those that have rested are forgotten.
pub(crate) const MAX_BUCKETS: usize = 20_000;
/// Lines that may wait for the audit log's disk.
pub(crate) const MAX_AUDIT_QUEUE: usize = 4096;
/// Bytes of the audit log's end in which a whole line must be.
pub(crate) const MAX_AUDIT_TAIL: u64 = 1_048_576;
/// After how many of its lines the log names the audit log's last one.
pub(crate) const AUDIT_WITNESS: u64 = 100;
