//! Everything at once: people, calls, queues and trunks, and the selected device and call.

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
};

use super::{agents, call, calls, device, queues, trace, trunks};
use crate::app::App;

/// Draws the panes as many side by side as there is room for.
pub fn draw(app: &App, frame: &mut Frame<'_>, area: Rect) {
    if area.width >= WIDE {
        wide(app, frame, area);
    } else {
        narrow(app, frame, area);
    }
}

fn narrow(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let [top, middle, bottom] =
        Layout::vertical([Constraint::Fill(4), Constraint::Min(5), Constraint::Min(7)]).areas(area);
    let [left, right] = halves(top);
    agents::narrow(app, frame, left);
    calls::narrow(app, frame, right);
    let [left, right] = halves(middle);
    queues::draw(app, frame, left);
    trunks::draw(app, frame, right);
    let [left, right] = halves(bottom);
    device::draw(app, frame, left);
    call::draw(app, frame, right);
}

fn wide(app: &App, frame: &mut Frame<'_>, area: Rect) {
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
    agents::narrow(app, frame, a);
    calls::narrow(app, frame, b);
    queues::draw(app, frame, c);
    trunks::draw(app, frame, d);
    let [left, right] = halves(middle);
    device::draw(app, frame, left);
    call::draw(app, frame, right);
    trace::tail(app, frame, bottom);
}

fn halves(area: Rect) -> [Rect; 2] {
    Layout::horizontal([Constraint::Fill(1), Constraint::Fill(1)]).spacing(2).areas(area)
}

/// From this width on, four lists stand side by side.
const WIDE: u16 = 160;
