//! The gateway's journal on disk: an embedded store, and the thread that commits to it.
//!
//! The gateway's core says what changed ([`gateway_core::journal::Record`]); here it becomes
//! durable. All records of one input are one batch, and as many batches as have come in the
//! meantime share one commit, so that the cost of a sync is divided among them ("group commit").
//! Whoever holds replies and commands back until [`Progress::durable`] has reached their batch
//! promises nothing that a crash could break.
//!
//! The store is SQLite with a write-ahead log and `synchronous = FULL`: a commit is over when the
//! log has been synced, a torn page at its end is found by its checksum, and what was committed
//! before is there (<https://www.sqlite.org/wal.html>).

mod limits;
mod store;
mod writer;

use std::{
    fmt, io,
    path::{Path, PathBuf},
    sync::mpsc::{SyncSender, TrySendError, sync_channel},
    thread::{self, JoinHandle},
    time::Duration,
};

use gateway_core::journal::{Kept, Record};
use thiserror::Error;

use crate::{
    store::Store,
    writer::{Errand, Writer},
};

/// A journal that is open.
#[derive(Debug)]
pub struct Journal {
    errands: SyncSender<Errand>,
    thread: Option<JoinHandle<()>>,
    written: u64,
}

/// What was found when a journal was opened.
#[derive(Debug)]
pub struct Opened {
    pub journal: Journal,
    pub kept: Kept,
    /// A file that could not be read was put here, and a new one begun.
    pub set_aside: Option<SetAside>,
}

/// A journal that could not be read.
#[derive(Debug)]
pub struct SetAside {
    /// Where it was put.
    pub to: PathBuf,
    /// What was wrong with it.
    pub cause: String,
}

/// How far the journal has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Every batch up to this number is durable, unless the journal failed since.
    pub durable: u64,
    pub health: Health,
}

/// Whether the journal takes anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Health {
    #[default]
    Works,
    /// Nothing can be written, and this is why. It is tried again and again.
    Fails(String),
    /// It can be written again. What came meanwhile is lost, so a batch that begins with
    /// [`Record::Anew`] has to come first.
    Recovered,
}

/// Why a journal cannot be used.
#[derive(Debug, Error)]
pub enum Unusable {
    #[error("{}: another gateway has it open; give each its own", .0.display())]
    InUse(PathBuf),
    #[error(
        "{}: {cause}; name a file in a folder that exists and that the gateway may write to",
        path.display()
    )]
    Refused { path: PathBuf, cause: String },
    #[error("the system refuses a thread: {0}")]
    System(#[from] io::Error),
}

impl Journal {
    /// Opens the journal, or begins one: what it keeps, and the way to add to it. `most`: the bytes
    /// that it may take on disk. `progress` is called on the journal's thread.
    ///
    /// A file that is damaged, or was written by another version, is set aside: a gateway that does
    /// not start would be worse. Fails if there can be none: no folder, no permission, no room, or
    /// another process has it open.
    pub fn open(
        path: &Path,
        most: u64,
        progress: impl Fn(Progress) + Send + 'static,
    ) -> Result<Opened, Unusable> {
        let (store, kept, set_aside) = Store::open(path, most)?;
        let (errands, inbox) = sync_channel(limits::MAX_BATCHES);
        let mut writer = Writer::new(store, inbox, Box::new(progress));
        let thread =
            thread::Builder::new().name("journal".to_owned()).spawn(move || writer.run())?;
        let journal = Self { errands, thread: Some(thread), written: 0 };
        Ok(Opened { journal, kept, set_aside })
    }

    /// Whether a journal can be opened here; if there is none, none is left behind.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn examine(path: &Path) -> Result<(), Unusable> {
        Store::examine(path)
    }

    /// Hands over all records of one input, to become durable together; the number of the batch.
    ///
    /// None: too many batches wait, and this one is lost. The journal counts as failing.
    pub fn write(&mut self, records: Vec<Record>) -> Option<u64> {
        let number = self.written + 1;
        match self.errands.try_send(Errand::Write { number, records }) {
            Ok(()) => {
                self.written = number;
                Some(number)
            }
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => None,
        }
    }

    /// What is kept, all that was written included; none: it cannot be read within this time.
    pub fn read(&self, patience: Duration) -> Option<Kept> {
        let (answer, kept) = sync_channel(1);
        self.errands.try_send(Errand::Read(answer)).ok()?;
        kept.recv_timeout(patience).ok()
    }
}

/// Waits until everything that was written is durable, or has failed.
impl Drop for Journal {
    fn drop(&mut self) {
        let (dead_end, _nobody) = sync_channel(1);
        self.errands = dead_end;
        if let Some(thread) = self.thread.take() {
            // A thread that has panicked has said so.
            drop(thread.join());
        }
    }
}

impl fmt::Display for SetAside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the journal could not be read ({}); it is kept as {}",
            self.cause,
            self.to.display()
        )
    }
}
