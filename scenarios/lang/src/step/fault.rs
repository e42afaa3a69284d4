//! `!`: something breaks.

use std::{fmt, time::Duration};

use serde::{Deserialize, Serialize};

use super::Pair;
use crate::{cursor::Cursor, duration, keyword::Operator, source::Spanned};

/// `WHAT ! fault [word] key=value … [for TIME]`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    pub what: Spanned<String>,
    pub name: Spanned<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<Spanned<String>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pairs: Vec<Pair>,
    #[serde(
        default,
        rename = "for",
        with = "duration::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub lasting: Option<Duration>,
}

impl Fault {
    /// Reads what stands behind `WHAT !`; none when no fault is named.
    pub(crate) fn parse(what: Spanned<String>, cursor: &mut Cursor<'_, '_>) -> Option<Self> {
        let name = cursor.word("a fault")?;
        let (words, pairs) = cursor.words_and_pairs();
        let lasting = cursor.follows("for").and_then(|_| cursor.duration());
        cursor.finish(Operator::Breaks.form());
        Some(Self { what, name, words, pairs, lasting })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ! {}", self.what.value, self.name.value)?;
        super::pair::write_all(f, &self.words, &self.pairs)?;
        match self.lasting {
            Some(lasting) => write!(f, " for {}", duration::write(lasting)),
            None => Ok(()),
        }
    }
}
