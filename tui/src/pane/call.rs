//! One call in full: its parties and the states of their connections (ECMA-269).

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};
use switch_sim::{call::Party, id::CallId};

use super::list;
use crate::{
    app::{App, Subject},
    rows,
    theme::Role,
};

/// Draws the selected call.
pub fn draw(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let selected = app.selected_call().or(app.call);
    let title = selected.map_or_else(|| "Call".to_owned(), |id| format!("Call {}", app.key_of(id)));
    let lines = match selected {
        Some(id) => lines(app, id),
        None => vec![Line::styled("no call is up; n places one", app.theme.style(Role::Faint))],
    };
    list::lines(app, frame, area, &title, lines);
}

fn lines(app: &App, id: CallId) -> Vec<Line<'static>> {
    let switch = app.recorder.rig().switch();
    let Some(call) = switch.call(id) else { return Vec::new() };
    let faint = app.theme.style(Role::Faint);
    let consult = call.consult_of.map(|held| format!(", consultation for {}", app.key_of(held)));
    let mut lines = vec![Line::from(vec![
        Span::styled("dialled ", faint),
        Span::raw(call.called.to_string()),
        Span::styled(", up ", faint),
        Span::raw(app.age(call.since)),
        Span::styled(consult.unwrap_or_default(), faint),
    ])];
    lines.extend(call.parties.iter().map(|party| party_line(app, id, party)));
    let data = app.recorder.data_of(id);
    if !data.is_empty() {
        let pairs: Vec<String> = data.iter().map(|(key, value)| format!("{key}={value}")).collect();
        lines.push(Line::from(vec![Span::styled("data ", faint), Span::raw(pairs.join(" "))]));
    }
    lines
}

fn party_line(app: &App, id: CallId, party: &Party) -> Line<'static> {
    let switch = app.recorder.rig().switch();
    let device = switch.device(party.device);
    let name = app.recorder.party_name(id, party.device);
    let acts = match app.subject() {
        Some(Subject::Person(person)) => person == name,
        Some(Subject::Outside { device, .. }) => device == party.device,
        None => false,
    };
    let queue = party.queue.and_then(|queue| switch.device(queue).name.clone());
    let own = device.number.as_str();
    let number = party.number.as_ref().map_or("no number", |number| number.as_str());
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
