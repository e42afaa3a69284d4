//! What kinds of message there are: T-Library's public numbers and names, and the link's own.

mod call_event;
mod link;
mod request;
mod server_event;

use std::fmt;

use crate::AttributeId;

/// The number of a message; numbers without a row in the tables survive as they are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageType(pub u16);

impl MessageType {
    /// The public name, such as `EventRinging` or `RequestMakeCall`.
    pub fn name(self) -> Option<&'static str> {
        self.row().map(|row| row.name)
    }

    /// The kind with this public name.
    pub fn from_name(name: &str) -> Option<Self> {
        rows().find(|row| row.name == name).map(|row| row.kind)
    }

    /// Whether the kind is an event of T-Library.
    pub fn is_event(self) -> bool {
        find(call_event::ROWS, self).or_else(|| find(server_event::ROWS, self)).is_some()
    }

    /// Whether the kind is a request of T-Library.
    pub fn is_request(self) -> bool {
        find(request::ROWS, self).is_some()
    }

    /// Whether the kind belongs to the link itself: handshake, keep-alive and farewell.
    pub fn is_link(self) -> bool {
        find(link::ROWS, self).is_some()
    }

    /// The attributes always present in a message of this kind.
    pub fn mandatory(self) -> &'static [AttributeId] {
        self.row().map_or(&[], |row| row.mandatory)
    }

    /// The attributes that may be present in a message of this kind.
    pub fn optional(self) -> &'static [AttributeId] {
        self.row().map_or(&[], |row| row.optional)
    }

    /// The public page that describes the kind.
    pub fn source(self) -> Option<&'static str> {
        self.row().map(|row| row.source)
    }

    /// Every kind with a row, table by table.
    pub fn all() -> impl Iterator<Item = Self> {
        rows().map(|row| row.kind)
    }

    fn row(self) -> Option<&'static Row> {
        TABLES.iter().find_map(|table| find(table, self))
    }
}

impl fmt::Display for MessageType {
    /// Writes the name, or the bare number when it has none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.pad(name),
            None => write!(f, "{}", self.0),
        }
    }
}

impl fmt::Debug for MessageType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MessageType({self})")
    }
}

/// One line of a message table.
struct Row {
    kind: MessageType,
    name: &'static str,
    mandatory: &'static [AttributeId],
    optional: &'static [AttributeId],
    source: &'static str,
}

fn rows() -> impl Iterator<Item = &'static Row> {
    TABLES.iter().copied().flatten()
}

fn find(table: &'static [Row], kind: MessageType) -> Option<&'static Row> {
    let at = table.binary_search_by_key(&kind, |row| row.kind).ok()?;
    table.get(at)
}

/// The tables; each is in the order of its numbers.
const TABLES: &[&[Row]] = &[call_event::ROWS, server_event::ROWS, request::ROWS, link::ROWS];

/// Writes a table: constant, number, name, public source, mandatory and optional attributes.
macro_rules! messages {
    ($(
        $(#[$doc:meta])*
        $constant:ident = $code:literal, $name:literal, $source:literal,
            [$($mandatory:ident),* $(,)?],
            [$($optional:ident),* $(,)?];
    )*) => {
        use super::{MessageType, Row};
        use crate::AttributeId;

        impl MessageType {
            $($(#[$doc])* pub const $constant: Self = Self($code);)*
        }

        /// The table, by ascending number.
        pub(super) const ROWS: &[Row] = &[$(Row {
            kind: MessageType::$constant,
            name: $name,
            mandatory: &[$(AttributeId::$mandatory),*],
            optional: &[$(AttributeId::$optional),*],
            source: $source,
        },)*];
    };
}
use messages;
