//! What of a log could not be read, with its place.

use std::fmt;

/// Something that the reader did not understand; what it could keep of it is in the entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Line of the file, from 1.
    pub line: usize,
    /// Character of the line, from 1.
    pub column: usize,
    pub fault: Fault,
}

/// What was wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Attributes before any message.
    #[error(
        "attributes of a message whose beginning is not in this file; a rotated log can begin in the middle of one"
    )]
    NoMessage,
    /// A line of a body that is neither an attribute nor a pair.
    #[error("within a message stands neither an attribute nor a pair of a list: `{0}`")]
    NotOfABody(String),
    /// An attribute without a value.
    #[error("Attribute{0} has no value")]
    NoValue(String),
    /// A pair of a list where no list began.
    #[error("a pair of a list, but the attribute before it has no list")]
    PairWithoutList,
    /// Text whose quote never closes.
    #[error(
        "the quote is not closed within {} lines; the text is taken to the end of its line",
        crate::limits::LINES_PER_TEXT
    )]
    Unclosed,
    /// A list of which the log announced more bytes or pairs than it shows.
    #[error(
        "the list is announced with {announced} {what}, what is printed comes to {printed}; something of it is not in the log"
    )]
    ListIncomplete { what: &'static str, announced: usize, printed: usize },
    /// Lists within a list that cannot be told apart.
    #[error(
        "which pairs belong to which inner list cannot be told from their indentation; the first inner list takes them"
    )]
    ListsBlur,
    /// A value that does not suit its attribute.
    #[error("Attribute{name} is {needed}; `{found}` is not, and stays out of the message")]
    Unfitting { name: String, needed: &'static str, found: String },
    /// Bytes of which the log shows the first four only.
    #[error(
        "of the {announced} bytes of Attribute{name} the log shows {shown}; the message has those"
    )]
    BytesCut { name: String, announced: usize, shown: usize },
    /// An attribute that T-Link has no number for.
    #[error("Attribute{0} is not known here; it is kept by its name, and stays out of the message")]
    UnknownAttribute(String),
    /// A message that T-Link has no number for.
    #[error("{0} is not a message that is known here; it is kept by its name")]
    UnknownMessage(String),
    /// A line that is too long.
    #[error("the line has {0} bytes; what is beyond {limit} is not looked at", limit = crate::limits::LINE_BYTES)]
    LineTooLong(usize),
    /// A message with too many lines.
    #[error(
        "the message has more than {} lines; the rest of it is left out",
        crate::limits::LINES_PER_MESSAGE
    )]
    MessageTooLong,
    /// Lists nested too deep.
    #[error("lists nest more than {} deep; the inner ones are left out", crate::limits::LIST_DEPTH)]
    TooDeep,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.fault)
    }
}
