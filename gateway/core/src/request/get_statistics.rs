//! GETSTATISTICS: the figures of an agent, a queue or the gateway.

use super::{Field, Kind, Plan, Row, Rule, optional, required};
use crate::{
    device::Device,
    fields::{FieldError, Fields},
    id::Dn,
    refusal::{Code, Refusal},
    statistics::{INTERVALS, Interval, SCOPES, Scope},
};

/// What was counted and timed, over a span of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetStatistics {
    pub scope: Scope,
    /// The agent's device; none: the session's own.
    pub dn: Option<Dn>,
    pub queue: Option<Dn>,
    pub interval: Interval,
}

/// Which figures are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Inquiry {
    pub(crate) scope: Scope,
    /// The agent's device, or the queue; none: the gateway.
    pub(crate) of: Option<Dn>,
    pub(crate) interval: Interval,
}

impl GetStatistics {
    pub(super) const ROW: Row = Row {
        name: "GETSTATISTICS",
        help: "the figures of an agent, a queue or the gateway, by the formulas of the table below",
        fields: &[SCOPE, DN, QUEUE, INTERVAL],
        rule: Rule::Always,
        begins_call: false,
    };

    pub(super) fn read(fields: &mut Fields) -> Result<Self, FieldError> {
        let number = |text: Option<String>| text.and_then(|text| Dn::new(&text));
        Ok(Self {
            scope: Scope::from_word(&fields.text(&SCOPE)?).unwrap_or(Scope::Agent),
            dn: number(fields.optional_text(&DN)),
            queue: number(fields.optional_text(&QUEUE)),
            interval: fields
                .optional_text(&INTERVAL)
                .and_then(|word| Interval::from_word(&word))
                .unwrap_or_default(),
        })
    }

    pub(super) fn plan(&self, device: &Device) -> Result<Plan, Refusal> {
        let of = match (self.scope, &self.dn, &self.queue) {
            (Scope::Agent, dn, None) => Some(dn.clone().unwrap_or_else(|| device.dn.clone())),
            (Scope::Queue, None, Some(queue)) => Some(queue.clone()),
            (Scope::Queue, None, None) => {
                return Err(Refusal::because(Code::MissingField, "`queue` is not given"));
            }
            (Scope::Gateway, None, None) => None,
            (Scope::Queue | Scope::Gateway, Some(_), _) => {
                let detail = "`dn` makes sense only with the scope agent";
                return Err(Refusal::because(Code::InvalidValue, detail));
            }
            (Scope::Agent | Scope::Gateway, _, Some(_)) => {
                let detail = "`queue` makes sense only with the scope queue";
                return Err(Refusal::because(Code::InvalidValue, detail));
            }
        };
        Ok(Plan::Statistics(Inquiry { scope: self.scope, of, interval: self.interval }))
    }
}

const SCOPE: Field = required("scope", Kind::OneOf(SCOPES), "whose figures");
const DN: Field = optional(
    "dn",
    Kind::Dn,
    "with agent: the device where the agent is; absent: this session's own. Other agents' are for supervisors",
);
const QUEUE: Field = optional(
    "queue",
    Kind::Dn,
    "with queue: its number, one that an agent has logged on to through the gateway, or that its configuration lists",
);
const INTERVAL: Field = optional(
    "interval",
    Kind::OneOf(INTERVALS),
    "total: since the figures began, the default; current: since the running interval began; previous: the interval before",
);
