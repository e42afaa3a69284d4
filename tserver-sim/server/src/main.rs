//! `tserver-sim`: the T-Server emulator on a TCP port, with the wall clock driving the switch.
#![expect(
    clippy::disallowed_methods,
    reason = "an edge: it owns the clock and the console's thread"
)]

mod client;
mod clock;
mod console;
mod desk;
mod limits;
mod listener;
mod outlet;
mod site;

use std::{io::Write as _, net::SocketAddr, path::PathBuf, time::Duration};

use anyhow::{Context as _, anyhow};
use clap::Parser;
use switch_sim::world::World;
use tokio::{net::TcpListener, sync::mpsc};
use tracing_subscriber::EnvFilter;

/// A T-Server with a telephone switch behind it, for those who have none on the desk.
///
/// Serves T-Link to clients such as the gateway; prints "listening on ADDRESS" when it is ready.
/// Lines on standard input are acts at the switch: place a call, press a telephone's keys.
#[derive(Parser)]
#[command(name = "tserver-sim", version, after_long_help = console::HELP)]
struct Arguments {
    /// The world file (TOML): trunks, people, queues and numbers of the switch
    #[arg(long, value_name = "FILE")]
    world: PathBuf,
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7005")]
    listen: SocketAddr,
    /// Seed of everything left to chance, in the place of the world file's
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// The application name that clients are told
    #[arg(long, value_name = "NAME", default_value = "TServer_Sim")]
    name: String,
    /// Seconds of silence after which a client is polled, and after twice as many cut; 0: never
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    keep_alive: u64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let filter = EnvFilter::builder()
        .with_default_directive(tracing::level_filters::LevelFilter::INFO.into())
        .from_env_lossy();
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let path = arguments.world.display();
    let text = std::fs::read_to_string(&arguments.world)
        .with_context(|| format!("cannot read the world file {path}"))?;
    let mut world = World::parse(&text).map_err(|mistakes| anyhow!("{path}:\n{mistakes}"))?;
    world.seed = arguments.seed.unwrap_or(world.seed);
    let keep_alive = Duration::from_secs(arguments.keep_alive);
    let site = site::Site::new(&world, arguments.name, keep_alive)?;
    let socket = TcpListener::bind(arguments.listen)
        .await
        .with_context(|| format!("cannot listen on {}", arguments.listen))?;
    writeln!(std::io::stdout(), "listening on {}", socket.local_addr()?)?;
    let (inputs, received) = mpsc::channel(limits::INPUTS);
    console::read_standard_input(inputs.clone());
    tokio::spawn(listener::accept(socket, inputs));
    site.run(received).await
}
