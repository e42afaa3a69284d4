//! What keys have to do with each other.

use std::net::Ipv4Addr;

use super::Config;
use crate::links::LIBRARY;

/// A rule that several keys have to keep together.
pub(crate) struct Rule {
    /// The key that is named when it is broken.
    pub(crate) section: &'static str,
    pub(crate) name: &'static str,
    /// The keys of its section that are of no use without it, for the schema; what else a rule asks shows when
    /// the file is read.
    pub(crate) needed_by: &'static [&'static str],
    pub(crate) is_broken: fn(&Config) -> bool,
    /// What is wrong and what to do.
    pub(crate) letter: &'static str,
}

/// Every rule there is.
pub(crate) const RULES: &[Rule] = &[
    Rule {
        section: "",
        name: "notify_listener_port",
        needed_by: &[],
        is_broken: |config| {
            let shared = config.listener_address.is_unspecified()
                || config.listener_address == Ipv4Addr::LOCALHOST;
            shared && config.listener_port != 0 && config.notify_port == Some(config.listener_port)
        },
        letter: "`notify_listener_port` is the `listener_port`, where desktops are served; give it another one",
    },
    Rule {
        section: "genesys.ctiserver",
        name: "backup_host",
        needed_by: &["backup_port"],
        is_broken: |config| config.tserver.backup.as_ref().is_some_and(|b| b.host.is_empty()),
        letter: "`backup_port` needs `backup_host`: the second T-Server has a host and a port",
    },
    Rule {
        section: "genesys.ctiserver",
        name: "backup_port",
        needed_by: &["backup_host"],
        is_broken: |config| config.tserver.backup.as_ref().is_some_and(|b| b.port == 0),
        letter: "`backup_host` needs `backup_port`: the second T-Server has a host and a port",
    },
    Rule {
        section: "genesys.ctiserver",
        name: "back_off_longest",
        needed_by: &[],
        is_broken: |config| {
            let adapter = &config.tserver.adapter;
            adapter.back_off_longest < adapter.back_off_first
        },
        letter: "`back_off_longest` is less than `back_off`, the pause that it bounds",
    },
    Rule {
        section: "tls",
        name: "certificate",
        needed_by: &["key", "client_ca", "client_certificates", "min_version"],
        is_broken: |config| {
            config.http.tls.as_ref().is_some_and(|tls| tls.certificate.as_os_str().is_empty())
        },
        letter: "[tls] needs `certificate`; give it, or leave the whole section out",
    },
    Rule {
        section: "tls",
        name: "key",
        needed_by: &["certificate", "client_ca", "client_certificates", "min_version"],
        is_broken: |config| {
            config.http.tls.as_ref().is_some_and(|tls| tls.key.as_os_str().is_empty())
        },
        letter: "[tls] needs `key`, the private key of the certificate",
    },
    Rule {
        section: "tls",
        name: "client_certificates",
        needed_by: &[],
        is_broken: |config| {
            let tls = config.http.tls.as_ref();
            tls.is_some_and(|tls| tls.client_required && tls.client_ca.is_none())
        },
        letter: "client certificates cannot be required without `client_ca`, which says whose count",
    },
    Rule {
        section: "auth",
        name: "jwt_issuer",
        needed_by: &["jwt_key", "jwks"],
        is_broken: |config| takes_tokens(config) && config.http.auth.jwt_issuer.is_none(),
        letter: "bearer tokens need `jwt_issuer`; else those of any issuer with that key would count",
    },
    Rule {
        section: "auth",
        name: "jwt_audience",
        needed_by: &["jwt_key", "jwks"],
        is_broken: |config| takes_tokens(config) && config.http.auth.jwt_audience.is_none(),
        letter: "bearer tokens need `jwt_audience`; else those meant for other services would count",
    },
    Rule {
        section: "auth",
        name: "jwt_algorithms",
        needed_by: &[],
        is_broken: |config| takes_tokens(config) && config.http.auth.jwt_algorithms.is_empty(),
        letter: "`jwt_algorithms` is empty, so no bearer token could ever count; list one",
    },
    Rule {
        section: "adapter",
        name: "arguments",
        needed_by: &[],
        is_broken: |config| {
            let is_library = std::ptr::eq(config.implementation, &raw const LIBRARY);
            is_library && !config.foreign.arguments.is_empty()
        },
        letter: "a library takes no arguments; what it is to know belongs to `settings`",
    },
];

fn takes_tokens(config: &Config) -> bool {
    config.http.auth.jwt_key.is_some() || config.http.auth.jwks.is_some()
}
