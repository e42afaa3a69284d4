//! The selected calls as a sequence diagram: one column per participant, one row per message.

pub mod export;

use std::collections::BTreeSet;

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::{Line, Span, Text},
    widgets::{Paragraph, Wrap},
};
use scenarios::{
    ladder::{self, COLUMN_WIDTH},
    trace::{Actor, Record, RecordKind},
};

use super::{compare, list, trace};
use crate::{
    app::{App, Pane},
    rows,
    theme::Role,
};

/// The view of the ladder, with the message under the cursor in full.
pub fn view(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let [top, bottom] = areas(app, area);
    let records = records(app);
    let columns = ladder::columns(&records);
    let apart = if area.width >= WIDE { COLUMN_WIDTH } else { NARROW_COLUMN };
    let title = format!("Ladder of {}", title(app));
    let inner = list::titled(app, frame, top, &title, true);
    let [head, body] = Layout::vertical([Constraint::Length(1), Constraint::Fill(1)]).areas(inner);
    let names = format!("{:TIME_WIDTH$}{}", "", ladder::head(&columns, apart));
    frame.render_widget(Line::styled(names, app.theme.style(Role::Title)), head);
    let height = usize::from(body.height);
    let at = app.cursors.at(Pane::Ladder).min(records.len().saturating_sub(1));
    let first = list::window(at, records.len(), height);
    let shown = records.iter().enumerate().skip(first).take(height);
    let lines: Vec<Line<'_>> = shown
        .map(|(place, record)| {
            let line = row(app, record, (&columns, apart));
            if place == at { line.style(app.theme.style(Role::Selected)) } else { line }
        })
        .collect();
    frame.render_widget(Text::from(lines), body);
    in_full(app, frame, bottom, records.get(at).copied());
}

/// The ladder, and the message below it.
pub fn areas(app: &App, area: Rect) -> [Rect; 2] {
    let below = if app.compared.is_some() { Constraint::Fill(1) } else { Constraint::Length(FULL) };
    Layout::vertical([Constraint::Fill(1), below]).areas(area)
}

/// Draws one message with all its words, beside the one that it is compared with if there is one.
pub fn in_full(app: &App, frame: &mut Frame<'_>, area: Rect, record: Option<&Record>) {
    if let (Some(kept), Some(record)) = (&app.compared, record) {
        return compare::draw(app, frame, area, [kept, record]);
    }
    let text = record.map(|record| trace::text(app, record)).unwrap_or_default();
    let inner = list::titled(app, frame, area, "The message in full", false);
    frame.render_widget(Paragraph::new(text).wrap(Wrap { trim: false }), inner);
}

/// The messages about the calls shown, oldest first.
pub fn records(app: &App) -> Vec<&Record> {
    let calls = calls(app);
    let ids = app.scene.ids_of(calls.iter().map(String::as_str));
    let filter = app.filter(Pane::Ladder);
    let records = app.scene.records();
    let is_own = app.scene.own().is_some();
    let recent = records.len().saturating_sub(SEARCHED);
    records
        .iter()
        .skip(recent)
        .filter(|record| match record.kind {
            RecordKind::Fault => true,
            // In a world of one's own, what people do is there instead.
            RecordKind::Report if is_own => false,
            RecordKind::Request
            | RecordKind::Notice
            | RecordKind::Hand
            | RecordKind::Link
            | RecordKind::Report => mentions(record, &calls, &ids),
        })
        .filter(|record| filter.is_empty() || rows::fits(filter, &trace::text(app, record)))
        .collect()
}

/// The calls shown: the marked ones, else the selected one; and their consultations.
fn calls(app: &App) -> BTreeSet<String> {
    let mut calls = app.marked.clone();
    if calls.is_empty() {
        calls.extend(app.call.map(|call| app.scene.key_of(call)).or_else(|| app.last_call.clone()));
    }
    let consults = app.ties.iter().filter(|(_, held)| calls.contains(*held));
    let consults: Vec<String> = consults.map(|(consult, _)| consult.clone()).collect();
    calls.extend(consults);
    calls
}

fn title(app: &App) -> String {
    let calls: Vec<String> = calls(app).into_iter().collect();
    let filter = app.filter(Pane::Ladder);
    let filter = if filter.is_empty() { String::new() } else { format!(" /{filter}") };
    if calls.is_empty() {
        "no call: select one in view 5, or mark some with space".to_owned()
    } else {
        format!("{}{filter}", calls.join(", "))
    }
}

/// Whether a message says the id or the name of one of the calls.
fn mentions(record: &Record, names: &BTreeSet<String>, ids: &BTreeSet<String>) -> bool {
    let mut words = record.text.split(|c: char| !c.is_ascii_alphanumeric());
    let by_hand = matches!(record.kind, RecordKind::Hand | RecordKind::Report);
    words.any(|word| match word.len() {
        0 => false,
        ID_DIGITS => ids.contains(word),
        _ => by_hand && names.contains(word),
    })
}

fn row(app: &App, record: &Record, (columns, apart): (&[Actor], usize)) -> Line<'static> {
    Line::from(vec![
        Span::styled(
            format!("{:<TIME_WIDTH$}", record.at.to_string()),
            app.theme.style(Role::Faint),
        ),
        Span::raw(ladder::lanes(record, columns, apart)),
        Span::raw(" "),
        Span::styled(app.scene.named(&record.text), app.theme.style(trace::role(record.kind))),
    ])
}

const TIME_WIDTH: usize = 11;
/// How many rows a message in full has, its title among them.
const FULL: u16 = 5;
/// From this width on, life lines stand apart as they do in a file.
const WIDE: u16 = 120;
const NARROW_COLUMN: usize = 5;
/// How many digits the id of a call has.
const ID_DIGITS: usize = 16;
/// How far back messages are looked at.
const SEARCHED: usize = 10_000;
