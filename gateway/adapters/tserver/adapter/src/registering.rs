//! Registrations: made again after every loss, asked for anew where events came out of turn.
//!
//! A T-Server counts its events (`AttributeEventSequenceNumber` of public T-Server logs), those of
//! all its clients together, so that gaps mean nothing; a number that is not higher than the last
//! one of the device does. Events without a number are taken as they come.

use gateway_core::{
    id::{CallKey, Dn},
    middleware::{CommandId, Dropped, Event},
    time::Timestamp,
};
use tserver_wire::{AttributeId as A, Message, MessageType as M};

use crate::{TServer, command, event, limits, link::LinkState, registration};

/// A device that the gateway wants, as it is registered on the present link.
#[derive(Debug, Default)]
pub(crate) struct Registration {
    /// The T-Server has confirmed it.
    pub(crate) confirmed: bool,
    /// The gateway has been told how it stands, on this link or an earlier one.
    told: bool,
    /// The adapter has asked by itself how it stands.
    renewing: bool,
    /// The number of its last event.
    last: Option<u64>,
    /// The last command that is done and may still cause events.
    pub(crate) aftermath: Option<Aftermath>,
}

/// A command that is done, and what it may still cause.
#[derive(Debug)]
pub(crate) struct Aftermath {
    pub(crate) command: CommandId,
    pub(crate) call: Option<CallKey>,
    pub(crate) kinds: &'static [M],
}

/// A registration that the adapter has asked for by itself.
#[derive(Clone, Debug)]
pub(crate) struct Renewal {
    pub(crate) dn: Dn,
    /// It is confirmed, and how the device stands is asked for.
    queries: bool,
}

/// Where an event stands in the order of its device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Next,
    /// It is the last one again.
    Repeated,
    /// Something that happened after it has come before it.
    Late,
}

impl TServer {
    /// Whether the message is an event that came before, or after what followed it. Such a one is
    /// dropped; after the latter, how the device stands is asked for.
    pub(crate) fn is_out_of_turn(&mut self, now: Timestamp, message: &Message) -> bool {
        let Some(dn) = message.string(A::THIS_DN) else { return false };
        let Some(device) = self.devices.get_mut(dn) else { return false };
        match device.take(message) {
            Turn::Next => false,
            Turn::Repeated => {
                self.tell(Event::Dropped { why: Dropped::Duplicate });
                true
            }
            Turn::Late => {
                let reference = message.integer(A::REFERENCE_ID);
                if reference.and_then(|reference| self.renewals.remove(&reference)).is_some() {
                    device.renewing = false;
                }
                self.tell(Event::Dropped { why: Dropped::OutOfTurn });
                self.settle(now, message);
                if let Some(dn) = self.device(message) {
                    self.renew(now, &dn);
                }
                true
            }
        }
    }

    /// Asks how a device stands, unless that is under way.
    pub(crate) fn renew(&mut self, now: Timestamp, dn: &Dn) {
        let Some(device) = self.devices.get_mut(dn) else { return };
        if std::mem::replace(&mut device.renewing, true) {
            return;
        }
        let reference = self.pending.next_reference();
        self.renewals.insert(reference, Renewal { dn: dn.clone(), queries: false });
        self.renewing = now;
        self.send(&command::register(dn).with(A::REFERENCE_ID, reference));
    }

    /// A renewal is refused: a device that is registered on this link stays so.
    pub(crate) fn not_renewed(&mut self, now: Timestamp, renewal: Renewal, error: &Message) {
        let Renewal { dn, queries } = renewal;
        if queries {
            self.stands_somehow(now, &dn);
        } else if self.forget_unless_confirmed(&dn) {
            self.tell(Event::RegistrationLost { dn, denial: event::denial(error) });
        }
    }

    /// Forgets a device that the T-Server has not confirmed on this link; false: it has.
    pub(crate) fn forget_unless_confirmed(&mut self, dn: &Dn) -> bool {
        let Some(device) = self.devices.get_mut(dn) else { return true };
        device.renewing = false;
        let forgets = !device.confirmed;
        if forgets {
            self.devices.swap_remove(dn);
        }
        forgets
    }

    pub(crate) fn up_when_registered(&mut self) {
        if self.state == LinkState::Registering && self.renewals.is_empty() {
            self.state = LinkState::Up;
            self.back_off.reset();
            self.tell(Event::LinkUp);
        }
    }

