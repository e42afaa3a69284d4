//! The keys of `[tls]`.

use gateway_http::TlsConfig;

use super::{Form, Key, Presence, Value, path, quoted, shown};
use crate::config::Config;

pub(super) const ROWS: &[Key] = &[
    Key {
        section: "tls",
        name: "certificate",
        presence: Presence::Optional,
        value: Value::Text {
            form: Form::PATH,
            set: |config, text| {
                tls(config).certificate = path(text)?;
                Ok(())
            },
        },
        show: |config| shown(config.http.tls.as_ref().map(|tls| &tls.certificate)),
        help: "the chain of certificates in PEM form, the gateway's own first; with it, connections \
               are encrypted; read again when it changes",
    },
    Key {
        section: "tls",
        name: "key",
        presence: Presence::Optional,
        value: Value::Text {
            form: Form::PATH,
            set: |config, text| {
                tls(config).key = path(text)?;
                Ok(())
            },
        },
        show: |config| shown(config.http.tls.as_ref().map(|tls| &tls.key)),
        help: "the private key of the certificate, in PEM form",
    },
    Key {
        section: "tls",
        name: "client_ca",
        presence: Presence::Optional,
        value: Value::Text {
            form: Form::PATH,
            set: |config, text| {
                tls(config).client_ca = Some(path(text)?);
                Ok(())
            },
        },
        show: |config| shown(config.http.tls.as_ref().and_then(|tls| tls.client_ca.as_ref())),
        help: "the authorities, in PEM form, of the certificates that clients show; the name in one \
               is its user's",
    },
    Key {
        section: "tls",
        name: "client_certificates",
        presence: Presence::Optional,
        value: Value::Word {
            words: || CLIENT_CERTIFICATES.to_vec(),
            set: |config, word| tls(config).client_required = word == "required",
        },
        show: |config| {
            let required = config.http.tls.as_ref().is_some_and(|tls| tls.client_required);
            quoted(if required { "required" } else { "optional" })
        },
        help: "with client_ca: whether a client without a certificate is turned away, or may show a \
               password or a token instead",
    },
    Key {
        section: "tls",
        name: "min_version",
        presence: Presence::Optional,
        value: Value::Word {
            words: || VERSIONS.to_vec(),
            set: |config, word| tls(config).only_1_3 = word == "1.3",
        },
        show: |config| {
            let only_1_3 = config.http.tls.as_ref().is_some_and(|tls| tls.only_1_3);
            quoted(if only_1_3 { "1.3" } else { "1.2" })
        },
        help: "the oldest version of TLS that is spoken",
    },
];

/// The section, which is there from its first key on.
fn tls(config: &mut Config) -> &mut TlsConfig {
    config.http.tls.get_or_insert_default()
}

const CLIENT_CERTIFICATES: [&str; 2] = ["optional", "required"];
const VERSIONS: [&str; 2] = ["1.2", "1.3"];
