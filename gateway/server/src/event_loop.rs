//! The one task that owns the gateway: everything that happens passes through it, in one order.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
};

use gateway_core::{
    gateway::Gateway,
    reply::{Reply, RequestToken},
    request::Request,
};
use gateway_http::{Arrival, Inbox, Readiness};
use rand::{TryRng as _, rngs::SysRng};
use tokio::{
    sync::{mpsc::error::TryRecvError, oneshot},
    time::sleep_until,
};
use tokio_util::sync::CancellationToken;

use crate::{
    clock::Clock,
    config::Config,
    figures::{Figures, Parked},
    limits,
    links::TcpLink,
    machine::{Cause, Effect, Machine},
};

/// The owner of the gateway, its adapter and its link.
pub(crate) struct EventLoop {
    config: Config,
    clock: Clock,
    machine: Machine,
    link: TcpLink,
    inbox: Inbox,
    waiting: BTreeMap<RequestToken, Waiting>,
    shutdown: CancellationToken,
    figures: Figures,
    draining: bool,
}

/// A client that waits for a reply.
struct Waiting {
    answer: oneshot::Sender<Reply>,
    /// It may wait long, and nothing is lost when it asks again.
    poll: Option<Parked>,
}

impl EventLoop {
    /// An event loop that has not begun; its link opens when it runs.
    ///
    /// Fails if the system gives no random numbers for the names of sessions.
    pub(crate) fn new(
        config: Config,
        inbox: Inbox,
        shutdown: CancellationToken,
        figures: Figures,
    ) -> Result<Self, rand::rngs::SysError> {
        let clock = Clock::start();
        Ok(Self {
            machine: machine(&config, &clock)?,
            link: TcpLink::new((config.implementation.peer)(&config)),
            config,
            clock,
            inbox,
            waiting: BTreeMap::new(),
            shutdown,
            figures,
            draining: false,
        })
    }

    /// Runs until every connection has ended after `shutdown`.
    pub(crate) async fn run(mut self) {
        let mut timer = pin!(sleep_until(self.clock.instant(self.clock.now())));
        loop {
            // 1. What is to be done already.
            self.carry_out(None);
            let deadline = self.machine.poll_timeout().map(|at| self.clock.instant(at));
            if let Some(deadline) = deadline.filter(|deadline| *deadline != timer.deadline()) {
                timer.as_mut().reset(deadline);
            }
            tokio::select! {
                biased;
                // 2. The link: what the telephones do comes before what is asked of them.
                change = self.link.next() => {
                    let now = self.clock.now();
                    let cause = Cause::Link(change);
                    let survived = guarded(|| self.machine.handle(now, cause));
                    self.survived(survived);
                    // A link that never rests must not starve the clients.
                    if self.take_waiting_arrivals().is_err() {
                        break;
                    }
                }
                // 3. Requests.
                arrival = self.inbox.arrivals.recv() => match arrival {
                    Some(arrival) => self.arrive(arrival),
                    None => break,
                },
                // 4. Clients that went away.
                Some(token) = self.inbox.departures.recv() => self.depart(token),
                // 5. The timer.
                () = &mut timer, if deadline.is_some() => self.carry_out(Some(Cause::Timeout)),
                // 6. The end.
                () = self.shutdown.cancelled(), if !self.draining => self.drain(),
            }
        }
        tracing::info!("stopped");
    }

    fn take_waiting_arrivals(&mut self) -> Result<(), ()> {
        for _ in 0..limits::REQUESTS_PER_TURN {
            match self.inbox.arrivals.try_recv() {
                Ok(arrival) => self.arrive(arrival),
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => return Err(()),
            }
        }
        Ok(())
    }

    fn arrive(&mut self, Arrival { token, principal, envelope, answer }: Arrival) {
        let is_poll = matches!(envelope.request, Request::GetEvents(_));
        if answer.is_closed() || (self.draining && is_poll) {
            return;
        }
        let poll = is_poll.then(|| self.figures.park());
        self.waiting.insert(token, Waiting { answer, poll });
        self.carry_out(Some(Cause::Request { token, principal, envelope }));
    }

    fn depart(&mut self, token: RequestToken) {
        if self.waiting.remove(&token).is_some() {
            self.carry_out(Some(Cause::Departure(token)));
        }
    }

    /// Answers the waiting polls; requests under way still get their replies.
    fn drain(&mut self) {
        tracing::info!(waiting = self.waiting.len(), "draining");
        self.draining = true;
        self.inbox.readiness.send_replace(Readiness::Draining);
        let polls: Vec<_> = self
            .waiting
            .iter()
            .filter(|(_, w)| w.poll.is_some())
            .map(|(token, _)| *token)
            .collect();
        for token in polls {
            self.depart(token);
        }
    }

