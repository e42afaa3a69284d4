//! Wrong requests: each is answered by `EventError` with the request's reference, and changes
//! nothing.

use tserver_sim_core::{Config, ErrorKind};
use tserver_wire::{
    AddressInfoType, AddressType, AttributeId as A, KvList, Message, MessageType as M, RegisterMode,
};

use crate::rig::{FIRST, Rig, SECOND};

/// Alice (2001) talks to Bob (2002), both registered by the first client; Carol (2003) is
/// registered to be watched only; nobody is logged in.
fn rig() -> (Rig, u64) {
    let mut rig = Rig::new(Config::default());
    rig.connect(FIRST);
    rig.connect(SECOND);
    for dn in ["2001", "2002", "2004", "8100"] {
        rig.register(FIRST, dn);
    }
    let watch =
        ask(M::REQUEST_REGISTER_ADDRESS, "2003").with(A::REGISTER_MODE, RegisterMode::Monitor);
    rig.request(FIRST, &watch);
    rig.request(FIRST, &ask(M::REQUEST_MAKE_CALL, "2001").with(A::OTHER_DN, "2002"));
    let sent = rig.take(FIRST);
    let conn = sent.iter().find_map(|event| event.conn_id(A::CONN_ID)).unwrap();
    rig.request(FIRST, &on_call(M::REQUEST_ANSWER_CALL, "2002", conn));
    rig.take(FIRST);
    (rig, conn)
}

fn ask(kind: M, dn: &str) -> Message {
    Message::new(kind).with(A::THIS_DN, dn)
}

fn on_call(kind: M, dn: &str, conn: u64) -> Message {
    ask(kind, dn).with(A::CONN_ID, conn)
}

/// Sends each request on a fresh rig; the golden has the answers.
fn check(name: &str, requests: &[(ErrorKind, Message)]) {
    let letter = |(expected, request): &(ErrorKind, Message)| {
        let (mut rig, _) = rig();
        let reference = rig.request(FIRST, request);
        let answers = rig.take(FIRST);
        let [error] = answers.as_slice() else { panic!("{}: {answers:?}", request.one_line()) };
        assert_eq!(error.kind, M::EVENT_ERROR, "{}", request.one_line());
        assert_eq!(error.integer(A::REFERENCE_ID), Some(reference));
        assert_eq!(
            error.integer(A::ERROR_CODE),
            Some(expected.default_code()),
            "{}",
            error.one_line()
        );
        let text = error.string(A::ERROR_MESSAGE).unwrap();
        format!("{}\n  {expected}: {text}\n", request.one_line())
    };
    insta::assert_snapshot!(name, requests.iter().map(letter).collect::<String>());
}

#[test]
fn registration() {
    check(
        "registration",
        &[
            (ErrorKind::UnknownDn, ask(M::REQUEST_REGISTER_ADDRESS, "9999")),
            (ErrorKind::UnknownDn, ask(M::REQUEST_REGISTER_ADDRESS, "PSTN1_1")),
            (ErrorKind::InvalidAttribute, Message::new(M::REQUEST_REGISTER_ADDRESS)),
            (
                ErrorKind::InvalidAttribute,
                ask(M::REQUEST_REGISTER_ADDRESS, "2001").with(A::REGISTER_MODE, 7),
            ),
            (
                ErrorKind::InvalidAttribute,
                ask(M::REQUEST_REGISTER_ADDRESS, "2001").with(A::ADDRESS_TYPE, AddressType::Queue),
            ),
            (ErrorKind::NotRegistered, ask(M::REQUEST_UNREGISTER_ADDRESS, "2005")),
            (ErrorKind::UnknownDn, ask(M::REQUEST_QUERY_ADDRESS, "9999")),
            (
                ErrorKind::Unsupported,
                ask(M::REQUEST_QUERY_ADDRESS, "2001")
                    .with(A::ADDRESS_INFO_TYPE, AddressInfoType::QueueStatus),
            ),
            (ErrorKind::Unsupported, ask(M::REQUEST_QUERY_ADDRESS, "2001")),
            (ErrorKind::Unsupported, ask(M::REQUEST_PRIVATE_SERVICE, "2001")),
            (ErrorKind::Unsupported, ask(M(4711), "2001")),
        ],
    );
}

