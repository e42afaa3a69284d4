//! The keys of `[auth]`.

use super::{Form, Key, Presence, Value, list, nonzero, path, quoted, seconds, shown};

pub(super) const ROWS: &[Key] = &[
    Key {
        section: "auth",
        name: "users",
        presence: Presence::Optional,
        value: Value::Text {
            form: Form::PATH,
            set: |config, text| {
                config.http.auth.users = Some(path(text)?);
                Ok(())
            },
        },
        show: |config| shown(config.http.auth.users.as_ref()),
        help: "the password file, written by `gateway user`; with it, or with keys for tokens, \
               every request must say who sends it",
    },
    Key {
        section: "auth",
        name: "jwt_key",
        presence: Presence::Optional,
        value: Value::Text {
            form: Form::PATH,
            set: |config, text| {
                config.http.auth.jwt_key = Some(path(text)?);
                Ok(())
            },
        },
        show: |config| shown(config.http.auth.jwt_key.as_ref()),
        help: "a public key in PEM form, or a secret for HMAC, that bearer tokens are signed with",
    },
    Key {
        section: "auth",
        name: "jwks",
        presence: Presence::Optional,
        value: Value::Text {
            form: Form::PATH,
            set: |config, text| {
                config.http.auth.jwks = Some(path(text)?);
                Ok(())
            },
        },
        show: |config| shown(config.http.auth.jwks.as_ref()),
        help: "a JSON Web Key Set with the public keys of bearer tokens",
    },
    Key {
        section: "auth",
        name: "jwt_algorithms",
        presence: Presence::Optional,
        value: Value::Texts {
            form: Form::OneOf(&ALGORITHMS),
            clear: |config| config.http.auth.jwt_algorithms.clear(),
            add: |config, text| {
                if !ALGORITHMS.contains(&text) {
                    return Err(format!("there is only {}", ALGORITHMS.join(", ")));
                }
                config.http.auth.jwt_algorithms.push(text.to_owned());
                Ok(())
            },
        },
        show: |config| list(&config.http.auth.jwt_algorithms),
        help: "the algorithms that bearer tokens may be signed with",
    },
    Key {
        section: "auth",
        name: "jwt_issuer",
        presence: Presence::Optional,
        value: Value::Text {
            form: Form::Any,
            set: |config, text| {
                config.http.auth.jwt_issuer = Some(text.to_owned());
                Ok(())
            },
        },
        show: |config| config.http.auth.jwt_issuer.as_deref().map_or_else(String::new, quoted),
        help: "who must have issued a bearer token (its `iss`)",
    },
    Key {
        section: "auth",
        name: "jwt_audience",
        presence: Presence::Optional,
        value: Value::Text {
            form: Form::Any,
            set: |config, text| {
                config.http.auth.jwt_audience = Some(text.to_owned());
                Ok(())
            },
        },
        show: |config| config.http.auth.jwt_audience.as_deref().map_or_else(String::new, quoted),
        help: "whom a bearer token must be meant for (its `aud`)",
    },
    Key {
        section: "auth",
        name: "jwt_leeway",
        presence: Presence::Optional,
        value: Value::Seconds {
            least: 0.0,
            most: 600.0,
            set: |config, span| config.http.auth.jwt_leeway = span,
        },
        show: |config| seconds(config.http.auth.jwt_leeway),
        help: "seconds that the clocks of issuer and gateway may differ",
    },
    Key {
        section: "auth",
        name: "logons_per_minute",
        presence: Presence::Live,
        value: Value::Number {
            least: 1,
            most: 60_000,
            set: |config, number| config.http.logons_per_minute = nonzero(number),
        },
        show: |config| config.http.logons_per_minute.to_string(),
        help: "passwords and wrong tokens that one address may try in a minute; more are told to \
               come again (429)",
    },
    Key {
        section: "auth",
        name: "audit",
        presence: Presence::Optional,
        value: Value::Text {
            form: Form::PATH,
            set: |config, text| {
                config.http.auth.audit = Some(path(text)?);
                Ok(())
            },
        },
        show: |config| shown(config.http.auth.audit.as_ref()),
        help: "the audit log: who came, what was denied, which sessions and agents began and ended",
    },
];

const ALGORITHMS: [&str; 12] = [
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA", "HS256",
    "HS384", "HS512",
];
