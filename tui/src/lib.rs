//! A world on the terminal: place fake calls, watch them, break things, keep the story.
//!
//! [`update::update`] is the only place where the state changes, [`view::draw`] only reads it; the
//! terminal is taken and given back by [`terminal`], the clock and the files are `main.rs`.

pub mod acts;
pub mod app;
pub mod attach;
pub mod clock;
pub mod command;
pub mod form;
pub mod help;
pub mod history;
pub mod input;
pub mod keep;
pub mod message;
pub mod pane;
pub mod prompt;
pub mod rows;
pub mod scene;
pub mod script;
pub mod terminal;
pub mod text_line;
pub mod theme;
pub mod traffic;
pub mod update;
pub mod view;
