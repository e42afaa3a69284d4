//! CTICLIENTRECONNECT: registers the device anew and tells what differs from what the client knows.

use super::{Plan, Row, Rule};
use crate::{
    device::Device,
    fields::{FieldError, Fields},
    middleware::Order,
    refusal::Refusal,
};

/// Register and synchronise again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientReconnect;

impl ClientReconnect {
    pub(super) const ROW: Row = Row {
        name: "CTICLIENTRECONNECT",
        help: "register the device again after down time; what differs comes as events",
        fields: &[],
        rule: Rule::Linked,
        begins_call: false,
    };

    pub(super) fn read(_fields: &mut Fields) -> Result<Self, FieldError> {
        Ok(Self)
    }

    pub(super) fn plan(&self, _device: &Device) -> Result<Plan, Refusal> {
        Ok(Plan::Orders(vec![Order::Register]))
    }
}
