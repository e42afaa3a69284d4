//! What a client is told: the table of events, and one event as a client reads it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    agent::AgentState,
    call::CallView,
    feature::{self, Features},
    id::{CallKey, Dn},
    journal::word::{self, Word},
    middleware::{FailCause, ReleaseCause},
    refusal::Refusal,
    time::Timestamp,
};

/// One event of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Counts from 1 per session, without gaps.
    pub number: u64,
    pub time: Timestamp,
    /// The `ref` of the session's own request that caused it.
    pub reference: Option<Arc<str>>,
    pub kind: Kind,
    pub detail: Detail,
}

impl Notice {
    /// The event's name.
    pub fn name(&self) -> &'static str {
        self.kind.row().name
    }

    /// Hands out every attribute that has a value, in the order of the reference page.
    pub fn attributes<'a>(&'a self, visit: &mut dyn FnMut(&'static str, Value<'a>)) {
        visit("number", Value::Number(self.number));
        visit("time", Value::Time(self.time));
        if let Some(reference) = &self.reference {
            visit("ref", Value::Text(reference));
        }
        self.detail.attributes(visit);
    }

    /// The call that the event is about, if it is about one.
    pub fn call(&self) -> Option<&CallView> {
        match &self.detail {
            Detail::Call { call, .. } => Some(call),
            Detail::None
            | Detail::Agent { .. }
            | Detail::Device { .. }
            | Detail::Reason(_)
            | Detail::Outcome { .. } => None,
        }
    }

    /// Why a request failed, if the event says that.
    pub fn refusal(&self) -> Option<&Refusal> {
        match &self.detail {
            Detail::Outcome { refusal, .. } => refusal.as_ref(),
            Detail::None
            | Detail::Agent { .. }
            | Detail::Device { .. }
            | Detail::Reason(_)
            | Detail::Call { .. } => None,
        }
    }
}

/// What an event says beyond its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Detail {
    None,
    Call {
        call: Box<CallView>,
        cause: Option<Cause>,
        party: Option<PartyChange>,
    },
    Agent {
        state: AgentState,
        cause: Option<Cause>,
    },
    Device {
        features: Features,
        cause: Option<Cause>,
    },
    /// Why the link is down.
    Reason(Arc<str>),
    /// What became of a request whose reply could not wait for it.
    Outcome {
        #[serde(with = "word::one")]
        request: Word,
        call: Option<CallKey>,
        refusal: Option<Refusal>,
    },
}

impl Detail {
    fn attributes<'a>(&'a self, visit: &mut dyn FnMut(&'static str, Value<'a>)) {
        match self {
            Self::None => {}
            Self::Call { call, cause, party } => {
                call.attributes(visit);
                if let Some(cause) = cause {
                    visit("cause", Value::Word(cause.word()));
                }
                if let Some(party) = party {
                    party.attributes(visit);
                }
            }
            Self::Agent { state, cause } => {
                visit("state", Value::Word(state.word()));
                if let Some(reason) = state.reason() {
                    visit("reason", Value::Text(reason));
                }
                if let Some(cause) = cause {
                    visit("cause", Value::Word(cause.word()));
                }
            }
            Self::Device { features, cause } => {
                features.attributes(visit);
                if let Some(cause) = cause {
                    visit("cause", Value::Word(cause.word()));
                }
            }
            Self::Reason(reason) => visit("reason", Value::Text(reason)),
            Self::Outcome { request, call, .. } => {
                visit("request", Value::Word(request));
                if let Some(call) = call {
                    visit("call", Value::Call(*call));
                }
            }
        }
    }
}

