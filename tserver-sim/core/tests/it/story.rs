//! Stories: what happens to a call, step by step, and what clients are told in each step.
//!
//! ```text
//! site vectors                          before the names: the site of `tests/it/vectors.toml`
//! site desks                            or that of `tests/it/desks.toml`
//! conferences end with the last outsider   before the names: how the switch is set up
//! work after release                    before the names: after-call work told after the release
//! second login forces out               before the names: one number, one agent, the last one
//! names A=2001 B=2002
//! step A calls B                        everything up to the next step is one step
//! A > MakeCall OtherDN=B                A's client sends a request; `1` is the first call named;
//!                                       `?` sends one without ThisDN
//! A >> ReleaseCall ConnID=1             the other client does
//! phone B answer 1                      a key at the telephone: dial, answer, hangup, hold,
//!                                       retrieve, consult, keys, pickup, park, unpark
//! outside dial 8005 from=0171 ivr:A77   somebody outside: dial, answer, hangup, keys
//! link down                             the link between T-Server and switch: down, up
//! wait 5s                               time passes
//! A < Dialing ConnID=1 OtherDN=B        A's clients get the event; see expectation.rs
//! ```

use std::{collections::BTreeMap, time::Duration};

use switch_sim::{
    action::Action, feature::Setting, id::Number, personality::table::Personality, world::World,
};
use tserver_sim_core::{Config, ConnId, SecondLogin};
use tserver_wire::{AttributeId as A, KvList, Message, MessageMask, MessageType, Shape, Value};

use crate::{
    expectation::{Expectation, check_step},
    rig::{FIRST, Rig, SECOND, world},
};

/// A story being played.
pub(crate) struct Player {
    pub(crate) rig: Rig,
    pub(crate) names: Names,
    pub(crate) trace: String,
    /// Expectations of the step being played.
    expected: Vec<Expectation>,
    step: Option<String>,
}

/// What letters and small numbers stand for.
#[derive(Default)]
pub(crate) struct Names {
    pub(crate) dns: BTreeMap<String, String>,
    pub(crate) conns: BTreeMap<String, u64>,
    /// The reference of the last request of the step.
    pub(crate) reference: Option<i32>,
}

impl Names {
    /// The number a letter stands for; other text is itself.
    pub(crate) fn dn<'a>(&'a self, text: &'a str) -> &'a str {
        self.dns.get(text).map_or(text, String::as_str)
    }
}

/// Plays a story and checks its expectations; the player, with the trace and all that it has seen.
pub(crate) fn play(text: &str) -> Player {
    let mut player = Player {
        rig: Rig::new(Config::default()),
        names: Names::default(),
        trace: String::new(),
        expected: Vec::new(),
        step: None,
    };
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.split("//").next().unwrap().trim();
        if !line.is_empty() {
            player.line(line).unwrap_or_else(|why| panic!("line {number}: `{line}`: {why}"));
            player.learn_in_setup();
        }
    }
    player.end_step();
    player
}

