//! `gateway check`: what a configuration would do.

use std::{fmt::Write as _, io, path::Path};

use thiserror::Error;
use tokio::runtime::Builder;

use crate::{
    config::{Config, keys},
    links::{Servers, Target},
    premises,
};

/// Says that the file is right, what the gateway would do, and every value in effect.
///
/// Fails if a file that the configuration names cannot be used.
pub(crate) fn report(path: &Path, config: &Config) -> Result<String, Wrong> {
    let faults: Vec<_> =
        premises::files(config).into_iter().filter_map(|premise| premise.found.err()).collect();
    if !faults.is_empty() {
        return Err(Wrong::Files(faults.join("\ngateway: ")));
    }
    let target = (config.implementation.target)(config);
    let runtime = Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(target.examine(config)).map_err(Wrong::Adapter)?;
    let mut report = format!("{} is right. With it the gateway would\n", path.display());
    for line in deeds(config) {
        // Writing to a text does not fail.
        let _infallible = writeln!(report, "  {line}");
    }
    report.push_str("\nThe values in effect:\n");
    for key in keys() {
        let _infallible = writeln!(report, "  {:<36} {}", key.path(), key.shown(config));
    }
    Ok(report)
}

/// A file that the configuration names and that cannot be used.
#[derive(Debug, Error)]
pub(crate) enum Wrong {
    /// Every one of them, a line each.
    #[error("{0}")]
    Files(String),
    #[error("the adapter {0}")]
    Adapter(String),
    #[error("the system refuses: {0}")]
    System(#[from] io::Error),
}

fn deeds(config: &Config) -> Vec<String> {
    if !config.installed {
        return vec!["refuse to start: installed = false".to_owned()];
    }
    let listener = std::net::SocketAddr::new(config.listener_address, config.listener_port);
    let port = match config.listener_port {
        0 => " (port 0: any free one)",
        _ => "",
    };
    let target = (config.implementation.target)(config);
    let scheme = if config.http.tls.is_some() { "https" } else { "http" };
    let mut deeds = vec![
        format!(
            "serve POST /pts, GET /healthz, /readyz and /metrics on {scheme}://{listener}{port}"
        ),
        doors(config),
        match &target {
            Target::Servers(Servers { primary, backup: Some(backup), .. }) => format!(
                "keep a link to {primary}, and to {backup} in its place, by {}",
                config.implementation.name
            ),
            Target::Servers(Servers { primary, backup: None, .. }) => {
                format!("keep a link to {primary} by {}", config.implementation.name)
            }
            Target::Program(program) => format!("keep a link through {program}"),
        },
    ];
    deeds.push(match &config.log_folder {
        Some(folder) => {
            format!("log at level {} to a file a day in {}", config.log_level, folder.display())
        }
        None => format!("log at level {} to the standard error", config.log_level),
    });
    deeds.push(match &config.journal {
        Some(journal) => format!("go on after a crash from {}", journal.display()),
        None => "end every session when it ends (no journal)".to_owned(),
    });
    deeds.push(match config.notify_port {
        Some(0) => "reload on SIGHUP and on any connection to a free port of 127.0.0.1".to_owned(),
        Some(port) => format!("reload on SIGHUP and on any connection to 127.0.0.1:{port}"),
        None => "reload on SIGHUP".to_owned(),
    });
    deeds
}

/// Who is let in.
fn doors(config: &Config) -> String {
    let auth = &config.http.auth;
    let tls = config.http.tls.as_ref();
    let certificates = tls.is_some_and(|tls| tls.client_ca.is_some());
    let tokens = auth.jwt_key.is_some() || auth.jwks.is_some();
    let ways: Vec<_> = [
        auth.users.as_ref().map(|file| format!("passwords of {}", file.display())),
        tokens.then(|| "bearer tokens".to_owned()),
        certificates.then(|| "client certificates".to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect();
    if ways.is_empty() {
        let warning = "let everybody in who reaches it (warning: no [auth], so nobody is asked)";
        return warning.to_owned();
    }
    let open = if tls.is_some() { "" } else { " (warning: no [tls], so they can be overheard)" };
    format!("let in whoever shows one of: {}{open}", ways.join(", "))
}
