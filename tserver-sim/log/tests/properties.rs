//! What holds for any message and for any bytes.

use proptest::{collection::vec, prelude::*, test_runner::RngSeed};
use tserver_log::{Fault, Log, Peer, Stamp, TimeFormat, Writer, limits};
use tserver_wire::{Attribute, AttributeId, KvList, KvValue, Message, MessageType, Shape, Value};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read(
        messages in vec(any_message(), 0..6),
        format in prop::sample::select(TimeFormat::ALL.to_vec()),
        ms in 0..4_000_000_000_000_u64,
    ) {
        let mut text = String::new();
        let writer = Writer { format, ..Writer::default() };
        let at = Stamp::of_unix_ms(ms);
        writer.preamble(&mut text, "TServer_Sim", at);
        for message in &messages {
            if message.kind.is_request() {
                writer.request(&mut text, at, &Peer::default(), message);
            } else {
                writer.event(&mut text, at, message);
                writer.sent(&mut text, at, message.kind, &Peer::default());
            }
        }
        let log = Log::read(text.as_bytes());
        prop_assert_eq!(&log.complaints, &vec![], "{}", text);
        let mut complaints = Vec::new();
        let read: Vec<Message> = log
            .messages()
            .map(|(line, _, logged)| logged.message(line, &mut complaints).unwrap())
            .collect();
        prop_assert_eq!(complaints, vec![]);
        prop_assert_eq!(read, messages, "{}", text);
    }

    #[test]
    fn a_stamp_is_read_as_it_is_written(
        format in prop::sample::select(TimeFormat::ALL.to_vec()),
        ms in 0..3_000_000_000_000_u64,
    ) {
        let stamp = Stamp::of_unix_ms(ms);
        let text = format!("{} x", format.write(stamp));
        let (rest, read, again) = Stamp::read(&text).unwrap();
        prop_assert_eq!((rest, again), (" x", format));
        prop_assert_eq!(read.micros, stamp.micros);
        if let Some(day) = read.day {
            prop_assert_eq!(Some(day), stamp.day);
        }
    }

    #[test]
    fn any_lines_are_read_and_none_is_lost(lines in vec(any_line(), 0..40)) {
        let text = lines.join("\n");
        let log = Log::read(text.as_bytes());
        for (number, line) in (1..).zip(text.split('\n')) {
            let has = log.entries.iter().any(|e| (e.first..=e.last).contains(&number));
            prop_assert!(has || line.trim().is_empty(), "line {number} of {text}");
        }
        let mut complaints = Vec::new();
        for (line, _, message) in log.messages() {
            let _read = message.message(line, &mut complaints);
        }
    }

    #[test]
    fn any_bytes_are_read(bytes in vec(any::<u8>(), 0..400)) {
        let log = Log::read(&bytes);
        prop_assert_eq!(log.moments().len(), log.entries.len());
    }
}

/// As many lists within lists as a line has room for.
#[test]
fn lists_that_nest_without_end_are_complained_of() {
    let nested = "''(list) ".repeat(limits::LINE_BYTES / 9);
    let head = "@09:30:05.0000 [0] 8.1.101.25 distribute_event: message EventQueued";
    let log = Log::read(
        format!("{head}\n\tAttributeUserData\t[9] 00 01 02 03..\n\t\t{nested}").as_bytes(),
    );
    assert!(log.complaints.iter().any(|complaint| complaint.fault == Fault::TooDeep));
}

