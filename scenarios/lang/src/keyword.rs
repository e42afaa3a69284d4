//! The words and signs that the language itself gives meaning to, and the shape of the line each one makes.

/// A word that opens a line of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Keyword {
    Scenario,
    World,
    Tags,
    Under,
    Golden,
    Wait,
    Quiet,
    Together,
    AnyOrder,
    Never,
    Repeat,
    End,
}

impl Keyword {
    /// The keyword that is written `word`.
    pub fn find(word: &str) -> Option<Self> {
        KEYWORDS.iter().find(|(_, form)| form.word == word).map(|(keyword, _)| *keyword)
    }

    /// How its line is written and what it means.
    pub fn form(self) -> Form {
        form_of(KEYWORDS, self)
    }
}

/// The sign between who and what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operator {
    Does,
    Sees,
    Is,
    Breaks,
}

impl Operator {
    /// The operator that is written `sign`.
    pub fn find(sign: &str) -> Option<Self> {
        OPERATORS.iter().find(|(_, form)| form.word == sign).map(|(operator, _)| *operator)
    }

    /// How its line is written and what it means.
    pub fn form(self) -> Form {
        form_of(OPERATORS, self)
    }
}

/// How a line is written and what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// The word or sign that makes it this line.
    pub word: &'static str,
    /// The whole line: capitals stand for a word of the writer, brackets for what may be left out.
    pub shape: &'static str,
    /// One line of help.
    pub help: &'static str,
}

/// Every keyword, in the order in which the reference lists them.
pub const KEYWORDS: &[(Keyword, Form)] = &[
    (Keyword::Scenario, form("scenario", "scenario \"TITLE\"", "one file, one story; mandatory")),
    (
        Keyword::World,
        form("world", "world NAME", "the switch, its people, queues and numbers; mandatory"),
    ),
    (Keyword::Tags, form("tags", "tags TAG …", "words by which runs select scenarios")),
    (
        Keyword::Under,
        form(
            "under",
            "under NAME …",
            "plays once under each of these personalities, or under each value of a row of them; what is refused or does not come is a difference, no failure",
        ),
    ),
    (
        Keyword::Golden,
        form(
            "golden",
            "golden LENS …",
            "what the golden keeps: `ladder`, `ptc`, `tlib`, `switch`; `ptc` when left out",
        ),
    ),
    (Keyword::Wait, form("wait", "wait TIME", "lets virtual time pass")),
    (Keyword::Quiet, form("quiet", "quiet TIME", "nothing may happen anywhere for this long")),
    (
        Keyword::Together,
        form("together", "together … end", "requests and faults at the same instant"),
    ),
    (
        Keyword::AnyOrder,
        form("any-order", "any-order … end", "all these events must come, in any order"),
    ),
    (
        Keyword::Never,
        form("never", "never for TIME … end", "none of these events may come within the time"),
    ),
    (
        Keyword::Repeat,
        form("repeat", "repeat COUNT [every TIME] … end", "plays the lines so many times"),
    ),
    (Keyword::End, form("end", "end", "closes the block")),
];

/// Every operator, in the order in which the reference lists them.
pub const OPERATORS: &[(Operator, Form)] = &[
    (
        Operator::Does,
        form(
            ">",
            "WHO > REQUEST [call] key=value … [as NAME] [-> ok | -> error CODE]",
            "does: waits for the direct reply, which must be `ok` unless an error is named; `as` names the call that begins",
        ),
    ),
    (
        Operator::Sees,
        form(
            "<",
            "WHO < EVENT [call] key=value … [within TIME]",
            "sees: lets time run until the event comes; what is not written is not looked at",
        ),
    ),
    (
        Operator::Is,
        form(
            "?",
            "WHAT ? word key=value … [within TIME]",
            "is: asks of a named call, a person or a queue",
        ),
    ),
    (
        Operator::Breaks,
        form(
            "!",
            "WHAT ! FAULT word key=value … [for TIME]",
            "breaks: for a time, or from here on",
        ),
    ),
];

/// The words inside a line that introduce one of its parts, and so cannot be an operand or a name.
pub const CONNECTIVES: &[&str] = &["as", "->", "within", "for", "every"];

/// The words that may follow `->`.
pub const OUTCOMES: &[&str] = &["ok", "error"];

/// Whether the language itself gives `word` a meaning, so that no call can bear it as a name.
pub fn is_reserved(word: &str) -> bool {
    is_connective(word) || Keyword::find(word).is_some()
}

/// Whether `word` introduces a part of a line, or makes it the line it is.
pub(crate) fn is_connective(word: &str) -> bool {
    CONNECTIVES.contains(&word) || Operator::find(word).is_some()
}

const fn form(word: &'static str, shape: &'static str, help: &'static str) -> Form {
    Form { word, shape, help }
}

fn form_of<K: Copy + PartialEq>(table: &[(K, Form)], wanted: K) -> Form {
    let row = table.iter().find(|(row, _)| *row == wanted);
    row.map_or(form("", "", ""), |(_, form)| *form)
}
