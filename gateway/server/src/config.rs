//! The configuration file: what it may say, and every mistake in it with its place.
//!
//! One row of [`mod@keys`] says all about a key: its name, what it means, what values it takes and
//! where they go. Reading, `gateway check`, the reload report and the table of the README follow
//! from the rows.

mod environment;
mod keys;
mod mistake;
mod reader;
mod rules;

use std::{net::IpAddr, path::PathBuf, time::Duration};

use gateway_core::config::GatewayConfig;
use gateway_foreign::ForeignConfig;
use gateway_http::HttpConfig;
use gateway_tserver::TServerConfig;

use crate::links::{Address, Implementation, TSERVER};

#[cfg(test)]
pub(crate) use self::reader::read;
pub(crate) use self::{
    environment::Environment,
    keys::{Form, Key, Presence, Value, keys},
    mistake::{Mistake, Unusable},
    reader::load,
    rules::{RULES, Rule},
};

/// What a valid file says.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    pub(crate) implementation: &'static Implementation,
    pub(crate) installed: bool,
    pub(crate) listener_address: IpAddr,
    pub(crate) listener_port: u16,
    /// 1 error … 5 everything.
    pub(crate) log_level: u8,
    /// The folder of the log files; none: the standard error.
    pub(crate) log_folder: Option<PathBuf>,
    /// Files that are kept there, one a day.
    pub(crate) log_keep: usize,
    /// Whether the log is JSON lines.
    pub(crate) log_json: bool,
    /// The file that sessions outlive the process in; none: they do not.
    pub(crate) journal: Option<PathBuf>,
    /// The bytes that it may take.
    pub(crate) journal_limit: u64,
    /// The local port whose callers cause a reload.
    pub(crate) notify_port: Option<u16>,
    /// Threads that handle client requests.
    pub(crate) incoming_threads: usize,
    /// Whether the middleware's events have a thread of their own.
    pub(crate) outgoing_thread: bool,
    /// Requests that may wait for the event loop.
    pub(crate) queue: usize,
    pub(crate) gateway: GatewayConfig,
    pub(crate) http: HttpConfig,
    pub(crate) tserver: TServerLink,
    pub(crate) foreign: ForeignLink,
}

/// The section `[genesys.ctiserver]`.
#[derive(Clone, Debug)]
pub(crate) struct TServerLink {
    pub(crate) host: String,
    pub(crate) port: u16,
    /// The second T-Server of a pair.
    pub(crate) backup: Option<Address>,
    pub(crate) connect_timeout: Duration,
    pub(crate) adapter: TServerConfig,
}

/// The section `[adapter]`, and the path in `implementation`.
#[derive(Clone, Debug)]
pub(crate) struct ForeignLink {
    /// The program.
    pub(crate) path: PathBuf,
    pub(crate) arguments: Vec<String>,
    /// The bytes of memory that the adapter's process may map.
    pub(crate) memory: u64,
    pub(crate) adapter: ForeignConfig,
}

impl Config {
    /// This configuration, with what a running gateway can take up of another one.
    pub(crate) fn taken_up(&self, other: &Self) -> Self {
        Self {
            log_level: other.log_level,
            gateway: other.gateway.clone(),
            http: self.http.taken_up(&other.http),
            ..self.clone()
        }
    }

