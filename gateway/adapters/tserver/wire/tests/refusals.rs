//! Messages that do not fit T-Link: refused whole, with a letter that says why.

use tserver_wire::{
    Attribute, AttributeId, Decoder, KvList, KvValue, Message, MessageType, Value, limits,
};

#[test]
fn messages_beyond_a_limit_are_refused() {
    let refusals = [
        with_attributes(limits::ATTRIBUTES_PER_MESSAGE + 1),
        with(Value::Binary(vec![0; limits::FRAME_BYTES])),
        with(Value::Binary(vec![0; limits::FRAME_BYTES + 1])),
        with(KvList::new().with("k".repeat(limits::KEY_BYTES + 1), 1)),
        with(pairs(limits::PAIRS_PER_LIST + 1)),
        with(of_bytes(limits::LIST_BYTES + 1)),
        with(of_bytes(limits::LIST_BYTES * 2)),
        with(nested(limits::LIST_DEPTH + 1)),
        with(Value::Opaque { type_code: 5, bytes: vec![1] }),
        with(KvList::new().with("k", KvValue::Opaque { type_code: 3, bytes: vec![1] })),
    ];
    insta::assert_snapshot!(refusals.map(|message| refusal(&message)).join("\n"));
}

#[test]
fn messages_at_a_limit_pass() {
    check_passes(&with_attributes(limits::ATTRIBUTES_PER_MESSAGE));
    check_passes(&with(Value::Binary(vec![0; limits::FRAME_BYTES - FRAME_OF_EMPTY_VALUE])));
    check_passes(&with(KvList::new().with("k".repeat(limits::KEY_BYTES), 1)));
    check_passes(&with(pairs(limits::PAIRS_PER_LIST)));
    check_passes(&with(of_bytes(limits::LIST_BYTES)));
    check_passes(&with(nested(limits::LIST_DEPTH)));
}

fn refusal(message: &Message) -> String {
    let mut out = b"before".to_vec();
    let error = message.encode(&mut out).expect_err("the message does not fit");
    assert_eq!(out, b"before", "nothing was written");
    error.to_string()
}

fn check_passes(message: &Message) {
    let mut bytes = Vec::new();
    assert_eq!(message.encode(&mut bytes), Ok(()));
    let mut decoder = Decoder::new();
    decoder.feed(&bytes);
    assert_eq!(decoder.next().as_ref().map(Option::as_ref), Ok(Some(message)));
}

fn with_attributes(count: usize) -> Message {
    let attribute = Attribute { id: AttributeId::CAUSE, value: Value::Integer(0) };
    Message { kind: MessageType::EVENT_RELEASED, attributes: vec![attribute; count] }
}

fn with(value: impl Into<Value>) -> Message {
    Message::new(MessageType::EVENT_ATTACHED_DATA_CHANGED).with(AttributeId::USER_DATA, value)
}

fn pairs(count: usize) -> KvList {
    (0..count).map(|_| ("k", 1)).collect()
}

/// A list that takes so many bytes when packed.
fn of_bytes(packed_len: usize) -> KvList {
    KvList::new().with("k", "v".repeat(packed_len - 8))
}

fn nested(depth: usize) -> KvList {
    (1..depth).fold(KvList::new(), |list, _| KvList::new().with("k", list))
}

/// A frame beyond its length field with one attribute whose value takes no bytes.
const FRAME_OF_EMPTY_VALUE: usize = 2 + 7;