/// Lines of the kinds that a log has, and broken ones.
fn any_line() -> impl Strategy<Value = String> {
    let sound = prop::sample::select(vec![
        "2015-05-29T12:21:16.438 Trc 04541 RequestQueryCall received from [66] (e85 A 1.2.3.4:5)",
        "message RequestQueryCall",
        "@12:21:16.4386 [0] 8.1.101.25 distribute_event: message EventReleased",
        "16:39:27.319 Trc 04541 Message EventRegistered received from 'TS@1'",
        "message attributes:",
        "\tAttributeThisDN\t'2001'",
        "\tAttributeUserData\t[34] 00 01 00 00..",
        "\t\t'key'\t'value'",
        "\t\t'key'(list) 'inner'\t3",
        "\t\t\t'deep'(list)",
        DEEPER,
        "\tAttributeNote\t'open",
        "'RequestX' ('30')",
        "",
        "text",
    ]);
    prop_oneof![4 => sound.prop_map(str::to_owned), 1 => "[ -~\t]{0,40}"]
}

/// Lists within lists, more of them than nest.
const DEEPER: &str = concat!(
    "\t\t",
    "'a'(list) 'b'(list) 'c'(list) 'd'(list) 'e'(list) 'f'(list) 'g'(list) 'h'(list) ",
    "'i'(list) 'j'(list) 'k'(list) 'l'(list) 'm'(list) 'n'(list) 'o'(list) 'p'(list) ",
    "'q'(list) 'r'(list) 's'\t'end'",
);

/// A message of the library whose values are of their attributes' shapes: what a log can tell in
/// full.
fn any_message() -> impl Strategy<Value = Message> {
    let kinds: Vec<_> = MessageType::all().filter(|kind| !kind.is_link()).collect();
    let attribute = prop_oneof![
        3 => prop::sample::select(AttributeId::all().collect::<Vec<_>>()).prop_flat_map(known),
        1 => (200..60_000_u16, any_foreign()).prop_map(|(id, value)| Attribute { id: AttributeId(id), value }),
    ];
    (prop::sample::select(kinds), vec(attribute, 0..12))
        .prop_map(|(kind, attributes)| Message { kind, attributes })
}

fn known(id: AttributeId) -> impl Strategy<Value = Attribute> {
    let value = match id.shape().expect("an attribute of the table") {
        Shape::Secret => Just(Value::from("***")).boxed(),
        Shape::Text => any::<String>().prop_map(Value::String).boxed(),
        Shape::Connection | Shape::Sequence => any::<u64>().prop_map(Value::Unsigned64).boxed(),
        Shape::Bytes => vec(any::<u8>(), 0..=4).prop_map(Value::Binary).boxed(),
        Shape::List => any_list().prop_map(Value::List).boxed(),
        Shape::MessageNumber => {
            let all: Vec<_> = MessageType::all().collect();
            prop::sample::select(all).prop_map(Value::from).boxed()
        }
        Shape::Number | Shape::Unsigned | Shape::Seconds | Shape::Coded(_) | Shape::Glossed(_) => {
            prop_oneof![0..20_i32, any::<i32>()].prop_map(Value::Integer).boxed()
        }
    };
    value.prop_map(move |value| Attribute { id, value })
}

/// A value of an attribute that is not known; a list only with pairs, which alone show that it is one.
fn any_foreign() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<String>().prop_map(Value::String),
        any::<i32>().prop_map(Value::Integer),
        any::<u64>().prop_map(Value::Unsigned64),
        vec(any::<u8>(), 0..=4).prop_map(Value::Binary),
        any_list().prop_filter("not empty", |list| !list.is_empty()).prop_map(Value::List),
    ]
}

fn any_list() -> impl Strategy<Value = KvList> {
    let key = prop_oneof!["[A-Za-z0-9_:' ()]{0,12}", any::<String>()];
    let leaf = prop_oneof![
        any::<String>().prop_map(KvValue::String),
        any::<i32>().prop_map(KvValue::Integer),
        vec(any::<u8>(), 0..=4).prop_map(KvValue::Binary),
    ];
    let pairs = key.clone();
    let value = leaf.prop_recursive(4, 24, 4, move |value| {
        vec((pairs.clone(), value), 0..4)
            .prop_map(|pairs| KvValue::List(pairs.into_iter().collect()))
    });
    vec((key, value), 0..4).prop_map(|pairs| pairs.into_iter().collect())
}
