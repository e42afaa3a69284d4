//! Calls that were up when a log begins: their first message is not how a call begins.
//!
//! A call of two parties is made again before the first message, by hands that no client is told of.
//! What cannot be made again is left out, and whatever grows out of it.

use std::collections::{BTreeMap, BTreeSet};

use switch_sim::{
    call::{ConnectionState, Party},
    id::CallId,
    switch::Switch,
};
use tserver_wire::{AttributeId as A, CallState, CallType, DnRole, Message, MessageType as M};

use super::{
    cause::data,
    site::{Site, TRUNK},
};
use crate::conversation::{Conversation, Said, is_of_a_whole_call};

/// A call that was up.
#[derive(Clone, Debug)]
pub(super) struct Up {
    pub(super) conn: u64,
    /// Its first message, which names who else is in the call.
    first: Message,
    pub(super) telephones: Vec<Telephone>,
    /// The queue in which it waits, or out of which it came to the telephone.
    queue: Option<String>,
    /// Whether it waits there.
    waits: bool,
    /// Whether it is no call of two parties, and cannot be made again.
    complex: bool,
}

/// A telephone of the site in a call that was up.
#[derive(Clone, Debug)]
pub(super) struct Telephone {
    pub(super) number: String,
    /// How the call stood there; none: nothing told otherwise than that it was up.
    state: Option<ConnectionState>,
    /// Whether the call was made there.
    made: bool,
}

/// The calls that were up, in the order in which the log mentions them.
pub(super) fn calls(log: &Conversation) -> Vec<Up> {
    let mut begun: BTreeSet<u64> = BTreeSet::new();
    let mut up: BTreeMap<u64, usize> = BTreeMap::new();
    let mut calls: Vec<Up> = Vec::new();
    let mut arrived: BTreeSet<(u64, &str)> = BTreeSet::new();
    for said in log.said.iter().filter(|said| !is_of_a_whole_call(said.message.kind)) {
        let message = &said.message;
        let Some(conn) = message.conn_id(A::CONN_ID) else { continue };
        if begun.contains(&conn) {
            continue;
        }
        let previous = message.conn_id(A::PREVIOUS_CONN_ID);
        let begins = arrives(message);
        let known = up.contains_key(&conn);
        if !known {
            // A call that takes another one in is that one by a new name.
            let first = begins && message.kind != M::EVENT_PARTY_CHANGED;
            if first || previous.is_some_and(|previous| begun.contains(&previous)) {
                begun.insert(conn);
                continue;
            }
            up.insert(conn, calls.len());
            calls.push(Up::of(conn, message));
        }
        let Some(call) = up.get(&conn).and_then(|place| calls.get_mut(*place)) else { continue };
        let Some(this) = message.string(A::THIS_DN) else { continue };
        if begins {
            arrived.insert((conn, this));
        } else if !arrived.contains(&(conn, this)) {
            call.see(this, message);
        }
    }
    // Two calls that belong together are more than two parties.
    for said in &log.said {
        let ids = [A::CONN_ID, A::PREVIOUS_CONN_ID, A::TRANSFER_CONN_ID, A::CONFERENCE_CONN_ID];
        let named: Vec<usize> =
            ids.iter().filter_map(|id| up.get(&said.message.conn_id(*id)?).copied()).collect();
        for place in named.iter().filter(|_| named.len() > 1) {
            calls.get_mut(*place).into_iter().for_each(|call| call.complex = true);
        }
    }
    let told: BTreeSet<u64> = log.said.iter().filter_map(told_of).collect();
    calls.retain(|call| told.contains(&call.conn));
    calls
}

impl Up {
    fn of(conn: u64, first: &Message) -> Self {
        let kind = first.integer(A::CALL_TYPE).and_then(CallType::from_code);
        Self {
            conn,
            first: first.clone(),
            telephones: Vec::new(),
            queue: None,
            waits: false,
            complex: kind == Some(CallType::Consult),
        }
    }

