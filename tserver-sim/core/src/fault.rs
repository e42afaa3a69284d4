//! Faults on demand, between a T-Server, or a pair of them, and its clients.
//!
//! ```text
//!   clients ◄── lines: cut, half-open, delay, slow reader, garbage, truncated frame
//!                 ▲
//!               events: late, duplicate, lost, reordered
//!                 ▲
//!   T-Server or pair: requests refused, ignored, unanswered; crash, switch-over, stuck call …
//! ```
//!
//! [`FaultInjector`] wraps the T-Server and has its interface, so that an owner drives the one as
//! the other. All of it is pure, and a seed decides what is left to chance. [`rows()`] lists every
//! fault with its parameters and a line of help; [`read`] makes a [`Fault`] of words.
//!
//! ```
//! use switch_sim::{switch::Switch, world::World};
//! use tserver_sim_core::{Config, Host, LinkId, fault};
//!
//! let world = World::parse(r#"people.alice = { dn = "2001" }"#)?;
//! let mut switch = Switch::new(&world)?;
//! let mut tserver = fault::FaultInjector::new(Config::default(), None, 1, &switch);
//! assert!(tserver.handle_opened(Host::First, LinkId(1)));
//!
//! let cut = fault::read("link", "cut", &[], false)?;
//! tserver.inject(&mut switch, cut, None)?;
//! assert!(!tserver.handle_opened(Host::First, LinkId(2)), "nobody gets through");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod inject;
mod line;
mod request;
mod rows;
mod rule;
mod table;

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    time::Duration,
};

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng as _, SeedableRng as _},
};
use switch_sim::{
    event::{Event, Report},
    id::CallId,
    switch::Switch,
    time::SimTime,
    world::Standby,
};
use tserver_wire::Message;

pub(crate) use self::request::{RequestFaults, Trouble};
pub use self::{
    inject::{Impossible, Lasts},
    table::{
        Dies, Direction, Fault, Lasting, Mistake, Parameter, ParameterKind, Row, Target, Which,
        read, rows, time,
    },
};
use self::{
    line::{Freight, Lane, Pace},
    rule::Rules,
};
use crate::{
    config::Config,
    limits,
    link::LinkId,
    server::{Output, TServerSim},
    standby::{Host, Pair},
};

/// A T-Server, or a pair, with everything that can go wrong around it.
///
/// The contract is that of [`TServerSim`]; connections are told apart by the host they go to.
#[derive(Debug)]
pub struct FaultInjector {
    pair: Pair,
    lines: BTreeMap<LinkId, Line>,
    /// Faults that last.
    lasting: Vec<Lasts>,
    events: Rules<EventFault>,
    /// Events that are told later, in the order of their moments.
    late: BTreeMap<(SimTime, u64), (LinkId, Message, Vec<u8>)>,
    /// Calls whose end is not to be noticed, by a number in them.
    to_stick: VecDeque<Option<String>>,
    stuck: BTreeSet<CallId>,
    outputs: VecDeque<Output>,
    /// Lasting faults that have ended, for the owner to note.
    ended: VecDeque<(Target, &'static str)>,
    chance: ChaCha8Rng,
    now: SimTime,
    sequence: u64,
}

/// A client's connection.
#[derive(Debug)]
struct Line {
    host: Host,
    /// Nothing happens to it.
    spared: bool,
    /// Whether the T-Server knows it still.
    served: bool,
    /// Whether the next message loses its second half.
    truncates: bool,
    /// An event that waits for the next one to come before it.
    waits: Option<(SimTime, Message, Vec<u8>)>,
    to_client: Lane,
    to_server: Lane,
}

/// What happens to an event.
#[derive(Clone, Copy, Debug)]
enum EventFault {
    Late(Duration),
    Duplicate(Duration),
    Lose,
    Reorder,
}

impl FaultInjector {
    /// A T-Server without faults, with a backup if there is a standby.
    pub fn new(config: Config, standby: Option<Standby>, seed: u64, switch: &Switch) -> Self {
        Self {
            pair: Pair::new(config, standby, switch),
            lines: BTreeMap::new(),
            lasting: Vec::new(),
            events: Rules::default(),
            late: BTreeMap::new(),
            to_stick: VecDeque::new(),
            stuck: BTreeSet::new(),
            outputs: VecDeque::new(),
            ended: VecDeque::new(),
            chance: ChaCha8Rng::from_seed(key(seed)),
            now: switch.now(),
            sequence: 0,
        }
    }

