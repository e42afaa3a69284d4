//! The stage of a story: the rig or a live one, the desktops in front of it, and the clock between the lines.

use std::{collections::BTreeMap, time::Duration};

use gateway_core::reply::RequestToken;
use gateway_xml::Element;
use switch_sim::{action::Action, id::CallId, time::SimTime, world::World};
use tserver_wire::{AttributeId as A, Message};

use crate::{
    desktop::{Desktops, Purpose, quoted, values},
    live::{Live, hand},
    names::Names,
    rig::Rig,
    trace::{Actor, Record, RecordKind},
};

/// Everything a story acts on.
#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) rig: Rig,
    /// The programs that stand in the place of the rig, which then stands still and keeps the trace.
    pub(crate) live: Option<Live>,
    /// Checks that could not be judged before a live rig.
    pub(crate) unseen: usize,
    pub(crate) world: World,
    pub(crate) desktops: Desktops,
    pub(crate) names: Names,
    /// The number that each outside person last called with.
    pub(crate) callers: BTreeMap<String, String>,
    /// Every document that passed between desktops and gateway, where a run keeps them.
    pub(crate) documents: Option<Vec<Vec<u8>>>,
}

impl Stage {
    pub(crate) fn new(world: &World, rig: Rig) -> Self {
        let mut desktops = Desktops::default();
        for person in &world.people {
            desktops.by_name.insert(person.name.clone(), Default::default());
        }
        Self {
            rig,
            live: None,
            unseen: 0,
            world: world.clone(),
            desktops,
            names: Names::default(),
            callers: BTreeMap::new(),
            documents: None,
        }
    }

    pub(crate) fn now(&self) -> SimTime {
        self.live.as_ref().map_or_else(|| self.rig.now(), Live::now)
    }

    /// A desktop opens its session by itself before its first request, as the browser client does.
    pub(crate) fn begin_session_if_needed(&mut self, who: &str, request: &str) {
        let fresh = self.desktops.by_name.get(who).is_some_and(|desktop| desktop.session.is_none());
        if !fresh || request == INITIALIZE {
            return;
        }
        let dn = self.numbers_of(who).into_iter().next().unwrap_or_default();
        let document = Element::new(INITIALIZE).with_child(Element::new("dn").with_text(dn));
        let token = self.request(who, document);
        let bound = self.now() + SESSION_BOUND;
        self.advance_until(bound, |stage| stage.reply(token).is_some());
    }

    /// Sends a desktop's request; the reply is fetched with [`Stage::reply`].
    pub(crate) fn request(&mut self, who: &str, request: Element) -> RequestToken {
        let text = request_line(&request);
        let place = self.rig.trace.push(Record {
            at: self.now(),
            from: Actor::Desktop(who.into()),
            to: Actor::Gateway,
            kind: RecordKind::Request,
            text,
        });
        let framed = match self.desktops.by_name.get_mut(who) {
            Some(desktop) => desktop.frame(request),
            None => request,
        };
        self.send(&framed, Purpose::Story { who: who.into(), place })
    }

    /// Looks something up through the gateway, unseen by the story.
    pub(crate) fn look_up(&mut self, who: &str, request: Element) -> Option<Element> {
        let session = self.desktops.by_name.get(who)?.session.clone()?;
        let token = self.send(&request.with_attribute("session", session), Purpose::Lookup);
        let bound = self.now() + LOOK_UP_BOUND;
        self.advance_until(bound, |stage| stage.desktops.replies.contains_key(&token));
        self.reply(token)
    }

    /// The reply to a request, once it has come.
    pub(crate) fn reply(&mut self, token: RequestToken) -> Option<Element> {
        self.desktops.replies.remove(&token)
    }

    /// Does something at a phone or outside, and writes it down.
    pub(crate) fn act(
        &mut self,
        actor: Actor,
        text: &str,
        action: Action,
    ) -> Result<Option<CallId>, String> {
        self.by_hand((actor, Actor::Switch), text, |rig| {
            let outcome = rig.act(action).map(|accepted| accepted.call);
            outcome.map_err(|refusal| (refusal_code(&refusal), refusal.to_string()))
        })
    }

    /// Lets a router ask the T-Server for what a line says, and writes it down.
    pub(crate) fn route(&mut self, who: &str, text: &str, asked: Message) -> Result<(), String> {
        self.by_hand((Actor::Outside(who.to_owned()), Actor::TServer), text, |rig| {
            rig.ask(asked).map_err(|error| {
                let why = error.string(A::ERROR_MESSAGE).unwrap_or_default();
                (REFUSED, why.to_owned())
            })
        })
    }

