//! CTICLIENTUNINITIALIZE: ends the session; the middleware need not report its device any longer.

use super::{Plan, Row, Rule};
use crate::{
    device::Device,
    fields::{FieldError, Fields},
    refusal::Refusal,
};

/// End the session. The agent stays as he is: AGENTUNINITIALIZE logs off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientUninitialize;

impl ClientUninitialize {
    pub(super) const ROW: Row = Row {
        name: "CTICLIENTUNINITIALIZE",
        help: "end the session; calls and the agent's state stay as they are",
        fields: &[],
        rule: Rule::Always,
        begins_call: false,
    };

    pub(super) fn read(_fields: &mut Fields) -> Result<Self, FieldError> {
        Ok(Self)
    }

    pub(super) fn plan(&self, _device: &Device) -> Result<Plan, Refusal> {
        Ok(Plan::Close)
    }
}
