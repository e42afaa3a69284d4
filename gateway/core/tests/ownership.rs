//! Rows 16 and 17: a session obeys whoever began it, and nobody else.

use std::sync::Arc;

use gateway_core::{
    config::GatewayConfig,
    gateway::Gateway,
    id::Dn,
    middleware::{AgentState, Event, Features},
    refusal::Code,
    reply::{Answer, Output, RequestToken},
    request::{ClientInitialize, Envelope, GetSnapshot, Request},
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
        match self.ask(principal, Some(session), Request::GetSnapshot(GetSnapshot)) {
            Answer::Refused(refusal) => Some(refusal.code),
            Answer::Done
            | Answer::Opened { .. }
            | Answer::Call(_)
            | Answer::Events(_)
            | Answer::Snapshot(_)
            | Answer::Statistics(_)
            | Answer::Pending { .. } => None,
        }
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
