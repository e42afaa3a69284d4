//! Calls that were up when a log begins: their first message is not how a call begins.
//!
//! Such a call is made again before the first message, by hands that no client is told of: one of two
//! parties, a consultation beside the call that it belongs to, a conference whose members the log names when
//! they leave. What cannot be made again is left out, and whatever grows out of it.

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
    tie: Tie,
    /// Members of a conference who leave it before anything else shows them.
    leave: BTreeSet<String>,
    /// Whether somebody comes into it, from where no other message shows.
    grows: bool,
    /// Whether it cannot be made again.
    complex: bool,
}

/// How a call that was up belongs to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tie {
    Alone,
    /// Somebody consulted about it.
    Consulted,
    /// It is a consultation about this call.
    About(u64),
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
    let tells = |said: &&Said| !is_of_a_whole_call(said.message.kind) && !said.is_of_the_link();
    for said in log.said.iter().filter(tells) {
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
    for said in &log.said {
        let ids = [A::PREVIOUS_CONN_ID, A::TRANSFER_CONN_ID, A::CONFERENCE_CONN_ID];
        let place = |conn: Option<u64>| up.get(&conn?).copied();
        let this = place(said.message.conn_id(A::CONN_ID));
        for other in ids.iter().filter_map(|id| place(said.message.conn_id(*id))) {
            this.into_iter().for_each(|this| tie(&mut calls, [this, other]));
        }
    }
    let told: BTreeSet<u64> = log.said.iter().filter_map(told_of).collect();
    calls.retain(|call| told.contains(&call.conn));
    // A call is made before those that were begun about it.
    calls.sort_by_key(|call| call.original().is_some());
    calls
}

/// Of two calls that a message names together, one is the consultation about the other.
fn tie(calls: &mut [Up], places: [usize; 2]) {
    let is_consultation = |place: &usize| {
        let call = calls.get(*place);
        call.is_some_and(|call| call.kind() == Some(CallType::Consult))
    };
    let [original, consultation] = match places.map(|place| is_consultation(&place)) {
        [false, true] => places,
        [true, false] => [places[1], places[0]],
        [true, true] | [false, false] => {
            let tied = calls.iter_mut().enumerate().filter(|(place, _)| places.contains(place));
            return tied.for_each(|(_, call)| call.complex = true);
        }
    };
    let Some(conn) = calls.get(original).map(|call| call.conn) else { return };
    for (place, tie) in [(original, Tie::Consulted), (consultation, Tie::About(conn))] {
        calls.get_mut(place).into_iter().for_each(|call| call.tie = tie);
    }
}

impl Up {
    fn of(conn: u64, first: &Message) -> Self {
        Self {
            conn,
            first: first.clone(),
            telephones: Vec::new(),
            queue: None,
            waits: false,
            tie: Tie::Alone,
            leave: BTreeSet::new(),
            grows: false,
            complex: false,
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
        let roles = [A::THIS_DN_ROLE, A::OTHER_DN_ROLE, A::THIRD_PARTY_DN_ROLE];
        let observed = Some(DnRole::Observer.code());
        self.complex |= roles.iter().any(|role| message.integer(*role) == observed);
        match (message.kind, message.string(A::OTHER_DN)) {
            (M::EVENT_PARTY_ADDED, _) => self.grows = true,
            (M::EVENT_PARTY_DELETED, Some(gone)) if !self.grows => {
                self.leave.insert(gone.to_owned());
            }
            (M::EVENT_PARTY_DELETED, _) => self.complex |= !self.grows,
            _ => {}
        }
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

    /// The line by which such a call begins again, `original` being the name of the one that was held for
    /// it; none if it cannot be made again.
    pub(super) fn begins(&self, site: &Site, original: Option<&str>) -> Option<String> {
        let other = self.first.string(A::OTHER_DN);
        let from_nowhere = self.grows && self.tie != Tie::Consulted;
        if self.complex || from_nowhere || self.waits != self.telephones.is_empty() {
            return None;
        }
        if let Some(original) = original {
            let (by, to) = self.consultation()?;
            return Some(format!("{}.phone > CONSULT {to} call={original}", site.person(by)?));
        }
        let dials =
            |from: &str, to: &str| Some(format!("{}.phone > DIAL {to}", site.person(from)?));
        match (self.kind()?, self.telephones.as_slice()) {
            (CallType::Inbound, _) => {
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

    /// The call that was held for it, if it is a consultation.
    pub(super) fn original(&self) -> Option<u64> {
        if let Tie::About(original) = self.tie { Some(original) } else { None }
    }

    /// Who consulted whom, if it is a consultation.
    fn consultation(&self) -> Option<(&str, &str)> {
        let [first, rest @ ..] = self.telephones.as_slice() else { return None };
        let other = || {
            let own = self.first.string(A::THIS_DN) == Some(first.number.as_str());
            self.first.string(A::OTHER_DN).filter(|_| own)
        };
        let second = match rest {
            [] => other(),
            [second] => Some(second.number.as_str()),
            [_, _, ..] => None,
        };
        let (first, second, by_first) = (first.number.as_str(), second?, first.made);
        Some(if by_first { (first, second) } else { (second, first) })
    }

    /// Who is taken into the call again after its first two parties, and at whose telephone: the members of
    /// a conference.
    pub(super) fn joins(&self) -> Option<(&str, Vec<&str>)> {
        let controller = self.telephones.first()?.number.as_str();
        let inbound = self.kind() == Some(CallType::Inbound);
        let first = if inbound { self.other() } else { None };
        let telephones = self.telephones.iter().map(|telephone| telephone.number.as_str());
        let leave = self.leave.iter().map(String::as_str);
        let mut joins: Vec<&str> = Vec::new();
        for number in telephones.chain(leave) {
            if number != controller && Some(number) != first && !joins.contains(&number) {
                joins.push(number);
            }
        }
        let several = inbound && !joins.is_empty();
        several.then_some((controller, joins))
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
                if self.tie == Tie::Consulted {
                    // Who consults holds it.
                    return present.is_some();
                }
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
        let holds = |telephone: &&Telephone| {
            telephone.state == Some(ConnectionState::Held) && self.tie != Tie::Consulted
        };
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
/// Messages of calls on their way through a routing point.
const COMPLEX: &[M] = &[M::EVENT_ROUTE_USED, M::EVENT_TREATMENT_APPLIED, M::EVENT_TREATMENT_END];
