//! The T-Server: clients on one side, the switch's reports on the other.

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use switch_sim::{
    event::Event,
    feature::Features,
    id::{CallId, DeviceId},
    personality::table::Personality,
    switch::Switch,
    time::SimTime,
};
use tserver_wire::{KvList, Message};

use crate::{
    agent::Agents,
    batch::Batch,
    call::Calls,
    config::Config,
    error::ErrorCodes,
    fault::RequestFaults,
    identity::{ConnId, Identity},
    limits,
    link::{Link, LinkId},
    pending::{OriginId, Pending},
    plant::Plant,
    registration::Registrations,
    services::Services,
    standby::Role,
};

/// A T-Server on top of a switch, as a state machine without I/O.
///
/// After every `handle_*`, the owner hands all of the switch's events to
/// [`handle_switch_event`](Self::handle_switch_event), then takes outputs until there is none,
/// then asks [`poll_timeout`](Self::poll_timeout).
#[derive(Debug)]
pub struct TServerSim {
    pub(crate) config: Config,
    /// How the switch differs from those of other brands.
    pub(crate) personality: Personality,
    pub(crate) codes: ErrorCodes,
    pub(crate) plant: Plant,
    pub(crate) identity: Identity,
    pub(crate) links: BTreeMap<LinkId, Link>,
    pub(crate) registrations: Registrations,
    pub(crate) calls: Calls,
    pub(crate) agents: Agents,
    /// The settings of the numbers that have ever changed one.
    pub(crate) features: BTreeMap<DeviceId, Features>,
    /// The number that each supervisor monitors.
    pub(crate) monitored: BTreeMap<DeviceId, DeviceId>,
    pub(crate) pending: Pending,
    pub(crate) services: Services,
    pub(crate) switch_up: bool,
    pub(crate) role: Role,
    pub(crate) faults: RequestFaults,
    pub(crate) now: SimTime,
    /// After how much silence a client is polled, by this T-Server's clock.
    keep_alive: Duration,
    /// Identifiers of calls whose first report is among those looked at.
    pub(crate) reserved: BTreeMap<CallId, (ConnId, String)>,
    /// The request that caused the reports being told.
    pub(crate) current: Option<OriginId>,
    pub(crate) outputs: VecDeque<Output>,
    /// Reports of one moment and one cause, kept until the next cause or output.
    unread: Vec<Event>,
}

impl TServerSim {
    /// A T-Server with its link to the switch up; the switch's numbers are copied from `switch`.
    pub fn new(config: Config, switch: &Switch) -> Self {
        let started = config.epoch_ms;
        Self::started_at(config, switch, started)
    }

    /// The same, started at this moment (Unix milliseconds), which its identifiers tell.
    pub(crate) fn started_at(config: Config, switch: &Switch, started: u64) -> Self {
        let config = Config {
            user_data_limit: config.user_data_limit.min(limits::USER_DATA_BYTES),
            ..config
        };
        Self {
            personality: *switch.personality(),
            codes: ErrorCodes::new(switch.personality().error_codes, config.error_codes.clone()),
            plant: Plant::of(switch),
            identity: Identity::new(&config.server, started),
            links: BTreeMap::new(),
            registrations: Registrations::default(),
            calls: Calls::default(),
            agents: Agents::new(),
            features: BTreeMap::new(),
            monitored: BTreeMap::new(),
            pending: Pending::default(),
            services: Services::default(),
            switch_up: true,
            role: Role::Primary,
            faults: RequestFaults::default(),
            now: switch.now(),
            keep_alive: config.keep_alive,
            reserved: BTreeMap::new(),
            current: None,
            outputs: VecDeque::new(),
            unread: Vec::new(),
            config,
        }
    }

    /// A client connected; it has to greet before anything else.
    pub fn handle_opened(&mut self, link: LinkId) {
        if self.links.len() >= limits::CLIENTS {
            let reason = format!("{} clients are connected, which is the limit", limits::CLIENTS);
            self.outputs.push_back(Output::Close { link, reason });
            return;
        }
        self.links.insert(link, Link::new(self.keep_alive, self.now));
    }

