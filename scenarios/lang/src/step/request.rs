//! `>`: somebody does something.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Pair, Who};
use crate::{
    cursor::Cursor,
    diagnostic::Diagnostic,
    keyword::{OUTCOMES, Operator},
    source::Spanned,
    suggest,
};

/// `WHO > NAME [call] key=value … [as NAME] [-> ok | -> error CODE]`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    pub who: Spanned<Who>,
    pub name: Spanned<String>,
    /// The bare word after the name: a call's story name, a number to dial, a state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operand: Option<Spanned<String>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pairs: Vec<Pair>,
    /// The story name of the call that begins here.
    #[serde(default, rename = "as", skip_serializing_if = "Option::is_none")]
    pub names: Option<Spanned<String>>,
    /// The code of the expected refusal; none: must succeed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Spanned<String>>,
}

impl Request {
    /// Reads what stands behind `WHO >`; none when not even a request is named.
    pub(crate) fn parse(who: Spanned<Who>, cursor: &mut Cursor<'_, '_>) -> Option<Self> {
        let name = cursor.word("a request")?;
        let form = Operator::Does.form();
        let (operand, mut pairs) = cursor.operand_and_pairs(form);
        let names = cursor.follows("as").and_then(|_| cursor.word("a name for the call"));
        pairs.extend(cursor.late_pairs(form));
        let error = cursor.follows("->").and_then(|_| outcome(cursor));
        // A call that is named out of place is named all the same: its later uses are no mistake.
        let names = names.or_else(|| cursor.name_further_on());
        pairs.extend(cursor.late_pairs(form));
        cursor.finish(form);
        Some(Self { who, name, operand, pairs, names, error })
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} > {}", self.who.value, self.name.value)?;
        super::pair::write_all(f, self.operand.as_slice(), &self.pairs)?;
        if let Some(name) = &self.names {
            write!(f, " as {}", name.value)?;
        }
        match &self.error {
            Some(code) => write!(f, " -> error {}", code.value),
            None => Ok(()),
        }
    }
}

/// Reads `ok` or `error CODE`; none for `ok`.
fn outcome(cursor: &mut Cursor<'_, '_>) -> Option<Spanned<String>> {
    let word = cursor.word("`ok` or `error`")?;
    match word.value.as_str() {
        "ok" => None,
        "error" => cursor.word("the code of the error"),
        other => {
            let message = format!("`{other}` is not an outcome");
            let help = suggest::nearest(other, OUTCOMES).map_or_else(
                || "write `-> ok`, or `-> error` and the code".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            cursor.mistake(Diagnostic::new(message, word.span, "not an outcome").with_help(help));
            cursor.lose();
            None
        }
    }
}
