//! A site with four desktops on the joined stack, and everything that can be done to it at random.

mod chaos;
mod eyes;

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use gateway_core::{
    reply::RequestToken,
    request::{self, Field, Kind, Row},
};
use gateway_xml::{Element, read_document, write_document};
use proptest::prelude::*;
use scenarios::{rig::Rig, truth::Picture};
use switch_sim::{
    action::Action,
    id::{CallId, DeviceId, Number},
    world::World,
};

use tserver_sim_core::fault::Fault;

use self::eyes::Eyes;
use crate::Draw;

type Outcome = Result<(), TestCaseError>;

/// The stack, the desktops in front of it, and what they have asked.
pub(crate) struct House {
    rig: Rig,
    desks: Vec<Desk>,
    /// Requests whose reply is still to come.
    open: BTreeSet<RequestToken>,
    replies: BTreeMap<RequestToken, Element>,
    /// Calls whose data grew by a transfer. The far end of one that was completed before the answer
    /// is told late, so their data are left to the goldens.
    transferred: BTreeSet<String>,
    /// The steps so far, for the reader of a failure.
    story: Vec<String>,
    /// Every reply, for the schema.
    documents: Vec<Vec<u8>>,
    /// What each desktop has been told, by its number.
    eyes: BTreeMap<&'static str, Eyes>,
}

/// One person's desktop and telephone.
#[derive(Clone)]
struct Desk {
    dn: &'static str,
    agent: &'static str,
    device: DeviceId,
    session: String,
}

impl House {
    /// Opens a session for everybody; the agents log on and take calls.
    pub(crate) fn open() -> Self {
        Self::open_with("")
    }

    /// The same with more lines in the world's section `[tserver]`.
    pub(crate) fn open_with(tserver: &str) -> Self {
        let world = format!("[tserver]\n{tserver}\n{WORLD}");
        let world = World::parse(&world).expect("the test's world is right");
        let rig = Rig::new(&world, 1).expect("the test's world can be built");
        let mut house = Self {
            rig,
            desks: Vec::new(),
            open: BTreeSet::new(),
            replies: BTreeMap::new(),
            transferred: BTreeSet::new(),
            story: Vec::new(),
            documents: Vec::new(),
            eyes: BTreeMap::new(),
        };
        for (dn, agent) in [("2001", "7001"), ("2002", "7002"), ("2003", "7003"), ("2004", "7004")]
        {
            let device = house.rig.switch().device_by_number(dn).expect("a telephone");
            let begin = Element::new("CTICLIENTINITIALIZE");
            let reply = house.serve(begin.with_child(Element::new("dn").with_text(dn)));
            let session = reply.attribute("session").expect("a session").to_owned();
            house.desks.push(Desk { dn, agent, device, session });
        }
        for desk in house.desks.clone() {
            house.serve(desk.asks("AGENTINITIALIZE").with_children([
                Element::new("agent").with_text(desk.agent),
                Element::new("queue").with_text("8100"),
            ]));
            let ready = Element::new("state").with_text("available");
            house.serve(desk.asks("SETAGENTSTATE").with_child(ready));
        }
        house
    }

    /// Does one thing, and looks whether every desktop shows what is so.
    pub(crate) fn step(&mut self, draw: Draw) -> Outcome {
        let [kind, a, b, c] = draw;
        let desk = pick(&self.desks, a).clone();
        match kind % 32 {
            // What a failure does without: shrinking makes zeros.
            0 => {}
            1 | 2 => self.arrive(b),
            3..=18 => self.do_what_is_offered(&desk, b, c)?,
            19..=22 => self.ask_anything(&desk, b, c),
            23..=26 => self.handle_a_telephone(&desk, b, c),
            27..=29 => self.pass(Duration::from_millis(u64::from(b % 4_000))),
            30 => {
                self.story.push("link cut".to_owned());
                let lasting = Duration::from_millis(u64::from(b % 3_000) + 1);
                let cut = self.rig.inject(Fault::Cut, Some(lasting), "link   ! cut".to_owned());
                prop_assert!(cut.is_ok(), "a link can always be cut");
            }
            _ => self.pass(Duration::from_secs(10)),
        }
        self.collect()?;
        self.compare()
    }

