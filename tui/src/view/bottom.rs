//! The two lines at the bottom: what was said last, and the keys that make sense at this moment.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span, Text},
    widgets::{Paragraph, Wrap},
};

use crate::{
    acts,
    app::{App, Mode, Pane, Subject, Tone},
    command,
    theme::Role,
};

/// Draws what was said last.
pub(super) fn said(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let (mark, role) = match app.status.tone {
        Tone::Said => ("  ", Role::Plain),
        Tone::Done => ("✓ ", Role::Ready),
        Tone::Refused => ("✗ ", Role::Broken),
    };
    let spans = [
        Span::styled(mark, app.theme.style(role)),
        Span::styled(app.status.text.clone(), app.theme.style(role)),
    ];
    let text = Paragraph::new(Line::from_iter(spans)).wrap(Wrap { trim: false });
    frame.render_widget(text, area);
}

/// How many lines of this width what was said takes: a refusal is read to its end.
pub(super) fn lines_of_said(app: &App, width: u16) -> u16 {
    let letters = MARK + app.status.text.chars().count();
    // Words are not broken: a line that is followed by another one ends early.
    let room = usize::from(width).max(1);
    let lines = if letters <= room { 1 } else { (letters + WORD).div_ceil(room) };
    u16::try_from(lines).unwrap_or(u16::MAX).min(MOST_SAID)
}

/// Draws the keys that do something at this moment: as many as there is room for, those of the
/// selected thing first, and the way to all others last.
pub(super) fn keys(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let (own, general) = keys_of(app);
    let width = usize::from(area.width);
    let help = matches!(app.mode, Mode::Panes).then(|| Key::new("?", "help"));
    let lines = if area.height > 1 && !own.is_empty() {
        vec![fit(app, width, own, None), fit(app, width, general, help)]
    } else {
        vec![fit(app, width, own.into_iter().chain(general).collect(), help)]
    };
    frame.render_widget(Text::from(lines), area);
}

/// As many keys as fit into one line, and the last one in any case.
fn fit(app: &App, width: usize, keys: Vec<Key>, last: Option<Key>) -> Line<'static> {
    let width = width.saturating_sub(last.as_ref().map_or(0, Key::width));
    let total: usize = keys.iter().map(|key| key.width() + ROOMY.len()).sum();
    let gap = if total <= width { ROOMY } else { TIGHT };
    let mut spans = Vec::new();
    let mut used = 0;
    let fits = keys.into_iter().filter(|key| {
        let needed = key.width() + gap.len();
        let fits = used + needed <= width;
        used += if fits { needed } else { 0 };
        fits
    });
    for key in fits.collect::<Vec<_>>().into_iter().chain(last) {
        spans.push(Span::styled(key.key, app.theme.style(Role::Key)));
        spans.push(Span::raw(format!(" {}{gap}", key.word)));
    }
    Line::from(spans)
}

/// A key and what it does.
struct Key {
    key: String,
    word: String,
}

impl Key {
    fn new(key: impl Into<String>, word: impl Into<String>) -> Self {
        Self { key: key.into(), word: word.into() }
    }

    fn width(&self) -> usize {
        self.key.chars().count() + 1 + self.word.chars().count()
    }
}

/// The keys of what is selected, and those that always do something.
fn keys_of(app: &App) -> (Vec<Key>, Vec<Key>) {
    let fixed = match &app.mode {
        Mode::Panes => return (subject_keys(app), pane_keys(app)),
        Mode::Form(_) => {
            fixed(&[("enter", "send"), ("tab", "next field"), ("↑↓", "choices"), ("esc", "leave")])
        }
        Mode::Help(_) => {
            fixed(&[("enter", "run it"), ("↑↓", "choose"), ("type", "search"), ("esc", "leave")])
        }
        Mode::Prompt(_) => fixed(&[("enter", "run it"), ("tab", "complete"), ("esc", "leave")]),
        Mode::Question { .. } => fixed(&[("y", "yes"), ("n", "no")]),
        Mode::Message => fixed(&[("↑↓", "other messages"), ("esc", "leave")]),
    };
    (Vec::new(), fixed)
}

fn subject_keys(app: &App) -> Vec<Key> {
    let offers = acts::offers(app);
    let mut keys = Vec::new();
    keys.extend(who(app).filter(|_| !offers.is_empty()).map(|who| Key::new(who, "▸")));
    for offer in offers {
        let key = Key::new(offer.act.row().key, offer.label);
        if keys.iter().all(|shown| shown.key != key.key) {
            keys.push(key);
        }
    }
    if app.desk.session.is_some() {
        keys.push(Key::new("d", if app.at_phone { "desktop" } else { "telephone" }));
    }
    keys
}

fn pane_keys(app: &App) -> Vec<Key> {
    let mut keys = Vec::new();
    if app.script.as_ref().is_some_and(|script| !script.is_over()) {
        keys.extend(fixed(&[("N", "next step")]));
    }
    keys.extend(fixed(&[
        ("n", "call"),
        ("L", "link"),
        ("w", "write"),
        ("A", "act"),
        ("q", "quit"),
    ]));
    if app.pane() == Pane::Calls && app.call.is_some() {
        keys.extend(fixed(&[(",", "next party"), ("space", "mark")]));
    }
    let pause = if app.clock.running { "pause" } else { "go on" };
    keys.extend(fixed(&[("p", pause), (".", "step"), ("+", "faster"), ("-", "slower")]));
    keys.extend(fixed(&[("/", "filter"), (":", "command"), ("T", "traffic")]));
    keys.retain(|key| is_possible(app, &key.key));
    keys
}

/// Whether the command of a key can be run.
fn is_possible(app: &App, key: &str) -> bool {
    let row = command::ROWS.iter().find(|row| row.key == key);
    row.is_none_or(|row| command::impossible(app, row.command).is_none())
}

fn who(app: &App) -> Option<String> {
    Some(match app.subject()? {
        Subject::Person(name) if acts::at_desk(app) => name,
        Subject::Person(name) => format!("{name}.phone"),
        Subject::Outside { name, .. } => name,
    })
}

fn fixed(keys: &[(&str, &str)]) -> Vec<Key> {
    keys.iter().map(|(key, word)| Key::new(*key, *word)).collect()
}

/// How long the mark before what was said is, and how long a word may be.
const MARK: usize = 2;
const WORD: usize = 16;
/// The most lines of what was said.
const MOST_SAID: u16 = 3;
const ROOMY: &str = "  ";
const TIGHT: &str = " ";
