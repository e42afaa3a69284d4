//! Typed values out of a TOML table; whatever does not fit is noted and left out.

use std::{collections::BTreeMap, ops::Range, str::FromStr, time::Duration};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{id::Number, world::mistake::Mistakes};

/// A value of the file.
pub(crate) type Value<'t> = Spanned<DeValue<'t>>;

/// A text of the file and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Text {
    pub(crate) text: String,
    pub(crate) at: Range<usize>,
}

/// One table of the file and what it is, for the reader of a mistake.
pub(crate) struct Fields<'t, 'm> {
    what: &'static str,
    at: Range<usize>,
    table: &'t DeTable<'t>,
    mistakes: &'m mut Mistakes,
}

impl<'t, 'm> Fields<'t, 'm> {
    /// The fields of a table that may have these keys; none when it is no table.
    pub(crate) fn new(
        what: &'static str,
        at: Range<usize>,
        value: &'t Value<'t>,
        keys: &[&str],
        mistakes: &'m mut Mistakes,
    ) -> Option<Self> {
        let DeValue::Table(table) = value.get_ref() else {
            let keys = keys.join(", ");
            let help = format!("write a table with the keys {keys}");
            mistakes.note_with_help(value.span(), format!("{what} is a table"), help);
            return None;
        };
        for (key, _) in in_order(table) {
            if !keys.contains(&key.text.as_str()) {
                let what = format!("key of {what}");
                mistakes.note_unknown(key.at, &what, &key.text, keys.iter().copied());
            }
        }
        Some(Self { what, at, table, mistakes })
    }

    /// Whether the table has the key, whatever its value.
    pub(crate) fn value(&self, key: &str) -> Option<&'t Value<'t>> {
        self.table.get(key)
    }

    /// Where the table (or its name) is.
    pub(crate) fn at(&self) -> Range<usize> {
        self.at.clone()
    }

    /// Notes a mistake.
    pub(crate) fn mistakes(&mut self) -> &mut Mistakes {
        self.mistakes
    }

    /// A text.
    pub(crate) fn text(&mut self, key: &str) -> Option<Text> {
        let value = self.value(key)?;
        let text = text(value);
        if text.is_none() {
            self.mistakes.note(value.span(), format!("`{key}` is a text: put it in quotes"));
        }
        text
    }

    /// A telephone number.
    pub(crate) fn number(&mut self, key: &str) -> Option<Text> {
        let number = self.text(key)?;
        dialable(&number, self.mistakes).then_some(number)
    }

    /// A telephone number that must be there.
    pub(crate) fn required_number(&mut self, key: &str) -> Option<Text> {
        if self.value(key).is_none() {
            let message = format!("{} needs `{key}`", self.what);
            let help = format!("add {key} = \"…\", a telephone number");
            self.mistakes.note_with_help(self.at(), message, help);
        }
        self.number(key)
    }

    /// A list of texts; empty when the key is missing.
    pub(crate) fn texts(&mut self, key: &str) -> Vec<Text> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let DeValue::Array(values) = value.get_ref() else {
            self.mistakes.note(value.span(), format!("`{key}` is a list: [\"…\", \"…\"]"));
            return Vec::new();
        };
        let mut texts = Vec::with_capacity(values.len());
        for value in values {
            match text(value) {
                Some(text) => texts.push(text),
                None => {
                    let message = format!("`{key}` is a list of texts: put this one in quotes");
                    self.mistakes.note(value.span(), message);
                }
            }
        }
        texts
    }

    /// A list of telephone numbers.
    pub(crate) fn numbers(&mut self, key: &str) -> Vec<Text> {
        let mut numbers = self.texts(key);
        numbers.retain(|number| dialable(number, self.mistakes));
        numbers
    }

    /// A whole number between the two, both included.
    pub(crate) fn integer(&mut self, key: &str, least: u64, most: u64) -> Option<u64> {
        let value = self.value(key)?;
        let found = match value.get_ref() {
            DeValue::Integer(found) => u64::from_str_radix(found.as_str(), found.radix()).ok(),
            DeValue::String(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => None,
        };
        let found = found.filter(|found| (least..=most).contains(found));
        if found.is_none() {
            let message = format!("`{key}` is a whole number from {least} to {most}");
            self.mistakes.note(value.span(), message);
        }
        found
    }

    /// A table of whole numbers by name, such as `example`; `wrong` says what the number of a name is to be.
    pub(crate) fn whole_numbers<T: FromStr>(
        &mut self,
        key: &str,
        example: &str,
        wrong: impl Fn(&str) -> String,
    ) -> BTreeMap<String, T> {
        let mut numbers = BTreeMap::new();
        let Some(value) = self.value(key) else { return numbers };
        let DeValue::Table(table) = value.get_ref() else {
            self.mistakes.note(value.span(), format!("`{key}` is a table: {example}"));
            return numbers;
        };
        for (name, number) in in_order(table) {
            match number.get_ref().as_integer().and_then(|number| number.as_str().parse().ok()) {
                Some(number) => {
                    numbers.insert(name.text, number);
                }
                None => self.mistakes.note(number.span(), wrong(&name.text)),
            }
        }
        numbers
    }

    /// True or false.
    pub(crate) fn boolean(&mut self, key: &str) -> Option<bool> {
        let value = self.value(key)?;
        let found = value.get_ref().as_bool();
        if found.is_none() {
            self.mistakes.note(value.span(), format!("`{key}` is true or false"));
        }
        found
    }

    /// A span of time, longer than none.
    pub(crate) fn duration(&mut self, key: &str) -> Option<Duration> {
        let text = self.text(key)?;
        let span = duration(&text.text);
        if span.is_none() {
            note_duration(&text, self.mistakes);
        }
        span
    }

    /// A list of at most so many spans of time; none when the key is missing.
    pub(crate) fn durations(&mut self, key: &str, most: usize) -> Option<Vec<Duration>> {
        let value = self.value(key)?;
        let texts = self.texts(key);
        if texts.len() > most {
            let message = format!("`{key}` has at most {most} spans of time");
            self.mistakes.note(value.span(), message);
        }
        let mut spans = Vec::with_capacity(texts.len());
        for text in &texts {
            match duration(&text.text) {
                Some(span) => spans.push(span),
                None => note_duration(text, self.mistakes),
            }
        }
        Some(spans)
    }
}

