//! The event loop between a client that speaks no HTTP and a middleware of one sentence.

use std::collections::VecDeque;

use gateway_core::{
    fields::{Fields, Place},
    middleware::{Adapter, AdapterOutput, AgentState, Command, Event, Features, Order, Peer},
    notice::Kind,
    refusal::Code,
    request::Envelope,
};
use tempfile::TempDir;
use tokio::{
    io::AsyncWriteExt as _,
    net::{TcpListener, TcpStream},
    sync::mpsc,
    task::JoinHandle,
    time::timeout,
};

use super::*;
use crate::links::{Address, Implementation, Servers, Target};

/// Row 20: a panic of the core or the adapter costs those who wait, and the gateway begins anew.
#[tokio::test]
async fn row_20_a_panic_begins_anew() {
    let mut rig = Rig::new().await;
    let mut middleware = rig.linked().await;
    let session = rig.session().await;
    let poll = rig.ask("GETEVENTS", Some(session), &[("wait", "25")]);
    middleware.write_all(b"panic").await.unwrap();
    assert!(within(poll).await.is_err(), "the poll is let go");

    let _middleware = rig.linked().await;
    let lost = within(rig.ask("GETSNAPSHOT", Some(session), &[])).await.unwrap();
    assert!(matches!(lost.answer, Answer::Refused(_)), "the session has ended: {lost:?}");
    rig.session().await;
}

/// Row 20, with a journal: sessions outlive the panic, but not a second one right after it.
#[tokio::test]
async fn row_20_sessions_outlive_a_panic() {
    let folder = TempDir::new().unwrap();
    let mut rig = Rig::with(journalled(&folder)).await;
    let mut middleware = rig.linked().await;
    let session = rig.session().await;
    middleware.write_all(b"panic").await.unwrap();
    let mut middleware = rig.linked().await;
    assert_eq!(rig.events(session).await, [Kind::LinkDown, Kind::LinkUp]);

    middleware.write_all(b"panic").await.unwrap();
    let _middleware = rig.linked().await;
    let lost = within(rig.ask("GETSNAPSHOT", Some(session), &[])).await.unwrap();
    assert!(matches!(lost.answer, Answer::Refused(_)), "what was kept may be the cause: {lost:?}");
    rig.session().await;
}

/// Row 37: a gateway goes on where the one before it ended.
#[tokio::test]
async fn row_37_sessions_go_on() {
    let folder = TempDir::new().unwrap();
    let mut rig = Rig::with(journalled(&folder)).await;
    let _middleware = rig.linked().await;
    let session = rig.session().await;
    rig.end().await;
    for life in 1..4 {
        let mut rig = Rig::with(journalled(&folder)).await;
        let _middleware = rig.linked().await;
        let told = [Kind::LinkDown, Kind::LinkUp].repeat(life);
        assert_eq!(rig.events(session).await, told, "life {life}");
        rig.end().await;
    }
}

/// Row 41: without room in the journal no session begins, and those that there are go on; with
/// room again, all is well.
#[tokio::test]
async fn row_41_no_room_in_the_journal() {
    let folder = TempDir::new().unwrap();
    let mut rig = Rig::with(Config { journal_limit: 0, ..journalled(&folder) }).await;
    let _middleware = rig.linked().await;
    let mut sessions = Vec::new();
    let refused = loop {
        match rig.open(&(3000 + sessions.len()).to_string()).await {
            Ok(session) => sessions.push(session),
            Err(code) => break code,
        }
    };
    assert_eq!(refused, Code::NotDurable);
    for session in sessions {
        let ended = within(rig.ask("CTICLIENTUNINITIALIZE", Some(session), &[])).await.unwrap();
        assert_eq!(ended.answer, Answer::Done);
    }
    let session = loop {
        match rig.open("2001").await {
            Ok(session) => break session,
            Err(code) => assert_eq!(code, Code::NotDurable),
        }
    };
    rig.end().await;
    let mut rig = Rig::with(journalled(&folder)).await;
    let _middleware = rig.linked().await;
    assert_eq!(rig.events(session).await, [Kind::LinkDown, Kind::LinkUp]);
}

fn journalled(folder: &TempDir) -> Config {
    Config { journal: Some(folder.path().join("journal")), ..Config::default() }
}

/// Row 42: what a reload changes of the gateway's behaviour is in effect at once.
#[tokio::test]
async fn row_42_another_configuration() {
    let folder = TempDir::new().unwrap();
    let mut rig = Rig::with(journalled(&folder)).await;
    let _middleware = rig.linked().await;
    let session = rig.session().await;
    rig.reconfigure.send_modify(|config| config.max_sessions = 1);
    // The change is taken up between two requests.
    let mut numbers = 3000..;
    let refused = loop {
        if let Err(code) = rig.open(&numbers.next().unwrap().to_string()).await {
            break code;
        }
    };
    assert_eq!(refused, Code::TooManySessions);
    rig.end().await;

    let mut rig = Rig::with(journalled(&folder)).await;
    let _middleware = rig.linked().await;
    assert_eq!(rig.events(session).await, [Kind::LinkDown, Kind::LinkUp], "still journalled");
}

