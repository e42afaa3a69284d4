//! SETFORWARD: lets direct calls go elsewhere (ECMA-269 Set Forwarding).

use super::{Field, Kind, Plan, Row, Rule, optional, required};
use crate::{
    device::Device,
    feature::{FORWARD, ForwardWhen, Forwarding, Setting},
    fields::{FieldError, Fields},
    id::Dn,
    middleware::Order,
    refusal::{Code, Refusal},
};

/// Let direct calls go to another number, or ring here again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetForward {
    /// Which calls; none: no call.
    pub when: Option<ForwardWhen>,
    pub destination: Option<Dn>,
}

impl SetForward {
    pub(super) const ROW: Row = Row {
        name: "SETFORWARD",
        help: "let direct calls go to another number, or ring here again; the calls of queues ring all the same",
        fields: &[MODE, TARGET],
        rule: Rule::Reported,
        begins_call: false,
    };

    pub(super) fn read(fields: &mut Fields) -> Result<Self, FieldError> {
        let when = ForwardWhen::from_word(&fields.text(&MODE)?);
        let destination = fields.optional_text(&TARGET).and_then(|text| Dn::new(&text));
        Ok(Self { when, destination })
    }

    pub(super) fn plan(&self, device: &Device) -> Result<Plan, Refusal> {
        let forwarding = match (self.when, self.destination.clone()) {
            (None, None) => None,
            (Some(when), Some(to)) if to != device.dn => Some(Forwarding { when, to }),
            (Some(_), Some(_)) => {
                let detail = "`destination` is this device itself";
                return Err(Refusal::because(Code::InvalidValue, detail));
            }
            (Some(_), None) => {
                let detail = "`destination` is not given";
                return Err(Refusal::because(Code::MissingField, detail));
            }
            (None, Some(_)) => {
                let detail = "`destination` makes no sense with the mode off";
                return Err(Refusal::because(Code::InvalidValue, detail));
            }
        };
        Ok(Plan::Orders(vec![Order::Set(Setting::Forwarding(forwarding))]))
    }
}

const MODE: Field = required(
    "mode",
    Kind::OneOf(FORWARD),
    "always: every call; busy: calls that find the device busy; noanswer: calls that nobody answers here; off: none",
);
const TARGET: Field =
    optional("destination", Kind::Dn, "the number where they go; needed unless the mode is off");
