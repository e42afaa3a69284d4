//! Frames: where in a stream of bytes a message ends, found out once and within a bound.

use crate::{
    Message, MessageType, decode,
    error::{DecodeError, Expected, Place},
    limits,
};

/// Turns the bytes of one connection into messages, however the network cut them up.
///
/// Feed what arrived, then take messages until there is none. The decoder holds at most one frame
/// and what was fed in one go. After an error every further `next` gives the same error.
#[derive(Debug, Default)]
pub struct Decoder {
    buffer: Vec<u8>,
    /// How many bytes at the front of the buffer are taken.
    taken: usize,
    /// How many bytes of the connection come before the buffer.
    before: u64,
    failure: Option<DecodeError>,
}

impl Decoder {
    /// A decoder at the beginning of a connection.
    pub const fn new() -> Self {
        Self { buffer: Vec::new(), taken: 0, before: 0, failure: None }
    }

    /// Appends bytes as they came; ignored after an error.
    pub fn feed(&mut self, bytes: &[u8]) {
        if self.failure.is_some() {
            return;
        }
        if self.waiting().len() > LENGTH_BYTES + limits::FRAME_BYTES {
            self.fail(Place { offset: 0, kind: None }, Expected::FramesTaken);
            return;
        }
        self.buffer.drain(..self.taken);
        self.before += self.taken as u64;
        self.taken = 0;
        self.buffer.extend_from_slice(bytes);
    }

    /// Takes the next message; `None` when its frame is not complete.
    ///
    /// # Errors
    /// The bytes are not T-Link. The decoder cannot find the next frame and stays in error.
    #[expect(
        clippy::should_implement_trait,
        reason = "an iterator would end for good where this one waits for bytes"
    )]
    pub fn next(&mut self) -> Result<Option<Message>, DecodeError> {
        if let Some(failure) = &self.failure {
            return Err(failure.clone());
        }
        let Some((length, rest)) = self.waiting().split_first_chunk::<LENGTH_BYTES>() else {
            return Ok(None);
        };
        let length = u32::from_be_bytes(*length);
        let body_len = length as usize;
        if !(MESSAGE_BYTES..=limits::FRAME_BYTES).contains(&body_len) {
            let place = Place { offset: 0, kind: None };
            return Err(self.fail(place, Expected::FrameLength { found: length }));
        }
        let Some(body) = rest.get(..body_len) else { return Ok(None) };
        match decode::message(body) {
            Ok(message) => {
                self.taken += LENGTH_BYTES + body_len;
                Ok(Some(message))
            }
            Err(failure) => {
                let offset = (LENGTH_BYTES + body_len - failure.left) as u64;
                let kind = body.first_chunk().map(|code| MessageType(u16::from_be_bytes(*code)));
                Err(self.fail(Place { offset, kind }, failure.expected))
            }
        }
    }

    /// The bytes fed and not yet taken as messages.
    fn waiting(&self) -> &[u8] {
        self.buffer.get(self.taken..).unwrap_or_default()
    }

    fn fail(&mut self, place: Place, expected: Expected) -> DecodeError {
        let offset = self.before + self.taken as u64 + place.offset;
        let failure = DecodeError { offset, place, expected };
        self.buffer = Vec::new();
        self.taken = 0;
        self.failure = Some(failure.clone());
        failure
    }
}

/// The length field of a frame, which does not count itself.
pub(crate) const LENGTH_BYTES: usize = 4;

/// The number of the message, the least a frame holds.
const MESSAGE_BYTES: usize = 2;
