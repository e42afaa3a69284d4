//! `?`: something is so.

use std::{fmt, time::Duration};

use serde::{Deserialize, Serialize};

use super::Pair;
use crate::{cursor::Cursor, diagnostic::Diagnostic, duration, keyword::Operator, source::Spanned};

/// `WHAT ? key=value | word … [within TIME]`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    pub what: Spanned<String>,
    /// Bare words, e.g. `gone`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<Spanned<String>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pairs: Vec<Pair>,
    #[serde(default, with = "duration::optional_text", skip_serializing_if = "Option::is_none")]
    pub within: Option<Duration>,
}

impl Check {
    /// Reads what stands behind `WHAT ?`; none when nothing is asked.
    pub(crate) fn parse(what: Spanned<String>, cursor: &mut Cursor<'_, '_>) -> Option<Self> {
        let place = cursor.here();
        let (words, pairs) = cursor.words_and_pairs();
        let within = cursor.follows("within").and_then(|_| cursor.duration());
        cursor.finish(Operator::Is.form());
        if words.is_empty() && pairs.is_empty() {
            let message = format!("nothing is asked of `{}`", what.value);
            let mistake = Diagnostic::new(message, place, "a word or `key=value` is missing");
            cursor
                .mistake(mistake.with_help(format!("the line is `{}`", Operator::Is.form().shape)));
            return None;
        }
        Some(Self { what, words, pairs, within })
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ?", self.what.value)?;
        super::pair::write_all(f, &self.words, &self.pairs)?;
        match self.within {
            Some(within) => write!(f, " within {}", duration::write(within)),
            None => Ok(()),
        }
    }
}
