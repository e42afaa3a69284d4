//! T-Link: the messages between an adapter and a T-Server, as bytes.
//!
//! **The byte format of Genesys' T-Library is not public, and this is not it.** What is public is
//! T-Library's model: its messages with their names and numbers, their attributes, its call models.
//! T-Link carries that model in a framing of its own, and this page is its specification. A real
//! T-Server is reached through a bridge on site that serves T-Link over the vendor's licensed
//! library.
//!
//! The crate is pure: bytes in, messages out, and the reverse.
//!
//! ```
//! use tserver_wire::{AttributeId, CallType, Decoder, Message, MessageType};
//!
//! let ringing = Message::new(MessageType::EVENT_RINGING)
//!     .with(AttributeId::THIS_DN, "2001")
//!     .with(AttributeId::CONN_ID, 0x006c_0246_2a16_1006_u64)
//!     .with(AttributeId::CALL_TYPE, CallType::Inbound);
//! let mut bytes = Vec::new();
//! ringing.encode(&mut bytes)?;
//!
//! let mut decoder = Decoder::new();
//! decoder.feed(&bytes);
//! let message = decoder.next()?.expect("the frame is complete");
//! assert_eq!(message, ringing);
//! assert_eq!(
//!     message.one_line(),
//!     "EventRinging ThisDN=2001 ConnID=006c02462a161006 CallType=Inbound"
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The frame
//!
//! All numbers are big-endian. A connection is a sequence of frames and nothing else.
//!
//! ```text
//!  0               1               2               3
//!  0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7
//! +---------------+---------------+---------------+---------------+
//! |           length: bytes of the frame after this field         |
//! +---------------+---------------+---------------+---------------+
//! |            message            |  attributes, none or more ...
//! +---------------+---------------+
//!
//! an attribute:
//! +---------------+---------------+---------------+
//! |          identifier           |     type      |
//! +---------------+---------------+---------------+---------------+
//! |                  length: bytes of the value                   |
//! +---------------+---------------+---------------+---------------+
//! |  value ...
//! ```
//!
//! The length of a frame is at least 2. The message is T-Library's public number ([`MessageType`]);
//! numbers from `0xF000` belong to the link itself. The identifier of an attribute is T-Link's own
//! ([`AttributeId`]). Attributes keep their order, and one may occur more than once.
//!
//! | type | value |
//! |---|---|
//! | 0 string | text in UTF-8, without terminator |
//! | 1 integer | 4 bytes, two's complement |
//! | 2 binary | any bytes |
//! | 3 list | a packed key-value list |
//! | 5 unsigned 64 | 8 bytes: a connection identifier or the event sequence number |
//! | other | any bytes; type 4 is left to T-Library's Unicode strings |
//!
//! What a reader does not know survives: a message, an attribute or a value of unknown number is
//! kept and encodes to the same bytes. What is read encodes to the same bytes in any case.
//!
//! # The packed key-value list
//!
//! ```text
//! +---------------+---------------+
//! |        number of pairs        |  pairs ...
//! +---------------+---------------+
//!
//! a pair:
//! +---------------+---------------+---------------+---------------+---------------+
//! |     type      |      length of the key        |     length of the value       |
//! +---------------+---------------+---------------+---------------+---------------+
//! |  key in UTF-8, then value ...
//! ```
//!
//! The types are those of attributes, except that 5 is unknown here. A nested list is a value that
//! begins with the length of its list, 2 bytes, and then has the list. So a list takes 2 bytes and,
//! for each pair, 5 with key and value, where a nested list counts 2 more: the sizes that public
//! T-Server logs show, `[34] 00 01 00 00..` for one pair of text. Keys keep their order, and one
//! may occur more than once.
//!
//! # The session
//!
//! ```text
//! client                                                             server
//!   | LinkHello ProtocolVersion ApplicationName [Password] [PollInterval] |
//!   |-------------------------------------------------------------------->|
//!   | LinkHelloAck ProtocolVersion SessionID [Capabilities] [PollInterval]|
//!   |<--------------------------------------------------------------------|
//!   | EventLinkConnected or EventLinkDisconnected: the switch's own state |
//!   |<--------------------------------------------------------------------|
//!   | RequestRegisterAddress ...                                          |
//!   |-------------------------------------------------------------------->|
//! ```
//!
//! * The client speaks first and names the highest version it speaks. The server answers with the
//!   version of the session, the client's or a lower one, or says
//!   [`LinkGoodbye`](MessageType::LINK_GOODBYE) with
//!   [`VersionNotSpoken`](GoodbyeReason::VersionNotSpoken). This page is version
//!   [`PROTOCOL_VERSION`].
//! * Any other first message is answered by a goodbye with
//!   [`HandshakeMissing`](GoodbyeReason::HandshakeMissing), a wrong name or password by one with
//!   [`Refused`](GoodbyeReason::Refused).
//! * `Capabilities` is a [`MessageMask`] of the requests and events the server supports; without it
//!   a client may try any.
//! * Keep-alive follows the public description of ADDP, each direction for itself: a side that
//!   named a `PollInterval` sends [`LinkPoll`](MessageType::LINK_POLL) when it has heard nothing
//!   for so long, and takes the connection as lost when it hears nothing for as long again. The
//!   other side answers a poll at once with [`LinkPollAck`](MessageType::LINK_POLL_ACK) and the
//!   poll's number. Any message counts as heard.
//! * A side that closes says `LinkGoodbye` with a [`GoodbyeReason`] first, if it still can. After
//!   bytes that are not T-Link the reason is [`Malformed`](GoodbyeReason::Malformed).
//!
//! # Bounds
//!
//! All are in [`limits`]. A [`Decoder`] holds one frame and what was fed in one go; a message read
//! takes at most 16 times the bytes of its frame.

mod attribute;
mod decode;
mod encode;
mod enumeration;
mod error;
mod frame;
pub mod limits;
mod mask;
mod message;
mod message_type;
mod print;
mod value;

pub use attribute::{AttributeId, Shape};
pub use enumeration::{
    AddressInfoType, AddressStatus, AddressType, AgentWorkMode, CallState, CallType, ControlMode,
    DnRole, ForwardMode, GoodbyeReason, MakeCallType, MergeType, MonitorNextCallType,
    NetworkCallState, RegisterMode, Reliability, RouteType, ServerRole, TreatmentType,
};
pub use error::{DecodeError, EncodeError, Expected, Place};
pub use frame::Decoder;
pub use mask::MessageMask;
pub use message::{Attribute, Message};
pub use message_type::MessageType;
pub use value::{KvList, KvPair, KvValue, Value};

/// The version of T-Link that this codec speaks.
pub const PROTOCOL_VERSION: i32 = 1;
