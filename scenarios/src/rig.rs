//! The whole stack in one thread and in virtual time, joined by links in memory.
//!
//! Production code on production bytes: requests enter as XML, cross the T-Server link as T-Link
//! frames, and come back the same way. Only the sockets and the clock are missing.

mod log;

use std::{collections::VecDeque, time::Duration};

use gateway_core::{
    config::GatewayConfig,
    gateway::Gateway,
    middleware::{Adapter as _, AdapterOutput, LinkChange, Peer},
    reply::{Output as GatewayOutput, RequestToken},
    time::Timestamp,
};
use gateway_tserver::{TServer, TServerConfig};
use switch_sim::{
    action::{Accepted, Action, Refusal},
    switch::Switch,
    time::SimTime,
    world::World,
};
use tserver_sim_core::{
    Config as TServerSimConfig, Host, LinkId, Output as TServerOutput, TServerSim,
    fault::{Fault, FaultInjector, Impossible},
};
use tserver_wire::{Decoder, Message};

pub use crate::monitor::Watched;
use crate::{
    describe,
    monitor::Monitor,
    passed::Passed,
    record::Tally,
    trace::{Actor, Record, RecordKind, Trace},
};

/// Switch, T-Server, adapter and gateway.
#[derive(Debug)]
pub struct Rig {
    now: SimTime,
    switch: Switch,
    tserver: FaultInjector,
    adapter: TServer,
    gateway: Gateway,
    link: Link,
    next_link: u64,
    monitor: Monitor,
    monitor_link: LinkId,
    /// The T-Server that the monitor watches; none: it has lost it.
    monitor_host: Option<Host>,
    replies: VecDeque<(RequestToken, Vec<u8>)>,
    next_token: u64,
    /// What the T-Server wants done and the rig has not done yet.
    from_tserver: VecDeque<TServerOutput>,
    pub(crate) trace: Trace,
    tally: Tally,
    passed: Passed,
    /// The T-Server's own log, if it is kept.
    log: Option<log::Kept>,
}

/// How the connection between gateway and T-Server stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// Connected; `up`: the gateway serves requests over it.
    Open { up: bool },
    /// Not connected, though nothing is in the way: the gateway waits for its next attempt.
    Closed,
    /// Nothing gets through, until this moment or until it is restored.
    Cut { until: Option<SimTime> },
}

/// The connection between adapter and T-Server.
#[derive(Debug)]
struct Link {
    open: Option<LinkId>,
    /// Reads along what the adapter sends, for the trace.
    requests: Decoder,
}

impl Rig {
    /// Builds the stack for a world; nothing has happened yet.
    ///
    /// # Errors
    /// The world asks for more than the switch can hold.
    pub fn new(world: &World, seed: u64) -> Result<Self, String> {
        Self::build(world, seed, Watched::default(), None)
    }

    /// The same, with routing points watched as well.
    ///
    /// # Errors
    /// The world asks for more than the switch can hold.
    pub fn watching_points(world: &World, seed: u64) -> Result<Self, String> {
        Self::build(world, seed, Watched { points: true, calls: false }, None)
    }

    /// The same, and the T-Server's log is kept; its second client watches more than queues.
    ///
    /// # Errors
    /// The world asks for more than the switch can hold.
    pub fn with_log(world: &World, seed: u64, watched: Watched) -> Result<Self, String> {
        let server = TServerSimConfig::default().server;
        Self::build(world, seed, watched, Some(log::Kept::new(&server)))
    }

