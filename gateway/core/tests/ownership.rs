//! Rows 16 and 17: a session obeys whoever began it, and nobody else.

use std::{collections::BTreeSet, sync::Arc};

use gateway_core::{
    config::GatewayConfig,
    fields::{Fields, Place},
    gateway::Gateway,
    id::Dn,
    middleware::{AgentState, Event, Features},
    refusal::Code,
    reply::{Answer, Output, RequestToken},
    request::{ClientInitialize, Envelope, GetSnapshot, Kind, Request, Row, rows},
    session::SessionId,
    time::Timestamp,
};

#[test]
fn row_17_a_session_obeys_its_owner_alone() {
    let mut desk = Desk::new();
    let session = desk.open(Some("alice"));
    assert!(desk.looks(Some("alice"), session).is_none());
    assert_eq!(desk.looks(Some("mallory"), session), Some(Code::Forbidden));
    assert_eq!(desk.looks(None, session), Some(Code::Forbidden));
}

#[test]
fn row_17_a_guessed_session_is_none() {
    let mut desk = Desk::new();
    desk.open(Some("alice"));
    let guessed = SessionId::parse("00000000000000000000000000000001").expect("32 digits");
    assert_eq!(desk.looks(Some("alice"), guessed), Some(Code::NoSession));
}

/// Row 16: whatever is asked of another user's session is denied, and changes nothing.
#[test]
fn row_16_no_request_reaches_a_session_of_others() {
    let mut desk = Desk::new();
    let session = desk.open(Some("alice"));
    for row in rows().iter().filter(|row| row.name != "CTICLIENTINITIALIZE") {
        for principal in [Some("mallory"), None] {
            let answer = desk.ask(principal, Some(session), sample(row));
            let Answer::Refused(refusal) = answer else { panic!("{}: {answer:?}", row.name) };
            assert_eq!(refusal.code, Code::Forbidden, "{}", row.name);
        }
    }
    assert!(desk.looks(Some("alice"), session).is_none(), "it goes on");
}

/// Row 17: what was a session's name is none after its end, whatever is asked.
#[test]
fn row_17_replay_after_the_end() {
    let mut desk = Desk::new();
    let session = desk.open(Some("alice"));
    let end = desk.ask(Some("alice"), Some(session), sample_of("CTICLIENTUNINITIALIZE"));
    assert_eq!(end, Answer::Done);
    for row in rows().iter().filter(|row| row.name != "CTICLIENTINITIALIZE") {
        let answer = desk.ask(Some("alice"), Some(session), sample(row));
        let Answer::Refused(refusal) = answer else { panic!("{}: {answer:?}", row.name) };
        assert_eq!(refusal.code, Code::NoSession, "{}", row.name);
    }
}

/// Row 17: a client cannot choose its session's name, and names tell nothing of the next.
#[test]
fn row_17_names_are_given_and_without_pattern() {
    let mut desk = Desk::new();
    let wished = SessionId::parse("0123456789abcdef0123456789abcdef");
    let mut names = BTreeSet::new();
    let mut ones = 0;
    for _ in 0..256 {
        let answer = desk.ask(Some("alice"), wished, sample_of("CTICLIENTINITIALIZE"));
        let Answer::Opened { session, .. } = answer else { panic!("{answer:?}") };
        assert_ne!(Some(session), wished);
        let name = u128::from_str_radix(&session.to_string(), 16).expect("32 digits");
        ones += name.count_ones();
        assert!(names.insert(name), "a name is given once");
    }
    // 32,768 bits: half of them are ones, give or take six standard deviations.
    assert!((16_384 - 543..=16_384 + 543).contains(&ones), "{ones} ones");
}

fn sample_of(name: &str) -> Request {
    sample(rows().iter().find(|row| row.name == name).expect("a row"))
}

/// A request of this row, with something in every required field.
fn sample(row: &Row) -> Request {
    let place = Place::default();
    let mut fields = Fields::new(place);
    for field in row.fields.iter().filter(|field| field.required) {
        let text = match field.kind {
            Kind::Dn => "2001",
            Kind::Call | Kind::Number | Kind::Seconds | Kind::Digits => "1",
            Kind::Text | Kind::Secret | Kind::Pairs => "a",
            Kind::OneOf(words) => words.first().expect("a word"),
        };
        fields.push(field.name, None, text, place).expect("it fits");
    }
    Request::read(row.name, &mut fields, place).expect("it can be read")
}

/// A gateway whose middleware registers every device at once.
struct Desk(Gateway, u64);

impl Desk {
    fn new() -> Self {
        let mut gateway = Gateway::new(GatewayConfig::default(), Timestamp(0), 7);
        gateway.handle_link(Timestamp(0), Event::LinkUp);
        Self(gateway, 0)
    }

    fn open(&mut self, principal: Option<&str>) -> SessionId {
        let dn = Dn::new("2001").expect("a number");
        let answer = self.ask(principal, None, Request::ClientInitialize(ClientInitialize { dn }));
        let Answer::Opened { session, .. } = answer else { panic!("{answer:?}") };
        session
    }

    /// The refusal of a look at the session, if there is one.
    fn looks(&mut self, principal: Option<&str>, session: SessionId) -> Option<Code> {
        let answer = self.ask(principal, Some(session), Request::GetSnapshot(GetSnapshot));
        answer.refusal().map(|refusal| refusal.code)
    }

    fn ask(
        &mut self,
        principal: Option<&str>,
        session: Option<SessionId>,
        request: Request,
    ) -> Answer {
        self.1 += 1;
        let envelope = Envelope { session, reference: None, asynchronous: false, request };
        let principal = principal.map(Arc::from);
        let gateway = &mut self.0;
        gateway.handle_request_of(Timestamp(0), principal, RequestToken(self.1), envelope);
        loop {
            match gateway.poll_output().expect("every request is answered") {
                Output::Reply { reply, .. } => return reply.answer,
                Output::Command(command) => {
                    let (dn, agent) = (command.dn, AgentState::LoggedOut);
                    let registered = Event::Registered {
                        dn,
                        agent,
                        calls: Vec::new(),
                        features: Features::default(),
                    };
                    gateway.handle_link(Timestamp(0), registered);
                    let done = Event::Done { command: command.id, call: None };
                    gateway.handle_link(Timestamp(0), done);
                }
            }
        }
    }
}
