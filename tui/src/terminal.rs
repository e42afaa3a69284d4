//! The terminal: taken from the user, and given back as it was, also when the program panics.

use std::{io::stdout, panic};

use anyhow::Result;
use crossterm::{
    event::{DisableMouseCapture, EnableMouseCapture},
    execute,
};
use ratatui::DefaultTerminal;

/// Whether the program listens to the mouse, or leaves it to the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mouse {
    Taken,
    Left,
}

/// Does some work in the terminal, and gives it back: after the work, and before a panic says what was
/// wrong, so that it can be read.
///
/// # Errors
/// There is no terminal, or the work fails.
pub fn with<T>(mouse: Mouse, work: impl FnOnce(DefaultTerminal) -> Result<T>) -> Result<T> {
    // This gives back everything but the mouse when the program panics.
    let terminal = ratatui::try_init()?;
    let outcome = match mouse {
        Mouse::Left => work(terminal),
        Mouse::Taken => take_mouse().and_then(|()| work(terminal)),
    };
    if mouse == Mouse::Taken {
        give_mouse_back();
    }
    ratatui::restore();
    outcome
}

fn take_mouse() -> Result<()> {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        give_mouse_back();
        hook(panic);
    }));
    Ok(execute!(stdout(), EnableMouseCapture)?)
}

fn give_mouse_back() {
    // A terminal that is gone needs none of it.
    let _left_alone = execute!(stdout(), DisableMouseCapture);
}
