//! The gateway's logic: sessions, requests, events; no I/O.

pub mod agent;
pub mod call;
pub mod config;
mod device;
pub mod fields;
pub mod gateway;
pub mod id;
pub mod limits;
pub mod middleware;
pub mod notice;
pub mod refusal;
pub mod reply;
pub mod request;
pub mod session;
pub mod suggest;
pub mod time;
mod timer;
mod transitions;
