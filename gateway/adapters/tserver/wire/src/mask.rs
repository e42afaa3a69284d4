//! Sets of messages as bits: what a server supports, what a client wants to hear.

use crate::{MessageType, Value};

/// A set of messages, carried as bytes: the bit of message `n` is bit `n % 8`, the least
/// significant first, of byte `n / 8`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MessageMask(Vec<u8>);

impl MessageMask {
    /// The mask that a peer sent; messages beyond its end are not in it.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }

    /// Whether a message is in the set.
    pub fn contains(&self, kind: MessageType) -> bool {
        let (byte, bit) = place(kind);
        self.0.get(byte).is_some_and(|bits| bits & bit != 0)
    }

    fn insert(&mut self, kind: MessageType) {
        let (byte, bit) = place(kind);
        if self.0.len() <= byte {
            self.0.resize(byte + 1, 0);
        }
        if let Some(bits) = self.0.get_mut(byte) {
            *bits |= bit;
        }
    }
}

impl FromIterator<MessageType> for MessageMask {
    fn from_iter<I: IntoIterator<Item = MessageType>>(kinds: I) -> Self {
        let mut mask = Self::default();
        kinds.into_iter().for_each(|kind| mask.insert(kind));
        mask
    }
}

impl From<MessageMask> for Value {
    fn from(mask: MessageMask) -> Self {
        Self::Binary(mask.0)
    }
}

fn place(kind: MessageType) -> (usize, u8) {
    (usize::from(kind.0 / 8), 1 << (kind.0 % 8))
}