    /// Writes down what is done, does it, and writes what became of it; a refusal has a code and words.
    fn by_hand<T>(
        &mut self,
        (from, to): (Actor, Actor),
        text: &str,
        act: impl FnOnce(&mut Rig) -> Result<T, (&'static str, String)>,
    ) -> Result<T, String> {
        let (at, kind) = (self.rig.now(), RecordKind::Hand);
        let place = self.rig.trace.push(Record { at, from, to, kind, text: text.into() });
        let outcome = act(&mut self.rig);
        let added = match &outcome {
            Ok(_) => " -> ok".to_owned(),
            Err((code, why)) => format!(" -> error {code}: {why}"),
        };
        self.rig.trace.append(place, &added);
        self.deliver();
        outcome.map_err(|(code, _)| code.to_owned())
    }

    /// Does the same before a live rig, where a story is played.
    pub(crate) fn note_hand(&mut self, actor: Actor, text: &str, outcome: &Result<(), String>) {
        let outcome =
            outcome.as_ref().map_or_else(|why| format!("error {why}"), |()| "ok".to_owned());
        self.rig.trace.push(Record {
            at: self.now(),
            from: actor,
            to: Actor::Switch,
            kind: RecordKind::Hand,
            text: format!("{text} -> {outcome}"),
        });
    }

    /// Leaves a live rig as it was found: no session of the story, none of its calls.
    pub(crate) fn leave(&mut self) {
        // A rig that answers no more has nothing to clear.
        let _cleared = hand::clear(self);
        let names: Vec<String> = self.desktops.by_name.keys().cloned().collect();
        for who in names {
            let records = self.rig.trace.records();
            let logged_on = records.iter().any(|record| {
                matches!(&record.from, Actor::Desktop(name) if *name == who)
                    && record.text.starts_with(AGENT_INITIALIZE)
            });
            if logged_on {
                let _answer = self.look_up(&who, Element::new(AGENT_UNINITIALIZE));
            }
            let _answer = self.look_up(&who, Element::new(UNINITIALIZE));
        }
    }

    /// Lets time pass until `done` says so or the moment has come; the outcome of `done`.
    pub(crate) fn advance_until(
        &mut self,
        to: SimTime,
        mut done: impl FnMut(&mut Self) -> bool,
    ) -> bool {
        loop {
            if done(self) {
                return true;
            }
            // What is due at this very moment still happens at it.
            let due = self.live.is_none()
                && self.rig.next_deadline().is_some_and(|deadline| deadline <= self.now());
            if self.now() >= to && !due {
                return false;
            }
            match &mut self.live {
                Some(live) => live.wait(to),
                None => self.rig.advance(to),
            }
            self.deliver();
        }
    }

    /// Lets time pass.
    pub(crate) fn advance(&mut self, span: Duration) {
        let to = self.now() + span;
        self.advance_until(to, |_| false);
    }

    fn send(&mut self, request: &Element, purpose: Purpose) -> RequestToken {
        let document = gateway_xml::write_document(request);
        let token = self.submit(&document);
        self.keep(document);
        self.desktops.waiting.insert(token, purpose);
        self.deliver();
        token
    }

    fn submit(&mut self, document: &[u8]) -> RequestToken {
        match &mut self.live {
            Some(live) => live.submit(document),
            None => self.rig.submit(document),
        }
    }

    fn poll_reply(&mut self) -> Option<(RequestToken, Vec<u8>)> {
        match &mut self.live {
            Some(live) => live.poll_reply(),
            None => self.rig.poll_reply(),
        }
    }

    fn keep(&mut self, document: Vec<u8>) {
        if let Some(documents) = &mut self.documents {
            documents.push(document);
        }
    }

    /// Hands every reply that has come to the desktop that waits for it.
    pub(crate) fn deliver(&mut self) {
        while let Some((token, body)) = self.poll_reply() {
            let reply = gateway_xml::read_document(&body)
                .unwrap_or_else(|error| Element::new("UNREADABLE").with_text(error.to_string()));
            self.keep(body);
            match self.desktops.waiting.remove(&token) {
                Some(Purpose::Story { who, place }) => self.answered(token, &who, place, reply),
                Some(Purpose::Poll { who, session }) => self.polled(&who, &session, &reply),
                Some(Purpose::Lookup) | None => {
                    self.desktops.replies.insert(token, reply);
                }
            }
        }
    }

    fn answered(&mut self, token: RequestToken, who: &str, place: usize, reply: Element) {
        self.rig.trace.append(place, &reply_line(&reply));
        if reply.attribute("request") == Some(INITIALIZE)
            && reply.attribute("result") == Some("ok")
            && let Some(desktop) = self.desktops.by_name.get_mut(who)
        {
            desktop.opened(&reply);
            self.desktops.replies.insert(token, reply);
            self.poll(who);
        } else {
            self.desktops.replies.insert(token, reply);
        }
    }

    fn polled(&mut self, who: &str, session: &str, reply: &Element) {
        let at = self.now();
        let Some(desktop) = self.desktops.by_name.get_mut(who) else { return };
        let before = desktop.log.len();
        // Of a session that has been replaced these were the last news; the new one is polled already.
        let current = desktop.session.as_deref() == Some(session);
        let goes_on = desktop.received(at, reply, current) && current;
        for seen in desktop.log.iter().skip(before) {
            self.rig.trace.push(Record {
                at,
                from: Actor::Gateway,
                to: Actor::Desktop(who.into()),
                kind: RecordKind::Notice,
                text: seen.line(),
            });
        }
        if goes_on {
            self.poll(who);
        }
    }

    fn poll(&mut self, who: &str) {
        let desktop = self.desktops.by_name.get(who);
        let poll = desktop.and_then(|desktop| Some((desktop.poll()?, desktop.session.clone()?)));
        if let Some((poll, session)) = poll {
            let document = gateway_xml::write_document(&poll);
            let token = self.submit(&document);
            self.keep(document);
            self.desktops.waiting.insert(token, Purpose::Poll { who: who.into(), session });
        }
    }
}

/// A request in the notation of the language: name, then fields.
fn request_line(request: &Element) -> String {
    let pair = |key: &str, value: &str| format!(" {key}={}", quoted(value));
    let fields = request.children.iter().map(|child| match child.children.as_slice() {
        [] => pair(&child.name, &child.text),
        items => items
            .iter()
            .map(|item| {
                let key = item.attribute("key").unwrap_or_default();
                pair(&format!("{}.{key}", child.name), &item.text)
            })
            .collect(),
    });
    request.name.clone() + &fields.collect::<String>()
}

/// A reply in the notation of the language: `-> ok call=c1`, `-> error NotHeld: …`.
fn reply_line(reply: &Element) -> String {
    let values = values(reply);
    let value = |key: &str| values.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
    match reply.attribute("result") {
        Some("error") => format!(
            " -> error {}: {}",
            value("code").unwrap_or("?"),
            value("text").unwrap_or_default()
        ),
        Some(result) => {
            let call = value("call").map(|call| format!(" call={call}")).unwrap_or_default();
            let figures = reply.children.iter().filter(|child| child.name == "STATISTICS");
            let figures = figures.flat_map(|statistics| &statistics.children).map(|figure| {
                let (name, value) = (figure.attribute("name"), figure.attribute("value"));
                format!(" {}={}", name.unwrap_or_default(), value.unwrap_or_default())
            });
            format!(" -> {result}{call}{}", figures.collect::<String>())
        }
        None => format!(" -> {}", reply.text),
    }
}

/// The code by which a story names a refusal of the switch.
pub(crate) fn refusal_code(refusal: &switch_sim::action::Refusal) -> &'static str {
    use switch_sim::action::Refusal as R;
    match refusal {
        R::UnknownCall(_) => "UnknownCall",
        R::NotAParty(..) => "NotAParty",
        R::WrongState { .. } | R::HandsetIs(_) => "WrongState",
        R::DeviceBusy(_) => "DeviceBusy",
        R::WrongDevice => "WrongDevice",
        R::NotTogether => "NotTogether",
        R::NothingRings => "NothingRings",
        R::NothingParked(_) => "NothingParked",
        R::Denied(_) => "Denied",
        R::ConferenceFull { .. } => "ConferenceFull",
        R::NotLoggedOn => "NotLoggedOn",
        R::AlreadyLoggedOn(_) => "AlreadyLoggedOn",
        R::AgentBusy => "AgentBusy",
        R::InvalidNumber(_) => "InvalidNumber",
        R::AllTrunksBusy => "AllTrunksBusy",
        R::DestinationBusy => "DestinationBusy",
        R::QueueFull => "QueueFull",
        R::Unsupported(_) => "Unsupported",
        R::NotObservable(_) => "NotObservable",
        R::MonitoredAlready(_) => "MonitoredAlready",
        R::NotMonitored(_) => "NotMonitored",
        R::OnlyObserves(_) => "OnlyObserves",
        R::Limit { .. } => "Limit",
    }
}

