//! A key and its value, both as text.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{lexer::is_unseen, source::Spanned};

/// `key=value`; both are text, as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    pub key: Spanned<String>,
    /// Its span takes in the quotes, and is empty when the writer gave no value at all.
    pub value: Spanned<String>,
}

impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = &self.value.value;
        let needs_quotes = value.is_empty()
            || value.contains(|c: char| c == '"' || c.is_whitespace() || is_unseen(c));
        if needs_quotes {
            write!(f, "{}={}", self.key.value, quote(value))
        } else {
            write!(f, "{}={value}", self.key.value)
        }
    }
}

/// `text` in quotes, with escapes.
pub(crate) fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

/// Writes the bare words and then the pairs, a blank before each.
pub(super) fn write_all(
    f: &mut fmt::Formatter<'_>,
    words: &[Spanned<String>],
    pairs: &[Pair],
) -> fmt::Result {
    for word in words {
        write!(f, " {}", word.value)?;
    }
    for pair in pairs {
        write!(f, " {pair}")?;
    }
    Ok(())
}