/// Row 43: polls are let go at once, events can be fetched, and the loop ends with the last connection.
#[tokio::test]
async fn row_43_drain() {
    let mut rig = Rig::new().await;
    let _middleware = rig.linked().await;
    let session = rig.session().await;
    let poll = rig.ask("GETEVENTS", Some(session), &[("wait", "25")]);
    let still_parked = within(rig.ask("GETSNAPSHOT", Some(session), &[])).await.unwrap();
    assert!(matches!(still_parked.answer, Answer::Snapshot(_)));

    rig.shutdown.cancel();
    assert!(within(poll).await.is_err(), "the poll is let go");
    rig.until(Readiness::Drained).await;
    let another = rig.ask("GETEVENTS", Some(session), &[("wait", "25")]);
    assert!(within(another).await.is_err(), "there is nothing to wait for");
    let in_time = within(rig.ask("GETSNAPSHOT", Some(session), &[])).await.unwrap();
    assert!(matches!(in_time.answer, Answer::Snapshot(_)));
    drop(rig.arrivals);
    within(rig.running).await.unwrap();
}

/// Row 43: what a client does not know of is waited for until it has said that it knows it.
#[tokio::test]
async fn row_43_flush() {
    let mut rig = Rig::new().await;
    let _middleware = rig.linked().await;
    let replaced = rig.session().await;
    rig.session().await;
    rig.shutdown.cancel();
    rig.until(Readiness::Draining).await;
    assert_eq!(rig.events(replaced).await, [Kind::SessionReplaced]);
    assert_eq!(*rig.readiness.borrow(), Readiness::Draining, "it may be lost on the way");
    let known = rig.ask("GETEVENTS", Some(replaced), &[("after", "1")]);
    let Answer::Refused(refusal) = within(known).await.unwrap().answer else {
        panic!("it has ended")
    };
    assert_eq!(refusal.code, Code::SessionReplaced);
    rig.until(Readiness::Drained).await;
}

/// Row 31: a middleware that never stops talking starves neither the clients nor the end.
#[tokio::test]
async fn row_31_a_link_that_never_rests() {
    let mut rig = Rig::new().await;
    let mut middleware = rig.linked().await;
    let flood = tokio::spawn(async move {
        let chatter = vec![b'.'; limits::READ_CHUNK];
        while middleware.write_all(&chatter).await.is_ok() {}
    });
    let session = rig.session().await;
    let poll = rig.ask("GETEVENTS", Some(session), &[("wait", "1")]);
    assert!(matches!(within(poll).await.unwrap().answer, Answer::Events(_)), "the timer runs");
    rig.shutdown.cancel();
    drop(rig.arrivals);
    within(rig.running).await.unwrap();
    within(flood).await.unwrap();
}

/// Row 33: the poll of a client that has gone makes room for the next.
#[tokio::test]
async fn row_33_departures() {
    let mut rig = Rig::new().await;
    let _middleware = rig.linked().await;
    let session = rig.session().await;
    let poll = rig.ask("GETEVENTS", Some(session), &[("wait", "25")]);
    drop(poll);
    rig.departures.send(RequestToken(rig.asked)).await.unwrap();
    let next = rig.ask("GETEVENTS", Some(session), &[("wait", "0")]);
    assert!(matches!(within(next).await.unwrap().answer, Answer::Events(_)));
}

struct Rig {
    arrivals: mpsc::Sender<Arrival>,
    departures: mpsc::Sender<RequestToken>,
    readiness: watch::Receiver<Readiness>,
    shutdown: CancellationToken,
    middleware: TcpListener,
    running: JoinHandle<()>,
    reconfigure: watch::Sender<GatewayConfig>,
    asked: u64,
}

impl Rig {
    async fn new() -> Self {
        Self::with(Config::default()).await
    }