    fn build(
        world: &World,
        seed: u64,
        watched: Watched,
        log: Option<log::Kept>,
    ) -> Result<Self, String> {
        let switch = Switch::new(&World { seed, ..world.clone() }).map_err(|e| e.to_string())?;
        let site = TServerSimConfig::of_site(world).map_err(|error| error.to_string())?;
        let config = TServerSimConfig { epoch_ms: EPOCH.0, keep_alive: KEEP_ALIVE, ..site };
        let standby = world.tserver.standby;
        let tserver = FaultInjector::new(config, standby, seed, &switch);
        let adapter = TServerConfig { backup: standby.is_some(), seed, ..TServerConfig::default() };
        let mut rig = Self {
            now: SimTime::ZERO,
            switch,
            tserver,
            adapter: TServer::new(adapter, EPOCH),
            gateway: Gateway::new(GatewayConfig::default(), EPOCH, u128::from(seed)),
            link: Link { open: None, requests: Decoder::new() },
            next_link: 0,
            monitor: Monitor::new(world, watched),
            monitor_link: LinkId(0),
            monitor_host: None,
            replies: VecDeque::new(),
            next_token: 1,
            from_tserver: VecDeque::new(),
            trace: Trace::default(),
            tally: Tally::default(),
            passed: Passed::default(),
            log,
        };
        // What is so when the world begins, the T-Server knows before anybody connects.
        rig.drain_switch();
        rig.settle();
        Ok(rig)
    }

    /// The present moment.
    pub fn now(&self) -> SimTime {
        self.now
    }

    /// The switch, to look at.
    pub fn switch(&self) -> &Switch {
        &self.switch
    }

    /// The T-Server, to look at.
    pub fn tserver(&self) -> &TServerSim {
        self.tserver.tserver()
    }

    /// The T-Server or the pair, with what is broken around it, to look at.
    pub fn tservers(&self) -> &FaultInjector {
        &self.tserver
    }

    /// The gateway, to look at.
    pub fn gateway(&self) -> &Gateway {
        &self.gateway
    }

    /// How the connection between gateway and T-Server stands.
    pub fn link(&self) -> LinkState {
        let cut = self.tserver.lasting().iter().find(|lasts| lasts.fault == Fault::Cut);
        match (cut, self.link.open) {
            (Some(cut), _) => LinkState::Cut { until: cut.until },
            (None, None) => LinkState::Closed,
            (None, Some(_)) => LinkState::Open { up: self.gateway.link_up() },
        }
    }

    /// The numbers for which the gateway is registered at the T-Server.
    pub fn registered(&self) -> Vec<String> {
        self.link.open.map(|link| self.tserver().registered(link)).unwrap_or_default()
    }

    /// What has become of calls so far.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// The steps of vectors that the call with this connection id has passed.
    pub(crate) fn steps_of(&self, id: &str) -> &[String] {
        self.passed.of(id)
    }

    /// Hands a request document to the gateway; the reply comes by [`Rig::poll_reply`].
    pub fn submit(&mut self, document: &[u8]) -> RequestToken {
        let token = RequestToken(self.next_token);
        self.next_token += 1;
        match gateway_xml::read_request(document) {
            Ok(envelope) => {
                let now = self.timestamp();
                self.gateway.handle_request(now, token, envelope);
            }
            Err(error) => {
                let mut body = Vec::new();
                gateway_xml::write_malformed(&error, &mut body);
                self.replies.push_back((token, body));
            }
        }
        self.settle();
        token
    }

    /// The next reply document.
    pub fn poll_reply(&mut self) -> Option<(RequestToken, Vec<u8>)> {
        self.replies.pop_front()
    }

    /// Does something at a telephone or outside.
    ///
    /// # Errors
    /// The switch's refusal.
    pub fn act(&mut self, action: Action) -> Result<Accepted, Refusal> {
        let accepted = self.switch.handle_action(action);
        self.settle();
        accepted
    }

    /// Lets the T-Server's second client ask for something about a call.
    ///
    /// # Errors
    /// The T-Server's refusal.
    pub(crate) fn ask(&mut self, request: Message) -> Result<(), Message> {
        let request = self.monitor.request(request);
        self.trace_link(Actor::Monitor, Actor::TServer, &request);
        self.settle();
        self.monitor.take_refusal().map_or(Ok(()), Err)
    }