    pub(crate) fn registered(&mut self, now: Timestamp, message: &Message) {
        let Some(dn) = message.string(A::THIS_DN).and_then(Dn::new) else { return };
        if let Some(device) = self.devices.get_mut(&dn) {
            device.confirmed = true;
        }
        if registration::is_told(message) {
            self.stands(now, &dn, message);
        } else if self.mute {
            self.stands_somehow(now, &dn);
        } else if let Some(reference) = message.integer(A::REFERENCE_ID)
            && self.query(now, &dn, reference)
        {
            return;
        }
        self.answered(now, message);
    }

    /// The T-Server has told, being asked, how a device stands.
    pub(crate) fn queried(&mut self, now: Timestamp, message: &Message) {
        let Some(dn) = message.string(A::THIS_DN).and_then(Dn::new) else { return };
        if registration::is_told(message) {
            self.stands(now, &dn, message);
        } else {
            self.stands_somehow(now, &dn);
        }
        self.answered(now, message);
    }

    /// Asks how a device stands that this request has registered; false: there is no such request.
    fn query(&mut self, now: Timestamp, dn: &Dn, registered_by: i32) -> bool {
        let query = command::query(dn);
        if let Some(renewal) = self.renewals.remove(&registered_by) {
            let reference = self.pending.next_reference();
            self.renewals.insert(reference, Renewal { queries: true, ..renewal });
            self.renewing = now;
            self.send(&query.with(A::REFERENCE_ID, reference));
            return true;
        }
        let Some(mut waiting) = self.pending.remove(registered_by) else { return false };
        waiting.expected = vec![command::any(M::EVENT_ADDRESS_INFO)];
        self.request(now, query, waiting);
        true
    }

    /// How a device stands is known; what requests about it still wait for is known with it.
    fn stands(&mut self, now: Timestamp, dn: &Dn, message: &Message) {
        if let Some(device) = self.devices.get_mut(dn) {
            (device.renewing, device.told) = (false, true);
            self.tell(registration::read(dn, message));
            registration::queued(dn, message).for_each(|queued| self.tell(queued));
        }
        self.rest_is_known(now, dn);
    }

    /// How a device stands is not to be found out on this link: at first it counts as idle, later as it
    /// stood.
    pub(crate) fn stands_somehow(&mut self, now: Timestamp, dn: &Dn) {
        self.mute = true;
        if let Some(device) = self.devices.get_mut(dn) {
            device.renewing = false;
            if !std::mem::replace(&mut device.told, true) {
                self.tell(registration::read(dn, &Message::new(M::EVENT_REGISTERED)));
            }
        }
        self.rest_is_known(now, dn);
    }

    fn rest_is_known(&mut self, now: Timestamp, dn: &Dn) {
        for reference in self.pending.nearly_done(dn) {
            self.complete(now, reference);
        }
    }

    fn answered(&mut self, now: Timestamp, message: &Message) {
        if let Some(reference) = message.integer(A::REFERENCE_ID)
            && self.renewals.remove(&reference).is_some()
        {
            self.renewing = now;
        }
        self.settle(now, message);
        self.up_when_registered();
    }

    pub(crate) fn unregistered(&mut self, now: Timestamp, message: &Message) {
        let Some(dn) = message.string(A::THIS_DN).and_then(Dn::new) else { return };
        let asked_for = message.integer(A::REFERENCE_ID).is_some();
        if !asked_for && self.devices.swap_remove(&dn).is_some() {
            self.tell(Event::RegistrationLost { dn, denial: event::denial(message) });
        }
        self.settle(now, message);
    }

    /// When the answer to a registration is overdue.
    pub(crate) fn registration_deadline(&self) -> Option<Timestamp> {
        let waits = self.state.is_open() && !self.renewals.is_empty();
        waits.then(|| self.renewing + limits::REGISTRATION_TIME)
    }
}

impl Registration {
    /// The link is lost, and with it the registration.
    pub(crate) fn lapse(&mut self) {
        *self = Self { told: self.told, ..Self::default() };
    }

    /// Takes note of an event. A refusal says nothing of how the device stands, and comes when it
    /// comes.
    fn take(&mut self, event: &Message) -> Turn {
        let number = event.conn_id(A::EVENT_SEQUENCE_NUMBER);
        let Some(number) = number.filter(|_| event.kind != M::EVENT_ERROR) else {
            return Turn::Next;
        };
        let turn = match self.last {
            Some(last) if number == last => Turn::Repeated,
            Some(last) if number < last => Turn::Late,
            Some(_) | None => Turn::Next,
        };
        if turn == Turn::Next {
            self.last = Some(number);
        }
        turn
    }
}
