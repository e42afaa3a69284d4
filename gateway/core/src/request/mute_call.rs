//! MUTECALL: lets nobody in the call hear the device (ECMA-269 Set Microphone Mute).

use super::{CALL, CallRule, Need, Plan, Row, Rule};
use crate::{
    call::State,
    device::Device,
    fields::{FieldError, Fields},
    id::CallKey,
    middleware::Order,
    refusal::{Code, Refusal},
};

/// Let nobody in the call hear this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MuteCall {
    pub call: CallKey,
}

impl MuteCall {
    pub(super) const ROW: Row = Row {
        name: "MUTECALL",
        help: "let nobody in the call hear this device",
        fields: &[CALL],
        rule: Rule::Call(CallRule {
            states: &[State::Connected],
            otherwise: Code::NotConnected,
            need: Need::Unmuted,
        }),
        begins_call: false,
    };

    pub(super) fn read(fields: &mut Fields) -> Result<Self, FieldError> {
        Ok(Self { call: fields.call(&CALL)? })
    }

    pub(super) fn plan(&self, device: &Device) -> Result<Plan, Refusal> {
        Self::ROW.call(device, self.call)?;
        Ok(Plan::Orders(vec![Order::Mute { call: self.call }]))
    }
}
