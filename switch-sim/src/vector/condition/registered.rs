//! Whether parts of the switch are in service, and which server processes the call (Avaya
//! `media-gateway`, `port-network`, `server`): facts of the site that its world file states.

use std::collections::BTreeMap;

use nom::{Parser as _, branch::alt};

use crate::vector::{
    condition::Condition,
    grammar::{Parsed, choice, comparator, expected, keyword, number, word},
};

/// A kind of part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A gateway for trunks and telephones.
    MediaGateway,
    /// A cabinet with its ports.
    PortNetwork,
}

/// Which of them a condition is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The one with this number.
    Number(u32),
    /// Every one that the site has.
    All,
    /// One of them, at least.
    Any,
}

/// The parts of a site, by number, and whether each is registered.
pub type Parts = BTreeMap<u32, bool>;

impl Which {
    /// Whether these parts are registered; what the site does not have is not.
    pub(crate) fn registered(self, parts: &Parts) -> bool {
        match self {
            Self::Number(number) => parts.get(&number).copied().unwrap_or(false),
            Self::All => !parts.is_empty() && parts.values().all(|&registered| registered),
            Self::Any => parts.values().any(|&registered| registered),
        }
    }
}

/// `media-gateway 5 = registered`, `port-network any <> registered`.
pub(super) fn read(text: &str, part: Part) -> Parsed<'_, Condition> {
    let (text, which) = alt((number(1..=999).map(Which::Number), choice(&WHICH))).parse(text)?;
    let (text, registered) = comparator(&SAME)(text)?;
    let (rest, ()) = keyword("registered")(text)?;
    Ok((rest, Condition::Registered { part, which, registered }))
}

/// `server = main`, `server <> lsp1`.
pub(super) fn read_server(text: &str) -> Parsed<'_, Condition> {
    let (text, same) = comparator(&SAME)(text)?;
    match word(text) {
        Ok((rest, name)) => Ok((rest, Condition::Server { name: name.to_owned(), same })),
        Err(_) => expected(text, "the name of a server"),
    }
}

const WHICH: [(&str, Which); 2] = [("all", Which::All), ("any", Which::Any)];

const SAME: [(&str, bool); 2] = [("<>", false), ("=", true)];
