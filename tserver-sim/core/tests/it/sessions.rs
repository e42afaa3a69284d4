//! Clients come and go: greeting, registration and its snapshots, keep-alive, the switch link.

use std::time::Duration;

use tserver_sim_core::{Config, ErrorKind, LinkId};
use tserver_wire::{
    AddressInfoType, AttributeId as A, GoodbyeReason, KvList, Message, MessageType as M,
    PROTOCOL_VERSION, RegisterMode,
};

use crate::rig::{FIRST, Rig, SECOND};

fn connected(config: Config) -> Rig {
    let mut rig = Rig::new(config);
    rig.connect(FIRST);
    rig.connect(SECOND);
    rig.sent.clear();
    rig
}

fn kinds(messages: &[Message]) -> Vec<M> {
    messages.iter().map(|message| message.kind).collect()
}

fn lines(messages: &[Message]) -> String {
    messages.iter().map(|message| message.one_line() + "\n").collect()
}

fn ask(kind: M, dn: &str) -> Message {
    Message::new(kind).with(A::THIS_DN, dn)
}

#[test]
fn a_client_greets_and_is_told_of_the_switch_link() {
    let mut rig = Rig::new(Config { epoch_ms: 1_700_000_000_123, ..Config::default() });
    rig.connect(FIRST);
    insta::assert_snapshot!(lines(&rig.take(FIRST)));
}

#[test]
fn who_does_not_greet_is_sent_away() {
    let wrong_version = Message::new(M::LINK_HELLO)
        .with(A::PROTOCOL_VERSION, PROTOCOL_VERSION - 1)
        .with(A::APPLICATION_NAME, "story");
    let cases = [
        (ask(M::REQUEST_MAKE_CALL, "2001"), GoodbyeReason::HandshakeMissing),
        (wrong_version, GoodbyeReason::VersionNotSpoken),
    ];
    for (message, reason) in cases {
        let mut rig = Rig::new(Config::default());
        rig.tserver.handle_opened(FIRST);
        rig.transmit(FIRST, &message);
        let sent = rig.take(FIRST);
        assert_eq!(kinds(&sent), [M::LINK_GOODBYE]);
        assert_eq!(sent[0].integer(A::GOODBYE_REASON), Some(reason.code()));
        assert_eq!(rig.closed.len(), 1);
    }
}

#[test]
fn bytes_that_are_not_t_link_cost_the_connection_only() {
    let mut rig = connected(Config::default());
    rig.register(FIRST, "2001");
    rig.tserver.handle_bytes(&mut rig.switch, FIRST, &[0xff; 64]);
    rig.pump();
    assert_eq!(rig.take(FIRST).last().unwrap().kind, M::LINK_GOODBYE);
    assert!(rig.closed[0].1.contains("not T-Link"), "{}", rig.closed[0].1);
    assert!(rig.tserver.registered(FIRST).is_empty());
    rig.register(SECOND, "2001");
    assert_eq!(kinds(&rig.take(SECOND)), [M::EVENT_REGISTERED]);
}

#[test]
fn a_snapshot_tells_how_a_number_stands() {
    let mut rig = connected(Config::default());
    rig.register(FIRST, "2002");
    let login =
        ask(M::REQUEST_AGENT_LOGIN, "2002").with(A::AGENT_ID, "7002").with(A::THIS_QUEUE, "8100");
    rig.request(FIRST, &login);
    rig.arrive(Some("01715550123"), "8007", vec![("ivr_ref".into(), "A77".into())]);
    let sent = rig.take(FIRST);
    let conn = sent.iter().find_map(|event| event.conn_id(A::CONN_ID)).unwrap();
    rig.request(FIRST, &ask(M::REQUEST_ANSWER_CALL, "2002").with(A::CONN_ID, conn));
    let consult =
        ask(M::REQUEST_INITIATE_TRANSFER, "2002").with(A::CONN_ID, conn).with(A::OTHER_DN, "2001");
    rig.request(FIRST, &consult);
    rig.arrive(None, "8005", Vec::new());
    for dn in ["2001", "2002", "2005", "8100"] {
        rig.register(SECOND, dn);
    }
    for kind in AddressInfoType::ALL {
        for dn in ["2002", "8100"] {
            rig.request(
                SECOND,
                &ask(M::REQUEST_QUERY_ADDRESS, dn).with(A::ADDRESS_INFO_TYPE, *kind),
            );
        }
    }
    rig.request(SECOND, &Message::new(M::REQUEST_QUERY_SERVER));
    insta::assert_snapshot!(lines(&rig.take(SECOND)));
}

