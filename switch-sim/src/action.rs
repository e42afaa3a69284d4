//! What a phone, a trunk circuit or a CTI link can ask of the switch, and why it may say no.

use std::time::Duration;

use crate::{
    call::ConnectionState,
    feature::Setting,
    id::{ActionId, CallId, DeviceId, Number, TrunkGroupId},
    monitoring::Monitoring,
    world::AfterCallWork,
};

/// A request to the switch. The outside party of a trunk call acts through its circuit's device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// A caller outside dials one of our numbers; a circuit of `group` is seized. Whatever stands
    /// in the way is a refusal: the caller hears it at once, and no call begins.
    Arrive { group: TrunkGroupId, calling: Option<Number>, called: Number, data: CallData },
    /// A device goes off-hook and dials (ECMA-269 Make Call).
    MakeCall { device: DeviceId, to: Number, data: CallData },
    /// Calls `to`, outside, for a queue or routing point, which gets whoever answers (Make
    /// Predictive Call).
    PredictiveCall { group: DeviceId, to: Number, wish: PredictiveWish, data: CallData },
    /// An alerting device answers (Answer Call).
    Answer { device: DeviceId, call: CallId },
    /// A device leaves its call, in whatever state (Clear Connection). While it alerts, this
    /// declines the call: one that a queue delivered returns to the head of the queue, and the
    /// agent becomes not ready; any other gets nowhere. The call ends when one party is left, or,
    /// unless the world lets the others talk on, when the last party outside leaves.
    Release { device: DeviceId, call: CallId },
    /// A connected device puts its call on hold (Hold Call).
    Hold { device: DeviceId, call: CallId },
    /// A device takes its held call back (Retrieve Call).
    Retrieve { device: DeviceId, call: CallId },
    /// Holds the active call and retrieves the held one in one step (Alternate Call).
    Alternate { device: DeviceId, held: CallId, active: CallId },
    /// Holds `call` and calls `to` in a new call tied to it (Consultation Call).
    Consult { device: DeviceId, call: CallId, to: Number, data: CallData },
    /// Leaves the active call, dialled, connected or failed, and retrieves the held one
    /// (Reconnect Call).
    Reconnect { device: DeviceId, held: CallId, active: CallId },
    /// Joins the parties of both calls in the held one; the device leaves (Transfer Call). The
    /// party called may still alert or wait in a queue, if somebody else has answered.
    CompleteTransfer { device: DeviceId, held: CallId, active: CallId },
    /// Joins the parties of both calls in the held one; the device stays (Conference Call). All
    /// parties of `active` must have answered.
    CompleteConference { device: DeviceId, held: CallId, active: CallId },
    /// Replaces the device by `to` without a second call (Single Step Transfer Call). A `to`
    /// that takes no call is a refusal.
    SingleStepTransfer { device: DeviceId, call: CallId, to: Number },
    /// A connected member of a conference (three or more parties) removes another one.
    DropParty { device: DeviceId, call: CallId, party: DeviceId },
    /// Calls `to` into a call in which the device is connected (Single Step Conference Call). A
    /// `to` that takes no call is a refusal.
    SingleStepConference { device: DeviceId, call: CallId, to: Number },
    /// A connected member of a conference sets another one aside, who neither hears nor is heard
    /// until taken back.
    SetAside { device: DeviceId, call: CallId, party: DeviceId },
    /// Takes back who was set aside.
    TakeBack { device: DeviceId, call: CallId, party: DeviceId },
    /// A supervisor's telephone takes part in the calls of an agent's from here on (service
    /// observing). It replaces what the supervisor monitored before; another supervisor's
    /// monitoring of the same agent is in the way.
    Monitor { device: DeviceId, monitoring: Monitoring },
    /// A supervisor monitors the agent no further; the present call may be observed to its end.
    CancelMonitoring { device: DeviceId, agent: DeviceId },
    /// Sends a call that alerts at the device to `to` instead (Deflect Call). A `to` that takes no
    /// call is a refusal, and the call alerts on.
    Deflect { device: DeviceId, call: CallId, to: Number },
    /// A telephone answers the call that has rung longest at the one with the number `at`; without,
    /// in its own pickup group (Directed Pickup Call, Group Pickup Call).
    PickUp { device: DeviceId, at: Option<Number> },
    /// A connected telephone leaves its call at the number of a telephone, its own unless `at` says
    /// otherwise (Park Call). Nobody is with the call there; after a time it rings at `device`.
    Park { device: DeviceId, call: CallId, at: Option<Number> },
    /// A telephone takes back the call that has been parked longest at its own number, or at `at`.
    Unpark { device: DeviceId, at: Option<Number> },
    /// A connected device lets nobody hear it in this call, hold included, until it is unmuted
    /// (Set Microphone Mute).
    Mute { device: DeviceId, call: CallId },
    /// A connected, muted device is heard again.
    Unmute { device: DeviceId, call: CallId },
    /// Changes a setting of a telephone (Set Do Not Disturb, Set Forwarding, Set Message Waiting
    /// Indicator, Set Hookswitch Status).
    Set { device: DeviceId, setting: Setting },
    /// A device sends digits into its call (Generate Digits): the vector that has the call hears
    /// them, and whoever else is connected.
    SendDigits { device: DeviceId, call: CallId, digits: Number },
    /// Somebody answers the route requests of a routing point from here on (ECMA-269 Route
    /// Register); calls that come are asked about. Each one who does counts.
    RegisterRouting { point: DeviceId },
    /// One of those has gone (Route Register Cancel). After the last one, the calls that wait
    /// take the default route, unless the switch routes by itself there.
    CancelRouting { point: DeviceId },
    /// Says where a call that waits at a routing point goes (Route Select). A destination that
    /// takes no call is a refusal, and the call stays.
    SelectRoute { point: DeviceId, call: CallId, route: RouteChoice },
    /// An agent logs on at a device, not ready, for the queues given (all of them ACD queues).
    /// An agent who is there already joins further queues.
    LogOn { device: DeviceId, agent: AgentName, queues: Vec<DeviceId> },
    /// The agent at a device logs off from all queues.
    LogOff { device: DeviceId },
    /// The agent at a device logs off from one of the queues; from the last one, altogether.
    LogOffQueue { device: DeviceId, queue: DeviceId },
    /// The agent at a device asks for calls. While on a queue's call, this and the next two are kept
    /// until that call ends; the last wish counts.
    Ready { device: DeviceId },
    /// The agent at a device wants no calls; the reason is the site's own code.
    NotReady { device: DeviceId, reason: Option<String> },
    /// The agent at a device goes into (or stays in) after-call work.
    AfterCallWork { device: DeviceId },
    /// Says what follows the agent's calls from queues, from the next one answered on.
    PlanWork { device: DeviceId, plan: WorkPlan },
}