    /// Everybody hangs up; then nothing is left anywhere.
    pub(crate) fn close(&mut self) -> Outcome {
        self.pass(Duration::from_secs(120));
        while let Some((call, device)) = self.somebody_in_a_call() {
            let left = self.rig.act(Action::Release { device, call });
            prop_assert!(left.is_ok(), "whoever is in a call can leave it: {:?}", left);
        }
        self.pass(Duration::from_secs(120));
        self.collect()?;
        let valid = tests::schema::check(self.documents.iter().map(Vec::as_slice));
        prop_assert_eq!(valid, Ok(()));
        prop_assert_eq!(self.rig.switch().calls().count(), 0);
        prop_assert!(self.open.is_empty(), "never answered: {:?}\n{}", self.open, self.told());
        for desk in self.desks.clone() {
            let snapshot = self.snapshot(&desk);
            prop_assert_eq!(snapshot.attribute("link"), Some("up"));
            prop_assert_eq!(snapshot.children.len(), 0, "{}: {:?}", desk.dn, snapshot);
        }
        Ok(())
    }

    fn arrive(&mut self, number: u16) {
        let group = self.rig.switch().trunk_group("PSTN1").expect("a trunk group");
        let called = dialled(pick::<&str>(&INSIDE, number));
        let data = vec![("ivr".to_owned(), number.to_string())];
        self.act(Action::Arrive { group, calling: None, called, data });
    }

    /// Does something that the desktop offers for a call; it must not be refused.
    fn do_what_is_offered(&mut self, desk: &Desk, which: u16, value: u16) -> Outcome {
        let snapshot = self.snapshot(desk);
        let offered: Vec<(String, String)> = snapshot
            .children
            .iter()
            .flat_map(|call| {
                let id = call.attribute("call").unwrap_or_default().to_owned();
                let actions = call.attribute("actions").unwrap_or_default().split(' ');
                actions.map(move |action| (id.clone(), action.to_owned())).collect::<Vec<_>>()
            })
            .filter(|(_, action)| match action.as_str() {
                "" => false,
                // What ends a call, or leads nowhere, is done now and then: so calls grow.
                "RELEASECALL" | "CANCELTRANSFER" | "CANCELCONFERENCE" => value.is_multiple_of(8),
                "ATTACHDATA" | "BLINDTRANSFER" | "REMOVEPARTY" => value % 8 == 1,
                "HOLDCALL" | "RETRIEVECALL" => value % 4 == 2,
                _ => true,
            })
            .collect();
        if offered.is_empty() || snapshot.attribute("link") != Some("up") {
            return Ok(());
        }
        let (call, action) = pick(&offered, which);
        let row = request::rows().iter().find(|row| row.name == action).expect("a request");
        let document = desk.fill(action, row.fields, call, value);
        let reply = self.serve(document);
        if let Some(error) = reply.child("error") {
            let code = error.attribute("code").unwrap_or_default();
            prop_assert!(
                others_may_say_no(row),
                "{action} of {call} is offered to {} and refused: {code}: {}\n{}",
                desk.dn,
                error.text,
                self.told()
            );
        }
        Ok(())
    }

    /// Asks for anything, sensible or not.
    fn ask_anything(&mut self, desk: &Desk, which: u16, value: u16) {
        let rows: Vec<_> = request::rows()
            .iter()
            .filter(|row| !["CTICLIENTINITIALIZE", "CTICLIENTUNINITIALIZE"].contains(&row.name))
            .collect();
        let row = *pick(&rows, which);
        let ids: Vec<String> = self.ids();
        let call = ids.get(usize::from(value) % (ids.len() + 1)).map_or("1", String::as_str);
        let document = desk.fill(row.name, row.fields, call, value);
        let token = self.submit(&document);
        self.open.insert(token);
    }