    /// The T-Server in charge, or, while none is, the last that was.
    pub fn tserver(&self) -> &TServerSim {
        self.pair.in_charge()
    }

    /// Where the T-Server in charge is.
    pub fn host_in_charge(&self) -> Host {
        self.pair.host_in_charge()
    }

    /// Whether the T-Server at a host lives.
    pub fn is_alive(&self, host: Host) -> bool {
        self.pair.is_alive(host)
    }

    /// The clients as the T-Servers know them: where, by which connection, with how many numbers
    /// registered.
    pub fn clients(&self) -> impl Iterator<Item = (Host, LinkId, usize)> + '_ {
        self.pair.members().flat_map(|(host, sim)| {
            sim.clients().map(move |link| (host, link, sim.registered_count(link)))
        })
    }

    /// The numbers that a client has registered; none: there is no such client.
    pub fn registered(&self, link: LinkId) -> Option<Vec<String>> {
        let at = |(host, known, _)| (known == link).then_some(host);
        let host = self.clients().find_map(at)?;
        self.pair.members().find(|(at, _)| *at == host).map(|(_, sim)| sim.registered(link))
    }

    /// The faults that last at this moment.
    pub fn lasting(&self) -> &[Lasts] {
        &self.lasting
    }

    /// A client connects; false: it does not get through, or nobody is there.
    pub fn handle_opened(&mut self, host: Host, link: LinkId) -> bool {
        if self.is(&Fault::Cut) || !self.pair.is_alive(host) {
            return false;
        }
        let line = Line {
            host,
            spared: false,
            served: true,
            truncates: false,
            waits: None,
            to_client: Lane::default(),
            to_server: Lane::default(),
        };
        self.lines.insert(link, line);
        self.pair.sim(host).handle_opened(link);
        true
    }

    /// Nothing is to happen to this client: it watches.
    pub fn spare(&mut self, link: LinkId) {
        if let Some(line) = self.lines.get_mut(&link) {
            line.spared = true;
            let host = line.host;
            self.pair.sim(host).faults.spare(link);
        }
    }

    /// A client's connection is gone. While the client is not heard, the T-Server does not learn of it.
    pub fn handle_closed(&mut self, link: LinkId) {
        let silent = self.is(&Fault::HalfOpen(Direction::ToServer));
        let Some(line) = self.lines.remove(&link) else { return };
        if line.served && (line.spared || !silent) {
            self.pair.sim(line.host).handle_closed(link);
        }
    }

    /// The clock that drives all of it has jumped to `now`, or passes `speed` times as fast as the
    /// clients' own from here on, by which they are polled.
    pub fn set_pace(&mut self, now: SimTime, speed: f64) {
        self.now = self.now.max(now);
        self.pair.set_pace(now, speed);
    }

    /// A client sent bytes.
    pub fn handle_bytes(&mut self, switch: &mut Switch, link: LinkId, bytes: &[u8]) {
        self.now = self.now.max(switch.now());
        let (now, pace) = (self.now, self.pace(Direction::ToServer));
        let Some(line) = self.lines.get_mut(&link) else { return };
        if line.spared {
            let host = line.host;
            self.pair.handle_bytes(switch, (host, link), bytes);
        } else if let Some(pace) = pace {
            let freight = Freight::Bytes(bytes.to_vec());
            if let Some(freight) = line.to_server.send(now, freight, pace) {
                self.arrive_at_server(switch, link, freight);
            }
        } else {
            line.to_server.holed = true;
        }
    }

    /// The switch reported something.
    pub fn handle_switch_event(&mut self, switch: &Switch, event: &Event) {
        if !self.goes_unnoticed(switch, &event.report) {
            self.pair.handle_switch_event(event);
        }
    }

    /// The moment that [`poll_timeout`](Self::poll_timeout) named has come, or time has passed.
    pub fn handle_timeout(&mut self, switch: &mut Switch, now: SimTime) {
        self.now = self.now.max(now);
        self.end_faults(switch);
        let links: Vec<LinkId> = self.lines.keys().copied().collect();
        for link in links {
            while let Some(freight) =
                self.lines.get_mut(&link).and_then(|line| line.to_server.arrived(now))
            {
                self.arrive_at_server(switch, link, freight);
            }
        }
        self.pair.handle_timeout(switch, now);
        self.tell_late();
        self.release_waiting();
        self.arrive_at_clients();
    }

