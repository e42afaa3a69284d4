//! How a request is admitted, and what it leads to.

use std::{collections::VecDeque, sync::Arc};

use super::{Gateway, Goal, Pending, Waiting};
use crate::{
    config::SecondSession,
    device::{Device, Reporting},
    id::Dn,
    limits,
    middleware::{CommandId, Order},
    refusal::{Code, Refusal},
    reply::{Answer, Asked, Output, Reply, RequestToken},
    request::{Envelope, Plan, Request, Rule},
    session::{Phase, Remembered, Session, SessionId},
    time::Timestamp,
    timer::Timer,
};

impl Gateway {
    pub(super) fn ask(
        &mut self,
        now: Timestamp,
        principal: Option<Arc<str>>,
        token: RequestToken,
        envelope: Envelope,
    ) {
        let Envelope { session, reference, asynchronous, request } = envelope;
        let reference = reference.map(Arc::from);
        let asked = Asked { token, row: request.row(), reference, asynchronous };
        let served = match (&request, session) {
            (Request::ClientInitialize(open), _) => {
                self.open(now, &asked, principal, open.dn.clone())
            }
            (_, None) => Err(Refusal::because(Code::NoSession, "the request names none")),
            (_, Some(id)) if self.is_foreign(id, principal.as_deref()) => {
                Err(Refusal::because(Code::Forbidden, "the session belongs to another user"))
            }
            (_, Some(id)) => {
                self.hear(now, id);
                self.serve(now, &asked, id, &request)
            }
        };
        if let Err(refusal) = served {
            self.refuse(&asked, refusal);
        }
    }

    pub(super) fn refuse(&mut self, asked: &Asked, refusal: Refusal) {
        self.counters.refusals += 1;
        self.reply(asked, Answer::Refused(refusal));
    }

    /// Whether the session was begun by somebody else.
    fn is_foreign(&self, id: SessionId, principal: Option<&str>) -> bool {
        self.sessions.get(&id).is_some_and(|session| session.owner.as_deref() != principal)
    }

    fn open(
        &mut self,
        now: Timestamp,
        asked: &Asked,
        owner: Option<Arc<str>>,
        dn: Dn,
    ) -> Result<(), Refusal> {
        if !self.link_up {
            return Err(Refusal::new(Code::LinkDown));
        }
        if self.books.failing {
            return Err(Refusal::new(Code::NotDurable));
        }
        let holder = self.devices.get(&dn).and_then(|device| device.session);
        let opening = self.devices.get(&dn).is_some_and(|device| device.opening > 0);
        if self.ledgers.queues.contains_key(&dn) || self.ledgers.config.queues.contains(&dn) {
            return Err(Refusal::because(Code::DnInUse, format!("{dn} is a queue")));
        }
        if (holder.is_some() || opening) && self.config.second_session == SecondSession::Refuse {
            return Err(Refusal::because(Code::DnInUse, dn.to_string()));
        }
        if holder.is_none() && self.sessions.len() >= self.config.max_sessions {
            return Err(Refusal::new(Code::TooManySessions));
        }
        let device = self.devices.entry(dn.clone()).or_insert_with(|| Device::new(dn.clone(), now));
        if device.opening >= limits::MAX_OPENING {
            return Err(Refusal::new(Code::Overload));
        }
        device.opening += 1;
        let session = self.new_session_id();
        self.sessions.insert(session, Session::new(dn.clone(), owner));
        let orders = VecDeque::from([Order::Register]);
        self.send(now, asked, Work { session, dn, goal: Goal::Open, orders });
        self.keep_session(session);
        Ok(())
    }

