//! The merged picture of a run as a sequence diagram in text.
//!
//! One column per participant in the order of the layers, one row per message, the message's text
//! at the right where it is never cut.

use owo_colors::{OwoColorize as _, Style};

use crate::{
    names::Names,
    trace::{Actor, Record, RecordKind},
};

/// Whether the ladder is for a terminal or for a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    Plain,
    Colour,
}

/// Draws the last `rows` messages between participants; reports of the switch stay out.
pub(crate) fn draw(records: &[Record], names: &mut Names, rows: usize, paint: Paint) -> String {
    let told = records.iter().filter(|record| record.kind != RecordKind::Report);
    let mut rows: Vec<&Record> = told.rev().take(rows).collect();
    rows.reverse();
    let columns = columns(&rows);
    let mut out = format!("{:TIME_WIDTH$}{}", "", head(&columns, COLUMN_WIDTH));
    trim_end(&mut out);
    out.push('\n');
    for record in rows {
        let lanes = lanes(record, &columns, COLUMN_WIDTH);
        let text = names.rewrite(&record.text);
        let time = record.at.to_string();
        let row = match paint {
            Paint::Plain => format!("{time:<TIME_WIDTH$}{lanes} {text}"),
            Paint::Colour => {
                let style = style(record.kind);
                format!("{:<TIME_WIDTH$}{lanes} {}", time.dimmed(), text.style(style))
            }
        };
        out.push_str(row.trim_end());
        out.push('\n');
    }
    out
}

/// The line over the life lines, `width` characters apart: who takes part.
pub fn head(columns: &[Actor], width: usize) -> String {
    columns.iter().map(|actor| format!("{:<width$}", clip(actor.title(), width))).collect()
}

/// Who takes part, in the order of the layers: outside, phones, switch … desktops.
pub fn columns(rows: &[&Record]) -> Vec<Actor> {
    let mut columns: Vec<Actor> = Vec::new();
    for actor in rows.iter().flat_map(|record| [&record.from, &record.to]) {
        let at = columns.partition_point(|other| other < actor);
        if columns.get(at) != Some(actor) {
            columns.insert(at, actor.clone());
        }
    }
    columns
}

/// One row of life lines, `width` characters apart, with an arrow between the two who talk.
pub fn lanes(record: &Record, columns: &[Actor], width: usize) -> String {
    let place = |actor: &Actor| columns.iter().position(|other| other == actor).unwrap_or(0);
    let (from, to) = (place(&record.from), place(&record.to));
    let (left, right) = (from.min(to), from.max(to));
    let mut out = String::new();
    for column in 0..columns.len() {
        let inside = column >= left && column < right;
        out.push(if column > left && column < right { '┼' } else { '│' });
        let line = if inside { '─' } else { ' ' };
        let gap = (1..width).map(|at| match at {
            1 if inside && from > to && column == left => '◄',
            1 if from == to && column == from => '●',
            _ if at + 1 == width && inside && from < to && column + 1 == right => '►',
            _ => line,
        });
        out.extend(gap);
    }
    out
}

fn style(kind: RecordKind) -> Style {
    match kind {
        RecordKind::Request => Style::new().cyan(),
        RecordKind::Notice => Style::new().green(),
        RecordKind::Hand => Style::new().yellow(),
        RecordKind::Link => Style::new().dimmed(),
        RecordKind::Report => Style::new(),
        RecordKind::Fault => Style::new().red().bold(),
    }
}

fn clip(title: &str, width: usize) -> String {
    title.chars().take(width.saturating_sub(1)).collect()
}

fn trim_end(out: &mut String) {
    out.truncate(out.trim_end().len());
}

const TIME_WIDTH: usize = 12;
/// How far life lines stand apart in a file.
pub const COLUMN_WIDTH: usize = 9;
