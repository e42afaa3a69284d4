//! Two messages side by side, word for word, what differs first.

use ratatui::{
    Frame,
    layout::{Constraint, Rect},
    text::{Line, Span},
    widgets::{Row, Table},
};
use scenarios::trace::Record;

use super::{list, trace};
use crate::{app::App, theme::Role};

/// Draws the message that is kept and another one.
pub fn draw(app: &App, frame: &mut Frame<'_>, area: Rect, records: [&Record; 2]) {
    let [kept, other] = records.map(|record| fields(&app.scene.named(&record.text)));
    let rows = beside(&kept, &other);
    let differ = rows.iter().filter(|row| row.differs()).count();
    let title = format!("Compared: {differ} of {} differ (C lets go)", rows.len());
    let inner = list::titled(app, frame, area, &title, false);
    let [kept, other] = records.map(|record| Line::raw(trace::when(record)));
    let header = Row::new([Line::raw(""), Line::raw("word"), kept, other]);
    let rows = rows.iter().map(|row| {
        let role = if row.differs() { Role::Title } else { Role::Faint };
        let mark = if row.differs() { "≠" } else { "=" };
        let text = |value: Option<&str>| value.unwrap_or("-").to_owned();
        let cells = [mark.to_owned(), row.key.to_owned(), text(row.kept), text(row.other)];
        Row::new(cells.map(|cell| Span::styled(cell, app.theme.style(role))))
    });
    let widths =
        [Constraint::Length(1), Constraint::Length(18), Constraint::Fill(1), Constraint::Fill(1)];
    let table = Table::new(rows, widths).header(header.style(app.theme.style(Role::Faint)));
    frame.render_widget(table.column_spacing(1), inner);
}

/// A word of one message or of both.
struct Both<'a> {
    key: &'a str,
    kept: Option<&'a str>,
    other: Option<&'a str>,
}

impl Both<'_> {
    fn differs(&self) -> bool {
        self.kept != self.other
    }
}

/// The words of both, what differs first; a key that comes again is met by the next of its kind.
fn beside<'a>(kept: &'a [(String, String)], other: &'a [(String, String)]) -> Vec<Both<'a>> {
    let mut left: Vec<&(String, String)> = other.iter().collect();
    let mut rows: Vec<Both<'_>> = kept
        .iter()
        .map(|(key, value)| {
            let place = left.iter().position(|(found, _)| found == key);
            let other = place.map(|place| left.remove(place).1.as_str());
            Both { key, kept: Some(value), other }
        })
        .collect();
    rows.extend(left.into_iter().map(|(key, value)| Both { key, kept: None, other: Some(value) }));
    rows.sort_by_key(|row| !row.differs());
    rows
}

/// `Name with words key=value key="two words"` as the name and its pairs.
fn fields(text: &str) -> Vec<(String, String)> {
    let mut fields = vec![("message".to_owned(), String::new())];
    let mut quoted = false;
    for word in text.split_whitespace() {
        let pair = word.split_once('=').filter(|(key, _)| !quoted && is_key(key));
        match (pair, fields.last_mut()) {
            (Some((key, value)), _) => fields.push((key.to_owned(), value.to_owned())),
            (None, Some((_, value))) => {
                if !value.is_empty() {
                    value.push(' ');
                }
                value.push_str(word);
            }
            (None, None) => {}
        }
        quoted ^= word.matches('"').count() % 2 == 1;
    }
    fields
}

fn is_key(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
}
