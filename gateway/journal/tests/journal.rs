//! What was written is there after any end; what cannot be written or read is said, and survived.

#![expect(clippy::unwrap_used, reason = "what should not be shall panic")]

#[path = "support/desk.rs"]
mod desk;

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

use desk::Desk;
use gateway_core::journal::{Kept, Record};
use gateway_journal::{Health, Journal, Opened, Progress, Unusable};
use tempfile::TempDir;

#[test]
fn row_37_what_is_durable_is_there() {
    let mut rig = Rig::new();
    let mut kept = Kept::default();
    let mut desk = Desk::with(true);
    for step in 0..400 {
        let records = desk.step(step);
        records.iter().cloned().for_each(|record| kept.apply(record));
        rig.write(records);
    }
    rig.until_durable();
    assert_eq!(rig.journal.as_ref().unwrap().read(BOUND).unwrap(), kept);
    assert!(rig.commits < 400, "{} commits for 400 batches: none shared one", rig.commits);
    assert_eq!(rig.reopened(), kept);
}

/// Row 41: whatever the last page of the log looks like after the end, what was committed before
/// it is there, and a batch is there whole or not at all.
#[test]
fn row_41_a_torn_end() {
    let mut rig = Rig::new();
    let (mut kept, mut states) = (Kept::default(), vec![Kept::default()]);
    let mut desk = Desk::with(true);
    for step in 0..12 {
        let records = desk.step(step);
        records.iter().cloned().for_each(|record| kept.apply(record));
        states.push(kept.clone());
        rig.write(records);
        rig.until_durable();
    }
    let (store, log) = (fs::read(rig.path()).unwrap(), fs::read(log_of(&rig.path())).unwrap());
    let mut seen = std::collections::BTreeSet::new();
    for torn in 0..60 {
        let length = log.len() * torn / 60;
        let mut end = log.get(..length).unwrap().to_vec();
        if torn % 2 == 1 {
            // As long as it was, but the last sectors never reached the disk.
            end.resize(log.len(), 0xA5);
        }
        let copy = TempDir::new().unwrap();
        let path = copy.path().join("journal");
        fs::write(&path, &store).unwrap();
        fs::write(log_of(&path), end).unwrap();
        let Opened { kept, set_aside, .. } = Journal::open(&path, MOST, |_| ()).unwrap();
        assert!(set_aside.is_none(), "{set_aside:?}");
        let state = states.iter().position(|state| *state == kept);
        seen.insert(state.unwrap_or_else(|| panic!("torn at {length}: half a batch")));
    }
    assert!(seen.len() > 3, "the log was torn at batches {seen:?} only");
}

/// Row 41: when there is no room, it is said; what was there before stays; it goes on from a batch
/// that begins anew as soon as there is room again.
#[test]
fn row_41_no_room() {
    let mut rig = Rig::with_room(0);
    let mut desk = Desk::with(true);
    let mut kept = Kept::default();
    let mut steps = 0_u64..;
    let failure = loop {
        let records: Vec<_> = steps.by_ref().take(20).flat_map(|step| desk.step(step)).collect();
        rig.write(records.clone());
        match rig.progress().health {
            Health::Works => records.into_iter().for_each(|record| kept.apply(record)),
            Health::Fails(cause) => break cause,
            Health::Recovered => panic!("it did not fail"),
        }
    };
    assert!(failure.contains("full"), "{failure}");
    // What builds on what was lost is lost, too.
    rig.write(desk.step(steps.next().unwrap()));
    assert_eq!(rig.journal.as_ref().unwrap().read(BOUND).unwrap(), kept);
    while rig.progress().health != Health::Recovered {}

    let mut desk = Desk::with(true);
    let mut anew = vec![Record::Anew];
    anew.extend(desk.step(0));
    let mut kept = Kept::default();
    anew.iter().cloned().for_each(|record| kept.apply(record));
    rig.write(anew);
    assert_eq!(rig.progress().health, Health::Works);
    assert_eq!(rig.reopened(), kept);
}

/// Row 41: a file that cannot be read is set aside, with its reason, and another is begun.
#[test]
fn row_41_a_damaged_file() {
    type Damage = fn(&Path);
    let damages: [(&str, Damage); 3] = [
        ("not a database", |path| fs::write(path, "no journal at all, but a letter").unwrap()),
        ("another version of the gateway (format 7", |path| {
            let connection = rusqlite::Connection::open(path).unwrap();
            connection.pragma_update(None, "user_version", 7).unwrap();
        }),
        ("unreadable", |path| {
            let connection = rusqlite::Connection::open(path).unwrap();
            connection.execute("UPDATE session SET body = 'x'", []).unwrap();
        }),
    ];
    for (cause, damage) in damages {
        let mut rig = Rig::new();
        let mut desk = Desk::with(true);
        (0..5).for_each(|step| rig.write(desk.step(step)));
        rig.close();
        damage(&rig.path());
        let opened = Journal::open(&rig.path(), MOST, |_| ()).unwrap();
        assert_eq!(opened.kept, Kept::default());
        let aside = opened.set_aside.unwrap();
        assert!(aside.cause.contains(cause), "{}", aside.cause);
        assert!(aside.to.exists());
    }
}

#[test]
fn a_journal_that_cannot_be() {
    let rig = Rig::new();
    let error = Journal::open(&rig.path(), MOST, |_| ()).unwrap_err();
    assert!(matches!(error, Unusable::InUse(_)), "{error}");
    for path in ["/proc/nowhere/journal", "/", "/nowhere/at/all"] {
        let error = Journal::open(Path::new(path), MOST, |_| ()).unwrap_err();
        assert!(error.to_string().starts_with(&format!("{path}: ")), "{error}");
    }
    let free = rig.folder.path().join("free");
    Journal::examine(&free).unwrap();
    assert!(!free.exists(), "looking leaves nothing behind");
    let mode = fs::metadata(rig.path()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "names of sessions are secrets");
}

/// A journal in a folder of its own.
struct Rig {
    folder: TempDir,
    journal: Option<Journal>,
    progress: Receiver<Progress>,
    written: u64,
    commits: usize,
}

impl Rig {
    fn new() -> Self {
        Self::with_room(MOST)
    }

    fn with_room(most: u64) -> Self {
        let folder = TempDir::new().unwrap();
        let (sender, progress) = channel();
        let tell = move |progress| drop(sender.send(progress));
        let opened = Journal::open(&folder.path().join("journal"), most, tell).unwrap();
        assert_eq!(opened.kept, Kept::default());
        Self { folder, journal: Some(opened.journal), progress, written: 0, commits: 0 }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("journal")
    }

    fn write(&mut self, records: Vec<Record>) {
        self.written = self.journal.as_mut().unwrap().write(records).unwrap();
    }

    fn progress(&mut self) -> Progress {
        self.commits += 1;
        self.progress.recv_timeout(BOUND).unwrap()
    }

    fn until_durable(&mut self) {
        while self.progress().durable < self.written {}
    }

    fn close(&mut self) {
        self.journal = None;
    }

    /// What is kept, after an end and a new beginning.
    fn reopened(&mut self) -> Kept {
        self.close();
        Journal::open(&self.path(), MOST, |_| ()).unwrap().kept
    }
}

fn log_of(path: &Path) -> PathBuf {
    PathBuf::from(format!("{}-wal", path.display()))
}

const MOST: u64 = 1 << 30;
const BOUND: Duration = Duration::from_secs(60);
