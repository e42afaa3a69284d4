//! SENDDTMF: sends tones to the others in a call (ECMA-269 Generate Digits).

use super::{CALL, CallRule, Field, Kind, Need, Plan, Row, Rule, required};
use crate::{
    call::State,
    device::Device,
    fields::{FieldError, Fields},
    id::CallKey,
    middleware::Order,
    refusal::{Code, Refusal},
};

/// Send these tones to the others in the call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendDtmf {
    pub call: CallKey,
    pub digits: String,
}

impl SendDtmf {
    pub(super) const ROW: Row = Row {
        name: "SENDDTMF",
        help: "send tones to the others in the call",
        fields: &[CALL, DIGITS],
        rule: Rule::Call(CallRule {
            states: &[State::Connected],
            otherwise: Code::NotConnected,
            need: Need::Nothing,
        }),
        begins_call: false,
    };

    pub(super) fn read(fields: &mut Fields) -> Result<Self, FieldError> {
        Ok(Self { call: fields.call(&CALL)?, digits: fields.text(&DIGITS)? })
    }

    pub(super) fn plan(&self, device: &Device) -> Result<Plan, Refusal> {
        Self::ROW.call(device, self.call)?;
        let Self { call, digits } = self.clone();
        Ok(Plan::Orders(vec![Order::SendDigits { call, digits }]))
    }
}

const DIGITS: Field = required("digits", Kind::Digits, "the tones, one after the other");
