//! The table of keys: one row says all about a key.

use std::{net::IpAddr, path::PathBuf, time::Duration};

use gateway_core::{config::SecondSession, limits as core_limits};

use super::Config;
use crate::links::IMPLEMENTATIONS;

/// A key of the configuration file.
#[derive(Debug)]
pub(crate) struct Key {
    /// The section it stands in, with dots; empty: the top of the file.
    pub(crate) section: &'static str,
    pub(crate) name: &'static str,
    pub(crate) presence: Presence,
    pub(crate) value: Value,
    /// The value in effect, as it would stand in the file; empty: none.
    pub(crate) show: fn(&Config) -> String,
    pub(crate) help: &'static str,
}

impl Key {
    /// The name with its section.
    pub(crate) fn path(&self) -> String {
        match self.section {
            "" => self.name.to_owned(),
            section => format!("{section}.{}", self.name),
        }
    }

    /// Whether a running gateway takes a new value up.
    pub(crate) fn is_live(&self) -> bool {
        self.presence == Presence::Live
    }
}

/// Whether the file must say it, and when a change takes effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    /// It must be there.
    Required,
    Optional,
    /// It need not be there, and a change takes effect on reload.
    Live,
}

/// What a key takes, and where it goes.
#[derive(Debug)]
pub(crate) enum Value {
    Flag(fn(&mut Config, bool)),
    /// A whole number within bounds.
    Number {
        least: u64,
        most: u64,
        set: fn(&mut Config, u64),
    },
    /// A time in seconds, whole or with a fraction.
    Seconds {
        least: f64,
        most: f64,
        set: fn(&mut Config, Duration),
    },
    /// A text; the setter says what is wrong with it.
    Text(fn(&mut Config, &str) -> Result<(), String>),
    /// One of these words.
    Word {
        words: fn() -> Vec<&'static str>,
        set: fn(&mut Config, &str),
    },
    /// A list of texts.
    Texts(fn(&mut Config, &str) -> Result<(), String>),
}

