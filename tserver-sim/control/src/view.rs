//! What a client reads: the switch and its T-Server in plain values.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use switch_sim::{agent, call, plant};

/// How the site stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Site {
    /// Milliseconds since the switch was started.
    pub now_ms: u64,
    /// Whether the link between T-Server and switch is up.
    pub link_up: bool,
    /// The T-Server of the pair that serves: `first` or `second`.
    pub in_charge: String,
    pub calls: usize,
    pub agents: usize,
    pub clients: usize,
}

/// How time passes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Time {
    /// Milliseconds since the switch was started.
    pub now_ms: u64,
    pub paused: bool,
    /// Seconds for each second of the wall clock, while it is not paused.
    pub speed: f64,
}

/// A call that is up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Call {
    /// The switch's name for it: `c1`.
    pub call: String,
    /// The T-Server's name for it: 16 hexadecimal digits.
    pub conn_id: Option<String>,
    /// The number first dialled.
    pub called: String,
    /// When it began.
    pub since_ms: u64,
    /// The call that this one consults for.
    pub consult_of: Option<String>,
    pub parties: Vec<Party>,
    /// User data, as the T-Server has them.
    pub data: BTreeMap<String, Value>,
    /// The number of the telephone at which it is parked.
    pub parked_at: Option<String>,
    /// The step of the vector that has the call: `V100.03`.
    pub vector: Option<String>,
    /// When that step ends by itself; none while it waits for somebody.
    pub vector_until_ms: Option<u64>,
    /// What a vector lets the caller hear.
    pub hears: Option<String>,
}

/// Somebody, or something, in a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Party {
    /// The number of the telephone, queue or circuit.
    pub device: String,
    /// The number of the person; none for an outside caller who sent none.
    pub number: Option<String>,
    pub state: ConnectionState,
    pub outside: bool,
    pub muted: bool,
    /// The queue that delivered the call here.
    pub queue: Option<String>,
}

/// A telephone, a queue or a routing point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the telephone by itself")]
pub struct Device {
    pub number: String,
    pub kind: DeviceKind,
    /// Whose telephone it is, or the name of the queue or routing point.
    pub name: Option<String>,
    /// The calls there.
    pub calls: Vec<String>,
    pub agent: Option<Agent>,
    pub do_not_disturb: bool,
    /// Whether the handset is lifted: dial tone, unless there is a call.
    pub off_hook: bool,
    pub send_all_calls: bool,
    pub message_waiting: bool,
    /// Where calls are forwarded to.
    pub forwarded_to: Option<String>,
}

/// An agent who is logged on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Agent {
    pub agent: String,
    pub number: String,
    pub state: AgentState,
    pub since_ms: u64,
    /// Why not ready.
    pub reason: Option<String>,
    pub queues: Vec<String>,
    /// The queues' calls that the agent is on.
    pub calls: Vec<String>,
    pub counted: AgentCounts,
}

/// What was counted for the agents at a telephone since the start.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AgentCounts {
    pub answered: u64,
    pub not_taken: u64,
    pub talking_ms: u64,
    pub working_ms: u64,
    /// The part of the time logged on that was busy; none when nobody was.
    pub occupancy: Option<f64>,
}

/// A queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Queue {
    pub number: String,
    pub name: Option<String>,
    /// In the order in which they will be served.
    pub waiting: Vec<Waiting>,
    pub capacity: usize,
    pub logged_on: usize,
    pub available: usize,
    /// How long a new call would wait, in seconds; none: for ever.
    pub expected_wait: Option<u64>,
    pub counted: QueueCounts,
}

/// A call that waits in a queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Waiting {
    pub call: String,
    pub since_ms: u64,
    /// Whether it was offered to an agent who did not take it.
    pub returned: bool,
    /// How long it still has to wait, in seconds; none: for ever.
    pub expected_wait: Option<u64>,
}

/// What was counted for a queue since the start.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QueueCounts {
    pub offered: u64,
    pub answered: u64,
    pub abandoned: u64,
    pub blocked: u64,
    /// Mean wait of the answered calls, in seconds.
    pub average_speed_of_answer: Option<f64>,
    /// Mean number of waiting calls.
    pub average_length: Option<f64>,
    /// Part of the calls that were abandoned.
    pub abandon_rate: Option<f64>,
}

/// A trunk group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Trunk {
    pub name: String,
    pub channels: u32,
    pub busy: u32,
    pub incoming: u64,
    pub outgoing: u64,
    pub blocked: u64,
    /// Traffic carried since the start.
    pub erlangs: Option<f64>,
    /// The circuits that carry calls.
    pub circuits: Vec<Circuit>,
}

/// A circuit of a trunk group that carries a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Circuit {
    /// The group's name and the circuit's place in it: `PSTN1_1`.
    pub number: String,
    /// Its place in the group, from 1.
    pub place: u32,
    pub call: String,
}

