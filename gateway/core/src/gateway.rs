//! The gateway as one state machine: requests and middleware events in, replies and commands out.

mod ask;
mod audit;
mod keep;
mod lease;
mod link;
mod outcome;
mod poll;
mod statistics;

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use indexmap::IndexMap;
use rand_chacha::{
    ChaCha12Rng,
    rand_core::{Rng as _, SeedableRng as _},
};

use self::keep::Books;
use crate::{
    config::GatewayConfig,
    device::{Device, Told},
    gateway::audit::Audit,
    id::{CallKey, Dn},
    middleware::{self, Command, CommandId, Order},
    reply::{Answer, Asked, Output, Reply, RequestToken, Snapshot},
    request::{Envelope, Row},
    session::{Phase, Session, SessionId},
    statistics::{Interval, Ledgers},
    time::Timestamp,
    timer::{Timer, TimerTable},
};

/// The gateway. After every `handle_*`, call [`Self::poll_output`] until it is `None`, then ask
/// [`Self::poll_timeout`].
///
/// ```
/// use std::time::Duration;
/// use gateway_core::{
///     config::GatewayConfig,
///     gateway::Gateway,
///     id::Dn,
///     middleware::{Event, Order},
///     reply::{Output, RequestToken},
///     request::{ClientInitialize, Envelope, Request},
///     time::Timestamp,
/// };
///
/// let now = Timestamp(0);
/// let mut gateway = Gateway::new(GatewayConfig::default(), now, 1);
/// gateway.handle_link(now, Event::LinkUp);
/// let request = Request::ClientInitialize(ClientInitialize { dn: Dn::new("2001").unwrap() });
/// let envelope = Envelope { session: None, reference: None, asynchronous: false, request };
/// gateway.handle_request(now, RequestToken(1), envelope);
///
/// let Some(Output::Command(command)) = gateway.poll_output() else { panic!() };
/// assert_eq!(command.order, Order::Register);
/// assert_eq!(gateway.poll_timeout(), Some(now + Duration::from_secs(5)));
/// ```
#[derive(Clone, Debug)]
pub struct Gateway {
    config: GatewayConfig,
    link_up: bool,
    sessions: BTreeMap<SessionId, Session>,
    devices: IndexMap<Dn, Device>,
    pending: BTreeMap<CommandId, Pending>,
    /// Commands by which the gateway itself looks how a device stands.
    audits: BTreeMap<CommandId, Audit>,
    /// Which session a parked poll belongs to.
    polls: BTreeMap<RequestToken, SessionId>,
    /// Sessions with a parked poll and something to tell.
    roused: Vec<SessionId>,
    timers: TimerTable,
    outputs: VecDeque<Output>,
    counters: Counters,
    ledgers: Ledgers,
    books: Books,
    last_command: u64,
    random: ChaCha12Rng,
    latest: Timestamp,
}

impl Gateway {
    /// A gateway without sessions, whose link is down. `seed` must be unguessable: session ids
    /// follow from it.
    pub fn new(config: GatewayConfig, now: Timestamp, seed: u128) -> Self {
        let mut key = [0; 32];
        key.iter_mut().zip(seed.to_le_bytes()).for_each(|(byte, seed)| *byte = seed);
        let mut gateway = Self {
            ledgers: Ledgers::new(config.statistics.clone(), now),
            config: config.bounded(),
            link_up: false,
            sessions: BTreeMap::new(),
            devices: IndexMap::new(),
            pending: BTreeMap::new(),
            audits: BTreeMap::new(),
            polls: BTreeMap::new(),
            roused: Vec::new(),
            timers: TimerTable::default(),
            outputs: VecDeque::new(),
            counters: Counters::default(),
            books: Books::default(),
            last_command: 0,
            random: ChaCha12Rng::from_seed(key),
            latest: now,
        };
        gateway.begin_recording();
        gateway
    }

    /// A client asks for something; the reply comes as an output with the same token, once.
    pub fn handle_request(&mut self, now: Timestamp, token: RequestToken, request: Envelope) {
        self.handle_request_of(now, None, token, request);
    }

