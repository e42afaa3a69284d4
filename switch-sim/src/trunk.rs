//! Trunk groups: which circuits are taken.

use std::{cmp::Reverse, collections::BinaryHeap};

use crate::id::{DeviceId, TrunkGroupId};

/// A trunk group at work. Its lowest idle circuit is taken first.
#[derive(Debug)]
pub struct Trunk {
    /// The place of the group in the world file.
    pub id: TrunkGroupId,
    /// Its name there.
    pub name: String,
    /// How many circuits it has.
    pub channels: usize,
    idle: BinaryHeap<Reverse<DeviceId>>,
}

impl Trunk {
    /// A group whose circuits, all idle, are devices with consecutive ids.
    pub(crate) fn new(id: TrunkGroupId, name: String, circuits: Vec<DeviceId>) -> Self {
        let idle: BinaryHeap<_> = circuits.into_iter().map(Reverse).collect();
        Self { id, name, channels: idle.len(), idle }
    }

    /// How many circuits carry no call.
    pub fn idle(&self) -> usize {
        self.idle.len()
    }

    /// How many circuits carry a call.
    pub fn busy(&self) -> usize {
        self.channels - self.idle.len()
    }

    /// Takes the lowest idle circuit; none when all are busy.
    pub(crate) fn seize(&mut self) -> Option<DeviceId> {
        self.idle.pop().map(|Reverse(circuit)| circuit)
    }

    /// Gives a circuit back.
    pub(crate) fn free(&mut self, circuit: DeviceId) {
        self.idle.push(Reverse(circuit));
    }
}
