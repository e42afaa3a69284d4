//! People: their numbers, what their agents are doing, the calls at their telephones.

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::Span,
    widgets::Row,
};

use super::{call, device, list::List};
use crate::{
    app::{App, Pane},
    theme::Role,
};

/// The view of people: the list, and the device of whoever is selected.
pub fn view(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let [top, bottom] = areas(area);
    wide(app, frame, top);
    let [left, right] =
        Layout::horizontal([Constraint::Fill(1), Constraint::Fill(1)]).spacing(1).areas(bottom);
    device::draw(app, frame, left);
    call::draw(app, frame, right);
}

/// The list, and what is below it.
pub fn areas(area: Rect) -> [Rect; 2] {
    Layout::vertical([Constraint::Fill(3), Constraint::Fill(2)]).areas(area)
}

/// The list in few columns.
pub fn narrow(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let columns = [
        ("name", Constraint::Length(8)),
        ("state", Constraint::Length(10)),
        ("for", Constraint::Length(5)),
        ("calls", Constraint::Fill(1)),
    ];
    draw(app, frame, area, &columns, |app, place| {
        let Some(person) = app.scene.world().people.get(place) else { return Row::default() };
        let (state, role, since) = app.agent_state(person);
        Row::new([
            Span::raw(person.name.clone()),
            Span::styled(state, app.theme.style(role)),
            Span::raw(since.map(|since| app.age(since)).unwrap_or_default()),
            Span::raw(app.calls_of(person)),
        ])
    });
}

/// The list in all columns.
fn wide(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let columns = [
        ("name", Constraint::Min(8)),
        ("DN", Constraint::Length(6)),
        ("agent", Constraint::Length(6)),
        ("state", Constraint::Length(10)),
        ("for", Constraint::Length(7)),
        ("desk", Constraint::Length(7)),
        ("calls", Constraint::Fill(2)),
        ("queues", Constraint::Fill(1)),
    ];
    draw(app, frame, area, &columns, |app, place| {
        let Some(person) = app.scene.world().people.get(place) else { return Row::default() };
        let (state, role, since) = app.agent_state(person);
        let signed_on = app.has_session(&person.name);
        Row::new([
            Span::raw(person.name.clone()),
            Span::raw(person.dn.clone()),
            Span::raw(person.login.clone().unwrap_or_default()),
            Span::styled(state, app.theme.style(role)),
            Span::raw(since.map(|since| app.age(since)).unwrap_or_default()),
            Span::styled(if signed_on { "session" } else { "-" }, app.theme.style(Role::Faint)),
            Span::raw(app.calls_of(person)),
            Span::styled(person.queues.join(" "), app.theme.style(Role::Faint)),
        ])
    });
}

fn draw(
    app: &App,
    frame: &mut Frame<'_>,
    area: Rect,
    columns: &[(&str, Constraint)],
    row: impl Fn(&App, usize) -> Row<'static>,
) {
    let shown = app.shown_people();
    let list = List { pane: Pane::Agents, title: "Agents".into(), columns, count: shown.len() };
    list.draw(app, frame, area, |at| {
        shown.get(at).map(|place| row(app, *place)).unwrap_or_default()
    });
}
