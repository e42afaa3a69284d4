//! Requests about clients and agents rather than calls: input mask, every number at once,
//! reservations, access numbers, members of a conference set aside.

use switch_sim::{action::Action, id::DeviceId, switch::Switch};
use tserver_wire::{AttributeId as A, Message, MessageMask, MessageType as M, Value};

use super::{Ask, register::terms};
use crate::{
    error::{Denial, ErrorKind},
    limits,
    link::LinkId,
    server::TServerSim,
    services::Reservation,
};

impl TServerSim {
    /// Lets through only the events whose bits are set (`TSetInputMask`).
    pub(super) fn set_input_mask(&mut self, ask: Ask<'_>) -> Result<(), Denial> {
        let Some(Value::Binary(bytes)) = ask.message.get(A::INPUT_MASK) else {
            let text = "RequestSetInputMask needs InputMask, a bit per message";
            return Err(Denial::new(ErrorKind::InvalidAttribute, text));
        };
        if let Some(client) = self.links.get_mut(&ask.link) {
            client.mask = Some(MessageMask::from_bytes(bytes));
        }
        self.acknowledge(ask);
        Ok(())
    }

    /// Registers every number that is not another client's alone.
    pub(super) fn register_all(&mut self, ask: Ask<'_>) -> Result<(), Denial> {
        let terms = terms(ask)?;
        let devices: Vec<DeviceId> = self.plant.numbered().collect();
        for device in devices {
            // Another client's own numbers are left out.
            let _taken = self.registrations.add(device, ask.link, terms);
        }
        self.answer(ask, Message::new(M::EVENT_REGISTERED_ALL));
        Ok(())
    }

    /// Gives every number up.
    pub(super) fn unregister_all(&mut self, ask: Ask<'_>) -> Result<(), Denial> {
        self.registrations.forget(ask.link);
        self.answer(ask, Message::new(M::EVENT_UNREGISTERED_ALL));
        Ok(())
    }

    /// Begins or ends the call-based events (`TStartCallMonitoring`): first about the calls that
    /// are up, then about every change. There is no other answer.
    pub(super) fn follow_calls(&mut self, ask: Ask<'_>) -> Result<(), Denial> {
        match ask.message.kind {
            M::REQUEST_START_CALL_MONITORING => {
                if self.services.followers.insert(ask.link) {
                    self.tell_new_follower(ask.link);
                }
            }
            _ => {
                self.services.followers.remove(&ask.link);
            }
        }
        Ok(())
    }

    /// Reserves an agent against other routers (`TReserveAgent`): nobody else can, for the time
    /// given in milliseconds; zero gives the agent free. Calls are not kept away.
    pub(super) fn reserve_agent(&mut self, ask: Ask<'_>) -> Result<(), Denial> {
        let (event, device) = self.reserve(ask)?;
        self.tell_reserved(&event, device, Some(ask.link));
        self.answer_stamped(ask, event);
        Ok(())
    }

    /// Reserves an agent, and tells by which number the agent is reached
    /// (`TReserveAgentAndGetAccessNumber`); at one site that is the agent's own.
    pub(super) fn reserve_and_get_number(&mut self, ask: Ask<'_>) -> Result<(), Denial> {
        let (_, device) = self.agent_to_reserve(ask)?;
        let number = device.and_then(|device| self.plant.dn(device)).ok_or_else(|| {
            let text = "The agent is not logged in here: there is no number that reaches it";
            Denial::new(ErrorKind::NotLoggedIn, text)
        })?;
        let (event, device) = self.reserve(ask)?;
        self.tell_reserved(&event, device, None);
        let answer = Message::new(M::EVENT_ANSWER_ACCESS_NUMBER)
            .with(A::THIS_DN, ask.message.string(A::THIS_DN).unwrap_or(&number))
            .with(A::ACCESS_NUMBER, number.as_ref());
        self.answer(ask, answer);
        Ok(())
    }

    /// Puts a reservation down; the event that tells of it, stamped, and the agent's number.
    fn reserve(&mut self, ask: Ask<'_>) -> Result<(Message, Option<DeviceId>), Denial> {
        let (key, device) = self.agent_to_reserve(ask)?;
        let span = ask.message.integer(A::TIMEOUT).and_then(|span| u64::try_from(span).ok());
        let span = span.ok_or_else(|| {
            let text = "RequestReserveAgent needs Timeout, milliseconds; 0 gives the agent free";
            Denial::new(ErrorKind::InvalidAttribute, text)
        })?;
        let known = self.services.reserved(&key, self.now);
        let once = ask.extension("reject-subsequent-request").is_some_and(|word| word != "0");
        let refused = match known {
            Some(known) if known.by != ask.link => Some("The agent is reserved by another client"),
            Some(_) if once && span > 0 => Some("The agent is reserved by this client already"),
            None if span == 0 => Some("The agent is not reserved"),
            Some(_) | None => None,
        };
        if let Some(text) = refused {
            return Err(Denial::new(ErrorKind::WrongState, text));
        }
        if span == 0 {
            self.services.reservations.remove(&key);
        } else {
            let until = self.now + std::time::Duration::from_millis(span);
            self.services.reserve(key, Reservation { by: ask.link, until }, self.now)?;
        }
        let mut event = Message::new(M::EVENT_AGENT_RESERVED);
        for id in [A::AGENT_ID, A::PLACE, A::THIS_DN, A::TIMEOUT, A::REASONS] {
            if let Some(value) = ask.message.get(id) {
                event.push(id, value.clone());
            }
        }
        Ok((self.stamp(event), device))
    }

