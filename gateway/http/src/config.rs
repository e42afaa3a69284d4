//! What a site may set about the HTTP face, already validated.

use std::{net::IpAddr, num::NonZeroU32, path::PathBuf, time::Duration};

use crate::{auth::AuthConfig, tls::TlsConfig};

/// The bounds of connections and requests, and who may come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpConfig {
    /// Connections at a time; those beyond wait in the kernel's backlog.
    pub max_connections: usize,
    /// Bytes of a request's body.
    pub max_body: usize,
    /// How long a connection may be silent between requests, and how long its client may take no
    /// byte of an answer.
    pub socket_timeout: Duration,
    /// How long a request's head may take from its first byte.
    pub header_timeout: Duration,
    /// How long a request's body may take altogether.
    pub body_timeout: Duration,
    /// The origins of pages that may call from another origin, as browsers write them.
    pub allowed_origins: Vec<String>,
    /// The values of `Host` that are served; empty: every one, but on a loopback address only those
    /// that name this machine.
    pub allowed_hosts: Vec<String>,
    /// Whether the address that is listened on is a loopback address.
    pub on_loopback: bool,
    /// Whether the agent desktop is served.
    pub desktop: bool,
    /// The desktop's table of actions on events.
    pub actions: Option<PathBuf>,
    /// The proxies that are believed when they say where a request comes from.
    pub trusted_proxies: Vec<IpAddr>,
    /// None: connections are not encrypted.
    pub tls: Option<TlsConfig>,
    pub auth: AuthConfig,
    /// Requests of one user in a second, on average.
    pub requests_per_second: NonZeroU32,
    /// Passwords and tokens that one source may try in a minute.
    pub logons_per_minute: NonZeroU32,
}

impl HttpConfig {
    /// This configuration, with what a running face can take up of another one: all but the number
    /// of connections, the address, and which files there are: of TLS, of users, of actions.
    pub fn taken_up(&self, other: &Self) -> Self {
        let Self { max_connections, on_loopback, actions, tls, auth, .. } = self.clone();
        Self { max_connections, on_loopback, actions, tls, auth, ..other.clone() }
    }
}

impl Default for HttpConfig {
    fn default() -> Self {
        Self {
            max_connections: 10_000,
            max_body: 65_536,
            socket_timeout: Duration::from_secs(60),
            header_timeout: Duration::from_secs(5),
            body_timeout: Duration::from_secs(10),
            allowed_origins: Vec::new(),
            allowed_hosts: Vec::new(),
            on_loopback: false,
            desktop: true,
            actions: None,
            trusted_proxies: Vec::new(),
            tls: None,
            auth: AuthConfig::default(),
            requests_per_second: REQUESTS_PER_SECOND,
            logons_per_minute: LOGONS_PER_MINUTE,
        }
    }
}

const REQUESTS_PER_SECOND: NonZeroU32 = NonZeroU32::new(50).unwrap();
const LOGONS_PER_MINUTE: NonZeroU32 = NonZeroU32::new(120).unwrap();
