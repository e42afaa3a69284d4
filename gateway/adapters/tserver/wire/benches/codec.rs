//! Budget P5: the codec against a hand-written one that gives the same messages.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use tserver_wire::{
    Attribute, AttributeId, CallState, CallType, Decoder, DnRole, KvList, KvPair, KvValue, Message,
    MessageType, Value,
};

criterion_group!(benches, decode, encode);
criterion_main!(benches);

fn decode(criterion: &mut Criterion) {
    let mut frame = Vec::new();
    assert!(sample().encode(&mut frame).is_ok());
    assert_eq!(frame.len(), 204);
    assert_eq!(hand_decode(&frame), Some(sample()));
    let mut group = criterion.benchmark_group("decode");
    group.bench_function("hand-written", |bencher| bencher.iter(|| hand_decode(black_box(&frame))));
    let mut decoder = Decoder::new();
    group.bench_function("tserver-wire", |bencher| {
        bencher.iter(|| {
            decoder.feed(black_box(&frame));
            decoder.next()
        });
    });
    group.finish();
}

fn encode(criterion: &mut Criterion) {
    let message = sample();
    let mut frame = Vec::new();
    let mut by_hand = Vec::new();
    assert!(message.encode(&mut frame).is_ok());
    hand_encode(&message, &mut by_hand);
    assert_eq!(frame, by_hand);
    let mut group = criterion.benchmark_group("encode");
    group.bench_function("hand-written", |bencher| {
        bencher.iter(|| {
            by_hand.clear();
            hand_encode(black_box(&message), &mut by_hand);
        });
    });
    group.bench_function("tserver-wire", |bencher| {
        bencher.iter(|| {
            frame.clear();
            message.encode(black_box(&mut frame))
        });
    });
    group.finish();
}

/// An event of 12 attributes and 204 bytes.
fn sample() -> Message {
    Message::new(MessageType::EVENT_RINGING)
        .with(AttributeId::THIS_DN, "2001")
        .with(AttributeId::THIS_DN_ROLE, DnRole::Destination)
        .with(AttributeId::OTHER_DN, "5551234567")
        .with(AttributeId::OTHER_DN_ROLE, DnRole::Origination)
        .with(AttributeId::CONN_ID, 0x006c_0246_2a16_1006_u64)
        .with(AttributeId::CALL_ID, 16)
        .with(AttributeId::CALL_UUID, "AM5D3AE9D90757BKTSVJTCIAR4000014")
        .with(AttributeId::CALL_TYPE, CallType::Inbound)
        .with(AttributeId::CALL_STATE, CallState::Ok)
        .with(AttributeId::USER_DATA, KvList::new().with("Lang", "German").with("Tier", "silver"))
        .with(AttributeId::TIME_IN_SECS, 1_420_644_031)
        .with(AttributeId::TIME_IN_USECS, 573_000)
}

/// Reads a frame as one would without parsers: split, match, push; it knows no errors and no
/// limits.
fn hand_decode(frame: &[u8]) -> Option<Message> {
    let (length, body) = frame.split_first_chunk()?;
    let body = body.get(..u32::from_be_bytes(*length) as usize)?;
    let (kind, mut rest) = body.split_first_chunk()?;
    let mut attributes = Vec::with_capacity(rest.len() / 16 + 1);
    while let Some((&[id_high, id_low, code, a, b, c, d], after)) = rest.split_first_chunk() {
        let (bytes, after) = after.split_at_checked(u32::from_be_bytes([a, b, c, d]) as usize)?;
        let value = match code {
            0 => Value::String(String::from_utf8(bytes.to_vec()).ok()?),
            1 => Value::Integer(i32::from_be_bytes(bytes.try_into().ok()?)),
            2 => Value::Binary(bytes.to_vec()),
            3 => Value::List(hand_decode_list(bytes)?),
            5 => Value::Unsigned64(u64::from_be_bytes(bytes.try_into().ok()?)),
            type_code => Value::Opaque { type_code, bytes: bytes.to_vec() },
        };
        let id = AttributeId(u16::from_be_bytes([id_high, id_low]));
        attributes.push(Attribute { id, value });
        rest = after;
    }
    Some(Message { kind: MessageType(u16::from_be_bytes(*kind)), attributes })
}

