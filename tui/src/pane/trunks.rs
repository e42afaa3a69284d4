//! Trunk groups, circuit by circuit.

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::Span,
    widgets::Row,
};
use switch_sim::id::{CallId, DeviceId, TrunkGroupId};

use super::{call, list::List};
use crate::{
    app::{App, Pane},
    rows::{self, TrunkRow},
    theme::Role,
};

/// The view of trunks: each group with the calls on its circuits, and the selected call in full.
pub fn view(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let [top, bottom] = Layout::vertical([Constraint::Fill(2), Constraint::Fill(1)]).areas(area);
    draw(app, frame, top);
    call::draw(app, frame, bottom);
}

/// The list.
pub fn draw(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let columns = [
        ("trunk", Constraint::Length(9)),
        ("busy", Constraint::Length(7)),
        ("█ busy · idle", Constraint::Fill(1)),
    ];
    let rows = app.trunk_rows();
    let list =
        List { pane: Pane::Trunks, title: "Trunks".into(), columns: &columns, count: rows.len() };
    list.draw(app, frame, area, |at| match rows.get(at) {
        Some(TrunkRow::Group(id)) => group(app, *id),
        Some(TrunkRow::Circuit { circuit, call }) => circuit_row(app, *circuit, *call),
        None => Row::default(),
    });
}

fn group(app: &App, id: TrunkGroupId) -> Row<'static> {
    let switch = app.recorder.rig().switch();
    let Some(trunk) = switch.trunks().find(|trunk| trunk.id == id) else { return Row::default() };
    let circuits = app.circuits(id);
    let strip: String = circuits
        .iter()
        .take(STRIP)
        .map(|(_, call)| if call.is_some() { '█' } else { '·' })
        .collect();
    let full = trunk.idle() == 0;
    Row::new([
        Span::raw(trunk.name.clone()),
        Span::styled(
            format!("{}/{}", trunk.busy(), trunk.channels),
            app.theme.style(if full { Role::Broken } else { Role::Plain }),
        ),
        Span::styled(strip, app.theme.style(Role::Talking)),
    ])
}

fn circuit_row(app: &App, circuit: DeviceId, id: CallId) -> Row<'static> {
    let switch = app.recorder.rig().switch();
    let Some(call) = switch.call(id) else { return Row::default() };
    let (state, role) = rows::standing(call);
    let number = &switch.device(circuit).number;
    Row::new([
        Span::raw(format!(" {number}")),
        Span::styled(state, app.theme.style(role)),
        Span::raw(format!("{} {}", app.key_of(id), app.parties_of(call))),
    ])
}

/// The most circuits that a strip shows.
const STRIP: usize = 180;
