//! BLINDTRANSFER: sends the other party on in one step (ECMA-269 Single Step Transfer Call).

use super::{CALL, CallRule, DATA, DESTINATION, Need, Plan, Row, Rule};
use crate::{
    call::State,
    device::Device,
    fields::{FieldError, Fields},
    id::{CallKey, Dn},
    middleware::{CallData, Order},
    refusal::{Code, Refusal},
};

/// Send the call on to `destination`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlindTransfer {
    pub call: CallKey,
    pub destination: Dn,
    pub data: CallData,
}

impl BlindTransfer {
    pub(super) const ROW: Row = Row {
        name: "BLINDTRANSFER",
        help: "send the other party on without consulting",
        fields: &[CALL, DESTINATION, DATA],
        rule: Rule::Call(CallRule {
            states: &[State::Connected],
            otherwise: Code::NotConnected,
            need: Need::NoConsultation,
        }),
        begins_call: false,
    };

    pub(super) fn read(fields: &mut Fields) -> Result<Self, FieldError> {
        let call = fields.call(&CALL)?;
        Ok(Self { call, destination: fields.dn(&DESTINATION)?, data: fields.pairs(&DATA) })
    }

    pub(super) fn plan(&self, device: &Device) -> Result<Plan, Refusal> {
        Self::ROW.call(device, self.call)?;
        let Self { call, destination: to, data } = self.clone();
        Ok(Plan::Orders(vec![Order::BlindTransfer { call, to, data }]))
    }
}
