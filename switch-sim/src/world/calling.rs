//! What somebody outside does when called, as a world file says it.

use crate::{
    q850::Q850,
    world::{
        Answerer, WhenCalled,
        mistake::Mistakes,
        reader::{Fields, Text, Value, text},
    },
};

/// Reads a value of `when_called`.
pub(crate) fn when_called<'t>(value: &'t Value<'t>, mistakes: &mut Mistakes) -> Option<WhenCalled> {
    if let Some(word) = text(value) {
        return match word.text.as_str() {
            "rings" => Some(WhenCalled::Rings),
            "busy" => Some(WhenCalled::BUSY),
            "unknown" => Some(WhenCalled::UNKNOWN),
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
    let keys = ["answers", "at_most", "as", "cause", "sip"];
    let mut fields = Fields::new("when_called", value.span(), value, &keys, mistakes)?;
    let after = fields.duration("answers");
    let at_most = fields.duration("at_most");
    if let Some(key) = ["cause", "sip"].into_iter().find(|key| fields.value(key).is_some()) {
        return clears(&mut fields, key);
    }
    let answerer = fields.text("as").and_then(|word| answerer(&word, fields.mistakes()));
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
    Some(WhenCalled::Answers { after, at_most, answerer: answerer.unwrap_or(Answerer::Person) })
}

/// Whoever takes no call does not answer: a cause of Q.850, or the SIP status that stands for one.
fn clears(fields: &mut Fields<'_, '_>, key: &str) -> Option<WhenCalled> {
    for other in ["answers", "at_most", "as", "sip"].into_iter().filter(|other| *other != key) {
        if let Some(value) = fields.value(other) {
            let message = format!("`{other}` makes no sense beside `{key}`");
            fields.mistakes().note(value.span(), message);
        }
    }
    let (found, number, what, help) = if key == "cause" {
        let number = fields.integer(key, 1, 127)?;
        let cause = u8::try_from(number).ok().and_then(Q850::from_number);
        (cause, number, "cause in Q.850", "17 busy, 19 no answer, 21 rejected, 34 no circuit …")
    } else {
        let number = fields.integer(key, 400, 699)?;
        let cause = u16::try_from(number).ok().and_then(Q850::from_sip);
        (cause, number, "SIP status that refuses a call", "404, 480, 486, 503, 603 …")
    };
    if found.is_none() {
        let at = fields.value(key).map_or_else(|| fields.at(), |value| value.span());
        fields.mistakes().note_with_help(at, format!("{number} is no {what}"), help);
    }
    Some(WhenCalled::Clears { cause: found? })
}

fn answerer(word: &Text, mistakes: &mut Mistakes) -> Option<Answerer> {
    let known =
        [("person", Answerer::Person), ("machine", Answerer::Machine), ("fax", Answerer::Fax)];
    let found = known.iter().find(|(name, _)| *name == word.text).map(|(_, answerer)| *answerer);
    if found.is_none() {
        let names = known.iter().map(|(name, _)| *name);
        mistakes.note_unknown(word.at.clone(), "answerer", &word.text, names);
    }
    found
}

const ANSWERS: &str = "write \"rings\", \"busy\", \"unknown\", { answers = \"2s\", at_most = \"6s\" }, or { cause = 34 }";
