//! GETSTATISTICS, and what is counted for it while everything else goes on.

use std::collections::VecDeque;

use super::{Gateway, Goal, ask::Work};
use crate::{
    call::{CallView, State},
    device::Told,
    id::{CallKey, Dn},
    limits,
    middleware::{CommandId, Order, QueueChange},
    notice::{Detail, Kind},
    refusal::{Code, Refusal},
    reply::{Answer, Asked},
    request::Inquiry,
    session::SessionId,
    statistics::{
        Account, Interval, Moment, QueueLedger, Scope, Standing, Statistics, Whereabouts,
    },
    time::Timestamp,
};

impl Gateway {
    /// Answers at once, or when a queue that nobody has asked for before is registered.
    pub(super) fn inquire(
        &mut self,
        now: Timestamp,
        asked: &Asked,
        id: SessionId,
        inquiry: Inquiry,
    ) -> Result<(), Refusal> {
        if let Inquiry { scope: Scope::Queue, of: Some(queue), interval } = &inquiry
            && !self.ledgers.queues.get(queue).is_some_and(|ledger| ledger.is_watched)
        {
            return self.watch_queue(now, asked, id, (queue.clone(), *interval));
        }
        let statistics = self.statistics(now, &inquiry)?;
        self.reply(asked, Answer::Statistics(Box::new(statistics)));
        Ok(())
    }

    /// The figures asked for, as they stand.
    pub(super) fn statistics(
        &mut self,
        now: Timestamp,
        Inquiry { scope, of, interval }: &Inquiry,
    ) -> Result<Statistics, Refusal> {
        let config = &self.ledgers.config;
        let at = Moment { began: self.ledgers.interval_began, length: config.interval, now };
        let nothing = |dn: &Dn| Refusal::because(Code::NoFigures, dn.to_string());
        let found = match (scope, of) {
            (Scope::Agent, Some(dn)) => {
                let device = self.devices.get_mut(dn).ok_or_else(|| nothing(dn))?;
                device.ledger.figures(*interval, at)
            }
            (Scope::Queue, Some(dn)) => {
                let ledger = self.ledgers.queues.get(dn).ok_or_else(|| nothing(dn))?;
                ledger.figures(*interval, at)
            }
            (Scope::Gateway, _) | (Scope::Agent | Scope::Queue, None) => {
                let standing = Standing { sessions: self.sessions.len(), polls: self.polls.len() };
                self.ledgers.gateway.figures((*interval, at), self.counters, standing)
            }
        };
        let Account { from, until, figures } = found.ok_or_else(|| {
            let length = self.ledgers.config.interval.as_secs();
            let detail = format!("no interval of {length} s has ended since they began");
            Refusal::because(Code::NoFigures, detail)
        })?;
        Ok(Statistics { scope: *scope, dn: of.clone(), interval: *interval, from, until, figures })
    }

    /// Registers a queue, to answer when that is done.
    fn watch_queue(
        &mut self,
        now: Timestamp,
        asked: &Asked,
        id: SessionId,
        (queue, interval): (Dn, Interval),
    ) -> Result<(), Refusal> {
        if !self.link_up {
            return Err(Refusal::new(Code::LinkDown));
        }
        let ledgers = &mut self.ledgers;
        let known = ledgers.known_queues.contains(&queue) || ledgers.config.queues.contains(&queue);
        if !known {
            return Err(Refusal::because(Code::NoFigures, queue.to_string()));
        }
        if self.devices.contains_key(&queue) {
            let detail = format!("{queue} has a session, as if it were a telephone");
            return Err(Refusal::because(Code::NoFigures, detail));
        }
        let session = self.sessions.get(&id).ok_or_else(|| Refusal::new(Code::NoSession))?;
        let full = ledgers.queues.len() >= limits::MAX_QUEUES;
        if session.outstanding >= limits::MAX_OUTSTANDING || full {
            return Err(Refusal::new(Code::Overload));
        }
        ledgers
            .queues
            .entry(queue.clone())
            .or_insert_with(|| QueueLedger::new(&ledgers.config, now));
        let orders = VecDeque::from([Order::Register]);
        let goal = Goal::Figures(interval);
        self.send(now, asked, Work { session: id, dn: queue, goal, orders });
        Ok(())
    }

    /// What becomes of a request that waited for a queue to be registered.
    pub(super) fn queue_watched(
        &mut self,
        now: Timestamp,
        (queue, interval): (&Dn, Interval),
        result: Result<(), Refusal>,
    ) -> Answer {
        let inquiry = Inquiry { scope: Scope::Queue, of: Some(queue.clone()), interval };
        if let Err(refusal) = result {
            self.forget_queue(queue, &refusal);
            return Answer::Refused(refusal);
        }
        self.queue_confirmed(queue);
        match self.statistics(now, &inquiry) {
            Ok(statistics) => Answer::Statistics(Box::new(statistics)),
            Err(refusal) => Answer::Refused(refusal),
        }
    }

    /// Registers the queues that the configuration names; the link is up.
    pub(super) fn watch_configured_queues(&mut self, now: Timestamp) {
        let (ledgers, devices) = (&self.ledgers, &self.devices);
        let is_free = |dn: &&Dn| !ledgers.queues.contains_key(*dn) && !devices.contains_key(*dn);
        let queues: Vec<Dn> = ledgers.config.queues.iter().filter(is_free).cloned().collect();
        for queue in queues {
            let ledger = QueueLedger::new(&self.ledgers.config, now);
            self.ledgers.queues.insert(queue.clone(), ledger);
            let command = self.command(queue.clone(), Order::Register);
            self.ledgers.registering.insert(command, queue);
        }
    }