    /// Tells the clients of a reserved agent's number, but for one that is answered.
    fn tell_reserved(&mut self, event: &Message, device: Option<DeviceId>, but: Option<LinkId>) {
        let registered = device.into_iter().flat_map(|device| self.registrations.clients(device));
        let others: Vec<_> = registered.filter(|link| Some(*link) != but).collect();
        for link in others {
            self.transmit(link, event.clone());
        }
    }

    /// Answers a request by an event that others get as well.
    pub(super) fn answer_stamped(&mut self, ask: Ask<'_>, event: Message) {
        self.transmit(ask.link, event.with(A::REFERENCE_ID, ask.reference));
    }

    /// The number that reaches a number of this switch from another one: its own
    /// (`TGetAccessNumber`). Other locations are beyond this T-Server.
    pub(super) fn get_access_number(&mut self, ask: Ask<'_>) -> Result<(), Denial> {
        let dn = ask.text(A::THIS_DN)?;
        let (_, number) = ask.destination()?;
        if ask.message.get(A::REASONS).is_some() {
            let text = "RequestGetAccessNumber takes no Reasons: leave them out";
            return Err(Denial::new(ErrorKind::InvalidAttribute, text));
        }
        if self.plant.find(&number).is_none() {
            let text = format!("Invalid Called DN: the switch has no number {number}");
            return Err(Denial::new(ErrorKind::InvalidCalledDn, text));
        }
        let event = Message::new(M::EVENT_ANSWER_ACCESS_NUMBER)
            .with(A::THIS_DN, dn)
            .with(A::ACCESS_NUMBER, number.as_ref());
        self.answer(ask, event);
        Ok(())
    }

    /// Sets a member of a conference aside, or takes it back (`TListenDisconnect`,
    /// `TListenReconnect`).
    pub(super) fn listen(&mut self, switch: &mut Switch, ask: Ask<'_>) -> Result<(), Denial> {
        let device = self.own_dn(ask)?;
        let call = self.own_call(ask, A::CONN_ID, device)?;
        let party = self.member_named(ask, call)?;
        let call = call.id;
        let (answer, action) = match ask.message.kind {
            M::REQUEST_LISTEN_DISCONNECT => {
                (M::EVENT_LISTEN_DISCONNECTED, Action::SetAside { device, call, party })
            }
            _ => (M::EVENT_LISTEN_RECONNECTED, Action::TakeBack { device, call, party }),
        };
        let origin = self.origin(ask, device, answer);
        self.act(switch, origin, action)?;
        Ok(())
    }

    /// Whom a reservation is about, and the agent's number where it is known.
    fn agent_to_reserve(&self, ask: Ask<'_>) -> Result<(String, Option<DeviceId>), Denial> {
        if ask.message.string(A::THIS_DN).is_some() {
            let device = self.dn_named(ask, A::THIS_DN)?;
            return Ok((format!("dn {}", device.0), Some(device)));
        }
        for id in [A::AGENT_ID, A::PLACE] {
            if ask.message.string(id).is_some_and(|name| name.len() > limits::AGENT_ID_BYTES) {
                let text = format!("{id} is longer than {} bytes", limits::AGENT_ID_BYTES);
                return Err(Denial::new(ErrorKind::InvalidAttribute, text));
            }
        }
        if let Some(name) = ask.message.string(A::AGENT_ID) {
            let device = self.agents.iter().find(|(_, agent)| agent.id.as_ref() == name);
            let device = device.map(|(device, _)| *device);
            let key = device.map_or_else(|| format!("agent {name}"), |d| format!("dn {}", d.0));
            return Ok((key, device));
        }
        ask.message.string(A::PLACE).map(|place| (format!("place {place}"), None)).ok_or_else(
            || {
                let text = format!("{} needs one of ThisDN, AgentID and Place", ask.message.kind);
                Denial::new(ErrorKind::InvalidAttribute, text)
            },
        )
    }
}
