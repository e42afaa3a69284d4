//! The gateway's logic: sessions, requests, events; no I/O.
//!
//! [`gateway::Gateway`] is one state machine. Its contract: change it by one `handle_*`, drain
//! `poll_output` until it is `None`, then wait until `poll_timeout` or the next input. Time and
//! randomness are arguments, so the same inputs give the same outputs.
//!
//! Four tables say what there is: [`request::rows`], [`notice::notices`], [`refusal::codes`],
//! [`statistics::figures`]. The reference page, the schema and the checker of scenarios are made from them.
//!
//! [`journal`] is what outlives the process.
//!
//! [`middleware`] is the port to any CTI middleware.

pub mod agent;
pub mod call;
pub mod config;
mod device;
pub mod feature;
pub mod fields;
pub mod gateway;
pub mod id;
pub mod journal;
pub mod limits;
pub mod middleware;
pub mod notice;
pub mod refusal;
pub mod reply;
pub mod request;
pub mod session;
pub mod statistics;
pub mod suggest;
pub mod time;
mod timer;
mod transitions;
