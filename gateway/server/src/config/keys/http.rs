//! The keys of `[http]` and `[desktop]`.

use std::net::IpAddr;

use super::{Form, Key, Presence, Value, list, path, seconds, shown};

pub(super) const ROWS: &[Key] = &[
    Key {
        section: "http",
        name: "allowed_origins",
        presence: Presence::Live,
        value: Value::Texts {
            form: Form::Like(r#"^(null|https?://[!"$-.0->\[-~]+)$"#),
            clear: |config| config.http.allowed_origins.clear(),
            add: |config, text| {
                config.http.allowed_origins.push(origin(text)?);
                Ok(())
            },
        },
        show: |config| list(&config.http.allowed_origins),
        help: "the origins of pages served elsewhere that may call, such as \
               \"https://desk.example\"",
    },
    Key {
        section: "http",
        name: "allowed_hosts",
        presence: Presence::Live,
        value: Value::Texts {
            form: Form::Like("^[^/]+$"),
            clear: |config| config.http.allowed_hosts.clear(),
            add: |config, text| {
                if text.is_empty() || text.contains('/') {
                    return Err(format!(
                        "`{text}` is not a Host value such as \"desk.example:8080\""
                    ));
                }
                config.http.allowed_hosts.push(text.to_owned());
                Ok(())
            },
        },
        show: |config| list(&config.http.allowed_hosts),
        help: "the values of Host that are served, port included; empty: every one, but where listener_address \
               is a loopback address only localhost and such addresses",
    },
    Key {
        section: "http",
        name: "header_timeout",
        presence: Presence::Live,
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
        presence: Presence::Live,
        value: Value::Seconds {
            least: 0.05,
            most: 300.0,
            set: |config, span| config.http.body_timeout = span,
        },
        show: |config| seconds(config.http.body_timeout),
        help: "seconds that the body of a request may take altogether",
    },
    Key {
        section: "http",
        name: "trusted_proxies",
        presence: Presence::Live,
        value: Value::Texts {
            form: Form::ADDRESS,
            clear: |config| config.http.trusted_proxies.clear(),
            add: |config, text| {
                let proxy = text.parse::<IpAddr>();
                config.http.trusted_proxies.push(proxy.map_err(|_not_an_address| {
                    format!("`{text}` is not an IP address such as 10.0.0.7")
                })?);
                Ok(())
            },
        },
        show: |config| {
            let proxies = config.http.trusted_proxies.iter().map(ToString::to_string);
            list(&proxies.collect::<Vec<_>>())
        },
        help: "the addresses of proxies that are believed when X-Forwarded-For says where a request \
               comes from",
    },
    Key {
        section: "desktop",
        name: "enabled",
        presence: Presence::Live,
        value: Value::Flag(|config, flag| config.http.desktop = flag),
        show: |config| config.http.desktop.to_string(),
        help: "whether the agent desktop is served at /desktop; the client library always is",
    },
    Key {
        section: "desktop",
        name: "actions",
        presence: Presence::Optional,
        value: Value::Text {
            form: Form::PATH,
            set: |config, text| {
                config.http.actions = Some(path(text)?);
                Ok(())
            },
        },
        show: |config| shown(config.http.actions.as_ref()),
        help: "the site's table of actions on events (JSON), for agents who keep none of their own",
    },
];

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
