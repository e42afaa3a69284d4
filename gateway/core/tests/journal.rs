//! Row 37, without a process: wherever a gateway ends, the one that goes on from its records knows
//! every event and every reply that a client may have seen, and carries no request out twice.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "what should not be shall panic")]

#[path = "story/client.rs"]
#[expect(dead_code, reason = "replies are compared here, not shown")]
mod client;
#[path = "story/report.rs"]
#[expect(dead_code, reason = "orders are not shown here")]
mod report;
#[path = "story/step.rs"]
mod step;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Debug,
    time::Duration,
};

use gateway_core::{
    config::GatewayConfig,
    gateway::Gateway,
    id::Dn,
    journal::{Kept, Record},
    middleware::{AgentState, Event, Features, Order},
    notice::{Kind, Notice},
    refusal::Code,
    reply::{Answer, Events, Output, RequestToken},
    request::{ClientReconnect, Envelope, GetEvents, GetSnapshot, Request},
    session::SessionId,
    time::Timestamp,
};
use proptest::{prelude::*, test_runner::RngSeed};
use serde::{Serialize, de::DeserializeOwned};
use step::{Step, step};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 120, rng_seed: RngSeed::Fixed(37), ..ProptestConfig::default() })]
    #[test]
    fn row_37_records_add_up_to_the_gateway(steps in proptest::collection::vec(step(), 1..60)) {
        let mut world = World::new(GatewayConfig { event_log: 6, ..journalled() });
        world.take(&Step::Asks("0 CTICLIENTINITIALIZE dn=2000".to_owned()));
        world.take(&Step::Reports("Registered 2000 ready c0:connected:1 #1".to_owned()));
        world.take(&Step::Reports("Done #1".to_owned()));
        for step in &steps {
            world.take(step);
            world.compare();
        }
    }
}

/// The devices of a gateway that was started anew are registered some at a time, and each is told
/// to its session as it comes.
#[test]
fn row_37_devices_are_registered_anew() {
    let mut world = World::new(journalled());
    for number in 0..200 {
        world.take(&Step::Asks(format!("{number} CTICLIENTINITIALIZE dn={}", 3000 + number)));
        world.take(&Step::Reports(format!("Registered {} ready #1", 3000 + number)));
        world.take(&Step::Reports(format!("Done #{}", number + 1)));
    }
    let mut restored = Gateway::restored(journalled(), world.now, 2, world.kept.clone());
    restored.handle_link(world.now, Event::LinkUp);
    let mut waiting = commands(&mut restored);
    assert_eq!(waiting.len(), 64, "no more than the bound at a time");
    let mut seen = 0;
    while let Some((id, dn)) = waiting.pop() {
        seen += 1;
        let (agent, calls, features) = (AgentState::LoggedOut, Vec::new(), Features::default());
        restored.handle_link(world.now, Event::Registered { dn, agent, calls, features });
        restored.handle_link(world.now, Event::Done { command: id, call: None });
        waiting.extend(commands(&mut restored));
    }
    assert_eq!(seen, 200);
    for session in world.sessions.values() {
        let Answer::Events(Events { notices, .. }) =
            look(&mut restored, world.now, *session, &events(0)).unwrap()
        else {
            panic!("the session goes on")
        };
        let kinds: Vec<Kind> = notices.iter().map(|notice| notice.kind).collect();
        assert_eq!(kinds, [Kind::LinkDown, Kind::LinkUp, Kind::AgentStateChanged]);
    }
}

