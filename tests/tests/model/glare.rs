//! Two people act at once, neither knowing of the other: in every order in which requests and news
//! can cross on the way, each is answered, and no call is left over.

use std::{collections::BTreeMap, fmt::Write as _, time::Duration};

use gateway_core::reply::RequestToken;
use gateway_xml::Element;
use switch_sim::{
    action::Action,
    id::{CallId, DeviceId, Number},
};
use tserver_sim_core::fault::Fault;

use crate::desks::Desks;

/// What two people do at once, and what has happened before.
///
/// A line is `who REQUEST key=value …` at a desktop, `phone DN answer cN` and `phone DN hangup cN`
/// at a telephone, `street dial NUMBER` and `street hangup cN` outside.
struct Race {
    name: &'static str,
    before: &'static [&'static str],
    one: &'static str,
    other: &'static str,
}

/// Every race with the second act up to 350 ms before and after the first, on a link that takes 100 ms
/// each way: from "knew all about it" over every crossing to "knew all about it" again.
#[test]
fn row_30_whoever_acts_at_once() {
    let (mut told, mut documents) = (String::new(), Vec::new());
    for race in RACES {
        writeln!(told, "{}\n  {} | {}", race.name, race.one, race.other).unwrap();
        let mut last = String::new();
        for offset in OFFSETS {
            let mut duel = Duel::begin(race);
            let outcome = duel.fight(race, offset);
            documents.append(&mut duel.desks.documents);
            if outcome != last {
                write!(told, "{offset:>5} ms  {outcome}").unwrap();
                last = outcome;
            }
        }
        told.push('\n');
    }
    tests::schema::check(documents.iter().map(Vec::as_slice)).unwrap();
    insta::assert_snapshot!(told);
}

/// A race that is run.
struct Duel {
    desks: Desks,
    /// The identifiers of calls, and what the lines call them.
    names: BTreeMap<String, String>,
    /// How every call that somebody was told of ended there.
    ended: BTreeMap<(&'static str, String), usize>,
}

/// What became of an act: at once at a telephone, or by a reply that is still to come.
enum Acted {
    Done(String),
    Asked(RequestToken),
}

impl Duel {
    /// Goes through what has happened before, without haste.
    fn begin(race: &Race) -> Self {
        let people = [("alice", "2001"), ("bob", "2002"), ("carol", "2003")];
        let desks = Desks::open(WORLD, &people);
        let mut duel = Self { desks, names: BTreeMap::new(), ended: BTreeMap::new() };
        for line in race.before {
            let acted = duel.act(line);
            duel.desks.pass(Duration::from_secs(1));
            assert_eq!(duel.outcome(acted), "ok", "{}: {line}", race.name);
            let calls: Vec<CallId> = duel.desks.rig.switch().calls().map(|call| call.id).collect();
            for call in calls {
                let id = duel.desks.rig.tserver().conn_id_of(call).expect("it is known");
                duel.name(&id.to_string());
            }
        }
        for who in duel.desks.people() {
            duel.read(who);
        }
        let delay = Fault::Delay { by: DELAY, jitter: Duration::ZERO };
        let slow = duel.desks.rig.inject(delay, None, "link   ! delay".to_owned());
        assert!(slow.is_ok(), "a link can always be slow");
        duel
    }

    /// Both act, the second so many milliseconds after the first; what came of it.
    fn fight(&mut self, race: &Race, offset: i64) -> String {
        let between = Duration::from_millis(offset.unsigned_abs());
        let (one, other) = if offset < 0 {
            let other = self.act(race.other);
            self.desks.pass(between);
            (self.act(race.one), other)
        } else {
            let one = self.act(race.one);
            self.desks.pass(between);
            (one, self.act(race.other))
        };
        self.desks.pass(Duration::from_secs(10));
        let mut told = format!("{} | {}\n", self.outcome(one), self.outcome(other));
        for who in self.desks.people() {
            let events = self.read(who);
            if !events.is_empty() {
                // Writing to a text does not fail.
                let _infallible = writeln!(told, "            {who}: {}", events.join(", "));
            }
            let actual = self.desks.actual(who);
            assert_eq!(self.desks.shown(who), actual, "{who} after\n{told}");
        }
        self.close(&told);
        told
    }

    /// Everybody hangs up who still can; nothing is left, and each end was told once.
    fn close(&mut self, told: &str) {
        loop {
            let switch = self.desks.rig.switch();
            let Some(call) = switch.calls().next() else { break };
            let mut people = call.parties.iter().filter(|p| switch.queue(p.device).is_none());
            let device = people.next().expect("a call has a party").device;
            let left = self.desks.rig.act(Action::Release { device, call: call.id });
            assert!(left.is_ok(), "whoever is in a call can leave it: {left:?} after\n{told}");
        }
        self.desks.pass(Duration::from_secs(1));
        for who in self.desks.people() {
            self.read(who);
            assert!(self.desks.shown(who).is_empty(), "{who} has a call left after\n{told}");
        }
        let stuck: Vec<_> = self.ended.iter().filter(|(_, ends)| **ends != 1).collect();
        assert!(stuck.is_empty(), "ends that were told: {stuck:?} after\n{told}");
    }

