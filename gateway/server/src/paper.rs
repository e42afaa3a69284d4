//! What the program writes for those who look after it: the sample configuration, its schema,
//! completions, the manual page, and what an audit log is worth.

use std::{
    fmt::Write as _,
    fs::OpenOptions,
    io,
    io::Write as _,
    path::{Path, PathBuf},
};

use clap::CommandFactory as _;
use clap_complete::{Shell, generate};
use gateway_http::Unbroken;
use serde_json::{Map, Value as Json, json};
use thiserror::Error;

use crate::{
    arguments::Arguments,
    config::{Config, Key, Presence, Value, keys},
};

/// Writes the sample configuration where nothing is yet.
pub(crate) fn init(path: &Path) -> Result<(), NotWritten> {
    let new = OpenOptions::new().write(true).create_new(true).open(path);
    new.and_then(|mut file| file.write_all(SAMPLE.as_bytes())).map_err(|cause| {
        let path = path.to_owned();
        if cause.kind() == io::ErrorKind::AlreadyExists {
            NotWritten::There(path)
        } else {
            NotWritten::Unwritable { path, cause }
        }
    })
}

/// Why there is no new configuration file.
#[derive(Debug, Error)]
pub(crate) enum NotWritten {
    #[error("{} is there already, and stays as it is; name another with --config FILE", .0.display())]
    There(PathBuf),
    #[error("cannot write {}: {cause}", path.display())]
    Unwritable { path: PathBuf, cause: io::Error },
}

/// What is said of an audit log whose chain holds.
pub(crate) fn unbroken(Unbroken { lines, torn, digest }: &Unbroken) -> String {
    let mut said = format!("{lines} lines, unbroken; the last has the digest {digest}\n");
    for line in torn {
        // Writing to a text does not fail.
        let _infallible = writeln!(said, "line {line} was torn by a crash, and is marked");
    }
    said
}

/// A script for a shell.
pub(crate) fn completions(shell: Shell) -> String {
    let mut script = Vec::new();
    generate(shell, &mut Arguments::command(), "gateway", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// The manual page, in roff.
pub(crate) fn manual() -> String {
    let mut page = Vec::new();
    // Writing to a vector does not fail.
    let _infallible = clap_mangen::Man::new(Arguments::command()).render(&mut page);
    String::from_utf8_lossy(&page).into_owned()
}

/// The JSON Schema of the configuration file (draft 2020-12), from the table of keys. Which section
/// must be there depends on the adapter, so it requires none.
pub(crate) fn schema() -> String {
    let mut root = object();
    let defaults = Config::default();
    for key in keys() {
        let mut section = &mut root;
        for part in key.section.split('.').filter(|part| !part.is_empty()) {
            section = properties(section).entry(part).or_insert_with(object);
        }
        if key.presence == Presence::Required {
            require(section, key.name);
        }
        properties(section).insert(key.name.to_owned(), value(key, &defaults));
    }
    if let Some(root) = root.as_object_mut() {
        root.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        root.insert("title".to_owned(), json!("The gateway's configuration"));
    }
    format!("{root:#}\n")
}

fn value(key: &Key, defaults: &Config) -> Json {
    let mut schema = match &key.value {
        Value::Flag(_) => json!({ "type": "boolean" }),
        Value::Number { least, most, .. } => {
            json!({ "type": "integer", "minimum": least, "maximum": most })
        }
        Value::Seconds { least, most, .. } => {
            json!({ "type": "number", "minimum": least, "maximum": most })
        }
        Value::Text(_) => json!({ "type": "string" }),
        Value::Word { words, .. } => json!({ "enum": words() }),
        Value::Texts { .. } => json!({ "type": "array", "items": { "type": "string" } }),
    };
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("description".to_owned(), json!(key.help));
        // What is shown of a value is JSON, too.
        let default = serde_json::from_str::<Json>(&(key.show)(defaults)).ok();
        if let Some(default) = default.filter(|_| key.presence != Presence::Required) {
            schema.insert("default".to_owned(), default);
        }
    }
    schema
}

fn object() -> Json {
    json!({ "type": "object", "additionalProperties": false, "required": [], "properties": {} })
}

fn properties(section: &mut Json) -> &mut Map<String, Json> {
    let properties = section.get_mut("properties").and_then(Json::as_object_mut);
    properties.expect("every section is made by `object`")
}

fn require(section: &mut Json, name: &str) {
    let required = section.get_mut("required").and_then(Json::as_array_mut);
    if let Some(required) = required.filter(|required| !required.contains(&json!(name))) {
        required.push(json!(name));
    }
}

const SAMPLE: &str = include_str!("../../gateway.toml");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_follows_the_table() {
        insta::assert_snapshot!(schema());
    }
}
