//! The gateway's side of an adapter that runs in a child process; a state machine without I/O.
//!
//! To the gateway it is an adapter like any other, whose link leads to the child instead of a
//! server: `Open` starts the child, `Close` kills it. It shakes hands, watches that the child is
//! alive, starts it again when it failed (with back-off and a circuit breaker), registers the
//! gateway's devices again after every loss, and holds the child to the rules of the link
//! (`foreign_wire`), so that its commands are answered once whatever it does.
//!
//! ```
//! use gateway_core::{middleware::{Adapter as _, AdapterOutput, Peer}, time::Timestamp};
//! use gateway_foreign::{Foreign, ForeignConfig};
//!
//! let mut adapter = Foreign::new(ForeignConfig::default(), Timestamp(0));
//! assert_eq!(adapter.poll_output(), Some(AdapterOutput::Open(Peer::Primary)));
//! ```

mod life;
mod limits;

use std::{
    collections::{BTreeMap, VecDeque},
    mem,
    time::Duration,
};

use foreign_wire::{Decoder, FromAdapter, FromGateway, Greeting, Hello, PROTOCOL, encode};
use gateway_core::{
    id::Dn,
    middleware::{
        Adapter, AdapterOutput, Command, CommandId, Denial, DenialReason, Event, LinkChange, Order,
        Peer,
    },
    time::Timestamp,
};

use crate::life::{Failures, Restart};

/// A link to an adapter in a child process.
#[derive(Debug)]
pub struct Foreign {
    config: ForeignConfig,
    state: State,
    failures: Failures,
    decoder: Decoder,
    /// When something came last, and whether a ping was sent since.
    heard: Timestamp,
    pinged: bool,
    /// The devices the gateway wants; the value says whether the adapter has confirmed it since
    /// its link came up.
    devices: BTreeMap<Dn, bool>,
    pending: BTreeMap<CommandId, Pending>,
    /// The highest id that the gateway has given.
    last_command: CommandId,
    /// The number of the last registration that was made here, without the gateway.
    last_renewal: u64,
    outputs: VecDeque<AdapterOutput>,
}

/// What can be set about an adapter in a child process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignConfig {
    /// Silence after which it counts as hung; after half of it, it is pinged.
    pub patience: Duration,
    /// Told to it when it starts.
    pub settings: BTreeMap<String, String>,
}

/// Where the link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Waiting until the next start.
    BackingOff {
        until: Timestamp,
    },
    /// The driver was asked to start the child.
    Starting {
        since: Timestamp,
    },
    /// It runs, and has not answered the hello.
    Greeting {
        since: Timestamp,
    },
    /// It has no link to its middleware.
    LinkDown,
    /// It registers every device again.
    Registering,
    Up,
}

/// A command that waits for its outcome.
#[derive(Debug)]
struct Pending {
    dn: Dn,
    registers: bool,
    deadline: Timestamp,
}

impl Foreign {
    /// One that is about to start.
    pub fn new(config: ForeignConfig, now: Timestamp) -> Self {
        Self {
            config,
            state: State::Starting { since: now },
            failures: Failures::default(),
            decoder: Decoder::default(),
            heard: now,
            pinged: false,
            devices: BTreeMap::new(),
            pending: BTreeMap::new(),
            last_command: CommandId(0),
            last_renewal: RENEWALS,
            outputs: VecDeque::from([AdapterOutput::Open(Peer::Primary)]),
        }
    }

    fn opened(&mut self, now: Timestamp) {
        self.state = State::Greeting { since: now };
        self.decoder = Decoder::default();
        (self.heard, self.pinged) = (now, false);
        self.send(&FromGateway::Hello(hello(&self.config)));
    }

