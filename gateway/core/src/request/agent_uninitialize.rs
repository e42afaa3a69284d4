//! AGENTUNINITIALIZE: logs the agent off (ECMA-269 Set Agent State, agent logged off).

use super::{Plan, Row, Rule};
use crate::{
    device::Device,
    fields::{FieldError, Fields},
    middleware::Order,
    refusal::Refusal,
};

/// Log the agent off from all queues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentUninitialize;

impl AgentUninitialize {
    pub(super) const ROW: Row = Row {
        name: "AGENTUNINITIALIZE",
        help: "log the agent off",
        fields: &[],
        rule: Rule::LoggedOn,
        begins_call: false,
    };

    pub(super) fn read(_fields: &mut Fields) -> Result<Self, FieldError> {
        Ok(Self)
    }

    pub(super) fn plan(&self, _device: &Device) -> Result<Plan, Refusal> {
        Ok(Plan::Orders(vec![Order::LogOff]))
    }
}
