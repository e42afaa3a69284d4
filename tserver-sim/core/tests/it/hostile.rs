//! Messages of every kind with attributes of every kind: answered or refused, and the switch and
//! the other clients go on.

use proptest::{prelude::*, test_runner::RngSeed};
use tserver_sim_core::Config;
use tserver_wire::{AttributeId as A, KvList, Message, MessageType as M, Value};

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
