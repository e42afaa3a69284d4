//! The gateway: its link, its counters, and the session of every desktop.

use std::time::Duration;

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::{Line, Span},
    widgets::Row,
};
use scenarios::record::Recorder;

use super::{device, list, list::List};
use crate::{
    app::{App, Pane},
    attach::Rig,
    scene::Scene,
    theme::Role,
};

/// The view of the gateway; at a rig, of the clients of its T-Server.
pub fn view(app: &App, frame: &mut Frame<'_>, area: Rect) {
    match &app.scene {
        Scene::Own(recorder) => own(app, recorder, frame, area),
        Scene::Rig(rig) => clients(app, rig, frame, area),
    }
}

fn own(app: &App, recorder: &Recorder, frame: &mut Frame<'_>, area: Rect) {
    let [top, middle, bottom] = thirds(area);
    list::lines(
        app,
        frame,
        top,
        "Gateway",
        vec![
            link_line(app, recorder),
            counter_line(recorder),
            lease_line(recorder),
            next_line(app, recorder),
        ],
    );
    sessions(app, recorder, frame, middle);
    device::draw(app, frame, bottom);
}

fn thirds(area: Rect) -> [Rect; 3] {
    Layout::vertical([Constraint::Length(5), Constraint::Fill(1), Constraint::Length(7)])
        .areas(area)
}

/// Where the list of desktops is; a rig has none.
pub fn list(app: &App, area: Rect) -> Rect {
    let [_, middle, _] = thirds(area);
    match app.scene {
        Scene::Own(_) => middle,
        Scene::Rig(_) => Rect::ZERO,
    }
}

fn link_line(app: &App, recorder: &Recorder) -> Line<'static> {
    let (words, role) = app.scene.link_words();
    let registered = recorder.rig().registered().len();
    Line::from(vec![
        Span::styled(words, app.theme.style(role)),
        Span::raw(format!(" to the T-Server, {registered} telephones registered")),
        Span::styled("  L cuts or restores it", app.theme.style(Role::Faint)),
    ])
}

fn counter_line(recorder: &Recorder) -> Line<'static> {
    let gateway = recorder.rig().gateway();
    let counters = gateway.counters();
    Line::raw(format!(
        "{} sessions, {} requests, {} of them refused, {} events",
        gateway.sessions(),
        counters.requests,
        counters.refusals,
        counters.events,
    ))
}

/// What becomes of the agent of a desktop that falls silent.
fn lease_line(recorder: &Recorder) -> Line<'static> {
    let config = recorder.rig().gateway().config();
    let stage = |what: &str, after: Duration| {
        let never = after.is_zero().then(|| format!("never {what}"));
        never.unwrap_or_else(|| format!("{what} after {} s", after.as_secs()))
    };
    Line::raw(format!(
        "a silent desktop's agent: {}, {}",
        stage("not ready", config.lease_not_ready),
        stage("logged off", config.lease_log_off),
    ))
}

fn next_line(app: &App, recorder: &Recorder) -> Line<'static> {
    let counters = recorder.rig().gateway().counters();
    let next = recorder.rig().next_deadline();
    let next =
        next.map(|next| format!("; next timer in {:.1} s", (next - recorder.now()).as_secs_f64()));
    let text = format!(
        "{} reports ignored, {} outcomes late{}",
        counters.ignored,
        counters.late,
        next.unwrap_or_default()
    );
    Line::styled(text, app.theme.style(Role::Faint))
}

fn sessions(app: &App, recorder: &Recorder, frame: &mut Frame<'_>, area: Rect) {
    let columns = [
        ("desktop", Constraint::Min(8)),
        ("DN", Constraint::Length(6)),
        ("registered", Constraint::Length(10)),
        ("session", Constraint::Length(34)),
        ("events", Constraint::Length(7)),
    ];
    let shown = app.shown_people();
    let registered = recorder.rig().registered();
    let list = List {
        pane: Pane::Sessions,
        title: "Desktops".into(),
        columns: &columns,
        count: shown.len(),
    };
    list.draw(app, frame, area, |at| {
        let person = shown.get(at).and_then(|place| recorder.world().people.get(*place));
        let Some(person) = person else { return Row::default() };
        let desk = recorder.session(&person.name);
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

fn clients(app: &App, rig: &Rig, frame: &mut Frame<'_>, area: Rect) {
    let [top, bottom] = Layout::vertical([Constraint::Length(4), Constraint::Fill(1)]).areas(area);
    let (words, role) = rig.link_words();
    let why = rig.away.as_deref().unwrap_or("what is shown is what it told last");
    let faint = app.theme.style(Role::Faint);
    let lines = vec![
        Line::from(vec![
            Span::styled(words, app.theme.style(role)),
            Span::styled("  L takes it down or brings it back", faint),
        ]),
        Line::raw(format!("control interface at {}", rig.address)),
        Line::styled(why.to_owned(), faint),
    ];
    list::lines(app, frame, top, "The rig", lines);
    let clients = rig.picture.clients.iter().map(|client| {
        Line::raw(format!("client{:<6}{} numbers registered", client.link, client.registered))
    });
    let title = format!("Clients of the T-Server {}", rig.picture.clients.len());
    list::lines(app, frame, bottom, &title, clients.collect());
}