    /// Lets something break around the T-Server, for good or for a time; `line` is how a story
    /// says it.
    ///
    /// # Errors
    /// The T-Server that it needs is not there.
    pub fn inject(
        &mut self,
        fault: Fault,
        lasting: Option<Duration>,
        line: String,
    ) -> Result<(), Impossible> {
        self.trace_fault(line);
        let happened = self.tserver.inject(&mut self.switch, fault, lasting);
        self.settle();
        happened
    }

    /// The next moment at which something happens by itself.
    pub fn next_deadline(&self) -> Option<SimTime> {
        let edge = [self.adapter.poll_timeout(), self.gateway.poll_timeout()];
        edge.into_iter()
            .flatten()
            .map(to_sim_time)
            .chain(self.switch.next_deadline())
            .chain(self.tserver.poll_timeout())
            .min()
            .map(|deadline| deadline.max(self.now))
    }

    /// Lets time pass until `to`, or until the first moment before it at which something happens.
    pub fn advance(&mut self, to: SimTime) {
        self.now = self.next_deadline().map_or(to, |deadline| deadline.min(to)).max(self.now);
        self.switch.advance(self.now);
        self.drain_switch();
        if due(self.tserver.poll_timeout(), self.now) {
            self.tserver.handle_timeout(&mut self.switch, self.now);
        }
        let now = self.timestamp();
        if due(self.adapter.poll_timeout(), now) {
            self.adapter.handle_timeout(now);
        }
        if due(self.gateway.poll_timeout(), now) {
            self.gateway.handle_timeout(now);
        }
        self.settle();
    }

    /// Carries everything from layer to layer until nothing moves any more.
    fn settle(&mut self) {
        let now = self.timestamp();
        loop {
            self.connect_monitor();
            let watching = self.monitor.take_output();
            if !watching.is_empty() {
                self.hear_client(self.monitor_link, &watching);
            }
            while let Some((target, name)) = self.tserver.poll_ended() {
                self.trace_fault(format!("{:<7}! {name} ends", target.word()));
            }
            self.drain_switch();
            if let Some(output) = self.from_tserver.pop_front() {
                self.hear_tserver(now, output);
            } else if let Some(output) = self.adapter.poll_output() {
                self.hear_adapter(now, output);
            } else if let Some(output) = self.gateway.poll_output() {
                self.hear_gateway(now, output);
            } else {
                return;
            }
        }
    }

    /// Hands what the switch reports to the T-Server. A report is written down with the call's id,
    /// which the T-Server knows only after a call's first report and only before its last.
    fn drain_switch(&mut self) {
        let mut reports = Vec::new();
        while let Some(event) = self.switch.poll_event() {
            let text = describe::report(&self.switch, self.tserver.tserver(), &event.report);
            self.tally.count(&event.report);
            self.passed.note(&self.switch, &event.report);
            self.passed.identify(self.tserver.tserver(), &event.report);
            self.tserver.handle_switch_event(&self.switch, &event);
            reports.push((event, text));
        }
        while let Some(output) = self.tserver.poll_output() {
            self.log.iter_mut().for_each(|log| log.sent(self.now, &output));
            self.from_tserver.push_back(output);
        }
        for (event, text) in reports {
            let tserver = self.tserver.tserver();
            self.passed.identify(tserver, &event.report);
            let text = text.or_else(|| describe::report(&self.switch, tserver, &event.report));
            self.trace.push(Record {
                at: event.at,
                from: Actor::Switch,
                to: Actor::TServer,
                kind: RecordKind::Report,
                text: text.unwrap_or_else(|| format!("{:?}", event.report)),
            });
        }
    }

    fn hear_tserver(&mut self, now: Timestamp, output: TServerOutput) {
        match output {
            TServerOutput::Transmit { link, bytes, .. } if link == self.monitor_link => {
                for event in self.monitor.receive(&bytes) {
                    self.trace_link(Actor::TServer, Actor::Monitor, &event);
                }
            }
            TServerOutput::Close { link, reason: _ } if link == self.monitor_link => {
                self.monitor_host = None;
            }
            TServerOutput::Transmit { link, message, bytes } if self.link.open == Some(link) => {
                self.trace_link(Actor::TServer, Actor::Gateway, &message);
                self.adapter.handle_link(now, LinkChange::Received(&bytes));
            }
            TServerOutput::Close { link, reason: _ } if self.link.open == Some(link) => {
                self.link.open = None;
                self.adapter.handle_link(now, LinkChange::Closed);
            }
            TServerOutput::Noise { link, bytes } if self.link.open == Some(link) => {
                self.adapter.handle_link(now, LinkChange::Received(&bytes));
            }
            TServerOutput::Transmit { .. }
            | TServerOutput::Noise { .. }
            | TServerOutput::Close { .. } => {}
        }
    }