/// Every key there is, in the order of the sample file.
pub(crate) const KEYS: &[Key] = &[
    Key {
        section: "",
        name: "implementation",
        presence: Presence::Required,
        value: Value::Word {
            words: || IMPLEMENTATIONS.iter().map(|row| row.name).collect(),
            set: |config, name| {
                if let Some(row) = IMPLEMENTATIONS.iter().find(|row| row.name == name) {
                    config.implementation = row;
                }
            },
        },
        show: |config| quoted(config.implementation.name),
        help: "the adapter to the middleware; only those built in can be chosen",
    },
    Key {
        section: "",
        name: "installed",
        presence: Presence::Optional,
        value: Value::Flag(|config, flag| config.installed = flag),
        show: |config| config.installed.to_string(),
        help: "false: the gateway refuses to start",
    },
    Key {
        section: "",
        name: "listener_port",
        presence: Presence::Optional,
        value: Value::Number {
            least: 0,
            most: 65_535,
            set: |config, number| config.listener_port = narrow(number),
        },
        show: |config| config.listener_port.to_string(),
        help: "the TCP port for clients; 0: any free one, printed at the start",
    },
    Key {
        section: "",
        name: "listener_address",
        presence: Presence::Optional,
        value: Value::Text(|config, text| {
            config.listener_address = text.parse::<IpAddr>().map_err(|_not_an_address| {
                format!("`{text}` is not an IP address such as 127.0.0.1, 0.0.0.0 or ::")
            })?;
            Ok(())
        }),
        show: |config| quoted(config.listener_address),
        help: "the address to listen on; 0.0.0.0 or :: for all",
    },
    Key {
        section: "",
        name: "log_level",
        presence: Presence::Live,
        value: Value::Number {
            least: 1,
            most: 5,
            set: |config, number| config.log_level = narrow(number),
        },
        show: |config| config.log_level.to_string(),
        help: "1 errors, 2 warnings, 3 log-ons and link changes, 4 refusals, 5 everything, bytes too",
    },
    Key {
        section: "",
        name: "loglocation",
        presence: Presence::Optional,
        value: Value::Text(|config, text| {
            if text.is_empty() {
                return Err("the folder has no name; leave the key out to log to stderr".to_owned());
            }
            config.log_folder = Some(PathBuf::from(text));
            Ok(())
        }),
        show: |config| config.log_folder.as_ref().map_or_else(String::new, |f| quoted(f.display())),
        help: "the folder of gateway.log; absent: the standard error",
    },
    Key {
        section: "",
        name: "notify_listener_port",
        presence: Presence::Optional,
        value: Value::Number {
            least: 0,
            most: 65_535,
            set: |config, number| config.notify_port = Some(narrow(number)),
        },
        show: |config| config.notify_port.map_or_else(String::new, |port| port.to_string()),
        help: "a port on 127.0.0.1 (0: any free one): whoever connects causes a reload and reads what \
               came of it",
    },
    Key {
        section: "",
        name: "socket_timeout",
        presence: Presence::Optional,
        value: Value::Seconds {
            least: 0.05,
            most: 86_400.0,
            set: |config, span| config.http.socket_timeout = span,
        },
        show: |config| seconds(config.http.socket_timeout),
        help: "seconds before a silent connection is closed; a waiting poll is not silent",
    },
    Key {
        section: "num_threads",
        name: "incoming_pool",
        presence: Presence::Optional,
        value: Value::Number {
            least: 1,
            most: 64,
            set: |config, number| config.incoming_threads = narrow(number),
        },
        show: |config| config.incoming_threads.to_string(),
        help: "threads that handle client requests: HTTP and XML",
    },
    Key {
        section: "num_threads",
        name: "outgoing_pool",
        presence: Presence::Optional,
        value: Value::Number {
            least: 0,
            most: 1,
            set: |config, number| config.outgoing_thread = number == 1,
        },
        show: |config| u8::from(config.outgoing_thread).to_string(),
        help: "threads for the middleware's events alone: 0 shares those of incoming_pool, 1 is a \
               thread of its own; more would lose the order of the events",
    },
    Key {
        section: "genesys.ctiserver",
        name: "host",
        presence: Presence::Required,
        value: Value::Text(|config, text| {
            let fits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
            if !fits {
                return Err(format!("`{text}` is not a host name or an IP address"));
            }
            text.clone_into(&mut config.tserver.host);
            Ok(())
        }),
        show: |config| quoted(&config.tserver.host),
        help: "the T-Server's host name or IP address",
    },
    Key {
        section: "genesys.ctiserver",
        name: "port",
        presence: Presence::Required,
        value: Value::Number {
            least: 1,
            most: 65_535,
            set: |config, number| config.tserver.port = narrow(number),
        },
        show: |config| config.tserver.port.to_string(),
        help: "the T-Server's TCP port",
    },
    Key {
        section: "genesys.ctiserver",
        name: "resp_timeout_sec",
        presence: Presence::Optional,
        value: Value::Seconds {
            least: 0.05,
            most: 300.0,
            set: |config, span| config.gateway.resp_timeout = span,
        },
        show: |config| seconds(config.gateway.resp_timeout),
        help: "seconds that a request waits for the T-Server before its reply says NoAnswer",
    },
    Key {
        section: "genesys.ctiserver",
        name: "connect_timeout",
        presence: Presence::Optional,
        value: Value::Seconds {
            least: 0.05,
            most: 300.0,
            set: |config, span| config.tserver.connect_timeout = span,
        },
        show: |config| seconds(config.tserver.connect_timeout),
        help: "seconds that connecting may take",
    },
    Key {
        section: "genesys.ctiserver",
        name: "keep_alive",
        presence: Presence::Optional,
        value: Value::Seconds {
            least: 0.0,
            most: 300.0,
            set: |config, span| config.tserver.adapter.keep_alive = span,
        },
        show: |config| seconds(config.tserver.adapter.keep_alive),
        help: "seconds of silence after which the T-Server is polled, and after which it counts as \
               lost; 0: never",
    },
    Key {
        section: "genesys.ctiserver",
        name: "application",
        presence: Presence::Optional,
        value: Value::Text(|config, text| {
            if text.is_empty() || text.len() > 64 {
                return Err("the name has 1 to 64 bytes".to_owned());
            }
            text.clone_into(&mut config.tserver.adapter.application);
            Ok(())
        }),
        show: |config| quoted(&config.tserver.adapter.application),
        help: "how the gateway names itself to the T-Server",
    },
    Key {
        section: "session",
        name: "event_log",
        presence: Presence::Optional,
        value: Value::Number {
            least: 1,
            most: core_limits::MAX_EVENT_LOG as u64,
            set: |config, number| config.gateway.event_log = narrow(number),
        },
        show: |config| config.gateway.event_log.to_string(),
        help: "events kept per session until acknowledged; who falls behind gets a snapshot",
    },
    Key {
        section: "session",
        name: "max_wait",
        presence: Presence::Optional,
        value: Value::Seconds {
            least: 0.0,
            most: 600.0,
            set: |config, span| config.gateway.max_wait = span,
        },
        show: |config| seconds(config.gateway.max_wait),
        help: "the longest time in seconds that GETEVENTS may wait",
    },
    Key {
        section: "session",
        name: "linger",
        presence: Presence::Optional,
        value: Value::Seconds {
            least: 0.0,
            most: 3600.0,
            set: |config, span| config.gateway.linger = span,
        },
        show: |config| seconds(config.gateway.linger),
        help: "seconds that the last events of an ended session can still be fetched, and that a \
               late outcome is waited for",
    },
    Key {
        section: "session",
        name: "second_session",
        presence: Presence::Optional,
        value: Value::Word {
            words: || SECOND_SESSION.iter().map(|(word, _)| *word).collect(),
            set: |config, word| {
                if let Some((_, rule)) = SECOND_SESSION.iter().find(|(name, _)| *name == word) {
                    config.gateway.second_session = *rule;
                }
            },
        },
        show: |config| {
            let rule = config.gateway.second_session;
            SECOND_SESSION
                .iter()
                .find(|(_, r)| *r == rule)
                .map_or_else(String::new, |(w, _)| quoted(w))
        },
        help: "a second client for a device: replace (the first is told) or refuse",
    },
    Key {
        section: "limits",
        name: "max_sessions",
        presence: Presence::Optional,
        value: Value::Number {
            least: 1,
            most: core_limits::MAX_SESSIONS as u64,
            set: |config, number| config.gateway.max_sessions = narrow(number),
        },
        show: |config| config.gateway.max_sessions.to_string(),
        help: "sessions at a time",
    },
    Key {
        section: "limits",
        name: "max_connections",
        presence: Presence::Optional,
        value: Value::Number {
            least: 1,
            most: 1_000_000,
            set: |config, number| config.http.max_connections = narrow(number),
        },
        show: |config| config.http.max_connections.to_string(),
        help: "client connections at a time; more wait until one ends",
    },
    Key {
        section: "limits",
        name: "max_body",
        presence: Presence::Optional,
        value: Value::Number {
            least: 256,
            most: 1_048_576,
            set: |config, number| config.http.max_body = narrow(number),
        },
        show: |config| config.http.max_body.to_string(),
        help: "bytes of a request's document",
    },
    Key {
        section: "limits",
        name: "max_queue",
        presence: Presence::Optional,
        value: Value::Number {
            least: 1,
            most: 65_536,
            set: |config, number| config.queue = narrow(number),
        },
        show: |config| config.queue.to_string(),
        help: "requests that may wait for their turn; more are told to come again (503)",
    },
    Key {
        section: "http",
        name: "allowed_origins",
        presence: Presence::Optional,
        value: Value::Texts(|config, text| {
            config.http.allowed_origins.push(origin(text)?);
            Ok(())
        }),
        show: |config| list(&config.http.allowed_origins),
        help: "the origins of pages served elsewhere that may call, such as \
               \"https://desk.example\"",
    },
    Key {
        section: "http",
        name: "allowed_hosts",
        presence: Presence::Optional,
        value: Value::Texts(|config, text| {
            if text.is_empty() || text.contains('/') {
                return Err(format!("`{text}` is not a Host value such as \"desk.example:8080\""));
            }
            config.http.allowed_hosts.push(text.to_owned());
            Ok(())
        }),
        show: |config| list(&config.http.allowed_hosts),
        help: "the values of Host that are served, port included; empty: every one",
    },
    Key {
        section: "http",
        name: "header_timeout",
        presence: Presence::Optional,
        value: Value::Seconds {
            least: 0.05,
            most: 60.0,
            set: |config, span| config.http.header_timeout = span,
        },
        show: |config| seconds(config.http.header_timeout),
        help: "seconds that the head of a request may take from its first byte",
    },
    Key {
        section: "http",
        name: "body_timeout",
        presence: Presence::Optional,
        value: Value::Seconds {
            least: 0.05,
            most: 300.0,
            set: |config, span| config.http.body_timeout = span,
        },
        show: |config| seconds(config.http.body_timeout),
        help: "seconds that the body of a request may take altogether",
    },
];

