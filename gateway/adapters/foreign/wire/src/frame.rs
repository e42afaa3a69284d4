//! Frames: a length, and one JSON object.

use serde::{Serialize, de::DeserializeOwned};
use thiserror::Error;

use crate::limits;

/// Turns the bytes of one link into messages, however the system cut them up.
///
/// Feed what arrived, then take messages until there is none. The decoder holds at most one frame
/// and what was fed in one go.
#[derive(Debug, Default)]
pub struct Decoder {
    buffer: Vec<u8>,
    /// How many bytes at the front of the buffer are taken.
    taken: usize,
}

/// What came is no message of this protocol.
#[derive(Debug, Error)]
pub enum Malformed {
    #[error(
        "a frame of {0} bytes, where 2 to {most} are possible (is something printed to the \
         standard output?)",
        most = limits::MESSAGE_BYTES
    )]
    Length(usize),
    #[error("a frame with something else than a message: {0}")]
    Message(#[from] serde_json::Error),
}

impl Decoder {
    /// Appends bytes as they came.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.buffer.drain(..self.taken);
        self.taken = 0;
        self.buffer.extend_from_slice(bytes);
    }

    /// Takes the next message; `None` when its frame is not complete.
    ///
    /// # Errors
    /// The bytes are not of this protocol; where the next frame begins cannot be known.
    #[expect(
        clippy::should_implement_trait,
        reason = "an iterator would end for good where this one waits for bytes"
    )]
    pub fn next<M: DeserializeOwned>(&mut self) -> Result<Option<M>, Malformed> {
        let waiting = self.buffer.get(self.taken..).unwrap_or_default();
        let Some((length, rest)) = waiting.split_first_chunk::<LENGTH_BYTES>() else {
            return Ok(None);
        };
        let length = u32::from_be_bytes(*length) as usize;
        if !(LEAST..=limits::MESSAGE_BYTES).contains(&length) {
            return Err(Malformed::Length(length));
        }
        let Some(body) = rest.get(..length) else { return Ok(None) };
        let message = serde_json::from_slice(body)?;
        self.taken += LENGTH_BYTES + length;
        Ok(Some(message))
    }
}

/// A message in its frame.
///
/// # Errors
/// The message is too long, or has no JSON form.
pub fn encode<M: Serialize>(message: &M) -> Result<Vec<u8>, Malformed> {
    let mut bytes = vec![0; LENGTH_BYTES];
    serde_json::to_writer(&mut bytes, message)?;
    let length = bytes.len() - LENGTH_BYTES;
    let field = u32::try_from(length).ok().filter(|_| length <= limits::MESSAGE_BYTES);
    let field = field.ok_or(Malformed::Length(length))?;
    if let Some(place) = bytes.first_chunk_mut() {
        *place = field.to_be_bytes();
    }
    Ok(bytes)
}

const LENGTH_BYTES: usize = 4;
/// The least JSON object.
const LEAST: usize = 2;
