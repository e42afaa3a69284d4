//! Complete conference: everybody of two calls in one (ECMA-269 Conference Call).

use crate::{
    action::Refusal,
    call::ConnectionState,
    event::Report,
    id::{CallId, DeviceId},
    switch::Switch,
};

impl Switch {
    /// Joins everybody of `active` to `held`; all of `active` must have answered.
    pub(crate) fn complete_conference(
        &mut self,
        device: DeviceId,
        held: CallId,
        active: CallId,
    ) -> Result<(), Refusal> {
        let state = self.require_tied(device, held, active)?;
        if state != ConnectionState::Connected {
            return Err(Refusal::WrongState { state, needed: "connected" });
        }
        let entry = self.calls.get(active).ok_or(Refusal::UnknownCall(active))?;
        if let Some(party) = entry.parties.iter().find(|party| !party.state.is_through()) {
            return Err(Refusal::WrongState { state: party.state, needed: "connected" });
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
                agent.call = Some(held);
            }
        }
    }
}
