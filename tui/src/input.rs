//! What each key means, by what is open in front.
#![expect(clippy::wildcard_enum_match_arm, reason = "a keyboard has more keys than meanings")]

use crossterm::event::{
    KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use ratatui::layout::{Position, Size};

use crate::{
    acts,
    app::{App, Deed, Mode},
    command::{self, Command},
    message::{Message, Motion},
    text_line::Edit,
    view,
};

/// The message of a key; none when the key means nothing here.
pub fn message(app: &App, key: KeyEvent) -> Option<Message> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    if key.modifiers.contains(KeyModifiers::CONTROL) && key.code == KeyCode::Char('c') {
        let asked = matches!(app.mode, Mode::Question { then: Deed::Quit, .. });
        return Some(if asked { Message::Answer(true) } else { Message::Run(Command::Quit) });
    }
    match &app.mode {
        Mode::Panes => in_panes(app, key),
        Mode::Form(_) => in_form(key),
        Mode::Help(_) => in_help(key),
        Mode::Prompt(_) => in_prompt(key),
        Mode::Question { .. } => in_question(key),
        Mode::Message => match key.code {
            KeyCode::Esc | KeyCode::Enter | KeyCode::Char('q') => Some(Message::Escape),
            code => motion(code).map(Message::Move),
        },
    }
}

/// The message of a mouse on a screen of this size: a click opens the view of a tab or goes to a row,
/// the wheel moves the cursor.
pub fn mouse(app: &App, event: MouseEvent, screen: Size) -> Option<Message> {
    match event.kind {
        MouseEventKind::ScrollUp => Some(Message::Move(Motion::Up)),
        MouseEventKind::ScrollDown => Some(Message::Move(Motion::Down)),
        MouseEventKind::Down(MouseButton::Left) if matches!(app.mode, Mode::Panes) => {
            let place = Position::new(event.column, event.row);
            let tab = view::tab_at(app, screen.width, place);
            let tab = tab.map(|view| Message::Run(Command::View(view)));
            let row = || view::row_at(app, screen, place);
            tab.or_else(|| row().map(|(pane, row)| Message::Point { pane, row }))
        }
        _ => None,
    }
}

fn in_panes(app: &App, key: KeyEvent) -> Option<Message> {
    if let Some(motion) = motion(key.code) {
        return Some(Message::Move(motion));
    }
    match key.code {
        KeyCode::Enter => Some(Message::Enter),
        KeyCode::Esc => Some(Message::Escape),
        KeyCode::Tab => Some(Message::Run(Command::NextView)),
        KeyCode::BackTab => Some(Message::Run(Command::PreviousView)),
        KeyCode::Char('=') => Some(Message::Run(Command::Faster)),
        KeyCode::Char(c) => {
            let view = app.view.of_key(c).map(Command::View);
            let command = view.or_else(|| command::of_key(c)).map(Message::Run);
            command.or_else(|| act(app, c))
        }
        _ => None,
    }
}

/// The act of a key among those that are possible; else any of this key, which says that it is not.
fn act(app: &App, key: char) -> Option<Message> {
    let possible = acts::offers(app).into_iter().map(|offer| offer.act);
    let possible = possible.into_iter().find(|act| act.row().key == key);
    let any = acts::ROWS.iter().find(|row| row.key == key).map(|row| row.act);
    possible.or(any).map(Message::Act)
}

fn motion(code: KeyCode) -> Option<Motion> {
    Some(match code {
        KeyCode::Up | KeyCode::Char('k') => Motion::Up,
        KeyCode::Down | KeyCode::Char('j') => Motion::Down,
        KeyCode::Left | KeyCode::Char('h') => Motion::Left,
        KeyCode::Right | KeyCode::Char('l') => Motion::Right,
        KeyCode::PageUp => Motion::PageUp,
        KeyCode::PageDown => Motion::PageDown,
        KeyCode::Home => Motion::First,
        KeyCode::End => Motion::Last,
        _ => return None,
    })
}

fn in_form(key: KeyEvent) -> Option<Message> {
    Some(match key.code {
        KeyCode::Tab => Message::NextField,
        KeyCode::BackTab => Message::PreviousField,
        KeyCode::Down => Message::NextChoice,
        KeyCode::Up => Message::PreviousChoice,
        _ => return typed(key),
    })
}

fn in_help(key: KeyEvent) -> Option<Message> {
    match key.code {
        KeyCode::Up => Some(Message::Move(Motion::Up)),
        KeyCode::Down => Some(Message::Move(Motion::Down)),
        KeyCode::PageUp => Some(Message::Move(Motion::PageUp)),
        KeyCode::PageDown => Some(Message::Move(Motion::PageDown)),
        _ => typed(key),
    }
}

fn in_prompt(key: KeyEvent) -> Option<Message> {
    match key.code {
        KeyCode::Tab | KeyCode::Down => Some(Message::NextChoice),
        KeyCode::BackTab | KeyCode::Up => Some(Message::PreviousChoice),
        _ => typed(key),
    }
}

fn in_question(key: KeyEvent) -> Option<Message> {
    match key.code {
        KeyCode::Char('y' | 'Y') => Some(Message::Answer(true)),
        KeyCode::Char('n' | 'N') | KeyCode::Esc => Some(Message::Answer(false)),
        _ => None,
    }
}

/// Keys that edit a line, send it or leave it.
fn typed(key: KeyEvent) -> Option<Message> {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    Some(match key.code {
        KeyCode::Enter => Message::Enter,
        KeyCode::Esc => Message::Escape,
        KeyCode::Char('u') if control => Message::Edit(Edit::Clear),
        KeyCode::Char('w') if control => Message::Edit(Edit::EraseWord),
        KeyCode::Char('a') if control => Message::Edit(Edit::Home),
        KeyCode::Char('e') if control => Message::Edit(Edit::End),
        KeyCode::Char(c) if !control => Message::Edit(Edit::Insert(c)),
        KeyCode::Backspace => Message::Edit(Edit::Backspace),
        KeyCode::Delete => Message::Edit(Edit::Delete),
        KeyCode::Left => Message::Edit(Edit::Left),
        KeyCode::Right => Message::Edit(Edit::Right),
        KeyCode::Home => Message::Edit(Edit::Home),
        KeyCode::End => Message::Edit(Edit::End),
        _ => return None,
    })
}
