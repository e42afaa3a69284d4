//! What was counted in each virtual minute, as curves and as a table.

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::Span,
    widgets::{Row, Sparkline},
};

use super::{list, list::List};
use crate::{
    app::{App, Pane},
    history::Minute,
    theme::Role,
};

/// The view of statistics.
pub fn view(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let [a, b, c, d, table] = bands(area);
    let curves: [(Rect, Curve); 4] = [
        (a, ("calls up", |minute| minute.up)),
        (b, ("waiting", |minute| minute.waiting)),
        (c, ("answered", |minute| minute.answered)),
        (d, ("abandoned", |minute| minute.abandoned)),
    ];
    for (area, curve) in curves {
        draw_curve(app, frame, area, curve);
    }
    draw_table(app, frame, table);
}

fn bands(area: Rect) -> [Rect; 5] {
    let curve = if area.height >= TALL { 6 } else { 3 };
    Layout::vertical([
        Constraint::Length(curve),
        Constraint::Length(curve),
        Constraint::Length(curve),
        Constraint::Length(curve),
        Constraint::Fill(1),
    ])
    .areas(area)
}

/// Where the table of minutes is.
pub fn table(area: Rect) -> Rect {
    let [_, _, _, _, table] = bands(area);
    table
}

/// How many minutes the table has.
pub fn count(app: &App) -> usize {
    minutes(app, usize::MAX).len()
}

fn draw_curve(app: &App, frame: &mut Frame<'_>, area: Rect, (title, value): Curve) {
    let minutes = minutes(app, usize::from(area.width));
    let values: Vec<u64> = minutes.iter().map(value).collect();
    let last = values.last().copied().unwrap_or(0);
    let most = values.iter().max().copied().unwrap_or(0);
    let title = format!("{title}: {last} in this minute, at most {most}");
    let inner = list::titled(app, frame, area, &title, false);
    let curve = Sparkline::default().data(&values).style(app.theme.style(Role::Ready));
    frame.render_widget(curve, inner);
}

fn draw_table(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let columns = [
        ("minute", Constraint::Length(8)),
        ("begun", Constraint::Length(8)),
        ("answered", Constraint::Length(8)),
        ("abandoned", Constraint::Length(9)),
        ("calls up", Constraint::Length(8)),
        ("waiting", Constraint::Length(8)),
    ];
    let mut minutes = minutes(app, usize::MAX);
    minutes.reverse();
    let first = app.history.over();
    let list = List {
        pane: Pane::Statistics,
        title: "Minutes, the present one at the top:".into(),
        columns: &columns,
        count: minutes.len(),
    };
    list.draw(app, frame, area, |at| {
        let Some(minute) = minutes.get(at) else { return Row::default() };
        let number = first.saturating_sub(u64::try_from(at).unwrap_or(u64::MAX));
        let cells =
            [number, minute.begun, minute.answered, minute.abandoned, minute.up, minute.waiting];
        Row::new(cells.map(|cell| Span::raw(cell.to_string())))
    });
}

/// The last minutes and the present one, oldest first.
fn minutes(app: &App, count: usize) -> Vec<Minute> {
    let mut minutes: Vec<Minute> = app.history.last(count.saturating_sub(1)).copied().collect();
    minutes.push(app.history.present(&app.scene.counts()));
    minutes
}

/// What a curve shows, and where it is in a minute.
type Curve = (&'static str, fn(&Minute) -> u64);

/// From this height on, curves are tall.
const TALL: u16 = 40;