/// Row 41: while the journal fails, what must not be lost is refused, and calls go on; afterwards
/// everything is recorded anew, and no number that was told meanwhile is given a second time.
#[test]
fn row_41_a_journal_that_fails() {
    let mut world = World::new(journalled());
    for line in ["0 CTICLIENTINITIALIZE dn=2000", "1 CTICLIENTINITIALIZE dn=2001"] {
        world.take(&Step::Asks(line.to_owned()));
    }
    for line in ["Registered 2000 ready #1", "Done #1", "Registered 2001 ready #2", "Done #2"] {
        world.take(&Step::Reports(line.to_owned()));
    }
    let before = world.kept.clone();
    world.gateway.handle_journal(false);
    world.take(&Step::Reports("Call 2000 c1 Ringing other=9".to_owned()));
    world.take(&Step::Reports("Call 2000 c1 Established".to_owned()));
    assert_eq!(world.kept, before, "nothing is recorded");
    let session = world.sessions["0"];
    for (line, refused) in [
        ("2 CTICLIENTINITIALIZE dn=2002", true),
        ("1 MAKECALL destination=5", true),
        ("0 HOLDCALL call=c1", false),
    ] {
        let words: Vec<&str> = line.split(' ').collect();
        let of = world.sessions.get(words[0]).copied();
        let envelope = client::read(&words[1..], of).unwrap();
        let answer = ask(&mut world.gateway, world.now, envelope);
        let code = answer.0.as_ref().and_then(Answer::refusal).map(|refusal| refusal.code);
        assert_eq!(code == Some(Code::NotDurable), refused, "{line}: {answer:?}");
        assert_eq!(answer.1.is_empty(), refused, "{line}: {answer:?}");
    }

    // It crashes now: the client knows event 2, of which nothing was kept.
    let mut restored = Gateway::restored(journalled(), world.now, 2, before);
    let answer = look(&mut restored, world.now, session, &events(2)).unwrap();
    let Answer::Events(Events { last, snapshot: Some(snapshot), notices }) = answer else {
        panic!("a snapshot: {answer:?}")
    };
    assert!(last > 2 && snapshot.number == last && notices.is_empty(), "{last}");

    // Or it does not, and the journal works again.
    world.gateway.handle_journal(true);
    world.drain();
    world.compare();
}

fn journalled() -> GatewayConfig {
    let lease_not_ready = Duration::ZERO;
    let lease_log_off = Duration::ZERO;
    GatewayConfig { journal: true, lease_not_ready, lease_log_off, ..GatewayConfig::default() }
}

/// A gateway, what is kept of it, and what was asked of it.
struct World {
    config: GatewayConfig,
    gateway: Gateway,
    kept: Kept,
    now: Timestamp,
    tokens: u64,
    /// The session that each client had last.
    sessions: BTreeMap<String, SessionId>,
    asked: BTreeMap<RequestToken, String>,
    /// Requests with a `ref`, as they were asked.
    referenced: Vec<Envelope>,
    closing: BTreeSet<SessionId>,
}

impl World {
    fn new(config: GatewayConfig) -> Self {
        let now = Timestamp(0);
        let mut gateway = Gateway::new(config.clone(), now, 1);
        gateway.handle_link(now, Event::LinkUp);
        Self {
            config,
            gateway,
            kept: Kept::default(),
            now,
            tokens: 0,
            sessions: BTreeMap::new(),
            asked: BTreeMap::new(),
            referenced: Vec::new(),
            closing: BTreeSet::new(),
        }
    }

    fn take(&mut self, step: &Step) {
        match step {
            Step::Asks(line) => {
                let words: Vec<&str> = line.split(' ').collect();
                let session = self.sessions.get(words[0]).copied();
                let envelope = client::read(&words[1..], session).unwrap();
                if matches!(envelope.request, Request::ClientUninitialize(_)) {
                    self.closing.extend(session);
                }
                if envelope.reference.is_some() && session.is_some() && !reads(&envelope) {
                    self.referenced.push(envelope.clone());
                }
                self.tokens += 1;
                let token = RequestToken(self.tokens);
                self.asked.insert(token, words[0].to_owned());
                self.gateway.handle_request(self.now, token, envelope);
            }
            Step::Reports(line) => self.gateway.handle_link(self.now, step::report(line)),
            Step::Waits(ms) => {
                let until = self.now + Duration::from_millis(*ms);
                while let Some(due) = self.gateway.poll_timeout().filter(|due| *due <= until) {
                    self.now = self.now.max(due);
                    self.gateway.handle_timeout(self.now);
                    self.drain();
                }
                self.now = until;
            }
        }
        self.drain();
    }

