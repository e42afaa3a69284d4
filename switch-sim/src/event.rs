//! What the switch reports, in the vocabulary of ECMA-269 (CSTA phase III).

use crate::{
    action::{AgentName, CallData},
    call::ConnectionState,
    id::{ActionId, CallId, DeviceId, Number},
    time::SimTime,
};

/// One report, with its moment and the action that caused it at once (none: a timer did).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub at: SimTime,
    pub action: Option<ActionId>,
    pub report: Report,
}

/// What happened. A `device` is always the subject; the other fields say to whom it relates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Report {
    /// A call attempt is in progress on behalf of `device` (Originated). First report of
    /// every call. `consult_of`: the held call that this consultation call belongs to.
    /// `calling`: an outside caller's number, if sent. For a circuit, `device` is the circuit.
    Originated {
        call: CallId,
        device: DeviceId,
        calling: Option<Number>,
        called: Number,
        consult_of: Option<CallId>,
        data: CallData,
    },
    /// The call alerts at `device` (Delivered). `queue`: the ACD queue that delivered it.
    /// `transferred_by`: the device that sent it here by single-step transfer.
    Delivered {
        call: CallId,
        device: DeviceId,
        queue: Option<DeviceId>,
        transferred_by: Option<DeviceId>,
    },
    /// `device` is connected (Established). The originator is connected by the first one.
    Established { call: CallId, device: DeviceId },
    /// `device` has put the call on hold (Held).
    Held { call: CallId, device: DeviceId },
    /// `device` has taken the call back (Retrieved).
    Retrieved { call: CallId, device: DeviceId },
    /// The call waits in `queue`; `position` counts from 1 (Queued).
    Queued { call: CallId, queue: DeviceId, position: usize },
    /// The call left `queue` for `to` (Diverted).
    Diverted { call: CallId, queue: DeviceId, to: DeviceId },
    /// The call left the switch on the circuit `circuit` (Network Reached).
    NetworkReached { call: CallId, device: DeviceId, circuit: DeviceId },
    /// The call of `device` got nowhere; the device hears a tone until it releases (Failed).
    Failed { call: CallId, device: DeviceId, cause: Cause },
    /// `held` and `active` became one call, `held`; `controller` left both (Transferred).
    /// `active` has ended. `moved`: who came over from `active` (alerting, queued or connected).
    Transferred { held: CallId, active: CallId, controller: DeviceId, moved: Vec<DeviceId> },
    /// `device` was replaced by the party at `to` in one step; `to` is about to alert or queue,
    /// or is the circuit to the number outside. No other call was involved.
    SingleStepTransferred { call: CallId, controller: DeviceId, to: DeviceId },
    /// `held` and `active` became one call, `held`, with everybody in it (Conferenced).
    Conferenced { held: CallId, active: CallId, controller: DeviceId, moved: Vec<DeviceId> },
    /// `device` is no longer in the call (Connection Cleared). `was` is its state before.
    /// `by`: the party that removed it, when it did not leave by itself.
    Cleared { call: CallId, device: DeviceId, was: ConnectionState, cause: Cause, by: Option<DeviceId> },
    /// The last party has gone (Call Cleared). Last report of every call.
    CallCleared { call: CallId },
    /// An agent logged on (Agent Logged On); one report per queue, or one without a queue.
    AgentLoggedOn { device: DeviceId, agent: AgentName, queue: Option<DeviceId> },
    /// An agent logged off (); one report per queue, the last one with `last` set.
    AgentLoggedOff { device: DeviceId, agent: AgentName, queue: Option<DeviceId>, last: bool },
    /// The agent takes calls (Agent Ready). `on_call`: as soon as the present call ends.
    AgentReady { device: DeviceId, agent: AgentName, on_call: bool },
    /// The agent takes no calls (Agent Not Ready).
    AgentNotReady { device: DeviceId, agent: AgentName, reason: Option<String>, on_call: bool },
    /// The agent finishes the work of the last call (Agent Working After Call).
    AgentWorkingAfterCall { device: DeviceId, agent: AgentName, on_call: bool },
}

/// Why something happened (ECMA-269 EventCause).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// A party hung up.
    NormalClearing,
    /// The caller hung up before the call was answered.
    CallCancelled,
    /// Nobody answered in time.
    CallNotAnswered,
    /// The alerting party declined.
    CallRejected,
    /// The destination is on another call.
    Busy,
    /// The number leads nowhere.
    InvalidNumber,
    /// No circuit is free.
    TrunksBusy,
    /// The queue takes no more calls.
    QueueFull,
    /// A transfer took the party out of this call.
    Transfer,
    /// A conference took the party out of this call.
    Conference,
    /// The connection ended because the party was removed by another one.
    Dropped,
    /// The call was handed to another device.
    Redirected,
}
