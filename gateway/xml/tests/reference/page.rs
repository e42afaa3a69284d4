//! The tables of the reference page.

use std::fmt::Write as _;

use gateway_core::{
    notice::{Attribute, CALL_ATTRIBUTES, COMMON_ATTRIBUTES, notices},
    refusal::codes,
    request::{Field, Kind, Need, Row, Rule, rows},
    statistics::{self, figures},
};

/// The generated sections: name and text.
pub(crate) fn sections() -> Vec<(&'static str, String)> {
    vec![
        ("requests", requests()),
        ("common attributes", attributes(COMMON_ATTRIBUTES.iter())),
        ("call attributes", attributes(CALL_ATTRIBUTES.iter())),
        ("events", events()),
        ("figures", statistics()),
        ("errors", errors()),
    ]
}

fn requests() -> String {
    let mut out = String::new();
    for row in rows() {
        writeln!(out, "### {}\n\n{}. {}.\n", row.name, sentence(row.help), allowed(row)).unwrap();
        if row.fields.is_empty() {
            writeln!(out, "No fields.\n").unwrap();
            continue;
        }
        writeln!(out, "| field | value | how often | meaning |\n|---|---|---|---|").unwrap();
        for field in row.fields {
            let (name, expects) = (field.name, expects(field));
            writeln!(out, "| `{name}` | {expects} | {} | {} |", often(field), field.help).unwrap();
        }
        out.push('\n');
    }
    out.trim_end().to_owned() + "\n"
}

fn expects(field: &Field) -> String {
    match field.kind {
        Kind::OneOf(words) => {
            words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
        }
        Kind::Dn
        | Kind::Call
        | Kind::Text
        | Kind::Secret
        | Kind::Digits
        | Kind::Number
        | Kind::Seconds
        | Kind::Pairs => field.kind.expects(),
    }
}

fn often(field: &Field) -> &'static str {
    match (field.required, field.repeated) {
        (true, false) => "once",
        (true, true) => "once or more",
        (false, false) => "at most once",
        (false, true) => "any number",
    }
}

fn allowed(row: &Row) -> String {
    match row.rule {
        Rule::Always => "Allowed at any time, also without a link".to_owned(),
        Rule::Linked => "Allowed as soon as the link is up".to_owned(),
        Rule::Reported => "Allowed while the link is up".to_owned(),
        Rule::LoggedOut => "Allowed while no agent is logged on".to_owned(),
        Rule::LoggedOn => "Allowed while an agent is logged on".to_owned(),
        Rule::Idle => "Allowed while no call is dialing, connected or failed".to_owned(),
        Rule::Call(rule) => {
            let states: Vec<&str> = rule.states.iter().map(|state| state.word()).collect();
            let need = match rule.need {
                Need::Nothing => String::new(),
                Need::NoOtherActive => ", and no other is dialing, connected or failed".to_owned(),
                Need::OtherConnected => ", and another is connected".to_owned(),
                Need::NoConsultation => ", and no consultation belongs to it".to_owned(),
                Need::Consultation(states) => {
                    let states: Vec<&str> = states.iter().map(|state| state.word()).collect();
                    format!(", and its consultation is {}", states.join(" or "))
                }
                Need::Unmuted => ", and not muted".to_owned(),
                Need::Muted => ", and muted".to_owned(),
                Need::Conference => ", and more than two take part in it".to_owned(),
            };
            format!("Allowed while the call is {}{need}", states.join(" or "))
        }
    }
}

fn events() -> String {
    let mut out = "| event | what happened | attributes of its own |\n|---|---|---|\n".to_owned();
    for row in notices() {
        let own: Vec<String> = row.own.iter().map(own_attribute).collect();
        let call = if row.about_call { "call; " } else { "" };
        writeln!(out, "| `{}` | {} | {call}{} |", row.name, row.help, own.join("; ")).unwrap();
    }
    out
}

fn own_attribute(attribute: &Attribute) -> String {
    let question = if attribute.required { "" } else { "?" };
    let meaning = match attribute.words {
        [] => attribute.help.to_owned(),
        words => words.join(", "),
    };
    format!("`{}`{question} {meaning}", attribute.name)
}

fn attributes<'a>(attributes: impl Iterator<Item = &'a Attribute>) -> String {
    let mut out = "| attribute | always | meaning |\n|---|---|---|\n".to_owned();
    for Attribute { name, required, words, help } in attributes {
        let always = if *required { "yes" } else { "no" };
        let words = match words {
            [] => String::new(),
            words => format!(": {}", words.join(", ")),
        };
        writeln!(out, "| `{name}` | {always} | {help}{words} |").unwrap();
    }
    out
}

fn statistics() -> String {
    let mut out =
        "| figure | of | unit | formula | what it is |\n|---|---|---|---|---|\n".to_owned();
    for statistics::Row { name, scope, unit, formula, help, .. } in figures() {
        let formula = if formula.is_empty() { String::new() } else { format!("`{formula}`") };
        let (scope, unit) = (scope.word(), unit.word());
        writeln!(out, "| `{name}` | {scope} | {unit} | {formula} | {help} |").unwrap();
    }
    out
}

fn errors() -> String {
    let mut out = "| code | what is wrong | what to do |\n|---|---|---|\n".to_owned();
    for row in codes() {
        writeln!(out, "| `{}` | {} | {} |", row.name, row.sentence, row.remedy).unwrap();
    }
    out
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
