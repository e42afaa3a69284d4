//! The keys of `[adapter]`: an adapter in a process of its own.

use super::{Form, Key, Presence, Value, list, seconds};

pub(super) const ROWS: &[Key] = &[
    Key {
        section: "adapter",
        name: "arguments",
        presence: Presence::Optional,
        value: Value::Texts {
            form: Form::Any,
            clear: |config| config.foreign.arguments.clear(),
            add: |config, text| {
                config.foreign.arguments.push(text.to_owned());
                Ok(())
            },
        },
        show: |config| list(&config.foreign.arguments),
        help: "the arguments that the program of exec: is started with",
    },
    Key {
        section: "adapter",
        name: "settings",
        presence: Presence::Optional,
        value: Value::Texts {
            form: Form::Like("^[^=]+="),
            clear: |config| config.foreign.adapter.settings.clear(),
            add: |config, text| {
                let (name, value) = text
                    .split_once('=')
                    .filter(|(name, _)| !name.is_empty())
                    .ok_or_else(|| format!("`{text}` is not NAME=VALUE"))?;
                config.foreign.adapter.settings.insert(name.to_owned(), value.to_owned());
                Ok(())
            },
        },
        show: |config| {
            let settings = config.foreign.adapter.settings.iter();
            list(&settings.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>())
        },
        help: "what the adapter is told when it starts, each as \"NAME=VALUE\"; no place for secrets",
    },
    Key {
        section: "adapter",
        name: "patience",
        presence: Presence::Optional,
        value: Value::Seconds {
            least: 0.05,
            most: 300.0,
            set: |config, span| config.foreign.adapter.patience = span,
        },
        show: |config| seconds(config.foreign.adapter.patience),
        help: "seconds without a sign of life after which the adapter is killed and started again; \
               it is asked for one after half of them",
    },
    Key {
        section: "adapter",
        name: "memory",
        presence: Presence::Optional,
        value: Value::Number {
            least: 16,
            most: 1_048_576,
            set: |config, number| config.foreign.memory = number << 20,
        },
        show: |config| (config.foreign.memory >> 20).to_string(),
        help: "the MiB of memory that the adapter's process may map",
    },
];