impl CallView {
    /// Hands out every attribute that has a value, in the order of the reference page.
    pub fn attributes<'a>(&'a self, visit: &mut dyn FnMut(&'static str, Value<'a>)) {
        visit("call", Value::Call(self.call));
        visit("kind", Value::Word(self.kind.word()));
        visit("state", Value::Word(self.state.word()));
        if self.muted {
            visit("muted", Value::Word("true"));
        }
        if self.observes {
            visit("observes", Value::Word("true"));
        }
        if self.conference {
            visit("conference", Value::Word("true"));
        }
        let numbers = [
            ("ani", &self.ani),
            ("dnis", &self.dnis),
            ("queue", &self.queue),
            ("other", &self.other),
            ("observer", &self.observer),
        ];
        for (name, dn) in numbers {
            if let Some(dn) = dn {
                visit(name, Value::Text(dn.as_str()));
            }
        }
        if !self.parties.is_empty() {
            visit("parties", Value::Dns(&self.parties));
        }
        if let Some(held) = self.consult_of {
            visit("consult_of", Value::Call(held));
        }
        visit("actions", Value::Words(&self.actions));
    }
}

/// How the parties of a call changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyChange {
    pub change: Change,
    /// Who came, left or took a place; none: the middleware did not say, or knows no number.
    pub party: Option<Dn>,
    /// The id that the call had before, if it goes on under another one.
    pub previous: Option<CallKey>,
}

impl PartyChange {
    fn attributes<'a>(&'a self, visit: &mut dyn FnMut(&'static str, Value<'a>)) {
        visit("change", Value::Word(self.change.word()));
        if let Some(party) = &self.party {
            visit("party", Value::Text(party.as_str()));
        }
        if let Some(previous) = self.previous {
            visit("previous", Value::Call(previous));
        }
    }
}

/// What sort of change a party made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    Added,
    Removed,
    Replaced,
}

impl Change {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Replaced => "replaced",
        }
    }
}

/// Why something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cause {
    Normal,
    Transferred,
    Conferenced,
    Redirected,
    NoAnswer,
    Busy,
    Invalid,
    Trunks,
    Other,
    /// It happened while the link was down, and was found out afterwards.
    Resync,
    /// The call had ended before, and nobody had been told.
    Stuck,
}

impl Cause {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Transferred => "transferred",
            Self::Conferenced => "conferenced",
            Self::Redirected => "redirected",
            Self::NoAnswer => "noanswer",
            Self::Busy => "busy",
            Self::Invalid => "invalid",
            Self::Trunks => "trunks",
            Self::Other => "other",
            Self::Resync => "resync",
            Self::Stuck => "stuck",
        }
    }
}

impl From<ReleaseCause> for Cause {
    fn from(cause: ReleaseCause) -> Self {
        match cause {
            ReleaseCause::Normal => Self::Normal,
            ReleaseCause::Transferred => Self::Transferred,
            ReleaseCause::Conferenced => Self::Conferenced,
            ReleaseCause::Redirected => Self::Redirected,
            ReleaseCause::NoAnswer => Self::NoAnswer,
            ReleaseCause::Stuck => Self::Stuck,
        }
    }
}

impl From<FailCause> for Cause {
    fn from(cause: FailCause) -> Self {
        match cause {
            FailCause::Busy => Self::Busy,
            FailCause::NoAnswer => Self::NoAnswer,
            FailCause::InvalidNumber => Self::Invalid,
            FailCause::AllTrunksBusy => Self::Trunks,
            FailCause::Other => Self::Other,
        }
    }
}

/// The value of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    Word(&'static str),
    Text(&'a str),
    Number(u64),
    Time(Timestamp),
    Call(CallKey),
    /// Several, separated by blanks.
    Dns(&'a [Dn]),
    Words(&'a [&'static str]),
}

/// What clients are told of one kind of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    pub kind: Kind,
    pub name: &'static str,
    pub help: &'static str,
    /// Whether it is about a call and so carries [`CALL_ATTRIBUTES`] and the data.
    pub about_call: bool,
    /// What only this event carries.
    pub own: &'static [Attribute],
}

impl Row {
    /// Every attribute the event may carry.
    pub fn attributes(&self) -> impl Iterator<Item = &'static Attribute> + use<> {
        let call = if self.about_call { CALL_ATTRIBUTES } else { &[] };
        COMMON_ATTRIBUTES.iter().chain(call).chain(self.own)
    }
}

