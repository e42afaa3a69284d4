//! Messages of every kind with attributes of every kind: answered or refused, and the switch and
//! the other clients go on.

use proptest::{prelude::*, test_runner::RngSeed};
use tserver_sim_core::Config;
use tserver_wire::{AttributeId as A, KvList, Message, MessageType as M, Shape, Value};

use crate::rig::{FIRST, Rig, SECOND};

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("2001".to_owned()),
        Just("2002".to_owned()),
        Just("8100".to_owned()),
        Just("7001".to_owned()),
        Just(String::new()),
        ".{0,300}",
    ]
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => text().prop_map(Value::String),
        2 => (-3..12_i32).prop_map(Value::Integer),
        1 => any::<i32>().prop_map(Value::Integer),
        2 => (0x006c_ec00_0000_0000_u64..0x006c_ec00_0000_0005).prop_map(Value::Unsigned64),
        1 => any::<u64>().prop_map(Value::Unsigned64),
        1 => proptest::collection::vec(any::<u8>(), 0..40).prop_map(Value::Binary),
        2 => proptest::collection::vec((text(), text()), 0..5)
            .prop_map(|pairs| Value::List(KvList::from(pairs))),
    ]
}

fn message() -> impl Strategy<Value = Message> {
    let kind = prop_oneof![8 => 2..50_u16, 2 => 90..185_u16, 1 => 0xF002..0xF004_u16];
    let attributes = proptest::collection::vec((1..96_u16, value()), 0..6);
    let essential = (text(), 0x006c_ec00_0000_0000_u64..0x006c_ec00_0000_0005, text());
    (kind, essential, attributes).prop_map(|(kind, (this, conn, other), attributes)| {
        let message = Message::new(M(kind))
            .with(A::REFERENCE_ID, 1)
            .with(A::THIS_DN, this)
            .with(A::CONN_ID, conn)
            .with(A::OTHER_DN, other);
        attributes.into_iter().fold(message, |message, (id, value)| message.with(A(id), value))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn any_messages(messages in proptest::collection::vec(message(), 1..30)) {
        let mut rig = Rig::new(Config::default());
        rig.connect(FIRST);
        rig.connect(SECOND);
        for dn in ["2001", "2002", "8100"] {
            rig.register(FIRST, dn);
        }
        rig.arrive(None, "2001", Vec::new());
        for message in &messages {
            rig.transmit(FIRST, message);
        }
        rig.sent.clear();
        rig.register(SECOND, "2003");
        assert_eq!(rig.take(SECOND)[0].kind, M::EVENT_REGISTERED);
    }

    #[test]
    fn any_bytes(chunks in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..60), 1..20)) {
        let mut rig = Rig::new(Config::default());
        rig.connect(FIRST);
        for chunk in &chunks {
            rig.tserver.handle_bytes(&mut rig.switch, FIRST, chunk);
            rig.pump();
        }
    }
}

/// A request with all that its table lists, about a telephone, a queue or a routing point; an event
/// that a client makes up has what it wants in it.
fn complete(kind: M, this: &str, (conn, other): (u64, u64)) -> Message {
    let optional = if kind == M::REQUEST_DISTRIBUTE_EVENT { &[] } else { kind.optional() };
    let listed = kind.mandatory().iter().chain(optional);
    listed.fold(Message::new(kind), |request, &id| {
        let value = match (id, id.shape().unwrap()) {
            (A::REFERENCE_ID, _) => Value::Integer(7),
            (A::THIS_DN, _) => Value::String(this.to_owned()),
            (A::CONN_ID, _) => Value::Unsigned64(conn),
            (_, Shape::Secret | Shape::Text) => Value::String("2003".to_owned()),
            (_, Shape::Connection) => Value::Unsigned64(other),
            (_, Shape::List) => Value::List(KvList::new().with("2003", "2003")),
            (_, Shape::Bytes) => Value::Binary(vec![0xff; 24]),
            (_, Shape::MessageNumber) => Value::Integer(M::EVENT_USER_EVENT.0.into()),
            (
                _,
                Shape::Number
                | Shape::Unsigned
                | Shape::Seconds
                | Shape::Sequence
                | Shape::Coded(_)
                | Shape::Glossed(_),
            ) => Value::Integer(1),
        };
        request.with(id, value)
    })
}

/// Alice (2001) consults Bob (2002) about a caller, calls wait in a queue and at a routing point, and
/// the routing point calls somebody who has not answered.
fn busy_site() -> (Rig, Vec<u64>) {
    let mut rig = Rig::new(Config::default());
    rig.connect(FIRST);
    rig.connect(SECOND);
    for dn in ["2001", "2002", "2004", "8100", "8500"] {
        rig.register(FIRST, dn);
    }
    rig.arrive(None, "2001", Vec::new());
    let conn = rig.take(FIRST).iter().find_map(|event| event.conn_id(A::CONN_ID)).unwrap();
    let on_call = |kind| Message::new(kind).with(A::THIS_DN, "2001").with(A::CONN_ID, conn);
    rig.request(FIRST, &on_call(M::REQUEST_ANSWER_CALL));
    rig.request(FIRST, &on_call(M::REQUEST_INITIATE_TRANSFER).with(A::OTHER_DN, "2002"));
    rig.arrive(None, "8100", Vec::new());
    rig.arrive(None, "8500", Vec::new());
    let dial = Message::new(M::REQUEST_MAKE_PREDICTIVE_CALL).with(A::THIS_DN, "8500");
    rig.request(FIRST, &dial.with(A::OTHER_DN, "0891112"));
    let mut calls: Vec<u64> =
        rig.take(FIRST).iter().filter_map(|event| event.conn_id(A::CONN_ID)).collect();
    calls.sort_unstable();
    calls.dedup();
    assert_eq!(calls.len(), 5);
    (rig, calls)
}

/// Every request in every place, complete and with one attribute missing: what is sent is a message
/// with all that is mandatory in it (the rig looks), one without reference is refused, and the other
/// client is answered.
#[test]
fn any_request_without_any_attribute() {
    for kind in M::all().filter(|kind| kind.is_request()) {
        let left_out = kind.mandatory().iter().copied().map(Some).chain([None]);
        let places = [("2001", 0), ("8100", 2), ("8500", 3), ("8500", 4)];
        for (left_out, (this, call)) in left_out.flat_map(|id| places.map(|place| (id, place))) {
            let (mut rig, calls) = busy_site();
            let mut request = complete(kind, this, (calls[call], calls[(call + 1) % 5]));
            request.attributes.retain(|attribute| Some(attribute.id) != left_out);
            rig.transmit(FIRST, &request);
            let answers = rig.take(FIRST);
            if left_out == Some(A::REFERENCE_ID) {
                let [error] = answers.as_slice() else { panic!("{kind}: {answers:?}") };
                assert_eq!(error.kind, M::EVENT_ERROR, "{}", request.one_line());
                assert_eq!(error.integer(A::REFERENCE_ID), Some(-1));
                assert!(error.string(A::ERROR_MESSAGE).unwrap().contains("ReferenceID"));
            }
            rig.wait(std::time::Duration::from_secs(30));
            rig.sent.clear();
            rig.register(SECOND, "2003");
            assert_eq!(rig.take(SECOND).len(), 1);
        }
    }
}
