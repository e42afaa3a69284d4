//! The lease: what becomes of the agent of a desktop that has fallen silent.
//!
//! A desktop is heard of by every request, and for as long as its poll is parked. One that is not
//! heard of gets no further calls offered (stage one); later its agent is logged off and the
//! session ends (stage two). A call is never dropped: while one is up, stage two waits.

use super::Gateway;
use crate::{
    id::Dn,
    middleware::{AgentState, Order},
    refusal::Code,
    session::{Phase, SessionId},
    time::Timestamp,
    timer::Timer,
};

impl Gateway {
    /// Begins to watch a session that has just been opened.
    pub(super) fn watch(&mut self, now: Timestamp, id: SessionId) {
        self.begin_checks(now, id);
        if let Some(session) = self.sessions.get_mut(&id)
            && !self.config.lease_not_ready.is_zero()
        {
            session.heard = now;
            self.timers.set(now + self.config.lease_not_ready, Timer::Silent(id));
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
        if session.phase != Phase::Open || self.config.lease_not_ready.is_zero() {
            return;
        }
        if session.poll.is_some() {
            session.heard = now;
            session.silent = false;
        }
        let stage_one = session.heard + self.config.lease_not_ready;
        let stage_two = session.heard + self.config.lease_log_off.max(self.config.lease_not_ready);
        let again = now + self.config.lease_not_ready;
        let next = if now < stage_one {
            stage_one
        } else if !session.silent {
            session.silent = true;
            let dn = session.dn.clone();
            self.offer_no_more(&dn);
            again
        } else if !self.config.lease_log_off.is_zero() && now >= stage_two && self.expire(now, id) {
            return;
        } else {
            again
        };
        self.timers.set(next, Timer::Silent(id));
    }

    fn offer_no_more(&mut self, dn: &Dn) {
        let ready = self.devices.get(dn).is_some_and(|device| *device.agent() == AgentState::Ready);
        if self.link_up && ready {
            let reason = Some(SILENT.to_owned());
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

/// The reason by which everybody sees that the gateway made the agent not ready.
const SILENT: &str = "desktop-silent";
