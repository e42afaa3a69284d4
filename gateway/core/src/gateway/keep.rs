//! What is handed to the journal, and how a gateway goes on from what was kept.

use std::{
    collections::{BTreeSet, VecDeque},
    sync::Arc,
};

use super::{Gateway, Pending, Waiting};
use crate::{
    config::GatewayConfig,
    device::{Device, Told},
    id::Dn,
    journal::{Kept, KeptRequest, KeptSession, Life, Record, SessionPart},
    limits,
    middleware::{CommandId, Order},
    notice::{Detail, Kind},
    refusal::{Code, Refusal},
    reply::{Answer, Reply},
    session::{Entry, Phase, Remembered, Session, SessionId},
    time::Timestamp,
    timer::Timer,
};

/// The records that wait to be taken, and what is left to do after a new beginning.
#[derive(Clone, Debug, Default)]
pub(super) struct Books {
    recording: bool,
    /// The journal takes nothing at the moment.
    pub(super) failing: bool,
    records: VecDeque<Record>,
    /// Devices whose picture may have changed with this input.
    touched: BTreeSet<Dn>,
    /// Devices that the adapter does not know yet.
    unregistered: VecDeque<Dn>,
    /// Their registrations that are under way.
    registering: BTreeSet<CommandId>,
}

impl Gateway {
    /// A gateway that goes on where the records end: sessions with their events, replies and
    /// devices are there, the link is down, and what was under way has an unknown outcome. With
    /// the link each device is registered again, and the differences are told.
    pub fn restored(config: GatewayConfig, now: Timestamp, seed: u128, kept: Kept) -> Self {
        let mut gateway = Self::new(config, now, seed);
        let Kept { sessions, devices } = kept;
        let mut silent = Vec::new();
        for (dn, device) in devices {
            if device.reported {
                silent.push(dn.clone());
            }
            gateway.devices.insert(dn.clone(), Device::restored(dn, now, device));
        }
        for (id, part) in sessions {
            gateway.resume(now, id, part);
        }
        for dn in silent {
            let detail = Detail::Reason(Arc::from("the gateway was started anew"));
            gateway.tell_device(now, &dn, Told { kind: Kind::LinkDown, detail }, None);
            gateway.touch(&dn);
        }
        let unused = |device: &&Device| device.session.is_none() && device.replaced.is_none();
        let mut unused: Vec<Dn> =
            gateway.devices.values().filter(unused).map(|device| device.dn.clone()).collect();
        unused.sort();
        for dn in unused {
            gateway.devices.swap_remove(&dn);
            gateway.record(Record::DeviceGone(dn));
        }
        gateway.keep_devices();
        gateway
    }

    /// The next record for the journal. To be kept before the outputs that follow are carried out.
    pub fn poll_record(&mut self) -> Option<Record> {
        self.books.records.pop_front()
    }

    /// The journal has failed, or works again. While it fails nothing is recorded, and what must
    /// not be lost (a new session, a new call) is refused; then everything is recorded anew.
    pub fn handle_journal(&mut self, works: bool) {
        self.books.failing = !works;
        self.books.records.clear();
        if works {
            self.keep_everything();
        }
    }

    /// Records all that there is.
    pub fn keep_everything(&mut self) {
        self.record(Record::Anew);
        self.books.touched.extend(self.devices.keys().cloned());
        for id in self.sessions.keys().copied().collect::<Vec<_>>() {
            self.keep_session(id);
        }
        self.keep_devices();
    }

    pub(super) fn record(&mut self, record: Record) {
        if self.books.recording && !self.books.failing {
            self.books.records.push_back(record);
        }
    }

    pub(super) fn begin_recording(&mut self) {
        self.books.recording = self.config.journal;
    }

    /// Notes that the picture of a device may have changed.
    pub(super) fn touch(&mut self, dn: &Dn) {
        if self.books.recording && !self.books.touched.contains(dn) {
            self.books.touched.insert(dn.clone());
        }
    }

    /// Records the devices that were touched.
    pub(super) fn keep_devices(&mut self) {
        for dn in std::mem::take(&mut self.books.touched) {
            let device = self.devices.get(&dn);
            let used = |device: &&Device| device.session.is_some() || device.replaced.is_some();
            let record = match device.filter(used) {
                Some(device) => Record::Device { device: device.kept(), dn },
                None => Record::DeviceGone(dn),
            };
            self.record(record);
        }
    }

    /// Records a session with all that belongs to it, unless nobody knows its name yet.
    pub(super) fn keep_session(&mut self, id: SessionId) {
        if !self.books.recording {
            return;
        }
        let owes = |pending: &Pending| pending.session == id && pending.waiting == Waiting::Event;
        let owed: Vec<&Pending> = self.pending.values().filter(|pending| owes(pending)).collect();
        let Some(session) = self.sessions.get_mut(&id) else { return };
        let named = session.phase != Phase::Opening || !owed.is_empty();
        if !named || session.entry == Entry::Ended {
            return;
        }
        session.entry = Entry::Kept;
        let mut records = vec![Record::Session { id, session: session.as_kept() }];
        let number = session.log.dropped();
        records.push(Record::Dropped { session: id, number });
        let events = session.log.iter().cloned();
        records.extend(events.map(|notice| Record::Event { session: id, notice }));
        let remembered = session.memory.iter().map(|known| {
            let owed = owed.iter().any(|pending| pending.serial == known.serial);
            let request = known.as_kept(owed);
            Record::Request { session: id, serial: known.serial, request }
        });
        records.extend(remembered);
        let nameless = owed.iter().filter(|pending| pending.reference.is_none());
        records.extend(nameless.map(|pending| Record::Request {
            session: id,
            serial: pending.serial,
            request: owed_alone(pending.row.name),
        }));
        records.into_iter().for_each(|record| self.record(record));
    }

