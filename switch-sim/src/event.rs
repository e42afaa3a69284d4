//! What the switch reports, in the vocabulary of ECMA-269 (CSTA phase III).

use crate::{
    action::{AgentName, CallData},
    call::ConnectionState,
    feature::Setting,
    id::{ActionId, CallId, DeviceId, Number, VectorId},
    monitoring::{Scope, Voice},
    q850::Q850,
    time::SimTime,
    vector::{Verb, log::VectorEvent},
    world::Answerer,
};

/// One report, with its moment and the action that caused it at once (none: a timer did).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub at: SimTime,
    pub action: Option<ActionId>,
    pub report: Report,
}

/// Whether a call that alerts at a device alerts elsewhere, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alerts {
    /// Here alone.
    Alone,
    /// At other devices at the same time; whoever answers first has it (ECMA-269 parallel hunt group).
    InParallel,
}

/// What happened. A `device` is always the subject; the other fields say to whom it relates.
///
/// # Mirroring
/// Calls and their parties follow from the reports alone, each party by its device:
///
/// | report | what to do |
/// |---|---|
/// | `Originated` | a call begins; `device` is `Initiated` |
/// | `Delivered` | `device` comes, `Alerting` |
/// | `NetworkReached` | `circuit` comes, `Alerting` |
/// | `GlareLost` | `circuit` goes |
/// | `Queued` | `queue` comes, `Queued`; or it is there already |
/// | `Diverted` | `queue` goes |
/// | `RouteRequested` | `point` comes, `Queued` |
/// | `RouteUsed` | `point` goes, if it is there |
/// | `Established` | `device`, and whoever is `Initiated`, is `Connected` |
/// | `AnswerDetected` | `device` is `Connected` |
/// | `Held`, `Retrieved` | `device` is `Held`, `Connected` |
/// | `Failed` | `device` is `Failed` |
/// | `Transferred` | `controller` goes from both calls; the rest of `active` goes to `held` |
/// | `Conferenced` | `controller` goes from `active` and is `Connected` in `held`; the rest of `active` goes to `held` |
/// | `SingleStepTransferred` | `controller` goes |
/// | `Observed` | `device` comes, `Connected` |
/// | `Deflected` | `device` goes |
/// | `Forwarded`, `Covered` | `device` goes, if it `rang` |
/// | `PickedUp`, `Parked` | `device` goes |
/// | `Cleared` | `device` goes |
/// | `CallCleared` | the call, empty by then, ends |
/// | `Classified`, `SingleStepConferenced`, `SetAside`, `TakenBack`, `ObserverHeard`, `Unparked`, `DigitsReceived` | nothing |
/// | `VectorStep`, `VectorEvent`, `AnswerReturned`, `UserInformationSet`, `DigitsGenerated`, `DigitsPassed` | nothing |
///
/// Who moves from `active` to `held` keeps its state; a place in a queue is kept, too, without a
/// further `Queued`. `active` ends with that report: no `Cleared` and no `CallCleared` follow.
///
/// # Order
/// Of two parties that leave together, the one that caused it comes first. What an agent does
/// after a call comes after the last report about that call in the same step, the next call of
/// an idle agent after that.
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
    /// More digits of the number called have come from outside; `called` is all of it so far. Where it
    /// leads follows when it is complete.
    DigitsReceived { call: CallId, called: Number },
    /// The call alerts at `device` (Delivered). `queue`: the ACD queue that delivered it.
    /// `transferred_by`: the device that sent it here by single-step transfer. `alerts`: whether it
    /// rings elsewhere at the same time.
    Delivered {
        call: CallId,
        device: DeviceId,
        queue: Option<DeviceId>,
        transferred_by: Option<DeviceId>,
        alerts: Alerts,
    },
    /// `device` is connected (Established). The originator is connected by the first one.
    Established { call: CallId, device: DeviceId },
    /// `device` has put the call on hold (Held). The other parties notice nothing.
    Held { call: CallId, device: DeviceId },
    /// `device` has taken the call back (Retrieved).
    Retrieved { call: CallId, device: DeviceId },
    /// The call waits in `queue`; `position` counts from 1 (Queued). Also when an agent is idle
    /// and `Diverted` follows at once; also when the call returns from an agent who did not take
    /// it, at position 1; also when a vector gives a waiting call another priority.
    Queued { call: CallId, queue: DeviceId, position: usize },
    /// The call left `queue` for `to` (Diverted); `Delivered` follows. A call that waits in several
    /// queues leaves them all, the one that delivers it first.
    Diverted { call: CallId, queue: DeviceId, to: DeviceId },
    /// The call waits at the routing point `point` for somebody to say where it goes (Route
    /// Request).
    RouteRequested { call: CallId, point: DeviceId },
    /// The call leaves `point` for the number `to`; none: it was rejected or ends (Route Used).
    /// What `to` leads to follows. Without a `RouteRequested` before: nobody answers there, and
    /// the call took the default route at once.
    RouteUsed { call: CallId, point: DeviceId, to: Option<Number>, by_default: bool },
    /// The call left the switch on the circuit `circuit` (Network Reached); `device` dialled, or
    /// sent it there by single-step transfer. The circuit stands for whoever is called.
    NetworkReached { call: CallId, device: DeviceId, circuit: DeviceId },
    /// The network has taken `circuit` at the same moment for a call from outside (glare). The call
    /// goes on by another circuit: `NetworkReached` follows.
    GlareLost { call: CallId, circuit: DeviceId },
    /// The call of `device` got nowhere; the device hears a tone until it releases (Failed). A
    /// caller from outside never fails: its circuit is cleared.
    Failed { call: CallId, device: DeviceId, cause: Cause },
    /// `held` and `active` became one call, `held`; `controller` left both (Transferred).
    /// Last report of `active`. `moved`: who came over from there, in whatever state.
    Transferred { held: CallId, active: CallId, controller: DeviceId, moved: Vec<DeviceId> },
    /// `controller` left the call, and `to` takes its place: an extension, a queue, or the
    /// circuit to a number outside. `Delivered`, `Queued` or `NetworkReached` follows. No other
    /// call was involved. Without `to`, the number leads to a vector,
    /// whose steps follow, or to a hunt group. `number`: the one dialled, or to which it forwards.
    SingleStepTransferred {
        call: CallId,
        controller: DeviceId,
        to: Option<DeviceId>,
        number: Number,
    },
    /// The call that alerted at `device` goes to `to` instead (ECMA-269 Diverted): an extension, a
    /// queue, or the circuit to `number` outside. `Delivered`, `Queued` or `NetworkReached`
    /// follows. Without `to`, the number leads to a vector, whose steps follow, or to a hunt group.
    Deflected { call: CallId, device: DeviceId, to: Option<DeviceId>, number: Number },
    /// `device` forwards the call to `number` (ECMA-269 Diverted). `rang`: because nobody has
    /// answered there; otherwise before it has rung there. Another `Forwarded`, or what
    /// follows a call to `number`, is next.
    Forwarded { call: CallId, device: DeviceId, number: Number, rang: bool },
    /// The call goes along the coverage path of a telephone, to `number` (ECMA-269 Diverted). `rang`:
    /// because nobody has answered at `device`, the telephone that was called or a point of its path;
    /// otherwise it has not rung there. What follows a call to `number` is next.
    Covered { call: CallId, device: DeviceId, number: Number, rang: bool },
    /// The call that alerted at `device` is taken at the telephone `by` (ECMA-269 Diverted).
    /// `Delivered` and `Established` there follow.
    PickedUp { call: CallId, device: DeviceId, by: DeviceId },
    /// `device` has left the call at the number of the telephone `at` (ECMA-269 Diverted, by Park
    /// Call). Whoever is in it waits.
    Parked { call: CallId, device: DeviceId, at: DeviceId },
    /// The call that was parked at `at` goes to `device`: `Delivered` follows, and `Established` when
    /// it was taken back there.
    Unparked { call: CallId, device: DeviceId, at: DeviceId },
    /// `controller` calls somebody into the call: `to`, an extension, a queue, or the circuit to a
    /// number outside (ECMA-269 Single Step Conference Call). `Delivered`, `Queued` or
    /// `NetworkReached` follows, and `Established` when the call is answered there. Without `to`,
    /// the number leads to a vector, whose steps follow. A hunt group is refused.
    SingleStepConferenced { call: CallId, controller: DeviceId, to: Option<DeviceId> },
    /// The supervisor at `device` takes part in the call of `agent`.
    Observed { call: CallId, device: DeviceId, agent: DeviceId, voice: Voice },
    /// The supervisor at `device`, who observes the call, is heard by others than before.
    ObserverHeard { call: CallId, device: DeviceId, voice: Voice },
    /// `device` was set aside in the conference by `by`: it neither hears nor is heard.
    SetAside { call: CallId, device: DeviceId, by: DeviceId },
    /// `device` was taken back by `by`.
    TakenBack { call: CallId, device: DeviceId, by: DeviceId },
    /// The supervisor at `device` monitors the calls of `agent`.
    MonitoringSet { device: DeviceId, agent: DeviceId, voice: Voice, scope: Scope },
    /// The supervisor at `device` monitors `agent` no further: cancelled, replaced, one of the two
    /// logged off, or the one call is over.
    MonitoringCancelled { device: DeviceId, agent: DeviceId },
    /// Nobody hears `device` in this call (Microphone Mute).
    Muted { call: CallId, device: DeviceId },
    /// `device` is heard again.
    Unmuted { call: CallId, device: DeviceId },
    /// `held` and `active` became one call, `held`, with everybody in it (Conferenced).
    /// Last report of `active`. `moved`: who came over from there, beside `controller`.
    Conferenced { held: CallId, active: CallId, controller: DeviceId, moved: Vec<DeviceId> },
    /// `device` has left the call (Connection Cleared). `was` is its state before.
    /// `by`: the party that removed it, when it was dropped.
    Cleared {
        call: CallId,
        device: DeviceId,
        was: ConnectionState,
        cause: Cause,
        by: Option<DeviceId>,
    },
    /// The last party has gone (Call Cleared). Last report of every call that did not become
    /// part of another one.
    CallCleared { call: CallId },
    /// What `device` outside was called for by a predictive call has answered; what it is, a
    /// person or a machine, is being found out. Whoever is `Initiated` stays so.
    AnswerDetected { call: CallId, device: DeviceId },
    /// It is known who has answered the predictive call of `group`. `Queued` or `RouteRequested`
    /// there follows, or the group is cleared.
    Classified { call: CallId, group: DeviceId, answerer: Answerer },
    /// A vector executes a step for the call. No party comes or goes by it.
    VectorStep { call: CallId, vector: VectorId, step: u8, command: Verb },
    /// The step ran into something (the vendor's vector event log).
    VectorEvent { call: CallId, vector: VectorId, step: u8, event: VectorEvent },
    /// The exchange of the caller on the circuit `device` knows that the call was answered, though
    /// nobody has (answer supervision). Once for a call at most.
    AnswerReturned { call: CallId, device: DeviceId },
    /// A vector has written the user-to-user information of the call; it goes with the call from here
    /// on, beside whatever data it brought.
    UserInformationSet { call: CallId, uui: String },
    /// `device` pressed keys (Digits Generated).
    DigitsGenerated { call: CallId, device: DeviceId, digits: Number },
    /// The machine at `device` that a vector let the caller speak to was told these digits; or the
    /// messaging system behind the queue `device` was told whose mailbox the next call is for.
    DigitsPassed { call: CallId, device: DeviceId, digits: String },
    /// An agent logged on, not ready (Agent Logged On); one report per queue, or one without a
    /// queue. One who was there already keeps the state.
    AgentLoggedOn { device: DeviceId, agent: AgentName, queue: Option<DeviceId> },
    /// An agent logged off (Agent Logged Off); one report per queue, the last one with `last`
    /// set.
    AgentLoggedOff { device: DeviceId, agent: AgentName, queue: Option<DeviceId>, last: bool },
    /// The agent takes calls (Agent Ready). `on_call`: as soon as the present call, one that a
    /// queue delivered, ends. When a caller hangs up while it rings at a ready agent, the agent
    /// is ready as before, without a report.
    AgentReady { device: DeviceId, agent: AgentName, on_call: bool },
    /// The agent takes no calls (Agent Not Ready). The switch's own reasons are `ring-no-answer`
    /// and `declined`, for a queue's call that the agent did not take.
    AgentNotReady { device: DeviceId, agent: AgentName, reason: Option<String>, on_call: bool },
    /// The agent finishes the work of the last call (Agent Working After Call).
    AgentWorkingAfterCall { device: DeviceId, agent: AgentName, on_call: bool },
    /// A setting of the telephone is this (Do Not Disturb, Forwarding, Message Waiting); also when
    /// it was so before.
    IsSet { device: DeviceId, setting: Setting },
}

/// Why something happened (ECMA-269 `EventCause`).
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
    /// The public network says why.
    Network(Q850),
    /// An answering machine has answered a predictive call.
    AnsweringMachine,
    /// The queue takes no more calls.
    QueueFull,
    /// A transfer took the party out of this call. No report of this switch has it:
    /// [`Report::Transferred`] says it all.
    Transfer,
    /// A conference took the party out of this call. No report of this switch has it.
    Conference,
    /// The connection ended because the party was removed by another one.
    Dropped,
    /// The call was handed to another device or vector: it left a queue to which a vector had
    /// sent it, or the machine that the vector let the caller speak to.
    Redirected,
    /// Another member of the parallel hunt group has answered.
    AnsweredElsewhere,
}

impl Cause {
    /// The cause that says what the network said; where the switch has a word of its own for it,
    /// that one.
    pub(crate) fn of_network(cause: Q850) -> Self {
        if cause == Q850::UserBusy {
            Self::Busy
        } else if cause == Q850::UnallocatedNumber {
            Self::InvalidNumber
        } else {
            Self::Network(cause)
        }
    }
}
