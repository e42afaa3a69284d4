//! Which request is granted in which situation, as one golden table.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a situation that cannot be read shall panic"
)]

#[path = "story/client.rs"]
#[expect(dead_code, reason = "the stories show replies, this table only codes")]
mod client;
#[path = "story/report.rs"]
#[expect(dead_code, reason = "the stories show orders, this table only codes")]
mod report;

use std::fmt::Write as _;

use gateway_core::{
    config::GatewayConfig,
    gateway::Gateway,
    reply::{Answer, Output, RequestToken},
    request::{Kind, Row, Rule, rows},
    session::SessionId,
    time::Timestamp,
};

/// What the device's agent and calls are; requests are about `c1`.
const SITUATIONS: &[(&str, &str)] = &[
    ("nobody is logged on", "loggedout"),
    ("no call", "ready"),
    ("dialing", "ready c1:dialing:1"),
    ("ringing", "ready c1:ringing:1"),
    ("ringing, another connected", "ready c1:ringing:1 c2:connected:2"),
    ("connected", "ready c1:connected:1"),
    ("connected, another held", "ready c1:connected:1 c2:held:2"),
    ("connected, its consultation held", "ready c1:connected:1 c2:held:2:consult_of=c1"),
    ("connected and muted", "ready c1:connected+muted:1"),
    ("a conference", "ready c1:connected:1,2"),
    ("held", "ready c1:held:1"),
    ("held, another connected", "ready c1:held:1 c2:connected:2"),
    ("held, its consultation dialing", "ready c1:held:1 c2:dialing:2:consult_of=c1"),
    ("held, its consultation connected", "ready c1:held:1 c2:connected:2:consult_of=c1"),
    ("held, its consultation held", "ready c1:held:1 c2:held:2:consult_of=c1"),
    ("held, its consultation failed", "ready c1:held:1 c2:failed:2:consult_of=c1"),
    ("failed", "ready c1:failed:1"),
    ("itself a consultation", "ready c1:connected:1:consult_of=c2 c2:held:2"),
];

#[test]
fn granted() {
    let mut table = String::new();
    for (situation, state) in SITUATIONS {
        writeln!(table, "{situation}").unwrap();
        for row in rows().iter().filter(|row| !matches!(row.rule, Rule::Always | Rule::Linked)) {
            writeln!(table, "    {:20}{}", row.name, outcome(row, state)).unwrap();
        }
    }
    insta::assert_snapshot!(table);
}

fn outcome(row: &Row, state: &str) -> String {
    let now = Timestamp(0);
    let (mut gateway, session) = opened(now, state);
    let mut words = vec![row.name.to_owned()];
    words.extend(row.fields.iter().map(|field| match field.kind {
        Kind::Call => format!("{}=c1", field.name),
        Kind::OneOf(words) => format!("{}={}", field.name, words[0]),
        Kind::Pairs => format!("{}.A=1", field.name),
        Kind::Dn | Kind::Text | Kind::Secret | Kind::Digits | Kind::Number | Kind::Seconds => {
            format!("{}=1", field.name)
        }
    }));
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let envelope = client::read(&words, Some(session)).unwrap();
    gateway.handle_request(now, RequestToken(2), envelope);
    match gateway.poll_output().unwrap() {
        Output::Command(_) => "granted".to_owned(),
        Output::Reply { reply, .. } => match reply.answer {
            Answer::Refused(refusal) => refusal.code.row().name.to_owned(),
            Answer::Done
            | Answer::Opened { .. }
            | Answer::Call(_)
            | Answer::Events(_)
            | Answer::Snapshot(_)
            | Answer::Statistics(_)
            | Answer::Pending { .. } => panic!("{reply:?}"),
        },
    }
}

fn opened(now: Timestamp, state: &str) -> (Gateway, SessionId) {
    let mut gateway = Gateway::new(GatewayConfig::default(), now, 1);
    gateway.handle_link(now, report::read(&["LinkUp"], 0));
    let open = client::read(&["CTICLIENTINITIALIZE", "dn=2001"], None).unwrap();
    gateway.handle_request(now, RequestToken(1), open);
    let state: Vec<&str> = state.split(' ').collect();
    gateway.handle_link(now, report::read(&[&["Registered", "2001"], &*state].concat(), 1));
    gateway.handle_link(now, report::read(&["Done"], 1));
    let outputs = std::iter::from_fn(|| gateway.poll_output()).collect::<Vec<_>>();
    let Some(Output::Reply { reply, .. }) = outputs.last() else { panic!("{outputs:?}") };
    let Answer::Opened { session, .. } = reply.answer else { panic!("{reply:?}") };
    (gateway, session)
}