    /// Does something by hand, at the desk's telephone or at a circuit.
    fn handle_a_telephone(&mut self, desk: &Desk, which: u16, value: u16) {
        let device = if which.is_multiple_of(5) { self.circuit(value) } else { desk.device };
        let calls = self.rig.switch().calls_at(device).to_vec();
        let call = calls.get(usize::from(value) % calls.len().max(1)).copied();
        let call = call.unwrap_or(CallId(9_999));
        let to = dialled(pick::<&str>(&NUMBERS, value));
        self.act(match which / 5 % 15 {
            0 | 1 => Action::Answer { device, call },
            2 | 3 => Action::Release { device, call },
            4 => Action::Hold { device, call },
            5 => Action::Retrieve { device, call },
            6 => Action::MakeCall { device, to, data: Vec::new() },
            7 => Action::Consult { device, call, to, data: Vec::new() },
            8 => Action::SingleStepTransfer { device, call, to },
            9 => Action::Ready { device },
            10 => Action::NotReady { device, reason: None },
            11 => Action::PickUp { device, at: Some(to) },
            12 => Action::Park { device, call, at: None },
            13 => Action::Unpark { device, at: Some(to) },
            _ => Action::AfterCallWork { device },
        });
    }

    fn act(&mut self, action: Action) {
        self.story.push(format!("{action:?}"));
        if let Err(refusal) = self.rig.act(action) {
            self.story.push(format!("  refused: {refusal}"));
        }
    }

    fn pass(&mut self, span: Duration) {
        self.story.push(format!("{} ms pass", span.as_millis()));
        self.live_on(span);
    }

    fn live_on(&mut self, span: Duration) {
        let to = self.rig.now() + span;
        while self.rig.now() < to {
            self.rig.advance(to);
        }
    }

    /// Every desktop that has a link shows its agent and calls as the switch has them.
    fn compare(&mut self) -> Outcome {
        for desk in self.desks.clone() {
            let snapshot = self.snapshot(&desk);
            let mut actual = Picture::actual(&self.rig, desk.device);
            actual.data.retain(|id, _| !self.transferred.contains(id));
            let Some(mut shown) = Picture::shown(&snapshot) else { continue };
            shown.data.retain(|id, _| actual.data.contains_key(id));
            if actual.agent.is_none() {
                shown.agent = None;
            }
            prop_assert_eq!(&shown, &actual, "{}\n{}", desk.dn, self.told());
        }
        Ok(())
    }

    fn snapshot(&mut self, desk: &Desk) -> Element {
        let token = self.submit(&desk.asks("GETSNAPSHOT"));
        self.gather();
        let reply = self.replies.remove(&token).expect("a snapshot is answered at once");
        reply.child("SNAPSHOT").expect("a snapshot").clone()
    }

    /// Asks, and waits for the reply.
    fn serve(&mut self, document: Element) -> Element {
        let token = self.submit(&document);
        let bound = self.rig.now() + Duration::from_secs(60);
        loop {
            self.gather();
            if let Some(reply) = self.replies.remove(&token) {
                return reply;
            }
            assert!(self.rig.now() < bound, "no reply to {document:?}\n{}", self.told());
            self.rig.advance(bound);
        }
    }

    fn submit(&mut self, document: &Element) -> RequestToken {
        if document.name == "COMPLETETRANSFER" {
            self.transferred.extend(document.child("call").map(|call| call.text.clone()));
        }
        let bytes = write_document(document);
        if document.name != "GETSNAPSHOT" {
            self.story.push(String::from_utf8_lossy(&bytes).into_owned());
        }
        self.rig.submit(&bytes)
    }

    /// Asks for something that is no part of the story.
    fn submit_unheard(&mut self, document: &Element) -> RequestToken {
        self.rig.submit(&write_document(document))
    }

    fn gather(&mut self) {
        while let Some((token, body)) = self.rig.poll_reply() {
            let reply = read_document(&body).expect("the gateway writes XML");
            self.documents.push(body);
            let twice = self.replies.insert(token, reply);
            assert!(twice.is_none(), "{token:?} is answered twice");
        }
    }