    /// The child is gone: everything under way fails, and the next start is scheduled.
    fn lost(&mut self, now: Timestamp, reason: &str) {
        let (pause, broken) = match self.failures.note(now) {
            Restart::Soon(pause) => (pause, ""),
            Restart::Later(pause) => (pause, "; it failed too often, so it rests for a while"),
        };
        self.down(State::BackingOff { until: now + pause }, &format!("{reason}{broken}"));
    }

    fn close(&mut self, now: Timestamp, reason: &str) {
        self.outputs.push_back(AdapterOutput::Close);
        self.lost(now, reason);
    }

    /// Whatever was under way has failed.
    fn down(&mut self, state: State, reason: &str) {
        // Before a link was up there is nothing to lose, but the reason why it does not come up is
        // worth telling.
        let told = self.state.is_serving() || !matches!(state, State::LinkDown);
        self.state = state;
        self.devices.values_mut().for_each(|confirmed| *confirmed = false);
        for (command, _) in mem::take(&mut self.pending) {
            if command.0 < RENEWALS {
                self.deny(command, DenialReason::LinkDown, reason);
            }
        }
        if told {
            self.tell(Event::LinkDown { reason: reason.into() });
        }
    }

    fn received(&mut self, now: Timestamp, bytes: &[u8]) {
        (self.heard, self.pinged) = (now, false);
        self.decoder.feed(bytes);
        while self.state.is_open() {
            match self.decoder.next() {
                Ok(Some(message)) => self.handle_message(now, message),
                Ok(None) => return,
                Err(error) => self.close(now, &format!("the adapter sent nonsense: {error}")),
            }
        }
    }

    fn handle_message(&mut self, now: Timestamp, message: FromAdapter<Event>) {
        let greeting = matches!(self.state, State::Greeting { .. });
        match message {
            FromAdapter::Hello(Greeting { protocol, name, .. }) if greeting => {
                if protocol == PROTOCOL {
                    self.state = State::LinkDown;
                } else {
                    let reason = format!(
                        "the adapter `{}` speaks protocol {protocol}, the gateway {PROTOCOL}",
                        bounded(&name)
                    );
                    self.close(now, &reason);
                }
            }
            FromAdapter::Refused { reason } if greeting => {
                self.close(now, &format!("the adapter refused: {}", bounded(&reason)));
            }
            FromAdapter::Event(event) if !greeting => self.happened(now, event),
            FromAdapter::Pong => {}
            FromAdapter::Hello(_) | FromAdapter::Refused { .. } | FromAdapter::Event(_) => {
                self.close(now, "the adapter broke the rules: one hello, before anything else");
            }
        }
    }

    fn happened(&mut self, now: Timestamp, event: Event) {
        match event {
            Event::LinkUp => self.link_up(now),
            Event::LinkDown { reason } => self.down(State::LinkDown, bounded(&reason)),
            Event::Registered { ref dn, .. } => {
                if self.confirm(dn) {
                    self.tell(event);
                }
            }
            Event::RegistrationLost { dn, denial } => {
                if self.devices.remove(&dn).is_some() {
                    self.tell(Event::RegistrationLost { dn, denial: brief(denial) });
                }
            }
            Event::Done { command, call } => {
                if let Some(Pending { dn, registers, .. }) = self.settle(now, command) {
                    if registers {
                        self.confirm(&dn);
                    }
                    if command.0 < RENEWALS {
                        self.tell(Event::Done { command, call });
                    }
                }
                self.up_when_registered();
            }
            Event::Denied { command, denial } => {
                self.denied(now, command, brief(denial));
                self.up_when_registered();
            }
            Event::Dropped { .. } => self.tell(event),
            Event::Agent { ref dn, .. }
            | Event::Set { ref dn, .. }
            | Event::Queue { ref dn, .. }
            | Event::Monitoring { ref dn, .. }
            | Event::Call { ref dn, .. } => {
                if self.devices.contains_key(dn) {
                    self.tell(event);
                }
            }
        }
    }

