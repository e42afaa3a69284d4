//! GETEVENTS: acknowledges events and fetches, or waits for, the next.

use std::time::Duration;

use super::{Field, Kind, Plan, Row, Rule, optional};
use crate::{
    device::Device,
    fields::{FieldError, Fields},
    refusal::Refusal,
};

/// The events after number `after`, waiting up to `wait` for the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetEvents {
    pub after: u64,
    pub wait: Duration,
}

impl GetEvents {
    pub(super) const ROW: Row = Row {
        name: "GETEVENTS",
        help: "the events after the one acknowledged, waiting for the first",
        fields: &[AFTER, WAIT],
        rule: Rule::Always,
        begins_call: false,
    };

    pub(super) fn read(fields: &mut Fields) -> Result<Self, FieldError> {
        let after = fields.optional_number(&AFTER).unwrap_or(0);
        let wait = Duration::from_secs(fields.optional_number(&WAIT).unwrap_or(0));
        Ok(Self { after, wait })
    }

    pub(super) fn plan(&self, _device: &Device) -> Result<Plan, Refusal> {
        Ok(Plan::Poll { after: self.after, wait: self.wait })
    }
}

const AFTER: Field =
    optional("after", Kind::Number, "acknowledges all events up to this number; 0: none");
const WAIT: Field =
    optional("wait", Kind::Seconds, "how long to wait if there is none; bounded by the gateway");
