//! The calls that are up, found by number in one step.

use std::collections::VecDeque;

use crate::{
    call::Call,
    id::{CallId, DeviceId, Number},
    limits,
    time::SimTime,
};

/// Calls by number. A call's slot, with the memory of its parties, serves the next call again;
/// the window from the oldest call that is up to the newest one says which slot a number has.
#[derive(Debug, Default)]
pub(crate) struct CallTable {
    slots: Vec<Call>,
    free: Vec<usize>,
    window: VecDeque<Option<usize>>,
    /// The number of the first call of the window, less one.
    before: u32,
}

impl CallTable {
    /// Begins a call without parties.
    pub(crate) fn begin(
        &mut self,
        called: Number,
        consult_of: Option<CallId>,
        since: SimTime,
    ) -> CallId {
        let ended = u32::try_from(self.window.len()).unwrap_or(u32::MAX);
        let id = CallId(self.before.saturating_add(ended).saturating_add(1));
        let slot = match self.free.pop() {
            Some(slot) => slot,
            None => self.slots.len(),
        };
        if let Some(call) = self.slots.get_mut(slot) {
            call.id = id;
            call.consult_of = consult_of;
            call.called = called;
            call.since = since;
            call.sent_on = false;
            call.was_queued = false;
            call.predicted = None;
            call.vectoring = None;
        } else {
            let parties = Vec::new();
            self.slots.push(Call {
                id,
                parties,
                consult_of,
                called,
                since,
                sent_on: false,
                was_queued: false,
                predicted: None,
                vectoring: None,
            });
        }
        self.window.push_back(Some(slot));
        id
    }

    /// Ends a call; its slot is free.
    pub(crate) fn end(&mut self, id: CallId) {
        let Some(slot) = self.place(id).and_then(|place| self.window.get_mut(place)?.take()) else {
            return;
        };
        if let Some(call) = self.slots.get_mut(slot) {
            call.parties.clear();
        }
        self.free.push(slot);
        while let Some(None) = self.window.front() {
            self.window.pop_front();
            self.before += 1;
        }
    }

    /// The call of a number, while it is up.
    pub(crate) fn get(&self, id: CallId) -> Option<&Call> {
        let slot = (*self.window.get(self.place(id)?)?)?;
        self.slots.get(slot)
    }

    /// The call of a number, to change.
    pub(crate) fn get_mut(&mut self, id: CallId) -> Option<&mut Call> {
        let slot = (*self.window.get(self.place(id)?)?)?;
        self.slots.get_mut(slot)
    }

    /// The calls that are up, oldest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Call> {
        self.window.iter().filter_map(|slot| self.slots.get((*slot)?))
    }

    /// How many calls are up.
    pub(crate) fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    fn place(&self, id: CallId) -> Option<usize> {
        id.0.checked_sub(self.before)?.checked_sub(1).map(|place| place as usize)
    }
}

/// The calls of each device, in the order in which they came there.
#[derive(Debug)]
pub(crate) struct CallsByDevice(Vec<Lines>);

impl CallsByDevice {
    /// No calls at `devices` devices.
    pub(crate) fn new(devices: usize) -> Self {
        Self(vec![Lines::default(); devices])
    }

    /// The calls of one device.
    pub(crate) fn of(&self, device: DeviceId) -> &[CallId] {
        let lines = self.0.get(device.index());
        lines.and_then(|lines| lines.calls.get(..usize::from(lines.count))).unwrap_or(&[])
    }

    /// Adds a call to a device.
    pub(crate) fn add(&mut self, device: DeviceId, call: CallId) {
        let Some(lines) = self.0.get_mut(device.index()) else { return };
        if let Some(free) = lines.calls.get_mut(usize::from(lines.count)) {
            *free = call;
            lines.count += 1;
        }
    }

    /// Takes a call away from a device.
    pub(crate) fn remove(&mut self, device: DeviceId, call: CallId) {
        let Some(lines) = self.0.get_mut(device.index()) else { return };
        let Some(calls) = lines.calls.get_mut(..usize::from(lines.count)) else { return };
        if let Some(place) = calls.iter().position(|&other| other == call) {
            calls.copy_within(place + 1.., place);
            lines.count -= 1;
        }
    }

    /// Puts one call of a device in the place of another.
    pub(crate) fn replace(&mut self, device: DeviceId, old: CallId, new: CallId) {
        let Some(lines) = self.0.get_mut(device.index()) else { return };
        let calls = lines.calls.iter_mut().take(usize::from(lines.count));
        for call in calls.filter(|call| **call == old) {
            *call = new;
        }
    }
}

/// The calls of one device.
#[derive(Clone, Debug)]
struct Lines {
    calls: [CallId; limits::CALLS_PER_DEVICE],
    count: u8,
}

impl Default for Lines {
    fn default() -> Self {
        Self { calls: [CallId(0); limits::CALLS_PER_DEVICE], count: 0 }
    }
}
