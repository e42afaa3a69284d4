//! What the middleware tells of a call: at a device, at a queue, and in a snapshot.

use serde::{Deserialize, Serialize};

use crate::id::{CallKey, Dn};

/// What is known of a call with every event; absent = the middleware did not say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CallInfo {
    pub kind: CallKind,
    /// The other party, if there is exactly one.
    pub other: Option<Dn>,
    pub ani: Option<Dn>,
    pub dnis: Option<Dn>,
    /// The ACD queue that delivered the call.
    pub queue: Option<Dn>,
    /// The held call that this consultation call belongs to.
    pub consult_of: Option<CallKey>,
    /// The device takes part in somebody else's call as an observer.
    pub observes: bool,
    /// More than two take part, named or not, where that is told with another change or in a
    /// snapshot.
    pub conference: bool,
    /// Whether nobody hears the device, where that is told with another change.
    pub muted: Option<bool>,
    /// The data as they stand; none: unchanged.
    pub data: Option<CallData>,
}

/// What sort of call it is, seen from the local switch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallKind {
    #[default]
    Unknown,
    Internal,
    Inbound,
    Outbound,
    Consult,
}

/// What happened to a call at a queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QueueChange {
    Entered,
    /// It left for `to`, if the middleware says where.
    Distributed {
        to: Option<Dn>,
    },
    /// The caller gave up.
    Abandoned,
}

/// What happened to the device's part in the call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallChange {
    /// The device is calling somebody.
    Dialing,
    /// The call rings here. `transferred_by`: it came by a one-step transfer (the device, if known).
    Ringing {
        arrival: Arrival,
    },
    /// The device is connected.
    Established,
    Held,
    Retrieved,
    /// The device has left the call.
    Released {
        cause: ReleaseCause,
    },
    /// The call stopped ringing here: the caller gave up.
    Abandoned,
    /// The device's call got nowhere (busy, wrong number …); the device still hears a tone.
    Failed {
        cause: FailCause,
    },
    /// The call left for the public network.
    NetworkReached,
    /// Somebody joined, who has no number that is known if `party` is none: more than two take part.
    PartyAdded {
        party: Option<Dn>,
    },
    /// Somebody left, the device stays; `remaining_conference`: more than two parties remain.
    PartyRemoved {
        party: Option<Dn>,
        remaining_conference: bool,
    },
    /// The other side was replaced, or the call goes on under this id instead of `previous`.
    /// `conference`: by a conference, of more than two.
    PartyChanged {
        previous: Option<CallKey>,
        by: Option<Dn>,
        conference: bool,
    },
    /// Who else is in the call, as far as their numbers are known: the adapter has asked. `conference`:
    /// more than two take part.
    Parties {
        parties: Vec<Dn>,
        conference: bool,
    },
    /// A supervisor takes part in the call of this device. That the supervisor has left is told as
    /// `PartyRemoved`.
    Observed {
        by: Dn,
    },
    /// Nobody in the call hears the device.
    Muted,
    /// The device is heard again.
    Unmuted,
    /// The data of the call changed; they stand in [`CallInfo::data`].
    DataChanged {
        by: Option<Dn>,
    },
}

/// How a ringing call came here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arrival {
    Direct,
    /// A consultation call.
    Consult,
    /// Sent on by a one-step transfer.
    Transferred,
}

/// Why the device's part ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReleaseCause {
    Normal,
    Transferred,
    Conferenced,
    /// Rang too long, or was sent elsewhere.
    Redirected,
    NoAnswer,
    /// It had ended before, and the middleware has found that out.
    Stuck,
}

/// Why a call got nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailCause {
    Busy,
    NoAnswer,
    InvalidNumber,
    AllTrunksBusy,
    Other,
}

/// A call as it stands at a device, in a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallSnapshot {
    pub call: CallKey,
    pub state: CallState,
    /// Nobody in the call hears the device.
    #[serde(default)]
    pub muted: bool,
    #[serde(default)]
    pub info: CallInfo,
    #[serde(default)]
    pub parties: Vec<Dn>,
    /// The supervisor who takes part in the call of this device.
    pub observer: Option<Dn>,
}

/// The state of a device's part in a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallState {
    Dialing,
    Ringing,
    Connected,
    Held,
    /// Hears a tone; only a release is left to do.
    Failed,
}

/// Call-attached data: ordered pairs; a middleware may repeat a key.
pub type CallData = Vec<(String, String)>;
