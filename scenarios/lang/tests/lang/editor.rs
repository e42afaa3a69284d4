//! What editors are given knows every word of the language.

use scenario_lang::{
    keyword::{CONNECTIVES, KEYWORDS, OPERATORS, OUTCOMES},
    step::Lens,
};

#[test]
fn the_grammar_for_editors_knows_every_word() {
    let grammar = include_str!("../../editor/ringback-scn.tmLanguage.json");
    let json: serde_json::Value = serde_json::from_str(grammar).expect("JSON");
    assert_eq!(json["scopeName"], "source.ringback-scn");
    let mut patterns = Vec::new();
    collect_patterns(&json, &mut patterns);
    let mut missing = Vec::new();
    for word in words() {
        let is_known = patterns.iter().any(|pattern| alternatives(pattern).any(|one| one == word));
        if !is_known {
            missing.push(word);
        }
    }
    assert!(missing.is_empty(), "no pattern names {missing:?}; it has {patterns:?}");
}

fn words() -> Vec<&'static str> {
    let keywords = KEYWORDS.iter().map(|(_, form)| form.word);
    let operators = OPERATORS.iter().map(|(_, form)| form.word);
    let inside = CONNECTIVES.iter().chain(OUTCOMES).copied();
    keywords.chain(operators).chain(inside).chain(Lens::ALL.map(Lens::word)).collect()
}

/// The words between the bars and brackets of a pattern.
fn alternatives(pattern: &str) -> impl Iterator<Item = String> {
    let plain = pattern.replace("\\?", "?").replace("\\b", "|");
    let words: Vec<String> = plain.split(['|', '(', ')', '[', ']']).map(str::to_owned).collect();
    words.into_iter()
}

fn collect_patterns(json: &serde_json::Value, patterns: &mut Vec<String>) {
    match json {
        serde_json::Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    serde_json::Value::String(pattern)
                        if ["match", "begin", "end"].contains(&name.as_str()) =>
                    {
                        patterns.push(pattern.clone());
                    }
                    serde_json::Value::Null
                    | serde_json::Value::Bool(_)
                    | serde_json::Value::Number(_)
                    | serde_json::Value::String(_)
                    | serde_json::Value::Array(_)
                    | serde_json::Value::Object(_) => collect_patterns(value, patterns),
                }
            }
        }
        serde_json::Value::Array(items) => {
            for item in items {
                collect_patterns(item, patterns);
            }
        }
        serde_json::Value::Null
        | serde_json::Value::Bool(_)
        | serde_json::Value::Number(_)
        | serde_json::Value::String(_) => {}
    }
}
