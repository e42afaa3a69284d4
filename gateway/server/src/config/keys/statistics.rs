//! The keys of `[statistics]`.

use gateway_core::{id::Dn, limits};

use super::{Form, Key, Presence, Value, list, seconds};

pub(super) const ROWS: &[Key] = &[
    Key {
        section: "statistics",
        name: "queues",
        presence: Presence::Live,
        value: Value::Texts {
            form: Form::Like("^[!-~]{1,64}$"),
            clear: |config| config.gateway.statistics.queues.clear(),
            add: |config, text| {
                let queues = &mut config.gateway.statistics.queues;
                let queue = Dn::new(text).ok_or_else(|| {
                    format!("`{text}` is not a number of 1 to 64 visible characters")
                })?;
                if queues.len() >= limits::MAX_QUEUES {
                    return Err(format!("there may be {} queues at most", limits::MAX_QUEUES));
                }
                queues.push(queue);
                Ok(())
            },
        },
        show: |config| {
            let queues = config.gateway.statistics.queues.iter().map(ToString::to_string);
            list(&queues.collect::<Vec<_>>())
        },
        help: "queues whose figures begin when the link comes up; those of others begin when \
               somebody asks for them",
    },
    Key {
        section: "statistics",
        name: "interval",
        presence: Presence::Live,
        value: Value::Seconds {
            least: 60.0,
            most: 86_400.0,
            set: |config, span| config.gateway.statistics.interval = span,
        },
        show: |config| seconds(config.gateway.statistics.interval),
        help: "seconds of an interval of GETSTATISTICS; intervals begin at its multiples, by the \
               clock in UTC",
    },
    Key {
        section: "statistics",
        name: "answer_within",
        presence: Presence::Live,
        value: Value::Seconds {
            least: 0.0,
            most: 3600.0,
            set: |config, span| config.gateway.statistics.answer_within = span,
        },
        show: |config| seconds(config.gateway.statistics.answer_within),
        help: "seconds of waiting within which a call should be answered: T of the service levels",
    },
    Key {
        section: "statistics",
        name: "short_abandon",
        presence: Presence::Live,
        value: Value::Seconds {
            least: 0.0,
            most: 3600.0,
            set: |config, span| config.gateway.statistics.short_abandon = span,
        },
        show: |config| seconds(config.gateway.statistics.short_abandon),
        help: "seconds of waiting up to which an abandoned call counts as no attempt: t of the \
               service levels",
    },
];