    /// The same, asked by somebody whom the edge knows: a session belongs to whoever began it, and
    /// obeys nobody else.
    pub fn handle_request_of(
        &mut self,
        now: Timestamp,
        principal: Option<Arc<str>>,
        token: RequestToken,
        request: Envelope,
    ) {
        let now = self.not_before(now);
        self.counters.requests += 1;
        self.ask(now, principal, token, request);
        self.answer_roused(now);
        self.keep_devices();
    }

    /// The client that waited for this reply has gone; a parked poll is forgotten, a command is not.
    pub fn handle_disconnect(&mut self, now: Timestamp, token: RequestToken) {
        let now = self.not_before(now);
        if let Some(id) = self.polls.get(&token).copied() {
            self.unpark(id);
            self.hear(now, id);
        }
    }

    /// The adapter reports something.
    pub fn handle_link(&mut self, now: Timestamp, event: middleware::Event) {
        let now = self.not_before(now);
        self.link_event(now, event);
        self.answer_roused(now);
        self.keep_devices();
    }

    /// The moment that `poll_timeout` named has come.
    pub fn handle_timeout(&mut self, now: Timestamp) {
        let now = self.not_before(now);
        while let Some(timer) = self.timers.pop_due(now) {
            match timer {
                Timer::PollEnds(id) => self.answer_poll(now, id),
                Timer::NoAnswer(command) => self.no_answer(now, command),
                Timer::GiveUp(command) => self.give_up(command),
                Timer::Forget(id) => self.forget(id),
                Timer::Silent(id) => self.silent(now, id),
                Timer::Check(id) => self.check_calls(now, id),
            }
        }
        self.answer_roused(now);
        self.keep_devices();
    }

    /// Takes another configuration up, for everything that begins from here on. What is kept already
    /// stays, also beyond a bound that has become narrower.
    pub fn reconfigure(&mut self, now: Timestamp, config: GatewayConfig) {
        let now = self.not_before(now);
        let was = std::mem::replace(&mut self.config, config.bounded());
        self.ledgers.reconfigure(self.config.statistics.clone(), now);
        if self.link_up {
            self.watch_configured_queues(now);
        }
        let leases = |config: &GatewayConfig| (config.lease_not_ready, config.lease_log_off);
        let other_leases = leases(&was) != leases(&self.config);
        let sessions: Vec<SessionId> = self.sessions.keys().copied().collect();
        for id in sessions {
            if other_leases {
                self.watch_silence(now, id);
            }
            if was.call_check != self.config.call_check {
                self.check_later(now, id);
            }
        }
    }

