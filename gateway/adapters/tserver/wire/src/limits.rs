//! Every bound of T-Link, in one place.

/// The longest frame, in bytes after its length field.
pub const FRAME_BYTES: usize = 128 * 1024;

/// The most attributes one message carries.
pub const ATTRIBUTES_PER_MESSAGE: usize = 256;

/// The longest packed key-value list, in bytes: T-Library's own ceiling for user data.
pub const LIST_BYTES: usize = 65_535;

/// The most pairs one key-value list holds, its nested lists not counted.
pub const PAIRS_PER_LIST: usize = 4_096;

/// How deep key-value lists nest; a list without nested lists has depth 1.
pub const LIST_DEPTH: usize = 16;

/// The longest key of a key-value list, in bytes.
pub const KEY_BYTES: usize = 1_024;
