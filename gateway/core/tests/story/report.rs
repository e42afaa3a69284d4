//! How a story writes what the middleware reports and what it is ordered.
//!
//! ```text
//! LinkUp | LinkDown REASON | Lost DN
//! Done [c1] [#N]           Denied Refused CODE TEXT [#N]       without a number: the last command
//! Registered DN STATE [c1:STATE[+muted]:PARTY,…]… [dnd=on] [lamp=on] [forward=WHEN:DN]
//! Agent DN STATE [#N]
//! Queue DN c1 Entered|Abandoned|Distributed [DN]
//! Monitors DN AGENT [#N] | MonitorsNoMore DN AGENT [#N]
//! Set DN dnd=on|off | lamp=on|off | forward=WHEN:DN | forward=off [#N]
//! Call DN c1 CHANGE [key=value]… [#N]       several=yes: more than two take part
//! ```

use gateway_core::{
    id::Dn,
    middleware::{
        AgentState, Arrival, CallChange, CallInfo, CallKind, CallSnapshot, CallState, CommandId,
        Denial, DenialReason, Event, FailCause, Features, ForwardWhen, Forwarding, Order,
        QueueChange, ReleaseCause, Setting,
    },
};

use crate::client::key;

/// Reads one report.
pub(crate) fn read(words: &[&str], last_command: u64) -> Event {
    let number = words.last().and_then(|word| word.strip_prefix('#'));
    let named = number.map(|number| CommandId(number.parse().unwrap()));
    let command = named.unwrap_or(CommandId(last_command));
    let words = if named.is_some() { &words[..words.len() - 1] } else { words };
    match words {
        ["LinkUp"] => Event::LinkUp,
        ["LinkDown", reason] => Event::LinkDown { reason: (*reason).to_owned() },
        ["Done"] => Event::Done { command, call: None },
        ["Done", call] => Event::Done { command, call: Some(key(call)) },
        ["Denied", reason, code, text] => {
            let reason = denial(reason);
            let code = code.parse().ok();
            Event::Denied { command, denial: Denial { reason, code, text: (*text).to_owned() } }
        }
        ["Lost", number] => {
            let text = "taken".to_owned();
            let denial = Denial { reason: DenialReason::Refused, code: None, text };
            Event::RegistrationLost { dn: dn(number), denial }
        }
        ["Registered", number, state, calls @ ..] => {
            let mut features = Features::default();
            let (set, calls): (Vec<&str>, Vec<&str>) =
                calls.iter().partition(|word| ["dnd=", "lamp=", "forw"].contains(&&word[..4]));
            for word in set {
                match setting(word) {
                    Setting::DoNotDisturb(on) => features.do_not_disturb = on,
                    Setting::Forwarding(forwarding) => features.forwarding = forwarding,
                    Setting::MessageWaiting(on) => features.message_waiting = on,
                }
            }
            let calls = calls.iter().map(|call| snapshot(call)).collect();
            Event::Registered { dn: dn(number), agent: agent(state), calls, features }
        }
        ["Agent", number, state] => {
            Event::Agent { dn: dn(number), state: agent(state), command: named }
        }
        [word @ ("Monitors" | "MonitorsNoMore"), number, agent] => Event::Monitoring {
            dn: dn(number),
            agent: dn(agent),
            begins: *word == "Monitors",
            command: named,
        },
        ["Set", number, word] => {
            Event::Set { dn: dn(number), setting: setting(word), command: named }
        }
        ["Queue", number, call, "Entered"] => queue(number, call, QueueChange::Entered),
        ["Queue", number, call, "Abandoned"] => queue(number, call, QueueChange::Abandoned),
        ["Queue", number, call, "Distributed"] => {
            queue(number, call, QueueChange::Distributed { to: None })
        }
        ["Queue", number, call, "Distributed", to] => {
            queue(number, call, QueueChange::Distributed { to: Some(dn(to)) })
        }
        ["Call", number, call, change, pairs @ ..] => {
            let pairs: Vec<_> = pairs.iter().map(|pair| pair.split_once('=').unwrap()).collect();
            let change = call_change(change, &pairs);
            Event::Call {
                dn: dn(number),
                call: key(call),
                change,
                info: info(&pairs),
                command: named,
            }
        }
        _ => panic!("cannot read `{}`", words.join(" ")),
    }
}

fn queue(number: &str, call: &str, change: QueueChange) -> Event {
    Event::Queue { dn: dn(number), call: key(call), change }
}

