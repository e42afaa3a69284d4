//! MONITORCALL: lets a supervisor take part in an agent's call (Genesys `TMonitorNextCall`; service
//! observing).

use super::{Field, Kind, Plan, Row, Rule, optional, required};
use crate::{
    device::Device,
    feature::{MONITOR_MODES, MONITOR_SCOPES},
    fields::{FieldError, Fields},
    id::Dn,
    middleware::{MonitorMode, MonitorScope, Order},
    refusal::{Code, Refusal},
};

/// Take part in the calls of an agent, heard by nobody, by the agent, or by all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonitorCall {
    /// The number of the agent's telephone.
    pub agent: Dn,
    pub mode: MonitorMode,
    pub scope: MonitorScope,
}

impl MonitorCall {
    pub(super) const ROW: Row = Row {
        name: "MONITORCALL",
        help: "take part in the calls of an agent as a supervisor; asked again for the same agent, the mode of the present call changes",
        fields: &[AGENT, MODE, CALLS],
        rule: Rule::Reported,
        begins_call: false,
    };

    pub(super) fn read(fields: &mut Fields) -> Result<Self, FieldError> {
        let agent = fields.dn(&AGENT)?;
        let mode = fields.optional_text(&MODE).and_then(|word| MonitorMode::from_word(&word));
        let scope = fields.optional_text(&CALLS).and_then(|word| MonitorScope::from_word(&word));
        let mode = mode.unwrap_or(MonitorMode::Listen);
        Ok(Self { agent, mode, scope: scope.unwrap_or(MonitorScope::OneCall) })
    }

    pub(super) fn plan(&self, device: &Device) -> Result<Plan, Refusal> {
        if self.agent == device.dn {
            let detail = "`destination` is this device itself";
            return Err(Refusal::because(Code::InvalidValue, detail));
        }
        let Self { agent, mode, scope } = self.clone();
        Ok(Plan::Orders(vec![Order::Monitor { agent, mode, scope }]))
    }
}

const AGENT: Field = required(
    "destination",
    Kind::Dn,
    "the number of the agent's telephone, or of a queue: the next call that it hands to an agent",
);
const MODE: Field = optional(
    "mode",
    Kind::OneOf(MONITOR_MODES),
    "listen, unless given: nobody hears the supervisor; whisper: the agent does; barge: everybody in the call does",
);
const CALLS: Field = optional(
    "calls",
    Kind::OneOf(MONITOR_SCOPES),
    "one, unless given: the present call, if the switch lets a supervisor in, or the next; all: until CANCELMONITORING or a log-off",
);
