//! The lease: what becomes of the agent of a desktop that has fallen silent.
//!
//! A desktop is heard of by every request, and for as long as its poll is parked. One that is not
//! heard of gets no further calls offered (stage one); later its agent is logged off and the
//! session ends (stage two). A call is never dropped: while one is up, stage two waits.

use std::time::Duration;

use super::Gateway;
use crate::{
    agent::DESKTOP_SILENT,
    id::Dn,
    limits,
    middleware::{AgentState, Order},
    refusal::Code,
    session::{Phase, SessionId},
    time::Timestamp,
    timer::Timer,
};

impl Gateway {
    /// Begins to watch a session that has just been opened.
    pub(super) fn watch(&mut self, now: Timestamp, id: SessionId) {
        self.check_later(now, id);
        self.watch_silence(now, id);
    }

    /// Begins to count the silence of a desktop, from here on.
    pub(super) fn watch_silence(&mut self, now: Timestamp, id: SessionId) {
        let Some(session) = self.sessions.get_mut(&id) else { return };
        session.heard = now;
        let leases = [self.config.lease_not_ready, self.config.lease_log_off];
        let first = leases.into_iter().filter(|lease| !lease.is_zero()).min();
        self.look_for_silence(id, first.map(|lease| now + lease));
    }

    /// Sets when to look whether the desktop is silent, and no other moment.
    pub(super) fn look_for_silence(&mut self, id: SessionId, at: Option<Timestamp>) {
        if let Some(session) = self.sessions.get_mut(&id) {
            self.timers.put(&mut session.looked_for_at, at, Timer::Silent(id));
        }
    }

    /// Notes that the desktop is there.
    pub(super) fn hear(&mut self, now: Timestamp, id: SessionId) {
        if let Some(session) = self.sessions.get_mut(&id) {
            session.heard = now;
            session.silent = false;
        }
    }

    /// Looks whether the desktop is silent, does what the stage asks for, and comes back.
    pub(super) fn silent(&mut self, now: Timestamp, id: SessionId) {
        let Some(session) = self.sessions.get_mut(&id) else { return };
        if session.phase != Phase::Open {
            return;
        }
        if session.poll.is_some() {
            session.heard = now;
            session.silent = false;
        }
        let heard = session.heard;
        let after = |lease: Duration| (!lease.is_zero()).then(|| heard + lease);
        let stage_one = after(self.config.lease_not_ready);
        let stage_two =
            after(self.config.lease_log_off).map(|at| stage_one.map_or(at, |one| at.max(one)));
        let to_stage_one = match stage_one {
            Some(at) if now < at => Some(at),
            Some(_) => {
                if !session.silent {
                    session.silent = true;
                    let dn = session.dn.clone();
                    self.offer_no_more(&dn);
                }
                // It may be heard of again, and fall silent again.
                Some(now + self.config.lease_not_ready)
            }
            None => None,
        };
        let to_stage_two = match stage_two {
            Some(at) if now < at => Some(at),
            Some(_) if self.expire(now, id) => return,
            Some(_) => Some(now + limits::LOG_OFF_AGAIN),
            None => None,
        };
        self.look_for_silence(id, to_stage_one.into_iter().chain(to_stage_two).min());
    }

    /// Makes the agent of a silent desktop not ready, whose state has become known or changed: it may
    /// have left its after-call work, or the link was down before.
    pub(super) fn still_silent(&mut self, dn: &Dn) {
        let session = self.devices.get(dn).and_then(|device| device.session);
        if session.and_then(|id| self.sessions.get(&id)).is_some_and(|session| session.silent) {
            self.offer_no_more(dn);
        }
    }

    /// After-call work ends by itself, and whoever waits would be offered in the same moment.
    fn offer_no_more(&mut self, dn: &Dn) {
        let may_be_offered = self.devices.get(dn).is_some_and(|device| match device.agent() {
            AgentState::Ready | AgentState::AfterCallWork => true,
            AgentState::LoggedOut | AgentState::NotReady { .. } => false,
        });
        if self.link_up && may_be_offered {
            let reason = Some(DESKTOP_SILENT.to_owned());
            self.command(dn.clone(), Order::SetNotReady { reason });
        }
    }

    /// Logs the agent off and ends the session; false: a call is up, or the link is down.
    fn expire(&mut self, now: Timestamp, id: SessionId) -> bool {
        let Some(dn) = self.sessions.get(&id).map(|session| session.dn.clone()) else {
            return true;
        };
        let Some(device) = self.devices.get(&dn) else { return true };
        if !self.link_up || device.has_calls() {
            return false;
        }
        if *device.agent() != AgentState::LoggedOut {
            self.command(dn.clone(), Order::LogOff);
        }
        self.command(dn.clone(), Order::Unregister);
        if let Some(device) = self.devices.get_mut(&dn) {
            device.session = None;
        }
        self.let_linger(now, id, Code::SessionExpired);
        true
    }
}
