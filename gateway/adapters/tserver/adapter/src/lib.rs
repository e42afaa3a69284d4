//! The gateway's adapter for a Genesys T-Server, over T-Link; a state machine without I/O.
//!
//! It keeps the link alive (greeting, keep-alive, back-off), registers the gateway's devices again
//! after every loss, translates commands to T-Library requests and T-Library events to the
//! gateway's, and tells which events belong to which command. Of calls it knows nothing: that
//! picture is the gateway's.
//!
//! ```
//! use gateway_core::{middleware::{Adapter as _, AdapterOutput, Peer}, time::Timestamp};
//! use gateway_tserver::{TServer, TServerConfig};
//!
//! let mut adapter = TServer::new(TServerConfig::default(), Timestamp(0));
//! assert_eq!(adapter.poll_output(), Some(AdapterOutput::Open(Peer::Primary)));
//! ```

mod command;
mod config;
mod dialled;
mod event;
mod limits;
mod link;
mod members;
mod pending;
mod registering;
mod registration;

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    time::Duration,
};

use gateway_core::{
    id::{CallKey, Dn},
    middleware::{
        Adapter, AdapterOutput, Command, CommandId, Denial, DenialReason, Dropped, Event,
        LinkChange, Order, Peer,
    },
    time::Timestamp,
};
use indexmap::IndexMap;
use tserver_wire::{
    AttributeId as A, Decoder, Message, MessageType as M, PROTOCOL_VERSION, ServerRole,
};

pub use config::TServerConfig;

use crate::{
    command::Exchange,
    dialled::Dialled,
    link::{BackOff, KeepAlive, LinkState, Silence},
    pending::{Pending, Progress, Waiting},
    registering::{Aftermath, Registration, Renewal},
};

/// A link to a T-Server, or to the one in charge of a pair.
#[derive(Debug)]
pub struct TServer {
    config: TServerConfig,
    state: LinkState,
    /// The server that the link is to, or shall be to next.
    peer: Peer,
    back_off: BackOff,
    keep_alive: KeepAlive,
    decoder: Decoder,
    /// The devices the gateway wants.
    devices: IndexMap<Dn, Registration>,
    pending: Pending,
    /// References of registrations that the adapter made by itself.
    renewals: BTreeMap<i32, Renewal>,
    /// Requests that lack events which not every switch tells, and until when these are waited for.
    lacking: VecDeque<(Timestamp, i32)>,
    /// The T-Server does not tell how devices stand, neither unasked nor asked.
    mute: bool,
    /// When the last of them was sent or answered.
    renewing: Timestamp,
    dialled: Dialled,
    /// References of questions after the parties of calls.
    questions: BTreeSet<i32>,
    outputs: VecDeque<AdapterOutput>,
}

impl TServer {
    /// An adapter that is about to connect.
    pub fn new(config: TServerConfig, now: Timestamp) -> Self {
        Self {
            state: LinkState::Connecting { since: now },
            peer: Peer::Primary,
            back_off: BackOff::new(
                (config.back_off_first, config.back_off_longest),
                config.backup,
                config.seed,
            ),
            keep_alive: KeepAlive::new(Duration::ZERO, now),
            decoder: Decoder::new(),
            devices: IndexMap::new(),
            pending: Pending::default(),
            renewals: BTreeMap::new(),
            lacking: VecDeque::new(),
            mute: false,
            renewing: now,
            dialled: Dialled::default(),
            questions: BTreeSet::new(),
            outputs: VecDeque::from([AdapterOutput::Open(Peer::Primary)]),
            config,
        }
    }

    fn opened(&mut self, now: Timestamp) {
        self.state = LinkState::Greeting { since: now };
        self.mute = false;
        self.dialled = Dialled::default();
        self.decoder = Decoder::new();
        self.keep_alive = KeepAlive::new(self.config.keep_alive, now);
        let hello = Message::new(M::LINK_HELLO)
            .with(A::PROTOCOL_VERSION, PROTOCOL_VERSION)
            .with(A::APPLICATION_NAME, self.config.application.as_str());
        self.send(&hello);
    }

