//! CANCELTRANSFER: ends the consultation and goes back to the held call (ECMA-269 Reconnect Call).

use super::{CallRule, HELD, Need, Plan, Row, Rule, rule::consultation};
use crate::{
    call::State,
    device::Device,
    fields::{FieldError, Fields},
    id::CallKey,
    middleware::Order,
    refusal::{Code, Refusal},
};

/// End the consultation and go back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancelTransfer {
    pub call: CallKey,
}

impl CancelTransfer {
    pub(super) const ROW: Row = Row {
        name: "CANCELTRANSFER",
        help: "end the consultation and take the held call back",
        fields: &[HELD],
        rule: Rule::Call(CallRule {
            states: &[State::Held],
            otherwise: Code::NotHeld,
            need: Need::Consultation(&[State::Dialing, State::Connected, State::Failed]),
        }),
        begins_call: false,
    };

    pub(super) fn read(fields: &mut Fields) -> Result<Self, FieldError> {
        Ok(Self { call: fields.call(&HELD)? })
    }

    pub(super) fn plan(&self, device: &Device) -> Result<Plan, Refusal> {
        Self::ROW.call(device, self.call)?;
        let active = consultation(device, self.call)?.key;
        Ok(Plan::Orders(vec![Order::Reconnect { held: self.call, active }]))
    }
}
