//! ALTERNATECALL: holds the connected call and takes a held one back (ECMA-269 Alternate Call).

use super::{CallRule, Field, Kind, Need, Plan, Row, Rule, required};
use crate::{
    call::State,
    device::Device,
    fields::{FieldError, Fields},
    id::CallKey,
    middleware::Order,
    refusal::{Code, Refusal},
};

/// Take `call` back from hold and hold the one that is connected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlternateCall {
    pub call: CallKey,
}

impl AlternateCall {
    pub(super) const ROW: Row = Row {
        name: "ALTERNATECALL",
        help: "change between the connected call and a held one",
        fields: &[TO],
        rule: Rule::Call(CallRule {
            states: &[State::Held],
            otherwise: Code::NotHeld,
            need: Need::OtherConnected,
        }),
        begins_call: false,
    };

    pub(super) fn read(fields: &mut Fields) -> Result<Self, FieldError> {
        Ok(Self { call: fields.call(&TO)? })
    }

    pub(super) fn plan(&self, device: &Device) -> Result<Plan, Refusal> {
        Self::ROW.call(device, self.call)?;
        let active = device.connected_besides(self.call);
        let active = active.ok_or_else(|| Refusal::new(Code::NoOtherCall))?;
        Ok(Plan::Orders(vec![Order::Alternate { held: self.call, active: active.key }]))
    }
}

const TO: Field = required("call", Kind::Call, "the held call, to be connected");
