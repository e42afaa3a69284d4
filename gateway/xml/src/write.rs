//! Replies to bytes.

use gateway_core::reply::Reply;

/// Writes one reply as a document.
pub fn write_reply(_reply: &Reply, _out: &mut Vec<u8>) {}
