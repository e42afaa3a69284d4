//! Bytes to requests, replies and events to bytes.

pub mod element;
pub mod error;
mod escaped;
pub mod limits;
mod request;
mod time;
mod write;

pub use element::{Attribute, Element, read_document, write_document};
pub use error::{ReadError, write_malformed};
pub use escaped::read as read_escaped;
pub use request::read_request;
pub use write::{write_notice, write_reply};
