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
    limits,
    links::TcpLink,
    machine::{Cause, Effect, Machine},
    observe,
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
    draining: bool,
}

/// A client that waits for a reply.
struct Waiting {
    answer: oneshot::Sender<Reply>,
    /// It may wait long, and nothing is lost when it asks again.
    is_poll: bool,
}

impl EventLoop {
    /// An event loop that has not begun; its link opens when it runs.
    ///
    /// Fails if the system gives no random numbers for the names of sessions.
    pub(crate) fn new(
        config: Config,
        inbox: Inbox,
        shutdown: CancellationToken,
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

    fn arrive(&mut self, Arrival { token, envelope, answer }: Arrival) {
        let is_poll = matches!(envelope.request, Request::GetEvents(_));
        if answer.is_closed() || (self.draining && is_poll) {
            return;
        }
        self.waiting.insert(token, Waiting { answer, is_poll });
        self.carry_out(Some(Cause::Request { token, envelope }));
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
        let polls: Vec<_> =
            self.waiting.iter().filter(|(_, w)| w.is_poll).map(|(token, _)| *token).collect();
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
        self.tell_readiness();
    }

    fn reply(&mut self, token: RequestToken, reply: Reply) {
        observe::reply(&reply);
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
            self.link.close();
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