    fn serve(
        &mut self,
        now: Timestamp,
        asked: &Asked,
        id: SessionId,
        request: &Request,
    ) -> Result<(), Refusal> {
        if !reads(request) && self.repeat(asked, id)? {
            return Ok(());
        }
        match self.plan(asked, id, request) {
            Ok(Plan::Poll { after, wait }) => self.poll(now, asked, id, (after, wait)),
            Ok(Plan::Snapshot) => {
                let session = self.sessions.get(&id);
                let snapshot = session.and_then(|session| self.snapshot(now, session));
                let snapshot = snapshot.ok_or_else(|| Refusal::new(Code::NoSession))?;
                self.reply(asked, Answer::Snapshot(Box::new(snapshot)));
                Ok(())
            }
            Ok(Plan::Statistics(inquiry)) => self.inquire(now, asked, id, inquiry),
            Ok(Plan::Close) => {
                self.close(now, asked, id);
                Ok(())
            }
            Ok(Plan::Orders(orders)) => {
                self.serve_by(now, asked, id, orders.into());
                Ok(())
            }
            Err(refusal) => {
                self.remember_refusal(asked, id, &refusal);
                Err(refusal)
            }
        }
    }

    /// Answers a copy of an earlier request as that one; false: it is none.
    fn repeat(&mut self, asked: &Asked, id: SessionId) -> Result<bool, Refusal> {
        let known = asked.reference.as_deref().and_then(|reference| {
            self.sessions.get_mut(&id).and_then(|session| session.memory.find(reference))
        });
        let Some(known) = known else { return Ok(false) };
        if known.request != asked.row.name {
            return Err(Refusal::because(Code::ReferenceReused, known.request));
        }
        if let Some(reply) = known.reply.clone() {
            self.outputs.push_back(Output::Reply { token: asked.token, reply });
            return Ok(true);
        }
        let pending = known.commands.last().and_then(|command| self.pending.get_mut(command));
        match pending {
            Some(pending) if pending.waiters.len() < limits::MAX_WAITERS => {
                pending.waiters.push(asked.token);
                Ok(true)
            }
            Some(_) | None => Err(Refusal::new(Code::Overload)),
        }
    }

    /// What the request comes to, if session, link, agent and call allow it.
    fn plan(&self, asked: &Asked, id: SessionId, request: &Request) -> Result<Plan, Refusal> {
        let session = self.sessions.get(&id).ok_or_else(|| Refusal::new(Code::NoSession))?;
        let device = self.devices.get(&session.dn).ok_or_else(|| Refusal::new(Code::NoSession))?;
        let rule = asked.row.rule;
        let down = match rule {
            Rule::Always => false,
            Rule::Linked => !self.link_up,
            Rule::Reported | Rule::LoggedOut | Rule::LoggedOn | Rule::Idle | Rule::Call(_) => {
                !(self.link_up && device.is_reported())
            }
        };
        match session.phase {
            Phase::Ended(code) if !matches!(request, Request::GetEvents(_)) => {
                return Err(Refusal::new(code));
            }
            Phase::Opening if !reads(request) => return Err(Refusal::new(Code::SessionOpening)),
            Phase::Ended(_) | Phase::Opening | Phase::Open => {}
        }
        if down {
            let lost = device.reporting == Reporting::Lost;
            let detail = if lost { "only for this device; try CTICLIENTRECONNECT" } else { "" };
            return Err(Refusal::because(Code::LinkDown, detail));
        }
        if asked.row.begins_call && self.books.failing {
            return Err(Refusal::new(Code::NotDurable));
        }
        if !reads(request) && session.outstanding >= limits::MAX_OUTSTANDING {
            return Err(Refusal::new(Code::Overload));
        }
        rule.admit(device)?;
        request.plan(device)
    }

    fn serve_by(&mut self, now: Timestamp, asked: &Asked, id: SessionId, orders: VecDeque<Order>) {
        let Some(dn) = self.sessions.get(&id).map(|session| session.dn.clone()) else { return };
        let synchronises = orders.front() == Some(&Order::Register);
        let work = Work { session: id, dn: dn.clone(), goal: Goal::Serve, orders };
        let command = self.send(now, asked, work);
        if let Some(device) = self.devices.get_mut(&dn).filter(|_| synchronises) {
            device.resync = command;
        }
    }

    fn close(&mut self, now: Timestamp, asked: &Asked, id: SessionId) {
        let Some(dn) = self.sessions.get(&id).map(|session| session.dn.clone()) else { return };
        if self.link_up {
            let orders = VecDeque::from([Order::Unregister]);
            self.send(now, asked, Work { session: id, dn, goal: Goal::Close, orders });
            // Whatever comes of it, the session ends.
            self.keep_end(id);
        } else {
            self.command(dn, Order::Unregister);
            self.reply(asked, Answer::Done);
            self.forget(id);
        }
    }

