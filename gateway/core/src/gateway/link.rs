//! What the middleware reports, and what the sessions are told of it.

use std::{mem::discriminant, sync::Arc};

use super::Gateway;
use crate::{
    device::{Device, Reporting, Told},
    id::Dn,
    middleware::{CallChange, CommandId, Dropped, Event},
    notice::{Cause, Detail, Kind},
    refusal::Refusal,
    statistics::QueueLedger,
    time::Timestamp,
};

impl Gateway {
    pub(super) fn link_event(&mut self, now: Timestamp, event: Event) {
        match event {
            Event::LinkUp => self.link_came_up(now),
            Event::LinkDown { reason } => self.link_went_down(now, &reason),
            Event::Done { command, call } => self.done(now, command, call),
            Event::Denied { command, denial } => self.denied(now, command, Refusal::from(denial)),
            Event::Queue { dn, call, change } => self.queue_event(now, &dn, call, change),
            Event::Dropped { why } => self.dropped(why),
            Event::Registered { ref dn, .. }
            | Event::RegistrationLost { ref dn, .. }
            | Event::Agent { ref dn, .. }
            | Event::Set { ref dn, .. }
            | Event::Monitoring { ref dn, .. }
            | Event::Call { ref dn, .. } => self.device_event(now, dn.clone(), event),
        }
    }

    fn link_went_down(&mut self, now: Timestamp, reason: &str) {
        if !self.link_up {
            self.counters.ignored += 1;
            return;
        }
        self.link_up = false;
        self.ledgers.gateway.link_went_down(now);
        self.ledgers.queues.values_mut().for_each(QueueLedger::lost_sight);
        let reason: Arc<str> = Arc::from(reason);
        let mut silent = Vec::new();
        for (dn, device) in &mut self.devices {
            if device.reporting == Reporting::Yes {
                silent.push(dn.clone());
            }
            device.reporting = Reporting::Unknown;
            device.deferred.clear();
            device.resync = None;
            device.audit = None;
        }
        silent.sort();
        self.audits.clear();
        silent.iter().for_each(|dn| self.touch(dn));
        for dn in silent {
            self.look(now, &dn);
            let detail = Detail::Reason(Arc::clone(&reason));
            self.tell_device(now, &dn, Told { kind: Kind::LinkDown, detail }, None);
        }
        self.fail_all(now);
    }

    /// Tells every session that the link is up, then what has changed meanwhile.
    fn link_came_up(&mut self, now: Timestamp) {
        if self.link_up {
            self.counters.ignored += 1;
            return;
        }
        self.link_up = true;
        let mut devices: Vec<Dn> = self.devices.keys().cloned().collect();
        devices.sort();
        let mut unregistered = Vec::new();
        for dn in devices {
            self.touch(&dn);
            let Some(device) = self.devices.get_mut(&dn) else { continue };
            let reports = std::mem::take(&mut device.deferred);
            if device.unregistered && !reports.iter().any(is_registered) {
                device.reporting = Reporting::Lost;
                unregistered.push(dn);
                continue;
            }
            if is_lost(&reports) {
                device.reporting = Reporting::Lost;
                continue;
            }
            // A snapshot among the reports is the first of them, and says so itself.
            if !matches!(reports.first(), Some(Event::Registered { .. })) {
                device.reporting = Reporting::Yes;
            }
            let missed = std::mem::take(&mut device.missed);
            self.look(now, &dn);
            self.tell_device(now, &dn, Told { kind: Kind::LinkUp, detail: Detail::None }, None);
            for report in reports {
                self.report(now, &dn, report);
            }
            self.still_silent(&dn);
            if missed {
                self.audit(now, &dn, 1);
            }
        }
        self.ledgers.link_came_up(now);
        self.watch_configured_queues(now);
        self.register(unregistered);
    }

    fn device_event(&mut self, now: Timestamp, dn: Dn, event: Event) {
        match self.devices.get_mut(&dn) {
            Some(device) if self.link_up => {
                let state = discriminant(device.agent());
                self.report(now, &dn, event);
                if self.devices.get(&dn).is_some_and(|device| discriminant(device.agent()) != state)
                {
                    self.still_silent(&dn);
                }
            }
            Some(device) => device.defer(event),
            None => self.other_event(now, &dn, &event),
        }
    }

