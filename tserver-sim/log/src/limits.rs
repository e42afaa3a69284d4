//! Every bound of the reader.

/// Bytes of one line that are looked at; the rest of a longer one is complained of.
pub const LINE_BYTES: usize = 256 * 1024;

/// The most attributes and pairs that one message has.
pub const LINES_PER_MESSAGE: usize = 10_000;

/// How deep lists nest: as deep as on the wire.
pub const LIST_DEPTH: usize = tserver_wire::limits::LIST_DEPTH;

/// Lines that a text whose quote is not closed may run over.
pub const LINES_PER_TEXT: usize = 200;

/// Complaints that are kept; further ones are counted.
pub const COMPLAINTS: usize = 1_000;
