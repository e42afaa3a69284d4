//! AGENTINITIALIZE: logs an agent on (ECMA-269 Set Agent State, agent logged on).

use super::{Field, Kind, Plan, Row, Rule, optional, repeated, required};
use crate::{
    device::Device,
    fields::{FieldError, Fields},
    id::{Dn, Secret},
    middleware::Order,
    refusal::Refusal,
};

/// Log the agent on to the queues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentInitialize {
    pub agent: String,
    pub password: Option<Secret>,
    pub queues: Vec<Dn>,
}

impl AgentInitialize {
    pub(super) const ROW: Row = Row {
        name: "AGENTINITIALIZE",
        help: "log the agent on",
        fields: &[AGENT, PASSWORD, QUEUE],
        rule: Rule::LoggedOut,
        begins_call: false,
    };

    pub(super) fn read(fields: &mut Fields) -> Result<Self, FieldError> {
        Ok(Self {
            agent: fields.text(&AGENT)?,
            password: fields.optional_text(&PASSWORD).map(Secret::new),
            queues: fields.dns(&QUEUE),
        })
    }

    pub(super) fn plan(&self, _device: &Device) -> Result<Plan, Refusal> {
        let Self { agent, password, queues } = self.clone();
        Ok(Plan::Orders(vec![Order::LogOn { agent, password, queues }]))
    }
}

const AGENT: Field = required("agent", Kind::Text, "the agent's id at the switch");
const PASSWORD: Field = optional("password", Kind::Secret, "the agent's password at the switch");
const QUEUE: Field = repeated("queue", Kind::Dn, "a queue to serve");
