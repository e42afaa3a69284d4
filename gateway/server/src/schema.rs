//! The JSON Schema of the configuration file (draft 2020-12), for editors: from the table of keys, the
//! rules and the registry of adapters.
//!
//! It refuses nothing that the gateway takes, but for what the environment gives in the place of the
//! file. What it cannot say, only the gateway refuses: the tests list it.

use serde_json::{Map, Value as Json, json};

use crate::{
    config::{Config, Form, Key, Presence, RULES, Rule, Value, keys},
    links::{IMPLEMENTATIONS, Implementation},
};

/// The schema, as text.
pub(crate) fn schema() -> String {
    let mut root = object();
    let defaults = Config::default();
    for key in keys() {
        let section = section(&mut root, key.section);
        properties(section).insert(key.name.to_owned(), value(key, &defaults));
        if key.presence == Presence::Required && key.section.is_empty() {
            push(section, "required", key.name);
        }
    }
    for Rule { section: path, name, needed_by, .. } in RULES {
        for key in *needed_by {
            let needs = section(&mut root, path).get_mut("dependentRequired");
            push(needs.expect("every section is made by `object`"), key, name);
        }
    }
    let depending: Vec<_> = IMPLEMENTATIONS.iter().filter_map(|row| wanted(row)).collect();
    if let Some(root) = root.as_object_mut() {
        root.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        root.insert("title".to_owned(), json!("The gateway's configuration"));
        root.insert("allOf".to_owned(), Json::Array(depending));
    }
    format!("{root:#}\n")
}

/// What an adapter wants of its section.
fn wanted(row: &Implementation) -> Option<Json> {
    let own = keys().filter(|key| key.section == row.section);
    let names: Vec<_> =
        own.filter(|key| key.presence == Presence::Required).map(|key| key.name).collect();
    let chosen = json!({ "properties": { "implementation": { "const": row.name } } });
    let within =
        |inner: Json, part: &str| json!({ "required": [part], "properties": { part: inner } });
    let section = row.section.rsplit('.').fold(json!({ "required": names }), within);
    (!names.is_empty()).then(|| json!({ "if": chosen, "then": section }))
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
        Value::Text { form, .. } => text(form),
        Value::Word { words, .. } => json!({ "enum": words() }),
        Value::Texts { form, .. } => json!({ "type": "array", "items": text(form) }),
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

fn text(form: &Form) -> Json {
    match form {
        Form::Any => json!({ "type": "string" }),
        Form::Like(pattern) => json!({ "type": "string", "pattern": pattern }),
        Form::OneOf(words) => json!({ "enum": words }),
    }
}

fn object() -> Json {
    json!({
        "type": "object", "additionalProperties": false, "required": [],
        "dependentRequired": {}, "properties": {},
    })
}

/// The section of this path, made if it is not there yet.
fn section<'a>(root: &'a mut Json, path: &str) -> &'a mut Json {
    let parts = path.split('.').filter(|part| !part.is_empty());
    parts.fold(root, |section, part| properties(section).entry(part).or_insert_with(object))
}

fn properties(section: &mut Json) -> &mut Map<String, Json> {
    let properties = section.get_mut("properties").and_then(Json::as_object_mut);
    properties.expect("every section is made by `object`")
}

/// Adds a name to the list of this key, once.
fn push(object: &mut Json, key: &str, name: &str) {
    let list = object.as_object_mut().map(|object| object.entry(key).or_insert_with(|| json!([])));
    if let Some(list) =
        list.and_then(Json::as_array_mut).filter(|list| !list.contains(&json!(name)))
    {
        list.push(json!(name));
    }
}

#[cfg(test)]
mod tests {
    use std::{
        fmt::Write as _,
        fs,
        path::{Path, PathBuf},
    };

    use jsonschema::Validator;

    use super::*;
    use crate::config::{Environment, read};

    #[test]
    fn the_schema_follows_the_table() {
        insta::assert_snapshot!(schema());
    }

    #[test]
    fn what_is_right_is_right() {
        let validator = validator();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        for file in [folder.join("../gateway.toml"), folder.join("samples/everything_differs.toml")]
        {
            let text = fs::read_to_string(&file).unwrap();
            let document: Json = toml::from_str(&text).unwrap();
            let errors: Vec<_> = validator.iter_errors(&document).map(|e| e.to_string()).collect();
            assert_eq!(errors, [""; 0], "{}", file.display());
            assert!(gateway_takes(&text), "{}", file.display());
        }
    }