    /// Takes the replies to what was asked at random: each comes once.
    fn collect(&mut self) -> Outcome {
        self.gather();
        for (token, reply) in std::mem::take(&mut self.replies) {
            prop_assert!(self.open.remove(&token), "{:?} was not asked: {:?}", token, reply);
        }
        Ok(())
    }

    fn ids(&self) -> Vec<String> {
        let calls = self.rig.switch().calls();
        calls
            .filter_map(|call| self.rig.tserver().conn_id_of(call.id))
            .map(|id| id.to_string())
            .collect()
    }

    fn circuit(&self, which: u16) -> DeviceId {
        let name = format!("PSTN1_{}", which % 4 + 1);
        self.rig.switch().device_by_number(&name).expect("a circuit")
    }

    fn somebody_in_a_call(&self) -> Option<(CallId, DeviceId)> {
        let switch = self.rig.switch();
        let call = switch.calls().next()?;
        let party = call.parties.iter().find(|party| switch.queue(party.device).is_none());
        Some((call.id, party.expect("a call has a party").device))
    }

    /// The last steps, for the reader of a failure.
    pub(crate) fn told(&self) -> String {
        let told = self.story.iter().rev().take(150).rev().cloned().collect::<Vec<_>>();
        format!("at {}, after:\n{}", self.rig.now(), told.join("\n"))
    }
}

impl Desk {
    fn asks(&self, name: &str) -> Element {
        Element::new(name).with_attribute("session", self.session.as_str())
    }

    /// A request with every field that must be there.
    fn fill(&self, name: &str, fields: &[Field], call: &str, value: u16) -> Element {
        let mut document = self.asks(name);
        for field in fields {
            let text = match field.kind {
                Kind::Call => call.to_owned(),
                Kind::Dn if field.name == "queue" => "8100".to_owned(),
                Kind::Dn => (*pick(&NUMBERS, value)).to_owned(),
                Kind::OneOf(words) => (*pick(words, value)).to_owned(),
                Kind::Text if field.name == "agent" => self.agent.to_owned(),
                Kind::Pairs => {
                    let item =
                        Element::new("item").with_attribute("key", format!("K{}", value % 3));
                    let item = item.with_text(value.to_string());
                    document = document.with_child(Element::new(field.name).with_child(item));
                    continue;
                }
                Kind::Digits => "12#".to_owned(),
                Kind::Text | Kind::Secret | Kind::Number | Kind::Seconds => continue,
            };
            document = document.with_child(Element::new(field.name).with_text(text));
        }
        document
    }
}

fn dialled(number: &str) -> Number {
    Number::new(number).expect("a number")
}

/// One of several, by a drawn number; there is at least one.
fn pick<T>(choice: &[T], which: u16) -> &T {
    choice.get(usize::from(which) % choice.len()).expect("a choice of something")
}

/// Whether a request that is offered may be refused all the same: it names somebody else, or joins
/// two calls, of whose other parties a desktop does not know everything.
fn others_may_say_no(row: &Row) -> bool {
    let joins = ["COMPLETETRANSFER", "COMPLETECONFERENCE"].contains(&row.name);
    joins || row.fields.iter().any(|field| field.kind == Kind::Dn)
}

const INSIDE: [&str; 4] = ["2001", "2002", "8005", "8100"];

const NUMBERS: [&str; 8] = ["2001", "2002", "2003", "2004", "8100", "8005", "0777", "4444"];

const WORLD: &str = r#"
[switch]
conference_limit = 4
[trunks.PSTN1]
channels = 4
prefixes = ["0"]
[people]
a = { dn = "2001", login = "7001", queues = ["sales"] }
b = { dn = "2002", login = "7002", queues = ["sales"], call_waiting = true }
c = { dn = "2003", login = "7003", queues = ["sales"], ring_limit = "3s" }
d = { dn = "2004", login = "7004", queues = ["sales"] }
[outside]
x = { number = "0777", when_called = { answers = "1s", at_most = "4s" } }
[queues.sales]
dn = "8100"
capacity = 3
ring_limit = "4s"
after_call_work = "2s"
[numbers]
"8005" = { queue = "sales" }
"#;
