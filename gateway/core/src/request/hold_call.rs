//! HOLDCALL: puts a call on hold (ECMA-269 Hold Call).

use super::{CALL, CallRule, Need, Plan, Row, Rule};
use crate::{
    call::State,
    device::Device,
    fields::{FieldError, Fields},
    id::CallKey,
    middleware::Order,
    refusal::{Code, Refusal},
};

/// Put the call on hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldCall {
    pub call: CallKey,
}

impl HoldCall {
    pub(super) const ROW: Row = Row {
        name: "HOLDCALL",
        help: "put the call on hold",
        fields: &[CALL],
        rule: Rule::Call(CallRule {
            states: &[State::Connected],
            otherwise: Code::NotConnected,
            need: Need::Nothing,
        }),
        begins_call: false,
    };

    pub(super) fn read(fields: &mut Fields) -> Result<Self, FieldError> {
        Ok(Self { call: fields.call(&CALL)? })
    }

    pub(super) fn plan(&self, device: &Device) -> Result<Plan, Refusal> {
        Self::ROW.call(device, self.call)?;
        Ok(Plan::Orders(vec![Order::Hold { call: self.call }]))
    }
}
