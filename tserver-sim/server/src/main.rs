//! `tserver-sim`: the T-Server emulator on a TCP port, with the wall clock driving the switch.
#![expect(
    clippy::disallowed_methods,
    reason = "an edge: it owns the clock and the console's thread"
)]

mod bench;
mod client;
mod clock;
mod console;
mod control;
mod demo;
mod desk;
mod limits;
mod listener;
mod outlet;
mod server_log;
mod site;
mod trace_book;

use std::{
    io::{IsTerminal as _, Write as _},
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    time::Duration,
};

use crate::control::Control;
use anyhow::{Context as _, anyhow, bail};
use clap::{Parser, Subcommand};
use switch_sim::world::World;
use tokio::{net::TcpListener, sync::mpsc};
use tracing_subscriber::{EnvFilter, filter::LevelFilter};
use tserver_sim_control::view::WorldFile;
use tserver_sim_core::Host;

/// A T-Server with a telephone switch behind it, for those who have none on the desk.
///
/// Serves T-Link to clients such as the gateway; prints "listening on ADDRESS" when it is ready.
/// Lines on standard input are acts at the switch: place a call, press a telephone's keys.
#[derive(Parser)]
#[command(name = "tserver-sim", version, after_long_help = console::HELP)]
#[command(subcommand_negates_reqs = true, args_conflicts_with_subcommands = true)]
struct Arguments {
    /// The world file (TOML): trunks, people, queues and numbers of the switch
    #[arg(long, value_name = "FILE", required = true)]
    world: Option<PathBuf>,
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
    /// Write the T-Server's log to this file, in the text format of T-Server logs
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// Serve the control interface (HTTP and JSON, /openapi.json) here; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS")]
    control: Option<SocketAddr>,
    /// A file with the token that the control interface asks for; needed where others can reach it
    #[arg(long, value_name = "FILE", requires = "control")]
    control_token: Option<PathBuf>,
    /// Where the second T-Server listens, in a world with a standby pair
    #[arg(long, value_name = "ADDRESS")]
    backup_listen: Option<SocketAddr>,
    #[command(subcommand)]
    mode: Option<Mode>,
}

#[derive(Clone, Copy, Subcommand)]
enum Mode {
    /// Start a small site with a gateway and callers, and print the address of an agent's desktop
    Demo {
        /// The gateway's port; 0 takes a free one [default: 8080, or a free one where that is taken]
        #[arg(long, value_name = "PORT")]
        port: Option<u16>,
    },
    /// Measure how many numbers, clients and calls this machine takes
    Bench(bench::BenchArguments),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let level = if arguments.mode.is_some() { LevelFilter::WARN } else { LevelFilter::INFO };
    log_at(level);
    if let Some(Mode::Bench(wanted)) = arguments.mode {
        return bench::run(wanted).await;
    }
    let (text, name, listen) = match (&arguments.mode, &arguments.world) {
        (Some(Mode::Demo { .. } | Mode::Bench(_)), _) => {
            (demo::WORLD.to_owned(), "the demo's world".to_owned(), ANY_PORT)
        }
        (None, Some(path)) => {
            let name = path.display().to_string();
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("cannot read the world file {name}"))?;
            (text, name, arguments.listen)
        }
        (None, None) => bail!("name a world file: --world FILE"),
    };
    let mut world = parse(&text, &name)?;
    world.seed = arguments.seed.unwrap_or(world.seed);
    let keep_alive = Duration::from_secs(arguments.keep_alive);
    if world.tserver.standby.is_some() != arguments.backup_listen.is_some() {
        bail!(
            "a second T-Server needs both: standby in the world's [tserver], and --backup-listen"
        );
    }
    let mut site = site::Site::new(&world, arguments.name, keep_alive)?;
    if arguments.control.is_some() {
        site.keep_trace(WorldFile { text, seed: world.seed });
    }
    site.keep_log(arguments.log.as_deref())?;
    let socket =
        TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
    let (inputs, received) = mpsc::channel(limits::INPUTS);
    console::read_standard_input(inputs.clone());
    let address = socket.local_addr()?;
    let control = match arguments.control {
        Some(at) => Some(Control::bind(at, token(arguments.control_token.as_deref())?).await?),
        None => None,
    };
    tokio::spawn(listener::accept(Host::First, socket, inputs.clone()));
    if let Some(listen) = arguments.backup_listen {
        let socket = TcpListener::bind(listen)
            .await
            .with_context(|| format!("cannot listen on {listen}"))?;
        writeln!(std::io::stdout(), "backup listening on {}", socket.local_addr()?)?;
        tokio::spawn(listener::accept(Host::Second, socket, inputs.clone()));
    }
    let Some(Mode::Demo { port }) = arguments.mode else {
        writeln!(std::io::stdout(), "listening on {address}")?;
        if let Some(control) = control {
            writeln!(std::io::stdout(), "control at http://{}", control.address)?;
            tokio::spawn(control.serve(inputs));
        }
        return site.run(received).await;
    };
    let start = move || demo::Gateway::start(address.port(), port);
    let starting = async {
        let (_gateway, address) = tokio::task::spawn_blocking(start).await??;
        demo::welcome(&address)?;
        demo::live(inputs).await
    };
    tokio::select! {
        ended = site.run(received) => ended,
        ended = starting => ended,
    }
}

fn log_at(level: LevelFilter) {
    let filter = EnvFilter::builder().with_default_directive(level.into()).from_env_lossy();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
}

/// The token in a file, without the line end.
fn token(path: Option<&Path>) -> anyhow::Result<Option<String>> {
    let Some(path) = path else { return Ok(None) };
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read the token file {}", path.display()))?;
    Ok(Some(text.trim().to_owned()))
}

fn parse(text: &str, name: &str) -> anyhow::Result<World> {
    World::parse(text).map_err(|mistakes| anyhow!("{name}:\n{mistakes}"))
}

const ANY_PORT: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);