    /// The adapter sees its middleware: every device is registered before the gateway is told.
    fn link_up(&mut self, now: Timestamp) {
        if self.state.is_serving() {
            return;
        }
        self.state = State::Registering;
        for dn in self.devices.keys().cloned().collect::<Vec<_>>() {
            self.last_renewal += 1;
            let id = CommandId(self.last_renewal);
            self.ask(now, Command { id, dn, order: Order::Register });
        }
        self.up_when_registered();
    }

    fn up_when_registered(&mut self) {
        let renews = self.pending.last_key_value().is_some_and(|(id, _)| id.0 >= RENEWALS);
        if self.state == State::Registering && !renews {
            self.state = State::Up;
            self.tell(Event::LinkUp);
        }
    }

    /// Notes that the adapter has a device registered; false: the gateway does not want it.
    fn confirm(&mut self, dn: &Dn) -> bool {
        self.devices.get_mut(dn).map(|confirmed| *confirmed = true).is_some()
    }

    /// The command that has its outcome; none: it is not waited for any more.
    fn settle(&mut self, now: Timestamp, command: CommandId) -> Option<Pending> {
        let settled = self.pending.remove(&command);
        let given =
            command <= self.last_command || (RENEWALS..=self.last_renewal).contains(&command.0);
        if settled.is_none() && !given {
            let reason =
                format!("the adapter answered command {}, which was never given", command.0);
            self.close(now, &reason);
        }
        settled
    }

    fn denied(&mut self, now: Timestamp, command: CommandId, denial: Denial) {
        let Some(Pending { dn, registers, .. }) = self.settle(now, command) else { return };
        // A device that the adapter has confirmed on this link stays so.
        let is_lost = registers && self.devices.get(&dn) == Some(&false);
        if is_lost {
            self.devices.remove(&dn);
        }
        if command.0 < RENEWALS {
            self.tell(Event::Denied { command, denial });
        } else if is_lost {
            self.tell(Event::RegistrationLost { dn, denial });
        }
    }

    fn ask(&mut self, now: Timestamp, command: Command) {
        let registers = command.order == Order::Register;
        let deadline = now + limits::ANSWER_TIME;
        let pending = Pending { dn: command.dn.clone(), registers, deadline };
        self.pending.insert(command.id, pending);
        self.send(&FromGateway::Command(command));
    }

    fn send(&mut self, message: &FromGateway<Command>) {
        match encode(message) {
            Ok(bytes) => self.outputs.push_back(AdapterOutput::Transmit(bytes)),
            Err(error) => {
                if let FromGateway::Command(command) = message
                    && self.pending.remove(&command.id).is_some()
                {
                    self.deny(command.id, DenialReason::Refused, &error.to_string());
                }
            }
        }
    }

    fn tell(&mut self, event: Event) {
        self.outputs.push_back(AdapterOutput::Event(event));
    }

    fn deny(&mut self, command: CommandId, reason: DenialReason, text: &str) {
        let denial = Denial { reason, code: None, text: text.into() };
        self.tell(Event::Denied { command, denial });
    }

    /// When silence has to be looked at.
    fn silent_at(&self) -> Timestamp {
        self.heard + if self.pinged { self.config.patience } else { self.config.patience / 2 }
    }
}

impl Adapter for Foreign {
    fn handle_link(&mut self, now: Timestamp, change: LinkChange<'_>) {
        match change {
            LinkChange::Opened => self.opened(now),
            LinkChange::Closed => self.lost(now, "the adapter has ended, or could not be started"),
            LinkChange::Received(bytes) => self.received(now, bytes),
        }
    }

    fn handle_command(&mut self, now: Timestamp, command: Command) {
        let Command { id, dn, order } = &command;
        self.last_command = self.last_command.max(*id);
        if *order == Order::Unregister && self.devices.remove(dn).is_none() {
            return self.tell(Event::Done { command: *id, call: None });
        }
        if !self.state.is_serving() {
            return self.deny(*id, DenialReason::LinkDown, "the adapter has no link");
        }
        if self.pending.len() >= limits::PENDING_COMMANDS {
            return self.deny(
                *id,
                DenialReason::Overload,
                "too many commands wait for the adapter",
            );
        }
        if *order == Order::Register {
            self.devices.entry(dn.clone()).or_insert(false);
        }
        self.ask(now, command);
    }

