//! The keys of `[limits]`.

use gateway_core::limits;

use super::{Key, Presence, Value, narrow, nonzero};

pub(super) const ROWS: &[Key] = &[
    Key {
        section: "limits",
        name: "max_sessions",
        presence: Presence::Live,
        value: Value::Number {
            least: 1,
            most: limits::MAX_SESSIONS as u64,
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
        presence: Presence::Live,
        value: Value::Number {
            least: 256,
            most: 262_144,
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
        section: "limits",
        name: "requests_per_second",
        presence: Presence::Live,
        value: Value::Number {
            least: 1,
            most: 100_000,
            set: |config, number| config.http.requests_per_second = nonzero(number),
        },
        show: |config| config.http.requests_per_second.to_string(),
        help: "requests of one user in a second, on average, where users are known; more are told to \
               come again (429)",
    },
];
