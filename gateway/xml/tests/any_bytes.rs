//! What holds for any document in, and for any reply out.

#![expect(clippy::unwrap_used, reason = "what should not be shall panic")]

use std::time::Duration;

use std::sync::Arc;

use gateway_core::{
    agent::AgentState,
    call::{Beside, CallView, State},
    feature::Features,
    id::{CallKey, Dn},
    middleware::{CallData, CallKind},
    notice::{Cause, Detail, Kind, Notice},
    refusal::{Code, Refusal},
    reply::{Answer, Events, Reply, Snapshot},
    time::Timestamp,
};
use gateway_xml::{
    Element, read_document, read_escaped, read_request, write_document, write_reply,
};
use proptest::{prelude::*, test_runner::RngSeed};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _read = read_request(&bytes);
    }

    #[test]
    fn anything_like_markup_is_read_or_refused(
        parts in proptest::collection::vec(proptest::sample::select(MARKUP), 0..40),
    ) {
        let _read = read_request(parts.concat().as_bytes());
    }

    #[test]
    fn row_3_any_reply_is_read_again(reply in reply()) {
        let mut bytes = Vec::new();
        write_reply(&reply, &mut bytes);
        let read = read_document(&bytes).map_err(|error| TestCaseError::fail(format!(
            "{error}: {}", String::from_utf8_lossy(&bytes),
        )))?;
        prop_assert_eq!(read.attribute("request"), Some(reply.request));
        prop_assert_eq!(items(&read), data(&reply));
        prop_assert_eq!(read_document(&write_document(&read)).map(Element::without_places), Ok(read.without_places()));
    }
}

/// The key and the value of every item, in order.
fn items(element: &Element) -> CallData {
    if element.name != "item" {
        return element.children.iter().flat_map(items).collect();
    }
    let key = element.attribute("key").unwrap();
    if element.attribute("escaped") == Some("true") {
        vec![(read_escaped(key).unwrap(), read_escaped(&element.text).unwrap())]
    } else {
        vec![(key.to_owned(), element.text.clone())]
    }
}

/// The data of every call in a reply, in order.
fn data(reply: &Reply) -> CallData {
    let snapshot = |snapshot: &Snapshot| -> CallData {
        snapshot.calls.iter().flat_map(|call| call.data.clone()).collect()
    };
    match &reply.answer {
        Answer::Snapshot(taken) => snapshot(taken),
        Answer::Events(events) => {
            let before = events.snapshot.as_deref().map(snapshot).unwrap_or_default();
            let after = events.notices.iter().filter_map(Notice::call);
            before.into_iter().chain(after.flat_map(|call| call.data.clone())).collect()
        }
        Answer::Done
        | Answer::Opened { .. }
        | Answer::Call(_)
        | Answer::Statistics(_)
        | Answer::Pending { .. }
        | Answer::Refused(_) => Vec::new(),
    }
}

fn reply() -> impl Strategy<Value = Reply> {
    let answer = prop_oneof![
        Just(Answer::Done),
        any::<u64>().prop_map(|call| Answer::Call(CallKey(call))),
        snapshot().prop_map(|snapshot| Answer::Snapshot(Box::new(snapshot))),
        (proptest::option::of(snapshot()), proptest::collection::vec(notice(), 0..4)).prop_map(
            |(snapshot, notices)| {
                let snapshot = snapshot.map(Box::new);
                Answer::Events(Events { last: 7, snapshot, notices })
            }
        ),
        refusal().prop_map(Answer::Refused),
    ];
    (answer, proptest::option::of(text())).prop_map(|(answer, reference)| Reply {
        request: "GETEVENTS",
        reference: reference.map(Arc::from),
        answer,
    })
}

fn snapshot() -> impl Strategy<Value = Snapshot> {
    let calls = proptest::collection::vec(call(), 0..3);
    (any::<u64>(), 0..10_000_000_000_000_u64, agent(), calls).prop_map(
        |(number, time, agent, calls)| Snapshot {
            number,
            time: Timestamp(time),
            dn: Dn::new("2001").unwrap(),
            link_up: true,
            agent,
            lease_not_ready: Duration::ZERO,
            lease_log_off: Duration::ZERO,
            features: Features::default(),
            calls,
        },
    )
}