    /// When [`handle_timeout`](Self::handle_timeout) is wanted.
    pub fn poll_timeout(&self) -> Option<SimTime> {
        let lines = self.lines.values().flat_map(|line| {
            let waits = line.waits.as_ref().map(|(until, ..)| *until);
            [line.to_client.deadline(), line.to_server.deadline(), waits]
        });
        let lasting = self.lasting.iter().map(|lasts| lasts.until);
        let late = self.late.keys().next().map(|(at, _)| *at);
        lines.chain(lasting).flatten().chain(late).chain(self.pair.poll_timeout()).min()
    }

    /// What the owner has to do next.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.collect();
        self.outputs.pop_front()
    }

    /// The next lasting fault that has ended: its target and its name.
    pub fn poll_ended(&mut self) -> Option<(Target, &'static str)> {
        self.ended.pop_front()
    }

    fn is(&self, fault: &Fault) -> bool {
        self.lasting.iter().any(|lasts| lasts.fault == *fault)
    }

    /// How fast bytes go in a direction; none: they go nowhere.
    fn pace(&mut self, direction: Direction) -> Option<Pace> {
        let mut pace = Pace::default();
        for lasts in &self.lasting {
            if lasts.fault == Fault::HalfOpen(direction) {
                return None;
            } else if let Fault::Delay { by, jitter } = lasts.fault {
                let width = u64::try_from(jitter.as_millis()).unwrap_or(u64::MAX);
                let more = self.chance.next_u64() % width.saturating_add(1);
                pace.delay = by + Duration::from_millis(more);
            } else if let Fault::SlowReader { rate } = lasts.fault {
                pace.rate = (direction == Direction::ToClient).then_some(rate);
            }
        }
        Some(pace)
    }

    /// Takes everything that the T-Servers want done through the faults. Not before the owner has
    /// handed over what the switch reports: until then a T-Server does not know what a request led to.
    fn collect(&mut self) {
        while let Some(output) = self.pair.poll_output() {
            match output {
                Output::Transmit { link, message, bytes } => self.tell(link, message, bytes),
                Output::Noise { link, bytes } => self.send(link, Freight::Bytes(bytes)),
                Output::Close { link, reason } => {
                    if let Some(line) = self.lines.get_mut(&link) {
                        line.served = false;
                    }
                    self.send(link, Freight::End(reason));
                }
            }
        }
    }

    /// Tells a client something, unless a fault has met the event.
    fn tell(&mut self, link: LinkId, message: Message, bytes: Vec<u8>) {
        let meets = !self.events.is_empty()
            && message.kind.is_event()
            && self.lines.get(&link).is_some_and(|line| !line.spared);
        let fault = if meets { self.events.meet(self.now, &message) } else { None };
        match fault {
            None => self.send_in_turn(link, message, bytes),
            Some(EventFault::Lose) => {}
            Some(EventFault::Late(by)) => {
                self.tell_at(self.now + by, (link, message, bytes));
                self.tell_late();
            }
            Some(EventFault::Duplicate(after)) => {
                self.tell_at(self.now + after, (link, message.clone(), bytes.clone()));
                self.send_in_turn(link, message, bytes);
                self.tell_late();
            }
            Some(EventFault::Reorder) => {
                let until = self.now + limits::REORDER_TIME;
                let Some(line) = self.lines.get_mut(&link) else { return };
                if let Some((_, message, bytes)) = line.waits.replace((until, message, bytes)) {
                    self.send(link, Freight::Message(message, bytes));
                }
            }
        }
    }

    /// Sends a message, and behind it the one that was to change places with it.
    fn send_in_turn(&mut self, link: LinkId, message: Message, bytes: Vec<u8>) {
        let waits = self.lines.get_mut(&link).and_then(|line| line.waits.take());
        self.send(link, Freight::Message(message, bytes));
        if let Some((_, message, bytes)) = waits {
            self.send(link, Freight::Message(message, bytes));
        }
    }

    fn tell_at(&mut self, at: SimTime, late: (LinkId, Message, Vec<u8>)) {
        self.sequence += 1;
        self.late.insert((at, self.sequence), late);
    }

    fn tell_late(&mut self) {
        loop {
            let is_full = self.late.len() > limits::LATE_EVENTS;
            let first = self.late.first_entry();
            let Some(entry) = first.filter(|entry| is_full || entry.key().0 <= self.now) else {
                return;
            };
            let (link, message, bytes) = entry.remove();
            self.send(link, Freight::Message(message, bytes));
        }
    }

    /// Sends events that have waited in vain for another to change places with.
    fn release_waiting(&mut self) {
        let now = self.now;
        let due = |line: &mut Line| line.waits.take_if(|(until, ..)| *until <= now);
        let released: Vec<_> = self
            .lines
            .iter_mut()
            .filter_map(|(link, line)| due(line).map(|(_, message, bytes)| (*link, message, bytes)))
            .collect();
        for (link, message, bytes) in released {
            self.send(link, Freight::Message(message, bytes));
        }
    }

    /// Sends freight to a client, as fast as its connection is.
    fn send(&mut self, link: LinkId, freight: Freight) {
        let (now, pace) = (self.now, self.pace(Direction::ToClient));
        let Some(line) = self.lines.get_mut(&link) else { return };
        if line.spared {
            return self.arrive_at_client(link, freight);
        }
        let Some(pace) = pace else {
            line.to_client.holed = true;
            return;
        };
        let freight = match freight {
            Freight::Message(_, mut bytes) if std::mem::take(&mut line.truncates) => {
                bytes.truncate(bytes.len() / 2);
                Freight::Bytes(bytes)
            }
            whole @ (Freight::Message(..) | Freight::Bytes(_) | Freight::End(_)) => whole,
        };
        let arrived = line.to_client.send(now, freight, pace);
        if line.to_client.bytes() > limits::SLOW_BYTES {
            let host = line.host;
            self.pair.sim(host).handle_closed(link);
            let reason = "the client does not read what it is sent".to_owned();
            return self.arrive_at_client(link, Freight::End(reason));
        }
        if let Some(freight) = arrived {
            self.arrive_at_client(link, freight);
        }
    }

    fn arrive_at_clients(&mut self) {
        let links: Vec<LinkId> = self.lines.keys().copied().collect();
        for link in links {
            while let Some(freight) =
                self.lines.get_mut(&link).and_then(|line| line.to_client.arrived(self.now))
            {
                self.arrive_at_client(link, freight);
            }
        }
    }

    fn arrive_at_client(&mut self, link: LinkId, freight: Freight) {
        self.outputs.push_back(match freight {
            Freight::Message(message, bytes) => Output::Transmit { link, message, bytes },
            Freight::Bytes(bytes) => Output::Noise { link, bytes },
            Freight::End(reason) => {
                self.lines.remove(&link);
                Output::Close { link, reason }
            }
        });
    }

    /// Bytes reach the T-Server; one that does not know the connection any more ends it.
    fn arrive_at_server(&mut self, switch: &mut Switch, link: LinkId, freight: Freight) {
        let Some(line) = self.lines.get(&link) else { return };
        match freight {
            Freight::Bytes(_) | Freight::Message(..) if !line.served => {
                self.send(link, Freight::End("the T-Server has closed the connection".to_owned()));
            }
            Freight::Bytes(bytes) | Freight::Message(_, bytes) => {
                let host = line.host;
                self.pair.handle_bytes(switch, (host, link), &bytes);
            }
            Freight::End(_) => {}
        }
    }

    /// Whether a report is one that the T-Server is not to notice: the end of a call.
    fn goes_unnoticed(&mut self, switch: &Switch, report: &Report) -> bool {
        let (call, over) = if let Report::Cleared { call, .. } = report {
            (*call, false)
        } else if let Report::CallCleared { call } = report {
            (*call, true)
        } else {
            return false;
        };
        if !self.stuck.contains(&call) && switch.call(call).is_none() {
            let fits = |dn: &Option<String>| {
                dn.as_deref().is_none_or(|dn| self.pair.in_charge().is_in_call(call, dn))
            };
            let place = self.to_stick.iter().position(fits);
            if place.and_then(|place| self.to_stick.remove(place)).is_some() {
                self.stuck.insert(call);
            }
        }
        let unnoticed = self.stuck.contains(&call);
        if over {
            self.stuck.remove(&call);
        }
        unnoticed
    }
}

/// The seed of a stream of chance, spelt out: that of a library may change with its version.
fn key(seed: u64) -> [u8; 32] {
    let mut key = [0; 32];
    key.iter_mut().zip(seed.to_le_bytes()).for_each(|(slot, byte)| *slot = byte);
    key
}