impl Player {
    fn line(&mut self, line: &str) -> Result<(), String> {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["title", ..] => self.print(line),
            ["conferences", "end", "with", "the", "last", "outsider"] => {
                let world = World { conference_outlives_outsiders: false, ..world() };
                self.rig = Rig::in_world(&world, Config::default());
            }
            ["site", "vectors"] => {
                let world = World::parse(include_str!("vectors.toml")).unwrap();
                self.rig = Rig::in_world(&world, Config::default());
            }
            ["site", "desks"] => {
                let world = World::parse(include_str!("desks.toml")).unwrap();
                self.rig = Rig::in_world(&world, Config::default());
            }
            ["personality", row, value] => {
                let personality = Personality::default().with(row, value);
                let personality =
                    personality.ok_or_else(|| format!("no row {row} with {value}"))?;
                let world = World { personality, ..world() };
                self.rig = Rig::in_world(&world, Config::default());
            }
            ["second", "login", "forces", "out"] => {
                let second_login = SecondLogin::ForcesOut;
                self.rig = Rig::new(Config { second_login, ..Config::default() });
            }
            ["names", pairs @ ..] => self.name(pairs),
            ["step", ..] => {
                self.end_step();
                self.step = Some(line.to_owned());
            }
            [who, ">", kind, pairs @ ..] => {
                let request = self.request(who, kind, pairs)?;
                self.names.reference = Some(self.rig.request(FIRST, &request));
            }
            [who, ">>", kind, pairs @ ..] => {
                let request = self.request(who, kind, pairs)?;
                self.rig.request(SECOND, &request);
            }
            [who, "<", kind, pairs @ ..] => {
                self.expected.push(Expectation::parse(who, kind, pairs)?);
            }
            ["link", state @ ("down" | "up")] => {
                let now = self.rig.switch.now();
                self.rig.tserver.set_switch_link(now, *state == "up");
                self.rig.pump();
            }
            ["phone", who, key, rest @ ..] => self.press(who, key, rest)?,
            ["outside", what, rest @ ..] => self.outside(what, rest)?,
            ["wait", seconds] => {
                let seconds = seconds.trim_end_matches('s').parse().map_err(|_| "not seconds")?;
                self.rig.wait(Duration::from_secs(seconds));
            }
            _ => return Err("no such line".to_owned()),
        }
        Ok(())
    }

    /// Names the numbers; both clients register all of the switch's own.
    fn name(&mut self, pairs: &[&str]) {
        self.rig.connect(FIRST);
        self.rig.connect(SECOND);
        for pair in pairs {
            let (letter, dn) = pair.split_once('=').unwrap();
            self.names.dns.insert(letter.to_owned(), dn.to_owned());
            if self.rig.switch.device_by_number(dn).is_some() {
                self.rig.register(FIRST, dn);
                self.rig.register(SECOND, dn);
            }
        }
        self.rig.sent.clear();
    }

    fn request(&self, who: &str, kind: &str, pairs: &[&str]) -> Result<Message, String> {
        let kind = MessageType::from_name(&format!("Request{kind}")).ok_or("no such request")?;
        let mut request = Message::new(kind);
        if who != "?" {
            request.push(A::THIS_DN, self.names.dn(who));
        }
        for pair in pairs {
            let (key, value) = pair.split_once('=').ok_or("not key=value")?;
            let id = A::from_name(key).ok_or_else(|| format!("no attribute {key}"))?;
            request.push(id, self.value(id, value)?);
        }
        Ok(request)
    }

    fn value(&self, id: A, text: &str) -> Result<Value, String> {
        match id.shape() {
            Some(Shape::Connection) => Ok(Value::Unsigned64(self.conn(text)?)),
            Some(Shape::List) => Ok(Value::List(list(text))),
            Some(Shape::Coded(name_of) | Shape::Glossed(name_of)) => {
                let code = (0..100).find(|code| name_of(*code) == Some(text));
                let code = code.or_else(|| text.parse().ok());
                Ok(Value::Integer(code.ok_or_else(|| format!("no value {text}"))?))
            }
            Some(Shape::MessageNumber) => {
                let kind = MessageType::from_name(text).ok_or("no such message")?;
                Ok(Value::Integer(kind.0.into()))
            }
            Some(Shape::Bytes) => {
                let kinds = text.split(',').map(|name| {
                    MessageType::from_name(name).ok_or_else(|| format!("no message {name}"))
                });
                Ok(kinds.collect::<Result<MessageMask, String>>()?.into())
            }
            Some(Shape::Number) => Ok(Value::Integer(text.parse().map_err(|_| "not a number")?)),
            Some(_) | None => Ok(Value::String(self.names.dn(text).to_owned())),
        }
    }

    fn conn(&self, text: &str) -> Result<u64, String> {
        self.names.conns.get(text).copied().ok_or_else(|| format!("no call {text} yet"))
    }

    fn press(&mut self, who: &str, key: &str, rest: &[&str]) -> Result<(), String> {
        let device = self.rig.device(self.names.dn(who));
        let call = |text: &str| {
            let conn = ConnId(self.conn(text)?);
            self.rig.tserver.call_of(conn).ok_or_else(|| format!("call {text} has ended"))
        };
        let action = match (key, rest) {
            ("dial", [to]) => {
                let to = Number::new(self.names.dn(to)).map_err(|error| error.to_string())?;
                Action::MakeCall { device, to, data: Vec::new() }
            }
            ("lift", []) => Action::Set { device, setting: Setting::OffHook(true) },
            ("put-back", []) => Action::Set { device, setting: Setting::OffHook(false) },
            ("answer", [conn]) => Action::Answer { device, call: call(conn)? },
            ("hangup", [conn]) => Action::Release { device, call: call(conn)? },
            ("keys", [conn, digits]) => {
                let digits = Number::new(digits).map_err(|error| error.to_string())?;
                Action::SendDigits { device, call: call(conn)?, digits }
            }
            ("hold", [conn]) => Action::Hold { device, call: call(conn)? },
            ("pickup", at) => Action::PickUp { device, at: self.place(at)? },
            ("park", [conn, at @ ..]) => {
                Action::Park { device, call: call(conn)?, at: self.place(at)? }
            }
            ("unpark", at) => Action::Unpark { device, at: self.place(at)? },
            ("retrieve", [conn]) => Action::Retrieve { device, call: call(conn)? },
            ("consult", [conn, to]) => {
                let to = Number::new(self.names.dn(to)).map_err(|error| error.to_string())?;
                Action::Consult { device, call: call(conn)?, to, data: Vec::new() }
            }
            _ => return Err("no such key".to_owned()),
        };
        self.rig.act(action);
        Ok(())
    }

    /// Where a call rings or is parked, if the line says so.
    fn place(&self, at: &[&str]) -> Result<Option<Number>, String> {
        let number = at.first().map(|at| Number::new(self.names.dn(at)));
        number.transpose().map_err(|error| error.to_string())
    }

    fn outside(&mut self, what: &str, rest: &[&str]) -> Result<(), String> {
        match (what, rest) {
            ("dial", [to, rest @ ..]) => {
                let from = rest.iter().find_map(|word| word.strip_prefix("from="));
                let from = from.map(|from| self.names.dn(from).to_owned());
                let data = rest.iter().filter_map(|word| word.split_once(':'));
                let data = data.map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
                let to = self.names.dn(to).to_owned();
                self.rig.arrive(from.as_deref(), &to, data);
            }
            ("keys", [conn, digits]) => {
                let call = self.rig.tserver.call_of(ConnId(self.conn(conn)?)).ok_or("ended")?;
                let device = self.rig.outside_party(call);
                let digits = Number::new(digits).map_err(|error| error.to_string())?;
                self.rig.act(Action::SendDigits { device, call, digits });
            }
            ("answer" | "hangup", [conn]) => {
                let call = self.rig.tserver.call_of(ConnId(self.conn(conn)?)).ok_or("ended")?;
                let device = self.rig.outside_party(call);
                self.rig.act(match what {
                    "answer" => Action::Answer { device, call },
                    _ => Action::Release { device, call },
                });
            }
            _ => return Err("nobody outside can do this".to_owned()),
        }
        Ok(())
    }

    /// Before the first step nothing is checked; calls are numbered as they come.
    fn learn_in_setup(&mut self) {
        if self.step.is_some() {
            return;
        }
        for event in self.rig.take(FIRST) {
            assert_ne!(event.kind, MessageType::EVENT_ERROR, "in the setup: {}", event.one_line());
            let Some(conn) = event.conn_id(A::CONN_ID) else { continue };
            if !self.names.conns.values().any(|known| *known == conn) {
                let name = (self.names.conns.len() + 1).to_string();
                self.names.conns.insert(name, conn);
            }
        }
        self.rig.sent.clear();
    }

    /// Checks the events of the step against its expectations, and prints them.
    fn end_step(&mut self) {
        let events = self.rig.take(FIRST);
        assert_copies_are_alike(&events, &self.rig.take(SECOND));
        let expected = std::mem::take(&mut self.expected);
        let Some(step) = self.step.take() else {
            assert!(expected.is_empty(), "an expectation before the first step");
            return;
        };
        self.print(&format!("\n{step}"));
        for event in &events {
            self.print(&format!("  {}", without_stamp(event).one_line()));
        }
        check_step(&step, &expected, &events, &mut self.names);
        self.names.reference = None;
    }

    fn print(&mut self, line: &str) {
        self.trace.push_str(line.trim_end());
        self.trace.push('\n');
    }
}

