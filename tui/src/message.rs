//! Everything that can happen to the program, and everything it wants done outside.

use std::{path::PathBuf, time::Duration};

use scenarios::suite::Story;

use crate::{
    acts::Act,
    app::Pane,
    attach::{Told, Wanted},
    command::Command,
    keep::{Keeping, Kept},
    text_line::Edit,
};

/// Something that happened.
#[derive(Debug)]
pub enum Message {
    /// So much time passed on the wall.
    Tick(Duration),
    /// A command was picked, by its key or by name.
    Run(Command),
    /// Something was picked that can be done to what is selected.
    Act(Act),
    /// The cursor of the pane in front.
    Move(Motion),
    /// A row of a list was pointed at.
    Point { pane: Pane, row: usize },
    /// A line or a field is edited.
    Edit(Edit),
    /// The next field of a form.
    NextField,
    /// The field before.
    PreviousField,
    /// The next thing that a field or a line could be.
    NextChoice,
    /// The one before.
    PreviousChoice,
    /// What is open is done: a form sent, a line run, a row opened.
    Enter,
    /// What is open is left as it was.
    Escape,
    /// The question is answered.
    Answer(bool),
    /// A story was written and played, or could not be.
    Written(Result<Kept, String>),
    /// A scenario file was read, or could not be.
    Opened(Result<Box<Opened>, String>),
    /// What a rig told, or why it did not.
    Heard(Result<Box<Told>, String>),
    /// What a rig made of what it was asked for: the call it was about, or why not.
    Answered { line: String, outcome: Result<String, String> },
    /// A ladder was written to a file, or could not be.
    Exported(Result<String, String>),
}

/// A step of a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    First,
    Last,
}

/// Something that only the edge can do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Write a story, with its world beside it, and play it.
    Write(Keeping),
    /// Ask a rig for something; the line is how that is called.
    Ask { line: String, wanted: Wanted },
    /// Read a scenario file.
    Open(PathBuf),
    /// Write a text.
    Export { path: PathBuf, text: String },
    /// End the program.
    Quit,
}

/// A scenario that was read.
#[derive(Debug)]
pub struct Opened {
    pub story: Story,
    /// The text of its world's file.
    pub world: String,
    /// The seed, if other than the world's.
    pub seed: Option<u64>,
    /// The line before which playing stops.
    pub to: Option<usize>,
}