    /// The connection is gone: everything under way fails, and the next attempt is scheduled, at
    /// the other server if there is one.
    fn lost(&mut self, now: Timestamp, reason: &str) {
        let was_serving = self.state.is_serving();
        if self.config.backup {
            self.peer = self.peer.other();
        }
        self.state = LinkState::BackingOff { until: now + self.back_off.pause() };
        self.devices.values_mut().for_each(Registration::lapse);
        self.fail_pending(reason);
        if was_serving {
            self.tell(Event::LinkDown { reason: reason.into() });
        }
    }

    fn close(&mut self, now: Timestamp, reason: &str) {
        self.outputs.push_back(AdapterOutput::Close);
        self.lost(now, reason);
    }

    fn fail_pending(&mut self, reason: &str) {
        self.renewals.clear();
        self.questions.clear();
        self.lacking.clear();
        for waiting in self.pending.drain() {
            self.deny(waiting.command, DenialReason::LinkDown, reason);
        }
    }

    fn received(&mut self, now: Timestamp, bytes: &[u8]) {
        self.keep_alive.heard(now);
        self.decoder.feed(bytes);
        while self.state.is_open() {
            match self.decoder.next() {
                Ok(Some(message)) => self.handle_message(now, &message),
                Ok(None) => return,
                Err(error) => self.close(now, &format!("the T-Server sent nonsense: {error}")),
            }
        }
    }

    /// The device that a message is about, if the gateway wants it.
    fn device(&self, message: &Message) -> Option<Dn> {
        let (dn, _) = self.devices.get_key_value(message.string(A::THIS_DN)?)?;
        Some(dn.clone())
    }

    fn handle_message(&mut self, now: Timestamp, message: &Message) {
        if self.is_out_of_turn(now, message) {
            return;
        }
        match message.kind {
            M::LINK_HELLO_ACK => self.greeted(now, message),
            M::LINK_POLL => self.send(&Message::new(M::LINK_POLL_ACK)),
            M::LINK_POLL_ACK => {}
            M::LINK_GOODBYE => {
                let reason = message.string(A::ERROR_MESSAGE).unwrap_or("no reason given");
                self.close(now, &format!("the T-Server said goodbye: {reason}"));
            }
            M::EVENT_LINK_CONNECTED => self.switch_up(now),
            M::EVENT_LINK_DISCONNECTED => self.switch_down(now),
            M::EVENT_REGISTERED => self.registered(now, message),
            M::EVENT_ADDRESS_INFO => self.queried(now, message),
            M::EVENT_PARTY_INFO => self.members_are(message),
            M::EVENT_UNREGISTERED => self.unregistered(now, message),
            M::EVENT_ERROR => self.refused(now, message),
            _ => self.happened(now, message),
        }
    }

    /// A backup does not serve: the other one of the pair may.
    fn greeted(&mut self, now: Timestamp, message: &Message) {
        let role = message.integer(A::SERVER_ROLE).and_then(ServerRole::from_code);
        if role == Some(ServerRole::Backup) && self.config.backup {
            self.close(now, "the T-Server is the backup");
        }
    }

    /// The T-Server sees its switch: every device is registered again before the gateway is told.
    fn switch_up(&mut self, now: Timestamp) {
        if self.state.is_serving() {
            return;
        }
        self.state = LinkState::Registering;
        self.renewing = now;
        let mut devices: Vec<Dn> = self.devices.keys().cloned().collect();
        devices.sort();
        devices.iter().for_each(|dn| self.renew(now, dn));
        self.up_when_registered();
    }

    fn switch_down(&mut self, now: Timestamp) {
        if self.config.backup {
            return self.close(now, "the T-Server has no link to the switch");
        }
        let was_serving = self.state.is_serving();
        self.state = LinkState::SwitchDown;
        self.devices.values_mut().for_each(Registration::lapse);
        let reason = "the T-Server has lost its link to the switch";
        self.fail_pending(reason);
        if was_serving {
            self.tell(Event::LinkDown { reason: reason.into() });
        }
    }

