//! What becomes of commands, and what is told of it to whom.

use super::{Gateway, Goal, Pending, Waiting};
use crate::{
    device::{Reporting, Told},
    id::CallKey,
    middleware::{CommandId, Order},
    notice::{Detail, Kind},
    refusal::{Code, Refusal},
    reply::{Answer, Output, Reply},
    request::Rule,
    session::{Phase, SessionId},
    time::Timestamp,
    timer::Timer,
};

impl Gateway {
    pub(super) fn done(&mut self, now: Timestamp, command: CommandId, call: Option<CallKey>) {
        let own = self.registered(command) || self.queue_registered(command, Ok(()));
        if own || self.audited(command) {
            return;
        }
        let Some(mut pending) = self.settle(command) else { return };
        pending.call = pending.call.or(call);
        match pending.rest.pop_front() {
            Some(order) => self.go_on(pending, order, command),
            None => self.finish(now, pending, Ok(())),
        }
    }

    pub(super) fn denied(&mut self, now: Timestamp, command: CommandId, refusal: Refusal) {
        let own = self.registered(command) || self.queue_registered(command, Err(&refusal));
        if own || self.is_audit(command) {
            return;
        }
        if let Some(pending) = self.settle(command) {
            // What is refused may rest on a wrong picture.
            let doubtful =
                matches!(pending.row.rule, Rule::Call(_)) && refusal.code == Code::Refused;
            let dn = pending.dn.clone();
            self.finish(now, pending, Err(refusal));
            if doubtful {
                self.audit(now, &dn, 1);
            }
        }
    }

    /// The command got no answer in time.
    pub(super) fn no_answer(&mut self, now: Timestamp, command: CommandId) {
        if self.audit_again(now, command) {
            return;
        }
        let Some(mut pending) = self.settle(command) else { return };
        match pending.goal {
            Goal::Open | Goal::Close => {
                let refusal = Refusal::because(Code::NoAnswer, "the session was not opened");
                self.finish(now, pending, Err(refusal));
            }
            Goal::Figures(_) => self.finish(now, pending, Err(Refusal::new(Code::NoAnswer))),
            Goal::Serve => {
                self.deliver(now, &pending, Answer::Refused(Refusal::new(Code::NoAnswer)));
                pending.waiting = Waiting::TimedOut;
                pending.waiters.clear();
                pending.due = now + self.config.linger;
                self.timers.set(pending.due, Timer::GiveUp(command));
                let dn = pending.dn.clone();
                self.pending.insert(command, pending);
                self.audit(now, &dn, 1);
            }
        }
    }

    /// Nobody waits for the late outcome of the command any longer.
    pub(super) fn give_up(&mut self, command: CommandId) {
        if let Some(pending) = self.settle(command) {
            self.release_slot(pending.session);
        }
    }

    /// Every command fails: the link is down.
    pub(super) fn fail_all(&mut self, now: Timestamp) {
        let commands: Vec<CommandId> = self.pending.keys().copied().collect();
        for command in commands {
            let Some(pending) = self.settle(command) else { continue };
            match pending.waiting {
                Waiting::TimedOut => self.release_slot(pending.session),
                Waiting::Reply | Waiting::Event => {
                    let refusal =
                        Refusal::because(Code::LinkDown, "it went down before the answer");
                    self.finish(now, pending, Err(refusal));
                }
            }
        }
    }

    /// Ends a session for good, and forgets its device if it was the last to use it.
    pub(super) fn forget(&mut self, id: SessionId) {
        let Some(poll) = self.unpark(id) else {
            self.drop_session(id);
            return;
        };
        self.refuse(&poll.asked, Refusal::new(Code::NoSession));
        self.drop_session(id);
    }

