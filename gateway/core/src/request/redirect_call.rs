//! REDIRECTCALL: sends a ringing call elsewhere (ECMA-269 Deflect Call).

use super::{CALL, CallRule, Field, Kind, Need, Plan, Row, Rule, required};
use crate::{
    call::State,
    device::Device,
    fields::{FieldError, Fields},
    id::{CallKey, Dn},
    middleware::Order,
    refusal::{Code, Refusal},
};

/// Send the ringing call to another number instead of answering it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedirectCall {
    pub call: CallKey,
    pub destination: Dn,
}

impl RedirectCall {
    pub(super) const ROW: Row = Row {
        name: "REDIRECTCALL",
        help: "send the ringing call to another number",
        fields: &[CALL, ELSEWHERE],
        rule: Rule::Call(CallRule {
            states: &[State::Ringing],
            otherwise: Code::NotRinging,
            need: Need::Nothing,
        }),
        begins_call: false,
    };

    pub(super) fn read(fields: &mut Fields) -> Result<Self, FieldError> {
        Ok(Self { call: fields.call(&CALL)?, destination: fields.dn(&ELSEWHERE)? })
    }

    pub(super) fn plan(&self, device: &Device) -> Result<Plan, Refusal> {
        Self::ROW.call(device, self.call)?;
        let Self { call, destination: to } = self.clone();
        Ok(Plan::Orders(vec![Order::Redirect { call, to }]))
    }
}

const ELSEWHERE: Field = required("destination", Kind::Dn, "the number where it shall ring");
