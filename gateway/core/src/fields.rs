//! The named values of a request as a notation found them, and their check against a request's table.

use crate::{
    id::{CallKey, Dn},
    limits,
    middleware::CallData,
    refusal::Code,
    request::{Field, Kind, Row},
    suggest::nearest,
};

/// A bounded list of named text values, each with its place.
#[derive(Clone, Debug)]
pub struct Fields {
    /// Where the request itself stands: a missing field is reported there.
    place: Place,
    given: Vec<Given>,
    bytes: usize,
}

impl Fields {
    /// No values yet, for the request that stands at `place`.
    pub fn new(place: Place) -> Self {
        Self { place, given: Vec::new(), bytes: 0 }
    }

    /// Adds the value `text` of the field `name`; `key` for an item of the data.
    ///
    /// Fails with `TooLong` beyond the bounds of [`limits`].
    pub fn push(
        &mut self,
        name: impl Into<String>,
        key: Option<String>,
        text: impl Into<String>,
        place: Place,
    ) -> Result<(), FieldError> {
        let (name, text) = (name.into(), text.into());
        let too_long = |what: &str, limit: usize, unit: &str| {
            let message = format!("{what} is longer than the {limit} {unit} allowed");
            Err(FieldError { place, code: Code::TooLong, message, help: None })
        };
        let key_len = key.as_ref().map_or(0, String::len);
        self.bytes += name.len() + key_len + text.len();
        if self.given.len() >= limits::MAX_FIELDS {
            return too_long("the list of fields", limits::MAX_FIELDS, "values");
        }
        if name.len() > limits::MAX_NAME {
            return too_long("the name of a field", limits::MAX_NAME, "bytes");
        }
        if key_len > limits::MAX_NAME {
            return too_long("the key of an item", limits::MAX_NAME, "bytes");
        }
        if text.len() > limits::MAX_TEXT {
            return too_long(&format!("the value of `{name}`"), limits::MAX_TEXT, "bytes");
        }
        if self.bytes > limits::MAX_REQUEST {
            return too_long("the request", limits::MAX_REQUEST, "bytes");
        }
        self.given.push(Given { name, key, text, place });
        Ok(())
    }

    /// Holds what was given against the table of a request.
    pub(crate) fn check(&mut self, row: &Row) -> Result<(), FieldError> {
        let mut seen: Vec<&str> = Vec::new();
        for given in &mut self.given {
            let Some(field) = row.fields.iter().find(|field| field.name == given.name) else {
                return Err(given.unknown(row));
            };
            if seen.contains(&field.name) && !field.repeated {
                let message = format!("`{}` is given twice", field.name);
                return Err(given.wrong(message, "give it once"));
            }
            seen.push(field.name);
            given.check(field)?;
        }
        let missing = row.fields.iter().find(|field| field.required && !seen.contains(&field.name));
        missing.map_or(Ok(()), |field| Err(self.missing(row, field)))
    }

    /// The number of a required field.
    pub(crate) fn dn(&mut self, field: &Field) -> Result<Dn, FieldError> {
        self.required(field, Dn::new)
    }

    /// The numbers of a repeated field.
    pub(crate) fn dns(&mut self, field: &Field) -> Vec<Dn> {
        self.all(field).into_iter().filter_map(|given| Dn::new(&given.text)).collect()
    }

    /// The call of a required field.
    pub(crate) fn call(&mut self, field: &Field) -> Result<CallKey, FieldError> {
        self.required(field, CallKey::parse)
    }

    /// The text of a required field.
    pub(crate) fn text(&mut self, field: &Field) -> Result<String, FieldError> {
        self.required(field, |text| Some(text.to_owned()))
    }

    /// The text of an optional field.
    pub(crate) fn optional_text(&mut self, field: &Field) -> Option<String> {
        self.all(field).pop().map(|given| given.text)
    }

