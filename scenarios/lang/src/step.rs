//! What a scenario is made of, as data.

use std::time::Duration;

use crate::source::Spanned;

/// One file: one story.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scenario {
    pub title: Spanned<String>,
    /// `worlds/NAME.toml` beside the cases.
    pub world: Spanned<String>,
    pub tags: Vec<Spanned<String>>,
    /// Which lenses the golden keeps; empty in the file means `ptc`, and is filled in here.
    pub golden: Vec<Lens>,
    pub steps: Vec<Spanned<Step>>,
}

/// A way to look at a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

/// One line, or one block closed by `end`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Request(Request),
    Event(Event),
    Check(Check),
    Fault(Fault),
    Wait(Duration),
    Quiet(Duration),
    /// All at the same instant, in file order (`--shuffle` explores others).
    Together(Vec<Spanned<Step>>),
    /// All must come, in any order. Events only.
    AnyOrder(Vec<Spanned<Step>>),
    /// None of these may come within the time. Events only.
    Never { within: Duration, events: Vec<Spanned<Step>> },
    Repeat { count: u32, every: Option<Duration>, steps: Vec<Spanned<Step>> },
}

/// `WHO > NAME [call] key=value … [as NAME] [-> ok | -> error CODE]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub who: Spanned<Who>,
    pub name: Spanned<String>,
    /// The bare word after the name: a call's story name, a number to dial, a state.
    pub operand: Option<Spanned<String>>,
    pub pairs: Vec<Pair>,
    /// The story name of the call that begins here.
    pub names: Option<Spanned<String>>,
    /// The code of the expected refusal; none: must succeed.
    pub error: Option<Spanned<String>>,
}

/// Who acts or watches.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Who {
    pub name: String,
    /// `alice.phone`: at the handset, not at the gateway.
    pub at_phone: bool,
}

/// `WHO < NAME [call] key=value … [within TIME]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub who: Spanned<Who>,
    pub name: Spanned<String>,
    pub operand: Option<Spanned<String>>,
    pub pairs: Vec<Pair>,
    pub within: Option<Duration>,
}

/// `WHAT ? key=value | word … [within TIME]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub what: Spanned<String>,
    /// Bare words, e.g. `gone`.
    pub words: Vec<Spanned<String>>,
    pub pairs: Vec<Pair>,
    pub within: Option<Duration>,
}

/// `WHAT ! fault [word] key=value … [for TIME]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub what: Spanned<String>,
    pub name: Spanned<String>,
    pub words: Vec<Spanned<String>>,
    pub pairs: Vec<Pair>,
    pub lasting: Option<Duration>,
}

/// `key=value`; both are text, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    pub key: Spanned<String>,
    pub value: Spanned<String>,
}