    fn hear_adapter(&mut self, now: Timestamp, output: AdapterOutput) {
        match output {
            AdapterOutput::Open(peer) => {
                let id = self.new_link();
                let host = match peer {
                    Peer::Primary => Host::First,
                    Peer::Backup => Host::Second,
                };
                if self.open_client(host, id) {
                    self.link = Link { open: Some(id), requests: Decoder::new() };
                    self.adapter.handle_link(now, LinkChange::Opened);
                } else {
                    self.adapter.handle_link(now, LinkChange::Closed);
                }
            }
            AdapterOutput::Transmit(bytes) => {
                let Some(id) = self.link.open else { return };
                self.link.requests.feed(&bytes);
                while let Ok(Some(message)) = self.link.requests.next() {
                    self.trace_link(Actor::Gateway, Actor::TServer, &message);
                }
                self.hear_client(id, &bytes);
            }
            AdapterOutput::Close => {
                if let Some(id) = self.link.open.take() {
                    self.close_client(id);
                }
            }
            AdapterOutput::Event(event) => self.gateway.handle_link(now, event),
        }
    }

    fn hear_gateway(&mut self, now: Timestamp, output: GatewayOutput) {
        match output {
            GatewayOutput::Reply { token, reply } => {
                let mut body = Vec::with_capacity(256);
                gateway_xml::write_reply(&reply, &mut body);
                self.replies.push_back((token, body));
            }
            GatewayOutput::Command(command) => self.adapter.handle_command(now, command),
        }
    }

    fn trace_link(&mut self, from: Actor, to: Actor, message: &Message) {
        if let Some(text) = describe::message(message, self.switch.personality().call_id_reuse) {
            let record = Record { at: self.now, from, to, kind: RecordKind::Link, text };
            self.trace.push(record);
        }
    }

    fn new_link(&mut self) -> LinkId {
        self.next_link += 1;
        LinkId(self.next_link)
    }

    /// Lets the watching client greet the T-Server in charge, where that is another one or has
    /// come back; no fault meets the client.
    fn connect_monitor(&mut self) {
        let host = self.tserver.host_in_charge();
        if self.monitor_host == Some(host) || !self.tserver.is_alive(host) {
            return;
        }
        if self.monitor_host.is_some() {
            self.close_client(self.monitor_link);
        }
        self.monitor_link = self.new_link();
        self.monitor_host = Some(host);
        self.open_client(host, self.monitor_link);
        self.tserver.spare(self.monitor_link);
        self.monitor.greet();
    }

    fn trace_fault(&mut self, text: String) {
        self.trace.push(Record {
            at: self.now,
            from: Actor::Gateway,
            to: Actor::TServer,
            kind: RecordKind::Fault,
            text,
        });
    }

    fn timestamp(&self) -> Timestamp {
        EPOCH + (self.now - SimTime::ZERO)
    }
}

fn due<T: PartialOrd>(deadline: Option<T>, now: T) -> bool {
    deadline.is_some_and(|deadline| deadline <= now)
}

fn to_sim_time(moment: Timestamp) -> SimTime {
    SimTime::ZERO + (moment - EPOCH)
}

/// Silence after which the T-Server polls a client: ADDP in the server's direction.
const KEEP_ALIVE: Duration = Duration::from_secs(10);

/// The wall-clock time at which every story begins: 2026-01-05 (a Monday) 08:00 UTC.
pub const EPOCH: Timestamp = Timestamp(1_767_600_000_000);
