//! `scenario`: plays, checks, formats and blesses call scenarios.

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand, ValueEnum};
use scenario_lang::step::Lens;

mod command;

/// Plays call scenarios against gateway, T-Server and switch, in virtual time or, with `run --live`, over sockets.
///
/// Without a command: plays every shipped scenario and shows one of them as a ladder.
#[derive(Debug, Parser)]
#[command(
    name = "scenario",
    version,
    after_help = "EXIT CODES\n  0  every story came true and looks like its golden\n  \
                  1  a story failed, or its golden is missing or different\n  \
                  2  a file or an argument is wrong\n  3  the rig could not be set up, or does not answer"
)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Play scenarios and compare them with their goldens
    Run(RunArguments),
    /// Find every mistake in scenario files without playing them
    Check {
        /// Files or folders [default: the shipped cases]
        paths: Vec<PathBuf>,
    },
    /// Rewrite scenario files in the one layout
    Fmt {
        /// Files or folders [default: the shipped cases]
        paths: Vec<PathBuf>,
        /// Write nothing; exit with 1 if a file is laid out otherwise
        #[arg(long)]
        check: bool,
    },
    /// Play scenarios and keep what they look like as their goldens
    Bless {
        /// Files or folders
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// Print a scenario as JSON, for tools
    Dump { path: PathBuf },
    /// Turn the JSON of `dump` (from a file) back into a scenario
    Undump { path: PathBuf },
    /// Write a first scenario to start from
    New { path: PathBuf },
    /// Check the switch against queueing theory
    Verify(command::verify::VerifyArguments),
    /// Play a whole day of a large centre that lives by itself, and time it
    Day(command::day::DayArguments),
    /// Turn a T-Server's log into a scenario, its world and its golden
    ImportLog(command::site_log::ImportArguments),
    /// Print how a T-Server's log differs from the run of a scenario, and what would explain it
    CompareLog(command::site_log::CompareArguments),
    /// Serve editors: mistakes, words to choose from, what a word means, layout (over stdin and stdout)
    Lsp,
    /// Print the language on one page, with the words of a world
    Reference {
        /// The world file whose people and queues the words are for
        #[arg(long)]
        world: Option<PathBuf>,
    },
}

#[derive(Debug, Default, clap::Args)]
struct RunArguments {
    /// Files or folders [default: the shipped cases]
    paths: Vec<PathBuf>,
    /// Seed of the only random source [default: the world's]
    #[arg(long)]
    seed: Option<u64>,
    /// Only scenarios with this tag; may be given more than once
    #[arg(long)]
    tag: Vec<String>,
    /// Stop after this line, and compare nothing
    #[arg(long, value_name = "LINE")]
    to: Option<usize>,
    /// Play each story also with its `together` blocks in other orders; what they look like is not compared
    #[arg(long, conflicts_with_all = ["to", "log", "show"])]
    shuffle: bool,
    /// Play over sockets, on the wall clock, against this gateway (`http://HOST:PORT`); goldens are not compared
    #[arg(long, value_name = "URL", conflicts_with_all = ["seed", "to", "shuffle", "log"])]
    live: Option<String>,
    /// The control interface of the live rig (`tserver-sim --control`); without it a person does by hand what
    /// telephones and callers do
    #[arg(long, value_name = "ADDRESS", requires = "live")]
    control: Option<String>,
    /// A file with the token that the control interface asks for
    #[arg(long, value_name = "FILE", requires = "control")]
    control_token: Option<PathBuf>,
    /// Print the run through this lens
    #[arg(long, value_name = "LENS")]
    show: Option<Show>,
    /// Write a report for CI servers
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Write the T-Server's log of the run, in the text format of T-Server logs; one scenario only
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
}

/// The lenses by the words of the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Show {
    /// The merged picture as a sequence diagram
    Ladder,
    /// What each desktop sent and saw
    Ptc,
    /// The messages on the T-Server link
    Tlib,
    /// What the switch reported
    Switch,
}

impl From<Show> for Lens {
    fn from(show: Show) -> Self {
        match show {
            Show::Ladder => Self::Ladder,
            Show::Ptc => Self::Ptc,
            Show::Tlib => Self::Tlib,
            Show::Switch => Self::Switch,
        }
    }
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        None => command::tour(),
        Some(Command::Run(run)) => command::run(&run),
        Some(Command::Check { paths }) => command::check(&paths),
        Some(Command::Fmt { paths, check }) => command::format(&paths, check),
        Some(Command::Bless { paths }) => command::bless(&paths),
        Some(Command::Dump { path }) => command::dump(&path),
        Some(Command::Undump { path }) => command::undump(&path),
        Some(Command::New { path }) => command::new(&path),
        Some(Command::Reference { world }) => command::reference(world.as_deref()),
        Some(Command::Lsp) => command::serve_editor(),
        Some(Command::Verify(verify)) => command::verify::verify(&verify),
        Some(Command::ImportLog(import)) => command::site_log::import_log(&import),
        Some(Command::CompareLog(compare)) => command::site_log::compare_log(&compare),
        Some(Command::Day(day)) => command::day::day(&day),
    };
    outcome.unwrap_or_else(|complaint| {
        anstream::eprintln!("error: {complaint}");
        ExitCode::from(command::WRONG_FILE)
    })
}
