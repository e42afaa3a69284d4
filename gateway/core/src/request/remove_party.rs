//! REMOVEPARTY: takes a party out of a conference (ECMA-269 Clear Connection of another party).

use super::{CALL, CallRule, Field, Kind, Need, Plan, Row, Rule, required};
use crate::{
    call::State,
    device::Device,
    fields::{FieldError, Fields},
    id::{CallKey, Dn},
    middleware::Order,
    refusal::{Code, Refusal},
};

/// Take `party` out of the conference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoveParty {
    pub call: CallKey,
    pub party: Dn,
}

impl RemoveParty {
    pub(super) const ROW: Row = Row {
        name: "REMOVEPARTY",
        help: "take a party out of a conference",
        fields: &[CALL, PARTY],
        rule: Rule::Call(CallRule {
            states: &[State::Connected],
            otherwise: Code::NotConnected,
            need: Need::Conference,
        }),
        begins_call: false,
    };

    pub(super) fn read(fields: &mut Fields) -> Result<Self, FieldError> {
        Ok(Self { call: fields.call(&CALL)?, party: fields.dn(&PARTY)? })
    }

    pub(super) fn plan(&self, device: &Device) -> Result<Plan, Refusal> {
        let conference = Self::ROW.call(device, self.call)?;
        let Self { call, party } = self.clone();
        if conference.parties.contains(&party) {
            Ok(Plan::Orders(vec![Order::RemoveParty { call, party }]))
        } else {
            Err(Refusal::because(Code::UnknownParty, party.to_string()))
        }
    }
}

const PARTY: Field = required("party", Kind::Dn, "the party to take out");