    /// Records that the life of a session has come further.
    pub(super) fn keep_life(&mut self, id: SessionId) {
        let Some(session) = self.kept(id) else { return };
        let record = Record::Session { id, session: session.as_kept() };
        self.record(record);
    }

    /// Records the newest event of a session; `dropped`: the one that had to make room.
    pub(super) fn keep_event(&mut self, id: SessionId, dropped: Option<u64>) {
        let Some(session) = self.kept(id) else { return };
        let Some(notice) = session.log.iter().next_back().cloned() else { return };
        self.record(Record::Event { session: id, notice });
        if let Some(number) = dropped {
            self.record(Record::Dropped { session: id, number });
        }
    }

    /// Records which events of a session are needed no more.
    pub(super) fn keep_dropped(&mut self, id: SessionId) {
        let Some(session) = self.kept(id) else { return };
        let number = session.log.dropped();
        self.record(Record::Dropped { session: id, number });
    }

    /// Records that a session is no more.
    pub(super) fn keep_end(&mut self, id: SessionId) {
        let Some(session) = self.sessions.get_mut(&id) else { return };
        if std::mem::replace(&mut session.entry, Entry::Ended) == Entry::Kept {
            self.record(Record::SessionGone(id));
        }
    }

    /// Records a request of a session as it is remembered; `owed`: its outcome will be an event.
    pub(super) fn keep_request(&mut self, id: SessionId, serial: u64, owed: bool) {
        let Some(session) = self.kept(id) else { return };
        let record = match session.memory.iter().find(|known| known.serial == serial) {
            Some(known) => Record::Request { session: id, serial, request: known.as_kept(owed) },
            None => Record::RequestGone { session: id, serial },
        };
        self.record(record);
    }

    /// Records a request without a `ref` whose outcome will be an event.
    pub(super) fn keep_owed(&mut self, id: SessionId, serial: u64, request: &'static str) {
        if self.kept(id).is_some() {
            let request = owed_alone(request);
            self.record(Record::Request { session: id, serial, request });
        }
    }

    /// A session that the journal knows.
    fn kept(&self, id: SessionId) -> Option<&Session> {
        self.sessions.get(&id).filter(|session| session.entry == Entry::Kept)
    }

    /// Goes on with a session. What it waited for has an unknown outcome, and is told so.
    fn resume(&mut self, now: Timestamp, id: SessionId, part: SessionPart) {
        let SessionPart { session: KeptSession { dn, owner, life }, dropped, events, requests } =
            part;
        let mut session = Session::new(dn.clone(), owner);
        session.entry = Entry::Kept;
        session.log.resume(dropped, events);
        session.phase = match life {
            Life::Opening => Phase::Opening,
            Life::Open => Phase::Open,
            Life::Ended(code) => Phase::Ended(code),
        };
        self.sessions.insert(id, session);
        let device = self.devices.entry(dn.clone()).or_insert_with(|| Device::new(dn, now));
        match life {
            Life::Open => device.session = Some(id),
            Life::Ended(_) => device.replaced = Some(id),
            Life::Opening => {}
        }
        for (serial, request) in requests {
            self.resume_request(now, id, (serial, request));
        }
        if life == Life::Open {
            return self.watch(now, id);
        }
        self.timers.set(now + self.config.linger, Timer::Forget(id));
        if let Some(session) = self.sessions.get_mut(&id).filter(|_| life == Life::Opening) {
            session.phase = Phase::Ended(Code::NoSession);
            self.keep_life(id);
        }
    }

    fn resume_request(
        &mut self,
        now: Timestamp,
        id: SessionId,
        (serial, kept): (u64, KeptRequest),
    ) {
        let KeptRequest { reference, request, reply, owed } = kept;
        let refusal = Refusal::because(Code::NoAnswer, "the gateway was started anew meanwhile");
        if owed {
            let detail = Detail::Outcome { request, call: None, refusal: Some(refusal.clone()) };
            self.tell(now, id, Told { kind: Kind::RequestFailed, detail }, reference.clone());
        }
        let Some(session) = self.sessions.get_mut(&id) else { return };
        let unanswered = reply.is_none();
        if let Some(reference) = reference {
            let reply = reply.filter(|_| !owed).unwrap_or_else(|| {
                let reference = Some(Arc::clone(&reference));
                Reply { request, reference, answer: Answer::Refused(refusal) }
            });
            let commands = Vec::new();
            let known = Remembered { reference, request, serial, commands, reply: Some(reply) };
            session.memory.add(known);
        }
        session.memory.skip(serial);
        if owed || unanswered {
            self.keep_request(id, serial, false);
        }
    }

    /// The link is up: the adapter learns of the devices that it does not know yet.
    pub(super) fn register(&mut self, devices: Vec<Dn>) {
        self.books.registering.clear();
        self.books.unregistered = devices.into();
        self.register_more();
    }

    /// Takes note of the outcome of such a registration; false: the command was none.
    pub(super) fn registered(&mut self, command: CommandId) -> bool {
        let known = self.books.registering.remove(&command);
        if known {
            self.register_more();
        }
        known
    }

    fn register_more(&mut self) {
        while self.books.registering.len() < limits::MAX_REGISTERING {
            let Some(dn) = self.books.unregistered.pop_front() else { return };
            if self.devices.get(&dn).is_some_and(|device| device.unregistered) {
                let command = self.command(dn, Order::Register);
                self.books.registering.insert(command);
            }
        }
    }
}

fn owed_alone(request: &'static str) -> KeptRequest {
    KeptRequest { reference: None, request, reply: None, owed: true }
}
