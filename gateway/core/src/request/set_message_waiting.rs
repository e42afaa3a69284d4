//! SETMESSAGEWAITING: switches the message lamp (ECMA-269 Set Message Waiting Indicator).

use super::{Field, Kind, Plan, Row, Rule, required};
use crate::{
    device::Device,
    feature::{SWITCHED, Setting},
    fields::{FieldError, Fields},
    middleware::Order,
    refusal::Refusal,
};

/// Switch the message lamp of the device on or off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetMessageWaiting {
    pub on: bool,
}

impl SetMessageWaiting {
    pub(super) const ROW: Row = Row {
        name: "SETMESSAGEWAITING",
        help: "switch the message lamp of the device on or off",
        fields: &[STATE],
        rule: Rule::Reported,
        begins_call: false,
    };

    pub(super) fn read(fields: &mut Fields) -> Result<Self, FieldError> {
        Ok(Self { on: fields.text(&STATE)? == "on" })
    }

    pub(super) fn plan(&self, _device: &Device) -> Result<Plan, Refusal> {
        Ok(Plan::Orders(vec![Order::Set(Setting::MessageWaiting(self.on))]))
    }
}

const STATE: Field = required("state", Kind::OneOf(SWITCHED), "on: the lamp shines");