/// A call vector.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Vector {
    pub name: String,
    /// The numbers that lead to it.
    pub numbers: Vec<String>,
    pub steps: Vec<Step>,
    /// The calls that it has, each at its step.
    pub calls: Vec<AtStep>,
}

/// A step of a vector.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    pub number: u8,
    /// What it does: `queue-to`.
    pub command: String,
    /// The whole step as the world file has it: `queue-to sales priority m`.
    pub text: String,
}

/// A line of the vector event log: what went otherwise than a step meant (AT&T 555-230-520).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VectorEvent {
    /// The vendor's number: 20.
    pub event: u16,
    /// What happened: `call cannot be queued`.
    pub text: String,
    /// In which vector, at which step: `V1.03`.
    pub step: String,
    /// The latest call that it happened to.
    pub call: String,
    /// When it happened first.
    pub first_ms: u64,
    /// When it happened last.
    pub last_ms: u64,
    /// How often; 255 stands for more.
    pub count: u8,
}

/// A call in a vector.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AtStep {
    pub call: String,
    pub step: u8,
    /// When the step ends by itself; none while it waits for somebody.
    pub until_ms: Option<u64>,
}

/// What can break, and what is broken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Faults {
    pub known: Vec<Fault>,
    pub lasting: Vec<LastingFault>,
}

/// Something that can break.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Fault {
    /// What breaks: `link` is between the T-Server and its clients, `tserver` the T-Server itself.
    pub target: String,
    pub fault: String,
    pub help: String,
    pub parameters: Vec<FaultParameter>,
}

/// A parameter of a fault.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FaultParameter {
    pub name: String,
    /// What holds when it is left out; none: anything fits.
    pub default: Option<String>,
    pub required: bool,
    pub help: String,
}

/// A fault that lasts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LastingFault {
    pub target: String,
    pub fault: String,
    /// When it ends; without it, when it is restored.
    pub until_ms: Option<u64>,
}

/// A client of the T-Server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Client {
    /// Its connection at the T-Server.
    pub link: u64,
    /// The T-Server that it is connected to: `first` or `second`.
    pub host: String,
    /// How many numbers it has registered.
    pub registered: usize,
}

/// A client of the T-Server and what it has registered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Registrations {
    pub link: u64,
    pub numbers: Vec<String>,
}

/// The world file that the site was started with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WorldFile {
    /// In TOML: people, outside callers, queues, numbers, vectors.
    pub text: String,
    /// The seed of everything left to chance.
    pub seed: u64,
}

/// A line of the T-Server's log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LogLine {
    /// Counts from 1 without a gap.
    pub number: u64,
    pub text: String,
}

/// The state of a party's connection to a call (ECMA-269).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionState {
    Null,
    Initiated,
    Alerting,
    Connected,
    Held,
    Queued,
    Failed,
}

/// What an agent is doing; the busy states also say what follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AgentState {
    LoggedOut,
    NotReady,
    Ready,
    AfterCallWork,
    BusyReady,
    BusyNotReady,
    BusyAfterCallWork,
}

/// What a device is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeviceKind {
    Extension,
    Queue,
    RoutingPoint,
    VirtualQueue,
    Circuit,
}

impl From<call::ConnectionState> for ConnectionState {
    fn from(state: call::ConnectionState) -> Self {
        match state {
            call::ConnectionState::Null => Self::Null,
            call::ConnectionState::Initiated => Self::Initiated,
            call::ConnectionState::Alerting => Self::Alerting,
            call::ConnectionState::Connected => Self::Connected,
            call::ConnectionState::Held => Self::Held,
            call::ConnectionState::Queued => Self::Queued,
            call::ConnectionState::Failed => Self::Failed,
        }
    }
}

impl From<agent::AgentState> for AgentState {
    fn from(state: agent::AgentState) -> Self {
        match state {
            agent::AgentState::LoggedOut => Self::LoggedOut,
            agent::AgentState::NotReady => Self::NotReady,
            agent::AgentState::Ready => Self::Ready,
            agent::AgentState::AfterCallWork => Self::AfterCallWork,
            agent::AgentState::BusyReady => Self::BusyReady,
            agent::AgentState::BusyNotReady => Self::BusyNotReady,
            agent::AgentState::BusyAfterCallWork => Self::BusyAfterCallWork,
        }
    }
}

impl From<plant::DeviceKind> for DeviceKind {
    fn from(kind: plant::DeviceKind) -> Self {
        match kind {
            plant::DeviceKind::Extension => Self::Extension,
            plant::DeviceKind::Queue => Self::Queue,
            plant::DeviceKind::RoutingPoint => Self::RoutingPoint,
            plant::DeviceKind::VirtualQueue => Self::VirtualQueue,
            plant::DeviceKind::Circuit { .. } => Self::Circuit,
        }
    }
}
