//! From the bytes of a file to a configuration, or to all the mistakes in it.

use std::{
    io,
    io::Read as _,
    ops::Range,
    path::{Path, PathBuf},
    time::Duration,
};

use toml::de::{DeTable, DeValue};

use super::{
    Config, Environment, Key, Mistake, Unusable,
    keys::{Presence, Value, keys},
    rules::RULES,
};

/// Reads a configuration file, and what the environment says instead of it.
pub(crate) fn load(path: &Path, environment: &Environment) -> Result<Config, Unusable> {
    let unreadable = |cause| Unusable::Unreadable { path: path.to_owned(), cause };
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let mut text = String::new();
    let length = file.take(MAX_BYTES).read_to_string(&mut text).map_err(unreadable)?;
    if length as u64 == MAX_BYTES {
        return Err(unreadable(io::Error::other("it is longer than 1 MiB")));
    }
    read(path, text, environment)
}

/// Reads the text of a configuration file; `path` is for the letters.
pub(crate) fn read(
    path: &Path,
    text: String,
    environment: &Environment,
) -> Result<Config, Unusable> {
    let (document, errors) = DeTable::parse_recoverable(&text);
    let mut reading = Reading { config: Config::default(), mistakes: Vec::new() };
    reading.section("", document.get_ref());
    if errors.is_empty() {
        reading.missing(document.get_ref(), environment);
    }
    for error in errors {
        let span = error.span().unwrap_or_default();
        // What the parser put in the place of something it could not read is no second mistake.
        reading.mistakes.retain(|mistake| mistake.span.start != span.start);
        let title = format!("this is not TOML: {}", error.message());
        reading.mistakes.push(Mistake { span, title, label: String::new(), help: None });
    }
    if reading.mistakes.is_empty() {
        environment.apply(&mut reading);
        if !reading.mistakes.is_empty() {
            let path = PathBuf::from("the environment");
            return Err(Unusable::wrong(path, environment.text(), reading.mistakes));
        }
        reading.broken_rules(document.get_ref());
    }
    if reading.mistakes.is_empty() {
        return Ok(reading.config);
    }
    Err(Unusable::wrong(path.to_owned(), text, reading.mistakes))
}

/// A configuration on its way in, and what is wrong with it so far.
pub(super) struct Reading {
    pub(super) config: Config,
    pub(super) mistakes: Vec<Mistake>,
}

impl Reading {
    fn section(&mut self, section: &str, table: &DeTable<'_>) {
        for (name, value) in table {
            let path = join(section, name.get_ref());
            if let Some(key) = keys().find(|key| key.path() == path) {
                self.key(key, value.span(), value.get_ref());
            } else if is_section(&path) {
                match value.get_ref() {
                    DeValue::Table(inner) => self.section(&path, inner),
                    DeValue::String(_)
                    | DeValue::Integer(_)
                    | DeValue::Float(_)
                    | DeValue::Boolean(_)
                    | DeValue::Datetime(_)
                    | DeValue::Array(_) => self.mistakes.push(Mistake {
                        span: value.span(),
                        title: format!("`{path}` is a section, not a value"),
                        label: format!("write [{path}] and its keys below it"),
                        help: None,
                    }),
                }
            } else {
                self.unknown(section, name.span(), name.get_ref());
            }
        }
    }

    pub(super) fn key(&mut self, key: &Key, span: Range<usize>, value: &DeValue<'_>) {
        if let Value::Texts { clear, add, .. } = &key.value {
            clear(&mut self.config);
            self.texts(key, span, value, *add);
        } else if let Err(wrong) = set(&mut self.config, key, value) {
            self.wrong(key, span, wrong);
        }
    }

    fn texts(&mut self, key: &Key, span: Range<usize>, value: &DeValue<'_>, set: SetText) {
        let Some(list) = value.as_array() else {
            return self.wrong(key, span, Wrong::type_of("a list of texts in quotes", value));
        };
        for item in list {
            let taken = match item.get_ref().as_str() {
                Some(text) => set(&mut self.config, text).map_err(Wrong::unfit),
                None => Err(Wrong::type_of("texts in quotes", item.get_ref())),
            };
            if let Err(wrong) = taken {
                self.wrong(key, item.span(), wrong);
            }
        }
    }

