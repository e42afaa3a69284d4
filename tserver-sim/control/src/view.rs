//! What a client reads: the switch and its T-Server in plain values.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How the site stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Site {
    /// Milliseconds since the switch was started.
    pub now_ms: u64,
    /// Whether the link between T-Server and switch is up.
    pub link_up: bool,
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
    /// The step of the vector that has the call: `V100.03`.
    pub vector: Option<String>,
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
    /// The state of the connection (ECMA-269).
    pub state: String,
    pub outside: bool,
    pub muted: bool,
    /// The queue that delivered the call here.
    pub queue: Option<String>,
}

/// A telephone, a queue or a routing point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Device {
    pub number: String,
    /// `extension`, `queue`, `routing_point` or `virtual_queue`.
    pub kind: String,
    /// Whose telephone it is, or the name of the queue or routing point.
    pub name: Option<String>,
    /// The calls there.
    pub calls: Vec<String>,
    pub agent: Option<Agent>,
    pub do_not_disturb: bool,
    pub message_waiting: bool,
    /// Where calls are forwarded to.
    pub forwarded_to: Option<String>,
}

/// An agent who is logged on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Agent {
    pub agent: String,
    pub number: String,
    pub state: String,
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
    pub counted: QueueCounts,
}

/// A call that waits in a queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Waiting {
    pub call: String,
    pub since_ms: u64,
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
}

/// A call vector.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Vector {
    pub name: String,
    /// Number and command of each step.
    pub steps: Vec<Step>,
    /// The calls that it has, each at its step.
    pub calls: Vec<AtStep>,
}

/// A step of a vector.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    pub number: u8,
    pub command: String,
}

/// A call in a vector.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AtStep {
    pub call: String,
    pub step: u8,
}

/// A client of the T-Server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Client {
    /// Its connection at the T-Server.
    pub link: u64,
    /// How many numbers it has registered.
    pub registered: usize,
}
