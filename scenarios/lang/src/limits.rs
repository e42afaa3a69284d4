//! Every bound of the language.

use std::time::Duration;

/// The longest file that is read, in bytes.
pub const FILE_BYTES: usize = 256 * 1024;

/// The longest JSON text that is read, in bytes; JSON is wordier than the language.
pub const JSON_BYTES: usize = 16 * FILE_BYTES;

/// The longest line, in bytes.
pub const LINE_BYTES: usize = 4 * 1024;

/// The most steps in one file; a block counts as one, and so does each line within it.
pub const STEPS: usize = 10_000;

/// How deep blocks may stand in blocks.
pub const NESTING: usize = 4;

/// The largest count of one `repeat`.
pub const REPEAT: u32 = 100_000;

/// The most steps that are played once every `repeat` is unrolled.
pub const PLAYED_STEPS: u64 = 1_000_000;

/// The longest time that a line may name.
pub const TIME: Duration = Duration::from_hours(30 * 24);

/// The most mistakes that are told at once; what follows is counted.
pub const MISTAKES: usize = 100;

/// The most names that a help line lists; what follows is counted.
pub const LISTED_NAMES: usize = 16;
