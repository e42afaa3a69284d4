//! The port to any CTI middleware: commands down, events up, and the trait that an adapter fulfils.
//!
//! Middleware-neutral on purpose: nothing here knows T-Library. An adapter translates both ways and
//! keeps no picture of its own beyond what translation needs.

use serde::{Deserialize, Serialize};

use crate::{
    id::{CallKey, Dn, Secret},
    time::Timestamp,
};

/// A link to one kind of middleware, as a state machine without I/O.
///
/// After every `handle_*`, call `poll_output` until it is `None`, then ask `poll_timeout`.
pub trait Adapter {
    /// The driver opened or lost the connection, or read bytes from it.
    fn handle_link(&mut self, now: Timestamp, change: LinkChange<'_>);
    /// The gateway wants something of the middleware. Answered by [`Event::Done`] or
    /// [`Event::Denied`] with the same id, exactly once.
    fn handle_command(&mut self, now: Timestamp, command: Command);
    /// The moment that `poll_timeout` named has come.
    fn handle_timeout(&mut self, now: Timestamp);
    /// When `handle_timeout` is wanted.
    fn poll_timeout(&self) -> Option<Timestamp>;
    /// What the driver or the gateway has to do next.
    fn poll_output(&mut self) -> Option<AdapterOutput>;
}

/// What happened on the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkChange<'a> {
    Opened,
    /// Closed by the peer or the network, or the attempt to open it failed.
    Closed,
    Received(&'a [u8]),
}

/// What an adapter wants done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AdapterOutput {
    /// Open the connection (answered by `Opened` or `Closed`).
    Open,
    Transmit(Vec<u8>),
    /// Close the connection; no `Closed` follows.
    Close,
    /// Tell the gateway.
    Event(Event),
}

/// One command, named so that its outcome can be told apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    pub id: CommandId,
    /// On behalf of which device.
    pub dn: Dn,
    pub order: Order,
}

/// The gateway's name for a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CommandId(pub u64);

/// What the middleware is asked to do for a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Report everything about the device from here on. Its outcome is [`Event::Registered`]
    /// (also sent again after each re-registration) followed by `Done`, or `Denied`.
    Register,
    Unregister,
    /// Log the agent on to all the queues.
    LogOn {
        agent: String,
        password: Option<Secret>,
        queues: Vec<Dn>,
    },
    LogOff,
    SetReady,
    SetNotReady {
        reason: Option<String>,
    },
    MakeCall {
        to: Dn,
        data: CallData,
    },
    Answer {
        call: CallKey,
    },
    Release {
        call: CallKey,
    },
    Hold {
        call: CallKey,
    },
    Retrieve {
        call: CallKey,
    },
    Alternate {
        held: CallKey,
        active: CallKey,
    },
    /// Hold `call` and call `to`, meaning to transfer or to confer.
    Consult {
        call: CallKey,
        to: Dn,
        purpose: Purpose,
        data: CallData,
    },
    CompleteTransfer {
        held: CallKey,
        active: CallKey,
    },
    CompleteConference {
        held: CallKey,
        active: CallKey,
    },
    /// End the consultation and go back to the held call.
    Reconnect {
        held: CallKey,
        active: CallKey,
    },
    BlindTransfer {
        call: CallKey,
        to: Dn,
        data: CallData,
    },
    RemoveParty {
        call: CallKey,
        party: Dn,
    },
    /// Send the ringing call to `to` instead of answering it.
    Redirect {
        call: CallKey,
        to: Dn,
    },
    /// Send tones to the others in the call.
    SendDigits {
        call: CallKey,
        digits: String,
    },
    /// Let nobody in the call hear the device.
    Mute {
        call: CallKey,
    },
    /// Let it be heard again.
    Unmute {
        call: CallKey,
    },
    /// Change a setting of the device.
    Set(Setting),
    /// Take part in calls of an agent ([`Event::Monitoring`]).
    Monitor {
        agent: Dn,
        mode: MonitorMode,
        scope: MonitorScope,
    },
    /// Take part in no further call of the agent.
    CancelMonitoring {
        agent: Dn,
    },
    /// Set these pairs, adding or replacing.
    UpdateData {
        call: CallKey,
        data: CallData,
    },
    /// Remove these keys.
    DeleteData {
        call: CallKey,
        keys: Vec<String>,
    },
}

/// What a consultation call is meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Transfer,
    Conference,
}

/// Call-attached data: ordered pairs; a middleware may repeat a key.
pub type CallData = Vec<(String, String)>;