    pub(super) fn wrong(&mut self, key: &Key, span: Range<usize>, Wrong { title, label }: Wrong) {
        self.mistakes.push(Mistake {
            span,
            title: format!("`{}` {title}", key.path()),
            label,
            help: Some(format!("{}: {}", key.name, key.help)),
        });
    }

    fn unknown(&mut self, section: &str, span: Range<usize>, name: &str) {
        let (title, label) = match section {
            "" => (format!("there is no key or section `{name}`"), suggestion(section, name)),
            section => (format!("[{section}] has no key `{name}`"), suggestion(section, name)),
        };
        self.mistakes.push(Mistake { span, title, label, help: None });
    }

    fn broken_rules(&mut self, document: &DeTable<'_>) {
        for rule in RULES.iter().filter(|rule| (rule.is_broken)(&self.config)) {
            let (table, section) = innermost(document, rule.section);
            let given = table.and_then(|table| table.get_key_value(rule.name));
            let span = given.map_or(section, |(_, value)| value.span());
            let (title, label) = (rule.letter.to_owned(), String::new());
            self.mistakes.push(Mistake { span, title, label, help: None });
        }
    }

    fn missing(&mut self, document: &DeTable<'_>, environment: &Environment) {
        let implementation = self.config.implementation;
        let required = keys()
            .filter(|key| key.presence == Presence::Required)
            .filter(|key| !implementation.leaves_out(key.section));
        for key in required.filter(|key| !environment.gives(key)) {
            let (table, span) = innermost(document, key.section);
            // A misspelt name has been told of already, with this key as what was meant.
            let is_given = table.is_some_and(|table| {
                table.keys().any(|name| {
                    name.get_ref() == key.name
                        || meant(key.section, name.get_ref()) == Some(key.name)
                })
            });
            if !is_given {
                let place = match (key.section, table) {
                    ("", _) => String::new(),
                    (section, Some(_)) => format!(" in [{section}]"),
                    (section, None) => format!(", and so is its section [{section}]"),
                };
                self.mistakes.push(Mistake {
                    span,
                    title: format!("`{}` is missing{place}", key.name),
                    label: String::new(),
                    help: Some(format!("{}: {}", key.name, key.help)),
                });
            }
        }
    }
}

/// What is wrong with a value.
pub(super) struct Wrong {
    title: String,
    label: String,
}

impl Wrong {
    fn type_of(wanted: &str, value: &DeValue<'_>) -> Self {
        Self { title: format!("takes {wanted}"), label: format!("this is {}", kind(value)) }
    }

    pub(super) fn unfit(label: String) -> Self {
        Self { title: "does not fit".to_owned(), label }
    }
}

type SetText = fn(&mut Config, &str) -> Result<(), String>;

fn set(config: &mut Config, key: &Key, value: &DeValue<'_>) -> Result<(), Wrong> {
    match &key.value {
        Value::Flag(set) => {
            let flag = value.as_bool().ok_or_else(|| Wrong::type_of("true or false", value))?;
            set(config, flag);
        }
        Value::Number { least, most, set } => {
            let range = format!("a whole number from {least} to {most}");
            let number = value.as_integer().ok_or_else(|| Wrong::type_of(&range, value))?;
            let parsed = u64::from_str_radix(number.as_str(), number.radix()).ok();
            let within = parsed.filter(|n| (least..=most).contains(&n));
            set(config, within.ok_or_else(|| out_of(&range, number.as_str()))?);
        }
        Value::Seconds { least, most, set } => {
            let range = format!("a time from {least} to {most} seconds");
            let number = seconds(value).ok_or_else(|| Wrong::type_of(&range, value))?;
            if !(*least..=*most).contains(&number) {
                return Err(out_of(&range, &number.to_string()));
            }
            set(config, Duration::from_secs_f64(number));
        }
        Value::Text { set, .. } | Value::Texts { add: set, .. } => {
            let text = value.as_str().ok_or_else(|| Wrong::type_of("a text in quotes", value))?;
            set(config, text).map_err(Wrong::unfit)?;
        }
        Value::Word { words, set } => word(config, value, &words(), *set)?,
    }
    Ok(())
}

