//! A telephone rings until it is answered, or until its limit.

use std::time::Duration;

use crate::{
    agenda::AgendaKey,
    call::{ConnectionState, Party},
    event::{Alerts, Cause, Report},
    feature::Origin,
    id::{CallId, DeviceId, HuntGroupId},
    personality::table::AutoAnswer,
    switch::{Switch, Timer},
};

impl Switch {
    /// Lets a call alert at a telephone that no queue sent it to. It is sent on when the telephone
    /// forwards calls that nobody answers, or `origin` has a coverage path for them.
    pub(crate) fn ring(
        &mut self,
        call: CallId,
        device: DeviceId,
        transferred_by: Option<DeviceId>,
        origin: Option<Origin>,
    ) {
        let mut party = Party::new(device, ConnectionState::deliver, self.number_of(device));
        party.origin = origin;
        let limit = self.plant.phone(device).and_then(|phone| phone.ring_limit);
        let covered = || origin.and_then(|origin| self.covers_after(call, origin));
        let sent_on = self.forwards_after(call, device).or_else(covered);
        party.timer = match sent_on {
            None => self.limit_ringing(call, device, limit),
            Some(after) => {
                let after = limit.map_or(after, |limit| after.min(limit));
                let left = limit.map(|limit| limit - after);
                let timer = Timer::RingLimit { call, device, left };
                Some(self.agenda.schedule(self.now + after, timer))
            }
        };
        self.add_party(call, party);
        let (queue, alerts) = (None, Alerts::Alone);
        self.report(Report::Delivered { call, device, queue, transferred_by, alerts });
    }

    /// Lets a call alert at once at all the members of a hunt group who take a call, as far as the
    /// call has room for them.
    pub(crate) fn ring_all(
        &mut self,
        call: CallId,
        group: HuntGroupId,
        transferred_by: Option<DeviceId>,
    ) {
        let people = self.calls.get(call).map_or(0, |call| call.people());
        let room = self.conference_limit.saturating_sub(people);
        let free: Vec<DeviceId> = self.free_members(group, Some(call)).take(room).collect();
        for device in free {
            let limit = self.plant.phone(device).and_then(|phone| phone.ring_limit);
            let mut party = Party::new(device, ConnectionState::deliver, self.number_of(device));
            let (queue, alerts) = (None, Alerts::InParallel);
            party.alerts = alerts;
            party.timer = self.limit_ringing(call, device, limit);
            self.add_party(call, party);
            self.report(Report::Delivered { call, device, queue, transferred_by, alerts });
        }
    }

    /// The members of a hunt group who take a call.
    pub(crate) fn free_members(
        &self,
        group: HuntGroupId,
        call: Option<CallId>,
    ) -> impl Iterator<Item = DeviceId> + '_ {
        let members = self.plant.members(group).iter().copied();
        members.filter(move |&device| !self.is_undisturbed(device) && !self.is_busy(device, call))
    }

    /// Takes a call that one of several telephones takes away from the others.
    pub(crate) fn stop_hunting(&mut self, call: CallId, taken: DeviceId, cause: Cause) {
        let Some(entry) = self.calls.get(call) else { return };
        if !entry.party(taken).is_some_and(|party| party.alerts == Alerts::InParallel) {
            return;
        }
        let rings = |party: &&Party| {
            let alerting = party.state == ConnectionState::Alerting;
            alerting && party.alerts == Alerts::InParallel && party.device != taken
        };
        let others = entry.parties.iter().filter(rings).map(|party| party.device);
        let others: Vec<DeviceId> = others.collect();
        for device in others {
            self.clear(call, device, cause, None);
        }
    }

    /// Lets a call that rings at several telephones ring at one of them alone; `cause`: what the others
    /// are told. If it waits in a queue meanwhile, it waits no longer.
    pub(crate) fn ring_only_at(&mut self, call: CallId, device: DeviceId, cause: Cause) {
        self.stop_hunting(call, device, cause);
        self.leave_queue_for(call, device);
        if let Some(party) = self.party_mut(call, device) {
            party.alerts = Alerts::Alone;
        }
    }

    /// Puts the end of the ringing down.
    pub(crate) fn limit_ringing(
        &mut self,
        call: CallId,
        device: DeviceId,
        limit: Option<Duration>,
    ) -> Option<AgendaKey> {
        let (at, left) = (self.now + limit?, Some(Duration::ZERO));
        Some(self.agenda.schedule(at, Timer::RingLimit { call, device, left }))
    }

    /// A telephone that answers queues' calls by itself does so; where the switch gives a tone
    /// before, when that is over.
    pub(crate) fn answer_by_itself(&mut self, call: CallId, device: DeviceId) {
        if !self.plant.phone(device).is_some_and(|phone| phone.auto_answer) {
            return;
        }
        match self.personality.alert_before_connect_on_auto_answer {
            AutoAnswer::Both | AutoAnswer::ConnectOnly => {
                let _answered = self.answer(device, call);
            }
            AutoAnswer::AfterTone => {
                let timer = Timer::AutoAnswer { call, device };
                let timer = self.agenda.schedule(self.now + TONE, timer);
                let party = self.party_mut(call, device);
                let limit = party.and_then(|party| party.timer.replace(timer));
                if let Some(limit) = limit {
                    self.agenda.cancel(limit);
                }
            }
        }
    }

    /// A telephone answers by itself, unless something else is in the way: then it rings on.
    pub(crate) fn answer_after_tone(&mut self, call: CallId, device: DeviceId) {
        if let Some(party) = self.party_mut(call, device) {
            party.timer = None;
        }
        let _answered = self.answer(device, call);
    }

    /// Nobody has answered in time: the call is sent on. If nobody takes it elsewhere, it rings for
    /// what is `left` of its time (none: for ever) and is then taken away.
    pub(crate) fn give_up_ringing(
        &mut self,
        call: CallId,
        device: DeviceId,
        left: Option<Duration>,
    ) {
        if self.forward_unanswered(call, device) || self.cover_unanswered(call, device) {
            return;
        }
        if left.is_some_and(|left| left.is_zero()) {
            return self.take_from(call, device, Cause::CallNotAnswered);
        }
        let timer = self.limit_ringing(call, device, left);
        if let Some(party) = self.party_mut(call, device) {
            party.timer = timer;
        }
    }

    /// Takes a call away from the telephone at which it alerts: back to the queue that sent it,
    /// or to nobody.
    pub(crate) fn take_from(&mut self, call: CallId, device: DeviceId, cause: Cause) {
        let Some(party) = self.party_mut(call, device) else { return };
        if party.rings_in_parallel_for().is_some() {
            self.ring_no_longer(call, device, cause);
        } else if party.queue.is_some() {
            self.return_to_queue(call, device, cause);
        } else {
            self.clear(call, device, cause, None);
            self.end_if_alone(call, cause);
        }
    }
}

/// How long the tone lasts that tells an agent of a call that is about to be connected.
const TONE: Duration = Duration::from_secs(1);