    /// The outcome of such a registration; false: the command was another.
    pub(super) fn queue_registered(
        &mut self,
        command: CommandId,
        result: Result<(), &Refusal>,
    ) -> bool {
        let Some(queue) = self.ledgers.registering.remove(&command) else { return false };
        match result {
            Ok(()) => self.queue_confirmed(&queue),
            Err(refusal) => self.forget_queue(&queue, refusal),
        }
        true
    }

    fn queue_confirmed(&mut self, queue: &Dn) {
        if let Some(ledger) = self.ledgers.queues.get_mut(queue) {
            ledger.confirmed();
        }
    }

    fn forget_queue(&mut self, queue: &Dn, refusal: &Refusal) {
        let unwatched = |ledger: &QueueLedger| !ledger.is_watched;
        if self.ledgers.queues.get(queue).is_some_and(unwatched) {
            self.ledgers.queues.remove(queue);
            if matches!(refusal.code, Code::NoAnswer | Code::LinkDown) {
                self.command(queue.clone(), Order::Unregister);
            }
        }
    }

    /// Notes what an agent has logged on to.
    pub(super) fn know_queues(&mut self, queues: &[Dn]) {
        for queue in queues {
            let known = &mut self.ledgers.known_queues;
            if known.len() < limits::MAX_QUEUES && !known.contains(queue) {
                known.push(queue.clone());
            }
        }
    }

    /// A report about a queue whose figures are kept.
    pub(super) fn queue_event(
        &mut self,
        now: Timestamp,
        queue: &Dn,
        key: CallKey,
        change: QueueChange,
    ) {
        let whereabouts = match &change {
            QueueChange::Distributed { to } => self.whereabouts(queue, key, to.as_ref()),
            QueueChange::Entered | QueueChange::Abandoned => None,
        };
        let Some(ledger) = self.ledgers.queues.get_mut(queue) else { return };
        match (change, whereabouts) {
            (QueueChange::Entered, _) => ledger.entered(now, key),
            (QueueChange::Abandoned, _) => ledger.abandoned(now, key),
            (QueueChange::Distributed { .. }, Some(to)) => ledger.distributed(now, key, to),
            (QueueChange::Distributed { .. }, None) => ledger.redirected(now, key),
        }
    }

    /// Where a call is that has left a queue; none: in another queue.
    fn whereabouts(&self, queue: &Dn, key: CallKey, to: Option<&Dn>) -> Option<Whereabouts> {
        let Some(to) = to else { return Some(Whereabouts::Here) };
        let Some(device) = self.devices.get(to) else {
            let is_queue =
                self.ledgers.queues.contains_key(to) || self.ledgers.known_queues.contains(to);
            return (!is_queue).then_some(Whereabouts::Elsewhere);
        };
        Some(match device.call(key) {
            Some(call) if call.queue.as_ref() != Some(queue) => Whereabouts::ByAnotherQueue,
            Some(call) if call.state != State::Ringing => Whereabouts::Answered,
            Some(_) | None => Whereabouts::Here,
        })
    }

    /// Looks at what the agent of a device does, after something happened.
    pub(super) fn look(&mut self, now: Timestamp, dn: &Dn) {
        if let Some(device) = self.devices.get_mut(dn) {
            let look = device.look();
            let before = device.ledger.look(now, look);
            self.ledgers.gateway.agent(Some(before), Some(look.occupation));
        }
    }

    /// Counts what a device's session is told; `ringing`: the calls that rang there before.
    pub(super) fn count(&mut self, now: Timestamp, dn: &Dn, told: &Told, ringing: &[CallKey]) {
        let Detail::Call { call, cause, party } = &told.detail else { return };
        let rang = ringing.contains(&call.call);
        if let Some(device) = self.devices.get_mut(dn) {
            device.ledger.tell(told.kind, *cause, (rang, call.queue.is_some()));
        }
        if self.ledgers.queues.is_empty() {
            return;
        }
        if let Some(previous) = party.as_ref().and_then(|party| party.previous) {
            self.ledgers.rename(previous, call.call);
        }
        self.count_for_queues(now, told.kind, call, rang);
    }

    fn count_for_queues(&mut self, now: Timestamp, kind: Kind, call: &CallView, rang: bool) {
        let key = call.call;
        let rings = matches!(
            kind,
            Kind::IncomingCall | Kind::IncomingConsult | Kind::IncomingBlindTransfer
        );
        if rings {
            for (dn, queue) in &mut self.ledgers.queues {
                queue.rang(now, key, call.queue.as_ref() == Some(dn));
            }
        }
        let queue = call.queue.as_ref().and_then(|dn| self.ledgers.queues.get_mut(dn));
        let Some(queue) = queue else { return };
        if kind == Kind::EstablishCall {
            queue.rang(now, key, true);
            queue.answered(now, key);
        } else if kind == Kind::CallAbandoned {
            queue.abandoned(now, key);
        } else if kind == Kind::CallReleased && rang {
            queue.redirected(now, key);
        }
    }

    /// Closes the intervals that have ended by now; nothing has happened since.
    pub(super) fn close_intervals(&mut self, now: Timestamp) {
        for end in self.ledgers.ends(now) {
            self.devices.values_mut().for_each(|device| device.ledger.close(end));
            self.ledgers.queues.values_mut().for_each(|queue| queue.close(end));
            self.ledgers.gateway.close(end, self.counters);
        }
    }
}