/// What the middleware reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The link is up and every registered device has been registered again (their snapshots
    /// came before this).
    LinkUp,
    /// The link, or the middleware's own link to the switch, is lost.
    LinkDown { reason: String },
    /// The device is registered; this is how it stands. Replaces what was known of it.
    Registered { dn: Dn, agent: AgentState, calls: Vec<CallSnapshot>, features: Features },
    /// The middleware has stopped reporting the device, unasked.
    RegistrationLost { dn: Dn, denial: Denial },
    /// The command has had its effect. `call`: the call it began, if it began one. Events that the
    /// command caused came before or come after; those that carry the command's id are its own.
    Done { command: CommandId, call: Option<CallKey> },
    /// The command was refused or got no answer.
    Denied { command: CommandId, denial: Denial },
    /// The agent at a device has come into this state.
    Agent { dn: Dn, state: AgentState, command: Option<CommandId> },
    /// A setting of the device is this.
    Set { dn: Dn, setting: Setting, command: Option<CommandId> },
    /// A call came into a queue that is registered, or left it. While the queue is registered, every
    /// call that waits there is named by `Entered`, between `Registered` and `Done` or `LinkUp`.
    Queue { dn: Dn, call: CallKey, change: QueueChange },
    /// The device monitors the calls of `agent` from here on, or does so no more.
    Monitoring { dn: Dn, agent: Dn, begins: bool, command: Option<CommandId> },
    /// Something happened to a device's part in a call.
    Call { dn: Dn, call: CallKey, change: CallChange, info: CallInfo, command: Option<CommandId> },
}

/// Why the middleware did not do it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denial {
    pub reason: DenialReason,
    /// The middleware's own number, passed through.
    pub code: Option<i32>,
    /// The middleware's own words, passed through.
    pub text: String,
}

/// The kinds of denial that a client can tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DenialReason {
    /// The middleware or switch said no.
    Refused,
    /// No answer within `resp_timeout_sec`; it may have happened all the same.
    NoAnswer,
    /// The link is down, or went down before the answer.
    LinkDown,
    /// The adapter or middleware cannot do this at all.
    Unsupported,
    /// Too many commands are waiting.
    Overload,
}

/// What an agent is doing, as far as taking calls goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AgentState {
    LoggedOut,
    NotReady {
        reason: Option<String>,
    },
    Ready,
    /// After-call work ("wrap-up").
    AfterCallWork,
}

/// What a device is set to, beside its agent and its calls.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Features {
    /// Direct calls find the device busy.
    pub do_not_disturb: bool,
    /// Where direct calls go instead of ringing here.
    pub forwarding: Option<Forwarding>,
    /// The message lamp is on.
    pub message_waiting: bool,
    /// The agent's device whose calls a supervisor monitors from here.
    pub monitors: Option<Dn>,
}

/// A change of one setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    DoNotDisturb(bool),
    /// None: calls ring here.
    Forwarding(Option<Forwarding>),
    MessageWaiting(bool),
}

/// Who hears a supervisor who takes part in an agent's call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MonitorMode {
    /// Nobody.
    Listen,
    /// The agent.
    Whisper,
    /// Everybody.
    Barge,
}

/// Which calls of an agent a supervisor takes part in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MonitorScope {
    /// The present or the next one.
    OneCall,
    AllCalls,
}

/// Where calls go, and which of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forwarding {
    pub when: ForwardWhen,
    pub to: Dn,
}

/// Which calls are forwarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ForwardWhen {
    Always,
    Busy,
    NoAnswer,
}

/// What is known of a call with every event; absent = the middleware did not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    /// Whether nobody hears the device, where that is told with another change.
    pub muted: Option<bool>,
    /// The data as they stand; none: unchanged.
    pub data: Option<CallData>,
}

/// What sort of call it is, seen from the local switch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CallKind {
    #[default]
    Unknown,
    Internal,
    Inbound,
    Outbound,
    Consult,
}

/// What happened to a call at a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
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
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// Somebody joined.
    PartyAdded {
        party: Dn,
    },
    /// Somebody left, the device stays; `remaining_conference`: more than two parties remain.
    PartyRemoved {
        party: Dn,
        remaining_conference: bool,
    },
    /// The other side was replaced, or the call goes on under this id instead of `previous`.
    PartyChanged {
        previous: Option<CallKey>,
        by: Option<Dn>,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    Direct,
    /// A consultation call.
    Consult,
    /// Sent on by a one-step transfer.
    Transferred,
}

/// Why the device's part ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReleaseCause {
    Normal,
    Transferred,
    Conferenced,
    /// Rang too long, or was sent elsewhere.
    Redirected,
    NoAnswer,
}

/// Why a call got nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailCause {
    Busy,
    NoAnswer,
    InvalidNumber,
    AllTrunksBusy,
    Other,
}

/// A call as it stands at a device, in a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallSnapshot {
    pub call: CallKey,
    pub state: CallState,
    /// Nobody in the call hears the device.
    pub muted: bool,
    pub info: CallInfo,
    pub parties: Vec<Dn>,
    /// The supervisor who takes part in the call of this device.
    pub observer: Option<Dn>,
}

/// The state of a device's part in a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CallState {
    Dialing,
    Ringing,
    Connected,
    Held,
    /// Hears a tone; only a release is left to do.
    Failed,
}
