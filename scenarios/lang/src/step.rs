//! What a scenario is made of, as data; one file for each kind of line.

mod check;
mod event;
mod fault;
mod pair;
mod request;
mod who;

use std::time::Duration;

use serde::{Deserialize, Serialize};

pub use check::Check;
pub use event::Event;
pub use fault::Fault;
pub use pair::Pair;
pub(crate) use pair::quote;
pub use request::Request;
pub use who::Who;

use crate::{duration, source::Spanned};

/// One file: one story.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    pub title: Spanned<String>,
    /// `worlds/NAME.toml` beside the cases.
    pub world: Spanned<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Spanned<String>>,
    /// The personalities of switches, or rows of them, under which the story is played beside each
    /// other; none: once, as its world is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub under: Vec<Spanned<String>>,
    /// Which lenses the golden keeps; empty in the file means `ptc`, and is filled in here.
    #[serde(default)]
    pub golden: Vec<Lens>,
    pub steps: Vec<Spanned<Step>>,
}

/// A way to look at a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lens {
    /// The merged picture of all viewpoints as a sequence diagram.
    Ladder,
    /// What each client sent and saw.
    Ptc,
    /// The messages on the T-Server link.
    Tlib,
    /// What the switch reported.
    Switch,
}

impl Lens {
    /// Every lens.
    pub const ALL: [Self; 4] = [Self::Ladder, Self::Ptc, Self::Tlib, Self::Switch];

    /// The word by which `golden` asks for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ladder => "ladder",
            Self::Ptc => "ptc",
            Self::Tlib => "tlib",
            Self::Switch => "switch",
        }
    }

    /// The lens that is written `word`.
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lens| lens.word() == word)
    }
}

/// One line, or one block closed by `end`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    Request(Request),
    Event(Event),
    Check(Check),
    Fault(Fault),
    Wait(#[serde(with = "duration::text")] Duration),
    Quiet(#[serde(with = "duration::text")] Duration),
    /// All at the same instant, in file order (`--shuffle` explores others). Requests and faults only.
    Together(Vec<Spanned<Self>>),
    /// All must come, in any order. Events only.
    AnyOrder(Vec<Spanned<Self>>),
    /// None of these may come within the time. Events only.
    Never {
        #[serde(rename = "for", with = "duration::text")]
        within: Duration,
        events: Vec<Spanned<Self>>,
    },
    Repeat {
        count: u32,
        #[serde(
            default,
            with = "duration::optional_text",
            skip_serializing_if = "Option::is_none"
        )]
        every: Option<Duration>,
        steps: Vec<Spanned<Self>>,
    },
}

impl Step {
    /// The steps within the block; none for a step that is one line.
    pub fn inner(&self) -> &[Spanned<Self>] {
        match self {
            Self::Together(steps)
            | Self::AnyOrder(steps)
            | Self::Never { events: steps, .. }
            | Self::Repeat { steps, .. } => steps,
            Self::Request(_)
            | Self::Event(_)
            | Self::Check(_)
            | Self::Fault(_)
            | Self::Wait(_)
            | Self::Quiet(_) => &[],
        }
    }
}
