//! `<`: somebody sees something.

use std::{fmt, time::Duration};

use serde::{Deserialize, Serialize};

use super::{Pair, Who};
use crate::{cursor::Cursor, duration, keyword::Operator, source::Spanned};

/// `WHO < NAME [call] key=value … [within TIME]`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    pub who: Spanned<Who>,
    pub name: Spanned<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operand: Option<Spanned<String>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pairs: Vec<Pair>,
    #[serde(default, with = "duration::optional_text", skip_serializing_if = "Option::is_none")]
    pub within: Option<Duration>,
}

impl Event {
    /// Reads what stands behind `WHO <`; none when not even an event is named.
    pub(crate) fn parse(who: Spanned<Who>, cursor: &mut Cursor<'_, '_>) -> Option<Self> {
        let name = cursor.word("an event")?;
        let form = Operator::Sees.form();
        let (operand, mut pairs) = cursor.operand_and_pairs(form);
        let within = cursor.follows("within").and_then(|_| cursor.duration());
        pairs.extend(cursor.late_pairs(form));
        cursor.finish(form);
        Some(Self { who, name, operand, pairs, within })
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} < {}", self.who.value, self.name.value)?;
        super::pair::write_all(f, self.operand.as_slice(), &self.pairs)?;
        match self.within {
            Some(within) => write!(f, " within {}", duration::write(within)),
            None => Ok(()),
        }
    }
}
