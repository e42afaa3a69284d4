//! The keys of `[genesys.ctiserver]`: the T-Server.

use super::{Form, Key, Presence, Value, narrow, quoted, seconds};

pub(super) const ROWS: &[Key] = &[
    Key {
        section: "genesys.ctiserver",
        name: "host",
        presence: Presence::Required,
        value: Value::Text {
            form: Form::HOST,
            set: |config, text| {
                let fits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
                if !fits {
                    return Err(format!("`{text}` is not a host name or an IP address"));
                }
                text.clone_into(&mut config.tserver.host);
                Ok(())
            },
        },
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
        name: "backup_host",
        presence: Presence::Optional,
        value: Value::Text {
            form: Form::HOST,
            set: |config, text| {
                let fits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
                if !fits {
                    return Err(format!("`{text}` is not a host name or an IP address"));
                }
                text.clone_into(&mut config.tserver.backup.get_or_insert_default().host);
                Ok(())
            },
        },
        show: |config| config.tserver.backup.as_ref().map_or_else(String::new, |b| quoted(&b.host)),
        help: "the host of the second T-Server of a warm or hot standby, to which the gateway goes \
               when the first does not serve",
    },
    Key {
        section: "genesys.ctiserver",
        name: "backup_port",
        presence: Presence::Optional,
        value: Value::Number {
            least: 1,
            most: 65_535,
            set: |config, number| {
                config.tserver.backup.get_or_insert_default().port = narrow(number);
            },
        },
        show: |config| {
            config.tserver.backup.as_ref().map_or_else(String::new, |b| b.port.to_string())
        },
        help: "its TCP port; needed with `backup_host`",
    },
    Key {
        section: "genesys.ctiserver",
        name: "resp_timeout_sec",
        presence: Presence::Live,
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
        name: "back_off",
        presence: Presence::Optional,
        value: Value::Seconds {
            least: 0.05,
            most: 60.0,
            set: |config, span| config.tserver.adapter.back_off_first = span,
        },
        show: |config| seconds(config.tserver.adapter.back_off_first),
        help: "seconds before the first attempt to connect again, half of them by chance; it \
               doubles",
    },
    Key {
        section: "genesys.ctiserver",
        name: "back_off_longest",
        presence: Presence::Optional,
        value: Value::Seconds {
            least: 0.05,
            most: 600.0,
            set: |config, span| config.tserver.adapter.back_off_longest = span,
        },
        show: |config| seconds(config.tserver.adapter.back_off_longest),
        help: "seconds that the pause between two attempts grows to",
    },
    Key {
        section: "genesys.ctiserver",
        name: "call_check",
        presence: Presence::Live,
        value: Value::Seconds {
            least: 0.0,
            most: 3600.0,
            set: |config, span| config.gateway.call_check = span,
        },
        show: |config| seconds(config.gateway.call_check),
        help: "seconds between looks at a device with calls, to find those that ended unnoticed (one \
               without calls: each fifth time), and between attempts for a device that the \
               middleware has stopped reporting; 0: never",
    },
    Key {
        section: "genesys.ctiserver",
        name: "application",
        presence: Presence::Optional,
        value: Value::Text {
            form: Form::Like(r"^[\s\S]{1,64}$"),
            set: |config, text| {
                if text.is_empty() || text.len() > 64 {
                    return Err("the name has 1 to 64 bytes".to_owned());
                }
                text.clone_into(&mut config.tserver.adapter.application);
                Ok(())
            },
        },
        show: |config| quoted(&config.tserver.adapter.application),
        help: "how the gateway names itself to the T-Server",
    },
];
