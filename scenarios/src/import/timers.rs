//! What a switch does by itself after a time, as a log shows it: after-call work, calls that nobody
//! answers.

use std::collections::BTreeMap;

use switch_sim::time::SimTime;
use tserver_wire::{AttributeId as A, CallState, KvValue, Message, MessageType as M};

use crate::conversation::{Conversation, is_after_call_work};

/// The times of a site. Where a log shows several, the shortest counts: what was longer was late.
#[derive(Clone, Debug, Default)]
pub(super) struct Timers {
    queues: BTreeMap<String, OfQueue>,
    /// How long a direct call rings, in milliseconds.
    people: BTreeMap<String, u64>,
}

/// What follows a queue's call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AfterCall {
    /// Work, until the agent asks for calls.
    Manual,
    None,
    /// Work for so many milliseconds.
    Timed(u64),
}

#[derive(Clone, Debug, Default)]
struct OfQueue {
    ended: usize,
    worked: usize,
    /// Milliseconds from the work to ready, where nobody asked.
    work: Option<u64>,
    /// What was told when the first call was answered.
    told: Option<AfterCall>,
    ring: Option<u64>,
}

/// What is going on at a telephone.
#[derive(Debug, Default)]
struct Telephone {
    /// The queue whose call rang or is talked on.
    queue: Option<String>,
    rings_since: Option<SimTime>,
    talks: bool,
    works_since: Option<SimTime>,
}

impl Timers {
    pub(super) fn of(log: &Conversation) -> Self {
        let mut timers = Self::default();
        let mut telephones: BTreeMap<&str, Telephone> = BTreeMap::new();
        for said in &log.said {
            let Some(dn) = said.message.string(A::THIS_DN) else { continue };
            let telephone = telephones.entry(dn).or_default();
            timers.see(dn, telephone, said.at, &said.message);
        }
        timers
    }

    pub(super) fn after_call(&self, queue: &str) -> AfterCall {
        match self.queues.get(queue) {
            Some(OfQueue { work: Some(ms), .. }) => AfterCall::Timed(*ms),
            Some(OfQueue { told: Some(told), .. }) => *told,
            Some(OfQueue { ended: 1.., worked: 0, .. }) => AfterCall::None,
            Some(_) | None => AfterCall::Manual,
        }
    }

    pub(super) fn ring_limit_of_queue(&self, queue: &str) -> Option<u64> {
        self.queues.get(queue)?.ring
    }

    pub(super) fn ring_limit_of_person(&self, dn: &str) -> Option<u64> {
        self.people.get(dn).copied()
    }

    fn see(&mut self, dn: &str, telephone: &mut Telephone, at: SimTime, message: &Message) {
        let queue = message.string(A::THIS_QUEUE).map(str::to_owned);
        match message.kind {
            M::EVENT_RINGING => {
                telephone.queue = queue;
                telephone.rings_since = Some(at);
            }
            M::EVENT_ESTABLISHED => {
                telephone.rings_since = None;
                telephone.talks = true;
                telephone.queue = telephone.queue.take().or(queue);
                if let Some(queue) = &telephone.queue
                    && let Some(told) = told(message)
                {
                    self.queues.entry(queue.clone()).or_default().told.get_or_insert(told);
                }
            }
            M::EVENT_RELEASED => self.released(dn, telephone, at, message),
            M::EVENT_ABANDONED => *telephone = Telephone::default(),
            M::EVENT_AGENT_NOT_READY if is_after_call_work(message) => {
                telephone.works_since = Some(at);
                if let Some(queue) = &telephone.queue {
                    self.queues.entry(queue.clone()).or_default().worked += 1;
                }
            }
            M::EVENT_AGENT_READY => {
                if let (Some(since), Some(queue)) = (telephone.works_since.take(), &telephone.queue)
                {
                    let work = &mut self.queues.entry(queue.clone()).or_default().work;
                    shorten(work, at - since);
                }
            }
            M::REQUEST_AGENT_READY | M::REQUEST_AGENT_NOT_READY | M::REQUEST_AGENT_LOGOUT => {
                telephone.works_since = None;
            }
            _ => {}
        }
    }

    fn released(&mut self, dn: &str, telephone: &mut Telephone, at: SimTime, message: &Message) {
        let unanswered = message.integer(A::CALL_STATE) == Some(CallState::NoAnswer.code());
        if let Some(since) = telephone.rings_since.take().filter(|_| unanswered) {
            match &telephone.queue {
                Some(queue) => {
                    shorten(&mut self.queues.entry(queue.clone()).or_default().ring, at - since);
                }
                None => {
                    let mut limit = self.people.get(dn).copied();
                    shorten(&mut limit, at - since);
                    self.people.extend(limit.map(|ms| (dn.to_owned(), ms)));
                }
            }
        }
        if std::mem::take(&mut telephone.talks)
            && let Some(queue) = &telephone.queue
        {
            self.queues.entry(queue.clone()).or_default().ended += 1;
        }
    }
}

/// What follows the call by the key `WrapUpTime`: seconds, or that the work has no end of its own.
fn told(message: &Message) -> Option<AfterCall> {
    match message.list(A::EXTENSIONS)?.get("WrapUpTime")? {
        KvValue::Integer(0) => Some(AfterCall::None),
        KvValue::Integer(seconds) => {
            u64::try_from(*seconds).ok().map(|s| AfterCall::Timed(s * 1000))
        }
        KvValue::String(text) => (text == "untimed").then_some(AfterCall::Manual),
        KvValue::List(_) | KvValue::Binary(_) | KvValue::Opaque { .. } => None,
    }
}

fn shorten(limit: &mut Option<u64>, seen: std::time::Duration) {
    let ms = u64::try_from(seen.as_millis()).unwrap_or(u64::MAX);
    *limit = Some(limit.map_or(ms, |known| known.min(ms)));
}