fn call_change(word: &str, pairs: &[(&str, &str)]) -> CallChange {
    let value = |key| pairs.iter().find(|(known, _)| *known == key).map(|(_, value)| *value);
    let number = |key| value(key).map(dn);
    match word {
        "Dialing" => CallChange::Dialing,
        "Ringing" => CallChange::Ringing { arrival: Arrival::Direct },
        "RingingConsult" => CallChange::Ringing { arrival: Arrival::Consult },
        "RingingTransferred" => CallChange::Ringing { arrival: Arrival::Transferred },
        "Established" => CallChange::Established,
        "Held" => CallChange::Held,
        "Retrieved" => CallChange::Retrieved,
        "Released" => CallChange::Released { cause: ReleaseCause::Normal },
        "ReleasedNoAnswer" => CallChange::Released { cause: ReleaseCause::NoAnswer },
        "ReleasedTransferred" => CallChange::Released { cause: ReleaseCause::Transferred },
        "ReleasedStuck" => CallChange::Released { cause: ReleaseCause::Stuck },
        "ReleasedConferenced" => CallChange::Released { cause: ReleaseCause::Conferenced },
        "Abandoned" => CallChange::Abandoned,
        "FailedBusy" => CallChange::Failed { cause: FailCause::Busy },
        "FailedInvalid" => CallChange::Failed { cause: FailCause::InvalidNumber },
        "Observed" => CallChange::Observed { by: number("by").unwrap() },
        "Muted" => CallChange::Muted,
        "Unmuted" => CallChange::Unmuted,
        "NetworkReached" => CallChange::NetworkReached,
        "PartyAdded" => CallChange::PartyAdded { party: number("party") },
        "PartyRemoved" => CallChange::PartyRemoved {
            party: number("party"),
            remaining_conference: value("remaining") == Some("yes"),
        },
        "PartyChanged" => CallChange::PartyChanged {
            previous: value("previous").map(key),
            by: number("by"),
            conference: value("conference") == Some("yes"),
        },
        "Parties" => CallChange::Parties {
            parties: value("parties").unwrap_or_default().split(',').filter_map(Dn::new).collect(),
            conference: value("several") == Some("yes"),
        },
        "DataChanged" => CallChange::DataChanged { by: number("by") },
        _ => panic!("cannot read `{word}`"),
    }
}

fn info(pairs: &[(&str, &str)]) -> CallInfo {
    let mut info = CallInfo::default();
    for (name, value) in pairs {
        match (*name, name.strip_prefix("data.")) {
            (_, Some(name)) => {
                let pair = (name.to_owned(), (*value).to_owned());
                info.data.get_or_insert_default().push(pair);
            }
            ("nodata", _) => info.data = Some(Vec::new()),
            ("other", _) => info.other = Some(dn(value)),
            ("ani", _) => info.ani = Some(dn(value)),
            ("dnis", _) => info.dnis = Some(dn(value)),
            ("queue", _) => info.queue = Some(dn(value)),
            ("observes", _) => info.observes = true,
            ("several", _) => info.conference = true,
            ("muted", _) => info.muted = Some(*value == "yes"),
            ("consult_of", _) => info.consult_of = Some(key(value)),
            ("kind", _) => {
                info.kind = match *value {
                    "internal" => CallKind::Internal,
                    "inbound" => CallKind::Inbound,
                    "outbound" => CallKind::Outbound,
                    "consult" => CallKind::Consult,
                    _ => panic!("cannot read `{value}`"),
                }
            }
            (
                "observer" | "party" | "parties" | "remaining" | "previous" | "by" | "conference",
                _,
            ) => {}
            _ => panic!("cannot read `{name}`"),
        }
    }
    info
}

fn snapshot(text: &str) -> CallSnapshot {
    let mut parts = text.split(':');
    let call = key(parts.next().unwrap());
    let word = parts.next().unwrap();
    let muted = word.ends_with("+muted");
    let state = match word.trim_end_matches("+muted") {
        "dialing" => CallState::Dialing,
        "ringing" => CallState::Ringing,
        "connected" => CallState::Connected,
        "held" => CallState::Held,
        "failed" => CallState::Failed,
        word => panic!("cannot read `{word}`"),
    };
    let parties = parts.next().filter(|parties| !parties.is_empty());
    let parties = parties.map(|parties| parties.split(',').map(dn).collect());
    let pairs: Vec<_> = parts.map(|pair| pair.split_once('=').unwrap()).collect();
    let observer = pairs.iter().find(|(key, _)| *key == "observer").map(|(_, by)| dn(by));
    let parties = parties.unwrap_or_default();
    CallSnapshot { call, state, muted, info: info(&pairs), parties, observer }
}

fn setting(word: &str) -> Setting {
    let (name, value) = word.split_once('=').unwrap();
    match name {
        "dnd" => Setting::DoNotDisturb(value == "on"),
        "lamp" => Setting::MessageWaiting(value == "on"),
        _ => Setting::Forwarding(value.split_once(':').map(|(when, to)| {
            let when = match when {
                "always" => ForwardWhen::Always,
                "busy" => ForwardWhen::Busy,
                _ => ForwardWhen::NoAnswer,
            };
            Forwarding { when, to: dn(to) }
        })),
    }
}

fn agent(word: &str) -> AgentState {
    match word.split_once(':').unwrap_or((word, "")) {
        ("loggedout", _) => AgentState::LoggedOut,
        ("notready", "") => AgentState::NotReady { reason: None },
        ("notready", reason) => AgentState::NotReady { reason: Some(reason.to_owned()) },
        ("ready", _) => AgentState::Ready,
        ("wrapup", _) => AgentState::AfterCallWork,
        _ => panic!("cannot read `{word}`"),
    }
}

fn denial(word: &str) -> DenialReason {
    match word {
        "Refused" => DenialReason::Refused,
        "NoAnswer" => DenialReason::NoAnswer,
        "LinkDown" => DenialReason::LinkDown,
        "Unsupported" => DenialReason::Unsupported,
        "Overload" => DenialReason::Overload,
        _ => panic!("cannot read `{word}`"),
    }
}

fn dn(text: &str) -> Dn {
    Dn::new(text).unwrap()
}

/// Shows an order, with ids as `c1`.
pub(crate) fn order(order: &Order) -> String {
    let mut shown = format!("{order:?}");
    while let Some(at) = shown.find("CallKey(") {
        let end = at + "CallKey(".len() + 16;
        let key = u64::from_str_radix(&shown[end - 16..end], 16).unwrap();
        shown.replace_range(at..=end, &format!("c{key:x}"));
    }
    shown
}