/// The second client gets what the first one gets, but for references, and what only a requester
/// gets: refusals, answers to queries, events that are about no number.
fn assert_copies_are_alike(first: &[Message], second: &[Message]) {
    let shared = |event: &&Message| {
        event.get(A::THIS_DN).is_some() && !ONLY_FOR_THE_REQUESTER.contains(&event.kind)
    };
    let copies = |events: &[Message]| -> Vec<Message> {
        events.iter().filter(shared).map(|event| without(event, &[A::REFERENCE_ID])).collect()
    };
    assert_eq!(copies(first), copies(second));
}

/// Events about a number that go to one client.
const ONLY_FOR_THE_REQUESTER: &[MessageType] = &[
    MessageType::EVENT_ERROR,
    MessageType::EVENT_REGISTERED,
    MessageType::EVENT_UNREGISTERED,
    MessageType::EVENT_ADDRESS_INFO,
    MessageType::EVENT_PARTY_INFO,
    MessageType::EVENT_ANSWER_ACCESS_NUMBER,
];

fn without_stamp(event: &Message) -> Message {
    let stamp = [
        A::TIME_IN_SECS,
        A::TIME_IN_USECS,
        A::EVENT_SEQUENCE_NUMBER,
        A::CALL_UUID,
        A::CALL_ID,
        A::CAPABILITIES,
        A::SERVER_VERSION,
        A::SESSION_ID,
    ];
    without(event, &stamp)
}

fn without(event: &Message, ids: &[A]) -> Message {
    let mut event = event.clone();
    event.attributes.retain(|attribute| !ids.contains(&attribute.id));
    event
}

fn list(text: &str) -> KvList {
    text.split(',').filter_map(|pair| pair.split_once(':')).collect()
}
