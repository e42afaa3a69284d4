//! A list with a cursor: its title, its columns, and the rows that there is room for.

use ratatui::{
    Frame,
    layout::{Constraint, Rect},
    style::Style,
    text::{Line, Span, Text},
    widgets::{Block, Borders, Paragraph, Row, Table},
};

use crate::{
    app::{App, Pane},
    rows,
    theme::Role,
    view::View,
};

/// A list about to be drawn.
pub struct List<'a> {
    pub pane: Pane,
    pub title: String,
    pub columns: &'a [(&'a str, Constraint)],
    /// How many rows there are.
    pub count: usize,
}

impl List<'_> {
    /// Draws the rows around the cursor; only those that are seen are made.
    pub fn draw<'r>(
        &self,
        app: &App,
        frame: &mut Frame<'_>,
        area: Rect,
        row: impl Fn(usize) -> Row<'r>,
    ) {
        let has_cursor = app.pane() == self.pane;
        let inner = titled(app, frame, area, &self.title_with_filter(app), has_cursor);
        let height = usize::from(inner.height.saturating_sub(1));
        let at = app.cursors.at(self.pane).min(self.count.saturating_sub(1));
        let first = window(at, self.count, height);
        let rows = (first..self.count).take(height).map(|place| {
            if place == at && has_cursor {
                row(place).style(app.theme.style(Role::Selected))
            } else {
                row(place)
            }
        });
        let header = Row::new(self.columns.iter().map(|(name, _)| *name));
        let table = Table::new(rows, self.columns.iter().map(|(_, width)| *width))
            .header(header.style(app.theme.style(Role::Faint)))
            .column_spacing(1);
        frame.render_widget(table, inner);
    }

    fn title_with_filter(&self, app: &App) -> String {
        let filter = app.filter(self.pane);
        if filter.is_empty() {
            format!("{} {}", self.title, self.count)
        } else {
            format!("{} {} /{filter}", self.title, self.count)
        }
    }
}

/// The row of a list that was drawn in an area, by its line on the screen.
pub fn row_at(app: &App, pane: Pane, area: Rect, line: u16) -> Option<usize> {
    let head = match pane {
        Pane::Trace | Pane::Story => 1,
        Pane::Agents
        | Pane::Devices
        | Pane::Calls
        | Pane::Queues
        | Pane::Vectors
        | Pane::Trunks
        | Pane::Sessions
        | Pane::Ladder
        | Pane::Statistics => 2,
    };
    let height = usize::from(area.height.saturating_sub(head));
    let count = rows::count(app, pane);
    let at = app.cursors.at(pane).min(count.saturating_sub(1));
    let below = line.checked_sub(area.y + head)?;
    let row = window(at, count, height) + usize::from(below);
    (row < count).then_some(row)
}

/// Draws a rule with a title; the area below it.
pub fn titled(app: &App, frame: &mut Frame<'_>, area: Rect, title: &str, strong: bool) -> Rect {
    let role = if strong { Role::Title } else { Role::Faint };
    let mark = if strong { "▶ " } else { "" };
    let hint = if strong { hint(app.view) } else { "" };
    let title = Line::from(vec![
        Span::styled(format!(" {mark}{title} "), app.theme.style(role)),
        Span::styled(hint, app.theme.style(Role::Faint)),
    ]);
    let block =
        Block::new().borders(Borders::TOP).border_style(app.theme.style(Role::Faint)).title(title);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    inner
}

/// The keys of the pane that has the cursor.
fn hint(view: View) -> &'static str {
    match view {
        View::Overview => " ↑↓ rows ←→ lists ",
        View::Agents | View::Devices | View::Queues | View::Vectors | View::Trunks => {
            " ↑↓ rows, enter opens "
        }
        View::Calls => " ↑↓ rows, enter opens, space marks ",
        View::Trace => " ↑↓ rows, enter opens, C compares ",
        View::Ladder => " ↑↓ rows, enter opens, C compares, E exports ",
        View::Gateway | View::Statistics => " ↑↓ rows ",
        View::Story => "",
    }
}

/// Draws a rule with a title, and lines below it as far as there is room.
pub fn lines(app: &App, frame: &mut Frame<'_>, area: Rect, title: &str, lines: Vec<Line<'_>>) {
    let inner = titled(app, frame, area, title, false);
    frame.render_widget(Paragraph::new(Text::from(lines)).style(Style::new()), inner);
}

/// The first row that is seen, so that the one at the cursor is, in the middle if possible.
pub fn window(at: usize, count: usize, height: usize) -> usize {
    at.saturating_sub(height / 2).min(count.saturating_sub(height))
}