fn hand_decode_list(bytes: &[u8]) -> Option<KvList> {
    let (count, mut rest) = bytes.split_first_chunk()?;
    let mut pairs = Vec::with_capacity(u16::from_be_bytes(*count).into());
    while let Some((&[code, a, b, c, d], after)) = rest.split_first_chunk() {
        let (key, after) = after.split_at_checked(u16::from_be_bytes([a, b]).into())?;
        let (bytes, after) = after.split_at_checked(u16::from_be_bytes([c, d]).into())?;
        let value = match code {
            0 => KvValue::String(String::from_utf8(bytes.to_vec()).ok()?),
            1 => KvValue::Integer(i32::from_be_bytes(bytes.try_into().ok()?)),
            2 => KvValue::Binary(bytes.to_vec()),
            3 => KvValue::List(hand_decode_list(bytes.get(2..)?)?),
            type_code => KvValue::Opaque { type_code, bytes: bytes.to_vec() },
        };
        pairs.push(KvPair { key: String::from_utf8(key.to_vec()).ok()?, value });
        rest = after;
    }
    Some(KvList(pairs))
}

/// Writes a frame as one would without checks: sizes first, then the bytes.
fn hand_encode(message: &Message, out: &mut Vec<u8>) {
    let sizes = message.attributes.iter().map(|attribute| 7 + size(&attribute.value));
    let size_of_body = 2 + sizes.sum::<usize>();
    out.reserve(4 + size_of_body);
    out.extend_from_slice(&low_32(size_of_body));
    out.extend_from_slice(&message.kind.0.to_be_bytes());
    for Attribute { id, value } in &message.attributes {
        out.extend_from_slice(&id.0.to_be_bytes());
        out.push(match value {
            Value::String(_) => 0,
            Value::Integer(_) => 1,
            Value::Binary(_) => 2,
            Value::List(_) => 3,
            Value::Unsigned64(_) => 5,
            Value::Opaque { type_code, .. } => *type_code,
        });
        out.extend_from_slice(&low_32(size(value)));
        match value {
            Value::String(text) => out.extend_from_slice(text.as_bytes()),
            Value::Integer(number) => out.extend_from_slice(&number.to_be_bytes()),
            Value::Binary(bytes) | Value::Opaque { bytes, .. } => out.extend_from_slice(bytes),
            Value::List(list) => hand_encode_list(list, out),
            Value::Unsigned64(number) => out.extend_from_slice(&number.to_be_bytes()),
        }
    }
}

fn hand_encode_list(list: &KvList, out: &mut Vec<u8>) {
    out.extend_from_slice(&low_16(list.0.len()));
    for KvPair { key, value } in list {
        out.push(match value {
            KvValue::String(_) => 0,
            KvValue::Integer(_) => 1,
            KvValue::Binary(_) => 2,
            KvValue::List(_) => 3,
            KvValue::Opaque { type_code, .. } => *type_code,
        });
        out.extend_from_slice(&low_16(key.len()));
        out.extend_from_slice(&low_16(value.packed_len()));
        out.extend_from_slice(key.as_bytes());
        match value {
            KvValue::String(text) => out.extend_from_slice(text.as_bytes()),
            KvValue::Integer(number) => out.extend_from_slice(&number.to_be_bytes()),
            KvValue::Binary(bytes) | KvValue::Opaque { bytes, .. } => out.extend_from_slice(bytes),
            KvValue::List(list) => {
                out.extend_from_slice(&low_16(list.packed_len()));
                hand_encode_list(list, out);
            }
        }
    }
}

fn size(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Integer(_) => 4,
        Value::Binary(bytes) | Value::Opaque { bytes, .. } => bytes.len(),
        Value::List(list) => list.packed_len(),
        Value::Unsigned64(_) => 8,
    }
}

fn low_32(size: usize) -> [u8; 4] {
    u32::try_from(size).unwrap_or(u32::MAX).to_be_bytes()
}

fn low_16(size: usize) -> [u8; 2] {
    u16::try_from(size).unwrap_or(u16::MAX).to_be_bytes()
}
