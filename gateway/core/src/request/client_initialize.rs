//! CTICLIENTINITIALIZE: begins a session and registers its device with the middleware.

use super::{Field, Kind, Plan, Row, Rule, required};
use crate::{
    device::Device,
    fields::{FieldError, Fields},
    id::Dn,
    middleware::Order,
    refusal::Refusal,
};

/// Begin a session for the device `dn`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientInitialize {
    pub dn: Dn,
}

impl ClientInitialize {
    pub(super) const ROW: Row = Row {
        name: "CTICLIENTINITIALIZE",
        help: "begin a session: register the device with the middleware",
        fields: &[DN],
        rule: Rule::Linked,
        begins_call: false,
    };

    pub(super) fn read(fields: &mut Fields) -> Result<Self, FieldError> {
        Ok(Self { dn: fields.dn(&DN)? })
    }

    pub(super) fn plan(&self, _device: &Device) -> Result<Plan, Refusal> {
        Ok(Plan::Orders(vec![Order::Register]))
    }
}

const DN: Field = required("dn", Kind::Dn, "the device of this desktop");
