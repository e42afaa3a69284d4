//! Statistics: what the gateway counts and times of agents, queues and itself, and by which formulas.
//!
//! Everything is computed from what the gateway sees: the reports about the devices that have a
//! session here, and about the queues whose figures were asked for. What it does not see it does
//! not guess: such time and such calls have figures of their own.

mod agent;
mod figure;
mod gateway;
mod period;
mod queue;

use std::{collections::BTreeMap, time::Duration};

pub(crate) use self::{
    agent::{AgentLedger, Look, Occupation},
    gateway::{GatewayLedger, Standing},
    period::Moment,
    queue::{QueueLedger, Whereabouts},
};
pub use self::{
    figure::{Figure, Measure, Row, Unit, figures},
    period::{INTERVALS, Interval},
};
use crate::{
    id::{CallKey, Dn},
    middleware::CommandId,
    time::Timestamp,
};

/// What the site may set about statistics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatisticsConfig {
    /// Queues whose figures begin as soon as the link is up; those of other queues begin when
    /// somebody asks for them first.
    pub queues: Vec<Dn>,
    /// How long an interval is; intervals begin at its multiples since 1970 in UTC.
    pub interval: Duration,
    /// T of the service levels: the wait within which a call should be answered.
    pub answer_within: Duration,
    /// t of the service levels: a call that is abandoned within this wait was no attempt.
    pub short_abandon: Duration,
}

impl Default for StatisticsConfig {
    fn default() -> Self {
        Self {
            queues: Vec::new(),
            interval: Duration::from_secs(1800),
            answer_within: Duration::from_secs(20),
            short_abandon: Duration::from_secs(5),
        }
    }
}

/// What statistics are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    Agent,
    Queue,
    Gateway,
}

impl Scope {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Queue => "queue",
            Self::Gateway => "gateway",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        [Self::Agent, Self::Queue, Self::Gateway].into_iter().find(|scope| scope.word() == word)
    }
}

/// The words for [`Scope`].
pub const SCOPES: &[&str] = &["agent", "queue", "gateway"];

/// The figures of one agent, one queue or the gateway, over one span of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statistics {
    pub scope: Scope,
    /// The agent's device, or the queue.
    pub dn: Option<Dn>,
    pub interval: Interval,
    /// The figures are about the time from here …
    pub from: Timestamp,
    /// … to here.
    pub until: Timestamp,
    /// A figure whose formula would divide by nought is left out.
    pub figures: Vec<(Figure, Measure)>,
}

/// The figures that a ledger gives, and what span of time they are about.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(crate) from: Timestamp,
    pub(crate) until: Timestamp,
    pub(crate) figures: Vec<(Figure, Measure)>,
}

/// What is kept for the statistics of queues and of the gateway; an agent's is at its device.
#[derive(Clone, Debug)]
pub(crate) struct Ledgers {
    pub(crate) config: StatisticsConfig,
    /// When the running interval began.
    pub(crate) interval_began: Timestamp,
    pub(crate) gateway: GatewayLedger,
    pub(crate) queues: BTreeMap<Dn, QueueLedger>,
    /// Numbers that an agent has logged on to: queues, therefore.
    pub(crate) known_queues: Vec<Dn>,
    /// Registrations of queues that nobody waits for.
    pub(crate) registering: BTreeMap<CommandId, Dn>,
}

impl Ledgers {
    pub(crate) fn new(config: StatisticsConfig, now: Timestamp) -> Self {
        let interval_began = period::began(now, config.interval);
        Self {
            config,
            interval_began,
            gateway: GatewayLedger::new(now),
            queues: BTreeMap::new(),
            known_queues: Vec::new(),
            registering: BTreeMap::new(),
        }
    }

    /// Takes another configuration up; the running interval begins by it.
    pub(crate) fn reconfigure(&mut self, config: StatisticsConfig, now: Timestamp) {
        if config.interval != self.config.interval {
            self.interval_began = period::began(now, config.interval);
        }
        self.queues.values_mut().for_each(|queue| queue.reconfigure(&config));
        self.config = config;
    }

    /// The link is up, and every queue has named the calls that wait there.
    pub(crate) fn link_came_up(&mut self, now: Timestamp) {
        self.gateway.link_came_up(now);
        self.queues.values_mut().for_each(QueueLedger::confirmed);
    }

    /// The ends of intervals that have passed by `now`: none mostly, and at most three of them
    /// matter, however long nothing has happened.
    pub(crate) fn ends(&mut self, now: Timestamp) -> impl Iterator<Item = Timestamp> + use<> {
        let ends = period::ends(self.interval_began, now, self.config.interval);
        self.interval_began = ends.iter().flatten().copied().max().unwrap_or(self.interval_began);
        ends.into_iter().flatten()
    }

    /// Notes that a call goes on under another id.
    pub(crate) fn rename(&mut self, previous: CallKey, key: CallKey) {
        self.queues.values_mut().for_each(|queue| queue.rename(previous, key));
    }
}