    /// The keys whose values differ, in the order of the table.
    pub(crate) fn differences(&self, other: &Self) -> Vec<&'static Key> {
        keys().filter(|key| (key.show)(self) != (key.show)(other)).collect()
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            implementation: &TSERVER,
            installed: true,
            listener_address: IpAddr::from([127, 0, 0, 1]),
            listener_port: 8080,
            log_level: 3,
            log_folder: None,
            log_keep: 14,
            log_json: false,
            journal: None,
            journal_limit: 1024 << 20,
            notify_port: None,
            incoming_threads: 1,
            outgoing_thread: false,
            queue: 1024,
            gateway: GatewayConfig::default(),
            http: HttpConfig { on_loopback: true, ..HttpConfig::default() },
            tserver: TServerLink {
                host: String::new(),
                port: 0,
                backup: None,
                connect_timeout: Duration::from_secs(5),
                adapter: TServerConfig {
                    application: "gateway".to_owned(),
                    ..TServerConfig::default()
                },
            },
            foreign: ForeignLink {
                path: PathBuf::new(),
                arguments: Vec::new(),
                memory: 1024 << 20,
                adapter: ForeignConfig::default(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    /// Every file of `samples/wrong` has its letters beside it.
    #[test]
    fn every_mistake_is_named() {
        for file in samples() {
            let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
            let text = fs::read_to_string(&file).unwrap();
            let error =
                read(Path::new("gateway.toml"), text, &Environment::default()).expect_err(&name);
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_path(file.parent().unwrap());
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            settings.bind(|| {
                let golden = format!("{error}\n\nin the log: {}", error.summary());
                insta::assert_snapshot!(name, golden);
            });
        }
    }

    #[test]
    fn the_sample_file_is_right_and_shows_the_defaults() {
        let sample = sample();
        let config =
            read(Path::new("gateway.toml"), sample.clone(), &Environment::default()).unwrap();
        let mut defaults = Config::default();
        defaults.tserver.host.clone_from(&config.tserver.host);
        defaults.tserver.port = config.tserver.port;
        let differences: Vec<_> =
            config.differences(&defaults).into_iter().map(Key::path).collect();
        assert_eq!(differences, [""; 0]);
        let uncommented = uncommented(&sample);
        let all =
            read(Path::new("gateway.toml"), uncommented.clone(), &Environment::default()).unwrap();
        let examples: Vec<_> = all.differences(&defaults).into_iter().map(Key::path).collect();
        insta::assert_debug_snapshot!("keys_whose_comment_is_an_example", examples);
        for key in keys() {
            let line = format!("{} = ", key.name);
            assert_eq!(uncommented.matches(&format!("\n{line}")).count(), 1, "{}", key.path());
        }
    }

    /// A key says that a change of it takes effect exactly if it does.
    #[test]
    fn what_is_said_to_be_live_is() {
        let text = fs::read_to_string(
            Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/everything_differs.toml"),
        )
        .unwrap();
        let other = read(Path::new("gateway.toml"), text, &Environment::default()).unwrap();
        let running = Config::default();
        let taken = running.taken_up(&other);
        for key in keys() {
            let (before, after, given) =
                ((key.show)(&running), (key.show)(&taken), (key.show)(&other));
            let only_one = ["implementation", "installed"].contains(&key.name);
            assert!(only_one || before != given, "{} is to differ in the sample", key.path());
            assert_eq!(after == given, key.is_live() || only_one, "{}", key.path());
        }
    }

    /// Variables take the place of the file's keys; each mistake in one has its letter.
    #[test]
    fn the_environment_overrides_the_file() {
        let right = [
            ("GATEWAY_LISTENER_PORT", "9000"),
            ("GATEWAY_GENESYS_CTISERVER_HOST", "tserver.example"),
            ("GATEWAY_HTTP_ALLOWED_HOSTS", "a.example, b.example"),
            ("GATEWAY_SOCKET_TIMEOUT", "2.5"),
            ("HOME", "/"),
            // What Kubernetes says of services called `gateway` and `gateway-http`.
            ("GATEWAY_SERVICE_HOST", "10.96.0.7"),
            ("GATEWAY_SERVICE_PORT", "8080"),
            ("GATEWAY_SERVICE_PORT_PTS", "8080"),
            ("GATEWAY_PORT", "tcp://10.96.0.7:8080"),
            ("GATEWAY_PORT_8080_TCP", "tcp://10.96.0.7:8080"),
            ("GATEWAY_PORT_8080_TCP_PROTO", "tcp"),
            ("GATEWAY_PORT_8080_TCP_PORT", "8080"),
            ("GATEWAY_HTTP_PORT_53_UDP_ADDR", "10.96.0.8"),
        ];
        let text = "implementation = \"builtin:tserver\"\ngenesys.ctiserver.port = 1\n";
        let config = with_variables(text, &right).unwrap();
        let values: Vec<_> = config
            .differences(&Config::default())
            .iter()
            .map(|key| format!("{} = {}", key.path(), (key.show)(&config)))
            .collect();
        insta::assert_debug_snapshot!(values);
        let wrong = [
            ("GATEWAY_GENESYS_CTISERVER_HOST", "no host"),
            ("GATEWAY_LISTNER_PORT", "1"),
            ("GATEWAY_PORT", "8080"),
            ("GATEWAY_PORT_8080_TCP", "8080"),
            ("GATEWAY_PORT_X_TCP_PROTO", "tcp"),
            ("GATEWAY_SERVICE_PORT", "http"),
            ("GATEWAY_LOG_LEVEL", "loud"),
            ("GATEWAY_SESSION_SECOND_SESSION", "replaces"),
        ];
        insta::assert_snapshot!(with_variables(text, &wrong).unwrap_err());
    }

    fn with_variables(text: &str, given: &[(&str, &str)]) -> Result<Config, Unusable> {
        let given = given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        read(Path::new("gateway.toml"), text.to_owned(), &Environment::of(given))
    }

    /// The table of the README is this one.
    #[test]
    fn the_readme_has_the_table_of_keys() {
        let readme = fs::read_to_string(gateway_folder().join("README.md")).unwrap();
        let table = table();
        assert!(readme.contains(&table), "put this into gateway/README.md:\n\n{table}");
    }

    fn table() -> String {
        let defaults = Config::default();
        let rows = keys().map(|key| {
            let default = match (key.presence, (key.show)(&defaults)) {
                (Presence::Required, _) => "required".to_owned(),
                (_, none) if none.is_empty() => "none".to_owned(),
                (_, value) => format!("`{value}`"),
            };
            let live = if key.is_live() { " (taken up on reload)" } else { "" };
            format!("| `{}` | {default} | {}{live} |", key.path(), key.help)
        });
        let head = ["| key | default | meaning |".to_owned(), "|---|---|---|".to_owned()];
        head.into_iter().chain(rows).collect::<Vec<_>>().join("\n")
    }

    fn sample() -> String {
        fs::read_to_string(gateway_folder().join("gateway.toml")).unwrap()
    }

    /// The text with every commented key in force.
    fn uncommented(text: &str) -> String {
        let is_key = |line: &str| {
            line.split_once(" = ").is_some_and(|(name, _)| keys().any(|key| key.name == name))
        };
        let lines = text.lines().map(|line| match line.strip_prefix("# ") {
            Some(key) if is_key(key) => key,
            Some(_) | None => line,
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    fn samples() -> Vec<PathBuf> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/wrong");
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<_> =
            entries.filter(|path| path.extension().is_some_and(|e| e == "toml")).collect();
        files.sort();
        files
    }

    fn gateway_folder() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
    }
}
