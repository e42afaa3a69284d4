//! The table of requests: one row and one file per request.

mod accept_call;
mod agent_initialize;
mod agent_uninitialize;
mod alternate_call;
mod attach_data;
mod blind_transfer;
mod cancel_conference;
mod cancel_monitoring;
mod cancel_transfer;
mod client_initialize;
mod client_reconnect;
mod client_uninitialize;
mod complete_conference;
mod complete_transfer;
mod get_events;
mod get_snapshot;
mod get_statistics;
mod hold_call;
mod initiate_conference;
mod initiate_transfer;
mod make_call;
mod monitor_call;
mod mute_call;
mod redirect_call;
mod release_call;
mod remove_party;
mod retrieve_call;
mod rule;
mod send_dtmf;
mod set_agent_state;
mod set_do_not_disturb;
mod set_forward;
mod set_message_waiting;
mod unmute_call;

use std::{fmt, time::Duration};

pub use accept_call::AcceptCall;
pub use agent_initialize::AgentInitialize;
pub use agent_uninitialize::AgentUninitialize;
pub use alternate_call::AlternateCall;
pub use attach_data::AttachData;
pub use blind_transfer::BlindTransfer;
pub use cancel_conference::CancelConference;
pub use cancel_monitoring::CancelMonitoring;
pub use cancel_transfer::CancelTransfer;
pub use client_initialize::ClientInitialize;
pub use client_reconnect::ClientReconnect;
pub use client_uninitialize::ClientUninitialize;
pub use complete_conference::CompleteConference;
pub use complete_transfer::CompleteTransfer;
pub use get_events::GetEvents;
pub use get_snapshot::GetSnapshot;
pub use get_statistics::GetStatistics;
pub(crate) use get_statistics::Inquiry;
pub use hold_call::HoldCall;
pub use initiate_conference::InitiateConference;
pub use initiate_transfer::InitiateTransfer;
pub use make_call::MakeCall;
pub use monitor_call::MonitorCall;
pub use mute_call::MuteCall;
pub use redirect_call::RedirectCall;
pub use release_call::ReleaseCall;
pub use remove_party::RemoveParty;
pub use retrieve_call::RetrieveCall;
pub(crate) use rule::actions;
pub use rule::{CallRule, Need, Rule};
pub use send_dtmf::SendDtmf;
pub use set_agent_state::SetAgentState;
pub use set_do_not_disturb::SetDoNotDisturb;
pub use set_forward::SetForward;
pub use set_message_waiting::SetMessageWaiting;
pub use unmute_call::UnmuteCall;

use crate::{
    call::Call,
    device::Device,
    fields::{FieldError, Fields, Place},
    id::{CallKey, Dn},
    limits::MAX_DIGITS,
    middleware::Order,
    refusal::{Code, Refusal},
    session::SessionId,
    suggest::nearest,
};

/// A request with what frames it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    pub session: Option<SessionId>,
    /// The client's own name for the request, at most [`crate::limits::MAX_REFERENCE`] characters.
    pub reference: Option<String>,
    /// Whether the outcome shall come as an event and the reply at once.
    pub asynchronous: bool,
    pub request: Request,
}

/// A request's row in the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub name: &'static str,
    pub help: &'static str,
    pub fields: &'static [Field],
    /// When it is allowed.
    pub rule: Rule,
    /// Whether its reply names a call that began by it.
    pub begins_call: bool,
}

impl Row {
    /// The call, if the row's rule allows the request for it.
    fn call<'a>(&self, device: &'a Device, key: CallKey) -> Result<&'a Call, Refusal> {
        let unknown = || Refusal::because(Code::UnknownCall, key.to_string());
        let call = device.call(key).ok_or_else(unknown)?;
        rule::admit(self, device, call).map(|()| call)
    }
}

/// A field of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    pub name: &'static str,
    pub kind: Kind,
    pub required: bool,
    /// Whether it may be given more than once.
    pub repeated: bool,
    pub help: &'static str,
}

/// What the value of a field must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A directory number: 1 to 64 visible ASCII characters.
    Dn,
    /// A call's id: 1 to 16 hexadecimal digits.
    Call,
    /// Any text that is not blank.
    Text,
    /// Text that is never shown or logged.
    Secret,
    OneOf(&'static [&'static str]),
    /// Tones: 1 to [`crate::limits::MAX_DIGITS`] of `0` to `9`, `*`, `#`.
    Digits,
    /// A whole number.
    Number,
    /// A whole number of seconds.
    Seconds,
    /// Keys with values.
    Pairs,
}

