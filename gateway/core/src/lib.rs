//! The gateway's logic: sessions, requests, events; no I/O.

pub mod id;
pub mod middleware;
pub mod time;
