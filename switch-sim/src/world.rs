//! The world file: which trunks, numbers, queues and people there are before the first call.

mod acd;
mod behaviour;
mod calling;
mod habits;
mod living;
pub(crate) mod mistake;
mod names;
pub(crate) mod reader;
mod routing;
mod sections;
mod standby;
mod tserver;

use std::{collections::BTreeMap, time::Duration};

pub use acd::{Acd, Assigned, ExpectedWait, Level, MultipleCalls, Post, Unanswered};
pub use behaviour::{
    Arrivals, Behaviour, Break, Chance, Consult, Distribution, Hold, Lapse, Overdispersion,
    Purpose, Redial, Traffic,
};
pub use mistake::{WorldError, WorldErrors};
pub(crate) use reader::duration as span_of_time;
pub use routing::{Compare, Router, RoutingPoint, VirtualQueue, Wanted};
pub use standby::{Standby, StandbyMode};
pub use tserver::{CONSULT_USER_DATA, TServerSettings};

use crate::{
    feature::CoveragePath,
    limits,
    monitoring::Voice,
    personality::table::Personality,
    q850::Q850,
    queue::{Priority, Selection},
    trunk,
    vector::site::Vectors,
};

/// A site as its TOML file describes it; checked, every reference resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct World {
    /// Seed of the only random source.
    pub seed: u64,
    /// How the switch differs from those of other brands.
    pub personality: Personality,
    /// How long an interval of the statistics lasts.
    pub statistics_interval: Duration,
    /// Trunk groups by name, in file order.
    pub trunks: Vec<TrunkGroup>,
    /// The people of the site (`[people]`), in file order: who has which telephone.
    pub people: Vec<Person>,
    /// The people outside (`[outside]`), in file order.
    pub outside: Vec<Outsider>,
    /// ACD queues by name, in file order.
    pub queues: Vec<Queue>,
    /// Routing points by name (`[routing_points]`), in file order.
    pub routing_points: Vec<RoutingPoint>,
    /// Virtual queues by name (`[virtual_queues]`), in file order.
    pub virtual_queues: Vec<VirtualQueue>,
    /// What the T-Server in front of the switch is set to (`[tserver]`).
    pub tserver: TServerSettings,
    /// Where calls go that somebody does not take (`[coverage_paths]`), in file order.
    pub coverage_paths: Vec<CoveragePath>,
    /// Extensions that belong to nobody (`[extensions]`), by number.
    pub extensions: Vec<String>,
    /// Dialled numbers and where they lead, beside every extension's and queue's own number.
    pub numbers: BTreeMap<String, Destination>,
    /// The priority of the calls to those numbers that give one; calls to others are medium.
    pub priorities: BTreeMap<String, Priority>,
    /// Call vectors, and what belongs to them.
    pub vectors: Vectors,
    /// What holds for all queues.
    pub acd: Acd,
    /// How many parties one call may have, if otherwise than the personality says.
    pub conference_limit: Option<usize>,
    /// Whether the people of the site talk on in a conference when the last party outside has
    /// hung up; otherwise the call ends with that party.
    pub conference_outlives_outsiders: bool,
    /// Whether somebody can be called into a call in one step.
    pub single_step_conference: bool,
    /// How long a call stays parked before it rings at the telephone that parked it.
    pub park_limit: Duration,
    /// What supervisors may do with the calls of others (`[monitoring]`).
    pub monitoring: MonitoringRules,
    /// How predictive calls are made (`[predictive]`).
    pub predictive: PredictiveRules,
    /// Callers who call by themselves (`[traffic]`), in file order.
    pub traffic: Vec<Traffic>,
    /// How agents work by themselves (`[behaviour]`), in file order.
    pub behaviours: Vec<Behaviour>,
}

impl World {
    /// Reads a world file (TOML); the README of this crate has the format.
    ///
    /// # Errors
    /// All mistakes of the file, in its order.
    pub fn parse(text: &str) -> Result<Self, WorldErrors> {
        sections::read(text)
    }
}

/// What supervisors may do with the calls of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonitoringRules {
    /// Who may hear a supervisor; with none, the switch has no monitoring.
    pub voices: Vec<Voice>,
    /// Whether a supervisor takes part in the call that is up, too, not only in the next one.
    pub intrusion: bool,
}

impl Default for MonitoringRules {
    fn default() -> Self {
        Self { voices: Voice::ALL.map(|(_, voice)| voice).into(), intrusion: true }
    }
}

/// A group of like circuits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrunkGroup {
    /// The name, e.g. `PSTN1`.
    pub name: String,
    /// How many calls it carries at once.
    pub channels: u32,
    /// Numbers that begin with one of these leave the switch through this group, as dialled.
    pub prefixes: Vec<String>,
    /// How the circuits are taken, and what they bring.
    pub rules: trunk::Rules,
}