fn notice() -> impl Strategy<Value = Notice> {
    let detail = prop_oneof![
        (Just(Kind::LinkUp), Just(Detail::None)),
        (Just(Kind::LinkDown), text().prop_map(|reason| Detail::Reason(Arc::from(reason)))),
        (
            Just(Kind::AgentStateChanged),
            agent().prop_map(|state| Detail::Agent { state, cause: None })
        ),
        (
            Just(Kind::CallReleased),
            call().prop_map(|call| {
                Detail::Call { call: Box::new(call), cause: Some(Cause::Normal), party: None }
            })
        ),
        (
            Just(Kind::RequestFailed),
            refusal().prop_map(|refusal| {
                Detail::Outcome { request: "HOLDCALL", call: None, refusal: Some(refusal) }
            })
        ),
    ];
    (any::<u64>(), detail, proptest::option::of(text())).prop_map(
        |(number, (kind, detail), reference)| Notice {
            number,
            time: Timestamp(0),
            reference: reference.map(Arc::from),
            kind,
            detail,
        },
    )
}

fn call() -> impl Strategy<Value = CallView> {
    let data = proptest::collection::vec((text(), text()), 0..4);
    (any::<u64>(), dn(), proptest::collection::vec(dn(), 0..3), data).prop_map(
        |(call, ani, parties, data)| CallView {
            call: CallKey(call),
            kind: CallKind::Inbound,
            state: State::Connected,
            muted: false,
            ani: Some(ani),
            dnis: None,
            queue: None,
            other: None,
            conference: false,
            parties,
            consult_of: None,
            data,
            observes: false,
            observer: None,
            actions: vec!["HOLDCALL", "RELEASECALL"],
            beside: vec![Beside { call: CallKey(1), state: State::Held, actions: Vec::new() }],
        },
    )
}

fn agent() -> impl Strategy<Value = AgentState> {
    proptest::option::of(text()).prop_map(|reason| AgentState::NotReady { reason })
}

fn refusal() -> impl Strategy<Value = Refusal> {
    (text(), any::<i32>()).prop_map(|(detail, code)| Refusal {
        middleware_code: Some(code),
        ..Refusal::because(Code::Refused, detail)
    })
}

fn dn() -> impl Strategy<Value = Dn> {
    "[!-~]{1,8}".prop_map(|text| Dn::new(&text).unwrap())
}

/// Any text, with a liking for what is awkward in XML.
fn text() -> impl Strategy<Value = String> {
    let awkward = proptest::sample::select(AWKWARD).prop_map(str::to_owned);
    let part = prop_oneof![any::<char>().prop_map(String::from), awkward];
    proptest::collection::vec(part, 0..8).prop_map(|parts| parts.concat())
}

const AWKWARD: &[&str] = &[
    "\0", "\u{1}", "\u{8}", "\t", "\n", "\r", "\r\n", "\u{b}", "\u{1b}", " ", "  ", "<", ">", "&",
    "\"", "'", "]]>", "\\", "\\u0041", "\\\\", "&amp;", "\u{85}", "\u{2028}", "\u{fffd}",
    "\u{fffe}", "\u{ffff}", "\u{feff}", "a",
];

const MARKUP: &[&str] = &[
    "<",
    ">",
    "/>",
    "</",
    "&",
    ";",
    "&#",
    "&#x",
    "&amp;",
    "&#0;",
    "'",
    "\"",
    "=",
    " ",
    "\n",
    "\r",
    "\t",
    "<!--",
    "-->",
    "--",
    "<![CDATA[",
    "]]>",
    "<?xml version=\"1.0\"?>",
    "<?",
    "?>",
    "<!DOCTYPE a [",
    "<!ENTITY",
    "]",
    "<MAKECALL>",
    "</MAKECALL>",
    "<destination>",
    "</destination>",
    "<data>",
    "</data>",
    "<item key=\"a\">",
    "</item>",
    "session=\"",
    "ref=\"1\"",
    "async=\"true\"",
    "a",
    "1",
    "\u{e9}",
    "\u{fffe}",
    "\0",
    "\u{1}",
    "\u{feff}",
];
