//! The one task that owns the gateway: everything that happens passes through it, in one order.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    time::Duration,
};

use gateway_core::{
    config::GatewayConfig,
    gateway::Gateway,
    journal::Kept,
    middleware::LinkChange,
    reply::{Answer, Events, Reply, RequestToken},
    request::Request,
    session::SessionId,
    time::Timestamp,
};
use gateway_http::{Arrival, Inbox, Readiness};
use rand::{TryRng as _, rngs::SysRng};
use tokio::{
    sync::{mpsc::error::TryRecvError, oneshot, watch},
    task::yield_now,
    time::sleep_until,
};
use tokio_util::sync::CancellationToken;

use crate::{
    clock::Clock,
    config::Config,
    figures::{Figures, Parked},
    limits,
    links::Link,
    machine::{Cause, Effect, Machine},
    outbox::Outbox,
};

/// The owner of the gateway, its adapter and its link.
pub(crate) struct EventLoop {
    config: Config,
    clock: Clock,
    machine: Machine,
    link: Link,
    inbox: Inbox,
    settings: watch::Receiver<GatewayConfig>,
    waiting: BTreeMap<RequestToken, Waiting>,
    shutdown: CancellationToken,
    figures: Figures,
    outbox: Outbox,
    /// When the gateway failed last.
    failed: Option<Timestamp>,
    draining: bool,
    /// A session that has events to fetch, where the search for such goes on.
    unfetched: Option<SessionId>,
}