    /// The text of an optional field that has to pass a check, which says what is wrong with it, and what
    /// to do instead.
    pub(crate) fn checked_text(
        &mut self,
        field: &Field,
        check: impl Fn(&str) -> Result<(), [&'static str; 2]>,
    ) -> Result<Option<String>, FieldError> {
        let Some(given) = self.all(field).pop() else { return Ok(None) };
        match check(&given.text) {
            Ok(()) => Ok(Some(given.text)),
            Err([message, help]) => Err(given.wrong(message.to_owned(), help)),
        }
    }

    /// The texts of a repeated field.
    pub(crate) fn texts(&mut self, field: &Field) -> Vec<String> {
        self.all(field).into_iter().map(|given| given.text).collect()
    }

    /// The number of an optional field.
    pub(crate) fn optional_number(&mut self, field: &Field) -> Option<u64> {
        self.all(field).pop().and_then(|given| given.text.parse().ok())
    }

    /// The pairs of a field of data; a later value of a key replaces an earlier one.
    pub(crate) fn pairs(&mut self, field: &Field) -> CallData {
        let mut pairs = CallData::new();
        for Given { key, text, .. } in self.all(field) {
            let key = key.unwrap_or_default();
            match pairs.iter_mut().find(|(known, _)| *known == key) {
                Some((_, value)) => *value = text,
                None => pairs.push((key, text)),
            }
        }
        pairs
    }

    fn required<T>(
        &mut self,
        field: &Field,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<T, FieldError> {
        let Some(given) = self.all(field).pop() else {
            let message = format!("`{}` is missing", field.name);
            return Err(FieldError {
                place: self.place,
                code: Code::MissingField,
                message,
                help: None,
            });
        };
        read(&given.text).ok_or_else(|| given.not_a(field))
    }

    fn all(&mut self, field: &Field) -> Vec<Given> {
        self.given.extract_if(.., |given| given.name == field.name).collect()
    }

    fn missing(&self, row: &Row, field: &Field) -> FieldError {
        FieldError {
            place: self.place,
            code: Code::MissingField,
            message: format!("{} needs `{}`: {}", row.name, field.name, field.help),
            help: Some(format!("add it: {}", field.kind.expects())),
        }
    }
}

/// Where something stands in what the client sent; both count from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub line: u32,
    /// In characters.
    pub column: u32,
}

/// What is wrong with a request's fields, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FieldError {
    pub place: Place,
    pub code: Code,
    pub message: String,
    /// What to do instead, if more can be said than the code's remedy.
    pub help: Option<String>,
}

#[derive(Clone, Debug)]
struct Given {
    name: String,
    key: Option<String>,
    text: String,
    place: Place,
}

impl Given {
    fn check(&mut self, field: &Field) -> Result<(), FieldError> {
        match (field.kind, &self.key) {
            (Kind::Pairs, Some(key)) if key.trim().is_empty() => {
                let message = format!("an item of `{}` has an empty key", field.name);
                return Err(self.wrong(message, "give it a key"));
            }
            (Kind::Pairs, Some(_)) => return Ok(()),
            (Kind::Pairs, None) => return Err(self.not_a(field)),
            (_, Some(_)) => return Err(self.not_a(field)),
            (_, None) => {}
        }
        let trimmed = self.text.trim();
        if field.kind != Kind::Secret && trimmed.len() < self.text.len() {
            self.text = trimmed.to_owned();
        }
        if field.kind.fits(&self.text) { Ok(()) } else { Err(self.not_a(field)) }
    }

    fn unknown(&self, row: &Row) -> FieldError {
        let names = || row.fields.iter().map(|field| field.name);
        let help = match (nearest(&self.name, names()), row.fields) {
            (Some(meant), _) => format!("did you mean `{meant}`?"),
            (None, []) => "it has none".to_owned(),
            (None, _) => format!("it has: {}", names().collect::<Vec<_>>().join(", ")),
        };
        FieldError {
            place: self.place,
            code: Code::UnknownField,
            message: format!("{} has no field `{}`", row.name, shortened(&self.name)),
            help: Some(help),
        }
    }

    fn not_a(&self, field: &Field) -> FieldError {
        let shown = if field.kind == Kind::Secret { "…" } else { shortened(&self.text) };
        self.wrong(
            format!("`{}` must be {}, not `{shown}`", field.name, field.kind.expects()),
            field.help,
        )
    }

    fn wrong(&self, message: String, help: &str) -> FieldError {
        FieldError {
            place: self.place,
            code: Code::InvalidValue,
            message,
            help: Some(help.to_owned()),
        }
    }
}

/// As much of a text as an error message quotes.
fn shortened(text: &str) -> &str {
    text.char_indices().nth(QUOTED).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

const QUOTED: usize = 40;
