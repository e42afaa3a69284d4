//! Who gets the next call: the two decisions of an ACD, as functions of what is to choose from.

use std::collections::BTreeSet;

use crate::{id::DeviceId, queue::Waiting, time::SimTime};

/// An agent who can take a call, in the order in which agents are chosen: longest idle first
/// (Avaya calls this UCD-MIA).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Idle {
    /// When the agent became ready; calls that no queue delivered do not count.
    pub(crate) since: SimTime,
    /// Who became ready first in the same millisecond.
    pub(crate) turn: u64,
    pub(crate) device: DeviceId,
}

/// Agent surplus: a call comes, and agents are idle. The longest idle one gets it.
pub(crate) fn agent_for_call(available: &BTreeSet<Idle>) -> Option<DeviceId> {
    available.first().map(|idle| idle.device)
}

/// Call surplus: an agent becomes idle, and calls wait at the heads of the agent's queues. The
/// one of the highest priority that waits longest is served; of two equals, the call that began
/// first.
pub(crate) fn queue_for_agent<'a>(
    heads: impl Iterator<Item = (usize, &'a Waiting)>,
) -> Option<usize> {
    heads.min_by_key(|(_, head)| (head.priority, head.since, head.call)).map(|(queue, _)| queue)
}
