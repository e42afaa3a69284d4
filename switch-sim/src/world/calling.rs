//! What somebody outside does when called, as a world file says it.

use crate::world::{
    WhenCalled,
    mistake::Mistakes,
    reader::{Fields, Value, text},
};

/// Reads a value of `when_called`.
pub(crate) fn when_called<'t>(value: &'t Value<'t>, mistakes: &mut Mistakes) -> Option<WhenCalled> {
    if let Some(word) = text(value) {
        return match word.text.as_str() {
            "rings" => Some(WhenCalled::Rings),
            "busy" => Some(WhenCalled::Busy),
            "unknown" => Some(WhenCalled::Unknown),
            _ => {
                let known = ["rings", "busy", "unknown", "{ answers = \"2s\" }"].into_iter();
                mistakes.note_unknown(word.at, "behaviour", &word.text, known);
                None
            }
        };
    }
    if !value.get_ref().is_table() {
        let message = "`when_called` is neither a text nor a table";
        mistakes.note_with_help(value.span(), message, ANSWERS);
        return None;
    }
    let keys = ["answers", "at_most"];
    let mut fields = Fields::new("when_called", value.span(), value, &keys, mistakes)?;
    let after = fields.duration("answers");
    let at_most = fields.duration("at_most");
    if fields.value("answers").is_none() {
        let at = fields.at();
        fields.mistakes().note_with_help(at, "`answers` is missing", ANSWERS);
    }
    let after = after?;
    let at_most = at_most.unwrap_or(after);
    if at_most < after {
        let at = fields.value("at_most").map_or_else(|| fields.at(), |value| value.span());
        fields.mistakes().note(at, "`at_most` is shorter than `answers`");
    }
    Some(WhenCalled::Answers { after, at_most })
}

const ANSWERS: &str =
    "write \"rings\", \"busy\", \"unknown\", or { answers = \"2s\", at_most = \"6s\" }";
