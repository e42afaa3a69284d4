//! Every bound of a link to an adapter in a child process.

/// Bytes of one message.
pub const MESSAGE_BYTES: usize = 1 << 20;
