//! The gateway: its link, its counters, and the session of every desktop.

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::{Line, Span},
    widgets::Row,
};
use scenarios::rig::LinkState;

use super::{device, list, list::List};
use crate::{
    app::{App, Pane},
    theme::Role,
};

/// The view of the gateway.
pub fn view(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let [top, middle, bottom] =
        Layout::vertical([Constraint::Length(4), Constraint::Fill(1), Constraint::Length(7)])
            .areas(area);
    list::lines(
        app,
        frame,
        top,
        "Gateway",
        vec![link_line(app), counter_line(app), next_line(app)],
    );
    sessions(app, frame, middle);
    device::draw(app, frame, bottom);
}

/// The link in a few words, and how that looks.
pub fn link_words(app: &App) -> (String, Role) {
    match app.recorder.rig().link() {
        LinkState::Open { up: true } => ("link up".to_owned(), Role::Ready),
        LinkState::Open { up: false } => ("link starting".to_owned(), Role::Ringing),
        LinkState::Closed => ("link down".to_owned(), Role::Broken),
        LinkState::Cut { until: None } => ("link CUT".to_owned(), Role::Broken),
        LinkState::Cut { until: Some(until) } => {
            let left = crate::rows::clock_text(until - app.recorder.now());
            (format!("link CUT for {left}"), Role::Broken)
        }
    }
}

fn link_line(app: &App) -> Line<'static> {
    let (words, role) = link_words(app);
    let registered = app.recorder.rig().registered().len();
    Line::from(vec![
        Span::styled(words, app.theme.style(role)),
        Span::raw(format!(" to the T-Server, {registered} telephones registered")),
        Span::styled("  L cuts or restores it", app.theme.style(Role::Faint)),
    ])
}

fn counter_line(app: &App) -> Line<'static> {
    let gateway = app.recorder.rig().gateway();
    let counters = gateway.counters();
    Line::raw(format!(
        "{} sessions, {} requests, {} refused, {} events, {} reports ignored, {} outcomes late",
        gateway.sessions(),
        counters.requests,
        counters.refusals,
        counters.events,
        counters.ignored,
        counters.late
    ))
}

fn next_line(app: &App) -> Line<'static> {
    let next = app.recorder.rig().next_deadline();
    let next = next
        .map(|next| format!("next timer in {:.1} s", (next - app.recorder.now()).as_secs_f64()));
    Line::styled(next.unwrap_or_default(), app.theme.style(Role::Faint))
}

fn sessions(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let columns = [
        ("desktop", Constraint::Min(8)),
        ("DN", Constraint::Length(6)),
        ("registered", Constraint::Length(10)),
        ("session", Constraint::Length(34)),
        ("events", Constraint::Length(7)),
    ];
    let shown = app.shown_people();
    let registered = app.recorder.rig().registered();
    let list = List {
        pane: Pane::Sessions,
        title: "Desktops".into(),
        columns: &columns,
        count: shown.len(),
    };
    list.draw(app, frame, area, |at| {
        let person = shown.get(at).and_then(|place| app.recorder.world().people.get(*place));
        let Some(person) = person else { return Row::default() };
        let desk = app.recorder.session(&person.name);
        let is_registered = registered.contains(&person.dn);
        let role = if is_registered { Role::Ready } else { Role::Faint };
        Row::new([
            Span::raw(person.name.clone()),
            Span::raw(person.dn.clone()),
            Span::styled(if is_registered { "yes" } else { "no" }, app.theme.style(role)),
            Span::raw(desk.session.unwrap_or_else(|| "-".to_owned())),
            Span::raw(desk.events.to_string()),
        ])
    });
}