    /// Takes in a message of a number that had the call when the log began.
    fn see(&mut self, this: &str, message: &Message) {
        let queue = message.string(A::THIS_QUEUE).filter(|queue| *queue != this);
        self.queue = self.queue.take().or_else(|| queue.map(str::to_owned));
        let tells = |message: &Message| {
            message.get(A::CALL_TYPE).is_some() && message.get(A::OTHER_DN).is_some()
        };
        if !tells(&self.first) && tells(message) {
            self.complex |= message.integer(A::CALL_TYPE) == Some(CallType::Consult.code());
            self.first = message.clone();
        }
        if message.string(A::THIS_QUEUE) == Some(this) {
            let leaves = message.kind == M::EVENT_ABANDONED;
            self.waits |= leaves;
            self.complex |= !leaves;
            self.queue = Some(this.to_owned());
            return;
        }
        self.complex |= COMPLEX.contains(&message.kind);
        let made = message.integer(A::THIS_DN_ROLE) == Some(DnRole::Origination.code());
        let known = self.telephones.iter().position(|telephone| telephone.number == this);
        let place = known.unwrap_or(self.telephones.len());
        if known.is_none() {
            self.telephones.push(Telephone { number: this.to_owned(), state: None, made });
        }
        if let Some(telephone) = self.telephones.get_mut(place) {
            telephone.state = telephone.state.or_else(|| state_before(message));
            telephone.made |= made;
        }
    }

    /// The call's kind, as far as its first message tells.
    pub(super) fn kind(&self) -> Option<CallType> {
        self.first.integer(A::CALL_TYPE).and_then(CallType::from_code)
    }

    /// The line by which such a call begins again; none if it is no call of two parties.
    pub(super) fn begins(&self, site: &Site) -> Option<String> {
        let other = self.first.string(A::OTHER_DN);
        if self.complex || self.telephones.len() > 2 || self.waits != self.telephones.is_empty() {
            return None;
        }
        let dials =
            |from: &str, to: &str| Some(format!("{}.phone > DIAL {to}", site.person(from)?));
        match (self.kind()?, self.telephones.as_slice()) {
            (CallType::Inbound, [] | [_]) => {
                let at = self.telephones.first().map(|telephone| telephone.number.as_str());
                let calling = self.other();
                let dialled = self.first.string(A::DNIS).filter(|dnis| site.leads_on(dnis));
                let to = dialled.or_else(|| self.queue()).or(at)?;
                let who = site.outsider(calling);
                let ani = calling.map(|number| format!(" ani={number}")).unwrap_or_default();
                Some(format!("{who} > DIAL {to} trunk={TRUNK}{ani}{}", data(&self.first)))
            }
            (CallType::Outbound, [one]) => dials(&one.number, other?),
            (CallType::Internal, [one]) if one.made => dials(&one.number, other?),
            (CallType::Internal, [one]) => dials(other?, &one.number),
            (CallType::Internal, [one, another]) if another.made => {
                dials(&another.number, &one.number)
            }
            (CallType::Internal, [one, another]) => dials(&one.number, &another.number),
            _ => None,
        }
    }

    /// Whether the emulator's call stands as this one did.
    pub(super) fn is_made(&self, switch: &Switch, id: CallId) -> bool {
        let parties = switch.call(id).map(|call| call.parties.as_slice()).unwrap_or_default();
        let state = |number: &str| {
            let here = |party: &&Party| switch.device(party.device).number.as_str() == number;
            parties.iter().find(here).map(|party| party.state)
        };
        let waits = self.queue.as_deref().filter(|_| self.waits);
        waits.is_none_or(|queue| state(queue) == Some(ConnectionState::Queued))
            && self.telephones.iter().all(|telephone| {
                let present = state(&telephone.number);
                match telephone.state.unwrap_or(ConnectionState::Connected) {
                    ConnectionState::Connected if self.answered() => {
                        present == Some(ConnectionState::Connected)
                    }
                    wanted @ (ConnectionState::Alerting | ConnectionState::Held) => {
                        present == Some(wanted)
                    }
                    ConnectionState::Null
                    | ConnectionState::Initiated
                    | ConnectionState::Connected
                    | ConnectionState::Queued
                    | ConnectionState::Failed => present.is_some(),
                }
            })
    }

    /// Who else is in it.
    pub(super) fn other(&self) -> Option<&str> {
        let ani = self.first.string(A::ANI).filter(|_| self.kind() == Some(CallType::Inbound));
        ani.or_else(|| self.first.string(A::OTHER_DN))
    }

