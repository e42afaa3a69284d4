//! The keys at the top of the file, and those of `[num_threads]`.

use std::{net::IpAddr, path::PathBuf};

use super::{Form, Key, Presence, Value, narrow, path, quoted, seconds, shown};
use crate::links::{IMPLEMENTATIONS, Implementation};

pub(super) const ROWS: &[Key] = &[
    Key {
        section: "",
        name: "implementation",
        presence: Presence::Required,
        value: Value::Text {
            form: Form::Like("^(builtin:tserver$|exec:.|lib:.)"),
            set: |config, text| {
                let (row, path) = Implementation::read(text).ok_or_else(|| no_adapter(text))?;
                config.implementation = row;
                config.foreign.path = path.map(PathBuf::from).unwrap_or_default();
                Ok(())
            },
        },
        show: |config| {
            quoted(format!("{}{}", config.implementation.name, config.foreign.path.display()))
        },
        help: "the adapter to the middleware: builtin:tserver, or one of your own: exec: and the path of \
               its program, or lib: and the path of a shared library",
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
        value: Value::Text {
            form: Form::ADDRESS,
            set: |config, text| {
                config.listener_address = text.parse::<IpAddr>().map_err(|_not_an_address| {
                    format!("`{text}` is not an IP address such as 127.0.0.1, 0.0.0.0 or ::")
                })?;
                config.http.on_loopback = config.listener_address.is_loopback();
                Ok(())
            },
        },
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
        value: Value::Text {
            form: Form::PATH,
            set: |config, text| {
                if text.is_empty() {
                    return Err(
                        "the folder has no name; leave the key out to log to stderr".to_owned()
                    );
                }
                config.log_folder = Some(PathBuf::from(text));
                Ok(())
            },
        },
        show: |config| config.log_folder.as_ref().map_or_else(String::new, |f| quoted(f.display())),
        help: "the folder of the log, a file gateway.YYYY-MM-DD.log each day; absent: the standard \
               error",
    },
    Key {
        section: "",
        name: "log_keep",
        presence: Presence::Optional,
        value: Value::Number {
            least: 1,
            most: 3650,
            set: |config, number| config.log_keep = narrow(number),
        },
        show: |config| config.log_keep.to_string(),
        help: "the files of the log that are kept, one a day",
    },
    Key {
        section: "",
        name: "log_format",
        presence: Presence::Optional,
        value: Value::Word {
            words: || vec!["text", "json"],
            set: |config, word| config.log_json = word == "json",
        },
        show: |config| quoted(if config.log_json { "json" } else { "text" }),
        help: "text for people, or JSON lines for programs",
    },
    Key {
        section: "",
        name: "journal",
        presence: Presence::Optional,
        value: Value::Text {
            form: Form::PATH,
            set: |config, text| {
                config.journal = Some(path(text)?);
                Ok(())
            },
        },
        show: |config| shown(config.journal.as_ref()),
        help: "the file in which sessions, events and replies outlive the process, and a crash of it; \
               absent: they do not",
    },
    Key {
        section: "",
        name: "journal_limit",
        presence: Presence::Optional,
        value: Value::Number {
            least: 1,
            most: 1_048_576,
            set: |config, number| config.journal_limit = number << 20,
        },
        show: |config| (config.journal_limit >> 20).to_string(),
        help: "the MiB that the journal may take",
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
        presence: Presence::Live,
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
];

fn no_adapter(text: &str) -> String {
    let near = |name: &&str| {
        let whole = name.split_once(':').is_some_and(|(_, rest)| rest == text);
        whole || strsim::damerau_levenshtein(text, name) <= 3
    };
    let names = || IMPLEMENTATIONS.iter().map(|row| row.name);
    match names().filter(|name| !name.ends_with(':')).find(near) {
        Some(name) => format!("did you mean {name:?}?"),
        None => "there is no such adapter; write \"builtin:tserver\", or exec: and the path of a program, or \
                 lib: and the path of a shared library"
            .to_owned(),
    }
}
