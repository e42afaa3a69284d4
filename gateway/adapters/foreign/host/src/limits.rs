//! Every bound of the process around a shared library.

/// Bytes read from the gateway at a time.
pub(crate) const READ_CHUNK: usize = 64 << 10;
/// Bytes of events that may be told before the library has started.
pub(crate) const EARLY_BYTES: usize = 1 << 20;
