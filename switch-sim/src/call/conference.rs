//! Complete conference: everybody of two calls in one (ECMA-269 Conference Call).

use crate::{
    action::Refusal,
    call::ConnectionState,
    event::Report,
    id::{CallId, DeviceId},
    switch::Switch,
};

impl Switch {
    /// Joins everybody of `active` to `held`. Whoever was called may still alert (a blind
    /// conference); a call that waits in a queue has nobody to join yet.
    pub(crate) fn complete_conference(
        &mut self,
        device: DeviceId,
        held: CallId,
        active: CallId,
    ) -> Result<(), Refusal> {
        let state = self.require_tied(device, held, active)?;
        match state {
            ConnectionState::Initiated | ConnectionState::Connected => {}
            ConnectionState::Null
            | ConnectionState::Alerting
            | ConnectionState::Held
            | ConnectionState::Queued
            | ConnectionState::Failed => {
                return Err(Refusal::WrongState { state, needed: "dialling or connected" });
            }
        }
        let entry = self.calls.get(active).ok_or(Refusal::UnknownCall(active))?;
        let mut others = entry.parties.iter().filter(|party| party.device != device);
        if others.clone().any(|party| party.state == ConnectionState::Queued) {
            return Err(Refusal::Denied("a call that waits has nobody to join yet"));
        }
        if others.next().is_none() {
            return Err(Refusal::WrongState { state, needed: "talking to somebody" });
        }
        let parties = self.others(held, device).count() + entry.parties.len();
        self.require_joinable(device, held, active, parties)?;
        self.merge_controller(device, held, active);
        let moved = self.move_parties(active, held);
        self.report(Report::Conferenced { held, active, controller: device, moved });
        Ok(())
    }

    /// Makes one connection of the controller's two. When `active` was the queue's call that the
    /// agent there is on, `held` is from here on.
    fn merge_controller(&mut self, device: DeviceId, held: CallId, active: CallId) {
        let party = self.party_mut(active, device);
        let delivered = party.and_then(|party| Some((party.queue.take()?, party.queued_since)));
        self.remove_party(active, device);
        let Some(party) = self.party_mut(held, device) else { return };
        party.state = party.state.retrieve().unwrap_or(party.state);
        if let Some((queue, since)) = delivered {
            (party.queue, party.queued_since) = (Some(queue), since);
            if let Some(agent) = self.agent_mut(device) {
                agent
                    .parts
                    .iter_mut()
                    .filter(|part| **part == active)
                    .for_each(|part| *part = held);
            }
        }
    }
}
