//! What is wrong with a document, and where.

use gateway_core::refusal::Code;

/// Why a document cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: {message}")]
pub struct ReadError {
    /// Counts from 1.
    pub line: u32,
    /// In characters, counts from 1.
    pub column: u32,
    pub code: Code,
    pub message: String,
    /// What to do instead.
    pub help: String,
}

/// Writes the reply to a document that could not be read.
pub fn write_malformed(_error: &ReadError, _out: &mut Vec<u8>) {}