    fn drop_session(&mut self, id: SessionId) {
        self.keep_end(id);
        let Some(mut session) = self.sessions.remove(&id) else { return };
        self.timers.put(&mut session.looked_for_at, None, Timer::Silent(id));
        self.timers.put(&mut session.checked_at, None, Timer::Check(id));
        let Some(device) = self.devices.get_mut(&session.dn) else { return };
        device.session = device.session.filter(|holder| *holder != id);
        device.replaced = device.replaced.filter(|holder| *holder != id);
        if device.session.is_none() && device.replaced.is_none() && device.opening == 0 {
            let device = self.devices.swap_remove(&session.dn);
            let occupation = device.map(|device| device.ledger.occupation());
            self.ledgers.gateway.agent(occupation, None);
        }
        self.touch(&session.dn);
    }

    /// Takes a command out of those that are waited for.
    fn settle(&mut self, command: CommandId) -> Option<Pending> {
        let Some(pending) = self.pending.remove(&command) else {
            self.counters.late += 1;
            return None;
        };
        let timer = match pending.waiting {
            Waiting::Reply | Waiting::Event => Timer::NoAnswer(command),
            Waiting::TimedOut => Timer::GiveUp(command),
        };
        self.timers.cancel(pending.due, timer);
        if let Some(device) = self.devices.get_mut(&pending.dn) {
            device.resync = device.resync.filter(|resync| *resync != command);
        }
        Some(pending)
    }

    /// Sends the next order of a request that leads to several, within the same time.
    fn go_on(&mut self, pending: Pending, order: Order, former: CommandId) {
        let command = self.command(pending.dn.clone(), order);
        let session = self.sessions.get_mut(&pending.session);
        let known = session.zip(pending.reference.as_deref());
        let known = known.and_then(|(session, reference)| session.memory.find(reference));
        if let Some(known) = known.filter(|known| known.commands.contains(&former)) {
            known.commands.push(command);
        }
        let timer = match pending.waiting {
            Waiting::Reply | Waiting::Event => Timer::NoAnswer(command),
            Waiting::TimedOut => Timer::GiveUp(command),
        };
        self.timers.set(pending.due, timer);
        self.pending.insert(command, pending);
    }

    fn finish(&mut self, now: Timestamp, pending: Pending, result: Result<(), Refusal>) {
        self.release_slot(pending.session);
        match (pending.goal, result) {
            (Goal::Open, Ok(())) => self.opened(now, &pending),
            (Goal::Open, Err(refusal)) => self.not_opened(now, &pending, refusal),
            (Goal::Close, _) => {
                self.deliver(now, &pending, Answer::Done);
                self.closed(now, &pending);
            }
            (Goal::Figures(interval), result) => {
                let answer = self.queue_watched(now, (&pending.dn, interval), result);
                self.deliver(now, &pending, answer);
            }
            (Goal::Serve, Ok(())) => {
                self.know_queues(&pending.queues);
                let call = pending.call.filter(|_| pending.row.begins_call);
                self.deliver(now, &pending, call.map_or(Answer::Done, Answer::Call));
            }
            (Goal::Serve, Err(refusal)) => self.deliver(now, &pending, Answer::Refused(refusal)),
        }
    }

    fn opened(&mut self, now: Timestamp, pending: &Pending) {
        let id = pending.session;
        let Some(session) = self.sessions.get_mut(&id) else { return };
        session.phase = Phase::Open;
        let Some(device) = self.devices.get_mut(&pending.dn) else { return };
        device.opening = device.opening.saturating_sub(1);
        device.reporting = Reporting::Yes;
        if let Some(old) = device.session.replace(id) {
            let told = Told { kind: Kind::SessionReplaced, detail: Detail::None };
            self.tell(now, old, told, None);
            self.let_linger(now, old, Code::SessionReplaced);
        }
        self.watch(now, id);
        self.keep_session(id);
        self.touch(&pending.dn);
        let session = self.sessions.get(&id);
        if let Some(snapshot) = session.and_then(|session| self.snapshot(now, session)) {
            let answer = Answer::Opened { session: id, snapshot: Box::new(snapshot) };
            self.deliver(now, pending, answer);
        }
    }

