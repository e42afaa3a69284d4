//! Why a request was not done: a closed list of codes, each with a sentence and a remedy.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    journal::word::{self, Word},
    middleware::{Denial, DenialReason},
};

/// A refusal as the client reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    pub code: Code,
    /// The state that made it impossible, of the call, the agent or the session.
    #[serde(with = "word::maybe")]
    pub state: Option<Word>,
    /// What is wrong in this very case; empty: the sentence of the code says it all.
    pub detail: String,
    /// The middleware's own number, if it was the one that refused.
    pub middleware_code: Option<i32>,
}

impl Refusal {
    /// A refusal whose code says it all.
    pub fn new(code: Code) -> Self {
        Self { code, state: None, detail: String::new(), middleware_code: None }
    }

    /// A refusal that names the particular case.
    pub fn because(code: Code, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..Self::new(code) }
    }

    /// The same, naming the state that made it impossible.
    pub fn in_state(self, state: &'static str) -> Self {
        Self { state: Some(state), ..self }
    }

    /// The same, naming this state unless it names another already.
    pub fn or_in_state(self, state: &'static str) -> Self {
        Self { state: self.state.or(Some(state)), ..self }
    }
}

impl From<Denial> for Refusal {
    fn from(denial: Denial) -> Self {
        let code = match denial.reason {
            DenialReason::Refused => Code::Refused,
            DenialReason::NoAnswer => Code::NoAnswer,
            DenialReason::LinkDown => Code::LinkDown,
            DenialReason::Unsupported => Code::Unsupported,
            DenialReason::Overload => Code::Overload,
        };
        Self { code, state: None, detail: denial.text, middleware_code: denial.code }
    }
}

/// What is wrong, and what to do instead, as one text.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let row = self.code.row();
        match self.detail.as_str() {
            "" => write!(f, "{}; {}", row.sentence, row.remedy),
            detail => write!(f, "{}: {detail}; {}", row.sentence, row.remedy),
        }
    }
}

/// A row of the list of codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeRow {
    pub code: Code,
    pub name: &'static str,
    /// What is wrong.
    pub sentence: &'static str,
    /// What to do instead.
    pub remedy: &'static str,
}

/// Every code there is, in the order of the reference page.
pub fn codes() -> &'static [CodeRow] {
    CODES
}

macro_rules! codes {
    ($($name:ident: $sentence:literal, $remedy:literal;)+) => {
        /// The kinds of refusal; the list of [`codes()`] says what each means.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize,
        )]
        pub enum Code { $($name),+ }

        impl Code {
            /// What is said about it.
            pub fn row(self) -> &'static CodeRow {
                match self { $(Self::$name => const {
                    &CodeRow { code: Self::$name, name: stringify!($name), sentence: $sentence, remedy: $remedy }
                }),+ }
            }
        }

        const CODES: &[CodeRow] = &[$(
            CodeRow { code: Code::$name, name: stringify!($name), sentence: $sentence, remedy: $remedy }
        ),+];
    };
}

codes! {
    Malformed: "the document cannot be read", "mend it at the place named";
    UnknownRequest: "there is no such request", "use a request of the reference page";
    UnknownField: "the request has no such field", "leave it out or mend its name";
    MissingField: "a required field is missing", "add it";
    InvalidValue: "a value is not what the field needs", "mend the value at the place named";
    TooLong: "the request is longer than allowed", "shorten it";
    Forbidden: "this user may not do that", "use what belongs to this user, or log on as another";
    NoSession: "there is no such session", "begin one with CTICLIENTINITIALIZE";
    SessionReplaced: "another client has taken over this device", "begin a session of your own if this desktop shall have it";
    SessionExpired: "the desktop was silent for too long, and its agent was logged off", "begin a new session and log on again";
    SessionOpening: "the session's device is still being registered", "wait for REQUESTDONE";
    TooManySessions: "the gateway has as many sessions as it may", "try again later";
    DnInUse: "the device has a session already", "end that session first";
    ReferenceReused: "this ref belongs to another request of the session", "give every request a ref of its own";
    LinkDown: "the link to the middleware is down", "wait for LINKUP";
    NotLoggedOn: "no agent is logged on here", "log on with AGENTINITIALIZE";
    AlreadyLoggedOn: "an agent is logged on here already", "log off with AGENTUNINITIALIZE first";
    UnknownCall: "the device has no such call", "look at GETSNAPSHOT";
    NotRinging: "the call does not ring here", "use one of the call's actions";
    NotConnected: "the device is not connected to the call", "use one of the call's actions";
    NotHeld: "the call is not held", "use one of the call's actions";
    AlreadyHeld: "the call is held", "take it back with RETRIEVECALL";
    CallFailed: "the call got nowhere", "end it with RELEASECALL";
    OtherCallActive: "the device is busy with another call", "hold or release that call first";
    NoOtherCall: "there is no other call to change with", "use RETRIEVECALL";
    NoConsultation: "no consultation belongs to this call", "begin one with INITIATETRANSFER or INITIATECONFERENCE";
    ConsultationPending: "a consultation belongs to this call already", "complete or cancel it first";
    NotAnswered: "the consulted party has not answered", "wait for its ESTABLISHCALL, or cancel";
    NotInConference: "the call is no conference", "end it with RELEASECALL";
    AlreadyMuted: "the call is muted", "use UNMUTECALL to be heard again";
    NotMuted: "the call is not muted", "use MUTECALL first";
    OnlyObserves: "this device only observes the call", "use one of the call's actions";
    NotMonitoring: "this device monitors nobody", "begin with MONITORCALL";
    UnknownParty: "the call has no such party", "use one of the call's parties";
    NoFigures: "the gateway keeps no such figures", "ask for a device with a session here, for a queue that an agent has logged on to through the gateway or that its configuration lists, or for `total`";
    Refused: "the middleware refused", "mend what its own code and words name";
    Unsupported: "the middleware cannot do this", "do without it";
    NoAnswer: "the middleware did not answer in time, so the outcome is unknown", "look at GETSNAPSHOT; if the outcome comes after all, REQUESTDONE or REQUESTFAILED tells";
    NotDurable: "the gateway cannot write its journal, and this must not be lost", "try again later, and tell the operator; calls that are up can be controlled all the same";
    Overload: "too many requests are waiting", "wait for their replies";
}
