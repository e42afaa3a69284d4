//! CANCELMONITORING: ends what MONITORCALL began (Genesys `TCancelMonitoring`).

use super::{Plan, Row, Rule};
use crate::{
    device::Device,
    fields::{FieldError, Fields},
    middleware::Order,
    refusal::{Code, Refusal},
};

/// Take part in no further call of the agent whom this device monitors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancelMonitoring;

impl CancelMonitoring {
    pub(super) const ROW: Row = Row {
        name: "CANCELMONITORING",
        help: "take part in no further call of the agent; a call in progress goes on until RELEASECALL",
        fields: &[],
        rule: Rule::Reported,
        begins_call: false,
    };

    pub(super) fn read(_fields: &mut Fields) -> Result<Self, FieldError> {
        Ok(Self)
    }

    pub(super) fn plan(&self, device: &Device) -> Result<Plan, Refusal> {
        let agent = device.features().monitors.clone();
        let agent = agent.ok_or_else(|| Refusal::new(Code::NotMonitoring))?;
        Ok(Plan::Orders(vec![Order::CancelMonitoring { agent }]))
    }
}
