//! COMPLETECONFERENCE: joins the held and the consulted party in one call (ECMA-269 Conference Call).

use super::{CallRule, HELD, Need, Plan, Row, Rule, rule::consultation};
use crate::{
    call::State,
    device::Device,
    fields::{FieldError, Fields},
    id::CallKey,
    middleware::Order,
    refusal::{Code, Refusal},
};

/// Bring the consulted party into the held call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompleteConference {
    pub call: CallKey,
}

impl CompleteConference {
    pub(super) const ROW: Row = Row {
        name: "COMPLETECONFERENCE",
        help: "bring the consulted party into the held call",
        fields: &[HELD],
        rule: Rule::Call(CallRule {
            states: &[State::Held],
            otherwise: Code::NotHeld,
            need: Need::Consultation(&[State::Connected]),
        }),
        begins_call: false,
    };

    pub(super) fn read(fields: &mut Fields) -> Result<Self, FieldError> {
        Ok(Self { call: fields.call(&HELD)? })
    }

    pub(super) fn plan(&self, device: &Device) -> Result<Plan, Refusal> {
        Self::ROW.call(device, self.call)?;
        let active = consultation(device, self.call)?.key;
        Ok(Plan::Orders(vec![Order::CompleteConference { held: self.call, active }]))
    }
}
