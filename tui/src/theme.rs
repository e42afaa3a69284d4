//! Every colour and text attribute of the screen.
//!
//! Nothing is told by colour alone, and no pair of colours is told apart by red against green.

use ratatui::style::{Color, Modifier, Style};

/// Which styles are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    colour: bool,
}

impl Theme {
    /// With colours, or (`NO_COLOR`) with bold, dim and reverse alone.
    pub fn new(colour: bool) -> Self {
        Self { colour }
    }

    /// How something of this role looks.
    pub fn style(self, role: Role) -> Style {
        let plain = Style::new();
        let (colour, modifiers) = match role {
            Role::Plain => return plain,
            Role::Title => (None, Modifier::BOLD),
            Role::Faint => (None, Modifier::DIM),
            Role::Selected => (None, Modifier::REVERSED),
            Role::Key => (Some(Color::Yellow), Modifier::BOLD),
            Role::Ready => (Some(Color::Cyan), Modifier::empty()),
            Role::Ringing => (Some(Color::Yellow), Modifier::BOLD),
            Role::Talking => (Some(Color::Cyan), Modifier::BOLD),
            Role::Held => (Some(Color::Magenta), Modifier::empty()),
            Role::Broken => (Some(Color::Red), Modifier::BOLD.union(Modifier::UNDERLINED)),
            Role::Request => (Some(Color::Cyan), Modifier::empty()),
            Role::Notice => (Some(Color::Yellow), Modifier::empty()),
        };
        match colour.filter(|_| self.colour) {
            Some(colour) => plain.fg(colour).add_modifier(modifiers),
            None => plain.add_modifier(modifiers),
        }
    }
}

/// What something on the screen is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Plain,
    Title,
    /// Of less weight than what stands beside it.
    Faint,
    /// Under the cursor.
    Selected,
    /// A key that can be pressed.
    Key,
    Ready,
    /// Rings, waits, is being dialled.
    Ringing,
    Talking,
    Held,
    /// Failed, cut, refused.
    Broken,
    /// Done by somebody.
    Request,
    /// Told to somebody.
    Notice,
}