#[test]
fn calls() {
    let (_, conn) = rig();
    check(
        "calls",
        &[
            (ErrorKind::NotRegistered, ask(M::REQUEST_MAKE_CALL, "2005").with(A::OTHER_DN, "2002")),
            (ErrorKind::NotRegistered, ask(M::REQUEST_MAKE_CALL, "2003").with(A::OTHER_DN, "2002")),
            (ErrorKind::InvalidAttribute, ask(M::REQUEST_MAKE_CALL, "2004")),
            (
                ErrorKind::InvalidCalledDn,
                ask(M::REQUEST_MAKE_CALL, "2004").with(A::OTHER_DN, "20 02"),
            ),
            (ErrorKind::DnBusy, ask(M::REQUEST_MAKE_CALL, "2001").with(A::OTHER_DN, "2004")),
            (ErrorKind::InvalidConnId, ask(M::REQUEST_ANSWER_CALL, "2001")),
            (ErrorKind::InvalidConnId, on_call(M::REQUEST_ANSWER_CALL, "2001", 1)),
            (ErrorKind::InvalidConnId, on_call(M::REQUEST_RELEASE_CALL, "2004", conn)),
            (ErrorKind::WrongState, on_call(M::REQUEST_ANSWER_CALL, "2001", conn)),
            (ErrorKind::WrongState, on_call(M::REQUEST_RETRIEVE_CALL, "2001", conn)),
            (ErrorKind::InvalidConnId, on_call(M::REQUEST_CLEAR_CALL, "2004", conn)),
            (
                ErrorKind::WrongState,
                on_call(M::REQUEST_DELETE_FROM_CONFERENCE, "2001", conn).with(A::OTHER_DN, "2002"),
            ),
            (
                ErrorKind::InvalidAttribute,
                on_call(M::REQUEST_DELETE_FROM_CONFERENCE, "2001", conn).with(A::OTHER_DN, "2004"),
            ),
            (
                ErrorKind::InvalidCalledDn,
                on_call(M::REQUEST_SINGLE_STEP_TRANSFER, "2001", conn).with(A::OTHER_DN, "5555"),
            ),
            (
                ErrorKind::DestinationBusy,
                on_call(M::REQUEST_SINGLE_STEP_TRANSFER, "2001", conn).with(A::OTHER_DN, "0891113"),
            ),
        ],
    );
}

#[test]
fn two_steps() {
    let (_, conn) = rig();
    let initiate = |dn| on_call(M::REQUEST_INITIATE_TRANSFER, dn, conn);
    check(
        "two_steps",
        &[
            (ErrorKind::InvalidAttribute, initiate("2001")),
            (ErrorKind::InvalidConnId, initiate("2004").with(A::OTHER_DN, "2003")),
            (ErrorKind::InvalidConnId, on_call(M::REQUEST_COMPLETE_TRANSFER, "2001", conn)),
            (
                ErrorKind::InvalidConnId,
                on_call(M::REQUEST_COMPLETE_TRANSFER, "2001", conn)
                    .with(A::TRANSFER_CONN_ID, 1_u64),
            ),
            (
                ErrorKind::NotTogether,
                on_call(M::REQUEST_COMPLETE_CONFERENCE, "2001", conn)
                    .with(A::CONFERENCE_CONN_ID, conn),
            ),
            (
                ErrorKind::InvalidAttribute,
                on_call(M::REQUEST_MERGE_CALLS, "2001", conn)
                    .with(A::TRANSFER_CONN_ID, conn)
                    .with(A::MERGE_TYPE, 9),
            ),
            (
                ErrorKind::NotTogether,
                on_call(M::REQUEST_ALTERNATE_CALL, "2001", conn).with(A::PREVIOUS_CONN_ID, conn),
            ),
            (
                ErrorKind::NotTogether,
                on_call(M::REQUEST_RECONNECT_CALL, "2001", conn).with(A::PREVIOUS_CONN_ID, conn),
            ),
        ],
    );
}