    fn handle_timeout(&mut self, now: Timestamp) {
        match self.state {
            State::BackingOff { until } if now >= until => {
                self.state = State::Starting { since: now };
                self.outputs.push_back(AdapterOutput::Open(Peer::Primary));
            }
            State::Starting { since } | State::Greeting { since }
                if now >= since + limits::GREETING_TIME =>
            {
                self.close(now, "the adapter did not say hello in time");
            }
            State::LinkDown | State::Registering | State::Up if now >= self.silent_at() => {
                if self.pinged {
                    self.close(now, "the adapter hangs: it answers no ping");
                } else {
                    self.pinged = true;
                    self.send(&FromGateway::Ping);
                }
            }
            State::BackingOff { .. }
            | State::Starting { .. }
            | State::Greeting { .. }
            | State::LinkDown
            | State::Registering
            | State::Up => {}
        }
        // Ids grow with time, within the gateway's own and within those made here.
        let overdue: Vec<_> = self
            .pending
            .iter()
            .filter(|(_, pending)| pending.deadline <= now)
            .map(|(command, _)| *command)
            .collect();
        for command in overdue {
            let text = "the adapter never answered".to_owned();
            let denial = Denial { reason: DenialReason::NoAnswer, code: None, text };
            self.denied(now, command, denial);
        }
        self.up_when_registered();
    }

    fn poll_timeout(&self) -> Option<Timestamp> {
        let link = match self.state {
            State::BackingOff { until } => until,
            State::Starting { since } | State::Greeting { since } => since + limits::GREETING_TIME,
            State::LinkDown | State::Registering | State::Up => self.silent_at(),
        };
        let oldest = |pending: Option<(&CommandId, &Pending)>| pending.map(|(_, p)| p.deadline);
        let commands = oldest(self.pending.first_key_value());
        let renewals = oldest(self.pending.range(CommandId(RENEWALS)..).next());
        [Some(link), commands, renewals].into_iter().flatten().min()
    }

    fn poll_output(&mut self) -> Option<AdapterOutput> {
        self.outputs.pop_front()
    }
}

impl Default for ForeignConfig {
    fn default() -> Self {
        Self { patience: Duration::from_millis(500), settings: BTreeMap::new() }
    }
}

impl State {
    /// Whether the child runs and frames may arrive.
    fn is_open(self) -> bool {
        match self {
            Self::BackingOff { .. } | Self::Starting { .. } => false,
            Self::Greeting { .. } | Self::LinkDown | Self::Registering | Self::Up => true,
        }
    }

    /// Whether the adapter takes commands about devices.
    fn is_serving(self) -> bool {
        match self {
            Self::Registering | Self::Up => true,
            Self::BackingOff { .. }
            | Self::Starting { .. }
            | Self::Greeting { .. }
            | Self::LinkDown => false,
        }
    }
}

/// How the gateway begins.
pub fn hello(config: &ForeignConfig) -> Hello {
    let patience = u64::try_from(config.patience.as_millis()).unwrap_or(u64::MAX);
    Hello { protocol: PROTOCOL, patience, settings: config.settings.clone() }
}

fn brief(denial: Denial) -> Denial {
    Denial { text: bounded(&denial.text).to_owned(), ..denial }
}

/// As much of a text of the adapter's as is passed on.
fn bounded(text: &str) -> &str {
    text.char_indices().nth(limits::TEXT).map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
}

/// Ids of commands from here on are of registrations that were made here; all are exact in the
/// numbers of JSON readers that have floating-point numbers only.
const RENEWALS: u64 = 1 << 52;
