//! Registration: `RequestRegisterAddress` and `RequestUnregisterAddress` (PSDK T-Library reference).

use switch_sim::personality::table::Snapshot;
use tserver_wire::{
    AddressInfoType, AddressType, AttributeId as A, KvList, Message, MessageType as M,
};

use super::Ask;
use crate::{
    error::{Denial, ErrorKind},
    plant::Kind,
    registration::Terms,
    server::TServerSim,
};

impl TServerSim {
    pub(super) fn register(&mut self, ask: Ask<'_>) -> Result<(), Denial> {
        let device = self.dn_named(ask, A::THIS_DN)?;
        let terms = terms(ask)?;
        let kind = self.plant.kind(device).unwrap_or(Kind::Extension);
        require_type(ask, kind)?;
        self.registrations.add(device, ask.link, terms)?;
        let mut event = Message::new(M::EVENT_REGISTERED)
            .with(A::THIS_DN, ask.text(A::THIS_DN)?)
            .with(A::ADDRESS_INFO_TYPE, AddressInfoType::AddressType)
            .with(A::ADDRESS_INFO_STATUS, self.plant.address_type(device));
        let known = self.personality.monitor_ack_snapshot != Snapshot::None;
        if let Some(agent) = self.agents.get(&device).filter(|_| known) {
            event.push(A::AGENT_ID, agent.id.as_ref());
        }
        let snapshot = match self.personality.monitor_ack_snapshot {
            Snapshot::Full => self.snapshot(device),
            Snapshot::OnQuery | Snapshot::None => KvList::new(),
        };
        event.push(A::EXTENSIONS, snapshot);
        self.answer(ask, event);
        Ok(())
    }

    pub(super) fn unregister(&mut self, ask: Ask<'_>) -> Result<(), Denial> {
        let device = self.dn_named(ask, A::THIS_DN)?;
        if !self.registrations.remove(device, ask.link) {
            let text = "ThisDN is not registered by this client";
            return Err(Denial::new(ErrorKind::NotRegistered, text));
        }
        let event = Message::new(M::EVENT_UNREGISTERED).with(A::THIS_DN, ask.text(A::THIS_DN)?);
        self.answer(ask, event);
        Ok(())
    }
}

/// The terms that a request for a registration names.
pub(super) fn terms(ask: Ask<'_>) -> Result<Terms, Denial> {
    let code = |id| ask.message.integer(id);
    Terms::of(code(A::REGISTER_MODE), code(A::CONTROL_MODE))
}

/// Refuses a registration that takes a queue for a telephone, or the reverse. Whether a telephone
/// is a DN or a position, and what kind of queue a queue is, is not for the client to know.
fn require_type(ask: Ask<'_>, kind: Kind) -> Result<(), Denial> {
    let asked = ask.message.integer(A::ADDRESS_TYPE).and_then(AddressType::from_code);
    let fits = match asked {
        None | Some(AddressType::Unknown | AddressType::Other) => true,
        Some(AddressType::Dn | AddressType::Position) => kind == Kind::Extension,
        Some(AddressType::Queue | AddressType::AcdGroup) => {
            matches!(kind, Kind::Queue | Kind::VirtualQueue)
        }
        Some(AddressType::RouteQueue) => {
            matches!(kind, Kind::Queue | Kind::VirtualQueue | Kind::RoutingPoint { .. })
        }
        Some(AddressType::RouteDn) => matches!(kind, Kind::RoutingPoint { .. }),
        Some(
            AddressType::Trunk
            | AddressType::VoiceChannel
            | AddressType::DataChannel
            | AddressType::Announcement
            | AddressType::Asai
            | AddressType::Vsp
            | AddressType::AgentId,
        ) => false,
    };
    if fits {
        return Ok(());
    }
    let text =
        format!("ThisDN is of type {}, not of the AddressType given", kind.address_type().name());
    Err(Denial::new(ErrorKind::InvalidAttribute, text))
}
