//! COMPLETETRANSFER: joins the held party with the consulted one and leaves (ECMA-269 Transfer Call).

use super::{CallRule, HELD, Need, Plan, Row, Rule, rule::consultation};
use crate::{
    call::State,
    device::Device,
    fields::{FieldError, Fields},
    id::CallKey,
    middleware::Order,
    refusal::{Code, Refusal},
};

/// Hand the held call over to the consulted party, who may still be ringing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompleteTransfer {
    pub call: CallKey,
}

impl CompleteTransfer {
    pub(super) const ROW: Row = Row {
        name: "COMPLETETRANSFER",
        help: "hand the held call over to the consulted party, who may still be ringing",
        fields: &[HELD],
        rule: Rule::Call(CallRule {
            states: &[State::Held],
            otherwise: Code::NotHeld,
            need: Need::Consultation(&[State::Dialing, State::Connected]),
        }),
        begins_call: false,
    };

    pub(super) fn read(fields: &mut Fields) -> Result<Self, FieldError> {
        Ok(Self { call: fields.call(&HELD)? })
    }

    pub(super) fn plan(&self, device: &Device) -> Result<Plan, Refusal> {
        Self::ROW.call(device, self.call)?;
        let active = consultation(device, self.call)?.key;
        Ok(Plan::Orders(vec![Order::CompleteTransfer { held: self.call, active }]))
    }
}
