//! Every message between the participants, as far back as it is kept.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};
use scenarios::trace::{Actor, Record, RecordKind};

use super::list;
use crate::{
    app::{App, Pane},
    rows,
    theme::Role,
};

/// The view of the trace: it begins at its end, and the cursor goes back in time.
pub fn view(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let records = records(app);
    let filter = app.filter(Pane::Trace);
    let filter = if filter.is_empty() { String::new() } else { format!(" /{filter}") };
    let title = format!("Trace {}, the newest at the top{filter}", records.len());
    let inner = list::titled(app, frame, area, &title, true);
    let height = usize::from(inner.height);
    let at = app.cursors.at(Pane::Trace).min(records.len().saturating_sub(1));
    let first = list::window(at, records.len(), height);
    let shown = records.iter().enumerate().skip(first).take(height);
    let lines: Vec<Line<'_>> = shown
        .map(|(place, record)| {
            let line = line(app, record);
            if place == at { line.style(app.theme.style(Role::Selected)) } else { line }
        })
        .collect();
    frame.render_widget(ratatui::text::Text::from(lines), inner);
}

/// The newest messages, for a pane beside others; the newest at the bottom.
pub fn tail(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let height = usize::from(area.height.saturating_sub(1));
    let records = app.scene.records();
    let first = records.len().saturating_sub(height);
    let lines = records.iter().skip(first).map(|record| line(app, record)).collect();
    list::lines(app, frame, area, "What happened last (7 shows all)", lines);
}

/// The messages that have the words of the filter, the newest first.
pub fn records(app: &App) -> Vec<&Record> {
    let filter = app.filter(Pane::Trace);
    let records = app.scene.records().iter().rev();
    if filter.is_empty() {
        return records.collect();
    }
    records.take(SEARCHED).filter(|record| rows::fits(filter, &text(app, record))).collect()
}

/// A message on one line.
pub fn line(app: &App, record: &Record) -> Line<'static> {
    let role = role(record.kind);
    Line::from(vec![
        Span::styled(format!("{:<11}", record.at.to_string()), app.theme.style(Role::Faint)),
        Span::styled(format!("{:<18}", way(record)), app.theme.style(Role::Faint)),
        Span::styled(app.scene.named(&record.text), app.theme.style(role)),
    ])
}

/// When a message was sent, and who to whom.
pub fn when(record: &Record) -> String {
    format!("{} {}", record.at, way(record).trim_end())
}

/// A message as text: when, who, to whom, what.
pub fn text(app: &App, record: &Record) -> String {
    format!("{:<11}{:<18}{}", record.at.to_string(), way(record), app.scene.named(&record.text))
}

/// How a kind of message looks.
pub fn role(kind: RecordKind) -> Role {
    match kind {
        RecordKind::Request | RecordKind::Hand => Role::Request,
        RecordKind::Notice => Role::Notice,
        RecordKind::Link => Role::Faint,
        RecordKind::Report => Role::Plain,
        RecordKind::Fault => Role::Broken,
    }
}

/// Who to whom.
fn way(record: &Record) -> String {
    format!("{}›{} ", told_apart(&record.from, '.'), told_apart(&record.to, '.'))
}

/// A participant's name; a telephone's is told from its owner's desktop by what follows the mark.
pub(in crate::pane) fn told_apart(actor: &Actor, mark: char) -> String {
    match actor {
        Actor::Phone(who) => format!("{who}{mark}phone"),
        Actor::Outside(_)
        | Actor::Switch
        | Actor::Monitor
        | Actor::TServer
        | Actor::Gateway
        | Actor::Client(_)
        | Actor::Desktop(_) => actor.title().to_owned(),
    }
}

/// How far back a filter looks.
const SEARCHED: usize = 5_000;
