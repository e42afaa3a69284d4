//! Every request over real sockets, granted and refused, waited for and not.

use std::collections::{BTreeMap, BTreeSet};

use gateway_core::request::rows;
use gateway_xml::{Element, read_document, write_document};

use crate::{
    http,
    process::{Emulator, Gateway},
};

#[test]
fn every_request_and_the_reply_waits_for_the_outcome() {
    Walk::new("requests_waited_for", false).through(WALK);
}

#[test]
fn every_request_and_the_outcome_comes_as_an_event() {
    Walk::new("requests_not_waited_for", true).through(WALK);
}

/// Three desktops that go through the lines of a story.
struct Walk {
    switch: Emulator,
    gateway: Gateway,
    asynchronous: bool,
    desktops: BTreeMap<String, Desktop>,
    /// What the story calls the calls.
    names: BTreeMap<String, String>,
    references: u32,
    granted: BTreeSet<String>,
    refused: BTreeSet<String>,
}

#[derive(Default)]
struct Desktop {
    session: String,
    last: String,
    /// Events that nobody has looked at.
    unread: Vec<Element>,
}

impl Walk {
    fn new(name: &str, asynchronous: bool) -> Self {
        let switch = Emulator::start(0);
        let mut gateway = Gateway::start(name, switch.address);
        gateway.wait_until_ready();
        Self {
            switch,
            gateway,
            asynchronous,
            desktops: BTreeMap::new(),
            names: BTreeMap::new(),
            references: 0,
            granted: BTreeSet::new(),
            refused: BTreeSet::new(),
        }
    }

    fn through(mut self, story: &str) {
        for line in story.lines().map(str::trim).filter(|line| !line.starts_with("//")) {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                [] => {}
                ["switch", act @ ..] => self.act(act),
                [who, "<", event, rest @ ..] => self.see(line, (who, event), rest),
                [who, request, rest @ ..] => self.ask(line, (who, request), rest),
                [_] => panic!("cannot read `{line}`"),
            }
        }
        let names = || rows().iter().map(|row| row.name);
        let never: Vec<_> = names().filter(|name| !self.granted.contains(*name)).collect();
        assert!(never.is_empty(), "never granted in this story: {never:?}");
        let never: Vec<_> = names().filter(|name| !self.refused.contains(*name)).collect();
        assert!(never.is_empty(), "never refused in this story: {never:?}");
    }

    fn act(&mut self, words: &[&str]) {
        let (words, name) = named(words);
        let words: Vec<_> = words.iter().map(|word| self.value(word)).collect();
        let call = self.switch.act(&words.join(" "));
        self.names.extend(name.map(|name| (name.to_owned(), call)));
    }

    fn see(&mut self, line: &str, (who, event): (&str, &str), rest: &[&str]) {
        let (_, name) = named(rest);
        let address = self.gateway.address;
        let desktop = self.desktops.get_mut(who).expect("a desktop");
        let found = desktop.wait_for(address, line, |seen| seen.name == event);
        // What came before it is passed over.
        let event = desktop.unread.drain(..=found).next_back().expect("it was found");
        let call = event.attribute("call").unwrap_or_default().to_owned();
        self.names.extend(name.map(|name| (name.to_owned(), call)));
    }

    fn ask(&mut self, line: &str, (who, request): (&str, &str), rest: &[&str]) {
        let (rest, expected) = match rest {
            [rest @ .., "->", code] => (rest, Some(*code)),
            rest => (rest, None),
        };
        let (fields, name) = named(rest);
        self.references += 1;
        let reference = self.references.to_string();
        let document = self.document((who, request), &reference, fields);
        let answer = http::post(self.gateway.address, &document);
        let reply = read_document(answer.body.as_bytes()).expect("a reply is XML");
        if let Some(session) = reply.attribute("session") {
            let desktop = Desktop { session: session.to_owned(), ..Desktop::default() };
            self.desktops.insert(who.to_owned(), desktop);
        }
        let outcome = match reply.attribute("result") {
            Some("pending") => self.outcome(line, who, &reference),
            _ => reply,
        };
        let error = outcome.child("error").and_then(|error| error.attribute("code"));
        assert_eq!(error, expected, "{line}: {outcome:?}");
        let heard = if error.is_some() { &mut self.refused } else { &mut self.granted };
        heard.insert(request.to_owned());
        let call = outcome.attribute("call").unwrap_or_default().to_owned();
        self.names.extend(name.map(|name| (name.to_owned(), call)));
    }

    /// The event that tells what became of a request.
    fn outcome(&mut self, line: &str, who: &str, reference: &str) -> Element {
        let address = self.gateway.address;
        let desktop = self.desktops.get_mut(who).expect("a desktop");
        let found = desktop.wait_for(address, line, |event| {
            let outcome = ["REQUESTDONE", "REQUESTFAILED"].contains(&event.name.as_str());
            outcome && event.attribute("ref") == Some(reference)
        });
        desktop.unread.remove(found)
    }

    fn document(&self, (who, request): (&str, &str), reference: &str, fields: &[&str]) -> String {
        let mut document = Element::new(request).with_attribute("ref", reference);
        if let Some(desktop) = self.desktops.get(who) {
            document = document.with_attribute("session", desktop.session.as_str());
        }
        if self.asynchronous {
            document = document.with_attribute("async", "true");
        }
        for (key, value) in fields.iter().map(|field| field.split_once('=').expect("key=value")) {
            let value = self.value(value);
            document = document.with_child(match key.strip_prefix("data.") {
                Some(key) => {
                    let item = Element::new("item").with_attribute("key", key).with_text(value);
                    Element::new("data").with_child(item)
                }
                None => Element::new(key).with_text(value),
            });
        }
        String::from_utf8(write_document(&document)).expect("a document is UTF-8")
    }

    /// The id of a call that the story names, or the word itself.
    fn value(&self, word: &str) -> String {
        self.names.get(word).cloned().unwrap_or_else(|| word.to_owned())
    }
}

