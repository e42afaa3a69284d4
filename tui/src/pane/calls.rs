//! Calls: who is in them and how they stand.

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::Span,
    widgets::Row,
};
use switch_sim::time::SimTime;
use tserver_sim_control::view::Call;

use super::{call, device, list::List};
use crate::{
    app::{App, Pane},
    rows,
    theme::Role,
};

/// The view of calls: the list, and the selected call in full beside whoever acts.
pub fn view(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let [top, bottom] = areas(area);
    wide(app, frame, top);
    let [left, right] =
        Layout::horizontal([Constraint::Fill(1), Constraint::Fill(1)]).spacing(1).areas(bottom);
    call::draw(app, frame, left);
    device::draw(app, frame, right);
}

/// The list, and what is below it.
pub fn areas(area: Rect) -> [Rect; 2] {
    Layout::vertical([Constraint::Fill(1), Constraint::Fill(1)]).areas(area)
}

/// The list in few columns.
pub fn narrow(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let columns = [
        ("call", Constraint::Length(5)),
        ("parties", Constraint::Fill(1)),
        ("state", Constraint::Length(8)),
        ("for", Constraint::Length(5)),
    ];
    draw(app, frame, area, &columns, |app, call| {
        let (state, role) = rows::standing(call);
        Row::new([
            key(app, call),
            Span::raw(app.parties_of(call)),
            Span::styled(state, app.theme.style(role)),
            Span::raw(app.age(SimTime(call.since_ms))),
        ])
    });
}

fn wide(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let columns = [
        ("call", Constraint::Length(6)),
        ("state", Constraint::Length(8)),
        ("for", Constraint::Length(7)),
        ("dialled", Constraint::Length(12)),
        ("parties", Constraint::Fill(2)),
        ("consults for", Constraint::Length(12)),
    ];
    draw(app, frame, area, &columns, |app, call| {
        let (state, role) = rows::standing(call);
        let held = call.consult_of.as_deref();
        Row::new([
            key(app, call),
            Span::styled(state, app.theme.style(role)),
            Span::raw(app.age(SimTime(call.since_ms))),
            Span::raw(call.called.clone()),
            Span::raw(app.parties_of(call)),
            Span::raw(held.map(|held| app.scene.key_of_named(held)).unwrap_or_default()),
        ])
    });
}

/// The call's name, with a star when it is marked.
fn key(app: &App, call: &Call) -> Span<'static> {
    let key = app.scene.key_of_named(&call.call);
    let (text, role) =
        if app.marked.contains(&key) { (format!("*{key}"), Role::Key) } else { (key, Role::Plain) };
    Span::styled(text, app.theme.style(role))
}

fn draw(
    app: &App,
    frame: &mut Frame<'_>,
    area: Rect,
    columns: &[(&str, Constraint)],
    row: impl Fn(&App, &Call) -> Row<'static>,
) {
    let shown = app.shown_calls();
    let list = List { pane: Pane::Calls, title: "Calls".into(), columns, count: shown.len() };
    list.draw(app, frame, area, |at| {
        let call = shown.get(at).and_then(|call| app.scene.call(*call));
        call.map(|call| row(app, &call)).unwrap_or_default()
    });
}
