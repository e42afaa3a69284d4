//! Bytes to requests.

use gateway_core::{refusal::Code, request::Envelope};

use crate::error::ReadError;

/// Reads one request.
pub fn read_request(_bytes: &[u8]) -> Result<Envelope, ReadError> {
    Err(ReadError {
        line: 1,
        column: 1,
        code: Code::Malformed,
        message: String::new(),
        help: String::new(),
    })
}
