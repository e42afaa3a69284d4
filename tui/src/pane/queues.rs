//! Queues: who waits in them, how long, at which position.

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::Span,
    widgets::Row,
};
use switch_sim::{id::DeviceId, queue::Waiting};

use super::{call, list::List};
use crate::{
    app::{App, Pane},
    rows::QueueRow,
    theme::Role,
};

/// The view of queues: each with the calls that wait in it, and the selected call in full.
pub fn view(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let [top, bottom] = Layout::vertical([Constraint::Fill(2), Constraint::Fill(1)]).areas(area);
    draw(app, frame, top);
    call::draw(app, frame, bottom);
}

/// The list.
pub fn draw(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let columns = [
        ("queue", Constraint::Fill(1)),
        ("wait", Constraint::Length(4)),
        ("oldest", Constraint::Length(7)),
        ("free", Constraint::Length(4)),
        ("of", Constraint::Length(4)),
    ];
    let rows = app.queue_rows();
    let list =
        List { pane: Pane::Queues, title: "Queues".into(), columns: &columns, count: rows.len() };
    list.draw(app, frame, area, |at| match rows.get(at) {
        Some(QueueRow::Queue(device)) => queue(app, *device),
        Some(QueueRow::Waiting { waiting, position }) => waiting_call(app, waiting, *position),
        None => Row::default(),
    });
}

fn queue(app: &App, device: DeviceId) -> Row<'static> {
    let switch = app.recorder.rig().switch();
    let Some(queue) = switch.queue(device) else { return Row::default() };
    let own = switch.device(device);
    let name = own.name.clone().unwrap_or_default();
    let oldest = queue.waiting().map(|waiting| waiting.since).min();
    let role = if queue.is_empty() { Role::Plain } else { Role::Ringing };
    Row::new([
        Span::raw(format!("{name} {}", own.number)),
        Span::styled(queue.len().to_string(), app.theme.style(role)),
        Span::raw(oldest.map(|oldest| app.age(oldest)).unwrap_or_default()),
        Span::raw(queue.available().to_string()),
        Span::raw(queue.logged_on().to_string()),
    ])
}

fn waiting_call(app: &App, waiting: &Waiting, position: usize) -> Row<'static> {
    let switch = app.recorder.rig().switch();
    let parties = switch.call(waiting.call).map(|call| app.parties_of(call)).unwrap_or_default();
    let returned = if waiting.returned { " (again)" } else { "" };
    Row::new([
        Span::raw(format!("  {} {parties}{returned}", app.key_of(waiting.call))),
        Span::raw(format!("#{position}")),
        Span::raw(app.age(waiting.since)),
    ])
}
