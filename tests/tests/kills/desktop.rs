//! A desktop that works on whatever happens to the gateway.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicBool, Ordering},
        mpsc::Sender,
    },
    thread,
    time::{Duration, Instant},
};

use gateway_xml::{Element, read_document, write_document};
use rand_chacha::{
    ChaCha12Rng,
    rand_core::{Rng as _, SeedableRng as _},
};

use crate::{http, ledger::Ledger, observer::MARK};

/// A session at the gateway, and what it was told.
pub(crate) struct Desktop {
    gateway: SocketAddr,
    dn: String,
    session: String,
    random: ChaCha12Rng,
    ledger: Arc<Mutex<Ledger>>,
    /// Told of every reply.
    replies: Sender<()>,
    references: u32,
    /// The last requests, with their replies.
    asked: Vec<(Element, Element)>,
}

impl Desktop {
    /// Opens a session for a telephone; `replies` is told whenever the gateway has replied.
    pub(crate) fn open(gateway: SocketAddr, dn: &str, seed: u64, replies: Sender<()>) -> Self {
        let open = Element::new("CTICLIENTINITIALIZE").with_attribute("dn", dn);
        let reply = send(gateway, &open).expect("the gateway runs");
        Self {
            gateway,
            dn: dn.to_owned(),
            session: reply.attribute("session").expect("a session").to_owned(),
            random: ChaCha12Rng::seed_from_u64(seed),
            ledger: Arc::new(Mutex::new(Ledger::new(dn))),
            replies,
            references: 0,
            asked: Vec::new(),
        }
    }

    /// Makes calls and ends them until it is over, and then ends what is left.
    pub(crate) fn work(mut self, over: &AtomicBool) -> Ledger {
        let quiet = Arc::new(AtomicBool::new(false));
        let poller = self.poller(Arc::clone(&quiet));
        while !over.load(Ordering::Relaxed) {
            match self.random.next_u32() % 8 {
                0 => self.repeat(),
                1 => self.make_and_wait(),
                _ => self.make_hold_and_end(),
            }
        }
        while !self.tidy_up() {
            pause();
        }
        quiet.store(true, Ordering::Relaxed);
        poller.join().expect("events are fetched to the end");
        let ledger = Arc::into_inner(self.ledger).expect("nobody else has it");
        ledger.into_inner().expect("nobody has failed with it")
    }

    fn make_hold_and_end(&mut self) {
        let (mark, reply) = self.make(false);
        self.ledger().made(&mark, &mark, &reply);
        let Some(call) = reply.attribute("call").map(str::to_owned) else {
            self.tidy_up();
            return;
        };
        if self.random.next_u32().is_multiple_of(3) {
            self.ask("HOLDCALL", &call);
            self.ask("RETRIEVECALL", &call);
        }
        let ended = self.ask("RELEASECALL", &call);
        if ended.attribute("result") != Some("ok") {
            self.tidy_up();
        }
    }

    /// Makes a call without waiting for the reply; its outcome has to come as an event.
    fn make_and_wait(&mut self) {
        let (mark, reply) = self.make(true);
        self.ledger().made(&mark, &mark, &reply);
        if reply.attribute("result") == Some("pending") {
            let begun = Instant::now();
            while self.ledger().outcome(&mark).is_none() {
                assert!(begun.elapsed() < BOUND, "{}: no outcome of {mark}", self.dn);
                pause();
            }
            let outcome = self.ledger().outcome(&mark);
            if let Some(Ok(call)) = outcome {
                self.ask("RELEASECALL", &call);
            }
        }
        self.tidy_up();
    }

    /// Sends one of the last requests again.
    fn repeat(&mut self) {
        let Some(newest) = u32::try_from(self.asked.len()).ok().filter(|count| *count > 0) else {
            return;
        };
        let which = usize::try_from(self.random.next_u32() % newest).unwrap_or_default();
        let (request, before) = self.asked.get(which).cloned().expect("it was asked");
        let again = self.insist(&request);
        self.ledger().repeated(&before, &again);
        self.asked.get_mut(which).expect("it was asked").1 = again;
    }

