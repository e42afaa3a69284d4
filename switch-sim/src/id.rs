//! Names of things: small numbers inside the switch, telephone numbers outside it.

use std::{borrow::Borrow, fmt, sync::Arc};

/// Declares a dense identifier: an index into the switch's own tables.
macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The index into the table of these things.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id_type! {
    /// Anything that can be in a call: an extension, a queue, a routing point, a trunk
    /// circuit (ECMA-269 device).
    DeviceId
}
id_type! {
    /// A trunk group.
    TrunkGroupId
}
id_type! {
    /// A call vector, by its place in the world file.
    VectorId
}
id_type! {
    /// A parallel hunt group, by its place among those groups.
    HuntGroupId
}
id_type! {
    /// A number that leads to a vector, by its place among those numbers.
    VdnId
}

/// A call, numbered from 1 in the order in which calls begin; never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallId(pub u32);

/// One accepted action; every event the action causes at once carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ActionId(pub u64);

/// A telephone number as dialled: digits, `*`, `#`, `+` and letters, at most 32 of them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(Arc<str>);

impl Number {
    /// The longest number, in characters.
    pub const MAX_LEN: usize = 32;

    /// Reads a number.
    ///
    /// # Errors
    /// The text is empty, too long, or has a character that no telephone can send.
    pub fn new(text: &str) -> Result<Self, InvalidNumber> {
        let dialable = |c: char| c.is_ascii_alphanumeric() || matches!(c, '*' | '#' | '+' | '_');
        if text.is_empty() || text.len() > Self::MAX_LEN || !text.chars().all(dialable) {
            return Err(InvalidNumber(text.chars().take(40).collect()));
        }
        Ok(Self(Arc::from(text)))
    }

    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Number {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &self.0)
    }
}

/// A text that no telephone can dial.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a telephone number: 1 to {max} digits, letters, `*`, `#`, `+` or `_`",
    max = Number::MAX_LEN
)]
pub struct InvalidNumber(pub String);
