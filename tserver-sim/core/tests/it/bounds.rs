//! Whatever clients and callers bring: nothing grows without bound, everything sent fits a frame.

use switch_sim::id::CallId;
use tserver_sim_core::{Config, ConnId, ErrorKind, limits};
use tserver_wire::{AttributeId as A, KvList, Message, MessageType as M};

use crate::rig::{FIRST, Rig, world};

fn ask(kind: M, dn: &str) -> Message {
    Message::new(kind).with(A::THIS_DN, dn)
}

/// A site whose client watches 2001 and 2002, who talk to each other.
fn talking(config: Config) -> (Rig, u64) {
    let mut rig = Rig::new(config);
    rig.connect(FIRST);
    rig.register(FIRST, "2001");
    rig.register(FIRST, "2002");
    rig.request(FIRST, &ask(M::REQUEST_MAKE_CALL, "2001").with(A::OTHER_DN, "2002"));
    let conn = rig.take(FIRST).iter().find_map(|event| event.conn_id(A::CONN_ID)).unwrap();
    rig.request(FIRST, &ask(M::REQUEST_ANSWER_CALL, "2002").with(A::CONN_ID, conn));
    rig.take(FIRST);
    (rig, conn)
}

#[test]
fn refusals_of_long_texts_are_short() {
    let long = "9".repeat(100_000);
    for request in [
        ask(M::REQUEST_REGISTER_ADDRESS, &long),
        ask(M::REQUEST_MAKE_CALL, "2001").with(A::OTHER_DN, long.as_str()),
        ask(M::REQUEST_AGENT_LOGIN, "2001").with(A::AGENT_ID, long.as_str()),
    ] {
        let (mut rig, _) = talking(Config::default());
        rig.request(FIRST, &request);
        let sent = rig.take(FIRST);
        assert_eq!(sent.len(), 1);
        assert_eq!(sent[0].kind, M::EVENT_ERROR);
        assert!(sent[0].string(A::ERROR_MESSAGE).unwrap().len() <= limits::REFUSAL_CHARS);
    }
}

#[test]
fn long_reasons_are_refused() {
    let (mut rig, conn) = talking(Config::default());
    let reasons = KvList::new().with("why", "x".repeat(limits::REASONS_BYTES));
    let hold = ask(M::REQUEST_HOLD_CALL, "2001").with(A::CONN_ID, conn).with(A::REASONS, reasons);
    rig.request(FIRST, &hold);
    let code = ErrorKind::InvalidAttribute.default_code();
    assert_eq!(rig.take(FIRST)[0].integer(A::ERROR_CODE), Some(code));
}

#[test]
fn user_data_that_nest_too_deep_for_a_snapshot_are_refused() {
    let (mut rig, conn) = talking(Config::default());
    let nested =
        |depth: usize| (1..depth).fold(KvList::new(), |list, _| KvList::new().with("k", list));
    let update = |depth| {
        let request = ask(M::REQUEST_UPDATE_USER_DATA, "2001").with(A::CONN_ID, conn);
        request.with(A::USER_DATA, nested(depth))
    };
    rig.request(FIRST, &update(limits::USER_DATA_DEPTH + 1));
    let code = ErrorKind::InvalidAttribute.default_code();
    assert_eq!(rig.take(FIRST)[0].integer(A::ERROR_CODE), Some(code));
    rig.request(FIRST, &update(limits::USER_DATA_DEPTH));
    assert_eq!(rig.take(FIRST).len(), 2);
    rig.register(FIRST, "2001");
    assert_eq!(rig.take(FIRST)[0].kind, M::EVENT_REGISTERED);
}

#[test]
fn pairs_are_counted_as_well_as_bytes() {
    let (mut rig, conn) = talking(Config { user_data_limit: 65_535, ..Config::default() });
    let pairs: KvList = (0..4_000).map(|_| ("", "")).collect();
    let attach =
        ask(M::REQUEST_ATTACH_USER_DATA, "2001").with(A::CONN_ID, conn).with(A::USER_DATA, pairs);
    rig.request(FIRST, &attach);
    assert_eq!(rig.take(FIRST).len(), 2);
    rig.request(FIRST, &attach);
    let code = ErrorKind::UserDataTooLong.default_code();
    assert_eq!(rig.take(FIRST)[0].integer(A::ERROR_CODE), Some(code));
}

#[test]
fn data_that_a_call_brings_are_cut_to_the_limit() {
    let (mut rig, _) = talking(Config::default());
    rig.register(FIRST, "2003");
    let large = |key: &str| (key.to_owned(), "x".repeat(20_000));
    let small = ("ivr_ref".to_owned(), "A77".to_owned());
    rig.arrive(None, "2003", vec![large("a"), small, large(&"k".repeat(2_000))]);
    let data = rig.tserver.user_data(CallId(2)).unwrap();
    assert_eq!(data.iter().map(|pair| pair.key.as_str()).collect::<Vec<_>>(), ["ivr_ref"]);
}

