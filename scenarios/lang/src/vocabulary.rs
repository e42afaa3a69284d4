//! The words a scenario may use, handed in by the runner: this crate knows no request by name.

/// Everything the checker needs to know of the world and of the protocol.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// People with a desktop at the gateway (`alice`), who also have a phone (`alice.phone`).
    pub agents: Vec<String>,
    /// People outside (`caller`).
    pub outsiders: Vec<String>,
    /// Queues (`sales`).
    pub queues: Vec<String>,
    /// Trunk groups (`PSTN1`).
    pub trunks: Vec<String>,
    /// Things that can break, with their faults: `("link", ["cut"])`.
    pub faults: Vec<(String, Vec<Word>)>,
    /// What a desktop can ask for.
    pub requests: Vec<Word>,
    /// What a phone can do.
    pub phone: Vec<Word>,
    /// What somebody outside can do.
    pub outside: Vec<Word>,
    /// What a desktop is told.
    pub events: Vec<Word>,
    /// What can be asked of a call, a person, a queue.
    pub call_checks: Vec<Word>,
    pub agent_checks: Vec<Word>,
    pub queue_checks: Vec<Word>,
    /// The codes that may follow `-> error`.
    pub errors: Vec<String>,
}

/// A request, event, check or fault: its name, operand and keys.
#[derive(Clone, Debug)]
pub struct Word {
    pub name: String,
    pub operand: Operand,
    /// Whether it may be followed by `as NAME`.
    pub begins_call: bool,
    pub keys: Vec<Key>,
    /// One line of help.
    pub help: String,
}

/// What the bare word after the name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand {
    None,
    /// The story name of a call that has begun.
    Call,
    /// The same, and it may be left out.
    OptionalCall,
    /// A number to dial.
    Number,
    /// Some word, e.g. a state, from the list of the key `operand`.
    Word,
}

/// A key and what its value must be.
#[derive(Clone, Debug)]
pub struct Key {
    /// `to`; a trailing `.*` stands for any continuation: `data.*`.
    pub name: String,
    pub kind: Kind,
    pub required: bool,
}

/// What a value must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// A dialable number.
    Number,
    Integer,
    Duration,
    /// The story name of a call.
    Call,
    /// The names of people (comma-separated).
    People,
    Trunk,
    Queue,
    /// One of these words.
    OneOf(Vec<String>),
}
