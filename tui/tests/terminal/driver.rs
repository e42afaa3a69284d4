//! Presses keys, lets time pass, and reads the screen.

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::{Terminal, backend::TestBackend};
use scenarios::{record::Recorder, suite::Story};
use switch_sim::world::World;
use tui::{
    app::{App, Site},
    input,
    message::{Message, Opened},
    theme::Theme,
    update::update,
    view,
};

/// The program with nobody in front of it.
pub(crate) struct Driver {
    pub(crate) app: App,
}

impl Driver {
    /// The running world.
    pub(crate) fn recorder(&self) -> &Recorder {
        self.app.scene.own().expect("a world of its own")
    }

    /// The shipped world, everybody signed on.
    pub(crate) fn on_shift() -> Self {
        let mut driver = Self::empty();
        driver.app.begin_shift();
        driver
    }

    /// The shipped world, nobody signed on.
    pub(crate) fn empty() -> Self {
        Self::in_world(ACME)
    }

    /// A world of its own.
    pub(crate) fn in_world(text: &str) -> Self {
        let world = World::parse(text).expect("the world has no mistakes");
        let site = Site { name: "acme".into(), text: text.into(), seed: 1 };
        Self { app: App::new(&world, site, Theme::new(true)).expect("the world fits") }
    }

    /// Presses keys one after the other: names in angle brackets, everything else by itself.
    pub(crate) fn press(&mut self, keys: &str) -> &mut Self {
        for code in codes(keys) {
            let key = KeyEvent::new(code, KeyModifiers::NONE);
            if let Some(message) = input::message(&self.app, key) {
                update(&mut self.app, message);
            }
        }
        self
    }

    /// Opens a scenario of the shipped world.
    pub(crate) fn open(&mut self, story: Story) {
        self.open_at(story, None);
    }

    /// The same, played up to a line.
    pub(crate) fn open_at(&mut self, story: Story, to: Option<usize>) {
        let opened = Opened { story, world: ACME.to_owned(), seed: None, to };
        update(&mut self.app, Message::Opened(Ok(Box::new(opened))));
    }

    /// Lets so many seconds pass.
    pub(crate) fn wait(&mut self, seconds: f64) -> &mut Self {
        let tick = Duration::from_millis(50);
        let mut left = Duration::from_secs_f64(seconds);
        while left > Duration::ZERO {
            let span = left.min(tick);
            update(&mut self.app, Message::Tick(span));
            left -= span;
        }
        self
    }

    /// The screen as text.
    pub(crate) fn screen(&self, width: u16, height: u16) -> String {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| view::draw(&self.app, frame)).unwrap();
        let buffer = terminal.backend().buffer();
        let rows = (0..height).map(|y| {
            let row: String = (0..width).map(|x| buffer[(x, y)].symbol()).collect();
            row.trim_end().to_owned() + "\n"
        });
        rows.collect()
    }
}

fn codes(keys: &str) -> Vec<KeyCode> {
    let mut codes = Vec::new();
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|named| named.split_once('>'));
        let known = named.and_then(|(name, after)| Some((code(name)?, after)));
        let (code, after) = known.unwrap_or_else(|| (KeyCode::Char(c), &rest[c.len_utf8()..]));
        codes.push(code);
        rest = after;
    }
    codes
}

fn code(name: &str) -> Option<KeyCode> {
    Some(match name {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "pagedown" => KeyCode::PageDown,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        _ => return None,
    })
}

/// The world that ships.
pub(crate) const ACME: &str = include_str!("../../../scenarios/worlds/acme.toml");
