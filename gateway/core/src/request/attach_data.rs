//! ATTACHDATA: sets and removes data of a call (ECMA-269 Associate Data).

use super::{CALL, CallRule, DATA, Field, Kind, Need, Plan, Row, Rule, repeated};
use crate::{
    call::State,
    device::Device,
    fields::{FieldError, Fields},
    id::CallKey,
    middleware::{CallData, Order},
    refusal::{Code, Refusal},
};

/// Set these pairs, then remove these keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachData {
    pub call: CallKey,
    pub data: CallData,
    pub delete: Vec<String>,
}

impl AttachData {
    pub(super) const ROW: Row = Row {
        name: "ATTACHDATA",
        help: "set data of the call, and remove data from it",
        fields: &[CALL, DATA, DELETE],
        rule: Rule::Call(CallRule {
            states: &[State::Dialing, State::Ringing, State::Connected, State::Held],
            otherwise: Code::NotConnected,
            need: Need::Nothing,
        }),
        begins_call: false,
    };

    pub(super) fn read(fields: &mut Fields) -> Result<Self, FieldError> {
        let call = fields.call(&CALL)?;
        Ok(Self { call, data: fields.pairs(&DATA), delete: fields.texts(&DELETE) })
    }

    pub(super) fn plan(&self, device: &Device) -> Result<Plan, Refusal> {
        Self::ROW.call(device, self.call)?;
        let Self { call, data, delete: keys } = self.clone();
        let update = (!data.is_empty()).then_some(Order::UpdateData { call, data });
        let delete = (!keys.is_empty()).then_some(Order::DeleteData { call, keys });
        let orders: Vec<Order> = update.into_iter().chain(delete).collect();
        match orders.as_slice() {
            [] => Err(Refusal::because(Code::MissingField, "neither `data` nor `delete` is given")),
            [_, ..] => Ok(Plan::Orders(orders)),
        }
    }
}

const DELETE: Field = repeated("delete", Kind::Text, "a key to remove");
