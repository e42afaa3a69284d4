//! One reply of each kind, and one event of each kind.

use std::{sync::Arc, time::Duration};

use gateway_core::{
    agent::AgentState,
    call::{Beside, CallView, State},
    feature::{Features, ForwardWhen, Forwarding},
    id::{CallKey, Dn},
    middleware::CallKind,
    notice::{Cause, Change, Detail, Kind, Notice, PartyChange, notices},
    refusal::{Code, Refusal, codes},
    reply::{Answer, Events, Reply, Snapshot},
    session::SessionId,
    statistics::{Interval, Measure, Scope, Statistics, Unit, figures},
    time::Timestamp,
};

/// Named replies.
pub(crate) fn replies() -> Vec<(String, Reply)> {
    let session = SessionId::parse("0123456789abcdef0123456789abcdef").unwrap();
    let events = |snapshot, notices| Answer::Events(Events { last: 43, snapshot, notices });
    let kinds: Vec<Notice> =
        notices().iter().zip(1..).map(|(row, number)| notice(number, row.kind)).collect();
    let mut replies = vec![
        reply("done", "HOLDCALL", Answer::Done),
        reply("call", "MAKECALL", Answer::Call(CallKey(0x6c))),
        reply("opened", "CTICLIENTINITIALIZE", Answer::Opened { session, snapshot: snapshot() }),
        reply("opening", "CTICLIENTINITIALIZE", Answer::Pending { session: Some(session) }),
        reply("pending", "HOLDCALL", Answer::Pending { session: None }),
        reply("snapshot", "GETSNAPSHOT", Answer::Snapshot(snapshot())),
        reply("statistics", "GETSTATISTICS", Answer::Statistics(statistics())),
        reply("no events", "GETEVENTS", events(None, Vec::new())),
        reply("every event", "GETEVENTS", events(None, kinds)),
        reply("behind", "GETEVENTS", events(Some(snapshot()), Vec::new())),
        reply("refused by the middleware", "HOLDCALL", Answer::Refused(refused())),
    ];
    replies.extend(codes().iter().map(|row| {
        let refusal = Refusal::new(row.code).in_state("held");
        reply(&format!("refused {}", row.name), "RETRIEVECALL", Answer::Refused(refusal))
    }));
    replies
}

fn reply(name: &str, request: &'static str, answer: Answer) -> (String, Reply) {
    (name.to_owned(), Reply { request, reference: Some(Arc::from("17 <&>")), answer })
}

fn snapshot() -> Box<Snapshot> {
    Box::new(Snapshot {
        number: 43,
        time: Timestamp(1_795_341_600_123),
        dn: dn("2001"),
        link_up: true,
        agent: AgentState::NotReady { reason: Some("lunch \"break\"\t\u{7}".to_owned()) },
        lease_not_ready: Duration::from_secs(90),
        lease_log_off: Duration::from_millis(900_500),
        features: features(),
        calls: vec![call(), CallView { data: Vec::new(), ..call() }],
    })
}

/// Every figure, as if one reply could have them all.
fn statistics() -> Box<Statistics> {
    let measure = |unit| match unit {
        Unit::Calls | Unit::Agents | Unit::Count => Measure::Whole(88),
        Unit::Seconds => Measure::Time(Duration::from_millis(12_345)),
        Unit::Ratio => Measure::Ratio(7368),
    };
    Box::new(Statistics {
        scope: Scope::Queue,
        dn: Some(dn("8100")),
        interval: Interval::Current,
        from: Timestamp(1_795_341_600_000),
        until: Timestamp(1_795_341_600_123),
        figures: figures().iter().map(|row| (row.figure, measure(row.unit))).collect(),
    })
}

fn notice(number: u64, kind: Kind) -> Notice {
    let call = |cause, party| Detail::Call { call: Box::new(call()), cause, party };
    let detail = match kind {
        Kind::IncomingCall
        | Kind::IncomingConsult
        | Kind::IncomingBlindTransfer
        | Kind::OutgoingCall
        | Kind::EstablishCall
        | Kind::CallHeld
        | Kind::CallUnmuted
        | Kind::CallDataChanged
        | Kind::CallAbandoned => call(None, None),
        Kind::CallObserved => {
            let call = Box::new(CallView { observer: Some(dn("2003")), ..self::call() });
            Detail::Call { call, cause: None, party: None }
        }
        Kind::CallMuted => {
            let call = Box::new(CallView { muted: true, ..self::call() });
            Detail::Call { call, cause: None, party: None }
        }
        Kind::DeviceChanged => Detail::Device { features: features(), cause: None },
        Kind::CallRetrieved => call(Some(Cause::Resync), None),
        Kind::CallFailed => call(Some(Cause::Busy), None),
        Kind::CallReleased => call(Some(Cause::Transferred), None),
        Kind::PartyChanged => {
            let party = Some(dn("2002"));
            let previous = Some(CallKey(0x6d));
            call(None, Some(PartyChange { change: Change::Replaced, party, previous }))
        }
        Kind::AgentStateChanged => Detail::Agent { state: AgentState::Ready, cause: None },
        Kind::RequestDone => {
            Detail::Outcome { request: "MAKECALL", call: Some(CallKey(0x6c)), refusal: None }
        }
        Kind::RequestFailed => {
            Detail::Outcome { request: "HOLDCALL", call: None, refusal: Some(refused()) }
        }
        Kind::LinkDown => Detail::Reason(Arc::from("connection lost")),
        Kind::LinkUp | Kind::SessionReplaced => Detail::None,
    };
    let reference = number.is_multiple_of(2).then(|| Arc::from("17"));
    Notice { number, time: Timestamp(1_795_341_600_123), reference, kind, detail }
}

fn call() -> CallView {
    CallView {
        call: CallKey(0x6c),
        kind: CallKind::Inbound,
        state: State::Held,
        muted: false,
        ani: Some(dn("01715550123")),
        dnis: Some(dn("8005")),
        queue: Some(dn("8100")),
        other: None,
        conference: true,
        parties: vec![dn("01715550123"), dn("2002")],
        consult_of: Some(CallKey(0x6b)),
        data: vec![
            ("CASE".to_owned(), "4711".to_owned()),
            ("IVR".to_owned(), " <a> & b\r\n".to_owned()),
            ("control".to_owned(), "bell\u{7} back\\slash".to_owned()),
        ],
        observes: false,
        observer: None,
        actions: vec!["RELEASECALL", "RETRIEVECALL"],
        beside: vec![Beside {
            call: CallKey(0x6e),
            state: State::Connected,
            actions: vec!["RELEASECALL", "HOLDCALL"],
        }],
    }
}

fn features() -> Features {
    let forwarding = Some(Forwarding { when: ForwardWhen::NoAnswer, to: dn("2002") });
    let monitors = Some(dn("2003"));
    Features { do_not_disturb: true, forwarding, message_waiting: false, monitors }
}

fn refused() -> Refusal {
    let refusal = Refusal::because(Code::Refused, "invalid connection state");
    Refusal { middleware_code: Some(-96), ..refusal }
}

fn dn(text: &str) -> Dn {
    Dn::new(text).unwrap()
}
