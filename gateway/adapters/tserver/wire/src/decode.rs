//! Bytes to messages: one reader for each part of a frame, made of nom parsers.

use nom::{
    Parser,
    bytes::complete::take,
    number::complete::{be_i32, be_u8, be_u16, be_u32, be_u64},
};

use crate::{
    Attribute, AttributeId, KvList, KvPair, KvValue, Message, MessageType, Value, error::Expected,
    limits, value::type_code,
};

/// Reads the body of one frame: everything after its length.
pub(crate) fn message(body: &[u8]) -> Result<Message, Failure> {
    let (mut input, kind) = read(be_u16, body, Expected::MessageNumber)?;
    let likely = input.len().div_ceil(TYPICAL_ATTRIBUTE_BYTES).min(TYPICAL_ATTRIBUTES);
    let mut message = Message { kind: MessageType(kind), attributes: Vec::with_capacity(likely) };
    while !input.is_empty() {
        if message.attributes.len() == limits::ATTRIBUTES_PER_MESSAGE {
            return Err(Failure::at(input, Expected::FewerAttributes));
        }
        let (rest, attribute) = attribute(input)?;
        message.attributes.push(attribute);
        input = rest;
    }
    Ok(message)
}

/// A mistake in a frame, by how many bytes are left from it to the end of what was being read.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) left: usize,
    pub(crate) expected: Expected,
}

impl Failure {
    fn at(input: &[u8], expected: Expected) -> Self {
        Self { left: input.len(), expected }
    }

    /// The same mistake, seen from a reader that has `rest` after the part with the mistake.
    fn before(self, rest: &[u8]) -> Self {
        Self { left: self.left + rest.len(), ..self }
    }
}

/// What is left to read, and what was read.
type Read<'a, T> = Result<(&'a [u8], T), Failure>;

fn attribute(input: &[u8]) -> Read<'_, Attribute> {
    let expected = Expected::AttributeHeader { found: input.len() };
    let (rest, (id, code, announced)) = read((be_u16, be_u8, be_u32), input, expected)?;
    let expected = Expected::AttributeValue { announced, found: rest.len() };
    let (rest, bytes) = read(take(announced), rest, expected)?;
    let value = value(code, bytes).map_err(|failure| failure.before(rest))?;
    Ok((rest, Attribute { id: AttributeId(id), value }))
}

fn value(code: u8, bytes: &[u8]) -> Result<Value, Failure> {
    match code {
        type_code::STRING => text(bytes).map(Value::String),
        type_code::INTEGER => integer(bytes).map(Value::Integer),
        type_code::BINARY => Ok(Value::Binary(bytes.to_vec())),
        type_code::LIST => list(bytes, 1).map(Value::List),
        type_code::UNSIGNED64 => unsigned64(bytes).map(Value::Unsigned64),
        type_code => Ok(Value::Opaque { type_code, bytes: bytes.to_vec() }),
    }
}

fn text(bytes: &[u8]) -> Result<String, Failure> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => {
            Err(Failure { left: bytes.len() - error.valid_up_to(), expected: Expected::Text })
        }
    }
}

fn integer(bytes: &[u8]) -> Result<i32, Failure> {
    whole(be_i32, bytes, Expected::Integer { found: bytes.len() })
}

fn unsigned64(bytes: &[u8]) -> Result<u64, Failure> {
    whole(be_u64, bytes, Expected::Unsigned64 { found: bytes.len() })
}

/// Reads a packed list that takes all of `bytes`.
fn list(bytes: &[u8], depth: usize) -> Result<KvList, Failure> {
    if bytes.len() > limits::LIST_BYTES {
        return Err(Failure::at(bytes, Expected::ShorterList { found: bytes.len() }));
    }
    if depth > limits::LIST_DEPTH {
        return Err(Failure::at(bytes, Expected::ShallowerList));
    }
    let (mut input, count) = read(be_u16, bytes, Expected::PairCount { found: bytes.len() })?;
    if usize::from(count) > limits::PAIRS_PER_LIST {
        return Err(Failure::at(bytes, Expected::FewerPairs { found: count }));
    }
    let possible = input.len() / PAIR_HEADER_BYTES;
    let mut pairs = Vec::with_capacity(usize::from(count).min(possible));
    for _ in 0..count {
        let (rest, pair) = pair(input, depth)?;
        pairs.push(pair);
        input = rest;
    }
    if !input.is_empty() {
        return Err(Failure::at(input, Expected::EndOfList { found: input.len() }));
    }
    Ok(KvList(pairs))
}

fn pair(input: &[u8], depth: usize) -> Read<'_, KvPair> {
    let expected = Expected::PairHeader { found: input.len() };
    let (rest, (code, key_len, value_len)) = read((be_u8, be_u16, be_u16), input, expected)?;
    if usize::from(key_len) > limits::KEY_BYTES {
        return Err(Failure::at(input, Expected::ShorterKey { found: key_len }));
    }
    let announced = usize::from(key_len) + usize::from(value_len);
    let expected = Expected::Pair { announced, found: rest.len() };
    let (rest, (key, bytes)) = read((take(key_len), take(value_len)), rest, expected)?;
    let key = text(key).map_err(|failure| failure.before(bytes).before(rest))?;
    let value = pair_value(code, bytes, depth).map_err(|failure| failure.before(rest))?;
    Ok((rest, KvPair { key, value }))
}

fn pair_value(code: u8, bytes: &[u8], depth: usize) -> Result<KvValue, Failure> {
    match code {
        type_code::STRING => text(bytes).map(KvValue::String),
        type_code::INTEGER => integer(bytes).map(KvValue::Integer),
        type_code::BINARY => Ok(KvValue::Binary(bytes.to_vec())),
        type_code::LIST => nested(bytes, depth + 1).map(KvValue::List),
        type_code => Ok(KvValue::Opaque { type_code, bytes: bytes.to_vec() }),
    }
}

/// Reads a list that is a value: its own length, which must agree with the value's, then the list.
fn nested(bytes: &[u8], depth: usize) -> Result<KvList, Failure> {
    let missing = Expected::NestedLengthField { found: bytes.len() };
    let (packed, found) = read(be_u16, bytes, missing)?;
    if usize::from(found) != packed.len() {
        let expected = packed.len();
        return Err(Failure::at(bytes, Expected::NestedLength { expected, found }));
    }
    list(packed, depth)
}

/// Applies a parser and names what it wanted if it fails.
fn read<'a, T>(
    mut parser: impl Parser<&'a [u8], Output = T, Error = ()>,
    input: &'a [u8],
    expected: Expected,
) -> Read<'a, T> {
    parser.parse(input).map_err(|_| Failure::at(input, expected))
}

/// Applies a parser that must take all of the input.
fn whole<'a, T>(
    parser: impl Parser<&'a [u8], Output = T, Error = ()>,
    input: &'a [u8],
    expected: Expected,
) -> Result<T, Failure> {
    match read(parser, input, expected)? {
        ([], value) => Ok(value),
        (_, _) => Err(Failure::at(input, expected)),
    }
}

/// What an attribute takes on average, header included; only for the first guess of how many there
/// are.
const TYPICAL_ATTRIBUTE_BYTES: usize = 16;

/// The most attributes room is made for before they are seen.
const TYPICAL_ATTRIBUTES: usize = 24;

/// The least a pair of a list takes.
const PAIR_HEADER_BYTES: usize = 5;
