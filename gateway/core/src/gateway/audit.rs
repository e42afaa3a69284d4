//! The gateway looks for itself how a device stands: where a report does not fit, a request was
//! refused or never answered, and now and then while calls are up. So an event that was lost
//! is found out, and a call that has ended unnoticed does not stay for ever.

use super::Gateway;
use crate::{
    device::{Device, Reporting},
    id::Dn,
    limits,
    middleware::{CommandId, Order},
    session::{Phase, SessionId},
    time::Timestamp,
    timer::Timer,
};

/// An audit under way.
#[derive(Clone, Debug)]
pub(super) struct Audit {
    dn: Dn,
    /// Which attempt this is.
    attempt: usize,
    due: Timestamp,
}

impl Gateway {
    /// Asks how a device stands, unless that is under way; the answer is the device's snapshot.
    pub(super) fn audit(&mut self, now: Timestamp, dn: &Dn, attempt: usize) {
        let known = self.devices.get(dn).filter(|device| device.reporting != Reporting::Unknown);
        let free = known.is_some_and(|device| device.audit.is_none() && device.resync.is_none());
        if !self.link_up || !free {
            return;
        }
        self.counters.audits += 1;
        let command = self.command(dn.clone(), Order::Register);
        if let Some(device) = self.devices.get_mut(dn) {
            device.audit = Some(command);
        }
        let due = now + self.config.resp_timeout;
        self.timers.set(due, Timer::NoAnswer(command));
        self.audits.insert(command, Audit { dn: dn.clone(), attempt, due });
    }

    /// An audit has its answer; false: the command is none.
    pub(super) fn audited(&mut self, command: CommandId) -> bool {
        self.end_audit(command).is_some()
    }

    /// Whether the command is an audit. One that is denied is tried again when its answer would be
    /// overdue: who refuses may have too much to do.
    pub(super) fn is_audit(&self, command: CommandId) -> bool {
        self.audits.contains_key(&command)
    }

    /// An audit got no answer, or was denied: a few more are tried.
    pub(super) fn audit_again(&mut self, now: Timestamp, command: CommandId) -> bool {
        let Some(Audit { dn, attempt, .. }) = self.end_audit(command) else { return false };
        if attempt < limits::MAX_AUDITS {
            self.audit(now, &dn, attempt + 1);
        }
        true
    }

    fn end_audit(&mut self, command: CommandId) -> Option<Audit> {
        let audit = self.audits.remove(&command)?;
        self.timers.cancel(audit.due, Timer::NoAnswer(command));
        if let Some(device) = self.devices.get_mut(&audit.dn) {
            device.audit = device.audit.filter(|other| *other != command);
        }
        Some(audit)
    }

    /// Sets when to look after the calls of a session the next time, and no other moment.
    pub(super) fn check_later(&mut self, now: Timestamp, id: SessionId) {
        let interval = self.config.call_check;
        if let Some(session) = self.sessions.get_mut(&id) {
            let at = (!interval.is_zero()).then(|| now + interval);
            self.timers.put(&mut session.checked_at, at, Timer::Check(id));
        }
    }

    /// Looks whether the calls of a session's device are still there, or the middleware reports it
    /// again, and comes back. An idle device is looked at less often: a ring that was never told is
    /// found out, too.
    pub(super) fn check_calls(&mut self, now: Timestamp, id: SessionId) {
        let Some(session) = self.sessions.get_mut(&id) else { return };
        if session.phase != Phase::Open {
            return;
        }
        session.checks = session.checks.wrapping_add(1);
        let every_so_often = session.checks.is_multiple_of(limits::IDLE_CHECKS);
        let dn = session.dn.clone();
        let looks = |device: &Device| {
            every_so_often || device.has_calls() || device.reporting == Reporting::Lost
        };
        if self.devices.get(&dn).is_some_and(looks) {
            self.audit(now, &dn, 1);
        }
        self.check_later(now, id);
    }
}