    /// Ends every call that there is; whether there is none, by the gateway's picture and by that
    /// which the events tell.
    fn tidy_up(&mut self) -> bool {
        let look = Element::new("GETSNAPSHOT").with_attribute("session", &self.session);
        let reply = self.insist(&look);
        let snapshot = reply.child("SNAPSHOT").unwrap_or_else(|| panic!("{}: {reply:?}", self.dn));
        let calls: Vec<String> = snapshot
            .children
            .iter()
            .filter_map(|call| call.attribute("call").map(str::to_owned))
            .collect();
        for call in &calls {
            self.ask("RELEASECALL", call);
        }
        let is_up = snapshot.attribute("link") == Some("up");
        calls.is_empty() && is_up && self.ledger().calls().is_empty()
    }

    fn make(&mut self, asynchronous: bool) -> (String, Element) {
        let reference = self.reference();
        let destination = format!("0{}{:06}", self.dn, self.references);
        let item = Element::new("item").with_attribute("key", MARK).with_text(&reference);
        let mut request = Element::new("MAKECALL")
            .with_attribute("session", &self.session)
            .with_attribute("ref", &reference)
            .with_child(Element::new("destination").with_text(destination))
            .with_child(Element::new("data").with_child(item));
        if asynchronous {
            request = request.with_attribute("async", "true");
        }
        (reference, self.insist_and_remember(request))
    }

    fn ask(&mut self, name: &str, call: &str) -> Element {
        let request = Element::new(name)
            .with_attribute("session", &self.session)
            .with_attribute("ref", self.reference())
            .with_attribute("call", call);
        self.insist_and_remember(request)
    }

    fn reference(&mut self) -> String {
        self.references += 1;
        format!("{}-{}", self.dn, self.references)
    }

    fn insist_and_remember(&mut self, request: Element) -> Element {
        let reply = self.insist(&request);
        if self.asked.len() >= REMEMBERED {
            self.asked.remove(0);
        }
        self.asked.push((request, reply.clone()));
        reply
    }

    /// Sends the same request until there is a reply.
    fn insist(&mut self, request: &Element) -> Element {
        let begun = Instant::now();
        loop {
            if let Some(reply) = send(self.gateway, request) {
                self.ledger().replied();
                // When it is over, nobody counts any more.
                self.replies.send(()).ok();
                return reply;
            }
            assert!(begun.elapsed() < BOUND, "{}: no reply to {request:?}", self.dn);
            pause();
        }
    }

    /// Fetches events until it is quiet; some replies it pretends not to have got.
    fn poller(&mut self, quiet: Arc<AtomicBool>) -> thread::JoinHandle<()> {
        let (gateway, session) = (self.gateway, self.session.clone());
        let ledger = Arc::clone(&self.ledger);
        let mut random = ChaCha12Rng::seed_from_u64(self.random.next_u64());
        thread::spawn(move || {
            let mut after = 0;
            loop {
                let ends = quiet.load(Ordering::Relaxed);
                let poll = Element::new("GETEVENTS")
                    .with_attribute("session", &session)
                    .with_attribute("after", after.to_string())
                    .with_attribute("wait", if ends { "0" } else { "1" });
                let Some(reply) = send(gateway, &poll) else {
                    pause();
                    continue;
                };
                assert_eq!(reply.attribute("result"), Some("ok"), "{reply:?}");
                ledger.lock().expect("nobody has failed with it").told(after, &reply);
                if ends && reply.children.is_empty() {
                    return;
                }
                if !random.next_u32().is_multiple_of(5) {
                    let last = reply.attribute("last").and_then(|last| last.parse().ok());
                    after = last.expect("the number to acknowledge");
                }
            }
        })
    }

    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().expect("nobody has failed with it")
    }
}

/// The reply to a request; none: the gateway is not there, or does not serve.
fn send(gateway: SocketAddr, request: &Element) -> Option<Element> {
    let document = String::from_utf8(write_document(request)).expect("a document is UTF-8");
    let answer =
        http::try_post(gateway, "", &document).ok().filter(|answer| answer.status == 200)?;
    let reply = read_document(answer.body.as_bytes()).expect("a reply is XML");
    Some(reply.without_places())
}

/// What a client waits before it tries the same again.
fn pause() {
    thread::sleep(Duration::from_millis(10));
}

/// Replies that are asked for again; the gateway remembers 32.
const REMEMBERED: usize = 20;
/// How long a desktop tries the same in vain.
const BOUND: Duration = Duration::from_secs(60);