/// What whoever makes a predictive call wishes otherwise than the world says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PredictiveWish {
    /// How long it rings.
    pub no_answer: Option<Duration>,
    /// Whether answering machines are dropped.
    pub drop_machines: Option<bool>,
}

/// What becomes of a call at a routing point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RouteChoice {
    /// It goes to this number.
    To(Number),
    /// It goes where the world file says.
    Default,
    /// The caller hears a tone.
    Reject,
    /// It ends.
    Disconnect,
}

/// What follows the calls that queues deliver to an agent (T-Library work modes `ManualIn` and
/// `AutoIn`; the Genesys login key `WrapUpTime`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkPlan {
    /// What the number dialled wants, otherwise the queue.
    Queue,
    /// Auto-in: the work that the number or the queue times, otherwise the next call at once.
    Auto,
    /// This, whatever the queue wants; manual-in is [`AfterCallWork::Manual`].
    Own(AfterCallWork),
}

/// An agent's log-on name at the switch, e.g. `7001`.
pub type AgentName = std::sync::Arc<str>;

/// What travels with a call from its beginning: an IVR's result, a caller's account number
/// (ECMA-269 correlator data). Keys need not be unique; order is kept.
pub type CallData = Vec<(String, String)>;

/// The key of user-to-user information in a call's data (Q.931 user-user).
pub const UUI: &str = "uui";

