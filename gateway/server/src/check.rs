//! `gateway check`: what a configuration would do.

use std::{fmt::Write as _, path::Path};

use crate::config::{Config, KEYS};

/// Says that the file is right, what the gateway would do, and every value in effect.
pub(crate) fn report(path: &Path, config: &Config) -> String {
    let mut report = format!("{} is right. With it the gateway would\n", path.display());
    for line in deeds(config) {
        // Writing to a text does not fail.
        let _infallible = writeln!(report, "  {line}");
    }
    report.push_str("\nThe values in effect:\n");
    for key in KEYS {
        let value = (key.show)(config);
        let value = if value.is_empty() { "(none)" } else { value.as_str() };
        let _infallible = writeln!(report, "  {:<36} {value}", key.path());
    }
    report
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
    let peer = (config.implementation.peer)(config);
    let mut deeds = vec![
        format!("serve POST /pts, GET /healthz and GET /readyz on http://{listener}{port}"),
        format!("keep a link to {peer} by {}", config.implementation.name),
    ];
    deeds.push(match &config.log_folder {
        Some(folder) => {
            format!("log at level {} to {}/gateway.log", config.log_level, folder.display())
        }
        None => format!("log at level {} to the standard error", config.log_level),
    });
    deeds.push(match config.notify_port {
        Some(0) => "reload on SIGHUP and on any connection to a free port of 127.0.0.1".to_owned(),
        Some(port) => format!("reload on SIGHUP and on any connection to 127.0.0.1:{port}"),
        None => "reload on SIGHUP".to_owned(),
    });
    deeds
}
