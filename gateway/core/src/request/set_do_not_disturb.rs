//! SETDONOTDISTURB: lets direct calls find the device busy (ECMA-269 Set Do Not Disturb).

use super::{Field, Kind, Plan, Row, Rule, required};
use crate::{
    device::Device,
    feature::{SWITCHED, Setting},
    fields::{FieldError, Fields},
    middleware::Order,
    refusal::Refusal,
};

/// Let direct calls find the device busy, or ring here again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetDoNotDisturb {
    pub on: bool,
}

impl SetDoNotDisturb {
    pub(super) const ROW: Row = Row {
        name: "SETDONOTDISTURB",
        help: "let direct calls find the device busy, or ring here again; the calls of queues ring all the same",
        fields: &[STATE],
        rule: Rule::Reported,
        begins_call: false,
    };

    pub(super) fn read(fields: &mut Fields) -> Result<Self, FieldError> {
        Ok(Self { on: fields.text(&STATE)? == "on" })
    }

    pub(super) fn plan(&self, _device: &Device) -> Result<Plan, Refusal> {
        Ok(Plan::Orders(vec![Order::Set(Setting::DoNotDisturb(self.on))]))
    }
}

const STATE: Field = required("state", Kind::OneOf(SWITCHED), "on: they find it busy");
