//! The thread that commits: whatever has come while the disk was busy goes into the next commit.

use std::{
    sync::mpsc::{Receiver, RecvTimeoutError, SyncSender},
    time::Duration,
};

use gateway_core::journal::{Kept, Record};

use crate::{
    Health, Progress, limits,
    store::{Fault, Store},
};

/// What the thread is asked to do.
pub(crate) enum Errand {
    Write { number: u64, records: Vec<Record> },
    Read(SyncSender<Kept>),
}

/// The owner of the store.
pub(crate) struct Writer {
    store: Store,
    inbox: Receiver<Errand>,
    tell: Box<dyn Fn(Progress) + Send>,
    progress: Progress,
    /// How long the next attempt waits, if the journal fails.
    pause: Duration,
}

impl Writer {
    pub(crate) fn new(
        store: Store,
        inbox: Receiver<Errand>,
        tell: Box<dyn Fn(Progress) + Send>,
    ) -> Self {
        Self { store, inbox, tell, progress: Progress::default(), pause: limits::PROBE_FIRST }
    }

    /// Works until nobody can ask for anything any more.
    pub(crate) fn run(&mut self) {
        loop {
            let first = match self.progress.health {
                Health::Works | Health::Recovered => {
                    self.inbox.recv().map_err(|_| RecvTimeoutError::Disconnected)
                }
                Health::Fails(_) => self.inbox.recv_timeout(self.pause),
            };
            match first {
                Ok(errand) => self.take(errand),
                Err(RecvTimeoutError::Timeout) => {
                    self.pause = (self.pause * 2).min(limits::PROBE_MOST);
                    let probed = self.store.probe();
                    self.note(probed, Health::Recovered);
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn take(&mut self, first: Errand) {
        let (mut batches, mut last, mut reader) = (Vec::new(), 0, None);
        let mut next = Some(first);
        while let Some(errand) = next {
            match errand {
                Errand::Write { number, records } => {
                    last = number;
                    batches.push(records);
                }
                Errand::Read(answer) => {
                    reader = Some(answer);
                    break;
                }
            }
            let more = batches.len() < limits::BATCHES_PER_COMMIT;
            next = if more { self.inbox.try_recv().ok() } else { None };
        }
        if !batches.is_empty() {
            self.write(&batches, last);
        }
        if let (Some(answer), Ok(kept)) = (reader, self.store.read()) {
            // Whoever asked may have given up.
            drop(answer.send(kept));
        }
    }

    /// After a failure only what begins anew is written: the rest builds on what is lost.
    fn write(&mut self, batches: &[Vec<Record>], last: u64) {
        let mut batches = batches;
        if self.progress.health != Health::Works {
            let anew = batches.iter().rposition(|batch| batch.first() == Some(&Record::Anew));
            let Some(anew) = anew else { return };
            batches = batches.get(anew..).unwrap_or_default();
        }
        let committed = self.store.commit(batches.iter().flatten());
        if committed.is_ok() {
            self.progress.durable = last;
            self.pause = limits::PROBE_FIRST;
        }
        self.note(committed, Health::Works);
    }

    /// Tells how it went.
    fn note(&mut self, outcome: Result<(), Fault>, health: Health) {
        self.progress.health = match outcome {
            Ok(()) => health,
            Err(fault) => Health::Fails(fault.to_string()),
        };
        (self.tell)(self.progress.clone());
    }
}