/// An attribute of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attribute {
    pub name: &'static str,
    /// Whether every such event carries it.
    pub required: bool,
    /// Its values, if they are words of a closed list.
    pub words: &'static [&'static str],
    pub help: &'static str,
}

const fn always(name: &'static str, help: &'static str) -> Attribute {
    Attribute { name, required: true, words: &[], help }
}

const fn maybe(name: &'static str, help: &'static str) -> Attribute {
    Attribute { name, required: false, words: &[], help }
}

const fn flag(name: &'static str, help: &'static str) -> Attribute {
    Attribute { name, required: false, words: &["true"], help }
}

/// Carried by every event.
pub const COMMON_ATTRIBUTES: &[Attribute] = &[
    always("number", "counts from 1 per session, without gaps"),
    always("time", "when it happened, RFC 3339 in UTC with milliseconds"),
    maybe("ref", "the ref of the session's own request that caused it"),
];

/// Carried by every event about a call, and by the calls of a snapshot.
pub const CALL_ATTRIBUTES: &[Attribute] = &[
    always("call", "the call's id, 16 hexadecimal digits"),
    Attribute {
        name: "kind",
        required: true,
        words: &["unknown", "internal", "inbound", "outbound", "consult"],
        help: "what sort of call it is",
    },
    Attribute {
        name: "state",
        required: true,
        words: &["dialing", "ringing", "connected", "held", "failed", "released"],
        help: "the state of this device's part in the call",
    },
    flag("muted", "there while nobody in the call hears this device"),
    flag("observes", "there while this device takes part in an agent's call as a supervisor"),
    flag(
        "conference",
        "there while more than two take part, also such as have no number that is known",
    ),
    maybe("ani", "the caller's number"),
    maybe("dnis", "the number that the caller dialled"),
    maybe("queue", "the queue that delivered the call"),
    maybe("other", "the other party, if there is exactly one"),
    maybe("observer", "the supervisor who takes part in the call of this device"),
    maybe("parties", "all other parties that are known, separated by blanks"),
    maybe("consult_of", "the held call that this consultation belongs to"),
    always("actions", "the requests that are allowed for the call at this moment"),
];

const RESYNC: Attribute = Attribute {
    name: "cause",
    required: false,
    words: &["resync"],
    help: "resync: it happened while the link was down",
};

const RELEASE_CAUSE: Attribute = Attribute {
    name: "cause",
    required: true,
    words: &["normal", "transferred", "conferenced", "redirected", "noanswer", "resync", "stuck"],
    help: "why the device left the call",
};

const FAIL_CAUSE: Attribute = Attribute {
    name: "cause",
    required: true,
    words: &["busy", "noanswer", "invalid", "trunks", "other", "resync"],
    help: "why the call got nowhere",
};

const CHANGE: Attribute = Attribute {
    name: "change",
    required: true,
    words: &["added", "removed", "replaced"],
    help: "what the party did",
};

const AGENT_STATE: Attribute = Attribute {
    name: "state",
    required: true,
    words: crate::agent::STATES,
    help: "the agent's state",
};

/// Carried by every event about the settings of the device, and by a snapshot.
pub const FEATURE_ATTRIBUTES: &[Attribute] =
    &[DO_NOT_DISTURB, FORWARDING, FORWARD_TO, MESSAGE_WAITING, MONITORS];

const DO_NOT_DISTURB: Attribute = Attribute {
    name: "do_not_disturb",
    required: true,
    words: feature::SWITCHED,
    help: "on: direct calls find the device busy",
};

const FORWARDING: Attribute = Attribute {
    name: "forward",
    required: true,
    words: feature::FORWARD,
    help: "which direct calls go elsewhere",
};

const FORWARD_TO: Attribute = maybe("forward_to", "where they go");

const MESSAGE_WAITING: Attribute = Attribute {
    name: "message_waiting",
    required: true,
    words: feature::SWITCHED,
    help: "on: the message lamp shines",
};