    fn drain(&mut self) {
        keep(&mut self.gateway, &mut self.kept);
        while let Some(output) = self.gateway.poll_output() {
            let Output::Reply { token, reply } = output else { continue };
            let (
                Some(who),
                Answer::Opened { session, .. } | Answer::Pending { session: Some(session) },
            ) = (self.asked.remove(&token), &reply.answer)
            else {
                continue;
            };
            self.sessions.insert(who, *session);
        }
    }

    /// Ends the gateway here, goes on from the records, and looks at both with every client's eyes.
    fn compare(&self) {
        let mut anew = Kept::default();
        let mut writer = self.gateway.clone();
        writer.keep_everything();
        keep(&mut writer, &mut anew);
        assert_eq!(anew, self.kept, "the records add up to something else");

        let mut restored = Gateway::restored(self.config.clone(), self.now, 2, self.kept.clone());
        let mut kept = self.kept.clone();
        keep(&mut restored, &mut kept);
        assert_eq!(restored.poll_output(), None, "nothing is ordered without a link");
        for session in self.sessions.values().filter(|session| !self.closing.contains(session)) {
            for after in 0..4 {
                let was = look(&mut self.gateway.clone(), self.now, *session, &events(after));
                let is = look(&mut restored.clone(), self.now, *session, &events(after));
                same_events(was.unwrap(), is.unwrap(), after + self.config.event_log as u64);
            }
            let look = |gateway: &mut Gateway| {
                look(gateway, self.now, *session, &Request::GetSnapshot(GetSnapshot))
            };
            let (was, is) = (look(&mut self.gateway.clone()), look(&mut restored.clone()));
            same_picture(was.unwrap(), is.unwrap());
        }
        let opened = |envelope: &&Envelope| {
            let request = Request::ClientReconnect(ClientReconnect);
            let bare = Envelope { reference: None, request, ..(*envelope).clone() };
            let answer = ask(&mut self.gateway.clone(), self.now, bare).0;
            let code = answer.as_ref().and_then(Answer::refusal).map(|refusal| refusal.code);
            code != Some(Code::SessionOpening)
        };
        for envelope in self.referenced.iter().filter(opened) {
            let was = ask(&mut self.gateway.clone(), self.now, envelope.clone());
            let is = ask(&mut restored.clone(), self.now, envelope.clone());
            self.same_outcome(envelope, was, is);
        }
    }

    fn same_outcome(&self, envelope: &Envelope, was: Asked, is: Asked) {
        let closing = envelope.session.is_some_and(|session| self.closing.contains(&session));
        let (was, ordered) = was;
        let passes = |answer: &Answer| {
            let code = answer.refusal().map(|refusal| refusal.code);
            matches!(code, Some(Code::Overload | Code::LinkDown | Code::NoSession))
        };
        if closing || !ordered.is_empty() || was.as_ref().is_some_and(passes) {
            // Not remembered, so not promised.
            return;
        }
        assert!(is.1.is_empty(), "carried out twice: {envelope:?}");
        match was {
            Some(was) => assert_eq!(is.0, Some(was), "{envelope:?}"),
            None => {
                let code = is.0.as_ref().and_then(Answer::refusal).map(|refusal| refusal.code);
                assert_eq!(code, Some(Code::NoAnswer), "{envelope:?}");
            }
        }
    }
}

/// What came at once: the reply, and the orders.
type Asked = (Option<Answer>, Vec<Order>);

fn ask(gateway: &mut Gateway, now: Timestamp, envelope: Envelope) -> Asked {
    let token = RequestToken(u64::MAX);
    gateway.handle_request(now, token, envelope);
    let (mut answer, mut orders) = (None, Vec::new());
    while let Some(output) = gateway.poll_output() {
        match output {
            Output::Reply { token: to, reply } if to == token => answer = Some(reply.answer),
            Output::Reply { .. } => {}
            Output::Command(command) => orders.push(command.order),
        }
    }
    (answer, orders)
}

