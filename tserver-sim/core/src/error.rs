//! Why a request is refused: the numbers and texts of `EventError`.
//!
//! Two numbers are public: 71 (invalid called DN) and 56 (invalid connection identifier), both from
//! published client programs. All others are this emulator's own, from 9001 up, because the vendor's
//! list is not public and numbers differ from switch to switch; a site overrides any of them with
//! [`Config::error_codes`](crate::Config::error_codes), in a world file by `[tserver] error_codes`.

use std::{collections::BTreeMap, fmt};

use switch_sim::{action::Refusal, personality::table::ErrorNumbers};

/// A refused request: the kind tells the number, the text tells the rest.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text}")]
pub struct Denial {
    pub kind: ErrorKind,
    pub text: String,
}

impl Denial {
    /// A refusal of this kind, in these words.
    pub fn new(kind: ErrorKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into() }
    }
}

impl From<Refusal> for Denial {
    fn from(refusal: Refusal) -> Self {
        Self::new(kind_of(&refusal), text_of(&refusal))
    }
}

/// Writes the table of kinds: variant, default number, what it means.
macro_rules! error_kinds {
    ($($(#[$doc:meta])* $kind:ident = $code:literal,)*) => {
        /// The kinds of refusal.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum ErrorKind {
            $($(#[$doc])* $kind,)*
        }

        impl ErrorKind {
            /// Every kind, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$kind,)*];

            /// The kind with this name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.to_string() == name)
            }

            /// The `ErrorCode` where a site sets no other.
            pub const fn default_code(self) -> i32 {
                match self {
                    $(Self::$kind => $code,)*
                }
            }
        }
    };
}

error_kinds! {
    /// `ConnID` names no call of this number (public number).
    InvalidConnId = 56,
    /// The number called leads nowhere (`TERR_INV_CALD_DN`, public number).
    InvalidCalledDn = 71,
    /// Neither this T-Server nor its switch can do it (`TERR_UNSUP_OPER`).
    Unsupported = 9001,
    /// An attribute is missing or has a value that makes no sense (`TERR_INVALID_ATTR`).
    InvalidAttribute = 9002,
    /// The switch has no such number.
    UnknownDn = 9003,
    /// The client has not registered the number, or only to watch it.
    NotRegistered = 9004,
    /// Another client has the number, or wants it, for itself alone.
    RegisteredElsewhere = 9005,
    /// The link between T-Server and switch is down.
    SwitchLinkDown = 9006,
    /// The party is in a state in which this cannot be done.
    WrongState = 9007,
    /// Another call of the number is in the way.
    DnBusy = 9008,
    /// The two calls named are not one held and one active call of the number.
    NotTogether = 9009,
    /// The call has as many parties as the switch can join.
    ConferenceFull = 9010,
    /// No agent is logged in at the number.
    NotLoggedIn = 9011,
    /// The agent is logged in already, or another one is at this number.
    AlreadyLoggedIn = 9012,
    /// The agent is on a queue's call.
    AgentBusy = 9013,
    /// Every circuit that leads there is taken.
    AllTrunksBusy = 9014,
    /// The destination takes no call now.
    DestinationBusy = 9015,
    /// The queue takes no more calls.
    QueueFull = 9016,
    /// The user data would be longer than the limit.
    UserDataTooLong = 9017,
    /// One of the bounds of the T-Server or the switch is reached.
    TooMany = 9018,
    /// Another supervisor monitors the agent, or the agent's calls may not be monitored.
    NotObservable = 9019,
    /// The two calls cannot be joined as they stand: a vector processes one of them, or nobody has
    /// answered.
    Denied = 9020,
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

/// The numbers in force: the defaults, and what a site overrides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ErrorCodes {
    brand: ErrorNumbers,
    overrides: BTreeMap<ErrorKind, i32>,
}

impl ErrorCodes {
    pub(crate) fn new(brand: ErrorNumbers, overrides: BTreeMap<ErrorKind, i32>) -> Self {
        Self { brand, overrides }
    }

    /// The `ErrorCode` of a kind.
    pub(crate) fn code(&self, kind: ErrorKind) -> i32 {
        let of_brand = || match self.brand {
            ErrorNumbers::Own => kind.default_code(),
            ErrorNumbers::Asai => asai_cause(kind),
            ErrorNumbers::Symposium => symposium_status(kind),
        };
        self.overrides.get(&kind).copied().unwrap_or_else(of_brand)
    }
}

/// The cause value that Avaya's ASAI gives for a refusal (DEFINITY ASAI reference, cause values as
/// CTI servers number them).
fn asai_cause(kind: ErrorKind) -> i32 {
    match kind {
        ErrorKind::InvalidCalledDn | ErrorKind::UnknownDn => 0,
        ErrorKind::TooMany => 2,
        ErrorKind::InvalidAttribute => 5,
        ErrorKind::UserDataTooLong => 6,
        ErrorKind::Unsupported | ErrorKind::RegisteredElsewhere => 7,
        ErrorKind::WrongState | ErrorKind::NotTogether => 9,
        ErrorKind::InvalidConnId => 10,
        ErrorKind::NotLoggedIn => 13,
        ErrorKind::DnBusy | ErrorKind::DestinationBusy | ErrorKind::AgentBusy => 15,
        ErrorKind::NotRegistered | ErrorKind::NotObservable => 17,
        ErrorKind::SwitchLinkDown => 18,
        ErrorKind::AlreadyLoggedIn => 23,
        ErrorKind::QueueFull => 28,
        ErrorKind::ConferenceFull | ErrorKind::Denied => 29,
        ErrorKind::AllTrunksBusy => 44,
    }
}

/// The status (of call requests) or cause (of agent requests) that Nortel's Symposium gives for a
/// refusal.
fn symposium_status(kind: ErrorKind) -> i32 {
    match kind {
        ErrorKind::InvalidCalledDn => 0x0a03,
        ErrorKind::UnknownDn => 0x0a01,
        ErrorKind::DnBusy => 0x0b00,
        ErrorKind::WrongState => 0x0c02,
        ErrorKind::InvalidConnId => 0x0b1d,
        ErrorKind::DestinationBusy | ErrorKind::QueueFull => 0x0c00,
        ErrorKind::AllTrunksBusy => 0x0c0e,
        ErrorKind::ConferenceFull => 0x0d00,
        ErrorKind::NotTogether | ErrorKind::Denied => 0x0d02,
        ErrorKind::Unsupported | ErrorKind::NotObservable => 0x1002,
        ErrorKind::TooMany | ErrorKind::SwitchLinkDown => 0x1003,
        ErrorKind::InvalidAttribute | ErrorKind::UserDataTooLong => 0x2009,
        ErrorKind::NotRegistered | ErrorKind::RegisteredElsewhere => 0x2005,
        ErrorKind::AgentBusy => 0x200d,
        ErrorKind::AlreadyLoggedIn => 0x200e,
        ErrorKind::NotLoggedIn => 0x200f,
    }
}

fn kind_of(refusal: &Refusal) -> ErrorKind {
    match refusal {
        Refusal::UnknownCall(_) | Refusal::NotAParty(..) => ErrorKind::InvalidConnId,
        Refusal::WrongState { .. } | Refusal::HandsetIs(_) => ErrorKind::WrongState,
        Refusal::DeviceBusy(_) => ErrorKind::DnBusy,
        Refusal::WrongDevice => ErrorKind::InvalidAttribute,
        Refusal::NothingRings | Refusal::NothingParked(_) => ErrorKind::WrongState,
        Refusal::NotTogether => ErrorKind::NotTogether,
        Refusal::Denied(_) => ErrorKind::Denied,
        Refusal::ConferenceFull { .. } => ErrorKind::ConferenceFull,
        Refusal::NotLoggedOn => ErrorKind::NotLoggedIn,
        Refusal::AlreadyLoggedOn(_) => ErrorKind::AlreadyLoggedIn,
        Refusal::AgentBusy => ErrorKind::AgentBusy,
        Refusal::InvalidNumber(_) => ErrorKind::InvalidCalledDn,
        Refusal::AllTrunksBusy => ErrorKind::AllTrunksBusy,
        Refusal::DestinationBusy => ErrorKind::DestinationBusy,
        Refusal::QueueFull => ErrorKind::QueueFull,
        Refusal::Unsupported(_) => ErrorKind::Unsupported,
        Refusal::Limit { .. } => ErrorKind::TooMany,
        Refusal::NotObservable(_) | Refusal::MonitoredAlready(_) => ErrorKind::NotObservable,
        Refusal::NotMonitored(_) | Refusal::OnlyObserves(_) => ErrorKind::WrongState,
    }
}

/// The refusal in T-Library's words: a client knows numbers and connection identifiers, not the
/// switch's own names of things.
fn text_of(refusal: &Refusal) -> String {
    match refusal {
        Refusal::UnknownCall(_) => "Invalid connection ID: the call has ended".to_owned(),
        Refusal::NotAParty(..) => {
            "Invalid connection ID: ThisDN or OtherDN is not a party of this call".to_owned()
        }
        Refusal::WrongState { state, needed } => {
            format!(
                "Wrong state: ThisDN, or the party it is about, is {state:?} in the call, and would have to be {needed}"
            )
        }
        Refusal::HandsetIs(place) => format!("Wrong state: the handset is {place} already"),
        Refusal::DeviceBusy(_) => {
            "ThisDN is busy: another call is active, ringing or being dialled; hold or release it first"
                .to_owned()
        }
        Refusal::WrongDevice => {
            "The number is of another kind (telephone, queue, routing point) than can do this".to_owned()
        }
        Refusal::NothingRings => "No call rings there that could be picked up".to_owned(),
        Refusal::NothingParked(_) => "No call is parked there".to_owned(),
        Refusal::NotTogether => {
            "The calls do not belong together: one must be held and one active at ThisDN".to_owned()
        }
        Refusal::Denied(why) => format!("Denied as the calls stand: {why}"),
        Refusal::ConferenceFull { limit } => {
            format!("The conference is full: the switch joins {limit} parties")
        }
        Refusal::NotLoggedOn => "No agent is logged in at ThisDN: send RequestAgentLogin first".to_owned(),
        Refusal::AlreadyLoggedOn(_) => {
            "An agent is logged in at ThisDN already, or this AgentID is logged in elsewhere: \
             send RequestAgentLogout there first"
                .to_owned()
        }
        Refusal::AgentBusy => "The agent is on a queue's call: release it first".to_owned(),
        Refusal::InvalidNumber(number) => format!("Invalid Called DN: {number} leads nowhere"),
        Refusal::AllTrunksBusy => "All trunks are busy: try again later".to_owned(),
        Refusal::DestinationBusy => "The destination takes no call now".to_owned(),
        Refusal::QueueFull => "The queue is full".to_owned(),
        Refusal::Unsupported(what) => format!("Unsupported operation: {what}"),
        Refusal::Limit { what, limit } => format!("The switch's limit of {limit} {what} is reached"),
        Refusal::NotObservable(_) => "The calls of OtherDN may not be monitored".to_owned(),
        Refusal::MonitoredAlready(_) => {
            "Another supervisor monitors OtherDN: one at a time".to_owned()
        }
        Refusal::NotMonitored(_) => {
            "ThisDN does not monitor OtherDN: send RequestMonitorNextCall first".to_owned()
        }
        Refusal::OnlyObserves(_) => {
            "The party only observes the call: it can be muted, unmuted and released".to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_unique_and_own_ones_are_recognisable() {
        let mut codes: Vec<i32> = ErrorKind::ALL.iter().map(|kind| kind.default_code()).collect();
        assert!(codes.iter().all(|code| [56, 71].contains(code) || (9001..9100).contains(code)));
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), ErrorKind::ALL.len());
    }

    #[test]
    fn a_site_overrides_a_number() {
        let overrides = BTreeMap::from([(ErrorKind::WrongState, 231)]);
        let codes = ErrorCodes::new(ErrorNumbers::Own, overrides);
        assert_eq!(codes.code(ErrorKind::WrongState), 231);
        assert_eq!(codes.code(ErrorKind::InvalidCalledDn), 71);
    }
}
