//! SETAGENTSTATE: takes calls or takes none (ECMA-269 Set Agent State).

use super::{Field, Kind, Plan, Row, Rule, optional, required};
use crate::{
    agent::DESKTOP_SILENT,
    device::Device,
    fields::{FieldError, Fields},
    middleware::Order,
    refusal::Refusal,
};

/// Make the agent ready, or not ready for a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAgentState {
    pub ready: bool,
    /// Why the agent is not ready; of no meaning with `ready`.
    pub reason: Option<String>,
}

impl SetAgentState {
    pub(super) const ROW: Row = Row {
        name: "SETAGENTSTATE",
        help: "take calls, or take none",
        fields: &[STATE, REASON],
        rule: Rule::LoggedOn,
        begins_call: false,
    };

    pub(super) fn read(fields: &mut Fields) -> Result<Self, FieldError> {
        let state = fields.text(&STATE)?;
        let ready = matches!(state.as_str(), "ready" | "available");
        let reason = fields.checked_text(&REASON, |reason| match reason {
            DESKTOP_SILENT => {
                Err(["`reason` is one that the gateway itself gives", "give another one"])
            }
            _ => Ok(()),
        })?;
        Ok(Self { ready, reason })
    }

    pub(super) fn plan(&self, _device: &Device) -> Result<Plan, Refusal> {
        let reason = self.reason.clone();
        let order = if self.ready { Order::SetReady } else { Order::SetNotReady { reason } };
        Ok(Plan::Orders(vec![order]))
    }
}

const STATE: Field = required(
    "state",
    Kind::OneOf(&["ready", "notready", "available", "unavailable"]),
    "the state; available means ready, unavailable means notready",
);
const REASON: Field = optional("reason", Kind::Text, "why not ready");
