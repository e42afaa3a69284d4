//! Stories of the link and of commands, as data: what goes in, and what the adapter wants done.
//!
//! A story is a file of lines; its golden shows the same lines with everything that each of them
//! caused. `open`, `close`, `at SECONDS`, `do ID DN ORDER …` and `EventName key=value …`.

#![expect(clippy::unwrap_used, reason = "a story that cannot be read shall panic")]

use std::fmt::Write as _;

use gateway_core::{
    id::{CallKey, Dn},
    middleware::{
        Adapter as _, AdapterOutput, Command, CommandId, ForwardWhen, Forwarding, LinkChange,
        MonitorMode, MonitorScope, Order, Peer, Purpose, Setting,
    },
    time::Timestamp,
};
use gateway_tserver::{TServer, TServerConfig};
use tserver_wire::{
    AgentWorkMode, AttributeId, CallState, CallType, Decoder, KvList, Message, MessageType, Value,
};

#[test]
fn stories() {
    insta::glob!("stories/*.txt", |path| {
        let story = std::fs::read_to_string(path).unwrap();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("stories");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.remove_snapshot_suffix();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        settings.bind(|| insta::assert_snapshot!(name, play(&story)));
    });
}

fn play(story: &str) -> String {
    let mut now = Timestamp(0);
    let backup = story.lines().next() == Some("backup");
    let mut adapter = TServer::new(TServerConfig { backup, ..TServerConfig::default() }, now);
    let mut out = String::new();
    drain(&mut adapter, &mut out);
    for line in story.lines().filter(|line| !line.trim().is_empty()) {
        out.push_str(line);
        out.push('\n');
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["//", ..] | ["backup"] => {}
            ["open"] => adapter.handle_link(now, LinkChange::Opened),
            ["close"] => adapter.handle_link(now, LinkChange::Closed),
            ["garbage"] => adapter.handle_link(now, LinkChange::Received(&[0xFF; 16])),
            ["at", seconds] => {
                now = Timestamp(milliseconds(seconds));
                while adapter.poll_timeout().is_some_and(|at| at <= now) {
                    let at = adapter.poll_timeout().unwrap();
                    writeln!(out, "    (at {at})").unwrap();
                    adapter.handle_timeout(at);
                    drain(&mut adapter, &mut out);
                }
            }
            ["do", id, dn, rest @ ..] => {
                let order = order(rest);
                let command =
                    Command { id: CommandId(id.parse().unwrap()), dn: Dn::new(dn).unwrap(), order };
                adapter.handle_command(now, command);
            }
            [name, pairs @ ..] => {
                let mut bytes = Vec::new();
                message(name, pairs).encode(&mut bytes).unwrap();
                adapter.handle_link(now, LinkChange::Received(&bytes));
            }
            [] => {}
        }
        drain(&mut adapter, &mut out);
    }
    out
}

/// Seconds with at most three decimals.
fn milliseconds(seconds: &str) -> u64 {
    let (whole, part) = seconds.split_once('.').unwrap_or((seconds, ""));
    format!("{whole}{part:0<3}").parse().unwrap()
}

fn drain(adapter: &mut TServer, out: &mut String) {
    while let Some(output) = adapter.poll_output() {
        let text = match output {
            AdapterOutput::Open(Peer::Primary) => "open the connection".to_owned(),
            AdapterOutput::Open(Peer::Backup) => "open the connection to the backup".to_owned(),
            AdapterOutput::Close => "close the connection".to_owned(),
            AdapterOutput::Transmit(bytes) => {
                let mut decoder = Decoder::new();
                decoder.feed(&bytes);
                format!("send {}", decoder.next().unwrap().unwrap().one_line())
            }
            AdapterOutput::Event(event) => format!("tell {event:?}"),
        };
        writeln!(out, "    {text}").unwrap();
    }
}