    fn refused(&mut self, now: Timestamp, error: &Message) {
        let Some(reference) = error.integer(A::REFERENCE_ID) else { return };
        if self.questions.remove(&reference) {
            return;
        }
        if let Some(renewal) = self.renewals.remove(&reference) {
            self.renewing = now;
            self.not_renewed(now, renewal, error);
            self.up_when_registered();
        } else if let Some(waiting) = self.pending.remove(reference) {
            let expects = |kind| waiting.expected.iter().any(|expected| expected.kind == kind);
            if expects(M::EVENT_ADDRESS_INFO) {
                self.stands_somehow(now, &waiting.dn);
                return self.go_on(now, waiting);
            }
            if waiting.further
                && expects(M::EVENT_AGENT_LOGIN)
                && command::is_logged_on_already(error)
            {
                return self.go_on(now, waiting);
            }
            if expects(M::EVENT_REGISTERED) {
                self.forget_unless_confirmed(&waiting.dn);
            }
            let denial = event::denial(error);
            self.tell(Event::Denied { command: waiting.command, denial });
        } else {
            self.tell(Event::Dropped { why: Dropped::LateAnswer });
        }
    }

    /// An event about a call or an agent: told to the gateway, and to the command behind it.
    fn happened(&mut self, now: Timestamp, message: &Message) {
        let known = self.device(message);
        if known.is_none() || message.kind.name().is_none() {
            self.tell(Event::Dropped { why: Dropped::Unknown });
        }
        if message.kind == M::EVENT_AGENT_LOGIN
            && let Some(dn) = message.string(A::THIS_DN)
            && let Some(queue) = message.string(A::THIS_QUEUE)
        {
            self.pending.logged_on(dn, queue);
        }
        let matched = self.pending.match_event(message);
        if let Some(dn) = known
            && let Some(mut told) = event::read(dn.clone(), message)
        {
            self.dialled.complete(&mut told);
            let command = matched.as_ref().map(|matched| matched.command);
            let command = command.or_else(|| self.late_command(message));
            self.tell(event::attribute(told, command));
            event::members(&dn, message).into_iter().for_each(|joined| self.tell(joined));
            self.ask_for_members(&dn, message);
        }
        if let Some(matched) = matched {
            self.progress(now, matched.reference, matched.progress);
        }
    }

    fn progress(&mut self, now: Timestamp, reference: i32, progress: Progress) {
        match progress {
            Progress::Part => {}
            Progress::Enough => self.lacking.push_back((now + limits::REST_TIME, reference)),
            Progress::All => self.complete(now, reference),
        }
    }

    /// Asks about devices for which an event has been waited for in vain.
    fn ask_for_the_rest(&mut self, now: Timestamp) {
        while let Some((_, reference)) = self.lacking.pop_front_if(|(until, _)| *until <= now) {
            if let Some(dn) = self.pending.lacks_little(reference) {
                self.renew(now, &dn);
            }
        }
    }

    /// The command that is done already and has caused this event all the same.
    fn late_command(&self, message: &Message) -> Option<CommandId> {
        let device = self.devices.get(message.string(A::THIS_DN)?)?;
        let aftermath = device.aftermath.as_ref()?;
        let call = message.conn_id(A::CONN_ID).map(CallKey);
        let fits = aftermath.kinds.contains(&message.kind) && aftermath.call == call;
        fits.then_some(aftermath.command)
    }

    fn settle(&mut self, now: Timestamp, message: &Message) {
        if let Some(matched) = self.pending.match_event(message) {
            self.progress(now, matched.reference, matched.progress);
        }
    }

    /// All events of a request have come: the command's next request goes out, or it is done.
    fn complete(&mut self, now: Timestamp, reference: i32) {
        if let Some(waiting) = self.pending.remove(reference) {
            self.go_on(now, waiting);
        }
    }

    fn go_on(&mut self, now: Timestamp, mut waiting: Waiting) {
        match waiting.then.pop_front() {
            Some((request, expected)) => {
                (waiting.expected, waiting.further) = (expected, true);
                self.request(now, request, waiting);
            }
            None => {
                let Waiting { command, begins: call, aftermath: kinds, dn, .. } = waiting;
                if let Some(device) = self.devices.get_mut(&dn).filter(|_| !kinds.is_empty()) {
                    device.aftermath = Some(Aftermath { command, call, kinds });
                }
                self.tell(Event::Done { command, call });
            }
        }
    }

    fn request(&mut self, now: Timestamp, request: Message, mut waiting: Waiting) {
        let reference = self.pending.next_reference();
        waiting.deadline = now + self.config.forget_after;
        waiting.aftermath = command::aftermath(request.kind);
        self.pending.insert(reference, waiting);
        self.send(&request.with(A::REFERENCE_ID, reference));
    }