#[test]
fn registrations_are_shared_unless_somebody_wants_a_number_alone() {
    let taken = ErrorKind::RegisteredElsewhere.default_code();
    let modes = [RegisterMode::Share, RegisterMode::Private, RegisterMode::Monitor];
    for first in modes {
        for second in modes {
            let mut rig = connected(Config::default());
            for (link, mode) in [(FIRST, first), (SECOND, second)] {
                let request = ask(M::REQUEST_REGISTER_ADDRESS, "2001").with(A::REGISTER_MODE, mode);
                rig.request(link, &request);
            }
            let answer = rig.take(SECOND).pop().unwrap();
            let alone = first == RegisterMode::Private || second == RegisterMode::Private;
            let expected = alone.then_some(taken);
            assert_eq!(answer.integer(A::ERROR_CODE), expected, "{first:?}, then {second:?}");
        }
    }
}

#[test]
fn who_unregisters_or_goes_gets_no_more_events() {
    let mut rig = connected(Config::default());
    let third = LinkId(3);
    rig.connect(third);
    for link in [FIRST, SECOND, third] {
        rig.register(link, "2001");
    }
    rig.request(FIRST, &ask(M::REQUEST_UNREGISTER_ADDRESS, "2001"));
    rig.tserver.handle_closed(SECOND);
    rig.sent.clear();
    rig.arrive(None, "2001", Vec::new());
    assert_eq!(kinds(&rig.take(FIRST)), []);
    assert_eq!(kinds(&rig.take(SECOND)), []);
    assert_eq!(kinds(&rig.take(third)), [M::EVENT_RINGING]);
    assert_eq!(rig.tserver.registered(third), ["2001"]);
}

#[test]
fn a_call_has_its_data_though_its_client_has_gone() {
    let mut rig = connected(Config::default());
    rig.register(FIRST, "2001");
    rig.register(SECOND, "2001");
    rig.sent.clear();
    let data = KvList::from(vec![("case".to_owned(), "4711".to_owned())]);
    let request = ask(M::REQUEST_MAKE_CALL, "2001").with(A::OTHER_DN, "2002");
    let mut bytes = Vec::new();
    let request = request.with(A::USER_DATA, data.clone()).with(A::REFERENCE_ID, 9);
    request.encode(&mut bytes).unwrap();
    rig.tserver.handle_bytes(&mut rig.switch, FIRST, &bytes);
    rig.tserver.handle_closed(FIRST);
    rig.pump();
    let told = rig.take(SECOND);
    assert_eq!(kinds(&told), [M::EVENT_DIALING]);
    assert_eq!(told[0].list(A::USER_DATA), Some(&data));
    assert_eq!(kinds(&rig.take(FIRST)), []);
}

#[test]
fn a_silent_client_is_polled_and_then_cut() {
    let mut rig = connected(Config { keep_alive: Duration::from_secs(10), ..Config::default() });
    rig.wait(Duration::from_secs(9));
    assert!(rig.sent.is_empty());
    rig.wait(Duration::from_secs(1));
    let poll = rig.take(FIRST);
    assert_eq!(kinds(&poll), [M::LINK_POLL]);
    let number = poll[0].integer(A::POLL_NUMBER).unwrap();
    rig.transmit(FIRST, &Message::new(M::LINK_POLL_ACK).with(A::POLL_NUMBER, number));
    rig.wait(Duration::from_secs(10));
    assert_eq!(kinds(&rig.take(SECOND)), [M::LINK_POLL, M::LINK_GOODBYE]);
    assert_eq!(rig.closed.len(), 1);
    assert_eq!(rig.closed[0].0, SECOND);
    assert_eq!(kinds(&rig.take(FIRST)), [M::LINK_POLL]);
    rig.transmit(FIRST, &Message::new(M::LINK_POLL).with(A::POLL_NUMBER, 5));
    assert_eq!(kinds(&rig.take(FIRST)), [M::LINK_POLL_ACK]);
}

