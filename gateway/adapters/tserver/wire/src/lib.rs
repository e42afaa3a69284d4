//! T-Link: the messages between an adapter and a T-Server, as bytes.

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
