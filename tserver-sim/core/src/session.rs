//! A client's session: greeting, keep-alive, farewell, and what it is told of the switch link.

use switch_sim::switch::Switch;
use tserver_wire::{
    AttributeId as A, DecodeError, GoodbyeReason, Message, MessageMask, MessageType as M,
    PROTOCOL_VERSION,
};

use crate::{
    link::{LinkId, Silence},
    request,
    server::{Output, TServerSim},
};

impl TServerSim {
    /// A message of a client: of the link itself, or a request.
    pub(crate) fn handle_message(&mut self, switch: &mut Switch, link: LinkId, message: &Message) {
        let greeted = self.links.get(&link).is_some_and(|client| client.session.is_some());
        match message.kind {
            M::LINK_HELLO if !greeted => self.greet(link, message),
            M::LINK_HELLO => self.part(link, GoodbyeReason::Refused, "a second LinkHello"),
            M::LINK_GOODBYE => self.close(link, "the client said goodbye".to_owned()),
            _ if !greeted => {
                let text = format!("{} came before LinkHello: greet first", message.kind);
                self.part(link, GoodbyeReason::HandshakeMissing, &text);
            }
            M::LINK_POLL => {
                let number = message.integer(A::POLL_NUMBER).unwrap_or_default();
                self.transmit(link, Message::new(M::LINK_POLL_ACK).with(A::POLL_NUMBER, number));
            }
            M::LINK_POLL_ACK => {}
            _ => self.handle_request(switch, link, message),
        }
    }

    /// The client's bytes are not T-Link.
    pub(crate) fn part_malformed(&mut self, link: LinkId, error: &DecodeError) {
        self.part(link, GoodbyeReason::Malformed, &error.to_string());
    }

    /// Polls who has been silent, parts with who did not answer.
    pub(crate) fn check_silence(&mut self) {
        let now = self.now;
        let verdicts: Vec<_> =
            self.links.iter_mut().map(|(link, client)| (*link, client.check(now))).collect();
        for (link, verdict) in verdicts {
            match verdict {
                Silence::Fine => {}
                Silence::Poll(number) => {
                    self.transmit(link, Message::new(M::LINK_POLL).with(A::POLL_NUMBER, number));
                }
                Silence::Lost => {
                    self.part(
                        link,
                        GoodbyeReason::PollUnanswered,
                        "a poll was not answered in time",
                    );
                }
                Silence::NeverGreeted => {
                    self.part(link, GoodbyeReason::HandshakeMissing, "no LinkHello came in time");
                }
            }
        }
    }

    /// Tells every client how the link to the switch stands.
    pub(crate) fn tell_link_state_to_all(&mut self) {
        let greeted: Vec<LinkId> = self
            .links
            .iter()
            .filter(|(_, client)| client.session.is_some())
            .map(|(link, _)| *link)
            .collect();
        for link in greeted {
            self.tell_link_state(link);
        }
    }

    fn greet(&mut self, link: LinkId, hello: &Message) {
        // The client names the highest version that it speaks; the session has this server's.
        let spoken = hello.integer(A::PROTOCOL_VERSION);
        if spoken.is_none_or(|spoken| spoken < PROTOCOL_VERSION) {
            let text = format!("this server speaks T-Link from version {PROTOCOL_VERSION} on");
            return self.part(link, GoodbyeReason::VersionNotSpoken, &text);
        }
        let session = self.identity.next_session();
        let interval = i32::try_from(self.config.keep_alive.as_millis()).unwrap_or(i32::MAX);
        let answer = Message::new(M::LINK_HELLO_ACK)
            .with(A::PROTOCOL_VERSION, PROTOCOL_VERSION)
            .with(A::SESSION_ID, session.as_str())
            .with(A::APPLICATION_NAME, self.config.server.as_str())
            .with(A::SERVER_VERSION, env!("CARGO_PKG_VERSION"))
            .with(A::SERVER_ROLE, self.role.code())
            .with(A::CAPABILITIES, request::SUPPORTED.iter().copied().collect::<MessageMask>())
            .with(A::POLL_INTERVAL, interval);
        if let Some(client) = self.links.get_mut(&link) {
            client.session = Some(session);
        }
        self.transmit(link, answer);
        self.tell_link_state(link);
    }

    fn tell_link_state(&mut self, link: LinkId) {
        let kind =
            if self.is_serving() { M::EVENT_LINK_CONNECTED } else { M::EVENT_LINK_DISCONNECTED };
        let session = self.links.get(&link).and_then(|client| client.session.clone());
        let mut event = Message::new(kind).with(A::APPLICATION_NAME, self.config.server.as_str());
        if let Some(session) = session {
            event.push(A::SESSION_ID, session);
        }
        self.stamp_and_transmit(link, event);
    }

    /// Says goodbye and closes.
    fn part(&mut self, link: LinkId, reason: GoodbyeReason, text: &str) {
        let goodbye = Message::new(M::LINK_GOODBYE)
            .with(A::GOODBYE_REASON, reason)
            .with(A::ERROR_MESSAGE, text);
        self.transmit(link, goodbye);
        self.close(link, text.to_owned());
    }

    fn close(&mut self, link: LinkId, reason: String) {
        self.forget_client(link);
        self.outputs.push_back(Output::Close { link, reason });
    }

    /// A client has gone, and with it everything that is kept for it.
    pub(crate) fn forget_client(&mut self, link: LinkId) {
        self.links.remove(&link);
        self.registrations.forget(link);
        self.services.forget(link);
        self.pending.forget(link);
    }
}
