//! Trunk groups, circuit by circuit.

use std::collections::BTreeSet;

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::Span,
    widgets::Row,
};
use tserver_sim_control::{
    call_id,
    view::{Circuit, Trunk},
};

use super::{call, list::List};
use crate::{
    app::{App, Pane},
    rows::{self, TrunkRow},
    theme::Role,
};

/// The view of trunks: each group with the calls on its circuits, and the selected call in full.
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
    let columns = [
        ("trunk", Constraint::Length(9)),
        ("busy", Constraint::Length(7)),
        ("█ busy · idle", Constraint::Fill(1)),
    ];
    let rows = app.trunk_rows();
    let list =
        List { pane: Pane::Trunks, title: "Trunks".into(), columns: &columns, count: rows.len() };
    list.draw(app, frame, area, |at| match rows.get(at) {
        Some(TrunkRow::Group(trunk)) => group(app, trunk),
        Some(TrunkRow::Circuit(circuit)) => circuit_row(app, circuit),
        None => Row::default(),
    });
}

fn group(app: &App, trunk: &Trunk) -> Row<'static> {
    let busy: BTreeSet<u32> = trunk.circuits.iter().map(|circuit| circuit.place).collect();
    let circuits = (1..=trunk.channels).take(STRIP);
    let strip: String = circuits.map(|at| if busy.contains(&at) { '█' } else { '·' }).collect();
    let full = trunk.busy >= trunk.channels;
    Row::new([
        Span::raw(trunk.name.clone()),
        Span::styled(
            format!("{}/{}", trunk.busy, trunk.channels),
            app.theme.style(if full { Role::Broken } else { Role::Plain }),
        ),
        Span::styled(strip, app.theme.style(Role::Talking)),
    ])
}

fn circuit_row(app: &App, circuit: &Circuit) -> Row<'static> {
    let Some(call) = call_id(&circuit.call).ok().and_then(|id| app.scene.call(id)) else {
        return Row::default();
    };
    let (state, role) = rows::standing(&call);
    let (key, parties) = (app.scene.key_of_named(&circuit.call), app.parties_of(&call));
    Row::new([
        Span::raw(format!(" {}", circuit.number)),
        Span::styled(state, app.theme.style(role)),
        Span::raw(format!("{key} {parties}")),
    ])
}

/// The most circuits that a strip shows.
const STRIP: usize = 180;
