//! The words a scenario may use, handed in by the runner: this crate knows no request by name.
//!
//! Three keys have a name of their own meaning:
//!
//! * `operand` ([`OPERAND_KEY`]) says what the bare word behind the name must be, when [`Word::operand`] is
//!   [`Operand::Word`]: its kind, and whether it must be there.
//! * `=` ([`VALUE_KEY`]) makes a check a key itself. In `sales ? waiting=1` the word `waiting` has one key `=` of kind
//!   [`Kind::Integer`]; in `c1 ? gone` the word `gone` has none. A `=` that is not required lets the word stand bare too.
//! * A name that ends in `.*` stands for any continuation, for keys (`data.*`) as for checks.
//!
//! Requests and faults must give the operand and the keys that are required. Events and checks need not: what a line
//! does not name is not looked at.

/// Everything the checker needs to know of the world and of the protocol.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// People with a desktop at the gateway (`alice`), who also have a phone (`alice.phone`).
    pub agents: Vec<String>,
    /// People outside (`caller`).
    pub outsiders: Vec<String>,
    /// Queues (`sales`).
    pub queues: Vec<String>,
    /// Routing points at which a story plays the router (`german`).
    pub points: Vec<String>,
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
    /// What a dialer can do for a queue.
    pub dialer: Vec<Word>,
    /// What a router can do at a routing point.
    pub router: Vec<Word>,
    /// What a desktop is told.
    pub events: Vec<Word>,
    /// What can be asked of a call.
    pub call_checks: Vec<Word>,
    /// What can be asked of a person.
    pub agent_checks: Vec<Word>,
    /// What can be asked of a queue.
    pub queue_checks: Vec<Word>,
    /// The personalities of switches, and the rows in which they differ.
    pub personalities: Vec<String>,
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

impl Word {
    /// A word without keys that begins no call.
    pub fn new(name: impl Into<String>, operand: Operand, help: impl Into<String>) -> Self {
        let (name, help) = (name.into(), help.into());
        Self { name, operand, begins_call: false, keys: Vec::new(), help }
    }

    /// The same, beginning a call that `as` may name.
    #[must_use]
    pub fn beginning_call(self) -> Self {
        Self { begins_call: true, ..self }
    }

    /// The same with a key that may be left out.
    #[must_use]
    pub fn with_key(mut self, name: impl Into<String>, kind: Kind) -> Self {
        self.keys.push(Key { name: name.into(), kind, required: false });
        self
    }

    /// The same with a key that must be given.
    #[must_use]
    pub fn with_required_key(mut self, name: impl Into<String>, kind: Kind) -> Self {
        self.keys.push(Key { name: name.into(), kind, required: true });
        self
    }

    /// The same as a check that is a key itself: `waiting=1`.
    #[must_use]
    pub fn with_value(self, kind: Kind) -> Self {
        self.with_required_key(VALUE_KEY, kind)
    }

    /// What the bare word must be, if there is a rule for it.
    pub fn operand_key(&self) -> Option<&Key> {
        self.keys.iter().find(|key| key.name == OPERAND_KEY)
    }

    /// What the value must be of a check that is a key itself.
    pub fn value_key(&self) -> Option<&Key> {
        self.keys.iter().find(|key| key.name == VALUE_KEY)
    }

    /// The keys that a line may write as `key=value`.
    pub fn line_keys(&self) -> impl Iterator<Item = &Key> {
        self.keys.iter().filter(|key| key.name != OPERAND_KEY && key.name != VALUE_KEY)
    }

    /// The key that `written` is.
    pub fn find_key(&self, written: &str) -> Option<&Key> {
        self.line_keys().find(|key| stands_for(&key.name, written))
    }
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
    /// A dialable number: digits, `*`, `#`, and a leading `+`.
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

impl Kind {
    /// What the value is, in a few words.
    pub fn describe(&self) -> String {
        match self {
            Self::Text => "text".to_owned(),
            Self::Number => "a number to dial".to_owned(),
            Self::Integer => "a whole number".to_owned(),
            Self::Duration => "a time".to_owned(),
            Self::Call => "a call".to_owned(),
            Self::People => "people, with commas".to_owned(),
            Self::Trunk => "a trunk group".to_owned(),
            Self::Queue => "a queue".to_owned(),
            Self::OneOf(words) => {
                let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
                format!("one of {}", words.join(", "))
            }
        }
    }
}

/// The name of the key that says what the bare word must be.
pub const OPERAND_KEY: &str = "operand";

/// The name of the key that makes a check a key itself.
pub const VALUE_KEY: &str = "=";

/// Whether `written` is the name `known`, or a continuation of it when it ends in `.*`.
pub(crate) fn stands_for(known: &str, written: &str) -> bool {
    match known.strip_suffix('*') {
        Some(stem) if stem.ends_with('.') => {
            written.strip_prefix(stem).is_some_and(|rest| !rest.is_empty())
        }
        Some(_) | None => known == written,
    }
}