    /// The queue in which it waits, or out of which it came.
    pub(super) fn queue(&self) -> Option<&str> {
        self.queue.as_deref()
    }

    /// The number that was dialled outside, and where it led.
    pub(super) fn dialled(&self) -> Option<(&str, &str)> {
        let dialled = self.first.string(A::DNIS)?;
        let telephone = self.telephones.first().map(|telephone| telephone.number.as_str());
        let target = self.queue().or(telephone).filter(|_| self.kind() == Some(CallType::Inbound));
        target.filter(|target| *target != dialled).map(|target| (dialled, target))
    }

    /// Whether both sides speak, or hold.
    pub(super) fn answered(&self) -> bool {
        let rings = |telephone: &Telephone| {
            matches!(telephone.state, Some(ConnectionState::Alerting | ConnectionState::Initiated))
        };
        !self.telephones.is_empty() && !self.telephones.iter().any(rings)
    }

    /// The telephones that hold it.
    pub(super) fn holders(&self) -> impl Iterator<Item = &str> {
        let holds = |telephone: &&Telephone| telephone.state == Some(ConnectionState::Held);
        self.telephones.iter().filter(holds).map(|telephone| telephone.number.as_str())
    }
}

/// Whether a call comes to a number by this message. Out of its queue, it can be made again there at
/// that moment, however long it waited.
fn arrives(message: &Message) -> bool {
    let previous = message.conn_id(A::PREVIOUS_CONN_ID);
    let other = previous.is_some() && previous != message.conn_id(A::CONN_ID);
    let queued = message.kind == M::EVENT_DIVERTED
        && message
            .string(A::THIS_QUEUE)
            .is_none_or(|queue| Some(queue) == message.string(A::THIS_DN));
    BEGINNINGS.contains(&message.kind)
        || queued
        || (message.kind == M::EVENT_PARTY_CHANGED && other)
}

/// How a call stood at a number before this message of it; none: the message does not tell.
fn state_before(message: &Message) -> Option<ConnectionState> {
    let state = message.integer(A::CALL_STATE).and_then(CallState::from_code);
    let made = message.integer(A::THIS_DN_ROLE) == Some(DnRole::Origination.code());
    Some(match message.kind {
        M::EVENT_ESTABLISHED if made => ConnectionState::Initiated,
        M::EVENT_NETWORK_REACHED | M::EVENT_DESTINATION_BUSY => ConnectionState::Initiated,
        M::EVENT_ESTABLISHED
        | M::EVENT_ABANDONED
        | M::REQUEST_ANSWER_CALL
        | M::REQUEST_REDIRECT_CALL => ConnectionState::Alerting,
        M::EVENT_RELEASED
            if matches!(
                state,
                Some(
                    CallState::NoAnswer
                        | CallState::Redirected
                        | CallState::Forwarded
                        | CallState::Pickedup
                )
            ) =>
        {
            ConnectionState::Alerting
        }
        M::EVENT_RETRIEVED
        | M::REQUEST_RETRIEVE_CALL
        | M::REQUEST_COMPLETE_TRANSFER
        | M::REQUEST_COMPLETE_CONFERENCE => ConnectionState::Held,
        M::EVENT_ATTACHED_DATA_CHANGED
        | M::REQUEST_ATTACH_USER_DATA
        | M::REQUEST_UPDATE_USER_DATA
        | M::REQUEST_DELETE_PAIR
        | M::EVENT_ERROR => return None,
        _ => ConnectionState::Connected,
    })
}

/// The call that an event tells of.
fn told_of(said: &Said) -> Option<u64> {
    let kind = said.message.kind;
    let tells = kind.is_event() && kind != M::EVENT_ERROR;
    said.message.conn_id(A::CONN_ID).filter(|_| tells)
}

/// The first message of a call at a number.
const BEGINNINGS: &[M] =
    &[M::EVENT_DIALING, M::EVENT_RINGING, M::EVENT_QUEUED, M::EVENT_ROUTE_REQUEST];
/// Messages of calls with more than two parties, or on their way through a routing point.
const COMPLEX: &[M] = &[
    M::EVENT_PARTY_ADDED,
    M::EVENT_PARTY_DELETED,
    M::EVENT_ROUTE_USED,
    M::EVENT_TREATMENT_APPLIED,
    M::EVENT_TREATMENT_END,
];
