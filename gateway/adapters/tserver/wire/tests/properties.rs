//! What holds for any message and for any bytes.

use proptest::{collection::vec, prelude::*, test_runner::RngSeed};
use tserver_wire::{
    Attribute, AttributeId, DecodeError, Decoder, Expected, KvList, KvPair, KvValue, Message,
    MessageType, Value,
};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn a_message_survives(message in any_message()) {
        let bytes = encode(std::slice::from_ref(&message));
        prop_assert_eq!(decode(&[&bytes]), Ok(vec![message]));
    }

    #[test]
    fn cuts_do_not_matter(
        messages in vec(any_message(), 0..4),
        seeds in vec(any::<prop::sample::Index>(), 0..8),
    ) {
        let bytes = encode(&messages);
        let mut cuts: Vec<_> = seeds.iter().map(|seed| seed.index(bytes.len() + 1)).collect();
        cuts.extend([0, bytes.len()]);
        cuts.sort_unstable();
        let pieces: Vec<_> = cuts.windows(2).map(|cut| &bytes[cut[0]..cut[1]]).collect();
        prop_assert_eq!(decode(&pieces), Ok(messages));
    }

    #[test]
    fn row_27_any_bytes_are_read_within_bounds(bytes in vec(any::<u8>(), 0..512)) {
        check_bytes(&bytes);
    }

    #[test]
    fn any_frame_is_read_within_bounds(
        body in vec(prop_oneof![Just(0), 0..8u8, any::<u8>()], 2..256),
    ) {
        let length = u32::try_from(body.len()).unwrap();
        check_bytes(&[&length.to_be_bytes(), body.as_slice()].concat());
    }

    #[test]
    fn garbled_messages_are_read_within_bounds(
        message in any_message(),
        garbles in vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        end in any::<prop::sample::Index>(),
    ) {
        let mut bytes = encode(&[message]);
        for (place, byte) in garbles {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        bytes.truncate(end.index(bytes.len() + 1));
        check_bytes(&bytes);
    }

    #[test]
    fn readings_stay_on_their_lines(message in any_message()) {
        prop_assert!(!message.one_line().contains(char::is_control));
        let lines = message.to_string();
        prop_assert!(lines.lines().skip(1).all(|line| line.starts_with('\t')));
    }
}

#[test]
fn every_cut_of_a_stream_gives_the_same_messages() {
    let list = KvList::new().with("Colour", "red").with("Size", 7);
    let ringing = Message::new(MessageType::EVENT_RINGING)
        .with(AttributeId::THIS_DN, "2001")
        .with(AttributeId::CONN_ID, 0x006c_0246_2a16_1006_u64)
        .with(AttributeId::USER_DATA, list);
    let messages = vec![Message::new(MessageType::LINK_POLL), ringing];
    let bytes = encode(&messages);
    for first in 0..=bytes.len() {
        for second in first..=bytes.len() {
            let pieces = [&bytes[..first], &bytes[first..second], &bytes[second..]];
            assert_eq!(decode(&pieces).as_ref(), Ok(&messages), "cut at {first} and {second}");
        }
    }
}

#[test]
fn an_error_stays() {
    let mut decoder = Decoder::new();
    decoder.feed(&[0, 0, 0, 1, 0]);
    let error = decoder.next().unwrap_err();
    decoder.feed(&[0, 0, 0, 2, 0, 60]);
    assert_eq!(decoder.next(), Err(error));
}

#[test]
fn frames_that_nobody_takes_end_the_connection() {
    let mut decoder = Decoder::new();
    let frames = encode(&[Message::new(MessageType::EVENT_LINK_CONNECTED)]).repeat(30_000);
    decoder.feed(&frames);
    decoder.feed(&frames);
    assert_eq!(decoder.next().unwrap_err().expected, Expected::FramesTaken);
}

