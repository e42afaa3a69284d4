//! The two lines at the bottom: what was said last, and the keys that make sense at this moment.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::{
    acts,
    app::{App, Mode, Pane, Subject, Tone},
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
    frame.render_widget(Line::from_iter(spans), area);
}

/// Draws the keys that do something at this moment, those of the selected thing first.
pub(super) fn keys(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let keys = match &app.mode {
        Mode::Panes => pane_keys(app),
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
    let mut spans = Vec::new();
    for (key, words) in keys {
        spans.push(Span::styled(key, app.theme.style(Role::Key)));
        spans.push(Span::raw(format!(" {words}  ")));
    }
    frame.render_widget(Line::from(spans), area);
}

fn pane_keys(app: &App) -> Vec<(String, String)> {
    let offers = acts::offers(app);
    let mut keys = Vec::new();
    if let Some(who) = who(app).filter(|_| !offers.is_empty()) {
        keys.push((format!("{who}:"), String::new()));
    }
    keys.extend(offers.into_iter().map(|offer| (offer.act.row().key.to_string(), offer.label)));
    let has_desk = app.desk.session.is_some();
    if has_desk {
        let other = if app.at_phone { "desktop" } else { "telephone" };
        keys.push(("d".to_owned(), other.to_owned()));
    }
    if app.pane() == Pane::Calls && app.call.is_some() {
        keys.extend(fixed(&[(",", "next party"), ("space", "mark")]));
    }
    if app.script.is_some() {
        keys.extend(fixed(&[("N", "next step")]));
    }
    keys.extend(fixed(&[
        ("n", "call"),
        ("L", "link"),
        ("w", "write"),
        ("/", "filter"),
        ("?", "help"),
        ("q", "quit"),
    ]));
    keys
}

fn who(app: &App) -> Option<String> {
    Some(match app.subject()? {
        Subject::Person(name) if acts::at_desk(app) => name,
        Subject::Person(name) => format!("{name}.phone"),
        Subject::Outside { name, .. } => name,
    })
}

fn fixed(keys: &[(&str, &str)]) -> Vec<(String, String)> {
    keys.iter().map(|(key, words)| ((*key).to_owned(), (*words).to_owned())).collect()
}
