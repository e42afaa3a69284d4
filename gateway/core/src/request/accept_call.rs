//! ACCEPTCALL: answers a ringing call (ECMA-269 Answer Call).

use super::{CALL, CallRule, Need, Plan, Row, Rule};
use crate::{
    call::State,
    device::Device,
    fields::{FieldError, Fields},
    id::CallKey,
    middleware::Order,
    refusal::{Code, Refusal},
};

/// Answer the call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcceptCall {
    pub call: CallKey,
}

impl AcceptCall {
    pub(super) const ROW: Row = Row {
        name: "ACCEPTCALL",
        help: "answer a ringing call",
        fields: &[CALL],
        rule: Rule::Call(CallRule {
            states: &[State::Ringing],
            otherwise: Code::NotRinging,
            need: Need::NoOtherActive,
        }),
        begins_call: false,
    };

    pub(super) fn read(fields: &mut Fields) -> Result<Self, FieldError> {
        Ok(Self { call: fields.call(&CALL)? })
    }

    pub(super) fn plan(&self, device: &Device) -> Result<Plan, Refusal> {
        Self::ROW.call(device, self.call)?;
        Ok(Plan::Orders(vec![Order::Answer { call: self.call }]))
    }
}