/// Checks that bytes are refused or read into messages that take little room and encode to the same
/// bytes.
fn check_bytes(bytes: &[u8]) {
    let mut decoder = Decoder::new();
    decoder.feed(bytes);
    let mut again = Vec::new();
    while let Ok(Some(message)) = decoder.next() {
        let start = again.len();
        message.encode(&mut again).expect("what was read can be written");
        assert!(room_of(&message) <= 16 * (again.len() - start), "{}", message.one_line());
    }
    assert!(bytes.starts_with(&again));
}

/// The memory that a message takes, in bytes.
fn room_of(message: &Message) -> usize {
    let attributes = message.attributes.capacity() * size_of::<Attribute>();
    let values = message.attributes.iter().map(|attribute| match &attribute.value {
        Value::String(text) => text.capacity(),
        Value::Integer(_) | Value::Unsigned64(_) => 0,
        Value::Binary(bytes) | Value::Opaque { bytes, .. } => bytes.capacity(),
        Value::List(list) => room_of_list(list),
    });
    size_of::<Message>() + attributes + values.sum::<usize>()
}

fn room_of_list(list: &KvList) -> usize {
    let values = list.iter().map(|pair| match &pair.value {
        KvValue::String(text) => text.capacity(),
        KvValue::Integer(_) => 0,
        KvValue::Binary(bytes) | KvValue::Opaque { bytes, .. } => bytes.capacity(),
        KvValue::List(list) => room_of_list(list),
    });
    let keys = list.iter().map(|pair| pair.key.capacity());
    list.0.capacity() * size_of::<KvPair>() + values.sum::<usize>() + keys.sum::<usize>()
}

fn encode(messages: &[Message]) -> Vec<u8> {
    let mut bytes = Vec::new();
    messages
        .iter()
        .for_each(|message| message.encode(&mut bytes).expect("the message is within the limits"));
    bytes
}

fn decode(pieces: &[&[u8]]) -> Result<Vec<Message>, DecodeError> {
    let mut decoder = Decoder::new();
    let mut messages = Vec::new();
    for piece in pieces {
        decoder.feed(piece);
        while let Some(message) = decoder.next()? {
            messages.push(message);
        }
    }
    Ok(messages)
}

fn any_message() -> impl Strategy<Value = Message> {
    let kind = prop_oneof![
        prop::sample::select(MessageType::all().collect::<Vec<_>>()),
        any::<u16>().prop_map(MessageType)
    ];
    let id = prop_oneof![
        prop::sample::select(AttributeId::all().collect::<Vec<_>>()),
        any::<u16>().prop_map(AttributeId)
    ];
    let attribute = (id, any_value()).prop_map(|(id, value)| Attribute { id, value });
    (kind, vec(attribute, 0..16)).prop_map(|(kind, attributes)| Message { kind, attributes })
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<String>().prop_map(Value::String),
        any::<i32>().prop_map(Value::Integer),
        any::<u64>().prop_map(Value::Unsigned64),
        vec(any::<u8>(), 0..40).prop_map(Value::Binary),
        any_list().prop_map(Value::List),
        (prop_oneof![Just(4), 6..=u8::MAX], vec(any::<u8>(), 0..40))
            .prop_map(|(type_code, bytes)| Value::Opaque { type_code, bytes }),
    ]
}

fn any_list() -> impl Strategy<Value = KvList> {
    let leaf = prop_oneof![
        any::<String>().prop_map(KvValue::String),
        any::<i32>().prop_map(KvValue::Integer),
        vec(any::<u8>(), 0..40).prop_map(KvValue::Binary),
        (4..=u8::MAX, vec(any::<u8>(), 0..40))
            .prop_map(|(type_code, bytes)| KvValue::Opaque { type_code, bytes }),
    ];
    let value = leaf.prop_recursive(DEEPEST_VALUE, 24, 4, |value| {
        vec((any::<String>(), value), 0..4)
            .prop_map(|pairs| KvValue::List(pairs.into_iter().collect()))
    });
    vec((any::<String>(), value), 0..4).prop_map(|pairs| pairs.into_iter().collect())
}

/// How deep a value of a list of depth 1 can nest.
const DEEPEST_VALUE: u32 = 15;
