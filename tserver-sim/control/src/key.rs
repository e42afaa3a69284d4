//! The keys of a telephone.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use switch_sim::{
    action::{Action, CallData},
    call::ConnectionState,
    feature::{ForwardWhen, Forwarding, Setting},
    id::{CallId, DeviceId},
    switch::Switch,
};

use crate::{
    act::{call_id, call_name, dialled},
    problem::Problem,
};

/// A key, and what goes with it. Where a key is for a call and none is named, the one that it fits is
/// meant: the one that rings, the one that talks, the one that is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "key", rename_all = "snake_case", deny_unknown_fields)]
pub enum PhoneKey {
    Answer {
        call: Option<String>,
    },
    Hangup {
        call: Option<String>,
    },
    Hold {
        call: Option<String>,
    },
    Retrieve {
        call: Option<String>,
    },
    Mute {
        call: Option<String>,
    },
    Unmute {
        call: Option<String>,
    },
    /// Sends tones into the call.
    Digits {
        digits: String,
        call: Option<String>,
    },
    /// Sends the call that rings elsewhere.
    Deflect {
        to: String,
        call: Option<String>,
    },
    /// Answers the call that rings at another telephone, or somewhere in the pickup group.
    PickUp {
        at: Option<String>,
    },
    /// Leaves the call at the number of a telephone, its own when none is named.
    Park {
        at: Option<String>,
        call: Option<String>,
    },
    /// Takes a parked call back.
    Unpark {
        at: Option<String>,
    },
    /// Replaces this telephone by another number, without asking there first.
    Transfer {
        to: String,
        call: Option<String>,
    },
    /// Holds the call and calls somebody about it.
    Consult {
        to: String,
        call: Option<String>,
    },
    /// Joins the held call and the other one, and leaves.
    CompleteTransfer {},
    /// Joins the held call and the other one, and stays.
    CompleteConference {},
    /// Takes somebody else out of a conference, by number.
    Remove {
        party: String,
        call: Option<String>,
    },
    /// Goes from the active call to the held one and holds the other.
    Alternate {},
    /// Ends the active call and goes back to the held one.
    Reconnect {},
    DoNotDisturb {
        on: bool,
    },
    /// Sends calls to the telephone's coverage path without ringing.
    SendAllCalls {
        on: bool,
    },
    MessageWaiting {
        on: bool,
    },
    /// Sends calls elsewhere from here on.
    Forward {
        to: String,
        when: When,
    },
    Unforward {},
    /// Lifts the handset of a telephone without a call: it has dial tone.
    OffHook {},
    /// Puts the handset back; whoever speaks or dials leaves the call by that.
    OnHook {},
}

/// Which calls are forwarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum When {
    Always,
    Busy,
    NoAnswer,
}

