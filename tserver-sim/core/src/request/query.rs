//! Queries, answered from the mirror without asking the switch (PSDK T-Library reference, `TQueryAddress`).

use tserver_wire::{
    AddressInfoType, AttributeId as A, Message, MessageMask, MessageType as M, ServerRole,
};

use super::{Ask, SUPPORTED};
use crate::{
    call::PartyState,
    error::{Denial, ErrorKind},
    plant::Kind,
    server::TServerSim,
};

impl TServerSim {
    pub(super) fn query_address(&mut self, ask: Ask<'_>) -> Result<(), Denial> {
        let device = self.dn_named(ask, A::THIS_DN)?;
        let asked = ask.message.integer(A::ADDRESS_INFO_TYPE).and_then(AddressInfoType::from_code);
        let kind = self.plant.kind(device).unwrap_or(Kind::Extension);
        let agent = self.agents.get(&device);
        let mode = agent.and_then(|agent| agent.state.as_ref()?.mode());
        let calls: Vec<_> = self.calls.of_device(device).collect();
        let count = i32::try_from(calls.len()).unwrap_or(i32::MAX);
        let mut event = Message::new(M::EVENT_ADDRESS_INFO).with(A::THIS_DN, ask.text(A::THIS_DN)?);
        let (info, status, snapshot) = match (asked, kind) {
            (Some(info @ AddressInfoType::AddressType), _) => {
                (info, kind.address_type().code(), self.snapshot(device))
            }
            (Some(info @ AddressInfoType::DnStatus), Kind::Extension) => {
                (info, self.status(device).code(), self.snapshot(device))
            }
            (
                Some(info @ AddressInfoType::QueueStatus),
                Kind::Queue | Kind::VirtualQueue | Kind::RoutingPoint { .. },
            ) => (info, count, self.snapshot(device)),
            (Some(info @ AddressInfoType::AgentStatus), Kind::Extension) => {
                (info, mode.map_or(0, |mode| mode.code()), self.agent_snapshot(device))
            }
            (Some(info @ AddressInfoType::CallsQuery), _) => {
                (info, count, self.calls_snapshot(device))
            }
            (
                Some(
                    AddressInfoType::Unknown
                    | AddressInfoType::DnStatus
                    | AddressInfoType::QueueStatus
                    | AddressInfoType::AgentStatus,
                )
                | None,
                _,
            ) => {
                let text = "This kind of query is not for this kind of number";
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
        self.answer(ask.link, ask.message, event);
        Ok(())
    }

    pub(super) fn query_server(&mut self, ask: Ask<'_>) -> Result<(), Denial> {
        let event = Message::new(M::EVENT_SERVER_INFO)
            .with(A::SERVER_VERSION, env!("CARGO_PKG_VERSION"))
            .with(A::SERVER_ROLE, ServerRole::Primary)
            .with(A::CAPABILITIES, SUPPORTED.iter().copied().collect::<MessageMask>());
        self.answer(ask.link, ask.message, event);
        Ok(())
    }
}