    /// The clock by which the owner drives the T-Server has jumped to `now`, or passes `speed` times as
    /// fast as the clients' own from here on. A client sees neither: its silence counts from now on, and
    /// in its own seconds.
    pub fn set_pace(&mut self, now: SimTime, speed: f64) {
        self.read_reports();
        self.now = self.now.max(now);
        let interval = self.config.keep_alive;
        if !interval.is_zero() {
            let span = Duration::try_from_secs_f64(interval.as_secs_f64() * speed);
            self.keep_alive = span.unwrap_or(Duration::MAX).max(Duration::from_millis(1));
        }
        let (now, interval) = (self.now, self.keep_alive);
        self.links.values_mut().for_each(|client| client.count_anew(now, interval));
    }

    /// A client's connection is gone, and with it its registrations.
    pub fn handle_closed(&mut self, link: LinkId) {
        self.read_reports();
        self.forget_client(link);
    }

    /// A client sent bytes; requests act on the switch at once, at the switch's own time. A request
    /// is read only when the T-Server has been handed what the one before it led to: until then
    /// [`poll_timeout`](Self::poll_timeout) says "now", and [`read_on`](Self::read_on) goes on.
    pub fn handle_bytes(&mut self, switch: &mut Switch, link: LinkId, bytes: &[u8]) {
        self.read_reports();
        self.now = self.now.max(switch.now());
        let Some(client) = self.links.get_mut(&link) else { return };
        client.heard(self.now);
        client.decoder.feed(bytes);
        client.unread = true;
        self.read_requests(switch, link);
    }

    /// Reads the requests that had to wait for the reports of those before them.
    pub fn read_on(&mut self, switch: &mut Switch) {
        self.read_reports();
        let behind = self.links.iter().filter(|(_, client)| client.unread).map(|(link, _)| *link);
        for link in behind.collect::<Vec<_>>() {
            self.read_requests(switch, link);
        }
    }

    fn read_requests(&mut self, switch: &mut Switch, link: LinkId) {
        self.agree_on_routing(switch);
        self.agree_on_work(switch);
        while let Some(client) = self.links.get_mut(&link) {
            if switch.has_events() {
                break;
            }
            match client.decoder.next() {
                Ok(Some(message)) => self.handle_message(switch, link, &message),
                Ok(None) => {
                    client.unread = false;
                    break;
                }
                Err(error) => self.part_malformed(link, &error),
            }
        }
        self.agree_on_routing(switch);
        self.agree_on_work(switch);
    }

    /// The switch reported something. Every event goes to every T-Server of the switch.
    pub fn handle_switch_event(&mut self, event: &Event) {
        if self.unread.last().is_some_and(|last| !self.belong_together(last, event)) {
            self.read_reports();
        }
        self.unread.push(event.clone());
    }

    /// The moment that [`poll_timeout`](Self::poll_timeout) named has come, or time has passed.
    pub fn handle_timeout(&mut self, now: SimTime) {
        self.read_reports();
        self.now = self.now.max(now);
        self.check_silence();
        self.end_treatments();
        self.begin_guards();
    }

    /// When [`handle_timeout`](Self::handle_timeout) is wanted.
    pub fn poll_timeout(&self) -> Option<SimTime> {
        let behind = self.links.values().any(|client| client.unread).then_some(self.now);
        let silence = self.links.values().filter_map(Link::deadline);
        silence.chain(self.services.deadline()).chain(behind).min()
    }

