//! Why something was not done, as a client reads it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A refusal (RFC 9457, `application/problem+json`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// What sort of problem this is.
    pub title: String,
    /// What was wrong, and what to do instead.
    pub detail: String,
}

impl Problem {
    /// The request cannot be understood.
    pub fn malformed(detail: impl Into<String>) -> Self {
        Self { status: 400, title: "Malformed".to_owned(), detail: detail.into() }
    }

    /// There is no such thing.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self { status: 404, title: "NotFound".to_owned(), detail: detail.into() }
    }

    /// The switch says no; nothing has changed.
    pub fn refused(detail: impl Into<String>) -> Self {
        Self { status: 409, title: "Refused".to_owned(), detail: detail.into() }
    }

    /// Any other status.
    pub fn new(status: u16, title: &str, detail: impl Into<String>) -> Self {
        Self { status, title: title.to_owned(), detail: detail.into() }
    }
}
