//! GETSNAPSHOT: how the device stands.

use super::{Plan, Row, Rule};
use crate::{
    device::Device,
    fields::{FieldError, Fields},
    refusal::Refusal,
};

/// The agent's state and every call, with the number of the last event it includes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetSnapshot;

impl GetSnapshot {
    pub(super) const ROW: Row = Row {
        name: "GETSNAPSHOT",
        help: "how the device stands: the agent's state and every call",
        fields: &[],
        rule: Rule::Always,
        begins_call: false,
    };

    pub(super) fn read(_fields: &mut Fields) -> Result<Self, FieldError> {
        Ok(Self)
    }

    pub(super) fn plan(&self, _device: &Device) -> Result<Plan, Refusal> {
        Ok(Plan::Snapshot)
    }
}
