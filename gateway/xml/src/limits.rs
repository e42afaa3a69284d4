//! Every bound of the reader.

/// How deep elements may be nested.
pub const MAX_DEPTH: usize = 32;
/// Elements, comments and CDATA sections of one document.
pub const MAX_NODES: usize = 4096;
/// Attributes of one element.
pub const MAX_ATTRIBUTES: usize = 64;
/// Bytes of one document.
pub const MAX_DOCUMENT: usize = 262_144;
