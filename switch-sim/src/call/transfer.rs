//! Complete transfer: the other parties of two calls stay together, the device leaves (ECMA-269
//! Transfer Call).

use crate::{
    action::Refusal,
    call::{Call, ConnectionState, Party},
    event::Report,
    id::{CallId, DeviceId},
    personality::table::{RingingTransfer, VectorTransfer},
    plant::DeviceKind,
    switch::Switch,
};

impl Switch {
    /// Joins everybody else of `active` to `held`. The party called may alert, wait in a queue or
    /// have answered; somebody must be there who is not ringing or waiting.
    pub(crate) fn complete_transfer(
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
        self.require_completable(held, active, state)?;
        let parties = self.staying(held, device) + self.staying(active, device);
        self.require_joinable(device, held, active, parties)?;
        if !self.is_through_beside(held, device) && !self.is_through_beside(active, device) {
            return Err(Refusal::Denied("somebody has to have answered, in one of the calls"));
        }
        self.remove_party(active, device);
        self.remove_party(held, device);
        let moved = self.move_parties(active, held);
        self.report(Report::Transferred { held, active, controller: device, moved });
        Ok(())
    }

    /// Refuses what the brand does not complete: a transfer to a vector at work, or to a telephone
    /// that rings.
    fn require_completable(
        &self,
        held: CallId,
        active: CallId,
        state: ConnectionState,
    ) -> Result<(), Refusal> {
        let in_vector = self.calls.get(active).is_some_and(Call::is_in_vector);
        if in_vector
            && !self.is_queued_by_vector(active)
            && self.personality.transfer_while_consult_in_vector == VectorTransfer::Denied
        {
            let what = "a transfer is not completed while a vector processes the call";
            return Err(Refusal::Denied(what));
        }
        if state != ConnectionState::Initiated {
            return Ok(());
        }
        match self.personality.transfer_ringing_complete {
            RingingTransfer::TrunkCalls if self.has_circuit(held) || self.has_circuit(active) => {
                Ok(())
            }
            RingingTransfer::Allowed => Ok(()),
            RingingTransfer::TrunkCalls => {
                let what = "only calls over a trunk are transferred before the answer";
                Err(Refusal::Denied(what))
            }
            RingingTransfer::Denied => {
                Err(Refusal::Denied("a transfer is not completed before the answer"))
            }
        }
    }

    /// Whether somebody outside is in a call.
    pub(crate) fn has_circuit(&self, call: CallId) -> bool {
        let parties = self.calls.get(call).into_iter().flat_map(|call| &call.parties);
        let mut kinds = parties.filter_map(|party| self.plant.kind(party.device));
        kinds.any(|kind| matches!(kind, DeviceKind::Circuit { .. }))
    }

    /// Whether somebody beside the device is in conversation, or has put this call aside.
    pub(crate) fn is_through_beside(&self, call: CallId, device: DeviceId) -> bool {
        let parties = self.calls.get(call).into_iter().flat_map(|call| &call.parties);
        let mut others = parties.filter(|party| party.device != device && party.observes.is_none());
        others.any(|party| party.state.is_through())
    }

    /// How many parties stay when a device leaves: its observer goes with it.
    fn staying(&self, call: CallId, device: DeviceId) -> usize {
        let parties = self.calls.get(call).into_iter().flat_map(|call| &call.parties);
        let goes = |party: &&Party| {
            party.device == device || party.observes.is_some_and(|o| o.agent == device)
        };
        parties.filter(|party| !goes(party)).count()
    }
}
