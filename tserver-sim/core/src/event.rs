//! Events before they are addressed: what one says, and the table that decides what it may say.

use switch_sim::{id::DeviceId, time::SimTime};
use tserver_wire::{AttributeId as A, CallState, DnRole, KvList, Message, MessageType, Value};

use crate::{
    call::{Call, Face, Facts, Party},
    identity::ConnId,
    plant::Dn,
    snapshot, user_data,
    wrap_up::Work,
};

/// One event, for the clients of one number.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) kind: MessageType,
    /// Whose clients get it; none: only who is named when it is sent.
    pub(crate) device: Option<DeviceId>,
    pub(crate) message: Message,
}

impl Draft {
    /// An event about a number that is not about a call.
    pub(crate) fn about(kind: MessageType, device: DeviceId, dn: &str) -> Self {
        Self { kind, device: Some(device), message: Message::new(kind).with(A::THIS_DN, dn) }
    }

    /// Adds an attribute if there is a value and the event may carry it.
    #[must_use]
    pub(crate) fn with(mut self, id: A, value: Option<impl Into<Value>>) -> Self {
        if let Some(value) = value.filter(|_| may_carry(self.kind, id)) {
            self.message.push(id, value);
        }
        self
    }
}

/// An event of a call for one of its parties, with everything that is always told. Builders
/// change what the rule at hand wants otherwise.
#[derive(Clone, Debug)]
pub(crate) struct CallEvent {
    kind: MessageType,
    device: Option<DeviceId>,
    this: Option<Face>,
    queue: Option<Dn>,
    queue_known_from: SimTime,
    other: Option<Face>,
    third: Option<Face>,
    previous: Option<ConnId>,
    transfer: Option<ConnId>,
    state: CallState,
    /// What Extensions tell: the other parties where OtherDN cannot name them, a mute party, the
    /// work after the call.
    extensions: KvList,
    facts: Facts,
}

impl CallEvent {
    /// The event as the party's place in the call has it; whoever is called into the call sees the data
    /// that come with the request.
    pub(crate) fn of(kind: MessageType, call: &Call, party: &Party) -> Self {
        let consult = call.consult.as_ref().filter(|_| kind != MessageType::EVENT_PARTY_CHANGED);
        let mut facts = call.facts.clone();
        if let Some(adding) = &party.adding {
            user_data::update(&mut facts.data, &adding.data);
        }
        Self {
            kind,
            device: Some(party.device),
            this: party.face(),
            queue: party.queue.clone(),
            queue_known_from: party.queue_known_from,
            other: call.other(party.device),
            third: None,
            previous: consult.map(|consult| consult.conn),
            transfer: None,
            state: CallState::Ok,
            extensions: KvList::new(),
            facts,
        }
    }

    /// The event for somebody who is no party: without ThisDN.
    pub(crate) fn outside(kind: MessageType, call: &Call) -> Self {
        Self {
            kind,
            device: None,
            this: None,
            queue: None,
            queue_known_from: SimTime::ZERO,
            other: None,
            third: None,
            previous: None,
            transfer: None,
            state: CallState::Ok,
            extensions: KvList::new(),
            facts: call.facts.clone(),
        }
    }

    /// The party that is told by this event that its call has changed.
    pub(crate) fn party_changed(&self) -> Option<DeviceId> {
        self.device.filter(|_| self.kind == MessageType::EVENT_PARTY_CHANGED)
    }

    #[must_use]
    pub(crate) fn state(self, state: CallState) -> Self {
        Self { state, ..self }
    }

    #[must_use]
    pub(crate) fn other(self, other: Option<Face>) -> Self {
        Self { other, ..self }
    }

    #[must_use]
    pub(crate) fn third(self, third: Option<Face>) -> Self {
        Self { third, ..self }
    }

    #[must_use]
    pub(crate) fn previous(self, previous: Option<ConnId>) -> Self {
        Self { previous, ..self }
    }

    #[must_use]
    pub(crate) fn transfer(self, transfer: Option<ConnId>) -> Self {
        Self { transfer, ..self }
    }

    /// Tells a party that comes into a call of several who they are; none: there is one at most.
    #[must_use]
    pub(crate) fn members(mut self, members: Option<KvList>) -> Self {
        if let Some(members) = members {
            self.extensions.push(snapshot::PARTIES, members);
        }
        self
    }

    /// Tells that nobody hears the party.
    #[must_use]
    pub(crate) fn muted(mut self, muted: bool) -> Self {
        if muted {
            self.extensions.push(snapshot::MUTED, 1);
        }
        self
    }

