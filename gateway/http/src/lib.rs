//! The gateway's HTTP face: one route for requests, three for those who watch, on an accept loop
//! of its own.
//!
//! ```text
//! browser ──POST /pts──► socket ─► (TLS) ─► route ─► security ─► body ─► gateway_xml ─► Inputs ─► event loop
//!    ▲                                                                                               │
//!    └──────────────── gateway_xml ◄── Reply, now or when there is an event ◄────────────────────────┘
//! ```
//!
//! Every connection is a task of its own and shares nothing that changes: a request travels to the
//! owner of the gateway through a bounded channel, together with the sender for its reply. A long
//! poll is a request whose reply takes its time; when its client goes away, the owner is told.
//!
//! Nothing here waits for ever: [`HttpConfig`] names the time that each phase may take, and the
//! number of connections, the bytes of a head and of a body, and the length of the queue are
//! bounded.

mod accept;
mod assets;
mod audit;
mod auth;
mod body;
mod catch;
mod config;
mod connection;
mod fault;
mod inputs;
mod limits;
mod metrics;
mod origin;
mod rate;
mod response;
mod route;
mod security;
mod socket;
mod tls;
mod watched;
mod websocket;

pub use crate::{
    accept::{Service, serve},
    audit::{Broken, Unbroken, verify_audit},
    auth::{
        AuthConfig,
        principal::{Allowed, Rights, Role},
        users::{User, Users, WrongLine, hash_password},
    },
    config::HttpConfig,
    inputs::{Arrival, Inbox, Inputs, Readiness, channel},
    metrics::Metrics,
    security::{Examined, Security, Unsafe},
    tls::TlsConfig,
};
