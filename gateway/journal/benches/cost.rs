//! What an event and a request cost without a journal, recorded, and on disk, alone and in groups.
//!
//! `cargo bench -p gateway-journal --bench cost` writes to the folder for temporary files; TMPDIR names another.

#![expect(clippy::unwrap_used, reason = "what should not be shall panic")]

#[path = "../tests/support/desk.rs"]
mod desk;

use std::{
    hint::black_box,
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use desk::Desk;
use gateway_core::journal::Record;
use gateway_journal::{Journal, Progress};
use tempfile::TempDir;

/// Steps of the desk: half of them are events of calls, a quarter are requests, a quarter polls.
fn core(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("a step of the core");
    for (name, journal) in [("without a journal", false), ("recorded", true)] {
        let mut desk = Desk::with(journal);
        let mut step = 0;
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                step += 1;
                black_box(desk.step(step))
            });
        });
    }
}

/// So many steps, durable together.
fn disk(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("steps on disk");
    group.measurement_time(Duration::from_secs(10));
    for count in [1, 16, 256] {
        let mut rig = Rig::new();
        group.throughput(Throughput::Elements(count));
        group.bench_function(format!("{count} in a commit"), |bencher| {
            let mut desk = Desk::with(true);
            let mut step = 0;
            bencher.iter_batched(
                || {
                    let mut records = Vec::new();
                    for _ in 0..count {
                        step += 1;
                        records.extend(desk.step(step));
                    }
                    records
                },
                |records| rig.write(records),
                BatchSize::PerIteration,
            );
        });
    }
}

/// A journal in a folder of its own.
struct Rig {
    journal: Journal,
    progress: Receiver<Progress>,
    _folder: TempDir,
}

impl Rig {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let (sender, progress) = channel();
        let tell = move |progress| drop(sender.send(progress));
        let opened = Journal::open(&folder.path().join("journal"), 1 << 30, tell).unwrap();
        Self { journal: opened.journal, progress, _folder: folder }
    }

    /// Writes the records as one batch, and waits until it is durable.
    fn write(&mut self, records: Vec<Record>) {
        let batch = self.journal.write(records).unwrap();
        while self.progress.recv().unwrap().durable < batch {}
    }
}

criterion_group!(cost, core, disk);
criterion_main!(cost);
