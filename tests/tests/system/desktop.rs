//! A desktop in front of the gateway: a session, its requests, and its long poll.

use std::net::SocketAddr;

use gateway_xml::{Element, read_document, write_document};

use crate::http;

/// A session at the gateway.
pub(crate) struct Desktop {
    gateway: SocketAddr,
    pub(crate) session: String,
    /// The number of the last event that was looked at.
    last: u64,
    /// Events that came with the last poll and were not looked at.
    unread: Vec<Element>,
}

impl Desktop {
    /// Opens a session for a telephone.
    pub(crate) fn open(gateway: SocketAddr, dn: &str) -> Self {
        let dn = Element::new("dn").with_text(dn);
        let reply = send(gateway, &Element::new("CTICLIENTINITIALIZE").with_child(dn));
        assert_eq!(reply.attribute("result"), Some("ok"), "{reply:?}");
        let session = reply.attribute("session").expect("a session").to_owned();
        Self { gateway, session, last: 0, unread: Vec::new() }
    }

    /// Logs the agent on and asks for calls.
    pub(crate) fn take_calls(&mut self, agent: &str, queue: &str) {
        self.ask("AGENTINITIALIZE", &[("agent", agent), ("queue", queue)]);
        assert_eq!(self.sees("AGENTSTATECHANGED").attribute("state"), Some("notready"));
        self.ask("SETAGENTSTATE", &[("state", "available")]);
    }

    /// Asks for something that must be granted.
    pub(crate) fn ask(&mut self, name: &str, fields: &[(&str, &str)]) -> Element {
        let reply = self.try_to(name, fields);
        assert_eq!(reply.attribute("result"), Some("ok"), "{name}: {reply:?}");
        reply
    }

    /// Asks for something that must be refused; the code.
    pub(crate) fn refused(&mut self, name: &str, fields: &[(&str, &str)]) -> String {
        let reply = self.try_to(name, fields);
        let error = reply.child("error").unwrap_or_else(|| panic!("{name} was granted: {reply:?}"));
        error.attribute("code").expect("a code").to_owned()
    }

    /// The next event of this name; others before it are passed over.
    pub(crate) fn sees(&mut self, name: &str) -> Element {
        let mut passed = Vec::new();
        for _ in 0..POLLS {
            while !self.unread.is_empty() {
                let event = self.unread.remove(0);
                if event.name == name {
                    return event;
                }
                passed.push(event.name);
            }
            self.poll();
        }
        panic!("no {name} came, only {passed:?}");
    }

    /// The next events, which must be these and no others between them.
    pub(crate) fn sees_only<const N: usize>(&mut self, names: &[&str; N]) -> [Element; N] {
        names.map(|name| {
            for _ in 0..POLLS {
                if !self.unread.is_empty() {
                    let event = self.unread.remove(0);
                    assert_eq!(event.name, name, "of {names:?}: {event:?}");
                    return event;
                }
                self.poll();
            }
            panic!("no {name} came");
        })
    }

    /// A poll that waits for so many seconds, for whoever sends it.
    pub(crate) fn poll_of(&self, seconds: u32) -> String {
        format!("<GETEVENTS session='{}' after='{}' wait='{seconds}'/>", self.session, self.last)
    }

    fn poll(&mut self) {
        let after = self.last.to_string();
        let reply = self.ask("GETEVENTS", &[("after", &after), ("wait", "15")]);
        self.last = reply.attribute("last").and_then(|last| last.parse().ok()).expect("a number");
        self.unread = reply.children;
    }

    fn try_to(&self, name: &str, fields: &[(&str, &str)]) -> Element {
        let request = Element::new(name).with_attribute("session", self.session.as_str());
        let fields = fields.iter().map(|(name, value)| Element::new(*name).with_text(*value));
        send(self.gateway, &request.with_children(fields))
    }
}

fn send(gateway: SocketAddr, request: &Element) -> Element {
    let document = String::from_utf8(write_document(request)).expect("a document is UTF-8");
    let answer = http::post(gateway, &document);
    assert_eq!(answer.status, 200, "{document}: {answer:?}");
    read_document(answer.body.as_bytes()).expect("a reply is XML")
}

/// Polls of 15 seconds at most until an event must have come.
const POLLS: usize = 4;
