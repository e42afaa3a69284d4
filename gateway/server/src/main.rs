//! The gateway: telephony for browsers, over XML and HTTP, in front of a CTI middleware.

mod check;
mod clock;
mod config;
mod event_loop;
mod limits;
mod links;
mod logging;
mod machine;
mod observe;
mod reload;
mod service;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::config::Unusable;

/// Telephony for browsers: XML over HTTP on one side, a CTI middleware on the other.
///
/// A client posts one XML document per request to /pts and asks for its events with GETEVENTS;
/// gateway/README.md shows a session by hand with curl. GET /healthz tells whether the gateway
/// runs, GET /readyz whether its link is up.
#[derive(Debug, Parser)]
#[command(version, after_help = AFTER_HELP)]
struct Arguments {
    /// The configuration file
    #[arg(long, global = true, value_name = "FILE", default_value = "gateway.toml")]
    config: PathBuf,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Clone, Copy, Debug, Subcommand)]
enum Command {
    /// Serve until SIGTERM or SIGINT (this is the default); SIGHUP reloads the configuration
    Run,
    /// Read the configuration file and say what it would do, or name every mistake in it
    Check,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let config = match config::load(&arguments.config) {
        Ok(config) => config,
        Err(error) => return unusable(&error),
    };
    match arguments.command.unwrap_or(Command::Run) {
        Command::Run => match service::run(config, arguments.config) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                anstream::eprintln!("gateway: {error}");
                ExitCode::from(error.exit_code())
            }
        },
        Command::Check => {
            anstream::print!("{}", check::report(&arguments.config, &config));
            ExitCode::SUCCESS
        }
    }
}

fn unusable(error: &Unusable) -> ExitCode {
    anstream::eprintln!("{}", error.in_colour());
    ExitCode::from(2)
}

const AFTER_HELP: &str = "\
Exit codes:
  0  stopped when told to, or the configuration is right
  2  the configuration cannot be used
  3  a port cannot be listened on

Examples:
  gateway check --config gateway.toml
  gateway --config gateway.toml
  kill -HUP PID    take a new log_level up, and say what needs a restart";
