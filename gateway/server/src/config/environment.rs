//! Environment variables that override the file: `GATEWAY_` and the key's path in capitals, such as
//! `GATEWAY_GENESYS_CTISERVER_HOST`.

use std::{borrow::Cow, ops::Range};

use toml::de::{DeTable, DeValue};

use super::{
    Key, Mistake, keys,
    keys::Value,
    reader::{Reading, Wrong},
};

/// The variables of the process that begin with `GATEWAY_`, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Environment(Vec<(String, String)>);

impl Environment {
    /// Picks them out of all variables.
    pub(crate) fn of(variables: impl Iterator<Item = (String, String)>) -> Self {
        let mut ours: Vec<_> = variables.filter(|(name, _)| name.starts_with(PREFIX)).collect();
        ours.sort();
        Self(ours)
    }

    /// Whether a variable gives this key.
    pub(super) fn gives(&self, key: &Key) -> bool {
        let name = key.variable();
        self.0.iter().any(|(given, _)| *given == name)
    }

    /// The variables as lines, for letters about them.
    pub(super) fn text(&self) -> String {
        self.0.iter().map(|(name, value)| format!("{name}={value}\n")).collect()
    }

    /// Takes every variable up.
    pub(super) fn apply(&self, reading: &mut Reading) {
        let mut start = 0;
        for (name, value) in &self.0 {
            let name_end = start + name.len();
            let span = name_end + 1..name_end + 1 + value.len();
            match keys().find(|key| key.variable() == *name) {
                Some(key) => apply(reading, key, span.clone(), value),
                None if is_of_kubernetes(name, value) => {}
                None => reading.mistakes.push(unknown(start..name_end, name)),
            }
            start = span.end + 1;
        }
    }
}

fn apply(reading: &mut Reading, key: &Key, span: Range<usize>, value: &str) {
    match &key.value {
        Value::Texts { clear, add, .. } => {
            clear(&mut reading.config);
            let items = value.split(',').map(str::trim).filter(|item| !item.is_empty());
            for item in items {
                if let Err(label) = add(&mut reading.config, item) {
                    reading.wrong(key, span.clone(), Wrong::unfit(label));
                }
            }
        }
        Value::Text { .. } | Value::Word { .. } => {
            reading.key(key, span, &DeValue::String(Cow::Borrowed(value)));
        }
        Value::Flag(_) | Value::Number { .. } | Value::Seconds { .. } => {
            let line = format!("value = {value}");
            let document = DeTable::parse(&line).ok();
            let parsed = document.as_ref().and_then(|document| document.get_ref().get("value"));
            let text = DeValue::String(Cow::Borrowed(value));
            reading.key(key, span, parsed.map_or(&text, |parsed| parsed.get_ref()));
        }
    }
}

/// Whether Kubernetes has set this variable: it tells every pod where each service is, also the
/// gateway's own one that is called `gateway` (Kubernetes, Service, Environment variables).
fn is_of_kubernetes(name: &str, value: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_url = ["tcp://", "udp://", "sctp://"].iter().any(|scheme| value.starts_with(scheme));
    let has_port = |rest: &str| {
        let protocol = ["_TCP", "_UDP", "_SCTP"].iter().find_map(|word| rest.split_once(word));
        protocol.is_some_and(|(port, part)| {
            is_number(port) && (part.is_empty() && is_url || PORT_PARTS.contains(&part))
        })
    };
    name.ends_with("_SERVICE_HOST")
        || name.ends_with("_PORT") && is_url
        || name.contains("_SERVICE_PORT") && is_number(value)
        || name.rsplit_once("_PORT_").is_some_and(|(_, rest)| has_port(rest))
}

fn unknown(span: Range<usize>, name: &str) -> Mistake {
    let nearest = keys()
        .map(|key| key.variable())
        .min_by_key(|known| strsim::damerau_levenshtein(known, name))
        .filter(|known| strsim::damerau_levenshtein(known, name) * 3 <= known.len() - PREFIX.len());
    let label =
        nearest.map_or_else(|| "unknown".to_owned(), |meant| format!("did you mean `{meant}`?"));
    let title = format!("there is no key for the variable `{name}`");
    Mistake { span, title, label, help: None }
}

/// What Kubernetes tells of a port beside its address as a whole.
const PORT_PARTS: [&str; 3] = ["_PROTO", "_PORT", "_ADDR"];
/// What our variables begin with.
pub(super) const PREFIX: &str = "GATEWAY_";