fn look(
    gateway: &mut Gateway,
    now: Timestamp,
    session: SessionId,
    request: &Request,
) -> Option<Answer> {
    let (session, request) = (Some(session), request.clone());
    ask(gateway, now, Envelope { session, reference: None, asynchronous: false, request }).0
}

fn events(after: u64) -> Request {
    Request::GetEvents(GetEvents { after, wait: Duration::ZERO })
}

fn reads(envelope: &Envelope) -> bool {
    matches!(envelope.request, Request::GetEvents(_) | Request::GetSnapshot(_))
}

fn commands(gateway: &mut Gateway) -> Vec<(gateway_core::middleware::CommandId, Dn)> {
    let mut commands = Vec::new();
    while let Some(output) = gateway.poll_output() {
        if let Output::Command(command) = output {
            assert_eq!(command.order, Order::Register);
            commands.push((command.id, command.dn));
        }
    }
    commands
}

/// The same events, and after them only what the new beginning brought; beyond the number `bound`
/// the oldest of them had to make room.
fn same_events(was: Answer, is: Answer, bound: u64) {
    match (was, is) {
        (Answer::Events(was), Answer::Events(is)) if was.snapshot.is_none() => {
            assert_eq!(is.snapshot.is_some(), is.last > bound, "{was:?}\n{is:?}");
            if is.snapshot.is_none() {
                let (old, new) = is.notices.split_at(was.notices.len());
                assert_eq!(old, was.notices);
                let beginning =
                    |notice: &Notice| matches!(notice.kind, Kind::LinkDown | Kind::RequestFailed);
                assert!(new.iter().all(beginning), "{new:?}");
                assert_eq!(is.last, was.last + new.len() as u64);
            }
        }
        // Too old for both, or a number that was never given.
        (Answer::Events(_), Answer::Events(is)) => assert!(is.snapshot.is_some(), "{is:?}"),
        (Answer::Refused(was), Answer::Refused(is)) => assert_eq!(was.code, is.code),
        // A session that was being opened has ended, with its last event.
        (Answer::Events(_), Answer::Refused(is)) => assert_eq!(is.code, Code::NoSession),
        (was, is) => panic!("{was:?}\n{is:?}"),
    }
}

/// The same picture, but that nothing is reported.
fn same_picture(was: Answer, is: Answer) {
    match (was, is) {
        (Answer::Snapshot(was), Answer::Snapshot(is)) => {
            assert!(!is.link_up && is.number >= was.number);
            assert_eq!((&is.dn, &is.agent, &is.features), (&was.dn, &was.agent, &was.features));
            let bare = |mut call: gateway_core::call::CallView| {
                call.actions.clear();
                call
            };
            let calls = |calls: Vec<_>| calls.into_iter().map(bare).collect::<Vec<_>>();
            assert_eq!(calls(is.calls), calls(was.calls));
        }
        (Answer::Refused(was), Answer::Refused(is)) => assert_eq!(was.code, is.code),
        (Answer::Snapshot(_), Answer::Refused(is)) => assert_eq!(is.code, Code::NoSession),
        (was, is) => panic!("{was:?}\n{is:?}"),
    }
}

/// Keeps what there is to keep; every part of it can be written down and read again.
fn keep(gateway: &mut Gateway, kept: &mut Kept) {
    while let Some(record) = gateway.poll_record() {
        match &record {
            Record::Session { session, .. } => survives_writing(session),
            Record::Event { notice, .. } => survives_writing(notice),
            Record::Request { request, .. } => survives_writing(request),
            Record::Device { device, .. } => survives_writing(device),
            Record::Anew
            | Record::SessionGone(_)
            | Record::Dropped { .. }
            | Record::RequestGone { .. }
            | Record::DeviceGone(_) => {}
        }
        kept.apply(record);
    }
}

fn survives_writing<T: Serialize + DeserializeOwned + Debug + PartialEq>(part: &T) {
    let text = serde_json::to_string(part).unwrap();
    assert_eq!(*part, serde_json::from_str::<T>(&text).unwrap(), "{text}");
}