/// One of a few words.
pub(crate) fn one_of<T: Copy>(
    fields: &mut Fields<'_, '_>,
    key: &str,
    words: &[(&'static str, T)],
) -> Option<T> {
    let text = fields.text(key)?;
    let found = words.iter().find(|(word, _)| *word == text.text);
    if found.is_none() {
        let known = words.iter().map(|(word, _)| *word);
        fields.mistakes().note_unknown(text.at, key, &text.text, known);
    }
    found.map(|(_, value)| *value)
}

/// Any of a few words.
pub(crate) fn all_of<T: Copy>(
    fields: &mut Fields<'_, '_>,
    key: &str,
    what: &str,
    words: &[(&'static str, T)],
) -> Vec<T> {
    let mut found = Vec::new();
    for text in fields.texts(key) {
        match words.iter().find(|(word, _)| *word == text.text) {
            Some((_, value)) => found.push(*value),
            None => {
                let known = words.iter().map(|(word, _)| *word);
                fields.mistakes().note_unknown(text.at, what, &text.text, known);
            }
        }
    }
    found
}

/// The keys of a table and their values, in the order of the file.
pub(crate) fn in_order<'t>(table: &'t DeTable<'t>) -> Vec<(Text, &'t Value<'t>)> {
    let mut entries: Vec<_> = table
        .iter()
        .map(|(key, value)| {
            (Text { text: key.get_ref().clone().into_owned(), at: key.span() }, value)
        })
        .collect();
    entries.sort_by_key(|(key, _)| key.at.start);
    entries
}

/// A text, if the value is one.
pub(crate) fn text<'t>(value: &'t Value<'t>) -> Option<Text> {
    let text = value.get_ref().as_str()?.to_owned();
    Some(Text { text, at: value.span() })
}

/// A span of time longer than none: `250ms`, `30s`, `5m`, `1h`.
pub(crate) fn duration(text: &str) -> Option<Duration> {
    let unit_at = text.find(|c: char| !c.is_ascii_digit())?;
    let (count, unit) = text.split_at_checked(unit_at)?;
    let count: u64 = count.parse().ok()?;
    let milliseconds = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return None,
    };
    let span = Duration::from_millis(count.checked_mul(milliseconds)?);
    (!span.is_zero()).then_some(span)
}

/// Notes a text that is no span of time.
pub(crate) fn note_duration(text: &Text, mistakes: &mut Mistakes) {
    let message = format!("`{}` is not a span of time", text.text);
    let help = "write a whole number above zero and a unit: \"250ms\", \"30s\", \"5m\", \"1h\"";
    mistakes.note_with_help(text.at.clone(), message, help);
}

/// Whether a text is a telephone number; if not, a mistake.
pub(crate) fn dialable(text: &Text, mistakes: &mut Mistakes) -> bool {
    match Number::new(&text.text) {
        Ok(_) => true,
        Err(error) => {
            mistakes.note(text.at.clone(), error.to_string());
            false
        }
    }
}
