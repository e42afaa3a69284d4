//! Whatever clients and middleware do: every request is answered once, events have no gaps, and the
//! events alone tell the same story as a snapshot.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "what should not be shall panic")]

#[path = "story/client.rs"]
#[expect(dead_code, reason = "replies are checked here, not shown")]
mod client;
#[path = "story/report.rs"]
#[expect(dead_code, reason = "orders are not shown here")]
mod report;
#[path = "story/step.rs"]
mod step;

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use gateway_core::{
    config::GatewayConfig,
    gateway::Gateway,
    id::{CallKey, Dn},
    middleware::{CallData, Features},
    notice::{Detail, Kind, Notice},
    reply::{Answer, Events, Output, RequestToken, Snapshot},
    request::{Envelope, GetEvents, GetSnapshot, Request},
    session::SessionId,
    time::Timestamp,
};
use proptest::{prelude::*, test_runner::RngSeed};
use step::{Step, step};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 300, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]
    #[test]
    fn row_26_events_tell_the_truth(steps in proptest::collection::vec(step(), 1..80)) {
        let mut world = World::new();
        world.take(&Step::Asks("0 CTICLIENTINITIALIZE dn=2000".to_owned()));
        world.take(&Step::Reports("Registered 2000 ready c0:connected:1 #1".to_owned()));
        world.take(&Step::Reports("Done #1".to_owned()));
        for step in &steps {
            world.take(step);
            world.compare();
        }
        world.pass(Duration::from_secs(600));
        prop_assert_eq!(&world.waiting, &BTreeSet::new());
    }
}

struct World {
    gateway: Gateway,
    now: Timestamp,
    tokens: u64,
    waiting: BTreeSet<RequestToken>,
    /// The session that each of three clients had last.
    sessions: BTreeMap<String, SessionId>,
    asked: BTreeMap<RequestToken, String>,
    pictures: BTreeMap<SessionId, Picture>,
}

impl World {
    fn new() -> Self {
        let now = Timestamp(0);
        let mut gateway = Gateway::new(GatewayConfig::default(), now, 1);
        gateway.handle_link(now, report::read(&["LinkUp"], 0));
        Self {
            gateway,
            now,
            tokens: 0,
            waiting: BTreeSet::new(),
            sessions: BTreeMap::new(),
            asked: BTreeMap::new(),
            pictures: BTreeMap::new(),
        }
    }

    fn take(&mut self, step: &Step) {
        match step {
            Step::Asks(line) => {
                let words: Vec<&str> = line.split(' ').collect();
                let session = self.sessions.get(words[0]).copied();
                let envelope = client::read(&words[1..], session).unwrap();
                let token = self.token();
                self.asked.insert(token, words[0].to_owned());
                self.gateway.handle_request(self.now, token, envelope);
            }
            Step::Reports(line) => {
                self.gateway.handle_link(self.now, step::report(line));
            }
            Step::Waits(ms) => self.pass(Duration::from_millis(*ms)),
        }
        self.drain();
    }

    fn pass(&mut self, time: Duration) {
        let until = self.now + time;
        while let Some(due) = self.gateway.poll_timeout().filter(|due| *due <= until) {
            self.now = self.now.max(due);
            self.gateway.handle_timeout(self.now);
            self.drain();
        }
        self.now = until;
    }

    fn token(&mut self) -> RequestToken {
        self.tokens += 1;
        self.waiting.insert(RequestToken(self.tokens));
        RequestToken(self.tokens)
    }

    fn drain(&mut self) {
        while let Some(output) = self.gateway.poll_output() {
            let Output::Reply { token, reply } = output else { continue };
            assert!(self.waiting.remove(&token), "answered twice: {reply:?}");
            let who = self.asked.remove(&token);
            match (reply.answer, who) {
                (Answer::Opened { session, snapshot }, Some(who)) => {
                    self.sessions.insert(who, session);
                    self.pictures.insert(session, Picture::from(&*snapshot));
                }
                (Answer::Pending { session: Some(session) }, Some(who)) => {
                    self.sessions.insert(who, session);
                }
                (_, _) => {}
            }
        }
    }

