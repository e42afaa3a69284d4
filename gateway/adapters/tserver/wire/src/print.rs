//! Messages for people: the body of a T-Server log, and one line.

use std::fmt;

use crate::Message;

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "message {}", self.kind)
    }
}

impl Message {
    /// The message on one line.
    pub fn one_line(&self) -> String {
        self.kind.to_string()
    }
}
