//! Statistics of queues, agents, VDNs and trunk groups, in exact definitions, per interval and running.
//!
//! Counted while it happens, in a few steps each, from the switch's own changes; nothing is
//! sampled. A wait lasts from entering the queue to the answer, ringing included; a caller who
//! leaves ends it, too. For every queue and interval
//!
//! ```text
//! offered + calls there at the beginning
//!     = answered + abandoned + redirected + elsewhere + calls there at the end
//! ```
//!
//! and for every agent `staffed = idle + ringing + talking + holding + working + away + other`.
//! Debug builds check both at the end of every interval.

pub(crate) mod agent;
pub(crate) mod feed;
pub(crate) mod histogram;
pub(crate) mod ledger;
pub(crate) mod level;
pub(crate) mod now;
pub(crate) mod queue;
pub(crate) mod trunk;
pub(crate) mod vdn;

pub use agent::AgentCounts;
pub use histogram::Histogram;
pub use now::QueueNow;
pub use queue::{AbandonRate, QueueCounts, ServiceLevel, Waited, Within};
pub use trunk::TrunkCounts;
pub use vdn::VdnCounts;

use std::time::Duration;

use crate::{
    id::{DeviceId, TrunkGroupId},
    switch::Switch,
    time::SimTime,
};

/// What a switch has counted so far, to read.
#[derive(Clone, Copy, Debug)]
pub struct Statistics<'s> {
    switch: &'s Switch,
}

impl Switch {
    /// What was counted so far.
    pub fn statistics(&self) -> Statistics<'_> {
        Statistics { switch: self }
    }
}

impl Statistics<'_> {
    /// The counts of a queue.
    pub fn queue(&self, queue: DeviceId) -> Option<Periods<QueueCounts>> {
        let ledger = &self.switch.ledger;
        let record = ledger.queues.get(self.switch.plant.queue_index(queue)?)?;
        Some(record.periods(self.switch.now))
    }

    /// The counts of a queue since the start.
    pub fn queue_running(&self, queue: DeviceId) -> Option<QueueCounts> {
        let ledger = &self.switch.ledger;
        let record = ledger.queues.get(self.switch.plant.queue_index(queue)?)?;
        Some(record.running(self.switch.now))
    }

    /// The counts of the agents at a telephone.
    pub fn agent(&self, device: DeviceId) -> Option<Periods<AgentCounts>> {
        let record = self.switch.ledger.agents.get(device.index())?;
        Some(record.periods(self.switch.now))
    }

    /// The counts of the agents at a telephone since the start.
    pub fn agent_running(&self, device: DeviceId) -> Option<AgentCounts> {
        Some(self.switch.ledger.agents.get(device.index())?.running(self.switch.now))
    }

    /// The counts of a trunk group.
    pub fn trunk(&self, group: TrunkGroupId) -> Option<Periods<TrunkCounts>> {
        let record = self.switch.ledger.trunks.get(group.index())?;
        Some(record.periods(self.switch.now))
    }

    /// The counts of a trunk group since the start.
    pub fn trunk_running(&self, group: TrunkGroupId) -> Option<TrunkCounts> {
        let record = self.switch.ledger.trunks.get(group.index())?;
        Some(record.running(self.switch.now))
    }

    /// The counts of a number that leads to a vector.
    pub fn vdn(&self, number: &str) -> Option<Periods<VdnCounts>> {
        let vdn = self.switch.vectors.vdn_numbered(number)?;
        Some(self.switch.ledger.vdns.get(vdn.index())?.periods(self.switch.now))
    }

    /// When the present interval began.
    pub fn interval_began(&self) -> SimTime {
        self.switch.ledger.began
    }

    /// How long an interval lasts.
    pub fn interval(&self) -> Duration {
        self.switch.ledger.interval
    }

    /// The average of the intervals' service levels (answered in time, of those offered), each
    /// interval with calls counted once however many they were. It differs from the level of all
    /// calls together.
    pub fn average_of_intervals(&self, queue: DeviceId, within: Duration) -> Option<f64> {
        let ledger = &self.switch.ledger;
        let index = self.switch.plant.queue_index(queue)?;
        ledger.queues.get(index)?.average_of_intervals(within)
    }
}

/// The same counts over three spans of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Periods<T> {
    /// Since the start of the switch.
    pub running: T,
    /// Since the present interval began.
    pub interval: T,
    /// The last interval that has ended; none during the first.
    pub last: Option<T>,
}
