//! What is due and when: first by time, then in the order in which it was put down.

use std::collections::BTreeMap;

use crate::time::SimTime;

/// Entries by moment; entries of the same moment leave in the order in which they came.
#[derive(Debug)]
pub(crate) struct Agenda<T> {
    entries: BTreeMap<AgendaKey, T>,
    next: u64,
}

impl<T> Agenda<T> {
    /// An agenda with nothing in it.
    pub(crate) fn new() -> Self {
        Self { entries: BTreeMap::new(), next: 0 }
    }

    /// Puts an entry down; the key takes it out again.
    pub(crate) fn schedule(&mut self, at: SimTime, entry: T) -> AgendaKey {
        let key = AgendaKey { at, sequence: self.next };
        self.next += 1;
        self.entries.insert(key, entry);
        key
    }

    /// Takes an entry out before it is due; none when it has been taken already.
    pub(crate) fn cancel(&mut self, key: AgendaKey) -> Option<T> {
        self.entries.remove(&key)
    }

    /// Takes the first entry out that is due at `to` or before.
    pub(crate) fn pop_due(&mut self, to: SimTime) -> Option<(SimTime, T)> {
        let first = self.entries.first_entry().filter(|entry| entry.key().at <= to)?;
        let (key, entry) = first.remove_entry();
        Some((key.at, entry))
    }

    /// The moment of the first entry.
    pub(crate) fn next_deadline(&self) -> Option<SimTime> {
        self.entries.first_key_value().map(|(key, _)| key.at)
    }

    /// The entry of a key, to look at.
    pub(crate) fn get(&self, key: AgendaKey) -> Option<&T> {
        self.entries.get(&key)
    }

    /// The entry of a key, to change in its place.
    pub(crate) fn get_mut(&mut self, key: AgendaKey) -> Option<&mut T> {
        self.entries.get_mut(&key)
    }

    /// How many entries wait.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }
}

/// The place of one entry in an agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct AgendaKey {
    at: SimTime,
    sequence: u64,
}

impl AgendaKey {
    /// When the entry is due.
    pub(crate) fn due(self) -> SimTime {
        self.at
    }
}

#[cfg(test)]
mod tests {
    use super::Agenda;
    use crate::time::SimTime;

    #[test]
    fn entries_leave_by_time_then_by_order_of_coming() {
        let mut agenda = Agenda::new();
        for (at, name) in [(5, "a"), (3, "b"), (5, "c"), (3, "d"), (9, "late")] {
            agenda.schedule(SimTime(at), name);
        }
        let gone = agenda.schedule(SimTime(4), "gone");
        assert_eq!(agenda.cancel(gone), Some("gone"));
        assert_eq!(agenda.cancel(gone), None);

        let mut left = Vec::new();
        while let Some((at, name)) = agenda.pop_due(SimTime(5)) {
            left.push((at.0, name));
        }
        assert_eq!(left, [(3, "b"), (3, "d"), (5, "a"), (5, "c")]);
        assert_eq!(agenda.next_deadline(), Some(SimTime(9)));
    }
}