const MONITORS: Attribute =
    maybe("monitors", "the agent's number whose calls this device monitors");

/// Every kind of event there is, in the order of the reference page.
pub fn notices() -> &'static [Row] {
    NOTICES
}

macro_rules! notices {
    ($($kind:ident $name:literal, $about_call:literal, [$($own:expr),*], $help:literal;)+) => {
        /// The kinds of event; the table of [`notices()`] says what each means.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize,
        )]
        pub enum Kind { $($kind),+ }

        impl Kind {
            /// What is said about it.
            pub fn row(self) -> &'static Row {
                match self { $(Self::$kind => const {
                    &Row { kind: Self::$kind, name: $name, help: $help, about_call: $about_call, own: &[$($own),*] }
                }),+ }
            }
        }

        const NOTICES: &[Row] = &[$(
            Row { kind: Kind::$kind, name: $name, help: $help, about_call: $about_call, own: &[$($own),*] }
        ),+];
    };
}

notices! {
    IncomingCall "INCOMINGCALL", true, [RESYNC], "a call rings here";
    IncomingConsult "INCOMINGCONSULT", true, [RESYNC], "a consultation call rings here";
    IncomingBlindTransfer "INCOMINGBLINDTRANSFER", true, [RESYNC], "a call rings here that somebody sent on in one step";
    OutgoingCall "OUTGOINGCALL", true, [RESYNC], "this device is calling somebody, by request or by hand";
    EstablishCall "ESTABLISHCALL", true, [RESYNC], "this device is connected";
    CallAbandoned "CALLABANDONED", true, [RESYNC], "the caller gave up while the call rang here";
    CallFailed "CALLFAILED", true, [FAIL_CAUSE], "this device's call got nowhere; it hears a tone until it is released";
    CallReleased "CALLRELEASED", true, [RELEASE_CAUSE], "this device has left the call";
    CallHeld "CALLHELD", true, [RESYNC], "the call is held here, by request or by hand";
    CallRetrieved "CALLRETRIEVED", true, [RESYNC], "the call was taken back from hold";
    PartyChanged "PARTYCHANGED", true, [RESYNC, CHANGE,
        maybe("party", "who came, left or took the place of another; if several came, an event for each follows"),
        maybe("previous", "the id that the call had before, if it goes on under another one")],
        "a party joined, left, or was replaced";
    CallMuted "CALLMUTED", true, [RESYNC], "nobody in the call hears this device, by request or by hand";
    CallUnmuted "CALLUNMUTED", true, [RESYNC], "this device is heard again";
    CallObserved "CALLOBSERVED", true, [RESYNC], "a supervisor takes part in the call of this device, or does so no more: see `observer`";
    CallDataChanged "CALLDATACHANGED", true, [RESYNC], "the data of the call changed";
    AgentStateChanged "AGENTSTATECHANGED", false, [AGENT_STATE,
        maybe("reason", "why the agent is not ready"), RESYNC],
        "the agent's state changed, by request, by hand or by somebody else";
    DeviceChanged "DEVICECHANGED", false, [DO_NOT_DISTURB, FORWARDING, FORWARD_TO, MESSAGE_WAITING, MONITORS, RESYNC],
        "a setting of the device changed, by request, by hand or by somebody else; all of them are told";
    RequestDone "REQUESTDONE", false, [always("request", "the request's name"),
        maybe("call", "the call that began by it")],
        "a request is done whose reply said pending or NoAnswer";
    RequestFailed "REQUESTFAILED", false, [always("request", "the request's name")],
        "a request failed whose reply said pending or NoAnswer; its error stands inside";
    LinkDown "LINKDOWN", false, [always("reason", "why, in the middleware's words")],
        "nothing is known of the device until LINKUP, and requests are refused";
    LinkUp "LINKUP", false, [], "the device is reported again; what changed meanwhile follows as events";
    SessionReplaced "SESSIONREPLACED", false, [], "another client took over the device; the last event of the session";
}
