//! RELEASECALL: leaves a call, or declines a ringing one (ECMA-269 Clear Connection).

use super::{CALL, CallRule, Need, Plan, Row, Rule};
use crate::{
    call::State,
    device::Device,
    fields::{FieldError, Fields},
    id::CallKey,
    middleware::Order,
    refusal::{Code, Refusal},
};

/// Leave the call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseCall {
    pub call: CallKey,
}

impl ReleaseCall {
    pub(super) const ROW: Row = Row {
        name: "RELEASECALL",
        help: "leave the call, or decline it while it rings",
        fields: &[CALL],
        rule: Rule::Call(CallRule {
            states: &[State::Dialing, State::Ringing, State::Connected, State::Held, State::Failed],
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
        Ok(Plan::Orders(vec![Order::Release { call: self.call }]))
    }
}