/// Somebody with a telephone of the switch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The name in scenarios, e.g. `alice`.
    pub name: String,
    /// The extension's number.
    pub dn: String,
    /// The agent's log-on name at the switch; none for people who take no queue's calls.
    pub login: Option<String>,
    /// Names of the queues the person logs on to.
    pub queues: Vec<String>,
    /// How the person stands as an agent when the world begins; none: logged off.
    pub logged_on: Option<LoggedOn>,
    /// Whether a second call may alert while one is up.
    pub call_waiting: bool,
    /// Whether the telephone answers a queue's call by itself (Avaya: auto answer; Nortel: call
    /// forcing).
    pub auto_answer: bool,
    /// How long a call rings here before the switch takes it away; none: for ever.
    pub ring_limit: Option<Duration>,
    /// The name of the group whose members answer each other's calls.
    pub pickup_group: Option<String>,
    /// The name of the coverage path that calls follow which the person does not take.
    pub coverage: Option<String>,
    /// What the person is as an agent.
    pub post: Post,
    /// Whether supervisors may monitor the person's calls.
    pub observable: bool,
    /// How good the person is at what, by the skill's name; only routing points look at it.
    pub skills: BTreeMap<String, u8>,
    /// How the person works by themselves, by the name of a behaviour; `none`: not at all. Without,
    /// as the behaviour `default` says, if there is one.
    pub behaviour: Option<String>,
}

/// How an agent stands who is at work when the world begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoggedOn {
    /// Takes calls.
    Ready,
    /// Takes none.
    NotReady,
}

/// Somebody outside, behind a trunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outsider {
    /// The name in scenarios, e.g. `caller`.
    pub name: String,
    /// The telephone number, sent as calling number, and by which the person is called.
    pub number: Option<String>,
    /// Whether the number is sent with the wish that nobody be told it (Q.931 presentation
    /// restricted).
    pub restricts_number: bool,
    /// What the person does when called.
    pub when_called: WhenCalled,
}

/// What somebody outside does when the telephone rings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenCalled {
    /// Waits for the story to say `ANSWER`.
    Rings,
    /// Answers after a time between the two, drawn from the seeded source.
    Answers { after: Duration, at_most: Duration, answerer: Answerer },
    /// Takes no call: the network says why.
    Clears { cause: Q850 },
}

impl WhenCalled {
    /// Is on another call.
    pub const BUSY: Self = Self::Clears { cause: Q850::UserBusy };
    /// Has a number that the network does not know.
    pub const UNKNOWN: Self = Self::Clears { cause: Q850::UnallocatedNumber };
}

/// Who or what answers a telephone outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answerer {
    /// Somebody.
    Person,
    /// An answering machine.
    Machine,
    /// A fax or modem.
    Fax,
}

/// How predictive calls are made (`[predictive]`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PredictiveRules {
    /// How many calls may wait at once for their answers to be classified.
    pub classifiers: usize,
    /// How long it takes at least to find out who has answered; zero: it is known at once.
    pub detects: Duration,
    /// How long it takes at most.
    pub detects_at_most: Duration,
    /// How long a call rings whose maker does not say.
    pub no_answer: Duration,
    /// Whether answering machines are dropped, where the maker does not say.
    pub drop_machines: bool,
}

impl Default for PredictiveRules {
    fn default() -> Self {
        Self {
            classifiers: limits::CLASSIFIERS_DEFAULT,
            detects: Duration::ZERO,
            detects_at_most: Duration::ZERO,
            no_answer: limits::PREDICTIVE_NO_ANSWER_DEFAULT,
            drop_machines: false,
        }
    }
}

/// Calls that wait for an agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    /// The name in scenarios, e.g. `sales`.
    pub name: String,
    /// The queue's number.
    pub dn: String,
    /// The number by which steps of vectors can call it (Avaya: skill, split).
    pub skill: Option<u16>,
    /// How many calls may wait; the next one finds the queue full. With none, a call is taken
    /// only while an agent is idle.
    pub capacity: usize,
    /// What follows a call of this queue.
    pub after_call_work: AfterCallWork,
    /// How long a call rings at an agent before it goes back to the head of the queue and the
    /// agent becomes not ready; none: for ever.
    pub ring_limit: Option<Duration>,
    /// The waits that its service levels and short abandons are counted for.
    pub service_levels: Vec<Duration>,
    /// Whether its script informs the host of calls, where a personality leaves that to scripts.
    pub informs_host: bool,
    /// Who its agents are.
    pub serves: Serves,
    /// How it chooses among agents who can take a call.
    pub selection: Selection,
    /// Whether an agent who has a call is offered another one.
    pub multiple_calls: MultipleCalls,
    /// When a call rings at one more agent, where the selection is one that does so.
    pub ring_further_after: Duration,
    /// What becomes of a call that an agent does not answer.
    pub unanswered: Unanswered,
    /// How long a call should wait at most; agents weigh the waits of several queues by it.
    pub service_objective: Option<Duration>,
    /// The waits at which agents of the first and the second reserve level join in.
    pub thresholds: Vec<Duration>,
}

/// Who the agents of a queue are, which says which steps of vectors can use it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Serves {
    /// People who take calls, or machines.
    #[default]
    Callers,
    /// Ports of a messaging system (Avaya: a messaging split).
    Messages,
    /// The attendants of the site (Avaya: attendant group).
    Attendants,
}

/// What an agent does after a queue's call (T-Library work modes `ManualIn` and `AutoIn`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterCallWork {
    /// Works until asking for calls again (manual-in).
    Manual,
    /// Works for this long, then takes calls again.
    Timed(Duration),
    /// Takes the next call at once (auto-in).
    None,
}

/// Where a number leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// To the queue of this name.
    Queue(String),
    /// To the extension of this number.
    Extension(String),
    /// To the call vector of this name; [`World::vectors`] has the number's settings.
    Vector(String),
    /// To the routing point of this name.
    RoutingPoint(String),
    /// To the extensions of these numbers, at which the call rings at once; whoever answers first
    /// has it (ECMA-269 parallel hunt group).
    HuntGroup(Vec<String>),
}