/// What the event loop is told.
pub(crate) struct Inlets {
    pub(crate) inbox: Inbox,
    /// How the gateway shall behave, whenever that changes.
    pub(crate) settings: watch::Receiver<GatewayConfig>,
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
        Inlets { inbox, settings }: Inlets,
        shutdown: CancellationToken,
        figures: Figures,
        (outbox, kept): (Outbox, Kept),
    ) -> Result<Self, rand::rngs::SysError> {
        let clock = Clock::start();
        Ok(Self {
            machine: machine(&config, &clock, kept)?,
            link: Link::new((config.implementation.target)(&config)),
            config,
            clock,
            inbox,
            settings,
            waiting: BTreeMap::new(),
            shutdown,
            figures,
            outbox,
            failed: None,
            draining: false,
            unfetched: None,
        })
    }

    /// Runs until every connection has ended after `shutdown`.
    pub(crate) async fn run(mut self) {
        let mut timer = pin!(sleep_until(self.clock.instant(self.clock.now())));
        let mut link_turns = 0;
        loop {
            // 1. What is to be done already.
            self.carry_out(None);
            let deadline = self.machine.poll_timeout().map(|at| self.clock.instant(at));
            if let Some(deadline) = deadline.filter(|deadline| *deadline != timer.deadline()) {
                timer.as_mut().reset(deadline);
            }
            // In no order, so that nothing that never rests starves the others.
            tokio::select! {
                // 2. The journal: what waits for it has waited long enough.
                moved = self.outbox.moved() => {
                    self.outbox.note(&mut self.machine.gateway, moved);
                    self.release();
                    self.figures.look_at(&self.outbox);
                }
                // 3. The link.
                change = self.link.next() => {
                    let now = self.clock.now();
                    if change == LinkChange::Closed {
                        self.outbox.forget_transmissions();
                    }
                    let cause = Cause::Link(change);
                    let survived = guarded(|| self.machine.handle(now, cause));
                    self.survived(survived);
                    if self.take_waiting_arrivals().is_err() {
                        break;
                    }
                    // It is always ready while more comes: the other tasks of this thread have to live, too.
                    link_turns = (link_turns + 1) % limits::LINK_TURNS;
                    if link_turns == 0 {
                        yield_now().await;
                    }
                }
                // 4. Requests.
                arrival = self.inbox.arrivals.recv() => match arrival {
                    // What waits behind it goes to the middleware in the same breath.
                    Some(arrival) => {
                        self.arrive(arrival);
                        if self.take_waiting_arrivals().is_err() {
                            break;
                        }
                    }
                    None => break,
                },
                // 5. Clients that went away.
                Some(token) = self.inbox.departures.recv() => self.depart(token),
                // 6. The timer.
                () = &mut timer, if deadline.is_some() => self.carry_out(Some(Cause::Timeout)),
                // 7. Another configuration.
                Ok(()) = self.settings.changed() => self.reconfigure(),
                // 8. The end.
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

    fn arrive(&mut self, Arrival { token, principal, mut envelope, answer }: Arrival) {
        if answer.is_closed() {
            return;
        }
        let mut poll = None;
        if let Request::GetEvents(get) = &mut envelope.request {
            poll = Some(self.figures.park());
            if self.draining {
                get.wait = Duration::ZERO;
            }
        }
        self.waiting.insert(token, Waiting { answer, poll });
        self.carry_out(Some(Cause::Request { token, principal, envelope }));
    }

    fn reconfigure(&mut self) {
        self.config.gateway = self.settings.borrow_and_update().clone();
        let behaviour = behaviour(&self.config);
        self.carry_out(Some(Cause::Reconfigured(behaviour)));
    }

    fn depart(&mut self, token: RequestToken) {
        if self.waiting.remove(&token).is_some() {
            self.carry_out(Some(Cause::Departure(token)));
        }
    }

    /// Lets the waiting polls go; requests under way still get their replies, and a poll the events that
    /// its client does not know of.
    fn drain(&mut self) {
        tracing::info!(waiting = self.waiting.len(), "draining");
        self.draining = true;
        let polls: Vec<_> = self
            .waiting
            .iter()
            .filter(|(_, w)| w.poll.is_some())
            .map(|(token, _)| *token)
            .collect();
        for token in polls {
            self.depart(token);
        }
        self.tell_readiness();
    }

    /// Lets the cause act on the state machines, and does what they want as soon as what led to it
    /// is kept.
    fn carry_out(&mut self, mut cause: Option<Cause<'_>>) {
        let now = self.clock.now();
        let mut effects = Vec::new();
        loop {
            let effect = guarded(|| {
                if let Some(cause) = cause.take() {
                    self.machine.handle(now, cause);
                }
                self.machine.poll_effect(now)
            });
            match self.survived(effect).flatten() {
                Some(effect) => effects.push(effect),
                None => break,
            }
        }
        self.outbox.keep(&mut self.machine.gateway);
        for effect in effects {
            if let Some(effect) = self.outbox.pass(effect) {
                self.perform(effect);
            }
        }
        self.release();
        self.figures.take(&self.machine.gateway, self.waiting.len());
        self.figures.look_at(&self.outbox);
        self.tell_readiness();
    }

    /// Does what waits for the journal no longer.
    fn release(&mut self) {
        while let Some(effect) = self.outbox.poll() {
            self.perform(effect);
        }
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Reply { token, reply } => self.reply(token, reply),
            Effect::Open(peer) => self.link.open(peer),
            Effect::Transmit(bytes) => self.link.transmit(&bytes),
            Effect::Close => self.link.close(),
        }
    }

    fn reply(&mut self, token: RequestToken, reply: Reply) {
        let Some(Waiting { answer, .. }) = self.waiting.remove(&token) else { return };
        // Who knows every event has nothing to wait for, and would ask again at once.
        if !(self.draining && is_without_events(&reply)) {
            // A client that has gone meanwhile is told by its departure.
            drop(answer.send(reply));
        }
    }

    fn tell_readiness(&mut self) {
        let known = *self.inbox.readiness.borrow();
        let readiness = match (self.draining, self.machine.gateway.link_up(), known) {
            (true, _, Readiness::Drained) => Readiness::Drained,
            (true, _, _) => {
                self.unfetched = self.machine.gateway.unfetched(self.unfetched);
                self.unfetched.map_or(Readiness::Drained, |_| Readiness::Draining)
            }
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
    /// wait get an error, and the link is built up again. Sessions go on from the journal, if there
    /// is one and the gateway has not failed a moment ago.
    fn survived<T>(&mut self, outcome: Option<T>) -> Option<T> {
        if outcome.is_none() {
            tracing::error!(lost = self.waiting.len(), "the gateway failed and begins anew");
            self.waiting.clear();
            self.figures.restarted();
            self.link.rest();
            let now = self.clock.now();
            let relapse = self.failed.is_some_and(|failed| now < failed + limits::RELAPSE);
            self.failed = Some(now);
            let kept = self.outbox.recover();
            let kept = if relapse { Kept::default() } else { kept };
            match machine(&self.config, &self.clock, kept) {
                Ok(machine) => self.machine = machine,
                Err(error) => tracing::error!(%error, "no random numbers for a new beginning"),
            }
            self.machine.gateway.handle_journal(!self.outbox.is_failing());
        }
        outcome
    }
}

fn machine(config: &Config, clock: &Clock, kept: Kept) -> Result<Machine, rand::rngs::SysError> {
    let now = clock.now();
    let mut seed = [0; 16];
    SysRng.try_fill_bytes(&mut seed)?;
    let jitter = SysRng.try_next_u64()?;
    Ok(Machine {
        gateway: Gateway::restored(behaviour(config), now, u128::from_le_bytes(seed), kept),
        adapter: (config.implementation.adapter)(config, now, jitter),
    })
}

/// How the gateway shall behave; it keeps a journal only if there is a file for it.
fn behaviour(config: &Config) -> GatewayConfig {
    GatewayConfig { journal: config.journal.is_some(), ..config.gateway.clone() }
}

/// What the state machine gave, or nothing if it panicked.
fn guarded<T>(act: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(act)).ok()
}

/// Whether a poll brought nothing.
fn is_without_events(reply: &Reply) -> bool {
    matches!(&reply.answer, Answer::Events(Events { snapshot: None, notices, .. }) if notices.is_empty())
}

#[cfg(test)]
mod tests;
