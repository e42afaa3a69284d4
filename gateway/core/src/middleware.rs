//! The port to any CTI middleware: commands down, events up, and the trait that an adapter fulfils.
//!
//! Middleware-neutral on purpose: nothing here knows T-Library. An adapter translates both ways and
//! keeps no picture of its own beyond what translation needs. Commands and events have a notation
//! (serde) in which they reach adapters that run outside the gateway.

mod call;

use serde::{Deserialize, Serialize, Serializer};

pub use call::{
    Arrival, CallChange, CallData, CallInfo, CallKind, CallSnapshot, CallState, FailCause,
    QueueChange, ReleaseCause,
};

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
    /// Open the connection to a server of the middleware (answered by `Opened` or `Closed`).
    Open(Peer),
    Transmit(Vec<u8>),
    /// Close the connection; no `Closed` follows.
    Close,
    /// Tell the gateway.
    Event(Event),
}

/// Which of the middleware's servers: those of a pair serve in turn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Peer {
    #[default]
    Primary,
    Backup,
}

impl Peer {
    /// The other server of the pair.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Primary => Self::Backup,
            Self::Backup => Self::Primary,
        }
    }
}

/// One command, named so that its outcome can be told apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Command {
    pub id: CommandId,
    /// On behalf of which device.
    pub dn: Dn,
    #[serde(flatten)]
    pub order: Order,
}

/// The gateway's name for a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CommandId(pub u64);

/// What the middleware is asked to do for a device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "order", rename_all = "snake_case")]
pub enum Order {
    /// Report everything about the device from here on. Its outcome is [`Event::Registered`]
    /// (also sent again after each re-registration) followed by `Done`, or `Denied`.
    Register,
    Unregister,
    /// Log the agent on to all the queues.
    LogOn {
        agent: String,
        #[serde(serialize_with = "revealed")]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    Transfer,
    Conference,
}

/// What the middleware reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The link is up and every registered device has been registered again (their snapshots
    /// came before this).
    LinkUp,
    /// The link, or the middleware's own link to the switch, is lost.
    LinkDown { reason: String },
    /// The device is registered; this is how it stands. Replaces what was known of it.
    Registered {
        dn: Dn,
        agent: AgentState,
        #[serde(default)]
        calls: Vec<CallSnapshot>,
        #[serde(default)]
        features: Features,
    },
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
    Call {
        dn: Dn,
        call: CallKey,
        change: CallChange,
        #[serde(default)]
        info: CallInfo,
        command: Option<CommandId>,
    },
    /// The adapter has dropped something that came from the middleware.
    Dropped { why: Dropped },
}

/// Why something that came is of no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dropped {
    /// It is of a kind, or about a device, that nobody knows.
    Unknown,
    /// It came before.
    Duplicate,
    /// Something that happened later came before it.
    OutOfTurn,
    /// It answers a request that is forgotten.
    LateAnswer,
}

/// Why the middleware did not do it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Denial {
    pub reason: DenialReason,
    /// The middleware's own number, passed through.
    pub code: Option<i32>,
    /// The middleware's own words, passed through.
    pub text: String,
}

/// The kinds of denial that a client can tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
#[serde(rename_all = "snake_case")]
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
#[serde(default)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    DoNotDisturb(bool),
    /// None: calls ring here.
    Forwarding(Option<Forwarding>),
    MessageWaiting(bool),
}

/// Who hears a supervisor who takes part in an agent's call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MonitorMode {
    /// Nobody.
    Listen,
    /// The agent.
    Whisper,
    /// Everybody.
    Barge,
}

/// Which calls of an agent a supervisor takes part in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
#[serde(rename_all = "snake_case")]
pub enum ForwardWhen {
    Always,
    Busy,
    NoAnswer,
}

/// The notation of a password: whoever logs an agent on needs it as it is.
#[expect(clippy::ref_option, reason = "serde hands it over so")]
fn revealed<S: Serializer>(password: &Option<Secret>, to: S) -> Result<S::Ok, S::Error> {
    password.as_ref().map(Secret::reveal).serialize(to)
}