    /// A report about something else than a device with a session: a queue, or nothing known.
    fn other_event(&mut self, now: Timestamp, dn: &Dn, event: &Event) {
        let queue = self.ledgers.queues.get_mut(dn);
        match (event, queue) {
            (Event::Registered { .. }, Some(queue)) => queue.registered(now),
            (Event::RegistrationLost { .. }, Some(_)) => drop(self.ledgers.queues.remove(dn)),
            (Event::Call { call, change, .. }, Some(queue)) => match change {
                CallChange::PartyChanged { previous: Some(previous), .. } => {
                    queue.rename(*previous, *call);
                }
                CallChange::Released { .. } => queue.redirected(now, *call),
                CallChange::Dialing
                | CallChange::Ringing { .. }
                | CallChange::Established
                | CallChange::Held
                | CallChange::Retrieved
                | CallChange::Abandoned
                | CallChange::Failed { .. }
                | CallChange::NetworkReached
                | CallChange::PartyAdded { .. }
                | CallChange::PartyRemoved { .. }
                | CallChange::PartyChanged { previous: None, .. }
                | CallChange::Parties { .. }
                | CallChange::Observed { .. }
                | CallChange::Muted
                | CallChange::Unmuted
                | CallChange::DataChanged { .. } => {}
            },
            (_, _) => self.counters.ignored += 1,
        }
    }

    fn report(&mut self, now: Timestamp, dn: &Dn, event: Event) {
        let Some(device) = self.devices.get_mut(dn) else { return };
        let ringing = device.ringing();
        let is_snapshot = matches!(event, Event::Registered { .. });
        let (told, command) = reported(device, event);
        let doubtful = device.is_doubtful() && !is_snapshot;
        self.touch(dn);
        if told.is_empty() {
            self.counters.ignored += 1;
        }
        for told in told {
            self.count(now, dn, &told, &ringing);
            self.tell_device(now, dn, told, command);
        }
        self.look(now, dn);
        if doubtful {
            self.audit(now, dn, 1);
        }
    }

    /// Counts what the adapter has dropped.
    fn dropped(&mut self, what: Dropped) {
        let counter = match what {
            Dropped::Unknown => &mut self.counters.unknown,
            Dropped::Duplicate => &mut self.counters.duplicates,
            Dropped::OutOfTurn => &mut self.counters.out_of_turn,
            Dropped::LateAnswer => &mut self.counters.late,
        };
        *counter += 1;
    }
}

/// What a report changes at a device, and the command that caused it.
fn reported(device: &mut Device, event: Event) -> (Vec<Told>, Option<CommandId>) {
    match event {
        Event::Registered { agent, calls, features, .. } => {
            let was = std::mem::replace(&mut device.reporting, Reporting::Yes);
            device.unregistered = false;
            let up = Told { kind: Kind::LinkUp, detail: Detail::None };
            let mut told: Vec<Told> = (was == Reporting::Lost).then_some(up).into_iter().collect();
            // Asked for by nobody, it tells what should have been told before.
            let ended = match (was, device.resync) {
                (Reporting::Yes, None) => Cause::Stuck,
                (Reporting::Yes | Reporting::Unknown | Reporting::Lost, _) => Cause::Resync,
            };
            told.extend(device.synchronise((agent, calls, features), ended));
            (told, device.resync.take())
        }
        Event::RegistrationLost { denial, .. } => {
            let was = std::mem::replace(&mut device.reporting, Reporting::Lost);
            let detail = Detail::Reason(Arc::from(denial.text));
            let down = Told { kind: Kind::LinkDown, detail };
            ((was == Reporting::Yes).then_some(down).into_iter().collect(), None)
        }
        Event::Agent { state, command, .. } => {
            let changed = device.set_agent(state.clone());
            let detail = Detail::Agent { state, cause: None };
            let told = changed.then_some(Told { kind: Kind::AgentStateChanged, detail });
            (told.into_iter().collect(), command)
        }
        Event::Set { setting, command, .. } => (device.set(setting).into_iter().collect(), command),
        Event::Monitoring { agent, begins, command, .. } => {
            (device.set_monitoring(agent, begins).into_iter().collect(), command)
        }
        Event::Call { call, change, info, command, .. } => {
            (device.apply(call, change, info), command)
        }
        Event::LinkUp
        | Event::LinkDown { .. }
        | Event::Done { .. }
        | Event::Denied { .. }
        | Event::Queue { .. }
        | Event::Dropped { .. } => (Vec::new(), None),
    }
}

fn is_registered(event: &Event) -> bool {
    matches!(event, Event::Registered { .. })
}

/// Whether the last word about the registration is that it is lost.
fn is_lost(reports: &[Event]) -> bool {
    let registration =
        |event: &&Event| matches!(event, Event::Registered { .. } | Event::RegistrationLost { .. });
    let last = reports.iter().rfind(registration);
    matches!(last, Some(Event::RegistrationLost { .. }))
}