/// The switch has done what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Carried by every event that the action caused at once.
    pub action: ActionId,
    /// The call that the action began or worked on.
    pub call: Option<CallId>,
}

/// The switch said no: what was asked, in which state, and why. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The call has ended or never was.
    #[error("there is no call {}", .0.0)]
    UnknownCall(CallId),
    /// The device has no connection to this call.
    #[error("device {} is not a party of call {}", .0.0, .1.0)]
    NotAParty(DeviceId, CallId),
    /// The party's connection is in a state in which this cannot be done.
    #[error("the connection is {state:?}, it would have to be {needed}")]
    WrongState { state: ConnectionState, needed: &'static str },
    /// The handset was lifted already, or lies where it is to be put.
    #[error("the handset is {0} already")]
    HandsetIs(&'static str),
    /// The device has another call that is in the way (active, alerting or being dialled).
    #[error("the device is busy with call {}", .0.0)]
    DeviceBusy(CallId),
    /// No such device, or not of the kind that can do this.
    #[error("the device cannot do this")]
    WrongDevice,
    /// The two calls of a two-step operation are not one held and one active call of the device.
    #[error("the calls are not tied together at this device")]
    NotTogether,
    /// No call rings where the telephone could pick one up.
    #[error("no call rings there")]
    NothingRings,
    /// No call is parked at this telephone's number.
    #[error("no call is parked at device {}", .0.0)]
    NothingParked(DeviceId),
    /// The two calls can be joined, but not as they stand: a vector processes one of them, or nobody
    /// has answered.
    #[error("the switch denies it as the calls stand: {0}")]
    Denied(&'static str),
    /// The call would have more parties than the switch can join.
    #[error("the conference is full: {limit} parties")]
    ConferenceFull { limit: usize },
    /// The world says that the calls of this telephone are nobody else's business.
    #[error("the calls of device {} may not be monitored", .0.0)]
    NotObservable(DeviceId),
    /// Another supervisor monitors the agent.
    #[error("device {} monitors the agent already", .0.0)]
    MonitoredAlready(DeviceId),
    /// The supervisor does not monitor this agent.
    #[error("device {} is not monitored", .0.0)]
    NotMonitored(DeviceId),
    /// The party only observes the call of an agent: it can listen, be heard as its monitoring
    /// says, and leave.
    #[error("device {} only observes the call", .0.0)]
    OnlyObserves(DeviceId),
    /// No agent is logged on at the device.
    #[error("no agent is logged on")]
    NotLoggedOn,
    /// An agent is logged on already, at this device or elsewhere.
    #[error("already logged on at device {}", .0.0)]
    AlreadyLoggedOn(DeviceId),
    /// The agent is on a queue's call and cannot do this until it ends.
    #[error("the agent is on a call")]
    AgentBusy,
    /// The number leads nowhere.
    #[error("the number {0} leads nowhere")]
    InvalidNumber(Number),
    /// Every circuit of the group is taken.
    #[error("all trunks busy")]
    AllTrunksBusy,
    /// The destination is on another call.
    #[error("the destination is busy")]
    DestinationBusy,
    /// The queue is full.
    #[error("the queue is full")]
    QueueFull,
    /// This switch does not do it: its world, or its brand (a row of the personality), says so.
    #[error("this switch does not do it: {0}")]
    Unsupported(&'static str),
    /// One of the bounds of `limits.rs` is reached.
    #[error("the switch's limit of {limit} {what} is reached")]
    Limit { what: &'static str, limit: usize },
}
