//! What is wrong with a document, and where.

use gateway_core::{
    fields::{FieldError, Place},
    refusal::Code,
};

use crate::write::{attribute, text};

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
    /// The request that the document is, where it is one.
    pub request: Option<&'static str>,
    /// The client's mark, where it can be read.
    pub reference: Option<String>,
}

impl ReadError {
    /// A document that is not well-formed, or has what no document may have.
    pub(crate) fn malformed(place: Place, message: impl Into<String>, help: &str) -> Self {
        let Place { line, column } = place;
        let message = message.into();
        let (code, help) = (Code::Malformed, help.to_owned());
        Self { line, column, code, message, help, request: None, reference: None }
    }
}

impl From<FieldError> for ReadError {
    fn from(error: FieldError) -> Self {
        let FieldError { place: Place { line, column }, code, message, help } = error;
        let help = help.unwrap_or_else(|| code.row().remedy.to_owned());
        Self { line, column, code, message, help, request: None, reference: None }
    }
}

/// Writes the reply to a document that could not be read.
pub fn write_malformed(error: &ReadError, out: &mut Vec<u8>) {
    let ReadError { line, column, code, message, help, request, reference } = error;
    out.extend_from_slice(b"<REPLY");
    if let Some(request) = request {
        attribute("request", request, out);
    }
    if let Some(reference) = reference {
        attribute("ref", reference, out);
    }
    out.extend_from_slice(b" result=\"error\"><error");
    attribute("code", code.row().name, out);
    attribute("line", &line.to_string(), out);
    attribute("column", &column.to_string(), out);
    out.push(b'>');
    text(message, out);
    text("; ", out);
    text(help, out);
    out.extend_from_slice(b"</error></REPLY>");
}
