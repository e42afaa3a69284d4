//! Two calls of a device become one: what transfer and conference have in common.

use crate::{
    action::Refusal,
    call::ConnectionState,
    id::{CallId, DeviceId},
    switch::{Switch, Timer},
};

impl Switch {
    /// Refuses unless the device has `held` on hold and `active` in use; the state of `active`.
    /// They need not be a call and its consultation call.
    pub(crate) fn require_tied(
        &self,
        device: DeviceId,
        held: CallId,
        active: CallId,
    ) -> Result<ConnectionState, Refusal> {
        self.require_extension(device)?;
        let tied = |call| match self.connection(device, call) {
            Err(Refusal::UnknownCall(call)) => Err(Refusal::UnknownCall(call)),
            other => other.map_err(|_| Refusal::NotTogether),
        };
        let (held_state, active_state) = (tied(held)?, tied(active)?);
        match (held_state, active_state) {
            (ConnectionState::Held, ConnectionState::Held) => Err(Refusal::NotTogether),
            (ConnectionState::Held, active) => Ok(active),
            _ => Err(Refusal::NotTogether),
        }
    }

    /// Whether nobody can come into a call: it has as many people as the switch joins, or has ended.
    pub(crate) fn is_full(&self, call: CallId) -> bool {
        self.calls.get(call).is_none_or(|call| call.people() >= self.conference_limit)
    }

    /// Refuses to join two calls that have, beside `controller`, somebody else in common, or
    /// whose `parties` would be too many.
    pub(crate) fn require_joinable(
        &self,
        controller: DeviceId,
        held: CallId,
        active: CallId,
        parties: usize,
    ) -> Result<(), Refusal> {
        let limit = self.conference_limit;
        let calls = || [held, active].into_iter().filter_map(|call| self.calls.get(call));
        let in_vector = calls().filter(|call| call.is_in_vector()).count();
        let waiting = calls().flat_map(|call| &call.parties).filter(|p| !p.counts_as_person());
        let waiting = waiting.count();
        // However many queues a vector uses and agents are rung, one agent comes of it.
        let parties = parties - waiting + usize::from(in_vector + waiting > 0);
        if parties > limit {
            return Err(Refusal::ConferenceFull { limit });
        }
        if in_vector == 2 {
            return Err(Refusal::DeviceBusy(held));
        }
        let common = self
            .others(active, controller)
            .any(|device| self.calls.get(held).is_some_and(|held| held.party(device).is_some()));
        if common {
            return Err(Refusal::Denied("somebody else is in both calls"));
        }
        Ok(())
    }

    /// The devices of a call beside one.
    pub(crate) fn others(
        &self,
        call: CallId,
        device: DeviceId,
    ) -> impl Iterator<Item = DeviceId> + '_ {
        let parties = self.calls.get(call).into_iter().flat_map(|call| &call.parties);
        parties.map(|party| party.device).filter(move |&other| other != device)
    }

    /// Moves all parties of `active` into `held`, with their places in queues, their timers and
    /// their agents' parts; `active` ends without a report. Who was moved.
    pub(crate) fn move_parties(&mut self, active: CallId, held: CallId) -> Vec<DeviceId> {
        let Some(entry) = self.calls.get_mut(active) else { return Vec::new() };
        let parties = std::mem::take(&mut entry.parties);
        let vectoring = entry.vectoring.take();
        self.calls.end(active);
        self.move_vectoring(vectoring, active, held);
        self.move_parked(active, Some(held));
        let mut moved = Vec::with_capacity(parties.len());
        for party in parties {
            let device = party.device;
            moved.push(device);
            if let Some(timer) = party.timer.and_then(|key| self.agenda.get_mut(key)) {
                match timer {
                    Timer::RingLimit { call, .. }
                    | Timer::OutsideAnswer { call, .. }
                    | Timer::AutoAnswer { call, .. }
                    | Timer::Predictive { call, .. }
                    | Timer::RingsFurther { call, .. }
                    | Timer::RouteTimeout { call, .. } => {
                        *call = held;
                    }
                    Timer::AfterCallWork { .. }
                    | Timer::ParkLimit { .. }
                    | Timer::Overlap { .. }
                    | Timer::Vector { .. }
                    | Timer::VectorDisconnect { .. } => {}
                }
            }
            if let Some(queue) = self.queue_mut(device) {
                queue.hand_over(party.place, held);
            } else if let Some(point) = self.point_mut(device) {
                point.hand_over(active, held);
            } else {
                self.at.replace(device, active, held);
            }
            if let Some(agent) = self.agent_mut(device) {
                agent
                    .parts
                    .iter_mut()
                    .filter(|part| **part == active)
                    .for_each(|part| *part = held);
            }
            if let Some(entry) = self.calls.get_mut(held) {
                entry.parties.push(party);
            }
        }
        self.refresh_parties(held);
        moved
    }
}
