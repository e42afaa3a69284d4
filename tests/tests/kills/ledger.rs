//! What a desktop was told, and whether it is one true story.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use gateway_xml::{Element, write_document};

use crate::observer::Dialled;

/// Everything that one desktop asked and was told.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    dn: String,
    /// Events by their numbers, each as it was written.
    events: BTreeMap<u64, Element>,
    acknowledged: u64,
    /// Requests that began a call: their marks, and what they were answered.
    made: Vec<(String, Element)>,
    /// Those whose reply said pending, by `ref`.
    owed: BTreeSet<String>,
    /// Requests whose outcome was asked for by sending them again, and what that brought.
    asked_for: Vec<Element>,
    replies: usize,
    repeated: usize,
    again: usize,
}

impl Ledger {
    pub(crate) fn new(dn: &str) -> Self {
        Self { dn: dn.to_owned(), ..Self::default() }
    }

    /// Takes note of the answer to a poll that acknowledged everything up to `after`.
    pub(crate) fn told(&mut self, after: u64, reply: &Element) {
        self.acknowledged = self.acknowledged.max(after);
        for event in &reply.children {
            assert_ne!(event.name, "SNAPSHOT", "{}: events were lost after {after}", self.dn);
            let number = event.attribute("number").and_then(|number| number.parse().ok());
            let number: u64 = number.expect("an event has a number");
            assert!(number > self.acknowledged, "{}: {event:?} came after its end", self.dn);
            match self.events.get(&number) {
                Some(known) => {
                    assert_eq!(known, event, "{}: number {number} was given twice", self.dn);
                    self.again += 1;
                }
                None => {
                    let last = self.events.last_key_value().map_or(0, |(last, _)| *last);
                    assert_eq!(number, last + 1, "{}: a gap", self.dn);
                    self.events.insert(number, event.clone());
                }
            }
        }
    }

    /// Takes note of a request that begins a call, and of its reply.
    pub(crate) fn made(&mut self, mark: &str, reference: &str, reply: &Element) {
        self.made.push((mark.to_owned(), reply.clone()));
        if reply.attribute("result") == Some("pending") {
            self.owed.insert(reference.to_owned());
        }
    }

    /// Takes note of a reply.
    pub(crate) fn replied(&mut self) {
        self.replies += 1;
    }

    /// Takes note of a request that was sent again, and of its reply.
    pub(crate) fn repeated(&mut self, before: &Element, again: &Element) {
        if before != again {
            assert!(is_without_outcome(before), "{}: {before:?} became {again:?}", self.dn);
            self.asked_for.push(again.clone());
        }
        self.repeated += 1;
    }

    /// The call that an asynchronous request began, or that it failed; none: nothing yet.
    pub(crate) fn outcome(&self, reference: &str) -> Option<Result<String, String>> {
        let outcome = self.outcomes(reference).next()?;
        let call = outcome.attribute("call").map(str::to_owned);
        Some(call.ok_or_else(|| String::from_utf8_lossy(&write_document(outcome)).into_owned()))
    }

    /// The calls that are up, by the events alone.
    pub(crate) fn calls(&self) -> BTreeSet<String> {
        let mut calls = BTreeSet::new();
        for event in self.events.values() {
            let Some(call) = event.attribute("call").filter(|_| event.attribute("state").is_some())
            else {
                continue;
            };
            if event.attribute("state") == Some("released") {
                calls.remove(call);
            } else {
                calls.insert(call.to_owned());
            }
        }
        calls
    }

    /// Holds everything against what was truly dialled.
    pub(crate) fn check(&self, dialled: &Dialled) {
        let told: BTreeSet<&str> =
            self.events.values().filter_map(|event| event.attribute("call")).collect();
        for (mark, reply) in &self.made {
            let calls = dialled.get(mark).map_or(&[][..], Vec::as_slice);
            assert!(calls.len() < 2, "{}: {mark} was dialled as {calls:?}", self.dn);
            if reply.attribute("result") == Some("ok") {
                let call = reply.attribute("call").expect("the call that began");
                assert_eq!(calls, [call], "{}: {mark} was acknowledged", self.dn);
            }
            for call in calls {
                assert!(told.contains(call.as_str()), "{}: nothing was told of {call}", self.dn);
            }
        }
        for reference in &self.owed {
            let outcomes = self.outcomes(reference).count();
            assert_eq!(outcomes, 1, "{}: outcomes of {reference}", self.dn);
        }
        for reply in &self.asked_for {
            let told: Vec<_> = self.outcomes(reference(reply)).map(outcome).collect();
            assert_eq!(told, [outcome(reply)], "{}: {reply:?} was not told", self.dn);
        }
        assert_eq!(self.calls(), BTreeSet::new(), "{}: calls that never ended", self.dn);
    }

    fn outcomes(&self, reference: &str) -> impl Iterator<Item = &Element> {
        self.events.values().filter(move |event| {
            matches!(event.name.as_str(), "REQUESTDONE" | "REQUESTFAILED")
                && event.attribute("ref") == Some(reference)
        })
    }
}

/// The reply says that the outcome is told by an event, or not known.
fn is_without_outcome(reply: &Element) -> bool {
    reply.attribute("result") == Some("pending") || outcome(reply) == (None, Some("NoAnswer"))
}

/// The call that began, and the code of the refusal, of a reply or an event.
fn outcome(told: &Element) -> (Option<&str>, Option<&str>) {
    let error = told.child("error");
    (told.attribute("call"), error.and_then(|error| error.attribute("code")))
}

fn reference(reply: &Element) -> &str {
    reply.attribute("ref").expect("every request has one")
}

/// What was counted, of all desktops.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    replies: usize,
    repeated: usize,
    events: usize,
    again: usize,
    made: usize,
    unknown: usize,
}

impl Counts {
    pub(crate) fn add(&mut self, ledger: &Ledger) {
        self.replies += ledger.replies;
        self.repeated += ledger.repeated;
        self.events += ledger.events.len();
        self.again += ledger.again;
        self.made += ledger.made.len();
        let unknown = |(_, reply): &&(String, Element)| {
            reply.child("error").and_then(|error| error.attribute("code")) == Some("NoAnswer")
        };
        self.unknown += ledger.made.iter().filter(unknown).count();
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { replies, repeated, events, again, made, unknown } = self;
        write!(
            f,
            "{replies} replies, {repeated} of them asked for again and as true; {events} events, \
             {again} of them fetched again and the same; {made} MAKECALLs, {unknown} with an unknown \
             outcome"
        )
    }
}