#[test]
fn agents() {
    let log_in = || ask(M::REQUEST_AGENT_LOGIN, "2001").with(A::AGENT_ID, "7001");
    check(
        "agents",
        &[
            (ErrorKind::InvalidAttribute, ask(M::REQUEST_AGENT_LOGIN, "2001")),
            (ErrorKind::InvalidAttribute, log_in().with(A::THIS_QUEUE, "2002")),
            (ErrorKind::UnknownDn, log_in().with(A::THIS_QUEUE, "8999")),
            (ErrorKind::InvalidAttribute, log_in().with(A::WORK_MODE, 77)),
            (ErrorKind::NotLoggedIn, ask(M::REQUEST_AGENT_LOGOUT, "2001")),
            (ErrorKind::NotLoggedIn, ask(M::REQUEST_AGENT_READY, "2001")),
            (ErrorKind::NotLoggedIn, ask(M::REQUEST_AGENT_NOT_READY, "2001")),
            (
                ErrorKind::InvalidAttribute,
                ask(M::REQUEST_AGENT_LOGIN, "8100").with(A::AGENT_ID, "7001"),
            ),
        ],
    );
}

#[test]
fn what_would_be_ignored() {
    let predict = |key: &str, dn: &str| {
        ask(M::REQUEST_MAKE_PREDICTIVE_CALL, "8100")
            .with(A::OTHER_DN, "0891112")
            .with(A::EXTENSIONS, KvList::new().with(key, dn))
    };
    let number = ask(M::REQUEST_GET_ACCESS_NUMBER, "2001").with(A::OTHER_DN, "2002");
    check(
        "what_would_be_ignored",
        &[
            (ErrorKind::Unsupported, predict("VoiceDest", "8101")),
            (ErrorKind::Unsupported, predict("FaxDest", "8100")),
            (ErrorKind::InvalidAttribute, number.with(A::REASONS, KvList::new().with("why", "x"))),
            (
                ErrorKind::InvalidAttribute,
                ask(M::REQUEST_MONITOR_NEXT_CALL, "2001").with(A::OTHER_DN, "2001"),
            ),
        ],
    );
}

#[test]
fn user_data() {
    let (_, conn) = rig();
    let large = || KvList::new().with("note", "x".repeat(16_000));
    check(
        "user_data",
        &[
            (ErrorKind::InvalidConnId, ask(M::REQUEST_UPDATE_USER_DATA, "2001")),
            (ErrorKind::InvalidAttribute, on_call(M::REQUEST_UPDATE_USER_DATA, "2001", conn)),
            (ErrorKind::InvalidAttribute, on_call(M::REQUEST_DELETE_PAIR, "2001", conn)),
            (
                ErrorKind::NotRegistered,
                on_call(M::REQUEST_UPDATE_USER_DATA, "2003", conn)
                    .with(A::USER_DATA, KvList::new()),
            ),
        ],
    );
    let (mut rig, conn) = rig();
    for request in [
        on_call(M::REQUEST_ATTACH_USER_DATA, "2001", conn).with(A::USER_DATA, large()),
        on_call(M::REQUEST_INITIATE_TRANSFER, "2001", conn)
            .with(A::OTHER_DN, "2004")
            .with(A::USER_DATA, large()),
        ask(M::REQUEST_MAKE_CALL, "2004").with(A::OTHER_DN, "2005").with(A::USER_DATA, large()),
    ] {
        rig.request(FIRST, &request);
        let answers = rig.take(FIRST);
        let code = ErrorKind::UserDataTooLong.default_code();
        assert_eq!(answers.len(), 1);
        assert_eq!(answers[0].integer(A::ERROR_CODE), Some(code));
    }
}
