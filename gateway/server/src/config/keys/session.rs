//! The keys of `[session]`.

use gateway_core::{config::SecondSession, limits};

use super::{Key, Presence, Value, narrow, quoted, seconds};

pub(super) const ROWS: &[Key] = &[
    Key {
        section: "session",
        name: "event_log",
        presence: Presence::Live,
        value: Value::Number {
            least: 1,
            most: limits::MAX_EVENT_LOG as u64,
            set: |config, number| config.gateway.event_log = narrow(number),
        },
        show: |config| config.gateway.event_log.to_string(),
        help: "events kept per session until acknowledged; who falls behind gets a snapshot",
    },
    Key {
        section: "session",
        name: "max_wait",
        presence: Presence::Live,
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
        presence: Presence::Live,
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
        name: "lease_not_ready",
        presence: Presence::Live,
        value: Value::Seconds {
            least: 0.0,
            most: 86_400.0,
            set: |config, span| config.gateway.lease_not_ready = span,
        },
        show: |config| seconds(config.gateway.lease_not_ready),
        help: "seconds of a desktop's silence after which its agent is made not ready; 0: never",
    },
    Key {
        section: "session",
        name: "lease_log_off",
        presence: Presence::Live,
        value: Value::Seconds {
            least: 0.0,
            most: 604_800.0,
            set: |config, span| config.gateway.lease_log_off = span,
        },
        show: |config| seconds(config.gateway.lease_log_off),
        help: "seconds of silence after which the agent is logged off and the session ends, as \
               soon as no call is up; 0: never",
    },
    Key {
        section: "session",
        name: "second_session",
        presence: Presence::Live,
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
];

const SECOND_SESSION: [(&str, SecondSession); 2] =
    [("replace", SecondSession::Replace), ("refuse", SecondSession::Refuse)];
