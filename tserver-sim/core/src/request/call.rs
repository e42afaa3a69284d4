//! Calls of one number: make, answer, release, hold, retrieve, clear, drop a party, transfer in
//! one step.

use switch_sim::{
    action::Action,
    id::{CallId, DeviceId},
    switch::Switch,
};
use tserver_wire::{AttributeId as A, KvList, MakeCallType, MessageType as M};

use super::Ask;
use crate::{
    call::{Call, PartyState},
    error::{Denial, ErrorKind},
    pending::Origin,
    server::TServerSim,
    user_data,
};

impl TServerSim {
    pub(super) fn make_call(&mut self, switch: &mut Switch, ask: Ask<'_>) -> Result<(), Denial> {
        let device = self.own_dn(ask)?;
        let (to, dn) = ask.destination()?;
        let kind = ask.message.integer(A::MAKE_CALL_TYPE).unwrap_or(MakeCallType::Regular.code());
        if MakeCallType::from_code(kind).is_none() {
            let text = format!("Unsupported operation: MakeCallType {kind}; 0 is a regular call");
            return Err(Denial::new(ErrorKind::Unsupported, text));
        }
        let data = self.given_data(ask)?;
        let origin = Origin { data, to: Some(dn), ..self.origin(ask, device, M::EVENT_DIALING) };
        self.act(switch, origin, Action::MakeCall { device, to, data: Vec::new() })?;
        Ok(())
    }

    /// Answer, release, hold and retrieve: one number, one call, one event in answer.
    pub(super) fn act_on_call(&mut self, switch: &mut Switch, ask: Ask<'_>) -> Result<(), Denial> {
        let device = self.own_dn(ask)?;
        let call = self.own_call(ask, A::CONN_ID, device)?.id;
        let (answer, action) = match ask.message.kind {
            M::REQUEST_ANSWER_CALL => (M::EVENT_ESTABLISHED, Action::Answer { device, call }),
            M::REQUEST_HOLD_CALL => (M::EVENT_HELD, Action::Hold { device, call }),
            M::REQUEST_RETRIEVE_CALL => (M::EVENT_RETRIEVED, Action::Retrieve { device, call }),
            _ => (M::EVENT_RELEASED, Action::Release { device, call }),
        };
        let origin = self.origin(ask, device, answer);
        self.act(switch, origin, action)?;
        Ok(())
    }

    /// Drops every party of a call, ThisDN first.
    pub(super) fn clear_call(&mut self, switch: &mut Switch, ask: Ask<'_>) -> Result<(), Denial> {
        let device = self.own_dn(ask)?;
        let call = self.own_call(ask, A::CONN_ID, device)?;
        let (id, parties) = (call.id, call.parties.clone());
        let origin = self.origin(ask, device, M::EVENT_RELEASED);
        let (request, _) = self.act(switch, origin, Action::Release { device, call: id })?;
        for party in parties.iter().filter(|party| party.device != device) {
            // Whoever has gone with those before is refused, and that is as well.
            let release = Action::Release { device: party.device, call: id };
            let _gone = self.act_further(switch, request, release);
        }
        Ok(())
    }

    pub(super) fn delete_from_conference(
        &mut self,
        switch: &mut Switch,
        ask: Ask<'_>,
    ) -> Result<(), Denial> {
        let device = self.own_dn(ask)?;
        let call = self.own_call(ask, A::CONN_ID, device)?;
        let party = self.member_named(ask, call)?;
        if party == device {
            let text = "OtherDN is ThisDN: who leaves a conference sends RequestReleaseCall";
            return Err(Denial::new(ErrorKind::InvalidAttribute, text));
        }
        let call = call.id;
        let origin = self.origin(ask, device, M::EVENT_PARTY_DELETED);
        self.act(switch, origin, Action::DropParty { device, call, party })?;
        Ok(())
    }

    /// The party of a call that OtherDN names: by its number, or a circuit by its name.
    pub(super) fn member_named(&self, ask: Ask<'_>, call: &Call) -> Result<DeviceId, Denial> {
        let named = ask.text(A::OTHER_DN)?;
        let found = call.parties.iter().find(|party| {
            party.dn.as_deref() == Some(named)
                || self.plant.dn(party.device).as_deref() == Some(named)
        });
        found.map(|party| party.device).ok_or_else(|| {
            let text = format!("OtherDN {named} is not a party of the call");
            Denial::new(ErrorKind::InvalidAttribute, text)
        })
    }

    /// Answered when whoever is called has answered, by `EventPartyAdded`.
    pub(super) fn single_step_conference(
        &mut self,
        switch: &mut Switch,
        ask: Ask<'_>,
    ) -> Result<(), Denial> {
        let device = self.own_dn(ask)?;
        let call = self.own_call(ask, A::CONN_ID, device)?.id;
        let (to, dn) = ask.destination()?;
        let data = self.given_data(ask)?;
        self.require_room_for(call, &data)?;
        let origin = Origin {
            data,
            to: Some(dn),
            waits_for_answer: true,
            ..self.origin(ask, device, M::EVENT_PARTY_ADDED)
        };
        self.act(switch, origin, Action::SingleStepConference { device, call, to })?;
        Ok(())
    }

    pub(super) fn single_step_transfer(
        &mut self,
        switch: &mut Switch,
        ask: Ask<'_>,
    ) -> Result<(), Denial> {
        let device = self.own_dn(ask)?;
        let call = self.own_call(ask, A::CONN_ID, device)?.id;
        let (to, dn) = ask.destination()?;
        let data = self.given_data(ask)?;
        self.require_room_for(call, &data)?;
        let origin = Origin { data, to: Some(dn), ..self.origin(ask, device, M::EVENT_RELEASED) };
        self.act(switch, origin, Action::SingleStepTransfer { device, call, to })?;
        Ok(())
    }

    /// The call in which a number speaks.
    pub(super) fn speaking_call(&self, device: DeviceId) -> Result<CallId, Denial> {
        let mut calls = self.calls.of_device(device);
        let speaking = calls.find(|(_, party)| party.state == PartyState::Connected);
        speaking.map(|(call, _)| call.id).ok_or_else(|| {
            let text = "Invalid connection ID: ThisDN is connected to no call";
            Denial::new(ErrorKind::InvalidConnId, text)
        })
    }

    /// Refuses data that would make those of a call too long.
    pub(super) fn require_room_for(&self, call: CallId, given: &KvList) -> Result<(), Denial> {
        let mut whole =
            self.calls.get(call).map(|call| call.facts.data.clone()).unwrap_or_default();
        user_data::update(&mut whole, given);
        self.require_fitting(&whole)
    }
}