    /// Fetches what every client is told, and compares it with a snapshot.
    fn compare(&mut self) {
        let sessions: Vec<SessionId> = self.pictures.keys().copied().collect();
        for session in sessions {
            let after = self.pictures[&session].number;
            let poll = Request::GetEvents(GetEvents { after, wait: Duration::ZERO });
            let answer = self.ask(session, poll);
            let Answer::Events(events) = answer else {
                assert!(matches!(answer, Answer::Refused(_)), "{answer:?}");
                self.pictures.remove(&session);
                continue;
            };
            self.learn(session, &events);
            if let Answer::Snapshot(snapshot) = self.ask(session, Request::GetSnapshot(GetSnapshot))
            {
                assert_eq!(self.pictures[&session], Picture::from(&*snapshot));
            }
        }
    }

    fn learn(&mut self, session: SessionId, events: &Events) {
        let picture = self.pictures.get_mut(&session).unwrap();
        // A poll of the story may have acknowledged more than this client has seen.
        if let Some(snapshot) = &events.snapshot {
            *picture = Picture::from(&**snapshot);
        }
        events.notices.iter().for_each(|notice| picture.learn(notice));
        assert_eq!(picture.number, events.last);
    }

    fn ask(&mut self, session: SessionId, request: Request) -> Answer {
        let token = self.token();
        let envelope =
            Envelope { session: Some(session), reference: None, asynchronous: false, request };
        self.gateway.handle_request(self.now, token, envelope);
        let mut answer = None;
        while let Some(output) = self.gateway.poll_output() {
            let Output::Reply { token: answered, reply } = output else { continue };
            assert!(self.waiting.remove(&answered));
            if answered == token {
                answer = Some(reply.answer);
            }
        }
        answer.expect("answered at once")
    }
}

/// What a client knows, from a snapshot and the events after it.
#[derive(Debug, PartialEq, Eq)]
struct Picture {
    number: u64,
    link_up: bool,
    agent: &'static str,
    features: Features,
    calls: BTreeMap<CallKey, KnownCall>,
}

/// State, mute, observer, other parties, data.
type KnownCall = (&'static str, bool, Option<Dn>, Vec<Dn>, CallData);

impl From<&Snapshot> for Picture {
    fn from(snapshot: &Snapshot) -> Self {
        let calls = snapshot.calls.iter();
        let known = |call: &gateway_core::call::CallView| {
            let (observer, parties) = (call.observer.clone(), call.parties.clone());
            (call.call, (call.state.word(), call.muted, observer, parties, call.data.clone()))
        };
        Self {
            number: snapshot.number,
            link_up: snapshot.link_up,
            agent: snapshot.agent.word(),
            features: snapshot.features.clone(),
            calls: calls.map(known).collect(),
        }
    }
}

impl Picture {
    fn learn(&mut self, notice: &Notice) {
        assert_eq!(notice.number, self.number + 1, "a gap before {notice:?}");
        self.number = notice.number;
        self.link_up |= notice.kind == Kind::LinkUp;
        self.link_up &= notice.kind != Kind::LinkDown;
        match &notice.detail {
            Detail::Agent { state, .. } => self.agent = state.word(),
            Detail::Device { features, .. } => self.features.clone_from(features),
            Detail::Call { call, party, .. } => {
                if let Some(previous) = party.as_ref().and_then(|party| party.previous) {
                    self.calls.remove(&previous);
                }
                if matches!(notice.kind, Kind::CallReleased | Kind::CallAbandoned) {
                    self.calls.remove(&call.call);
                } else {
                    let (parties, data) = (call.parties.clone(), call.data.clone());
                    let observer = call.observer.clone();
                    let known = (call.state.word(), call.muted, observer, parties, data);
                    self.calls.insert(call.call, known);
                }
            }
            Detail::None | Detail::Reason(_) | Detail::Outcome { .. } => {}
        }
    }
}
