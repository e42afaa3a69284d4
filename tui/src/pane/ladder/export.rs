//! A ladder as a file: text, Mermaid, SVG.

use std::path::Path;

use scenarios::{
    ladder::{self, COLUMN_WIDTH},
    trace::{Actor, Record, RecordKind},
};

use super::{TIME_WIDTH, records};
use crate::{app::App, pane::trace::told_apart};

/// The file names to which a ladder can be written, and what they hold.
pub fn files() -> Vec<(String, String)> {
    vec![
        ("ladder.txt".to_owned(), "text".to_owned()),
        ("ladder.mmd".to_owned(), "Mermaid".to_owned()),
        ("ladder.svg".to_owned(), "a picture".to_owned()),
    ]
}

/// The ladder as the ending of the file's name wants it.
pub fn export(app: &App, path: &Path) -> String {
    let records = records(app);
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    match ending.as_str() {
        "mmd" => mermaid(app, &records),
        "svg" => svg(app, &records),
        _ => text(app, &records),
    }
}

fn text(app: &App, records: &[&Record]) -> String {
    let columns = ladder::columns(records);
    let head = format!("{:TIME_WIDTH$}{}\n", "", ladder::head(&columns, COLUMN_WIDTH).trim_end());
    let row = |record: &&Record| {
        let lanes = ladder::lanes(record, &columns, COLUMN_WIDTH);
        let words = app.scene.named(&record.text);
        format!("{:<TIME_WIDTH$}{lanes} {words}\n", record.at.to_string())
    };
    head + &records.iter().map(row).collect::<String>()
}

/// A sequence diagram for <https://mermaid.js.org>.
fn mermaid(app: &App, records: &[&Record]) -> String {
    let participants = ladder::columns(records);
    let participants =
        participants.iter().map(|a| format!("    participant {}\n", told_apart(a, '_')));
    let messages = records.iter().map(|record| {
        let words = app.scene.named(&record.text).replace([';', '#'], " ");
        let (from, to) = (told_apart(&record.from, '_'), told_apart(&record.to, '_'));
        format!("    {from}->>{to}: {} {words}\n", record.at)
    });
    let lines: String = participants.chain(messages).collect();
    format!("sequenceDiagram\n{lines}")
}

/// A picture (SVG 1.1): a life line for each participant, an arrow for each message, its whole text
/// beside it and as its tooltip.
fn svg(app: &App, records: &[&Record]) -> String {
    let columns = ladder::columns(records);
    let x = |actor: &Actor| {
        let place = columns.iter().position(|other| other == actor).unwrap_or(0);
        TIME_PIXELS + LANE / 2 + LANE * place
    };
    let right = TIME_PIXELS + LANE * columns.len();
    let texts: Vec<String> = records.iter().map(|record| app.scene.named(&record.text)).collect();
    let longest = texts.iter().map(|text| text.chars().count()).max().unwrap_or(0);
    let (width, height) = (right + longest * LETTER + LANE, HEAD + ROW * (records.len() + 1));
    let heads = columns.iter().map(|actor| {
        let (x, name) = (x(actor), escaped(&told_apart(actor, '_')));
        format!(
            "<text x=\"{x}\" y=\"20\" text-anchor=\"middle\" font-weight=\"bold\">{name}</text>\n\
             <line x1=\"{x}\" y1=\"28\" x2=\"{x}\" y2=\"{height}\" stroke=\"#999\"/>\n"
        )
    });
    let rows = records.iter().zip(&texts).enumerate().map(|(place, (record, text))| {
        let (y, from, to) = (HEAD + ROW * place, x(&record.from), x(&record.to));
        let (at, text, dash) = (record.at, escaped(text), dash(record.kind));
        let base = y + 4;
        let arrow = if from == to {
            format!("<circle cx=\"{from}\" cy=\"{y}\" r=\"4\"/>")
        } else {
            format!(
                "<line x1=\"{from}\" y1=\"{y}\" x2=\"{to}\" y2=\"{y}\" stroke=\"black\"\
                 {dash} marker-end=\"url(#arrow)\"/>"
            )
        };
        format!(
            "<g><title>{text}</title><text x=\"4\" y=\"{base}\" fill=\"#555\">{at}</text>\
             {arrow}<text x=\"{right}\" y=\"{base}\">{text}</text></g>\n"
        )
    });
    let body: String = heads.chain(rows).collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         font-family=\"monospace\" font-size=\"12\">\n\
         <defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" \
         markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\"/></marker></defs>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n{body}</svg>\n"
    )
}

/// What is told and what breaks differs from what is asked, also without colours.
fn dash(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Request | RecordKind::Hand | RecordKind::Link => "",
        RecordKind::Notice | RecordKind::Report => " stroke-dasharray=\"6 3\"",
        RecordKind::Fault => " stroke-dasharray=\"2 2\" stroke-width=\"3\"",
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Pixels for the moment of a message, between two life lines, for a letter, above the messages, for
/// each of them.
const TIME_PIXELS: usize = 90;
const LANE: usize = 96;
const LETTER: usize = 8;
const HEAD: usize = 48;
const ROW: usize = 22;
