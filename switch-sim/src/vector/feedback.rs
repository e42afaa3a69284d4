//! What a caller hears while a vector has the call.

use std::fmt;

/// What the caller hears; it lasts until another step changes it or the call is delivered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Feedback {
    /// Nothing.
    #[default]
    Silence,
    /// Nothing, and the call does not count as accepted (look-ahead interflow).
    ISilent,
    /// The tone of a telephone that rings.
    Ringback,
    /// The system's music.
    Music,
    /// An announcement, by its place in the world file.
    Announcement(usize),
    /// An audio source, by the place of the announcement that is one.
    Source(usize),
    /// The busy tone.
    Busy,
}

impl fmt::Display for Feedback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Silence => "silence",
            Self::ISilent => "i-silent",
            Self::Ringback => "ringback",
            Self::Music => "music",
            Self::Announcement(_) => "announcement",
            Self::Source(_) => "source",
            Self::Busy => "busy",
        })
    }
}
