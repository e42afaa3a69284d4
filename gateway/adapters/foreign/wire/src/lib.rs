//! How the gateway and an adapter in a child process speak to each other: the specification.
//!
//! The adapter reads its standard input and writes its standard output; what it writes to its
//! standard error goes to the gateway's log. Both ways go messages in frames:
//!
//! ```text
//!  0       4
//!  +-------+---------------------------+
//!  | length| one JSON object, UTF-8    |   length: of the object, in bytes, big-endian, at most 1 MiB
//!  +-------+---------------------------+
//! ```
//!
//! The object's `type` says what it is:
//!
//! ```text
//! gateway                                          adapter
//!   {"type":"hello","protocol":1,…}      ──────►
//!                                        ◄──────   {"type":"hello","protocol":1,"name":…}
//!                                                  or {"type":"refused","reason":…}, and it ends
//!                                        ◄──────   {"type":"event","event":"link_up"}
//!   {"type":"command","id":7,"dn":…,
//!    "order":"make_call",…}              ──────►
//!                                        ◄──────   {"type":"event","event":"done","command":7,…}
//!   {"type":"ping"}                      ──────►
//!                                        ◄──────   {"type":"pong"}
//! ```
//!
//! Rules:
//! * The gateway speaks first. An adapter that does not speak its protocol says `refused`.
//! * Every command is answered once, by the event `done` or `denied` with its id, in any order.
//! * When the adapter says `link_up`, no device is registered: the gateway registers its devices
//!   (again), and only then tells its clients. After `link_down`, commands that were not answered
//!   are answered by the gateway; an answer that comes later is ignored.
//! * A ping is answered soon, in the midst of other messages if need be. An adapter from which
//!   nothing comes for the time in `hello` is killed and started again.
//! * An adapter ends when its standard input ends. It may be killed at any time.
//! * What a receiver does not know in an object it passes over. What is no frame, no object, or of
//!   an unknown `type`, `event` or `order` ends the link.
//!
//! The commands and events themselves are those of the gateway's port
//! (`gateway/core/src/middleware.rs`); `gateway/adapters/README.md` shows each of them.

mod frame;
mod limits;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use crate::{
    frame::{Decoder, Malformed, encode},
    limits::MESSAGE_BYTES,
};

/// The version of this protocol.
pub const PROTOCOL: u32 = 1;

/// What the gateway says; `C` is a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FromGateway<C> {
    Hello(Hello),
    Command(C),
    Ping,
}

/// How the gateway begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// The version of the protocol that the gateway speaks.
    pub protocol: u32,
    /// Milliseconds without a message after which the adapter counts as hung.
    pub patience: u64,
    /// What the site's configuration says to the adapter.
    #[serde(default)]
    pub settings: BTreeMap<String, String>,
}

/// What an adapter says; `E` is an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FromAdapter<E> {
    Hello(Greeting),
    /// It cannot work here; it ends after saying so.
    Refused {
        reason: String,
    },
    Event(E),
    Pong,
}

/// How an adapter answers the gateway's hello.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Greeting {
    /// The version of the protocol that the adapter speaks.
    pub protocol: u32,
    /// The adapter's name, for people.
    pub name: String,
    /// The adapter's own version, for people.
    #[serde(default)]
    pub version: String,
}
