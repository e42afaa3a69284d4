//! RETRIEVECALL: takes a held call back (ECMA-269 Retrieve Call).

use super::{CALL, CallRule, Need, Plan, Row, Rule};
use crate::{
    call::State,
    device::Device,
    fields::{FieldError, Fields},
    id::CallKey,
    middleware::Order,
    refusal::{Code, Refusal},
};

/// Take the call back from hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetrieveCall {
    pub call: CallKey,
}

impl RetrieveCall {
    pub(super) const ROW: Row = Row {
        name: "RETRIEVECALL",
        help: "take the call back from hold",
        fields: &[CALL],
        rule: Rule::Call(CallRule {
            states: &[State::Held],
            otherwise: Code::NotHeld,
            need: Need::NoOtherActive,
        }),
        begins_call: false,
    };

    pub(super) fn read(fields: &mut Fields) -> Result<Self, FieldError> {
        Ok(Self { call: fields.call(&CALL)? })
    }

    pub(super) fn plan(&self, device: &Device) -> Result<Plan, Refusal> {
        Self::ROW.call(device, self.call)?;
        Ok(Plan::Orders(vec![Order::Retrieve { call: self.call }]))
    }
}
