//! Desktops at the joined stack that send and go on, so that what they ask crosses what they are told.

use std::{collections::BTreeMap, time::Duration};

use gateway_core::reply::RequestToken;
use gateway_xml::{Element, read_document, write_document};
use scenarios::{rig::Rig, truth::Picture};
use switch_sim::{id::DeviceId, world::World};

/// The stack, and a desktop for each telephone.
pub(crate) struct Desks {
    pub(crate) rig: Rig,
    sessions: BTreeMap<&'static str, Session>,
    replies: BTreeMap<RequestToken, Element>,
    /// Every reply, for the schema.
    pub(crate) documents: Vec<Vec<u8>>,
}

struct Session {
    name: String,
    device: DeviceId,
    /// The number of the last event that was read.
    last: u64,
}

impl Desks {
    /// Opens a session for each of these people and their telephones.
    pub(crate) fn open(world: &str, people: &[(&'static str, &str)]) -> Self {
        let world = World::parse(world).expect("the test's world is right");
        let rig = Rig::new(&world, 1).expect("the test's world can be built");
        let (sessions, replies) = (BTreeMap::new(), BTreeMap::new());
        let mut desks = Self { rig, sessions, replies, documents: Vec::new() };
        for &(who, dn) in people {
            let begin = Element::new("CTICLIENTINITIALIZE");
            let begin = begin.with_child(Element::new("dn").with_text(dn));
            let token = desks.rig.submit(&write_document(&begin));
            let reply = desks.wait_for(token);
            let name = reply.attribute("session").expect("a session").to_owned();
            let device = desks.rig.switch().device_by_number(dn).expect("a telephone");
            desks.sessions.insert(who, Session { name, device, last: 0 });
        }
        desks
    }

    /// The telephone of somebody.
    pub(crate) fn device(&self, who: &str) -> DeviceId {
        self.session(who).device
    }

    fn session(&self, who: &str) -> &Session {
        self.sessions.get(who).expect("a session")
    }

    pub(crate) fn people(&self) -> Vec<&'static str> {
        self.sessions.keys().copied().collect()
    }

    /// Sends a request, and does not wait for its reply.
    pub(crate) fn send(
        &mut self,
        who: &str,
        request: &str,
        fields: &[(String, String)],
    ) -> RequestToken {
        let session = self.session(who).name.as_str();
        let fields = fields.iter().map(|(key, value)| Element::new(key).with_text(value));
        let document = Element::new(request).with_attribute("session", session);
        self.rig.submit(&write_document(&document.with_children(fields)))
    }

    /// The reply to a request that was sent, if it has come; each comes once.
    pub(crate) fn reply(&mut self, token: RequestToken) -> Option<Element> {
        while let Some((token, body)) = self.rig.poll_reply() {
            let reply = read_document(&body).expect("the gateway writes XML");
            self.documents.push(body);
            let twice = self.replies.insert(token, reply);
            assert!(twice.is_none(), "{token:?} is answered twice");
        }
        self.replies.remove(&token)
    }

    /// Lets time pass until a reply comes.
    pub(crate) fn wait_for(&mut self, token: RequestToken) -> Element {
        let bound = self.rig.now() + Duration::from_secs(60);
        loop {
            if let Some(reply) = self.reply(token) {
                return reply;
            }
            assert!(self.rig.now() < bound, "{token:?} is never answered");
            self.rig.advance(bound);
        }
    }

    /// Lets time pass.
    pub(crate) fn pass(&mut self, span: Duration) {
        let to = self.rig.now() + span;
        while self.rig.now() < to {
            self.rig.advance(to);
        }
    }

    /// What somebody was told since the last time; no number is left out.
    pub(crate) fn events(&mut self, who: &str) -> Vec<Element> {
        let after = ("after".to_owned(), self.session(who).last.to_string());
        let token = self.send(who, "GETEVENTS", &[after, ("wait".to_owned(), "0".to_owned())]);
        let events = self.wait_for(token).children;
        let session = self.sessions.get_mut(who).expect("a session");
        for event in &events {
            session.last += 1;
            let number = event.attribute("number").expect("a number");
            assert_eq!(number, session.last.to_string(), "{who}: {event:?}");
        }
        events
    }

    /// The calls of somebody as the desktop has them: id and state.
    pub(crate) fn shown(&mut self, who: &str) -> BTreeMap<String, String> {
        let token = self.send(who, "GETSNAPSHOT", &[]);
        let reply = self.wait_for(token);
        let snapshot = reply.child("SNAPSHOT").expect("a snapshot");
        Picture::shown(snapshot).expect("the link is up").calls
    }

    /// The same as the switch has it.
    pub(crate) fn actual(&self, who: &str) -> BTreeMap<String, String> {
        Picture::actual(&self.rig, self.device(who)).calls
    }
}
