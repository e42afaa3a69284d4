//! The reference of the language on one page, from the tables that the checker itself reads.

use crate::{
    keyword::{Form, KEYWORDS, OPERATORS},
    vocabulary::{Operand, Vocabulary, Word},
};

/// One page of Markdown: the lines, the blocks, then every word that `vocabulary` knows.
pub fn reference(vocabulary: &Vocabulary) -> String {
    let steps: Vec<Form> = OPERATORS.iter().map(|(_, form)| *form).collect();
    let lines: Vec<Form> = KEYWORDS.iter().map(|(_, form)| *form).collect();
    let faults = vocabulary.faults.iter().map(|(target, words)| {
        let intro = format!("How `{target}` breaks: `{target} ! FAULT`.");
        section(&format!("Faults of `{target}`"), &intro, words)
    });
    let mut sections = vec![
        "# The scenario language\n".to_owned(),
        INTRO.to_owned(),
        forms("Steps", &steps),
        forms("Lines of their own", &lines),
        section("Requests", "What a desktop asks for: `alice > REQUEST`.", &vocabulary.requests),
        section("At the phone", "What a handset does: `alice.phone > ACTION`.", &vocabulary.phone),
        section("Outside", "What somebody outside does: `caller > ACTION`.", &vocabulary.outside),
        section("Dialers", "What a dialer does for a queue: `sales > ACTION`.", &vocabulary.dialer),
        section(
            "Routers",
            "What a router does at a routing point: `german > ACTION`.",
            &vocabulary.router,
        ),
        section("Events", "What a desktop is told: `alice < EVENT`.", &vocabulary.events),
        section("Of a call", "What can be asked of a call: `c1 ? …`.", &vocabulary.call_checks),
        section(
            "Of a person",
            "What can be asked of a person: `alice ? …`.",
            &vocabulary.agent_checks,
        ),
        section(
            "Of a queue",
            "What can be asked of a queue: `sales ? …`.",
            &vocabulary.queue_checks,
        ),
    ];
    sections.extend(faults);
    sections.push(errors(&vocabulary.errors));
    sections.retain(|section| !section.is_empty());
    sections.join("\n")
}

fn forms(title: &str, forms: &[Form]) -> String {
    let rows = forms.iter().map(|form| row(&[&format!("`{}`", form.shape), form.help]));
    table(title, "", &["line", "meaning"], rows)
}

fn section(title: &str, intro: &str, words: &[Word]) -> String {
    if words.is_empty() {
        return String::new();
    }
    let rows = words.iter().map(|word| row(&[&shape(word), &keys(word), &word.help]));
    table(title, intro, &["word", "takes", "meaning"], rows)
}

/// One word as an editor explains it: how it is written, what it means, what it takes.
pub(crate) fn explain(word: &Word) -> String {
    let parts = [shape(word), word.help.clone(), keys(word)];
    let parts: Vec<&str> =
        parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    parts.join("\n\n")
}

fn shape(word: &Word) -> String {
    let begins = if word.begins_call { " [as NAME]" } else { "" };
    match word.value_key() {
        Some(value) if value.required => format!("`{}=…`", word.name),
        Some(_) => format!("`{0}` or `{0}=…`", word.name),
        None => format!("`{}{}{begins}`", word.name, operand(word)),
    }
}

fn operand(word: &Word) -> &'static str {
    match word.operand {
        Operand::None => "",
        Operand::Call => " CALL",
        Operand::OptionalCall => " [CALL]",
        Operand::Number => " NUMBER",
        Operand::Word if word.operand_key().is_some_and(|key| !key.required) => " [WORD]",
        Operand::Word => " WORD",
    }
}

fn keys(word: &Word) -> String {
    let operand = word.operand_key().map(|key| format!("WORD: {}", key.kind.describe()));
    let value = word.value_key().map(|key| key.kind.describe());
    let keys = word.line_keys().map(|key| {
        let must = if key.required { " (must be given)" } else { "" };
        format!("`{}`: {}{must}", key.name, key.kind.describe())
    });
    let all: Vec<String> = operand.into_iter().chain(value).chain(keys).collect();
    all.join("; ")
}

fn errors(codes: &[String]) -> String {
    if codes.is_empty() {
        return String::new();
    }
    let codes: Vec<String> = codes.iter().map(|code| format!("`{code}`")).collect();
    format!("## Errors\n\nWhat may stand behind `-> error`: {}.\n", codes.join(", "))
}

fn table(title: &str, intro: &str, columns: &[&str], rows: impl Iterator<Item = String>) -> String {
    let rule: Vec<&str> = columns.iter().map(|_| "---").collect();
    let rows: Vec<String> = rows.collect();
    let intro = if intro.is_empty() { String::new() } else { format!("{intro}\n\n") };
    format!("## {title}\n\n{intro}{}\n{}\n{}\n", row(columns), row(&rule), rows.join("\n"))
}

/// One row of a table; a bar in a cell would end it.
fn row(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    format!("| {} |", cells.join(" | "))
}

const INTRO: &str = "\
One file tells one story, one line per thing that happens. Words are parted by blanks; `//` at the start of a word opens \
a comment. Values are text; a value with blanks stands in quotes, with `\\\"`, `\\\\` and `\\n` as escapes. A TIME is \
numbers with units: `250ms`, `20s`, `1m30s`, `2h`. WHO is a person at the desktop (`alice`), at the handset \
(`alice.phone`) or outside (`caller`); WHAT is a named call, a person, a queue, or a thing that can break.
";
