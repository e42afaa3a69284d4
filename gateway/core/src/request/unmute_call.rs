//! UNMUTECALL: lets the device be heard again (ECMA-269 Set Microphone Mute).

use super::{CALL, CallRule, Need, Plan, Row, Rule};
use crate::{
    call::State,
    device::Device,
    fields::{FieldError, Fields},
    id::CallKey,
    middleware::Order,
    refusal::{Code, Refusal},
};

/// Let the others in the call hear this device again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnmuteCall {
    pub call: CallKey,
}

impl UnmuteCall {
    pub(super) const ROW: Row = Row {
        name: "UNMUTECALL",
        help: "let the others in the call hear this device again",
        fields: &[CALL],
        rule: Rule::Call(CallRule {
            states: &[State::Connected],
            otherwise: Code::NotConnected,
            need: Need::Muted,
        }),
        begins_call: false,
    };

    pub(super) fn read(fields: &mut Fields) -> Result<Self, FieldError> {
        Ok(Self { call: fields.call(&CALL)? })
    }

    pub(super) fn plan(&self, device: &Device) -> Result<Plan, Refusal> {
        Self::ROW.call(device, self.call)?;
        Ok(Plan::Orders(vec![Order::Unmute { call: self.call }]))
    }
}
