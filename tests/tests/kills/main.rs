//! Row 37, with the programs as they ship: a gateway that is killed (SIGKILL) at random moments
//! under load, and started again, fifty times. A moment is so many replies after the last start, by
//! the seed: a slow machine is killed as often in the midst of work as a fast one.
//!
//! Desktops make calls, end them, repeat what got no answer, and fetch their events, some of which
//! they pretend to have lost. A second client of the T-Server, which is never killed, sees what was
//! truly dialled. In the end: no request that was acknowledged is lost, a `ref` that is sent again
//! has the same reply, events have no gap, each number stands for one event, nothing comes again
//! after its acknowledgement, no MAKECALL dials twice, and the events alone tell the true picture.
//!
//! `cargo test -p tests --test kills -- --nocapture` shows what was counted.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "an edge: desktops are threads that try again, and what it took is told"
)]

mod desktop;
#[path = "../system/http.rs"]
#[expect(dead_code, reason = "desktops ask here without expecting an answer")]
mod http;
mod ledger;
mod observer;
#[path = "../system/process.rs"]
#[expect(dead_code, reason = "nobody is asked to end here")]
mod process;

use std::{
    fmt,
    net::SocketAddr,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::channel,
    },
    thread,
    time::{Duration, Instant},
};

use rand_chacha::{
    ChaCha12Rng,
    rand_core::{Rng as _, SeedableRng as _},
};

use crate::{
    desktop::Desktop,
    ledger::{Counts, Ledger},
    observer::Observer,
    process::{Emulator, Gateway},
};

#[test]
fn row_37_fifty_kills() {
    eprintln!("{}", run(50, 1));
}

/// Kills so many times, at moments that follow from the seed, and checks everything.
fn run(kills: u32, seed: u64) -> Figures {
    let world = tests::root().join("tests/tests/kills/world.toml");
    let mut switch = Emulator::start_world(&world, 0);
    let observer = Observer::start(switch.address, &DEVICES);
    let site = Site::new(switch.address, seed);
    let mut gateway = site.start();
    gateway.wait_until_ready();
    let over = Arc::new(AtomicBool::new(false));
    let (sender, replies) = channel();
    let desktops: Vec<_> = (0..)
        .zip(DEVICES)
        .map(|(number, dn)| {
            let desktop = Desktop::open(site.gateway, dn, seed * 100 + number, sender.clone());
            let over = Arc::clone(&over);
            thread::spawn(move || desktop.work(&over))
        })
        .collect();

    let mut random = ChaCha12Rng::seed_from_u64(seed);
    let (mut slowest, begun) = (Duration::ZERO, Instant::now());
    for _ in 0..kills {
        for _ in 0..random.next_u32() % LONGEST_LIFE {
            replies.recv_timeout(BOUND).expect("the gateway replies");
        }
        gateway.kill();
        let died = Instant::now();
        gateway = site.start();
        slowest = slowest.max(died.elapsed());
    }
    let took = begun.elapsed();
    over.store(true, Ordering::Relaxed);
    let ledgers: Vec<Ledger> =
        desktops.into_iter().map(|desktop| desktop.join().expect("a desktop works")).collect();
    switch.has_no_calls();
    let dialled = observer.dialled();
    ledgers.iter().for_each(|ledger| ledger.check(&dialled));
    let mut counts = Counts::default();
    ledgers.iter().for_each(|ledger| counts.add(ledger));
    Figures { kills, took, slowest, counts, dialled: dialled.len() }
}

/// Where everything is, the same in every life of the gateway.
struct Site {
    switch: SocketAddr,
    gateway: SocketAddr,
    name: String,
}

impl Site {
    fn new(switch: SocketAddr, seed: u64) -> Self {
        let (gateway, _) = tests::port_to_come_back_to();
        let name = format!("kills_{seed}");
        for file in [journal(&name), format!("{}-wal", journal(&name))] {
            // An earlier run may have left it.
            drop(std::fs::remove_file(file));
        }
        Self { switch, gateway, name }
    }

    fn start(&self) -> Gateway {
        let (port, journal) = (self.gateway.port(), journal(&self.name));
        let journal = format!("journal = {journal:?}\n");
        Gateway::start_at(&self.name, self.switch, (port, &journal))
    }
}

fn journal(name: &str) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    folder.join(format!("{name}.journal")).display().to_string()
}

/// What a run has come to.
struct Figures {
    kills: u32,
    took: Duration,
    slowest: Duration,
    counts: Counts,
    dialled: usize,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kills, took, slowest, counts, dialled } = self;
        writeln!(
            f,
            "{kills} kills in {took:.1?}; slowest from the kill to listening: {slowest:.0?}"
        )?;
        write!(f, "{counts}; {dialled} calls dialled, none twice")
    }
}

const DEVICES: [&str; 6] = ["2001", "2002", "2003", "2004", "2005", "2006"];
/// In replies.
const LONGEST_LIFE: u32 = 80;
/// How long the gateway may need for a reply.
const BOUND: Duration = Duration::from_secs(60);
