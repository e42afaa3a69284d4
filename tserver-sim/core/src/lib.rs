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
//!
//! ```
//! use switch_sim::{switch::Switch, world::World};
//! use tserver_sim_core::{Config, LinkId, Output, TServerSim};
//! use tserver_wire::{AttributeId, Message, MessageType, PROTOCOL_VERSION};
//!
//! let world = World::parse(r#"people.alice = { dn = "2001" }"#)?;
//! let mut switch = Switch::new(&world)?;
//! let mut tserver = TServerSim::new(Config::default(), &switch);
//!
//! let client = LinkId(1);
//! let mut bytes = Vec::new();
//! Message::new(MessageType::LINK_HELLO)
//!     .with(AttributeId::PROTOCOL_VERSION, PROTOCOL_VERSION)
//!     .with(AttributeId::APPLICATION_NAME, "example")
//!     .encode(&mut bytes)?;
//! tserver.handle_opened(client);
//! tserver.handle_bytes(&mut switch, client, &bytes);
//! while let Some(event) = switch.poll_event() {
//!     tserver.handle_switch_event(&event);
//! }
//! let mut told = Vec::new();
//! while let Some(output) = tserver.poll_output() {
//!     if let Output::Transmit { message, .. } = output {
//!         told.push(message.kind);
//!     }
//! }
//! assert_eq!(told, [MessageType::LINK_HELLO_ACK, MessageType::EVENT_LINK_CONNECTED]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod agent;
mod batch;
mod call;
mod config;
mod error;
mod event;
pub mod fault;
mod follow;
mod identity;
mod journal;
mod learn;
pub mod limits;
mod link;
mod pending;
mod plant;
mod registration;
mod report;
mod request;
mod send;
mod server;
mod services;
mod session;
pub mod snapshot;
mod standby;
mod user_data;
mod wrap_up;

pub use config::{Config, ConsultData, SecondLogin, UnknownRefusal};
pub use error::{Denial, ErrorKind};
pub use identity::ConnId;
pub use journal::Journal;
pub use link::LinkId;
pub use server::{Output, TServerSim};
pub use standby::Host;
pub use wrap_up::WrapUp;