impl PhoneKey {
    /// What the key asks of the switch at this telephone.
    ///
    /// # Errors
    /// No call there fits the key, or what goes with it is no number.
    pub fn action(&self, switch: &Switch, device: DeviceId) -> Result<Action, Problem> {
        use ConnectionState::{Alerting, Connected, Held};
        let find = |named: &Option<String>, fits: &[ConnectionState]| match named {
            Some(call) => call_id(call),
            None => fitting(switch, device, fits),
        };
        let ringing = |named| find(named, &[Alerting]);
        let talking = |named| find(named, &[Connected]);
        let both = || Ok((fitting(switch, device, &[Held])?, fitting(switch, device, ACTIVE)?));
        let place = |at: &Option<String>| at.as_deref().map(dialled).transpose();
        let set = |setting| Ok(Action::Set { device, setting });
        Ok(match self {
            Self::Answer { call } => Action::Answer { device, call: ringing(call)? },
            Self::Hangup { call } => Action::Release { device, call: find(call, LEAVABLE)? },
            Self::Hold { call } => Action::Hold { device, call: talking(call)? },
            Self::Retrieve { call } => Action::Retrieve { device, call: find(call, &[Held])? },
            Self::Mute { call } => Action::Mute { device, call: talking(call)? },
            Self::Unmute { call } => Action::Unmute { device, call: talking(call)? },
            Self::Digits { digits, call } => {
                Action::SendDigits { device, call: talking(call)?, digits: dialled(digits)? }
            }
            Self::Deflect { to, call } => {
                Action::Deflect { device, call: ringing(call)?, to: dialled(to)? }
            }
            Self::PickUp { at } => Action::PickUp { device, at: place(at)? },
            Self::Unpark { at } => Action::Unpark { device, at: place(at)? },
            Self::Park { at, call } => {
                Action::Park { device, call: talking(call)?, at: place(at)? }
            }
            Self::Transfer { to, call } => {
                Action::SingleStepTransfer { device, call: talking(call)?, to: dialled(to)? }
            }
            Self::Consult { to, call } => {
                let (call, to) = (talking(call)?, dialled(to)?);
                Action::Consult { device, call, to, data: CallData::new() }
            }
            Self::Remove { party, call } => {
                let call = talking(call)?;
                Action::DropParty { device, call, party: party_of(switch, call, party)? }
            }
            Self::CompleteTransfer {} => {
                let (held, active) = both()?;
                Action::CompleteTransfer { device, held, active }
            }
            Self::CompleteConference {} => {
                let (held, active) = both()?;
                Action::CompleteConference { device, held, active }
            }
            Self::Alternate {} => {
                let (held, active) = both()?;
                Action::Alternate { device, held, active }
            }
            Self::Reconnect {} => {
                let (held, active) = both()?;
                Action::Reconnect { device, held, active }
            }
            Self::DoNotDisturb { on } => return set(Setting::DoNotDisturb(*on)),
            Self::SendAllCalls { on } => return set(Setting::SendAllCalls(*on)),
            Self::MessageWaiting { on } => return set(Setting::MessageWaiting(*on)),
            Self::Unforward {} => return set(Setting::Forwarding(None)),
            Self::OffHook {} => return set(Setting::OffHook(true)),
            Self::OnHook {} => return set(Setting::OffHook(false)),
            Self::Forward { to, when } => {
                let forwarding = Forwarding { when: when.of_switch(), to: dialled(to)? };
                return set(Setting::Forwarding(Some(forwarding)));
            }
        })
    }
}

impl When {
    fn of_switch(self) -> ForwardWhen {
        match self {
            Self::Always => ForwardWhen::Always,
            Self::Busy => ForwardWhen::Busy,
            Self::NoAnswer => ForwardWhen::NoAnswer,
        }
    }
}

/// The call at a telephone whose connection is in one of these states; the states in their order.
fn fitting(
    switch: &Switch,
    device: DeviceId,
    states: &[ConnectionState],
) -> Result<CallId, Problem> {
    let calls = switch.calls_at(device);
    let state = |call: &CallId| Some(switch.call(*call)?.party(device)?.state);
    let of =
        |wanted: &ConnectionState| calls.iter().find(|call| state(call) == Some(*wanted)).copied();
    states.iter().find_map(of).ok_or_else(|| {
        let number = &switch.device(device).number;
        let word = |state: &ConnectionState| format!("{state:?}").to_lowercase();
        let there = calls
            .iter()
            .filter_map(|call| Some(format!("{} is {}", call_name(*call), word(&state(call)?))));
        let there = there.collect::<Vec<_>>().join(", ");
        let wanted = states.iter().map(word).collect::<Vec<_>>().join(" or ");
        Problem::refused(if there.is_empty() {
            format!("{number} has no call")
        } else {
            format!("{number} has no call that is {wanted}: {there}")
        })
    })
}

/// The party of a call with this number, its own or that of the circuit it is on.
fn party_of(switch: &Switch, call: CallId, number: &str) -> Result<DeviceId, Problem> {
    let mut parties = switch.call(call).into_iter().flat_map(|call| &call.parties);
    let party = parties.find(|party| {
        let own = switch.device(party.device).number.as_str();
        own == number || party.number.as_ref().is_some_and(|theirs| theirs.as_str() == number)
    });
    party.map(|party| party.device).ok_or_else(|| {
        let call = call_name(call);
        Problem::not_found(format!("{number} is not in {call}; GET /v1/calls/{call} shows who is"))
    })
}

/// Calls that a telephone is in and has not put aside.
const ACTIVE: &[ConnectionState] =
    &[ConnectionState::Connected, ConnectionState::Initiated, ConnectionState::Failed];
/// Calls that the hang-up key ends when none is named: those that talk before those that ring, those
/// that are held last.
const LEAVABLE: &[ConnectionState] = &[
    ConnectionState::Connected,
    ConnectionState::Alerting,
    ConnectionState::Initiated,
    ConnectionState::Failed,
    ConnectionState::Held,
];