const SECOND_SESSION: [(&str, SecondSession); 2] =
    [("replace", SecondSession::Replace), ("refuse", SecondSession::Refuse)];

/// A number that its row's bounds keep within the type.
fn narrow<T: TryFrom<u64> + Default>(number: u64) -> T {
    T::try_from(number).unwrap_or_default()
}

fn quoted(text: impl std::fmt::Display) -> String {
    format!("{:?}", text.to_string())
}

fn seconds(span: Duration) -> String {
    span.as_secs_f64().to_string()
}

fn list(texts: &[String]) -> String {
    format!("{texts:?}")
}

/// Checks that a text is an origin as browsers send it.
fn origin(text: &str) -> Result<String, String> {
    if text == "*" {
        return Err("`*` would let every page on the web call; list the origins".to_owned());
    }
    let authority = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let fits = authority.is_some_and(|authority| {
        !authority.is_empty()
            && authority.bytes().all(|b| b.is_ascii_graphic() && !b.is_ascii_uppercase())
            && !authority.contains(['/', '?', '#', '@'])
    });
    if fits || text == "null" {
        Ok(text.to_owned())
    } else {
        Err(format!(
            "`{text}` is not an origin: scheme, host in lower case, port unless it is the usual \
             one, nothing behind it"
        ))
    }
}