    /// Tells an agent what follows the call.
    #[must_use]
    pub(crate) fn work(mut self, work: Option<Work>) -> Self {
        self.extensions.0.extend(work.map(Work::told).unwrap_or_default().0);
        self
    }

    /// The event in the form in which it is sent at this moment.
    pub(crate) fn draft(self, now: SimTime) -> Draft {
        let queue = self.queue.filter(|_| self.queue_known_from <= now);
        let facts = self.facts;
        // Where digits are the answer to something else, that says them itself.
        let tells_digits =
            [MessageType::EVENT_RINGING, MessageType::EVENT_ROUTE_REQUEST].contains(&self.kind);
        let digits = facts.digits.filter(|_| tells_digits);
        let diverted = self.kind == MessageType::EVENT_DIVERTED;
        let role = self.this.as_ref().map(|face| face.role);
        let role = role.filter(|role| !diverted || *role == DnRole::Origination);
        let data = Some(facts.data)
            .filter(|data| !data.is_empty() || self.kind.mandatory().contains(&A::USER_DATA));
        Draft { kind: self.kind, device: self.device, message: Message::new(self.kind) }
            .with(A::THIS_DN, self.this.as_ref().map(|face| face.dn.as_ref()))
            .with(A::THIS_DN_ROLE, role)
            .with(A::THIS_QUEUE, queue.as_deref())
            .with(A::OTHER_DN, self.other.as_ref().map(|face| face.dn.as_ref()))
            .with(A::OTHER_DN_ROLE, self.other.as_ref().map(|face| face.role))
            .with(A::THIRD_PARTY_DN, self.third.as_ref().map(|face| face.dn.as_ref()))
            .with(A::THIRD_PARTY_DN_ROLE, self.third.as_ref().map(|face| face.role))
            .with(A::CONN_ID, Some(facts.conn.0))
            .with(A::PREVIOUS_CONN_ID, self.previous.map(|conn| conn.0))
            .with(A::TRANSFER_CONN_ID, self.transfer.map(|conn| conn.0))
            .with(A::CALL_ID, Some(call_number(facts.number)))
            .with(A::CALL_UUID, Some(facts.uuid))
            .with(A::CALL_TYPE, Some(facts.kind))
            .with(A::CALL_STATE, Some(self.state))
            .with(A::ANI, facts.ani.as_deref())
            .with(A::DNIS, facts.dnis.as_deref())
            .with(A::COLLECTED_DIGITS, digits.as_deref())
            .with(A::LAST_COLLECTED_DIGIT, digits.as_deref().and_then(last_digit))
            .with(A::CUSTOMER_ID, facts.customer.as_deref())
            .with(A::USER_DATA, data)
            .with(A::EXTENSIONS, some(self.extensions))
    }
}

/// The last of the digits collected.
pub(crate) fn last_digit(digits: &str) -> Option<String> {
    digits.chars().next_back().map(String::from)
}

/// A list, unless it is empty.
pub(crate) fn some(list: KvList) -> Option<KvList> {
    (!list.is_empty()).then_some(list)
}

/// Whether an event of this kind may carry an attribute: the public tables decide, with four
/// additions. `CallUUID` goes with every call ("the only call attribute that never changes"),
/// `OtherDNRole` with every OtherDN, `ThisQueue` with every event of a queue, as the call models
/// show, `ThisDNRole` with `EventDiverted` of a predictive call, and `Reliability` with the end of a
/// call, which may be found out late.
fn may_carry(kind: MessageType, id: A) -> bool {
    let listed = |id| kind.mandatory().contains(&id) || kind.optional().contains(&id);
    listed(id)
        || (id == A::CALL_UUID && listed(A::CONN_ID))
        || (id == A::OTHER_DN_ROLE && listed(A::OTHER_DN))
        || (id == A::THIS_QUEUE && kind == MessageType::EVENT_PARTY_CHANGED)
        || (id == A::THIS_DN_ROLE && kind == MessageType::EVENT_DIVERTED)
        || (id == A::RELIABILITY
            && [MessageType::EVENT_RELEASED, MessageType::EVENT_ABANDONED].contains(&kind))
}

/// The switch's call number as T-Library carries it: 32 bits without sign.
pub(crate) fn call_number(id: u32) -> i32 {
    i32::from_be_bytes(id.to_be_bytes())
}

/// A list with one pair, or none.
pub(crate) fn single(key: &str, value: Option<&str>) -> Option<KvList> {
    Some(KvList::new().with(key, value?))
}
