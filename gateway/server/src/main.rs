//! The gateway: telephony for browsers, over XML and HTTP, in front of a CTI middleware.

mod arguments;
mod bench;
mod check;
mod child;
mod clock;
mod config;
mod conformance;
mod doctor;
mod event_loop;
mod figures;
mod limits;
mod links;
mod logging;
mod machine;
mod observe;
mod outbox;
mod paper;
mod premises;
mod reload;
mod schema;
mod service;
mod users;

use std::{
    env,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Parser as _;
use gateway_http::verify_audit;
use tokio::runtime::Builder;

use crate::{
    arguments::{Arguments, Audit, Command, Doctor, Users},
    config::{Config, Environment, Unusable},
    conformance::Verdict,
    doctor::Findings,
};

fn main() -> ExitCode {
    let Arguments { config: path, command } = Arguments::parse();
    match command.unwrap_or(Command::Run) {
        Command::Run => with_config(&path, |config, environment| {
            match service::run(config, (path.clone(), environment)) {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => failed(&error, error.exit_code()),
            }
        }),
        Command::Check => with_config(&path, |config, _| match check::report(&path, &config) {
            Ok(report) => told(&report),
            Err(error) => failed(&error, 2),
        }),
        Command::Init => match paper::init(&path) {
            Ok(()) => told(&format!("wrote {}\n", path.display())),
            Err(error) => failed(&error, 1),
        },
        Command::Doctor(Doctor { dn, samples }) => with_config(&path, |config, _| {
            let examined = doctor::examine(&path, &config, (dn.as_deref(), samples));
            waited(async {
                let Findings { report, ill } = examined.await;
                (report, ill)
            })
        }),
        Command::Conformance(given) => with_config(&path, |config, _| {
            waited(async {
                match conformance::examine(&config, &given).await {
                    Ok(Verdict { report, has_failed }) => (report, has_failed),
                    Err(why) => (format!("the suite cannot be played: {why}\n"), true),
                }
            })
        }),
        Command::User(Users { file, work }) => {
            with_file(&path, file, &USERS, |file| users::carry_out(work, file))
        }
        Command::Audit(Audit::Verify { file }) => with_file(&path, file, &AUDIT, |file| {
            verify_audit(file).map(|unbroken| paper::unbroken(&unbroken))
        }),
        Command::Schema => told(&schema::schema()),
        Command::Completions { shell } => told(&paper::completions(shell)),
        Command::Man => told(&paper::manual()),
        Command::AdapterHost { library } => match foreign_host::run(&library) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => failed(&error, 1),
        },
    }
}

/// Does something with the configuration, or names what is wrong with it.
fn with_config(path: &Path, act: impl FnOnce(Config, Environment) -> ExitCode) -> ExitCode {
    let variables = env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let environment = Environment::of(variables);
    match config::load(path, &environment) {
        Ok(config) => act(config, environment),
        Err(error) => unusable(&error),
    }
}

/// A file that the configuration may name.
struct Named {
    key: &'static str,
    file: fn(Config) -> Option<PathBuf>,
}

const USERS: Named = Named { key: "[auth] users", file: |config| config.http.auth.users };
const AUDIT: Named = Named { key: "[auth] audit", file: |config| config.http.auth.audit };

/// Does something with a file: the one given, or the one that the configuration names.
fn with_file<E: std::fmt::Display>(
    configuration: &Path,
    given: Option<PathBuf>,
    named: &Named,
    act: impl FnOnce(&Path) -> Result<String, E>,
) -> ExitCode {
    let act = |file: &Path| match act(file) {
        Ok(done) => told(&done),
        Err(error) => failed(&error, 1),
    };
    match given {
        Some(file) => act(&file),
        None => with_config(configuration, |config, _| match (named.file)(config) {
            Some(file) => act(&file),
            None => {
                let (configuration, key) = (configuration.display(), named.key);
                failed(&format!("{configuration} has no {key}; name the file yourself"), 1)
            }
        }),
    }
}

/// Waits for a report, and whether what it reports on is wrong.
fn waited(examined: impl Future<Output = (String, bool)>) -> ExitCode {
    match Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => {
            let (report, is_wrong) = runtime.block_on(examined);
            anstream::print!("{report}");
            ExitCode::from(u8::from(is_wrong))
        }
        Err(error) => failed(&error, 1),
    }
}

fn told(text: &str) -> ExitCode {
    anstream::print!("{text}");
    ExitCode::SUCCESS
}

fn failed(error: &dyn std::fmt::Display, code: u8) -> ExitCode {
    anstream::eprintln!("gateway: {error}");
    ExitCode::from(code)
}

fn unusable(error: &Unusable) -> ExitCode {
    anstream::eprintln!("{}", error.in_colour());
    ExitCode::from(2)
}
