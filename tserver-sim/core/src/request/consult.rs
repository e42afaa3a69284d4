//! Two-step operations: initiate, complete, merge, alternate, reconnect; and the mute transfer,
//! which is two steps in one request.

use switch_sim::{
    action::{Accepted, Action},
    id::{CallId, DeviceId},
    personality::table::ConsultHold,
    switch::Switch,
};
use tserver_wire::{AttributeId as A, MergeType, MessageType as M};

use super::Ask;
use crate::{
    error::{Denial, ErrorKind},
    pending::{Origin, OriginId},
    server::TServerSim,
};

impl TServerSim {
    pub(super) fn initiate(&mut self, switch: &mut Switch, ask: Ask<'_>) -> Result<(), Denial> {
        self.begin_consultation(switch, ask).map(drop)
    }

    /// Initiates and completes without waiting for an answer. A completion that the switch
    /// refuses takes the consultation back; the client hears of the attempt, then that it is refused.
    pub(super) fn mute_transfer(
        &mut self,
        switch: &mut Switch,
        ask: Ask<'_>,
    ) -> Result<(), Denial> {
        let (id, device, held, begun) = self.begin_consultation(switch, ask)?;
        let active = begun.call.unwrap_or(held);
        let complete = Action::CompleteTransfer { device, held, active };
        let Err(denial) = self.act_further(switch, id, complete) else { return Ok(()) };
        let _taken_back = self.act_further(switch, id, Action::Reconnect { device, held, active });
        // What the call failed for, its last event has told.
        let failed = denial.kind == ErrorKind::WrongState;
        let busy = "The destination takes no call now: CallState of EventDestinationBusy says why";
        let denial = if failed { Denial::new(ErrorKind::DestinationBusy, busy) } else { denial };
        if let Some(origin) = self.pending.get_mut(id) {
            origin.refused = Some(Box::new((ask.message.clone(), denial)));
        }
        Ok(())
    }

    /// Complete, merge, alternate and reconnect: one number, a held and an active call.
    pub(super) fn act_on_two_calls(
        &mut self,
        switch: &mut Switch,
        ask: Ask<'_>,
    ) -> Result<(), Denial> {
        let device = self.own_dn(ask)?;
        let (held, active) = self.two_calls(ask, device)?;
        let (answer, action) = match ask.message.kind {
            M::REQUEST_COMPLETE_TRANSFER => {
                (M::EVENT_RELEASED, Action::CompleteTransfer { device, held, active })
            }
            M::REQUEST_COMPLETE_CONFERENCE => {
                (M::EVENT_RELEASED, Action::CompleteConference { device, held, active })
            }
            M::REQUEST_MERGE_CALLS => {
                let action = match merge_type(ask)? {
                    MergeType::Transfer => Action::CompleteTransfer { device, held, active },
                    MergeType::Conference => Action::CompleteConference { device, held, active },
                };
                (M::EVENT_RELEASED, action)
            }
            M::REQUEST_ALTERNATE_CALL => {
                (M::EVENT_HELD, Action::Alternate { device, held, active })
            }
            _ => (M::EVENT_RELEASED, Action::Reconnect { device, held, active }),
        };
        let origin = self.origin(ask, device, answer);
        self.act(switch, origin, action)?;
        Ok(())
    }

    fn begin_consultation(
        &mut self,
        switch: &mut Switch,
        ask: Ask<'_>,
    ) -> Result<(OriginId, DeviceId, CallId, Accepted), Denial> {
        let device = self.own_dn(ask)?;
        let call = self.own_call(ask, A::CONN_ID, device)?.id;
        let (to, dn) = ask.destination()?;
        let data = self.given_data(ask)?;
        self.require_room_for(call, &data)?;
        let answer = match self.personality.hold_on_consult_init {
            ConsultHold::Told => M::EVENT_HELD,
            ConsultHold::Untold => M::EVENT_DIALING,
        };
        let origin = Origin { data, to: Some(dn), ..self.origin(ask, device, answer) };
        let action = Action::Consult { device, call, to, data: Vec::new() };
        let (id, begun) = self.act(switch, origin, action)?;
        Ok((id, device, call, begun))
    }

    /// The held and the active call. The public functions take both; T-Link carries them as
    /// ConnID (held) and `TransferConnID` or `ConferenceConnID` (active), or, as client libraries do
    /// for alternate and reconnect, as ConnID (active) and PreviousConnID (held).
    fn two_calls(&self, ask: Ask<'_>, device: DeviceId) -> Result<(CallId, CallId), Denial> {
        let call = |id| self.own_call(ask, id, device).map(|call| call.id);
        let given = |id| ask.message.get(id).is_some();
        if given(A::TRANSFER_CONN_ID) {
            Ok((call(A::CONN_ID)?, call(A::TRANSFER_CONN_ID)?))
        } else if given(A::CONFERENCE_CONN_ID) {
            Ok((call(A::CONN_ID)?, call(A::CONFERENCE_CONN_ID)?))
        } else if given(A::PREVIOUS_CONN_ID) {
            Ok((call(A::PREVIOUS_CONN_ID)?, call(A::CONN_ID)?))
        } else {
            let text = format!(
                "{} needs two calls: the held one in ConnID, the active one in TransferConnID",
                ask.message.kind
            );
            Err(Denial::new(ErrorKind::InvalidConnId, text))
        }
    }
}

/// What a merge is to become; a transfer, where the request does not say.
fn merge_type(ask: Ask<'_>) -> Result<MergeType, Denial> {
    let Some(code) = ask.message.integer(A::MERGE_TYPE) else { return Ok(MergeType::Transfer) };
    MergeType::from_code(code).ok_or_else(|| {
        let text = format!("MergeType {code} is neither transfer 0 nor conference 1");
        Denial::new(ErrorKind::InvalidAttribute, text)
    })
}