    /// Every wrong file is refused by the schema, too, but for those whose mistake it cannot say.
    #[test]
    fn what_is_wrong_is_wrong() {
        let validator = validator();
        let mut passed: Vec<_> = wrong_files()
            .into_iter()
            .filter(|file| {
                let text = fs::read_to_string(file).unwrap();
                // What is no TOML is refused before.
                let document = toml::from_str::<Json>(&text).ok();
                document.is_some_and(|document| validator.is_valid(&document))
            })
            .map(|file| file.file_stem().unwrap().to_str().unwrap().to_owned())
            .collect();
        passed.sort();
        assert_eq!(passed, ONLY_THE_GATEWAY.map(|(name, _)| name));
    }

    /// The same of every key with every value here: the schema takes all that the gateway takes, and what
    /// it takes beyond is a golden.
    #[test]
    fn values() {
        let (validator, mut beyond) = (validator(), String::new());
        for key in keys() {
            for given in VALUES {
                let text = with_key(key, given);
                let document: Json =
                    toml::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text}"));
                let (takes, passes) = (gateway_takes(&text), validator.is_valid(&document));
                assert!(passes || !takes, "{} = {given}: only the gateway takes it", key.path());
                if passes && !takes {
                    writeln!(beyond, "{} = {given}", key.path()).unwrap();
                }
            }
        }
        insta::assert_snapshot!(beyond);
    }

    /// A file that is right but for this value.
    fn with_key(key: &Key, given: &str) -> String {
        let mut file: toml::Table = toml::from_str(WHOLE).unwrap();
        let value = toml::from_str::<toml::Table>(&format!("value = {given}")).unwrap();
        let parts = key.section.split('.').filter(|part| !part.is_empty());
        let section = parts.fold(&mut file, |table, part| {
            let inner = table.entry(part).or_insert_with(|| toml::Table::new().into());
            inner.as_table_mut().unwrap()
        });
        section.insert(key.name.to_owned(), value["value"].clone());
        file.to_string()
    }

    fn gateway_takes(text: &str) -> bool {
        read(Path::new("gateway.toml"), text.to_owned(), &Environment::default()).is_ok()
    }

    fn validator() -> Validator {
        jsonschema::validator_for(&serde_json::from_str(&schema()).unwrap()).unwrap()
    }

    fn wrong_files() -> Vec<PathBuf> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/wrong");
        let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        files.filter(|path| path.extension().is_some_and(|e| e == "toml")).collect()
    }

    /// The wrong files that the schema takes, and why it does.
    const ONLY_THE_GATEWAY: [(&str, &str); 2] = [
        ("foreign_adapter", "a library takes no arguments: one value depends on another"),
        ("one_port_for_two", "two ports must differ: one value depends on another"),
    ];
    const WHOLE: &str = r#"
implementation = "builtin:tserver"
[genesys.ctiserver]
host = "127.0.0.1"
port = 7001
back_off_longest = 60
backup_host = "h"
backup_port = 1
[tls]
certificate = "c"
key = "k"
client_ca = "ca"
[auth]
jwt_issuer = "i"
jwt_audience = "a"
"#;
    const VALUES: &[&str] = &[
        "true",
        "0",
        "1",
        "-1",
        "5",
        "100000",
        "0x10",
        "1.0",
        "0.5",
        "nan",
        "inf",
        "\"\"",
        "\"x\"",
        "\"x y\"",
        "\"builtin:tserver\"",
        "\"builtin:tserver2\"",
        "\"exec:\"",
        "\"exec:/x\"",
        "\"lib:/x.so\"",
        "\"tserver\"",
        "\"nowhere\"",
        "\"127.0.0.1\"",
        "\"127.0.0.1.1\"",
        "\"127.0.0.256\"",
        "\"127.0.0.01\"",
        "\"127.0.0.1.\"",
        "\"::1\"",
        "\"fe80::1%eth0\"",
        "\":::\"",
        "\"https://desk.example\"",
        "\"RS256\"",
        "\"none\"",
        "\"replace\"",
        "\"1.3\"",
        "[]",
        "[\"\"]",
        "[\"x\"]",
        "[\"a=b\"]",
        "[\"=b\"]",
        "[\"8100\"]",
        "[\"81 00\"]",
        "[\"*\"]",
        "[\"null\"]",
        "[\"https://desk.example\"]",
        "[\"https://Desk.example\"]",
        "[\"https://desk.example/\"]",
        "[\"desk.example:8080\"]",
        "[\"10.0.0.7\"]",
        "[\"::1\"]",
        "[\"RS256\"]",
        "[\"none\"]",
        "[1]",
        "{ a = 1 }",
    ];
}
