//! A T-Server on top of the switch emulator; no I/O.
//!
//! ```text
//!   clients ── T-Link bytes ──► handle_bytes ──► request.rs ──► Switch::handle_action
//!                                                                      │
//!   clients ◄── poll_output ◄── send.rs ◄── report.rs ◄── handle_switch_event
//! ```
//!
//! [`TServerSim`] keeps a mirror of calls and agents built from the switch's reports alone, as a
//! real T-Server does with its CTI link, and adds what only a T-Server knows: connection
//! identifiers, user data, who registered what. Each client gets the events of the numbers it has
//! registered, with the attributes that the public T-Library tables and call models state.
//!
//! The owner's contract: call a `handle_*`, then hand **all** of the switch's events to
//! [`TServerSim::handle_switch_event`], then take [`TServerSim::poll_output`] until it is `None`,
//! then wait until [`TServerSim::poll_timeout`] or the next input. Several T-Servers can share a
//! switch; each gets every event.

mod agent;
mod batch;
mod call;
mod config;
mod error;
mod event;
mod identity;
pub mod limits;
mod link;
mod pending;
mod plant;
mod registration;
mod report;
mod request;
mod send;
mod server;
mod session;
pub mod snapshot;
mod user_data;

pub use config::{AfterCallWorkOrder, Config, ConsultData};
pub use error::{Denial, ErrorKind};
pub use identity::ConnId;
pub use link::LinkId;
pub use server::{Output, TServerSim};