#[test]
fn the_data_of_two_calls_together_are_cut_to_the_limit() {
    let (mut rig, conn) = talking(Config { user_data_limit: 1_000, ..Config::default() });
    rig.register(FIRST, "2003");
    let with_data = |request: Message, key: &str| {
        request.with(A::USER_DATA, KvList::new().with(key, "x".repeat(900)))
    };
    let update = ask(M::REQUEST_UPDATE_USER_DATA, "2001").with(A::CONN_ID, conn);
    rig.request(FIRST, &with_data(update, "first"));
    rig.request(FIRST, &ask(M::REQUEST_HOLD_CALL, "2001").with(A::CONN_ID, conn));
    let call = ask(M::REQUEST_MAKE_CALL, "2001").with(A::OTHER_DN, "2003");
    rig.request(FIRST, &with_data(call, "second"));
    let second = rig.tserver.conn_id_of(CallId(2)).map(|ConnId(conn)| conn).unwrap();
    rig.request(FIRST, &ask(M::REQUEST_ANSWER_CALL, "2003").with(A::CONN_ID, second));
    let merge = ask(M::REQUEST_MERGE_CALLS, "2001")
        .with(A::CONN_ID, conn)
        .with(A::TRANSFER_CONN_ID, second);
    rig.request(FIRST, &merge);
    let data = rig.tserver.user_data(CallId(1)).unwrap();
    assert_eq!(data.iter().map(|pair| pair.key.as_str()).collect::<Vec<_>>(), ["first"]);
}

#[test]
fn a_snapshot_of_many_large_calls_fits_a_frame() {
    let mut rig = Rig::new(Config::default());
    rig.connect(FIRST);
    for number in 0..6 {
        rig.arrive(None, "8005", vec![(format!("note{number}"), "x".repeat(15_000))]);
    }
    rig.register(FIRST, "8100");
    let sent = rig.take(FIRST);
    let snapshot = sent.last().unwrap().list(A::EXTENSIONS).unwrap();
    assert_eq!(snapshot.get("calls").unwrap().as_integer(), Some(6));
    let told = |key: &str| snapshot.iter().filter(|pair| pair.key.starts_with(key)).count();
    assert_eq!((told("conn-"), told("call-")), (6, 6));
    let with_data = snapshot.iter().filter_map(|pair| pair.value.as_list());
    assert_eq!(with_data.filter(|call| call.get("UserData").is_some()).count(), 3);
}

/// What a client is told that follows all calls, of each of these callers: the call, the caller and the
/// queue, however many are waiting. Work that grows with those takes this test minutes.
#[test]
fn a_call_costs_who_follows_all_calls_the_same_however_many_are_up() {
    const CALLERS: usize = 300;
    let mut world = world();
    world.trunks[0].channels = u32::try_from(CALLERS).unwrap();
    world.queues[0].capacity = CALLERS;
    let mut rig = Rig::in_world(&world, Config::default());
    rig.connect(FIRST);
    rig.request(FIRST, &Message::new(M::REQUEST_START_CALL_MONITORING));
    rig.take(FIRST);
    for _ in 0..CALLERS {
        rig.arrive(None, "8005", vec![("note".to_owned(), "x".repeat(2_000))]);
    }
    let told = rig.take(FIRST);
    let kind = |kind| told.iter().filter(|event| event.kind == kind).count();
    assert_eq!(kind(M::EVENT_CALL_CREATED), CALLERS);
    assert_eq!(kind(M::EVENT_CALL_PARTY_ADDED), told.len() - CALLERS);
}

#[test]
fn several_t_servers_of_one_switch_have_their_own_names_for_a_call() {
    let mut rig = Rig::new(Config::default());
    let config = Config { server: "TServer_B".to_owned(), ..Config::default() };
    let mut other = tserver_sim_core::TServerSim::new(config, &rig.switch);
    let group = rig.switch.trunk_group("PSTN1").unwrap();
    let called = switch_sim::id::Number::new("2001").unwrap();
    let arrive =
        switch_sim::action::Action::Arrive { group, calling: None, called, data: Vec::new() };
    rig.switch.handle_action(arrive).unwrap();
    while let Some(event) = rig.switch.poll_event() {
        rig.tserver.handle_switch_event(&event);
        other.handle_switch_event(&event);
    }
    assert_eq!((rig.tserver.poll_output(), other.poll_output()), (None, None));
    let (here, there) = (rig.tserver.conn_id_of(CallId(1)), other.conn_id_of(CallId(1)));
    assert!(here.is_some() && there.is_some() && here != there);
}

#[test]
fn reservations_are_counted_and_those_that_are_over_make_room() {
    let mut rig = Rig::new(Config::default());
    rig.connect(FIRST);
    rig.take(FIRST);
    let reserve = |place: &str| {
        let request = Message::new(M::REQUEST_RESERVE_AGENT).with(A::PLACE, place);
        request.with(A::TIMEOUT, 60_000)
    };
    let told = |rig: &mut Rig, place: &str| {
        rig.request(FIRST, &reserve(place));
        rig.take(FIRST)[0].kind
    };
    for place in 0..limits::RESERVATIONS {
        assert_eq!(told(&mut rig, &place.to_string()), M::EVENT_AGENT_RESERVED);
    }
    assert_eq!(told(&mut rig, "one more"), M::EVENT_ERROR);
    assert_eq!(told(&mut rig, "0"), M::EVENT_AGENT_RESERVED, "a known one is renewed");
    rig.wait(std::time::Duration::from_secs(61));
    assert_eq!(told(&mut rig, "one more"), M::EVENT_AGENT_RESERVED);
    assert_eq!(told(&mut rig, &"x".repeat(limits::AGENT_ID_BYTES + 1)), M::EVENT_ERROR);
}
