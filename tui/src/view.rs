//! The views, and the frame around them: header, tabs, what was said, keys.

mod bottom;
mod dialog;
mod header;

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Position, Rect, Size},
};

use crate::{
    app::{App, Pane},
    pane,
};

/// One screenful.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    Overview,
    Agents,
    Devices,
    Queues,
    Vectors,
    Trunks,
    Calls,
    Gateway,
    Trace,
    Ladder,
    Statistics,
    Story,
}

impl View {
    /// Every view, in the order of its keys: 1 to 9, then 0.
    pub const ALL: [Self; 12] = [
        Self::Overview,
        Self::Agents,
        Self::Devices,
        Self::Queues,
        Self::Vectors,
        Self::Trunks,
        Self::Calls,
        Self::Gateway,
        Self::Trace,
        Self::Ladder,
        Self::Statistics,
        Self::Story,
    ];

    /// The word on its tab.
    pub fn title(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Agents => "Agents",
            Self::Devices => "DNs",
            Self::Queues => "Queues",
            Self::Vectors => "Vectors",
            Self::Trunks => "Trunks",
            Self::Calls => "Calls",
            Self::Gateway => "Gateway",
            Self::Trace => "Trace",
            Self::Ladder => "Ladder",
            Self::Statistics => "Stats",
            Self::Story => "Story",
        }
    }

    /// The key that opens it; of two views with one key, the key opens the other one when it is
    /// pressed again.
    pub fn key(self) -> char {
        match self {
            Self::Overview => '1',
            Self::Agents | Self::Devices => '2',
            Self::Queues | Self::Vectors => '3',
            Self::Trunks => '4',
            Self::Calls => '5',
            Self::Gateway => '6',
            Self::Trace => '7',
            Self::Ladder => '8',
            Self::Statistics => '9',
            Self::Story => '0',
        }
    }

    /// The view that a key opens from this one.
    pub fn of_key(self, key: char) -> Option<Self> {
        let mut views = Self::ALL.into_iter().filter(|view| view.key() == key);
        let first = views.next()?;
        Some(if first == self { views.next().unwrap_or(first) } else { first })
    }

    /// Whether it has a tab where there is little room: of two views with one key, the one that is
    /// open.
    pub fn has_tab(self, open: Self) -> bool {
        let first = Self::ALL.into_iter().find(|view| view.key() == self.key());
        if open.key() == self.key() { open == self } else { first == Some(self) }
    }

    /// The view whose tab follows.
    #[must_use]
    pub fn next(self) -> Self {
        let others = Self::ALL.into_iter().cycle().skip_while(move |view| *view != self);
        others.skip(1).take(1).next().unwrap_or(Self::Overview)
    }

    /// The view whose tab comes before.
    #[must_use]
    pub fn previous(self) -> Self {
        let others = Self::ALL.into_iter().rev().cycle().skip_while(move |view| *view != self);
        others.skip(1).take(1).next().unwrap_or(Self::Overview)
    }

    /// The pane that has the cursor; none: one of several.
    pub fn pane(self) -> Option<Pane> {
        match self {
            Self::Overview => None,
            Self::Agents => Some(Pane::Agents),
            Self::Devices => Some(Pane::Devices),
            Self::Queues => Some(Pane::Queues),
            Self::Vectors => Some(Pane::Vectors),
            Self::Trunks => Some(Pane::Trunks),
            Self::Calls => Some(Pane::Calls),
            Self::Gateway => Some(Pane::Sessions),
            Self::Trace => Some(Pane::Trace),
            Self::Ladder => Some(Pane::Ladder),
            Self::Statistics => Some(Pane::Statistics),
            Self::Story => Some(Pane::Story),
        }
    }
}

/// Draws the whole screen.
pub fn draw(app: &App, frame: &mut Frame<'_>) {
    let [top, tabs, body, said, keys] = bands(app, frame.area());
    header::draw(app, frame, top);
    header::tabs(app, frame, tabs);
    draw_body(app, frame, body);
    bottom::said(app, frame, said);
    bottom::keys(app, frame, keys);
    dialog::draw(app, frame, body, said);
}

/// The header, the tabs, the view, what was said, the keys.
fn bands(app: &App, screen: Rect) -> [Rect; 5] {
    let keys = if screen.height >= TALL { 2 } else { 1 };
    Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(1),
        Constraint::Min(0),
        Constraint::Length(bottom::lines_of_said(app, screen.width)),
        Constraint::Length(keys),
    ])
    .areas(screen)
}

/// The view whose tab is at a place of a screen of this width.
pub fn tab_at(app: &App, width: u16, place: Position) -> Option<View> {
    if place.y == TABS { header::tab_at(app, width, place.x) } else { None }
}

/// The row of a list at a place of a screen of this size.
pub fn row_at(app: &App, screen: Size, place: Position) -> Option<(Pane, usize)> {
    let [_, _, body, _, _] = bands(app, Rect::from((Position::ORIGIN, screen)));
    let (pane, area) = lists(app, body).into_iter().find(|(_, area)| area.contains(place))?;
    Some((pane, pane::list::row_at(app, pane, area, place.y)?))
}

/// The lists of the view that is open, and where they are drawn.
fn lists(app: &App, area: Rect) -> Vec<(Pane, Rect)> {
    let [list, ..] = match app.view {
        View::Overview => return pane::overview::lists(area),
        View::Agents => pane::agents::areas(area),
        View::Devices => pane::devices::areas(area),
        View::Queues => pane::queues::areas(area),
        View::Vectors => pane::vectors::areas(area),
        View::Trunks => pane::trunks::areas(area),
        View::Calls => pane::calls::areas(area),
        View::Ladder => pane::ladder::areas(app, area),
        View::Trace => [area, Rect::ZERO],
        View::Gateway => [pane::gateway::list(app, area), Rect::ZERO],
        View::Statistics => [pane::statistics::table(area), Rect::ZERO],
        // Its cursor is where the scenario stands.
        View::Story => return Vec::new(),
    };
    app.view.pane().map(|pane| (pane, list)).into_iter().collect()
}

fn draw_body(app: &App, frame: &mut Frame<'_>, area: Rect) {
    match app.view {
        View::Overview => pane::overview::draw(app, frame, area),
        View::Agents => pane::agents::view(app, frame, area),
        View::Devices => pane::devices::view(app, frame, area),
        View::Queues => pane::queues::view(app, frame, area),
        View::Vectors => pane::vectors::view(app, frame, area),
        View::Trunks => pane::trunks::view(app, frame, area),
        View::Calls => pane::calls::view(app, frame, area),
        View::Gateway => pane::gateway::view(app, frame, area),
        View::Trace => pane::trace::view(app, frame, area),
        View::Ladder => pane::ladder::view(app, frame, area),
        View::Statistics => pane::statistics::view(app, frame, area),
        View::Story => pane::story::view(app, frame, area),
    }
}

/// The row of the tabs.
const TABS: u16 = 1;
/// From this height on, the keys have two lines.
const TALL: u16 = 30;
