//! What clients tell the T-Server about calls, numbers and agents: the tenant of a call, the kind
//! of a telephone, why an agent is idle (public message list; PSDK T-Library reference,
//! `TSetCallInfo`, `TAgentSetIdleReason`).

use tserver_wire::{AddressType, AttributeId as A, Message, MessageType as M};

use super::Ask;
use crate::{
    agent::AgentState,
    error::{Denial, ErrorKind},
    event::Draft,
    link::LinkId,
    plant::{Dn, Kind},
    server::TServerSim,
};

impl TServerSim {
    /// Names the tenant of a call; the events that may carry it do so from here on. Everybody who
    /// has a party of the call registered is told.
    pub(super) fn set_call_info(&mut self, ask: Ask<'_>) -> Result<(), Denial> {
        let (id, conn) = {
            let call = self.call_named(ask, A::CONN_ID)?;
            (call.id, call.facts.conn)
        };
        let customer = Dn::from(ask.text(A::CUSTOMER_ID)?);
        if ask.message.get(A::USER_DATA).is_some() {
            let text = "RequestSetCallInfo names the tenant: send RequestUpdateUserData for data";
            return Err(Denial::new(ErrorKind::InvalidAttribute, text));
        }
        let Some(call) = self.calls.get_mut(id) else { return Ok(()) };
        call.facts.customer = Some(Dn::clone(&customer));
        let devices: Vec<_> = call.parties.iter().map(|party| party.device).collect();
        let clients = devices.into_iter().flat_map(|device| self.registrations.clients(device));
        let mut others: Vec<LinkId> = clients.filter(|link| *link != ask.link).collect();
        others.sort_unstable();
        others.dedup();
        let event = Message::new(M::EVENT_CALL_INFO_CHANGED)
            .with(A::CONN_ID, conn.0)
            .with(A::CUSTOMER_ID, customer.as_ref());
        let event = self.stamp(event);
        for link in others {
            self.transmit(link, event.clone());
        }
        self.answer_stamped(ask, event);
        self.tell_followers();
        Ok(())
    }

    /// Says that a telephone is a position of an ACD group, or a plain extension: what
    /// registrations and queries tell of it.
    pub(super) fn set_dn_info(&mut self, ask: Ask<'_>) -> Result<(), Denial> {
        let device = self.own_dn(ask)?;
        let asked = ask.message.integer(A::ADDRESS_TYPE).and_then(AddressType::from_code);
        let position = match asked {
            Some(AddressType::Dn) => false,
            Some(AddressType::Position) => true,
            Some(_) | None => {
                let text = "RequestSetDNInfo needs AddressType: a telephone is DN 1 or Position 2";
                return Err(Denial::new(ErrorKind::InvalidAttribute, text));
            }
        };
        if self.plant.kind(device) != Some(Kind::Extension) {
            let text = "ThisDN is no telephone: what it is is for the switch to say";
            return Err(Denial::new(ErrorKind::InvalidAttribute, text));
        }
        self.plant.set_position(device, position);
        self.acknowledge(ask);
        Ok(())
    }

    /// Tells why an agent is idle; that is for agents who take no calls.
    pub(super) fn set_idle_reason(&mut self, ask: Ask<'_>) -> Result<(), Denial> {
        let device = self.own_dn(ask)?;
        let reason = ask.message.integer(A::IDLE_REASON).ok_or_else(|| {
            let text = "RequestAgentSetIdleReason needs IdleReason, a number";
            Denial::new(ErrorKind::InvalidAttribute, text)
        })?;
        let agent = self.agents.get_mut(&device).ok_or_else(|| {
            let text = "No agent is logged in at ThisDN: send RequestAgentLogin first";
            Denial::new(ErrorKind::NotLoggedIn, text)
        })?;
        if !matches!(agent.state, Some(AgentState::NotReady { .. })) {
            let text = "The agent takes calls: send RequestAgentNotReady first";
            return Err(Denial::new(ErrorKind::WrongState, text));
        }
        agent.idle_reason = Some(reason);
        let id = agent.id.as_ref().to_owned();
        let event = Draft::about(M::EVENT_AGENT_IDLE_REASON_SET, device, ask.text(A::THIS_DN)?)
            .with(A::AGENT_ID, Some(id))
            .with(A::IDLE_REASON, Some(reason));
        self.emit_answer(ask, device, event)
    }
}