#[test]
fn a_client_is_measured_by_its_own_time() {
    let mut rig = connected(Config { keep_alive: Duration::from_secs(10), ..Config::default() });
    // The clock is set forward, again and again: no client has been silent for so long.
    for _ in 0..5 {
        let to = rig.switch.now() + Duration::from_secs(60);
        rig.tserver.set_pace(to, 1.0);
        rig.wait(Duration::from_secs(60));
    }
    assert_eq!(rig.closed, []);
    // A thousand times as fast, ten of the client's seconds are ten thousand.
    rig.tserver.set_pace(rig.switch.now(), 1_000.0);
    rig.sent.clear();
    rig.wait(Duration::from_secs(9_999));
    assert_eq!(kinds(&rig.take(FIRST)), []);
    rig.wait(Duration::from_secs(1));
    assert_eq!(kinds(&rig.take(FIRST)), [M::LINK_POLL]);
    rig.transmit(FIRST, &Message::new(M::LINK_POLL_ACK).with(A::POLL_NUMBER, 1));
    rig.wait(Duration::from_secs(9_999));
    assert_eq!(rig.closed, []);
    rig.wait(Duration::from_secs(1));
    assert_eq!(rig.closed.iter().map(|(link, _)| *link).collect::<Vec<_>>(), [SECOND]);
}

/// A poll that goes out late, because nothing ran for a while, is waited for all the same.
#[test]
fn a_late_poll_has_its_time() {
    let mut rig = connected(Config { keep_alive: Duration::from_secs(10), ..Config::default() });
    rig.wait(Duration::from_secs(300));
    assert_eq!(kinds(&rig.take(FIRST)), [M::LINK_POLL]);
    rig.wait(Duration::from_secs(9));
    assert_eq!(rig.closed, []);
    rig.wait(Duration::from_secs(1));
    assert_eq!(rig.closed.len(), 2);
}

/// A client names the highest version that it speaks, and goes on in this server's.
#[test]
fn a_newer_client_is_answered_in_this_version() {
    let mut rig = Rig::new(Config::default());
    rig.tserver.handle_opened(FIRST);
    let hello = Message::new(M::LINK_HELLO).with(A::PROTOCOL_VERSION, PROTOCOL_VERSION + 6);
    rig.transmit(FIRST, &hello.with(A::APPLICATION_NAME, "newer"));
    let sent = rig.take(FIRST);
    assert_eq!(kinds(&sent), [M::LINK_HELLO_ACK, M::EVENT_LINK_CONNECTED]);
    assert_eq!(sent[0].integer(A::PROTOCOL_VERSION), Some(PROTOCOL_VERSION));
}

#[test]
fn while_the_switch_link_is_down_nothing_is_told_and_nothing_forgotten() {
    let mut rig = connected(Config::default());
    rig.register(FIRST, "2001");
    rig.sent.clear();
    rig.tserver.set_switch_link(rig.switch.now(), false);
    rig.pump();
    assert_eq!(kinds(&rig.take(FIRST)), [M::EVENT_LINK_DISCONNECTED]);
    rig.arrive(None, "2001", Vec::new());
    rig.request(FIRST, &ask(M::REQUEST_REGISTER_ADDRESS, "2002"));
    let answers = rig.take(FIRST);
    assert_eq!(kinds(&answers), [M::EVENT_ERROR]);
    let code = ErrorKind::SwitchLinkDown.default_code();
    assert_eq!(answers[0].integer(A::ERROR_CODE), Some(code));
    rig.tserver.set_switch_link(rig.switch.now(), true);
    rig.pump();
    rig.register(FIRST, "2001");
    let sent = rig.take(FIRST);
    assert_eq!(kinds(&sent), [M::EVENT_LINK_CONNECTED, M::EVENT_REGISTERED]);
    let snapshot = sent[1].list(A::EXTENSIONS).unwrap();
    assert_eq!(snapshot.get("calls").unwrap().as_integer(), Some(1));
}

#[test]
fn every_event_is_stamped_and_numbered_in_order() {
    let mut rig = connected(Config { epoch_ms: 1_700_000_000_123, ..Config::default() });
    rig.register(FIRST, "2001");
    rig.wait(Duration::from_millis(1_500));
    rig.arrive(None, "2001", Vec::new());
    let events = rig.take(FIRST);
    let number = |event: &Message| event.get(A::EVENT_SEQUENCE_NUMBER)?.as_unsigned64();
    let numbers: Vec<u64> = events.iter().filter_map(number).collect();
    assert_eq!(numbers.len(), 2);
    assert!(numbers.is_sorted_by(|earlier, later| earlier < later));
    assert_eq!(events[1].integer(A::TIME_IN_SECS), Some(1_700_000_001));
    assert_eq!(events[1].integer(A::TIME_IN_USECS), Some(623_000));
}