fn order(words: &[&str]) -> Order {
    let call = |text: &str| CallKey::parse(text).unwrap();
    let to = |text: &str| Dn::new(text).unwrap();
    match words {
        ["register"] => Order::Register,
        ["unregister"] => Order::Unregister,
        ["log-on", agent, queues @ ..] => Order::LogOn {
            agent: (*agent).to_owned(),
            password: None,
            queues: queues.iter().map(|queue| to(queue)).collect(),
        },
        ["log-off"] => Order::LogOff,
        ["ready"] => Order::SetReady,
        ["not-ready", reason] => Order::SetNotReady { reason: Some((*reason).to_owned()) },
        ["make-call", number] => Order::MakeCall { to: to(number), data: Vec::new() },
        ["answer", c] => Order::Answer { call: call(c) },
        ["hold", c] => Order::Hold { call: call(c) },
        ["alternate", held, active] => Order::Alternate { held: call(held), active: call(active) },
        ["consult", c, number] => Order::Consult {
            call: call(c),
            to: to(number),
            purpose: Purpose::Transfer,
            data: vec![("case".to_owned(), "4711".to_owned())],
        },
        ["complete-transfer", held, active] => {
            Order::CompleteTransfer { held: call(held), active: call(active) }
        }
        ["complete-conference", held, active] => {
            Order::CompleteConference { held: call(held), active: call(active) }
        }
        ["delete-data", c, keys @ ..] => Order::DeleteData {
            call: call(c),
            keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        },
        ["redirect", c, number] => Order::Redirect { call: call(c), to: to(number) },
        ["digits", c, digits] => Order::SendDigits { call: call(c), digits: (*digits).to_owned() },
        ["mute", c] => Order::Mute { call: call(c) },
        ["unmute", c] => Order::Unmute { call: call(c) },
        ["dnd", state] => Order::Set(Setting::DoNotDisturb(*state == "on")),
        ["lamp", state] => Order::Set(Setting::MessageWaiting(*state == "on")),
        ["forward", "off"] => Order::Set(Setting::Forwarding(None)),
        ["forward", number] => {
            let forwarding = Forwarding { when: ForwardWhen::NoAnswer, to: to(number) };
            Order::Set(Setting::Forwarding(Some(forwarding)))
        }
        ["monitor", agent, mode, scope] => Order::Monitor {
            agent: to(agent),
            mode: match *mode {
                "listen" => MonitorMode::Listen,
                "whisper" => MonitorMode::Whisper,
                _ => MonitorMode::Barge,
            },
            scope: if *scope == "one" { MonitorScope::OneCall } else { MonitorScope::AllCalls },
        },
        ["cancel-monitoring", agent] => Order::CancelMonitoring { agent: to(agent) },
        other => panic!("no such order: {other:?}"),
    }
}

fn message(name: &str, pairs: &[&str]) -> Message {
    let kind = MessageType::from_name(name).unwrap_or_else(|| panic!("no message {name}"));
    let mut message = Message::new(kind);
    for pair in pairs {
        let (key, text) = pair.split_once('=').unwrap();
        let id = AttributeId::from_name(key).unwrap_or_else(|| panic!("no attribute {key}"));
        message.push(id, value(key, text));
    }
    message
}

fn value(key: &str, text: &str) -> Value {
    match key {
        "CallType" => CallType::from_name(text).unwrap().into(),
        "CallState" => CallState::from_name(text).unwrap().into(),
        "AgentWorkMode" => AgentWorkMode::from_name(text).unwrap().into(),
        "Extensions" => {
            let (key, number) = text.split_once(':').unwrap();
            KvList::new().with(key, number.parse::<i32>().unwrap()).into()
        }
        "UserData" | "Reasons" => {
            let pairs = text.split(',').map(|pair| {
                let (key, value) = pair.split_once(':').unwrap();
                (key.to_owned(), value.to_owned())
            });
            KvList::from(pairs.collect::<Vec<_>>()).into()
        }
        "EventSequenceNumber" => text.parse::<u64>().unwrap().into(),
        _ if key.ends_with("ConnID") => u64::from_str_radix(text, 16).unwrap().into(),
        _ => match text.parse::<i32>() {
            Ok(number) if INTEGERS.contains(&key) => number.into(),
            _ => text.into(),
        },
    }
}

const INTEGERS: [&str; 6] =
    ["ReferenceID", "ErrorCode", "AddressInfoStatus", "ThisDNRole", "OtherDNRole", "ServerRole"];