    fn act(&mut self, line: &str) -> Acted {
        let words: Vec<&str> = line.split(' ').collect();
        let action = match words.as_slice() {
            ["street", "dial", number] => Action::Arrive {
                group: self.desks.rig.switch().trunk_group("PSTN1").expect("a trunk group"),
                calling: Some(Number::new("01715550123").expect("a number")),
                called: Number::new(number).expect("a number"),
                data: Vec::new(),
            },
            ["street", "hangup", name] => {
                let (device, call) = (self.circuit(), self.call(name));
                Action::Release { device, call }
            }
            ["phone", dn, key, name] => {
                let device = self.desks.rig.switch().device_by_number(dn).expect("a telephone");
                let call = self.call(name);
                match *key {
                    "answer" => Action::Answer { device, call },
                    "hangup" => Action::Release { device, call },
                    _ => panic!("no such key: {key}"),
                }
            }
            [who, request, fields @ ..] => {
                let fields = fields.iter().map(|field| field.split_once('=').expect("key=value"));
                let id = |value: &str| self.names.iter().find(|(_, name)| *name == value);
                let fields: Vec<_> = fields
                    .map(|(key, value)| {
                        let value = id(value).map_or(value, |(id, _)| id);
                        (key.to_owned(), value.to_owned())
                    })
                    .collect();
                return Acted::Asked(self.desks.send(who, request, &fields));
            }
            _ => panic!("cannot read `{line}`"),
        };
        Acted::Done(match self.desks.rig.act(action) {
            Ok(_) => "ok".to_owned(),
            Err(refusal) => refusal.to_string(),
        })
    }

    /// What the switch calls a call of the story; a number that no call has if it has ended.
    fn call(&self, name: &str) -> CallId {
        let calls = self.desks.rig.switch().calls();
        let known = |call: &CallId| {
            let id = self.desks.rig.tserver().conn_id_of(*call)?;
            self.names.get(&id.to_string())
        };
        calls
            .map(|call| call.id)
            .find(|call| known(call).is_some_and(|known| known == name))
            .unwrap_or(CallId(9_999))
    }

    fn circuit(&self) -> DeviceId {
        self.desks.rig.switch().device_by_number("PSTN1_1").expect("a circuit")
    }

    fn outcome(&mut self, acted: Acted) -> String {
        let token = match acted {
            Acted::Done(outcome) => return outcome,
            Acted::Asked(token) => token,
        };
        let reply = self.desks.reply(token).expect("every request is answered");
        let error = reply.child("error").and_then(|error| error.attribute("code"));
        error.unwrap_or("ok").to_owned()
    }

    /// What somebody was told since the last time. A call that has ended is not told of again.
    fn read(&mut self, who: &'static str) -> Vec<String> {
        let events = self.desks.events(who);
        events.iter().map(|event| self.line(who, event)).collect()
    }

    fn line(&mut self, who: &'static str, event: &Element) -> String {
        let Some(id) = event.attribute("call") else {
            return format!("{} {}", event.name, event.attribute("state").unwrap_or_default());
        };
        let ends = self.ended.entry((who, id.to_owned())).or_default();
        assert_eq!(*ends, 0, "{who} is told of a call after its end: {event:?}");
        if event.attribute("state") == Some("released") {
            *ends += 1;
        }
        // A call that goes on under another's identifier has ended under its own.
        if let Some(previous) = event.attribute("previous") {
            *self.ended.entry((who, previous.to_owned())).or_default() += 1;
        }
        let cause = event.attribute("cause").map(|cause| format!(" {cause}"));
        format!("{} {}{}", event.name, self.name(id), cause.unwrap_or_default())
    }

