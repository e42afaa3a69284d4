//! Queues: who waits in them, how long, at which position.

use std::time::Duration;

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::Span,
    widgets::Row,
};
use switch_sim::time::SimTime;
use tserver_sim_control::view::{Queue, Waiting};

use super::{call, list::List};
use crate::{
    app::{App, Pane},
    rows::{QueueRow, clock_text},
    theme::Role,
};

/// The view of queues: each with the calls that wait in it, and the selected call in full.
pub fn view(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let [top, bottom] = areas(area);
    draw(app, frame, top);
    call::draw(app, frame, bottom);
}

/// The list, and what is below it.
pub fn areas(area: Rect) -> [Rect; 2] {
    Layout::vertical([Constraint::Fill(2), Constraint::Fill(1)]).areas(area)
}

/// The list.
pub fn draw(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let mut columns = vec![
        ("queue", Constraint::Fill(1)),
        ("wait", Constraint::Length(4)),
        ("oldest", Constraint::Length(7)),
        ("free", Constraint::Length(4)),
        ("of", Constraint::Length(4)),
    ];
    if area.width >= ROOMY {
        columns.push(("expected", Constraint::Length(8)));
        columns.push(("answered", Constraint::Length(8)));
        columns.push(("lost", Constraint::Length(6)));
    }
    let rows = app.queue_rows();
    let list =
        List { pane: Pane::Queues, title: "Queues".into(), columns: &columns, count: rows.len() };
    list.draw(app, frame, area, |at| match rows.get(at) {
        Some(QueueRow::Queue(own)) => queue(app, own),
        Some(QueueRow::Waiting { waiting, position }) => waiting_call(app, waiting, *position),
        None => Row::default(),
    });
}

fn queue(app: &App, queue: &Queue) -> Row<'static> {
    let name = queue.name.as_deref().unwrap_or_default();
    let oldest = queue.waiting.iter().map(|waiting| waiting.since_ms).min();
    let role = if queue.waiting.is_empty() { Role::Plain } else { Role::Ringing };
    Row::new([
        Span::raw(format!("{name} {}", queue.number)),
        Span::styled(queue.waiting.len().to_string(), app.theme.style(role)),
        Span::raw(oldest.map(|oldest| app.age(SimTime(oldest))).unwrap_or_default()),
        Span::raw(queue.available.to_string()),
        Span::raw(queue.logged_on.to_string()),
        Span::raw(wait_text(queue.expected_wait)),
        Span::raw(queue.counted.answered.to_string()),
        Span::raw(queue.counted.abandoned.to_string()),
    ])
}

fn waiting_call(app: &App, waiting: &Waiting, position: usize) -> Row<'static> {
    let parties = app.parties_of_named(&waiting.call);
    let returned = if waiting.returned { " (again)" } else { "" };
    let key = app.scene.key_of_named(&waiting.call);
    Row::new([
        Span::raw(format!("  {key} {parties}{returned}")),
        Span::raw(format!("#{position}")),
        Span::raw(app.age(SimTime(waiting.since_ms))),
        Span::raw(""),
        Span::raw(""),
        Span::raw(wait_text(waiting.expected_wait)),
    ])
}

/// How long a call is expected to wait.
fn wait_text(seconds: Option<u64>) -> String {
    seconds.map_or_else(|| "for ever".to_owned(), |s| clock_text(Duration::from_secs(s)))
}

/// From this width on, there is room for what is expected and what was counted.
const ROOMY: u16 = 60;
