//! Queries, answered from the mirror without asking the switch (PSDK T-Library reference, `TQueryAddress`).

use tserver_wire::{
    AddressInfoType, AttributeId as A, KvList, Message, MessageMask, MessageType as M,
};

use super::{Ask, SUPPORTED};
use crate::{
    call::PartyState,
    error::{Denial, ErrorKind},
    event::call_number,
    plant::Kind,
    server::TServerSim,
};

impl TServerSim {
    pub(super) fn query_address(&mut self, ask: Ask<'_>) -> Result<(), Denial> {
        let device = self.dn_named(ask, A::THIS_DN)?;
        let asked = ask.message.integer(A::ADDRESS_INFO_TYPE).and_then(AddressInfoType::from_code);
        let kind = self.plant.kind(device).unwrap_or(Kind::Extension);
        let agent = self.agents.get(&device);
        // Whoever is asked about in a queue is logged out where not logged in to it.
        let queue = self.queue_named(ask)?.and_then(|queue| self.plant.dn(queue));
        let agent = agent.filter(|agent| {
            asked != Some(AddressInfoType::AgentStatus)
                || queue.as_ref().is_none_or(|queue| agent.queues.contains(queue))
        });
        let mode = agent.and_then(|agent| agent.state.as_ref()?.mode());
        let calls: Vec<_> = self.calls.of_device(device).collect();
        let count = i32::try_from(calls.len()).unwrap_or(i32::MAX);
        let mut event = Message::new(M::EVENT_ADDRESS_INFO).with(A::THIS_DN, ask.text(A::THIS_DN)?);
        let (info, status, snapshot) = match (asked, kind) {
            (Some(info @ AddressInfoType::AddressType), _) => {
                (info, self.plant.address_type(device).code(), self.snapshot(device))
            }
            (Some(info @ AddressInfoType::DnStatus), Kind::Extension) => {
                (info, self.status(device).code(), self.snapshot(device))
            }
            (
                Some(info @ AddressInfoType::QueueStatus),
                Kind::Queue | Kind::VirtualQueue | Kind::RoutingPoint { .. },
            ) => (info, count, self.snapshot(device)),
            (Some(info @ AddressInfoType::AgentStatus), Kind::Extension) => {
                (info, mode.map_or(0, |mode| mode.code()), Self::agent_snapshot(agent))
            }
            (Some(info @ AddressInfoType::CallsQuery), _) => {
                (info, count, self.calls_snapshot(device))
            }
            (
                Some(
                    info @ (AddressInfoType::DnStatus
                    | AddressInfoType::QueueStatus
                    | AddressInfoType::AgentStatus),
                ),
                _,
            ) => {
                let text = format!("ThisDN is not of a kind that {info:?} is about");
                return Err(Denial::new(ErrorKind::Unsupported, text));
            }
            (Some(AddressInfoType::Unknown) | None, _) => {
                let text = "AddressInfoType is missing, or none that this T-Server knows";
                return Err(Denial::new(ErrorKind::Unsupported, text));
            }
        };
        let call_in = |held: bool| {
            let mut calls = calls.iter();
            calls.find(|(_, party)| (party.state == PartyState::Held) == held)
        };
        if info == AddressInfoType::CallsQuery {
            if let Some((call, _)) = call_in(false) {
                event.push(A::CONN_ID, call.facts.conn.0);
            }
            if let Some((call, _)) = call_in(true) {
                event.push(A::PREVIOUS_CONN_ID, call.facts.conn.0);
            }
        }
        event.push(A::ADDRESS_INFO_TYPE, info);
        event.push(A::ADDRESS_INFO_STATUS, status);
        if let Some(agent) = agent {
            event.push(A::AGENT_ID, agent.id.as_ref());
            if let Some(reasons) = &agent.reasons {
                event.push(A::REASONS, reasons.clone());
            }
        }
        event.push(A::EXTENSIONS, snapshot);
        self.answer(ask, event);
        Ok(())
    }

    /// The parties of a call, one list each in Extensions (`TQueryCall`); without DN where no number is
    /// known.
    pub(super) fn query_call(&mut self, ask: Ask<'_>) -> Result<(), Denial> {
        let dn = ask.text(A::THIS_DN)?;
        let call = self.call_named(ask, A::CONN_ID)?;
        let facts = &call.facts;
        let mut event = Message::new(M::EVENT_PARTY_INFO)
            .with(A::THIS_DN, dn)
            .with(A::CONN_ID, facts.conn.0)
            .with(A::CALL_ID, call_number(facts.id.0))
            .with(A::CALL_TYPE, facts.kind);
        let mut parties = KvList::new();
        for (number, party) in (1..).zip(&call.parties) {
            let mut about = KvList::new();
            if let Some(face) = party.face() {
                about.push("DN", face.dn.as_ref());
            }
            about.push("DNRole", party.role.code());
            about.push("PartyState", self.party_state(call, party));
            parties.push(format!("party-{number}"), about);
        }
        if let Some(kind) = ask.message.integer(A::CALL_INFO_TYPE) {
            event.push(A::CALL_INFO_TYPE, kind);
        }
        let other = self.plant.find(dn).and_then(|device| call.other(device));
        if let Some(other) = other {
            event.push(A::OTHER_DN, other.dn.as_ref());
            event.push(A::OTHER_DN_ROLE, other.role);
        }
        event.push(A::EXTENSIONS, parties);
        self.answer(ask, event);
        Ok(())
    }

    /// How many calls there are, and how many agents (`TQuerySwitch`).
    pub(super) fn query_switch(&mut self, ask: Ask<'_>) -> Result<(), Denial> {
        let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        let facts = KvList::new()
            .with("calls", count(self.calls.len()))
            .with("agents", count(self.agents.len()));
        let mut event = Message::new(M::EVENT_SWITCH_INFO);
        if let Some(kind) = ask.message.integer(A::SWITCH_INFO_TYPE) {
            event.push(A::SWITCH_INFO_TYPE, kind);
        }
        self.answer(ask, event.with(A::EXTENSIONS, facts));
        Ok(())
    }

    /// The other locations that this T-Server is connected to: none (`TQueryLocation`).
    pub(super) fn query_location(&mut self, ask: Ask<'_>) -> Result<(), Denial> {
        self.answer(ask, Message::new(M::EVENT_LOCATION_INFO));
        Ok(())
    }

    pub(super) fn query_server(&mut self, ask: Ask<'_>) -> Result<(), Denial> {
        let event = Message::new(M::EVENT_SERVER_INFO)
            .with(A::SERVER_VERSION, env!("CARGO_PKG_VERSION"))
            .with(A::SERVER_ROLE, self.role.code())
            .with(A::CAPABILITIES, SUPPORTED.iter().copied().collect::<MessageMask>());
        self.answer(ask, event);
        Ok(())
    }
}