    fn name(&mut self, id: &str) -> String {
        let next = format!("c{}", self.names.len() + 1);
        self.names.entry(id.to_owned()).or_insert(next).clone()
    }
}

/// What a message between gateway and T-Server takes.
const DELAY: Duration = Duration::from_millis(100);

const OFFSETS: [i64; 15] =
    [-350, -300, -250, -200, -150, -100, -50, 0, 50, 100, 150, 200, 250, 300, 350];

const RINGING: &[&str] = &["street dial 8010"];
const TALKING: &[&str] = &["street dial 8010", "alice ACCEPTCALL call=c1"];
const CONSULTING: &[&str] = &[
    "street dial 8010",
    "alice ACCEPTCALL call=c1",
    "alice INITIATETRANSFER call=c1 destination=2002",
];
const CONSULTED: &[&str] = &[
    "street dial 8010",
    "alice ACCEPTCALL call=c1",
    "alice INITIATETRANSFER call=c1 destination=2002",
    "bob ACCEPTCALL call=c2",
];
const CONFERENCE: &[&str] = &[
    "street dial 8010",
    "alice ACCEPTCALL call=c1",
    "alice INITIATECONFERENCE call=c1 destination=2002",
    "bob ACCEPTCALL call=c2",
    "alice COMPLETECONFERENCE call=c1",
];
const READY: &[&str] =
    &["alice AGENTINITIALIZE agent=7001 queue=8100", "alice SETAGENTSTATE state=available"];
const WAITING: &[&str] = &["alice AGENTINITIALIZE agent=7001 queue=8100", "street dial 8005"];

const RACES: &[Race] = &[
    Race {
        name: "the agent answers as the caller gives up",
        before: RINGING,
        one: "alice ACCEPTCALL call=c1",
        other: "street hangup c1",
    },
    Race {
        name: "a double click on Answer",
        before: RINGING,
        one: "alice ACCEPTCALL call=c1",
        other: "alice ACCEPTCALL call=c1",
    },
    Race {
        name: "Answer at the desktop and at the telephone",
        before: RINGING,
        one: "alice ACCEPTCALL call=c1",
        other: "phone 2001 answer c1",
    },
    Race {
        name: "Answer and Redirect",
        before: RINGING,
        one: "alice ACCEPTCALL call=c1",
        other: "alice REDIRECTCALL call=c1 destination=2002",
    },
    Race {
        name: "both sides hang up",
        before: TALKING,
        one: "alice RELEASECALL call=c1",
        other: "street hangup c1",
    },
    Race {
        name: "held as the caller hangs up",
        before: TALKING,
        one: "alice HOLDCALL call=c1",
        other: "street hangup c1",
    },
    Race {
        name: "a consultation begins as the caller hangs up",
        before: TALKING,
        one: "alice INITIATETRANSFER call=c1 destination=2002",
        other: "street hangup c1",
    },
    Race {
        name: "the target answers as the consultation is cancelled",
        before: CONSULTING,
        one: "alice CANCELTRANSFER call=c1",
        other: "bob ACCEPTCALL call=c2",
    },
    Race {
        name: "the target of a transfer declines as it is completed",
        before: CONSULTING,
        one: "alice COMPLETETRANSFER call=c1",
        other: "bob RELEASECALL call=c2",
    },
    Race {
        name: "the target of a transfer hangs up as it is completed",
        before: CONSULTED,
        one: "alice COMPLETETRANSFER call=c1",
        other: "bob RELEASECALL call=c2",
    },
    Race {
        name: "the caller hangs up as the transfer is completed",
        before: CONSULTED,
        one: "alice COMPLETETRANSFER call=c1",
        other: "street hangup c1",
    },
    Race {
        name: "the target hangs up as the conference is joined",
        before: CONSULTED,
        one: "alice COMPLETECONFERENCE call=c1",
        other: "bob RELEASECALL call=c2",
    },
    Race {
        name: "the last two leave a conference",
        before: CONFERENCE,
        one: "alice RELEASECALL call=c1",
        other: "bob RELEASECALL call=c1",
    },
    Race {
        name: "a member leaves as it is removed",
        before: CONFERENCE,
        one: "alice REMOVEPARTY call=c1 party=2002",
        other: "bob RELEASECALL call=c1",
    },
    Race {
        name: "the agent goes on a break as a call is offered",
        before: READY,
        one: "alice SETAGENTSTATE state=unavailable",
        other: "street dial 8005",
    },
    Race {
        name: "the agent comes as the caller in the queue gives up",
        before: WAITING,
        one: "alice SETAGENTSTATE state=available",
        other: "street hangup c1",
    },
    Race {
        name: "two call each other",
        before: &[],
        one: "alice MAKECALL destination=2002",
        other: "bob MAKECALL destination=2001",
    },
    Race {
        name: "two call the same",
        before: &[],
        one: "alice MAKECALL destination=2003",
        other: "bob MAKECALL destination=2003",
    },
];

const WORLD: &str = r#"
[trunks.PSTN1]
channels = 4
prefixes = ["0"]
[people]
a = { dn = "2001", login = "7001", queues = ["sales"] }
b = { dn = "2002" }
c = { dn = "2003" }
[queues.sales]
dn = "8100"
[numbers]
"8005" = { queue = "sales" }
"8010" = { extension = "2001" }
"#;