    fn send(&mut self, message: &Message) {
        let mut bytes = Vec::with_capacity(128);
        match message.encode(&mut bytes) {
            Ok(()) => self.outputs.push_back(AdapterOutput::Transmit(bytes)),
            Err(error) => {
                let waiting = message
                    .integer(A::REFERENCE_ID)
                    .and_then(|reference| self.pending.remove(reference));
                if let Some(waiting) = waiting {
                    self.deny(waiting.command, DenialReason::Refused, &error.to_string());
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
}

impl Adapter for TServer {
    fn handle_link(&mut self, now: Timestamp, change: LinkChange<'_>) {
        match change {
            LinkChange::Opened => self.opened(now),
            LinkChange::Closed => self.lost(now, "the connection to the T-Server was lost"),
            LinkChange::Received(bytes) => self.received(now, bytes),
        }
    }

    fn handle_command(&mut self, now: Timestamp, command: Command) {
        let Command { id, dn, order } = command;
        if order == Order::Unregister && self.devices.swap_remove(&dn).is_none() {
            return self.tell(Event::Done { command: id, call: None });
        }
        if !self.state.is_serving() {
            return self.deny(id, DenialReason::LinkDown, "the link to the T-Server is down");
        }
        if self.pending.len() >= limits::PENDING_REQUESTS {
            let text = "too many requests wait for the T-Server";
            return self.deny(id, DenialReason::Overload, text);
        }
        if order == Order::Register {
            self.devices.entry(dn.clone()).or_default();
        }
        if let Some(device) = self.devices.get_mut(&dn) {
            device.aftermath = None;
        }
        let mut then: VecDeque<Exchange> = command::exchanges(&dn, order).into();
        match then.pop_front() {
            Some((request, expected)) => {
                let waiting = Waiting {
                    command: id,
                    dn,
                    expected,
                    begins: None,
                    deadline: now,
                    aftermath: &[],
                    then,
                    further: false,
                    enough: false,
                };
                self.request(now, request, waiting);
            }
            None => self.tell(Event::Done { command: id, call: None }),
        }
    }

    fn handle_timeout(&mut self, now: Timestamp) {
        match self.state {
            LinkState::BackingOff { until } if now >= until => {
                self.state = LinkState::Connecting { since: now };
                self.outputs.push_back(AdapterOutput::Open(self.peer));
            }
            LinkState::Connecting { since } | LinkState::Greeting { since }
                if now >= since + limits::CONNECT_TIME =>
            {
                self.close(now, "the T-Server did not greet in time");
            }
            LinkState::BackingOff { .. }
            | LinkState::Connecting { .. }
            | LinkState::Greeting { .. }
            | LinkState::SwitchDown
            | LinkState::Registering
            | LinkState::Up => {}
        }
        if self.state.is_open() {
            match self.keep_alive.check(now) {
                Silence::Fine => {}
                Silence::Poll => self.send(&Message::new(M::LINK_POLL)),
                Silence::Lost => self.close(now, "the T-Server is silent"),
            }
        }
        if self.registration_deadline().is_some_and(|deadline| now >= deadline) {
            self.close(now, "the T-Server did not answer a registration");
        }
        self.ask_for_the_rest(now);
        for waiting in self.pending.expire(now) {
            self.deny(waiting.command, DenialReason::NoAnswer, "the T-Server never answered");
        }
    }

    fn poll_timeout(&self) -> Option<Timestamp> {
        let link = match self.state {
            LinkState::BackingOff { until } => Some(until),
            LinkState::Connecting { since } | LinkState::Greeting { since } => {
                Some(since + limits::CONNECT_TIME)
            }
            LinkState::SwitchDown | LinkState::Registering | LinkState::Up => None,
        };
        let silence = self.keep_alive.deadline().filter(|_| self.state.is_open());
        let registration = self.registration_deadline();
        let rest = self.lacking.front().map(|(until, _)| *until);
        let pending = self.pending.deadline();
        [link, silence, registration, rest, pending].into_iter().flatten().min()
    }

    fn poll_output(&mut self) -> Option<AdapterOutput> {
        self.outputs.pop_front()
    }
}