impl Kind {
    /// Whether the text is such a value; pairs are checked one by one.
    pub(crate) fn fits(self, text: &str) -> bool {
        match self {
            Self::Dn => Dn::new(text).is_some(),
            Self::Call => CallKey::parse(text).is_some(),
            Self::Text => !text.is_empty(),
            Self::OneOf(words) => words.contains(&text),
            Self::Digits => is_digits(text),
            Self::Number => text.parse::<u64>().is_ok(),
            Self::Seconds => text.parse::<u32>().is_ok(),
            Self::Secret | Self::Pairs => true,
        }
    }

    /// What such a value looks like, for people.
    pub fn expects(self) -> String {
        match self {
            Self::Dn => "a number of 1 to 64 visible characters".to_owned(),
            Self::Call => "the id of a call, up to 16 hexadecimal digits".to_owned(),
            Self::Text => "a text".to_owned(),
            Self::Secret => "a secret text".to_owned(),
            Self::OneOf(words) => format!("one of {}", words.join(", ")),
            Self::Digits => format!("1 to {MAX_DIGITS} of 0-9, *, #"),
            Self::Number => "a whole number".to_owned(),
            Self::Seconds => "a whole number of seconds".to_owned(),
            Self::Pairs => "items with a key and a value".to_owned(),
        }
    }
}

/// What a request comes to, once it is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Plan {
    /// These orders, one after the other; never empty.
    Orders(Vec<Order>),
    /// End the session.
    Close,
    /// The events after the one acknowledged, waiting so long for the first.
    Poll {
        after: u64,
        wait: Duration,
    },
    Snapshot,
    /// These figures.
    Statistics(Inquiry),
}

/// Gives the enum of requests, its table, and the way from a name to a request.
macro_rules! requests {
    ($($request:ident)+) => {
        /// What a client may ask for.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Request { $($request($request)),+ }

        impl Request {
            /// The request's row in the table.
            pub fn row(&self) -> &'static Row {
                match self { $(Self::$request(_) => const { &$request::ROW }),+ }
            }

            /// Reads the request `name` from its fields.
            ///
            /// Fails with the first field that is unknown, missing, given twice or not what the
            /// table says, or with `UnknownRequest`.
            pub fn read(name: &str, fields: &mut Fields, place: Place) -> Result<Self, FieldError> {
                $(if name == $request::ROW.name {
                    fields.check(&$request::ROW)?;
                    return $request::read(fields).map(Self::$request);
                })+
                Err(unknown(name, place))
            }

            pub(crate) fn plan(&self, device: &Device) -> Result<Plan, Refusal> {
                match self { $(Self::$request(request) => request.plan(device)),+ }
            }
        }

        const ROWS: &[Row] = &[$($request::ROW),+];
    };
}

requests! {
    ClientInitialize ClientUninitialize ClientReconnect
    AgentInitialize AgentUninitialize SetAgentState
    MakeCall AcceptCall ReleaseCall HoldCall RetrieveCall AlternateCall
    InitiateTransfer CompleteTransfer CancelTransfer
    InitiateConference CompleteConference CancelConference
    BlindTransfer AttachData RemoveParty
    RedirectCall SendDtmf MuteCall UnmuteCall
    SetDoNotDisturb SetForward SetMessageWaiting
    MonitorCall CancelMonitoring
    GetEvents GetSnapshot GetStatistics
}

/// Every request there is, in the order of the reference page.
pub fn rows() -> &'static [Row] {
    ROWS
}

fn unknown(name: &str, place: Place) -> FieldError {
    let meant = nearest(name, ROWS.iter().map(|row| row.name));
    FieldError {
        place,
        code: Code::UnknownRequest,
        message: format!("there is no request `{}`", name.chars().take(40).collect::<String>()),
        help: meant.map(|meant| format!("did you mean `{meant}`?")),
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.row().name)
    }
}

fn is_digits(text: &str) -> bool {
    let is_key = |c| matches!(c, '0'..='9' | '*' | '#');
    (1..=MAX_DIGITS).contains(&text.len()) && text.chars().all(is_key)
}

/// A field that must be given once.
const fn required(name: &'static str, kind: Kind, help: &'static str) -> Field {
    Field { name, kind, required: true, repeated: false, help }
}

/// A field that may be left out.
const fn optional(name: &'static str, kind: Kind, help: &'static str) -> Field {
    Field { name, kind, required: false, repeated: false, help }
}

/// A field that may be left out or given many times.
const fn repeated(name: &'static str, kind: Kind, help: &'static str) -> Field {
    Field { name, kind, required: false, repeated: true, help }
}

const CALL: Field = required("call", Kind::Call, "the call");
const HELD: Field = required("call", Kind::Call, "the original call, held while consulting");
const DESTINATION: Field = required("destination", Kind::Dn, "the number to call");
const DATA: Field = repeated("data", Kind::Pairs, "data to attach to the call");
