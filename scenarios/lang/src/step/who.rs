//! Who acts or watches: a person at the gateway, at the handset, or outside.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Who acts or watches.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Who {
    pub name: String,
    /// `alice.phone`: at the handset, not at the gateway.
    pub at_phone: bool,
}

impl From<String> for Who {
    fn from(word: String) -> Self {
        match word.strip_suffix(PHONE) {
            Some(name) => Self { name: name.to_owned(), at_phone: true },
            None => Self { name: word, at_phone: false },
        }
    }
}

impl From<Who> for String {
    fn from(who: Who) -> Self {
        who.to_string()
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.name, if self.at_phone { PHONE } else { "" })
    }
}

const PHONE: &str = ".phone";