    /// What is to be done next.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When `handle_timeout` is wanted.
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        self.timers.next()
    }

    /// How many sessions there are, those included whose last events can still be fetched.
    pub fn sessions(&self) -> usize {
        self.sessions.len()
    }

    /// A session with events that its client does not know of: the first from this one on, and around.
    pub fn unfetched(&self, from: Option<SessionId>) -> Option<SessionId> {
        let from = from.unwrap_or(SessionId(0));
        let (after, before) = (self.sessions.range(from..), self.sessions.range(..from));
        let mut unfetched = after.chain(before).filter(|(_, session)| !session.log.is_empty());
        unfetched.next().map(|(id, _)| *id)
    }

    /// Whether the link to the middleware is up.
    pub fn link_up(&self) -> bool {
        self.link_up
    }

    /// How it behaves, within its bounds.
    pub fn config(&self) -> &GatewayConfig {
        &self.config
    }

    /// What has been counted so far.
    pub fn counters(&self) -> Counters {
        self.counters
    }

    /// The moment of an input: time never runs backwards for a client.
    fn not_before(&mut self, now: Timestamp) -> Timestamp {
        self.latest = self.latest.max(now);
        self.close_intervals(self.latest);
        self.latest
    }

    /// Adds an event to a session that is open, or being opened.
    fn tell(&mut self, now: Timestamp, id: SessionId, told: Told, reference: Option<Arc<str>>) {
        let Some(session) = self.sessions.get_mut(&id) else { return };
        if matches!(session.phase, Phase::Ended(_)) {
            return;
        }
        self.counters.events += 1;
        let what = (told.kind, told.detail);
        let dropped = session.log.push(self.config.event_log, now, reference, what);
        if session.poll.is_some() {
            self.roused.push(id);
        }
        self.keep_event(id, dropped);
    }

    /// Adds an event to the session of a device, with the `ref` of the session's own command.
    fn tell_device(&mut self, now: Timestamp, dn: &Dn, told: Told, command: Option<CommandId>) {
        let Some(id) = self.devices.get(dn).and_then(|device| device.session) else { return };
        let memory = self.sessions.get(&id).map(|session| &session.memory);
        let reference = memory.zip(command).and_then(|(memory, id)| memory.reference_of(id));
        self.tell(now, id, told, reference);
    }

    fn command(&mut self, dn: Dn, order: Order) -> CommandId {
        self.last_command += 1;
        let id = CommandId(self.last_command);
        self.outputs.push_back(Output::Command(Command { id, dn, order }));
        id
    }

    fn reply(&mut self, to: &Asked, answer: Answer) {
        let reply = Reply { request: to.row.name, reference: to.reference.clone(), answer };
        self.outputs.push_back(Output::Reply { token: to.token, reply });
    }

    fn new_session_id(&mut self) -> SessionId {
        SessionId(u128::from(self.random.next_u64()) << 64 | u128::from(self.random.next_u64()))
    }

    /// How the session's device stands.
    fn snapshot(&self, now: Timestamp, session: &Session) -> Option<Snapshot> {
        let device = self.devices.get(&session.dn)?;
        Some(Snapshot {
            number: session.log.last(),
            time: now,
            dn: session.dn.clone(),
            link_up: self.link_up && device.is_reported(),
            agent: device.agent().clone(),
            lease_not_ready: self.config.lease_not_ready,
            lease_log_off: self.config.lease_log_off,
            features: device.features().clone(),
            calls: device.views(),
        })
    }
}

/// What the gateway counts, for metrics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    pub requests: u64,
    /// Requests that were refused, by the gateway or the middleware.
    pub refusals: u64,
    /// Events added to sessions.
    pub events: u64,
    /// Reports that changed nothing: repeated, late, or about something unknown.
    pub ignored: u64,
    /// Outcomes of commands that nobody waited for any longer.
    pub late: u64,
    /// What came of an unknown kind, or about an unknown device.
    pub unknown: u64,
    /// Events that came twice.
    pub duplicates: u64,
    /// Events that came after others that should have followed them.
    pub out_of_turn: u64,
    /// Times that the gateway asked how a device stands, because it had reason to doubt.
    pub audits: u64,
}

/// A command whose outcome is still to come.
#[derive(Clone, Debug)]
struct Pending {
    session: SessionId,
    /// The request's number within the session.
    serial: u64,
    dn: Dn,
    row: &'static Row,
    reference: Option<Arc<str>>,
    goal: Goal,
    waiting: Waiting,
    /// Requests that wait for the outcome: the first, and its copies.
    waiters: Vec<RequestToken>,
    /// What is to be ordered after this.
    rest: VecDeque<Order>,
    call: Option<CallKey>,
    /// The queues that an agent logs on to by it.
    queues: Vec<Dn>,
    due: Timestamp,
}

/// What the outcome of a command is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Goal {
    /// To open the session.
    Open,
    /// To end the session.
    Close,
    /// To do what was asked.
    Serve,
    /// To tell the figures of a queue.
    Figures(Interval),
}

/// What the client has been told of a command's outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Waiting {
    /// Nothing; its reply waits.
    Reply,
    /// The outcome will come as an event.
    Event,
    /// It is unknown; if it comes after all, it comes as an event.
    TimedOut,
}