/// The gateway's code for what a T-Server refuses.
const REFUSED: &str = "Refused";
/// The request that begins a session.
const INITIALIZE: &str = "CTICLIENTINITIALIZE";
/// The requests by which an agent comes and goes.
const AGENT_INITIALIZE: &str = "AGENTINITIALIZE";
const AGENT_UNINITIALIZE: &str = "AGENTUNINITIALIZE";
/// The request that ends a session.
const UNINITIALIZE: &str = "CTICLIENTUNINITIALIZE";
/// How long the runner waits for what it looks up.
const LOOK_UP_BOUND: Duration = Duration::from_secs(5);
/// How long a desktop waits for its session.
const SESSION_BOUND: Duration = Duration::from_secs(10);

/// Every code that [`refusal_code`] can give.
pub(crate) const REFUSAL_CODES: [&str; 23] = [
    "UnknownCall",
    "NotAParty",
    "WrongState",
    "DeviceBusy",
    "WrongDevice",
    "NotTogether",
    "NothingRings",
    "NothingParked",
    "Denied",
    "ConferenceFull",
    "NotLoggedOn",
    "AlreadyLoggedOn",
    "AgentBusy",
    "InvalidNumber",
    "AllTrunksBusy",
    "DestinationBusy",
    "QueueFull",
    "Unsupported",
    "NotObservable",
    "MonitoredAlready",
    "NotMonitored",
    "OnlyObserves",
    "Limit",
];