    /// What the owner has to do next.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.read_reports();
        self.settle_requests();
        self.outputs.pop_front()
    }

    /// The link between T-Server and switch went down or came back; every client is told. While
    /// it is down requests are refused and no events go out, but the mirror is kept, as if the
    /// T-Server had asked the switch for everything when the link came back.
    pub fn set_switch_link(&mut self, now: SimTime, up: bool) {
        self.read_reports();
        self.now = self.now.max(now);
        let served = self.is_serving();
        self.switch_up = up;
        if served != self.is_serving() {
            self.tell_link_state_to_all();
        }
    }

    /// Whether the link between T-Server and switch is up.
    pub fn switch_link(&self) -> bool {
        self.switch_up
    }

    /// The clients that are connected.
    pub fn clients(&self) -> impl Iterator<Item = LinkId> + '_ {
        self.links.keys().copied()
    }

    /// How many numbers a client has registered.
    pub fn registered_count(&self, link: LinkId) -> usize {
        self.registrations.of_client(link).count()
    }

    /// Takes charge, or becomes a backup; every client is told that the link to the switch is
    /// there, or is not.
    pub(crate) fn set_role(&mut self, now: SimTime, role: Role) {
        self.read_reports();
        self.now = self.now.max(now);
        let served = self.is_serving();
        self.role = role;
        if served != self.is_serving() {
            self.tell_link_state_to_all();
        }
    }

    /// Whether clients can be served: the link to the switch is up, and no other is in charge.
    pub(crate) fn is_serving(&self) -> bool {
        self.switch_up && self.role == Role::Primary
    }

    /// A moment in Unix milliseconds, by the clock of this T-Server's machine.
    pub(crate) fn clock(&self, now: SimTime) -> u64 {
        self.config.epoch_ms.saturating_add(now.0)
    }

    /// The clock of this T-Server's machine jumps.
    pub(crate) fn jump(&mut self, by: Duration, back: bool) {
        let by = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        let epoch = self.config.epoch_ms;
        self.config.epoch_ms =
            if back { epoch.saturating_sub(by) } else { epoch.saturating_add(by) };
    }

    /// The connection identifier of a call that is up, or of the one that began last: whoever
    /// starts a call that gets nowhere at once can still name it.
    pub fn conn_id_of(&self, call: CallId) -> Option<ConnId> {
        self.calls.conn_of(call)
    }

    /// The switch's name for a call that is up.
    pub fn call_of(&self, conn: ConnId) -> Option<CallId> {
        self.calls.find(conn).map(|call| call.id)
    }

    /// The user data of a call that is up.
    pub fn user_data(&self, call: CallId) -> Option<&KvList> {
        self.calls.get(call).map(|call| &call.facts.data)
    }

    /// Whether a number is in a call.
    pub(crate) fn is_in_call(&self, call: CallId, dn: &str) -> bool {
        let device = self.plant.find(dn);
        let party = device.zip(self.calls.get(call)).and_then(|(device, call)| call.party(device));
        party.is_some()
    }

    /// The numbers that a client has registered.
    pub fn registered(&self, link: LinkId) -> Vec<String> {
        let dns = self.registrations.of_client(link).filter_map(|device| self.plant.dn(device));
        dns.map(|dn| dn.as_ref().to_owned()).collect()
    }

    fn belong_together(&self, last: &Event, next: &Event) -> bool {
        let (cause, other) = (self.pending.find(last.action), self.pending.find(next.action));
        last.at == next.at && (last.action == next.action || (cause.is_some() && cause == other))
    }

    /// Tells clients what the reports kept so far mean.
    fn read_reports(&mut self) {
        if self.unread.is_empty() {
            return;
        }
        let events = std::mem::take(&mut self.unread);
        let origin = self.pending.find(events.first().and_then(|event| event.action));
        let batch = Batch::new(events, self.personality.acw_event_order);
        self.now = self.now.max(batch.at);
        for call in batch.beginning() {
            let identifiers = self.identity.next_call();
            self.reserved.insert(call, identifiers);
        }
        self.current = origin;
        for report in &batch.reports {
            self.tell_report(report, &batch);
        }
        self.tell_first_states();
        self.settle_treatments();
        self.tell_followers();
        self.current = None;
        self.reserved.clear();
    }
}

/// What the owner of a T-Server has to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// Send the bytes, which are the message, to the client.
    Transmit { link: LinkId, message: Message, bytes: Vec<u8> },
    /// Close the client's connection when everything before is sent; no `handle_closed` is needed.
    Close { link: LinkId, reason: String },
    /// Send bytes that are no message: only a fault does.
    Noise { link: LinkId, bytes: Vec<u8> },
}
