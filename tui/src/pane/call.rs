//! One call in full: its parties and the states of their connections (ECMA-269).

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};
use serde_json::Value;
use switch_sim::{id::CallId, time::SimTime};
use tserver_sim_control::view::{Call, Party};

use super::list;
use crate::{
    app::{App, Subject},
    rows,
    theme::Role,
};

/// Draws the selected call.
pub fn draw(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let selected = app.selected_call().or(app.call);
    let title =
        selected.map_or_else(|| "Call".to_owned(), |id| format!("Call {}", app.scene.key_of(id)));
    let lines = match selected {
        Some(id) => lines(app, id),
        None => vec![Line::styled("no call is up; n places one", app.theme.style(Role::Faint))],
    };
    list::lines(app, frame, area, &title, lines);
}

fn lines(app: &App, id: CallId) -> Vec<Line<'static>> {
    let Some(call) = app.scene.call(id) else { return Vec::new() };
    let faint = app.theme.style(Role::Faint);
    let consult = call.consult_of.as_deref();
    let consult =
        consult.map(|held| format!(", consultation for {}", app.scene.key_of_named(held)));
    let mut lines = vec![Line::from(vec![
        Span::styled("dialled ", faint),
        Span::raw(call.called.clone()),
        Span::styled(", up ", faint),
        Span::raw(app.age(SimTime(call.since_ms))),
        Span::styled(consult.unwrap_or_default(), faint),
    ])];
    lines.extend(call.parties.iter().map(|party| party_line(app, &call, party)));
    if let Some(step) = &call.vector {
        let left = call.vector_until_ms.map(|until| format!(", {} left", app.left(SimTime(until))));
        let hears = call.hears.as_ref().map(|hears| format!(", hears {hears}"));
        lines.push(Line::from(vec![
            Span::styled("vector step ", faint),
            Span::raw(step.clone()),
            Span::raw(left.unwrap_or_default()),
            Span::raw(hears.unwrap_or_default()),
        ]));
    }
    if !call.data.is_empty() {
        let text = |value: &Value| value.as_str().unwrap_or("…").to_owned();
        let pairs = call.data.iter().map(|(key, value)| format!("{key}={}", text(value)));
        let pairs: Vec<String> = pairs.collect();
        lines.push(Line::from(vec![Span::styled("data ", faint), Span::raw(pairs.join(" "))]));
    }
    lines
}

fn party_line(app: &App, call: &Call, party: &Party) -> Line<'static> {
    let name = app.scene.party_name(call, party);
    let acts = match app.subject() {
        Some(Subject::Person(person)) => person == name,
        Some(Subject::Outside { device, .. }) => device == party.device,
        None => false,
    };
    let queue = party.queue.as_ref().map(|number| app.scene.queue_name(number));
    let own = party.device.as_str();
    let number = party.number.as_deref().unwrap_or("no number");
    let circuit = if number == own { String::new() } else { format!(" {own}") };
    let faint = app.theme.style(Role::Faint);
    Line::from(vec![
        Span::styled(if acts { "▸ " } else { "  " }, app.theme.style(Role::Key)),
        Span::raw(format!("{name:<9} ")),
        Span::styled(
            format!("{:<9}", rows::state_word(party.state)),
            app.theme.style(rows::state_role(party.state)),
        ),
        Span::styled(format!(" {number}"), faint),
        Span::styled(queue.map(|queue| format!(" by {queue}")).unwrap_or_default(), faint),
        Span::styled(circuit, faint),
    ])
}