    /// Sends the first order; its outcome, and that of the others, is waited for.
    pub(super) fn send(&mut self, now: Timestamp, asked: &Asked, work: Work) -> Option<CommandId> {
        let Work { session: id, dn, goal, orders: mut rest } = work;
        let order = rest.pop_front()?;
        let pending_reply = asked.asynchronous.then(|| {
            let answer = Answer::Pending { session: (goal == Goal::Open).then_some(id) };
            Reply { request: asked.row.name, reference: asked.reference.clone(), answer }
        });
        let queues =
            if let Order::LogOn { queues, .. } = &order { queues.clone() } else { Vec::new() };
        let command = self.command(dn.clone(), order);
        if let Some(session) = self.sessions.get_mut(&id) {
            session.outstanding += 1;
        }
        let serial = self.remember_command(asked, (id, command), pending_reply.clone());
        let (waiting, waiters) = match pending_reply {
            Some(reply) => {
                self.outputs.push_back(Output::Reply { token: asked.token, reply });
                (Waiting::Event, Vec::new())
            }
            None => (Waiting::Reply, vec![asked.token]),
        };
        let due = now + self.config.resp_timeout;
        self.timers.set(due, Timer::NoAnswer(command));
        let Asked { row, reference, .. } = asked;
        let reference = reference.clone();
        self.pending.insert(
            command,
            Pending {
                session: id,
                serial,
                dn,
                row,
                reference,
                goal,
                waiting,
                waiters,
                rest,
                call: None,
                queues,
                due,
            },
        );
        Some(command)
    }

    fn remember_refusal(&mut self, asked: &Asked, id: SessionId, refusal: &Refusal) {
        let passes = matches!(refusal.code, Code::Overload | Code::NotDurable);
        let Some(reference) = asked.reference.clone().filter(|_| !passes) else { return };
        let request = asked.row.name;
        let answer = Answer::Refused(refusal.clone());
        let reply = Some(Reply { request, reference: Some(Arc::clone(&reference)), answer });
        let commands = Vec::new();
        self.remember(id, Remembered { reference, request, serial: 0, commands, reply }, false);
    }

    /// Remembers a request that led to a command; its number within the session.
    fn remember_command(
        &mut self,
        asked: &Asked,
        (id, command): (SessionId, CommandId),
        reply: Option<Reply>,
    ) -> u64 {
        let (request, owed) = (asked.row.name, asked.asynchronous);
        if let Some(reference) = asked.reference.clone() {
            let commands = vec![command];
            let remembered = Remembered { reference, request, serial: 0, commands, reply };
            return self.remember(id, remembered, owed);
        }
        let session = self.sessions.get_mut(&id);
        let serial = session.map_or(0, |session| session.memory.next_serial());
        if owed {
            self.keep_owed(id, serial, request);
        }
        serial
    }

    /// Remembers a request under the next number of its session; the oldest may have to go.
    fn remember(&mut self, id: SessionId, remembered: Remembered, owed: bool) -> u64 {
        let Some(session) = self.sessions.get_mut(&id) else { return 0 };
        let serial = session.memory.next_serial();
        let forgotten = session.memory.add(Remembered { serial, ..remembered });
        self.keep_request(id, serial, owed);
        if let Some(Remembered { serial, request, .. }) = forgotten {
            let owes = |pending: &Pending| {
                pending.session == id
                    && pending.serial == serial
                    && pending.waiting == Waiting::Event
            };
            if self.pending.values().any(owes) {
                self.keep_owed(id, serial, request);
            } else {
                self.keep_request(id, serial, false);
            }
        }
        serial
    }
}

/// Whether the request only reads, so that it may come again and again.
fn reads(request: &Request) -> bool {
    matches!(request, Request::GetEvents(_) | Request::GetSnapshot(_) | Request::GetStatistics(_))
}

/// What is to be done for a session.
pub(super) struct Work {
    pub(super) session: SessionId,
    pub(super) dn: Dn,
    pub(super) goal: Goal,
    /// One after the other; never empty.
    pub(super) orders: VecDeque<Order>,
}
