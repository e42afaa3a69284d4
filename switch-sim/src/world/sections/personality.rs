//! The brand that a world names, and the rows that it sets otherwise.

use toml::de::{DeTable, DeValue};

use crate::{
    personality::{
        Row, Values,
        brand::{BRANDS, Brand},
        table::Personality,
    },
    world::{
        reader::{Fields, Text, Value, text},
        sections::Reading,
    },
};

impl Reading<'_> {
    /// Takes over what the brand is like that the file names, wherever in the file that is.
    pub(super) fn personality<'t>(&mut self, file: &'t DeTable<'t>) {
        let switch = file.get("switch").and_then(|value| value.get_ref().as_table());
        let named = switch.and_then(|switch| switch.get("personality"));
        let Some(value) = named else { return };
        let Some(name) = text(value) else {
            let message = "`personality` is a text: put it in quotes";
            return self.mistakes.note(value.span(), message);
        };
        match Brand::find(&name.text) {
            Some(brand) => self.world.personality = brand.personality(),
            None => {
                let known = BRANDS.iter().map(|brand| brand.name);
                self.mistakes.note_unknown(name.at, "personality", &name.text, known);
            }
        }
    }

    /// Sets single rows otherwise than the brand has them.
    pub(super) fn personality_rows<'t>(&mut self, section: &Text, value: &'t Value<'t>) {
        let keys: Vec<&str> = Personality::ROWS.iter().map(|row| row.key).collect();
        let at = section.at.clone();
        let fields = Fields::new("[personality]", at, value, &keys, self.mistakes);
        let Some(mut fields) = fields else { return };
        for row in Personality::ROWS {
            let Some(value) = fields.value(row.key) else { continue };
            let found = written(value);
            let changed =
                found.as_ref().and_then(|text| self.world.personality.with(row.key, text));
            match changed {
                Some(changed) => self.world.personality = changed,
                None => note_value(&mut fields, row, value, found),
            }
        }
    }
}

/// A value as its text.
fn written<'t>(value: &'t Value<'t>) -> Option<String> {
    match value.get_ref() {
        DeValue::String(text) => Some(text.clone().into_owned()),
        DeValue::Integer(count) => Some(count.as_str().to_owned()),
        DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Array(_)
        | DeValue::Table(_) => None,
    }
}

fn note_value<'t>(
    fields: &mut Fields<'_, '_>,
    row: &Row,
    value: &'t Value<'t>,
    found: Option<String>,
) {
    let (key, mistakes) = (row.key, fields.mistakes());
    match (row.values, found) {
        (Values::Words(words), Some(found)) => {
            let known = words.iter().map(|(word, _)| *word);
            mistakes.note_unknown(value.span(), key, &found, known);
        }
        (Values::Words(words), None) => {
            let known: Vec<_> = words.iter().map(|(word, _)| format!("\"{word}\"")).collect();
            let message = format!("`{key}` is one of {}", known.join(", "));
            mistakes.note(value.span(), message);
        }
        (Values::Count { least, most }, _) => {
            let message = format!("`{key}` is a whole number from {least} to {most}");
            mistakes.note(value.span(), message);
        }
        (Values::Span, _) => {
            let message = format!("`{key}` is a span of time: \"10s\", or \"none\"");
            mistakes.note(value.span(), message);
        }
    }
}
