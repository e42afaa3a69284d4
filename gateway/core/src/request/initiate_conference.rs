//! INITIATECONFERENCE: holds a call and consults somebody, meaning to confer (ECMA-269 Consultation Call).

use super::{CALL, CallRule, DATA, DESTINATION, Need, Plan, Row, Rule};
use crate::{
    call::State,
    device::Device,
    fields::{FieldError, Fields},
    id::{CallKey, Dn},
    middleware::{CallData, Order, Purpose},
    refusal::{Code, Refusal},
};

/// Hold `call` and call `destination`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InitiateConference {
    pub call: CallKey,
    pub destination: Dn,
    pub data: CallData,
}

impl InitiateConference {
    pub(super) const ROW: Row = Row {
        name: "INITIATECONFERENCE",
        help: "hold the call and consult somebody, meaning to confer; the reply names the consultation",
        fields: &[CALL, DESTINATION, DATA],
        rule: Rule::Call(CallRule {
            states: &[State::Connected],
            otherwise: Code::NotConnected,
            need: Need::NoConsultation,
        }),
        begins_call: true,
    };

    pub(super) fn read(fields: &mut Fields) -> Result<Self, FieldError> {
        let call = fields.call(&CALL)?;
        Ok(Self { call, destination: fields.dn(&DESTINATION)?, data: fields.pairs(&DATA) })
    }

    pub(super) fn plan(&self, device: &Device) -> Result<Plan, Refusal> {
        Self::ROW.call(device, self.call)?;
        let Self { call, destination: to, data } = self.clone();
        Ok(Plan::Orders(vec![Order::Consult { call, to, purpose: Purpose::Conference, data }]))
    }
}
