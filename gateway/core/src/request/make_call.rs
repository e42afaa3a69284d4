//! MAKECALL: calls a number (ECMA-269 Make Call).

use super::{DATA, DESTINATION, Plan, Row, Rule};
use crate::{
    device::Device,
    fields::{FieldError, Fields},
    id::Dn,
    middleware::{CallData, Order},
    refusal::Refusal,
};

/// Call `destination`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MakeCall {
    pub destination: Dn,
    pub data: CallData,
}

impl MakeCall {
    pub(super) const ROW: Row = Row {
        name: "MAKECALL",
        help: "call a number; the reply names the call",
        fields: &[DESTINATION, DATA],
        rule: Rule::Idle,
        begins_call: true,
    };

    pub(super) fn read(fields: &mut Fields) -> Result<Self, FieldError> {
        Ok(Self { destination: fields.dn(&DESTINATION)?, data: fields.pairs(&DATA) })
    }

    pub(super) fn plan(&self, _device: &Device) -> Result<Plan, Refusal> {
        let Self { destination: to, data } = self.clone();
        Ok(Plan::Orders(vec![Order::MakeCall { to, data }]))
    }
}
