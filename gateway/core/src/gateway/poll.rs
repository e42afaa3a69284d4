//! Long polling: one waiting GETEVENTS per session, answered once per input, however much it brings.

use std::time::Duration;

use super::Gateway;
use crate::{
    refusal::{Code, Refusal},
    reply::{Answer, Asked, Events},
    session::{Phase, Poll, SessionId},
    time::Timestamp,
    timer::Timer,
};

impl Gateway {
    /// Acknowledges events; answers with the next at once, or when the first one comes.
    pub(super) fn poll(
        &mut self,
        now: Timestamp,
        asked: &Asked,
        id: SessionId,
        (after, wait): (u64, Duration),
    ) -> Result<(), Refusal> {
        if let Some(older) = self.unpark(id) {
            let events = Events { last: older.after, snapshot: None, notices: Vec::new() };
            self.reply(&older.asked, Answer::Events(events));
        }
        let Some(session) = self.sessions.get_mut(&id) else {
            return Err(Refusal::new(Code::NoSession));
        };
        let dropped = session.log.acknowledge(after);
        if dropped {
            self.keep_dropped(id);
        }
        let Some(session) = self.sessions.get_mut(&id) else {
            return Err(Refusal::new(Code::NoSession));
        };
        if let Phase::Ended(code) = session.phase {
            let notices = session.log.after(after).filter(|notices| !notices.is_empty());
            let notices = notices.ok_or_else(|| Refusal::new(code))?;
            let events = Events { last: session.log.last(), snapshot: None, notices };
            self.reply(asked, Answer::Events(events));
            return Ok(());
        }
        let poll =
            Poll { asked: asked.clone(), after, until: now + wait.min(self.config.max_wait) };
        if session.log.last() == after && wait > Duration::ZERO {
            self.timers.set(poll.until, Timer::PollEnds(id));
            self.polls.insert(asked.token, id);
            session.poll = Some(poll);
        } else {
            self.answer(now, id, &poll);
        }
        Ok(())
    }

    /// Answers the polls of all sessions that have something to tell.
    pub(super) fn answer_roused(&mut self, now: Timestamp) {
        for id in std::mem::take(&mut self.roused) {
            self.answer_poll(now, id);
        }
    }

    /// Answers the poll of a session, if one is parked, with what there is.
    pub(super) fn answer_poll(&mut self, now: Timestamp, id: SessionId) {
        if let Some(poll) = self.unpark(id) {
            self.answer(now, id, &poll);
        }
    }

    /// Takes out the parked poll of a session.
    pub(super) fn unpark(&mut self, id: SessionId) -> Option<Poll> {
        let poll = self.sessions.get_mut(&id)?.poll.take()?;
        self.polls.remove(&poll.asked.token);
        self.timers.cancel(poll.until, Timer::PollEnds(id));
        Some(poll)
    }

    fn answer(&mut self, now: Timestamp, id: SessionId, poll: &Poll) {
        self.hear(now, id);
        let Some(session) = self.sessions.get(&id) else { return };
        let last = session.log.last();
        let events = match session.log.after(poll.after) {
            Some(notices) => Events { last, snapshot: None, notices },
            None => {
                let snapshot = self.snapshot(now, session).map(Box::new);
                Events { last, snapshot, notices: Vec::new() }
            }
        };
        self.reply(&poll.asked, Answer::Events(events));
    }
}