    /// Ends a session as its client asked; one that is told so by an event can still fetch it.
    fn closed(&mut self, now: Timestamp, pending: &Pending) {
        let id = pending.session;
        match pending.waiting {
            Waiting::Event => {
                if let Some(device) = self.devices.get_mut(&pending.dn) {
                    device.session = device.session.filter(|holder| *holder != id);
                }
                self.let_linger(now, id, Code::NoSession);
            }
            Waiting::Reply | Waiting::TimedOut => self.forget(id),
        }
    }

    fn not_opened(&mut self, now: Timestamp, pending: &Pending, refusal: Refusal) {
        let perhaps_registered = matches!(refusal.code, Code::NoAnswer | Code::LinkDown);
        self.deliver(now, pending, Answer::Refused(refusal));
        let Some(device) = self.devices.get_mut(&pending.dn) else { return };
        device.opening = device.opening.saturating_sub(1);
        if device.session.is_none() && device.opening == 0 && perhaps_registered {
            self.command(pending.dn.clone(), Order::Unregister);
        }
        match pending.waiting {
            Waiting::Event => self.let_linger(now, pending.session, Code::NoSession),
            Waiting::Reply | Waiting::TimedOut => self.forget(pending.session),
        }
    }

    /// Ends a session whose last events can still be fetched for a while; one per device.
    pub(super) fn let_linger(&mut self, now: Timestamp, id: SessionId, code: Code) {
        let Some(session) = self.sessions.get_mut(&id) else { return };
        session.phase = Phase::Ended(code);
        let dn = session.dn.clone();
        self.keep_life(id);
        self.touch(&dn);
        self.timers.set(now + self.config.linger, Timer::Forget(id));
        let device = self.devices.get_mut(&dn);
        if let Some(older) = device.and_then(|device| device.replaced.replace(id)) {
            self.forget(older);
        }
    }

    /// Tells the outcome: by the replies that wait for it, or by an event. Whoever sends the request
    /// again learns it, too: a client that fell behind into a snapshot has no other way.
    fn deliver(&mut self, now: Timestamp, pending: &Pending, answer: Answer) {
        let refusal = answer.refusal().cloned();
        self.counters.refusals += u64::from(refusal.is_some());
        let known_unknown = refusal.as_ref().is_some_and(|refusal| refusal.code == Code::NoAnswer);
        match pending.waiting {
            Waiting::Reply => {}
            Waiting::TimedOut if known_unknown => return,
            Waiting::Event | Waiting::TimedOut => {
                let kind = if refusal.is_some() { Kind::RequestFailed } else { Kind::RequestDone };
                let call = pending.call.filter(|_| pending.row.begins_call && refusal.is_none());
                let detail = Detail::Outcome { request: pending.row.name, call, refusal };
                self.tell(now, pending.session, Told { kind, detail }, pending.reference.clone());
            }
        }
        let reply =
            Reply { request: pending.row.name, reference: pending.reference.clone(), answer };
        self.remember_reply(pending, &reply);
        for token in pending.waiters.iter().copied() {
            self.outputs.push_back(Output::Reply { token, reply: reply.clone() });
        }
    }

    fn remember_reply(&mut self, pending: &Pending, reply: &Reply) {
        let session = self.sessions.get_mut(&pending.session);
        let known = session.zip(pending.reference.as_deref());
        let known = known.and_then(|(session, reference)| session.memory.find(reference));
        match known {
            Some(known) => known.reply = Some(reply.clone()),
            None if pending.waiting == Waiting::Event => {}
            None => return,
        }
        self.keep_request(pending.session, pending.serial, false);
    }

    fn release_slot(&mut self, id: SessionId) {
        if let Some(session) = self.sessions.get_mut(&id) {
            session.outstanding = session.outstanding.saturating_sub(1);
        }
    }
}