impl Desktop {
    /// Where among the unread events one is that fits, fetching more until there is.
    fn wait_for(
        &mut self,
        gateway: std::net::SocketAddr,
        line: &str,
        fits: impl Fn(&Element) -> bool,
    ) -> usize {
        for _ in 0..POLLS {
            if let Some(found) = self.unread.iter().position(&fits) {
                return found;
            }
            let poll = format!(
                "<GETEVENTS session='{}' after='{}' wait='15'/>",
                self.session,
                if self.last.is_empty() { "0" } else { &self.last }
            );
            let reply = read_document(http::post(gateway, &poll).body.as_bytes());
            let reply = reply.expect("a reply is XML");
            self.last = reply.attribute("last").expect("a number").to_owned();
            self.unread.extend(reply.children);
        }
        panic!("{line}: nothing fits among {:?}", self.unread);
    }
}

/// The words before `as NAME`, and the name.
fn named<'a, 'b>(words: &'b [&'a str]) -> (&'b [&'a str], Option<&'a str>) {
    match words {
        [words @ .., "as", name] => (words, Some(*name)),
        words => (words, None),
    }
}

/// Polls of 15 seconds at most until an event must have come.
const POLLS: usize = 4;

/// `who REQUEST key=value … [as name] [-> Code]` asks; `who < EVENT [as name]` sees; `switch …` acts.
const WALK: &str = "
    alice CTICLIENTINITIALIZE -> MissingField
    alice GETSNAPSHOT -> NoSession
    alice GETSTATISTICS scope=gateway -> NoSession
    alice CTICLIENTRECONNECT -> NoSession
    alice CTICLIENTUNINITIALIZE -> NoSession
    alice CTICLIENTINITIALIZE dn=2001
    bob   CTICLIENTINITIALIZE dn=2002
    carol CTICLIENTINITIALIZE dn=2003
    alice CTICLIENTRECONNECT
    alice GETEVENTS after=x -> InvalidValue
    alice GETEVENTS after=0
    alice GETSNAPSHOT

    alice AGENTUNINITIALIZE -> NotLoggedOn
    alice SETAGENTSTATE state=available -> NotLoggedOn
    alice AGENTINITIALIZE agent=7001 queue=9999 -> Refused
    alice AGENTINITIALIZE agent=7001 queue=8100
    alice AGENTINITIALIZE agent=7001 queue=8100 -> AlreadyLoggedOn
    alice SETAGENTSTATE state=unavailable reason=lunch
    alice SETAGENTSTATE state=available
    alice GETSTATISTICS scope=queue queue=8100

    // Of a call that is not there nothing can be asked.
    alice ACCEPTCALL         call=1 -> UnknownCall
    alice RELEASECALL        call=1 -> UnknownCall
    alice HOLDCALL           call=1 -> UnknownCall
    alice RETRIEVECALL       call=1 -> UnknownCall
    alice ALTERNATECALL      call=1 -> UnknownCall
    alice INITIATETRANSFER   call=1 destination=2002 -> UnknownCall
    alice COMPLETETRANSFER   call=1 -> UnknownCall
    alice CANCELTRANSFER     call=1 -> UnknownCall
    alice INITIATECONFERENCE call=1 destination=2002 -> UnknownCall
    alice COMPLETECONFERENCE call=1 -> UnknownCall
    alice CANCELCONFERENCE   call=1 -> UnknownCall
    alice BLINDTRANSFER      call=1 destination=2002 -> UnknownCall
    alice ATTACHDATA         call=1 data.A=1 -> UnknownCall
    alice REMOVEPARTY        call=1 party=2002 -> UnknownCall
    alice REDIRECTCALL       call=1 destination=2002 -> UnknownCall
    alice SENDDTMF           call=1 digits=1 -> UnknownCall
    alice MUTECALL           call=1 -> UnknownCall
    alice UNMUTECALL         call=1 -> UnknownCall

    // A call of the queue, and everything that one desktop does with it.
    switch dial 8005 from 01715550123 CASE=4711 as street
    alice < INCOMINGCALL as c
    alice ACCEPTCALL call=c
    alice < ESTABLISHCALL
    alice ACCEPTCALL call=c -> NotRinging
    alice MAKECALL destination=2002 -> OtherCallActive
    alice ATTACHDATA call=c data.NOTE=hello
    alice < CALLDATACHANGED
    alice ATTACHDATA call=c delete=NOTE
    alice < CALLDATACHANGED
    alice HOLDCALL call=c
    alice < CALLHELD
    alice HOLDCALL call=c -> AlreadyHeld
    alice RETRIEVECALL call=c
    alice < CALLRETRIEVED
    alice MUTECALL call=c
    alice < CALLMUTED
    alice UNMUTECALL call=c
    alice < CALLUNMUTED
    alice SENDDTMF call=c digits=12#

    // Two calls, and changing between them.
    alice HOLDCALL call=c
    alice MAKECALL destination=2003 as k
    carol < INCOMINGCALL
    carol ACCEPTCALL call=k
    alice < ESTABLISHCALL
    alice ALTERNATECALL call=c
    alice ALTERNATECALL call=k
    alice RELEASECALL call=k
    alice < CALLRELEASED
    alice RETRIEVECALL call=c

    // Consultations that lead to nothing, to a conference, and to a transfer.
    alice INITIATETRANSFER call=c destination=2002
    bob < INCOMINGCONSULT
    alice CANCELTRANSFER call=c
    bob < CALLABANDONED
    alice INITIATECONFERENCE call=c destination=2002
    bob < INCOMINGCONSULT
    alice CANCELCONFERENCE call=c
    bob < CALLABANDONED
    alice INITIATECONFERENCE call=c destination=2002 as k
    bob < INCOMINGCONSULT
    alice COMPLETECONFERENCE call=c -> NotAnswered
    bob ACCEPTCALL call=k
    alice < ESTABLISHCALL
    alice COMPLETECONFERENCE call=c
    alice < PARTYCHANGED
    alice REMOVEPARTY call=c party=2009 -> UnknownParty
    alice REMOVEPARTY call=c party=2002
    bob < CALLRELEASED
    alice INITIATETRANSFER call=c destination=2002 as k
    bob < INCOMINGCONSULT
    bob ACCEPTCALL call=k
    alice < ESTABLISHCALL
    alice COMPLETETRANSFER call=c
    alice < CALLRELEASED
    bob < PARTYCHANGED

    // Sent on in one step, sent elsewhere while it rings, and given up.
    bob BLINDTRANSFER call=c destination=2003
    carol < INCOMINGBLINDTRANSFER
    carol REDIRECTCALL call=c destination=2001
    carol < CALLRELEASED
    switch hangup street
    alice < CALLABANDONED

    alice SETDONOTDISTURB state=perhaps -> InvalidValue
    alice SETDONOTDISTURB state=on
    alice < DEVICECHANGED
    alice SETDONOTDISTURB state=off
    alice SETFORWARD mode=busy -> MissingField
    alice SETFORWARD mode=busy destination=2002
    alice < DEVICECHANGED
    alice SETFORWARD mode=off
    alice SETMESSAGEWAITING state=perhaps -> InvalidValue
    alice SETMESSAGEWAITING state=on
    alice < DEVICECHANGED

    carol CANCELMONITORING -> NotMonitoring
    carol MONITORCALL destination=2001 mode=perhaps -> InvalidValue
    carol MONITORCALL destination=2001 calls=all
    carol < DEVICECHANGED
    carol CANCELMONITORING
    carol < DEVICECHANGED

    alice AGENTUNINITIALIZE
    alice < AGENTSTATECHANGED
    alice CTICLIENTUNINITIALIZE
    alice GETSNAPSHOT -> NoSession
";