    /// Lets the cause act on the state machines, and does what they want.
    fn carry_out(&mut self, mut cause: Option<Cause<'_>>) {
        let now = self.clock.now();
        loop {
            let effect = guarded(|| {
                if let Some(cause) = cause.take() {
                    self.machine.handle(now, cause);
                }
                self.machine.poll_effect(now)
            });
            match self.survived(effect).flatten() {
                Some(Effect::Reply { token, reply }) => self.reply(token, reply),
                Some(Effect::Open) => self.link.open(),
                Some(Effect::Transmit(bytes)) => self.link.transmit(&bytes),
                Some(Effect::Close) => self.link.close(),
                None => break,
            }
        }
        self.figures.take(&self.machine.gateway, self.waiting.len());
        self.tell_readiness();
    }

    fn reply(&mut self, token: RequestToken, reply: Reply) {
        if let Some(Waiting { answer, .. }) = self.waiting.remove(&token) {
            // A client that has gone meanwhile is told by its departure.
            drop(answer.send(reply));
        }
    }

    fn tell_readiness(&mut self) {
        let known = *self.inbox.readiness.borrow();
        let readiness = match (self.draining, self.machine.gateway.link_up(), known) {
            (true, _, _) => Readiness::Draining,
            (false, true, _) => Readiness::Ready,
            (false, false, Readiness::Starting) => Readiness::Starting,
            (false, false, _) => Readiness::LinkDown,
        };
        if readiness != known {
            tracing::info!(?readiness, "readiness");
            self.inbox.readiness.send_replace(readiness);
        }
    }

    /// Begins anew after a panic of a state machine: nothing it holds can be trusted. Clients that
    /// wait get an error, sessions end, and the link is built up again.
    fn survived<T>(&mut self, outcome: Option<T>) -> Option<T> {
        if outcome.is_none() {
            tracing::error!(lost = self.waiting.len(), "the gateway failed and begins anew");
            self.waiting.clear();
            self.figures.restarted();
            self.link.rest();
            match machine(&self.config, &self.clock) {
                Ok(machine) => self.machine = machine,
                Err(error) => tracing::error!(%error, "no random numbers for a new beginning"),
            }
        }
        outcome
    }
}

fn machine(config: &Config, clock: &Clock) -> Result<Machine, rand::rngs::SysError> {
    let now = clock.now();
    let mut seed = [0; 16];
    SysRng.try_fill_bytes(&mut seed)?;
    Ok(Machine {
        gateway: Gateway::new(config.gateway.clone(), now, u128::from_le_bytes(seed)),
        adapter: (config.implementation.adapter)(config, now),
    })
}

/// What the state machine gave, or nothing if it panicked.
fn guarded<T>(act: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(act)).ok()
}

#[cfg(test)]
mod tests {
    use std::{collections::VecDeque, time::Duration};

    use gateway_core::{
        fields::{Fields, Place},
        middleware::{
            Adapter, AdapterOutput, AgentState, Command, Event, Features, LinkChange, Order,
        },
        reply::Answer,
        request::Envelope,
        session::SessionId,
        time::Timestamp,
    };
    use tokio::{
        io::AsyncWriteExt as _,
        net::{TcpListener, TcpStream},
        sync::{mpsc, watch},
        task::JoinHandle,
        time::timeout,
    };

    use super::*;
    use crate::links::{Implementation, Peer};

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

    /// Row 43: polls are let go at once, and the loop ends with the last connection.
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
        rig.until(Readiness::Draining).await;
        let in_time = within(rig.ask("GETSNAPSHOT", Some(session), &[])).await.unwrap();
        assert!(matches!(in_time.answer, Answer::Snapshot(_)));
        drop(rig.arrivals);
        within(rig.running).await.unwrap();
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
        asked: u64,
    }

    impl Rig {
        async fn new() -> Self {
            let middleware = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let mut config = Config { implementation: &FAKE, ..Config::default() };
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
            let event_loop =
                EventLoop::new(config, inbox, shutdown.clone(), Figures::default()).unwrap();
            let running = tokio::spawn(event_loop.run());
            Self { arrivals, departures, readiness, shutdown, middleware, running, asked: 0 }
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
            let opened = within(self.ask("CTICLIENTINITIALIZE", None, &[("dn", "2001")])).await;
            let Answer::Opened { session, .. } = opened.unwrap().answer else {
                panic!("the device registers at once")
            };
            session
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
                fields.push(name, None, text, place).unwrap();
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
                LinkChange::Closed => self.0.push_back(AdapterOutput::Open),
                LinkChange::Received(bytes) => assert_ne!(bytes, b"panic", "on purpose"),
            }
        }

        fn handle_command(&mut self, _now: Timestamp, Command { id, dn, order }: Command) {
            assert_eq!(order, Order::Register);
            let registered = Event::Registered {
                dn,
                agent: AgentState::LoggedOut,
                calls: Vec::new(),
                features: Features::default(),
            };
            let done = Event::Done { command: id, call: None };
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
        adapter: |_, _| Box::new(Fake(VecDeque::from([AdapterOutput::Open]))),
        peer: |config| Peer {
            host: "127.0.0.1".to_owned(),
            port: config.tserver.port,
            connect_timeout: Duration::from_secs(20),
        },
    };

    async fn within<T>(future: impl Future<Output = T>) -> T {
        timeout(Duration::from_secs(20), future).await.expect("it takes too long")
    }
}
