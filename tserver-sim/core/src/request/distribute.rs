//! Events that clients send each other: routers about virtual queues (PSDK T-Library reference, `TSendEvent`), any
//! client by user events (`TSendUserEvent`).

use switch_sim::id::DeviceId;
use tserver_wire::{AttributeId as A, Message, MessageType as M, Value};

use super::Ask;
use crate::{
    error::{Denial, ErrorKind},
    event::{Draft, call_number},
    link::LinkId,
    server::TServerSim,
};

impl TServerSim {
    /// Sends the clients of a number the event that a router names. Of a call that is up, what
    /// the request leaves out is told as it is.
    pub(super) fn distribute_event(&mut self, ask: Ask<'_>) -> Result<(), Denial> {
        let device = self.dn_named(ask, A::THIS_DN)?;
        let code = ask.message.integer(A::USER_EVENT).and_then(|code| u16::try_from(code).ok());
        let kind = code.map(M).filter(|kind| kind.is_event()).ok_or_else(|| {
            let text = "UserEvent is not the number of an event";
            Denial::new(ErrorKind::InvalidAttribute, text)
        })?;
        let mut event = Message::new(kind);
        for attribute in &ask.message.attributes {
            if !OWN.contains(&attribute.id) && event.get(attribute.id).is_none() {
                event.push(attribute.id, attribute.value.clone());
            }
        }
        fill(&mut event, A::THIS_QUEUE, ask.message.string(A::THIS_DN));
        if ask.message.get(A::CONN_ID).is_some() {
            let facts = &self.call_named(ask, A::CONN_ID)?.facts;
            fill(&mut event, A::CALL_ID, Some(call_number(facts.id.0)));
            fill(&mut event, A::CALL_UUID, Some(facts.uuid.as_str()));
            fill(&mut event, A::CALL_TYPE, Some(facts.kind));
            fill(&mut event, A::CALL_STATE, Some(tserver_wire::CallState::Ok));
            fill(&mut event, A::ANI, facts.ani.as_deref());
            fill(&mut event, A::DNIS, facts.dnis.as_deref());
            fill(
                &mut event,
                A::USER_DATA,
                Some(facts.data.clone()).filter(|data| !data.is_empty()),
            );
        }
        let stamped = [A::TIME_IN_SECS, A::TIME_IN_USECS, A::EVENT_SEQUENCE_NUMBER];
        if let Some(id) =
            kind.mandatory().iter().find(|id| event.get(**id).is_none() && !stamped.contains(id))
        {
            let text = format!("{kind} needs {id}");
            return Err(Denial::new(ErrorKind::InvalidAttribute, text));
        }
        self.emit(Draft { kind, device: Some(device), message: event });
        self.remember_sender(ask.link, kind, device);
        self.acknowledge(ask);
        Ok(())
    }

    /// Sends the clients of a number a user event.
    pub(super) fn distribute_user_event(&mut self, ask: Ask<'_>) -> Result<(), Denial> {
        let device = self.dn_named(ask, A::THIS_DN)?;
        let data = self.given_data(ask)?;
        let event = Draft::about(M::EVENT_USER_EVENT, device, ask.text(A::THIS_DN)?)
            .with(A::USER_DATA, Some(data).filter(|data| !data.is_empty()))
            .with(A::EXTENSIONS, ask.message.list(A::EXTENSIONS).cloned());
        self.emit(event);
        self.remember_sender(ask.link, M::EVENT_USER_EVENT, device);
        self.acknowledge(ask);
        Ok(())
    }

    /// Confirms the last event of a kind that another client has sent this one: the sender gets
    /// `EventReturnReceipt`. Whom a receipt reaches is not public; this is the emulator's choice.
    pub(super) fn send_return_receipt(&mut self, ask: Ask<'_>) -> Result<(), Denial> {
        let code =
            ask.message.integer(A::USER_EVENT).unwrap_or_else(|| M::EVENT_USER_EVENT.0.into());
        let kind = u16::try_from(code).map(M).unwrap_or(M::EVENT_USER_EVENT);
        let sender = self.services.senders.remove(&(ask.link, kind)).ok_or_else(|| {
            let text = format!("No client has sent {kind} that waits for a receipt of this one");
            Denial::new(ErrorKind::WrongState, text)
        })?;
        let mut event = Message::new(M::EVENT_RETURN_RECEIPT);
        if let Some(extensions) = ask.message.list(A::EXTENSIONS) {
            event.push(A::EXTENSIONS, extensions.clone());
        }
        self.stamp_and_transmit(sender, event);
        self.acknowledge(ask);
        Ok(())
    }

    fn remember_sender(&mut self, sender: LinkId, kind: M, device: DeviceId) {
        let receivers = self.registrations.clients(device).filter(|link| *link != sender);
        self.services.senders.extend(receivers.map(|link| ((link, kind), sender)));
    }

    /// `EventACK`: done, and there is no other answer.
    pub(super) fn acknowledge(&mut self, ask: Ask<'_>) {
        let event = Message::new(M::EVENT_ACK).with(A::USER_EVENT, i32::from(ask.message.kind.0));
        self.answer(ask, event);
    }
}

/// Adds an attribute that the event may carry and the request left out.
fn fill(event: &mut Message, id: A, value: Option<impl Into<Value>>) {
    let kind = event.kind;
    let listed = |id| kind.mandatory().contains(&id) || kind.optional().contains(&id);
    let may = listed(id) || (id == A::CALL_UUID && listed(A::CONN_ID));
    if let Some(value) = value.filter(|_| may && event.get(id).is_none()) {
        event.push(id, value);
    }
}

/// What a request says for itself, not for the event.
const OWN: &[A] = &[
    A::REFERENCE_ID,
    A::USER_EVENT,
    A::TIMEOUT,
    A::TIME_IN_SECS,
    A::TIME_IN_USECS,
    A::EVENT_SEQUENCE_NUMBER,
];