    async fn with(config: Config) -> Self {
        let middleware = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut config = Config { implementation: &FAKE, ..config };
        config.tserver.port = middleware.local_addr().unwrap().port();
        let (arrivals, inbox_arrivals) = mpsc::channel(16);
        let (departures, inbox_departures) = mpsc::channel(16);
        let (inbox_readiness, readiness) = watch::channel(Readiness::Starting);
        let inbox = Inbox {
            arrivals: inbox_arrivals,
            departures: inbox_departures,
            readiness: inbox_readiness,
        };
        let shutdown = CancellationToken::new();
        let way_out = Outbox::open(&config).unwrap();
        let figures = Figures::default();
        let (reconfigure, settings) = watch::channel(config.gateway.clone());
        let inlets = Inlets { inbox, settings };
        let event_loop =
            EventLoop::new(config, inlets, shutdown.clone(), figures, way_out).unwrap();
        let running = tokio::spawn(event_loop.run());
        Self {
            arrivals,
            departures,
            readiness,
            shutdown,
            middleware,
            running,
            reconfigure,
            asked: 0,
        }
    }

    /// The next link that the gateway opens, once it is up.
    async fn linked(&mut self) -> TcpStream {
        let (stream, _) = within(self.middleware.accept()).await.unwrap();
        self.until(Readiness::Ready).await;
        stream
    }

    async fn until(&mut self, readiness: Readiness) {
        within(self.readiness.wait_for(|now| *now == readiness)).await.unwrap();
    }

    async fn session(&mut self) -> SessionId {
        self.open("2001").await.expect("the device registers at once")
    }

    async fn open(&mut self, dn: &str) -> Result<SessionId, Code> {
        let reply = within(self.ask("CTICLIENTINITIALIZE", None, &[("dn", dn)])).await.unwrap();
        if let Answer::Opened { session, .. } = reply.answer {
            return Ok(session);
        }
        let Answer::Refused(refusal) = reply.answer else { panic!("{reply:?}") };
        Err(refusal.code)
    }

    /// The kinds of all events that the session was told.
    async fn events(&mut self, session: SessionId) -> Vec<Kind> {
        let told = within(self.ask("GETEVENTS", Some(session), &[("wait", "0")])).await.unwrap();
        let Answer::Events(events) = told.answer else { panic!("it goes on: {told:?}") };
        events.notices.iter().map(|notice| notice.kind).collect()
    }

    /// Ends the event loop in the midst of whatever it does.
    async fn end(self) {
        self.running.abort();
        assert!(self.running.await.unwrap_err().is_cancelled());
    }

    fn ask(
        &mut self,
        name: &str,
        session: Option<SessionId>,
        given: &[(&str, &str)],
    ) -> oneshot::Receiver<Reply> {
        let place = Place { line: 1, column: 1 };
        let mut fields = Fields::new(place);
        for (name, text) in given {
            fields.push(*name, None, *text, place).unwrap();
        }
        let request = Request::read(name, &mut fields, place).unwrap();
        let envelope = Envelope { session, reference: None, asynchronous: false, request };
        let (answer, reply) = oneshot::channel();
        self.asked += 1;
        let token = RequestToken(self.asked);
        self.arrivals.try_send(Arrival { token, principal: None, envelope, answer }).unwrap();
        reply
    }
}

/// A middleware of one sentence: the link is up when it opens, every device registers, and the
/// word "panic" makes the adapter fail.
struct Fake(VecDeque<AdapterOutput>);

impl Adapter for Fake {
    fn handle_link(&mut self, _now: Timestamp, change: LinkChange<'_>) {
        match change {
            LinkChange::Opened => self.0.push_back(AdapterOutput::Event(Event::LinkUp)),
            LinkChange::Closed => self.0.push_back(AdapterOutput::Open(Peer::Primary)),
            LinkChange::Received(bytes) => assert_ne!(bytes, b"panic", "on purpose"),
        }
    }

    fn handle_command(&mut self, _now: Timestamp, Command { id, dn, order }: Command) {
        let done = Event::Done { command: id, call: None };
        if order == Order::Unregister {
            return self.0.push_back(AdapterOutput::Event(done));
        }
        assert_eq!(order, Order::Register);
        let registered = Event::Registered {
            dn,
            agent: AgentState::LoggedOut,
            calls: Vec::new(),
            features: Features::default(),
        };
        self.0.extend([registered, done].map(AdapterOutput::Event));
    }

    fn handle_timeout(&mut self, _now: Timestamp) {}

    fn poll_timeout(&self) -> Option<Timestamp> {
        None
    }

    fn poll_output(&mut self) -> Option<AdapterOutput> {
        self.0.pop_front()
    }
}

static FAKE: Implementation = Implementation {
    name: "fake",
    section: "fake",
    adapter: |_, _, _| Box::new(Fake(VecDeque::from([AdapterOutput::Open(Peer::Primary)]))),
    target: |config| {
        Target::Servers(Servers {
            primary: Address { host: "127.0.0.1".to_owned(), port: config.tserver.port },
            backup: None,
            connect_timeout: Duration::from_secs(20),
        })
    },
};

async fn within<T>(future: impl Future<Output = T>) -> T {
    timeout(Duration::from_secs(20), future).await.expect("it takes too long")
}
