//! How long the circuits of a group have been idle, for groups that take the one idle longest.

use std::collections::BTreeSet;

/// The idle circuits of a group, the one idle longest first.
#[derive(Debug)]
pub(super) struct Rested {
    idle: BTreeSet<(u64, u32)>,
    /// When each circuit became idle: how many had done so before it.
    since: Vec<u64>,
    next: u64,
}

impl Rested {
    /// All circuits idle, the lowest one longest.
    pub(super) fn new(channels: u32) -> Self {
        let since: Vec<u64> = (0..u64::from(channels)).collect();
        let idle = since.iter().copied().zip(0..).collect();
        Self { idle, since, next: u64::from(channels) }
    }

    pub(super) fn longest(&self) -> Option<u32> {
        self.idle.first().map(|&(_, circuit)| circuit)
    }

    /// The circuit is idle from this moment on.
    pub(super) fn add(&mut self, circuit: u32) {
        let Some(since) = self.since.get_mut(circuit as usize) else { return };
        *since = self.next;
        self.next += 1;
        self.idle.insert((*since, circuit));
    }

    pub(super) fn remove(&mut self, circuit: u32) {
        if let Some(since) = self.since.get(circuit as usize) {
            self.idle.remove(&(*since, circuit));
        }
    }
}
