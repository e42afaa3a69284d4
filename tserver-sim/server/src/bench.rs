//! `tserver-sim bench`: many numbers, many clients, many calls, on this machine; and in the same run what
//! the parts take alone, as a floor.

mod client;
mod memory;

use std::{
    fmt::Write as _, io::Write as _, net::SocketAddr, sync::mpsc as std_mpsc, time::Duration,
};

use anyhow::{Context as _, anyhow};
use switch_sim::world::World;
use tokio::{
    net::TcpListener,
    sync::mpsc,
    time::{Instant, MissedTickBehavior, interval},
};
use tserver_sim_core::Host;

use self::client::{Client, Figures, Pair, Start};
use crate::{limits, listener, site::Site};

#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct BenchArguments {
    /// Telephones, each registered by one client
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    dns: usize,
    /// Clients, each a connection
    #[arg(long, value_name = "N", default_value_t = 100)]
    clients: usize,
    /// Calls set up every second
    #[arg(long, value_name = "N", default_value_t = 500)]
    rate: u32,
    /// How long calls are set up at that rate
    #[arg(long, value_name = "N", default_value_t = 20)]
    seconds: u64,
    /// How long a conversation lasts, in seconds
    #[arg(long, value_name = "N", default_value_t = 5)]
    talk: u64,
}

/// Measures and prints.
///
/// # Errors
/// The site cannot be started, or a client is cut off.
pub(crate) async fn run(arguments: BenchArguments) -> anyhow::Result<()> {
    let arguments = BenchArguments {
        dns: arguments.dns.max(2),
        clients: arguments.clients.max(1),
        ..arguments
    };
    let world = world(arguments.dns)?;
    let memory = memory::set_ups_per_second(&world)?;
    let address = start_site(world)?;
    let mut clients = Vec::new();
    for number in 0..arguments.clients {
        clients.push(Client::connect(address, number).await?);
    }
    let polls = client::polls(&mut clients).await?;
    let registered = Instant::now();
    for (number, client) in clients.iter_mut().enumerate() {
        let own = (number..arguments.dns).step_by(arguments.clients);
        client.register(own.map(dn).collect()).await?;
    }
    let registered = registered.elapsed();
    let steady = steady(&arguments, clients).await?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", report(&arguments, memory, &polls, registered, &steady))?;
    Ok(())
}

/// What was measured at the wanted rate.
struct Steady {
    figures: Figures,
    lasted: Duration,
}

/// Sets calls up at the wanted rate: each is made, rings, is answered, and is released by the caller
/// after the conversation.
async fn steady(arguments: &BenchArguments, clients: Vec<Client>) -> anyhow::Result<Steady> {
    let (figures, mut told) = mpsc::channel(FIGURES);
    let mut starts = Vec::new();
    for client in clients {
        let (start, to_start) = mpsc::channel(FIGURES);
        starts.push(start);
        let talk = Duration::from_secs(arguments.talk);
        tokio::spawn(client.serve(to_start, figures.clone(), talk));
    }
    drop(figures);
    let pairs = pairs(arguments);
    let wanted = u64::from(arguments.rate) * arguments.seconds;
    let began = Instant::now();
    let pace = async {
        let mut ticks = interval(Duration::from_secs(1) / arguments.rate.max(1));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
        for pair in pairs.iter().cycle().take(usize::try_from(wanted).unwrap_or(usize::MAX)) {
            // From when the call was due, so that a late start counts.
            let due = ticks.tick().await;
            let start = starts.get(pair.client).ok_or_else(|| anyhow!("no such client"))?;
            start.send(Start { pair: pair.clone(), due }).await.context("a client has gone")?;
        }
        anyhow::Ok(())
    };
    let collect = async {
        let mut all = Figures::default();
        while all.ended() < wanted {
            let bound = tokio::time::timeout(LONGEST_SILENCE, told.recv()).await;
            let one =
                bound.context("calls did not end in time")?.context("the clients have gone")?;
            all.add(one);
        }
        anyhow::Ok(all)
    };
    let ((), figures) = tokio::try_join!(pace, collect)?;
    Ok(Steady { figures, lasted: began.elapsed() })
}

/// Who calls whom: neighbours, whose clients differ where there are several.
fn pairs(arguments: &BenchArguments) -> Vec<Pair> {
    let callers = (0..arguments.dns - 1).step_by(2);
    callers
        .map(|caller| Pair {
            client: caller % arguments.clients,
            from: dn(caller),
            to: dn(caller + 1),
        })
        .collect()
}

/// The site in a thread of its own, so that clients do not take its time.
fn start_site(world: World) -> anyhow::Result<SocketAddr> {
    let (told, address) = std_mpsc::sync_channel(1);
    std::thread::spawn(move || {
        let serve = async {
            let site = Site::new(&world, "TServer_Bench".to_owned(), Duration::ZERO)?;
            let socket = TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0)).await?;
            let (inputs, received) = mpsc::channel(limits::INPUTS);
            told.send(socket.local_addr()?)?;
            tokio::spawn(listener::accept(Host::First, socket, inputs));
            site.run(received).await
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        if let Ok(Err(error)) = runtime.map(|runtime| runtime.block_on(serve)) {
            tracing::error!(%error, "the site has ended");
        }
    });
    address.recv().context("the site did not start")
}

fn world(dns: usize) -> anyhow::Result<World> {
    let mut text = String::from("[people]\n");
    for number in 0..dns {
        // Writing to a String cannot fail.
        let _written =
            writeln!(text, "p{number} = {{ dn = \"{0}\", login = \"{0}\" }}", dn(number));
    }
    World::parse(&text).map_err(|mistakes| anyhow!("{mistakes}"))
}

fn dn(number: usize) -> String {
    (FIRST_DN + number).to_string()
}

fn report(
    arguments: &BenchArguments,
    memory: f64,
    polls: &Figures,
    registered: Duration,
    steady: &Steady,
) -> String {
    let BenchArguments { dns, clients, rate, seconds, talk } = *arguments;
    let per_second = |count: f64, span: Duration| count / span.as_secs_f64();
    let registrations = per_second(count(dns), registered);
    let reached = per_second(count(steady.figures.done()), steady.lasted);
    format!(
        "{dns} numbers registered and their agents logged on by {clients} clients in {:.2} s ({registrations:.0}/s)\n\
         floor, sockets:  a poll and its answer over the same connections: {}\n\
         floor, memory:   set-ups without sockets, one after the other: {memory:.0}/s\n\
         {rate} calls/s for {seconds} s, {talk} s of talk: {reached:.0}/s set up, {} refused; \
         from due to established at the caller: {}",
        registered.as_secs_f64(),
        polls.times(),
        steady.figures.refused,
        steady.figures.times(),
    )
}

fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}

const FIRST_DN: usize = 1_000_000;
const FIGURES: usize = 10_000;
const LONGEST_SILENCE: Duration = Duration::from_secs(30);
