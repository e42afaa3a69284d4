//! One person's device as the switch and the gateway see it.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};
use scenarios::record::DeskCall;
use switch_sim::world::Person;

use super::list;
use crate::{
    acts,
    app::{App, Subject},
    scene::Scene,
    theme::Role,
};

/// Draws the device of whoever acts.
pub fn draw(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let (title, lines) = match app.subject() {
        Some(Subject::Person(name)) => {
            let person = app.scene.world().people.iter().find(|person| person.name == name);
            let hand = if acts::at_desk(app) { "at the desktop" } else { "at the telephone" };
            let lines = person.map(|person| lines(app, person)).unwrap_or_default();
            (format!("{name} {hand}"), lines)
        }
        Some(Subject::Outside { name, .. }) => {
            let line = Line::styled("outside, behind a trunk", app.theme.style(Role::Faint));
            (name, vec![line])
        }
        None => {
            let line = Line::styled("nobody is selected", app.theme.style(Role::Faint));
            ("Device".to_owned(), vec![line])
        }
    };
    list::lines(app, frame, area, &title, lines);
}

fn lines(app: &App, person: &Person) -> Vec<Line<'static>> {
    let faint = app.theme.style(Role::Faint);
    let (state, role, since) = app.agent_state(person);
    let login = person.login.as_ref().map(|login| format!(", agent {login}"));
    let queues = format!(", queues {}", person.queues.join(" "));
    let mut lines = vec![
        Line::from(vec![
            Span::styled("DN ", faint),
            Span::raw(person.dn.clone()),
            Span::raw(login.unwrap_or_default()),
            Span::styled(if person.queues.is_empty() { String::new() } else { queues }, faint),
        ]),
        Line::from(vec![
            Span::styled("switch  ", faint),
            Span::styled(state, app.theme.style(role)),
            Span::raw(since.map(|since| format!(" for {}", app.age(since))).unwrap_or_default()),
        ]),
    ];
    if app.scene.is_off_hook(&person.dn) && app.scene.calls_at(person).is_empty() {
        let tone = "the handset is lifted: dial tone";
        lines.push(Line::styled(tone, app.theme.style(Role::Ringing)));
    }
    if matches!(app.scene, Scene::Own(_)) {
        lines.push(gateway_line(app));
    }
    for (place, call) in acts::desk_calls(app).into_iter().enumerate() {
        lines.push(call_line(app, call, place == 0));
    }
    if app.desk.session.is_none() {
        let calls = app.calls_of(person);
        if !calls.is_empty() {
            lines.push(Line::raw(format!("  {calls}")));
        }
    }
    lines
}

fn gateway_line(app: &App) -> Line<'static> {
    let faint = app.theme.style(Role::Faint);
    let desk = &app.desk;
    let Some(session) = &desk.session else {
        return Line::from(vec![Span::styled("gateway ", faint), Span::raw("no session")]);
    };
    let session: String = session.chars().take(8).collect();
    let reason = desk.reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
    let link = if desk.linked { String::new() } else { "link down, last known: ".to_owned() };
    Line::from(vec![
        Span::styled("gateway ", faint),
        Span::styled(link, app.theme.style(Role::Broken)),
        Span::raw(format!("{}{reason}", desk.agent)),
        Span::styled(format!(", {} events, session {session}…", desk.events), faint),
    ])
}

fn call_line(app: &App, call: &DeskCall, current: bool) -> Line<'static> {
    let role = match call.state.as_str() {
        "ringing" | "dialing" => Role::Ringing,
        "connected" => Role::Talking,
        "held" => Role::Held,
        _ => Role::Broken,
    };
    Line::from(vec![
        Span::styled(if current { "▸ " } else { "  " }, app.theme.style(Role::Key)),
        Span::raw(format!("{} ", call.name)),
        Span::styled(format!("{} ", call.state), app.theme.style(role)),
        Span::raw(format!("{} {}", call.kind, call.parties.join(" "))),
    ])
}
