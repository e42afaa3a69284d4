//! Everything at once: people, calls, queues and trunks, and the selected device and call.

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
};

use super::{agents, call, calls, device, queues, trace, trunks};
use crate::{
    app::{App, Pane},
    command::PANES,
};

/// Draws the panes as many side by side as there is room for.
pub fn draw(app: &App, frame: &mut Frame<'_>, area: Rect) {
    if area.width >= WIDE {
        wide(app, frame, area);
    } else {
        narrow(app, frame, area);
    }
}

fn narrow(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let [agents, calls, queues, trunks, device, call] = narrow_areas(area);
    agents::narrow(app, frame, agents);
    calls::narrow(app, frame, calls);
    queues::draw(app, frame, queues);
    trunks::draw(app, frame, trunks);
    device::draw(app, frame, device);
    call::draw(app, frame, call);
}

fn wide(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let [agents, calls, queues, trunks, device, call, tail] = wide_areas(area);
    agents::narrow(app, frame, agents);
    calls::narrow(app, frame, calls);
    queues::draw(app, frame, queues);
    trunks::draw(app, frame, trunks);
    device::draw(app, frame, device);
    call::draw(app, frame, call);
    trace::tail(app, frame, tail);
}

/// The lists, and where they are drawn.
pub fn lists(area: Rect) -> Vec<(Pane, Rect)> {
    let areas = if area.width >= WIDE {
        let [agents, calls, queues, trunks, ..] = wide_areas(area);
        [agents, calls, queues, trunks]
    } else {
        let [agents, calls, queues, trunks, ..] = narrow_areas(area);
        [agents, calls, queues, trunks]
    };
    PANES.into_iter().zip(areas).collect()
}

fn narrow_areas(area: Rect) -> [Rect; 6] {
    let [top, middle, bottom] =
        Layout::vertical([Constraint::Fill(4), Constraint::Min(5), Constraint::Min(7)]).areas(area);
    let [[a, b], [c, d], [e, f]] = [top, middle, bottom].map(halves);
    [a, b, c, d, e, f]
}

fn wide_areas(area: Rect) -> [Rect; 7] {
    let [top, middle, bottom] =
        Layout::vertical([Constraint::Fill(5), Constraint::Length(9), Constraint::Fill(3)])
            .areas(area);
    let [a, b, c, d] = Layout::horizontal([
        Constraint::Fill(5),
        Constraint::Fill(5),
        Constraint::Fill(4),
        Constraint::Fill(5),
    ])
    .spacing(2)
    .areas(top);
    let [e, f] = halves(middle);
    [a, b, c, d, e, f, bottom]
}

fn halves(area: Rect) -> [Rect; 2] {
    Layout::horizontal([Constraint::Fill(1), Constraint::Fill(1)]).spacing(2).areas(area)
}

/// From this width on, four lists stand side by side.
const WIDE: u16 = 160;
