//! What can be wrong with bytes read and with messages written.

use std::fmt;

use crate::{AttributeId, MessageType, limits};

/// Why the bytes of a peer are not T-Link; the connection they came on is of no more use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "byte {offset} of the connection ({place}) is not T-Link: {expected}; \
     the frames after it cannot be told apart, so close the connection and open a new one"
)]
pub struct DecodeError {
    /// How many bytes of the connection come before the mistake.
    pub offset: u64,
    /// Where in which frame the mistake is.
    pub place: Place,
    /// What was expected there, and what was found.
    pub expected: Expected,
}

/// Where in a frame a mistake is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// How many bytes of the frame come before the mistake, its length field included.
    pub offset: u64,
    /// The kind of the message, once it was read.
    pub kind: Option<MessageType>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "byte {} of ", self.offset)?;
        match self.kind {
            Some(kind) => kind.fmt(f),
            None => f.write_str("a frame"),
        }
    }
}

/// What a reader of T-Link expected at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Expected {
    #[error("expected a frame length from 2 to {max}, found {found}", max = limits::FRAME_BYTES)]
    FrameLength { found: u32 },
    #[error("expected the number of a message, 2 bytes")]
    MessageNumber,
    #[error("expected an attribute header of 7 bytes, found {found}")]
    AttributeHeader { found: usize },
    #[error("expected an attribute value of {announced} bytes, as its header says, found {found}")]
    AttributeValue { announced: u32, found: usize },
    #[error("expected at most {max} attributes", max = limits::ATTRIBUTES_PER_MESSAGE)]
    FewerAttributes,
    #[error("expected an integer of 4 bytes, found {found}")]
    Integer { found: usize },
    #[error("expected an unsigned number of 8 bytes, found {found}")]
    Unsigned64 { found: usize },
    #[error("expected text in UTF-8")]
    Text,
    #[error("expected a list of at most {max} bytes, found {found}", max = limits::LIST_BYTES)]
    ShorterList { found: usize },
    #[error("expected lists nested at most {max} deep", max = limits::LIST_DEPTH)]
    ShallowerList,
    #[error("expected the number of pairs of a list, 2 bytes, found {found}")]
    PairCount { found: usize },
    #[error("expected at most {max} pairs in a list, found {found}", max = limits::PAIRS_PER_LIST)]
    FewerPairs { found: u16 },
    #[error("expected a pair header of 5 bytes, found {found}")]
    PairHeader { found: usize },
    #[error("expected a key of at most {max} bytes, found {found}", max = limits::KEY_BYTES)]
    ShorterKey { found: u16 },
    #[error("expected key and value of {announced} bytes, as their header says, found {found}")]
    Pair { announced: usize, found: usize },
    #[error("expected a nested list that begins with its own length, {expected}, found {found}")]
    NestedLength { expected: usize, found: u16 },
    #[error("expected a nested list that begins with its own length, 2 bytes, found {found}")]
    NestedLengthField { found: usize },
    #[error("expected the end of the list after its last pair, found {found} more bytes")]
    EndOfList { found: usize },
    #[error(
        "more than {max} bytes were fed on top of frames that nobody took",
        max = limits::FRAME_BYTES
    )]
    FramesTaken,
}

/// Why a message does not fit T-Link; nothing of it was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    #[error(
        "{kind} would take {found} bytes, a frame holds {max}: shorten its values",
        max = limits::FRAME_BYTES
    )]
    FrameTooLong { kind: MessageType, found: usize },
    #[error(
        "{kind} has {found} attributes, a frame holds {max}",
        max = limits::ATTRIBUTES_PER_MESSAGE
    )]
    TooManyAttributes { kind: MessageType, found: usize },
    #[error(
        "{attribute} of {kind} would take {found} bytes as a packed list, a list holds {max}",
        max = limits::LIST_BYTES
    )]
    ListTooLong { kind: MessageType, attribute: AttributeId, found: usize },
    #[error(
        "{attribute} of {kind} has a list of {found} pairs, a list holds {max}",
        max = limits::PAIRS_PER_LIST
    )]
    TooManyPairs { kind: MessageType, attribute: AttributeId, found: usize },
    #[error(
        "{attribute} of {kind} nests lists more than {max} deep",
        max = limits::LIST_DEPTH
    )]
    ListTooDeep { kind: MessageType, attribute: AttributeId },
    #[error(
        "{attribute} of {kind} has a key of {found} bytes, a key holds {max}",
        max = limits::KEY_BYTES
    )]
    KeyTooLong { kind: MessageType, attribute: AttributeId, found: usize },
    #[error(
        "{attribute} of {kind} is opaque but has the code {type_code} of a known type: \
         use the known type"
    )]
    OpaqueOfKnownType { kind: MessageType, attribute: AttributeId, type_code: u8 },
}