fn out_of(range: &str, number: &str) -> Wrong {
    Wrong { title: format!("takes {range}"), label: format!("{number} is out of range") }
}

fn word(
    config: &mut Config,
    value: &DeValue<'_>,
    words: &[&'static str],
    set: fn(&mut Config, &str),
) -> Result<(), Wrong> {
    let quoted: Vec<_> = words.iter().map(|word| format!("{word:?}")).collect();
    let wanted = quoted.join(" or ");
    let given = value.as_str().ok_or_else(|| Wrong::type_of(&wanted, value))?;
    if words.contains(&given) {
        set(config, given);
        return Ok(());
    }
    let label = nearest(given, words.iter().copied()).map_or_else(
        || "there is no such one".to_owned(),
        |word| format!("did you mean {word:?}?"),
    );
    Err(Wrong { title: format!("takes {wanted}"), label })
}

fn seconds(value: &DeValue<'_>) -> Option<f64> {
    let text = match value {
        DeValue::Integer(number) if number.radix() != 10 => {
            return u32::from_str_radix(number.as_str(), number.radix()).ok().map(f64::from);
        }
        DeValue::Integer(number) => number.as_str(),
        DeValue::Float(number) => number.as_str(),
        DeValue::String(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Array(_)
        | DeValue::Table(_) => return None,
    };
    text.parse().ok()
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a fraction",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a section",
    }
}

/// The table of a section, and the place to name when something is missing from it.
fn innermost<'a, 'i>(
    document: &'a DeTable<'i>,
    section: &str,
) -> (Option<&'a DeTable<'i>>, Range<usize>) {
    let mut table = document;
    let mut span = 0..0;
    for part in section.split('.').filter(|part| !part.is_empty()) {
        let Some((_, inner)) = table.iter().find(|(name, _)| *name.get_ref() == part) else {
            return (None, span);
        };
        let DeValue::Table(found) = inner.get_ref() else { return (None, inner.span()) };
        table = found;
        span = inner.span();
    }
    (Some(table), span)
}

fn is_section(path: &str) -> bool {
    keys().any(|key| {
        key.section.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

fn join(section: &str, name: &str) -> String {
    if section.is_empty() { name.to_owned() } else { format!("{section}.{name}") }
}

/// What is said of a name that is unknown in this section.
fn suggestion(section: &str, name: &str) -> String {
    if let Some(meant) = meant(section, name) {
        return format!("did you mean `{meant}`?");
    }
    match keys().find(|key| key.name == name) {
        Some(Key { section: "", .. }) => "it belongs at the top of the file".to_owned(),
        Some(key) => format!("it belongs in [{}]", key.section),
        None => "unknown".to_owned(),
    }
}

/// The key or section of this section that a misspelt name stands for.
fn meant(section: &str, name: &str) -> Option<&'static str> {
    if keys().any(|key| key.name == name) {
        return None;
    }
    let here = keys().filter(|key| key.section == section).map(|key| key.name);
    let sections = keys().filter_map(|key| {
        let inner = match section {
            "" => key.section,
            section => key.section.strip_prefix(section)?.strip_prefix('.')?,
        };
        inner.split('.').next()
    });
    nearest(name, here.chain(sections))
}

fn nearest(given: &str, candidates: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    candidates
        .filter(|candidate| !candidate.is_empty())
        .map(|candidate| (distance(given, candidate), candidate))
        .filter(|(distance, candidate)| *distance * 3 <= candidate.len().max(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How far a word is from what it may stand for; a word that only lacks its prefix is near.
fn distance(given: &str, candidate: &str) -> usize {
    match candidate.split_once(':') {
        Some((_, rest)) if rest == given => 1,
        Some(_) | None => strsim::damerau_levenshtein(given, candidate),
    }
}

const MAX_BYTES: u64 = 1_048_577;
