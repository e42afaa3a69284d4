//! Call-based events (Genesys Events and Models, T-Library Call-Based Events): clients that follow all calls are told
//! what has become of each call and party, once per cause, whatever they have registered.

use std::collections::{BTreeMap, BTreeSet};

use switch_sim::id::{CallId, DeviceId};
use tserver_wire::{AttributeId as A, CallType, KvList, Message, MessageType as M};

use crate::{
    call::Call, event::call_number, identity::ConnId, link::LinkId, plant::Dn, server::TServerSim,
};

/// How the calls stand, as far as call-based events tell it.
pub(crate) type Picture = BTreeMap<CallId, Pictured>;

/// One call in the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pictured {
    conn: ConnId,
    uuid: String,
    kind: CallType,
    customer: Option<Dn>,
    data: KvList,
    parties: BTreeMap<DeviceId, (Dn, i32)>,
}

impl TServerSim {
    /// Tells the followers what has become of the calls that have changed since they were told last.
    pub(crate) fn tell_followers(&mut self) {
        let changed = self.calls.take_changed();
        if self.services.followers.is_empty() {
            self.services.told.clear();
            return;
        }
        let (mut before, mut after) = (Picture::new(), Picture::new());
        for id in changed {
            before.extend(self.services.told.remove(&id).map(|call| (id, call)));
            after.extend(self.calls.get(id).map(|call| (id, self.pictured(call))));
        }
        if self.is_serving() {
            let followers: Vec<LinkId> = self.services.followers.iter().copied().collect();
            for message in self.changes(&before, &after) {
                let event = self.stamp(message);
                for link in &followers {
                    self.transmit(*link, event.clone());
                }
            }
        }
        self.services.told.extend(after);
    }

    /// Tells one client of every call that is up.
    pub(crate) fn tell_new_follower(&mut self, link: LinkId) {
        self.take_picture();
        for message in self.changes(&Picture::new(), &self.services.told) {
            self.stamp_and_transmit(link, message);
        }
    }

    /// Takes every call as told, as it stands, if anybody follows them.
    pub(crate) fn take_picture(&mut self) {
        if self.services.followers.is_empty() {
            return;
        }
        let pictured = |call: &Call| (call.id, self.pictured(call));
        self.services.told = self.calls.iter().map(pictured).collect();
    }

    fn pictured(&self, call: &Call) -> Pictured {
        let name = |dn: Option<&Dn>, device| dn.cloned().or_else(|| self.plant.dn(device));
        let party = |party: &crate::call::Party| {
            let state = self.party_state(call, party);
            Some((party.device, (name(party.dn.as_ref(), party.device)?, state)))
        };
        Pictured {
            conn: call.facts.conn,
            uuid: call.facts.uuid.clone(),
            kind: call.facts.kind,
            customer: call.facts.customer.clone(),
            data: call.facts.data.clone(),
            parties: call.parties.iter().filter_map(party).collect(),
        }
    }

    fn changes(&self, before: &Picture, after: &Picture) -> Vec<Message> {
        let mut told = Vec::new();
        let mut left = BTreeMap::new();
        for call in before.iter().filter(|(id, _)| !after.contains_key(id)).map(|(_, call)| call) {
            for device in call.parties.keys() {
                left.entry(*device).or_insert(call.conn);
            }
        }
        let mut came = BTreeSet::new();
        for (id, call) in after {
            let old = before.get(id);
            match old {
                None => told.extend(self.calls.get(*id).map(|call| self.created(call))),
                Some(old) => told.extend(changed(old, call)),
            }
            for (device, party) in &call.parties {
                let known = old.and_then(|old| old.parties.get(device));
                let message = |kind| of_party(kind, call, party);
                match known {
                    None => {
                        came.insert(*device);
                        told.push(match left.get(device) {
                            Some(left) => {
                                message(M::EVENT_CALL_PARTY_MOVED).with(A::PREVIOUS_CONN_ID, left.0)
                            }
                            None => message(M::EVENT_CALL_PARTY_ADDED),
                        });
                    }
                    Some(known) if known.1 != party.1 => {
                        told.push(message(M::EVENT_CALL_PARTY_STATE));
                    }
                    Some(_) => {}
                }
            }
        }
        told.extend(ended(before, after, &came));
        told
    }

    /// A call that has begun; a consultation call names the original, one of ours the number
    /// dialled.
    fn created(&self, call: &Call) -> Message {
        let facts = &call.facts;
        let mut message = Message::new(M::EVENT_CALL_CREATED)
            .with(A::CALL_UUID, facts.uuid.as_str())
            .with(A::CONN_ID, facts.conn.0)
            .with(A::CALL_ID, call_number(facts.id.0))
            .with(A::CALL_TYPE, facts.kind);
        let original = call.consult.as_ref().and_then(|consult| self.calls.get(consult.of));
        let dialled = call.dialled.as_ref().filter(|dialled| match facts.kind {
            CallType::Outbound => true,
            // A consultation keeps its type wherever it goes.
            CallType::Consult => self.plant.find(dialled).is_none(),
            CallType::Unknown | CallType::Internal | CallType::Inbound => false,
        });
        let texts = [
            (A::ORIG_CALL_UUID, original.map(|original| original.facts.uuid.as_str())),
            (A::ANI, facts.ani.as_deref()),
            (A::DNIS, facts.dnis.as_deref()),
            (A::CUSTOMER_ID, facts.customer.as_deref()),
            (A::DIALED_NUMBER, dialled.map(AsRef::as_ref)),
        ];
        for (id, text) in texts {
            if let Some(text) = text {
                message.push(id, text);
            }
        }
        if !facts.data.is_empty() {
            message.push(A::USER_DATA, facts.data.clone());
        }
        message
    }
}

/// What is another in a call than it was; none: nothing. "Everything but `CallUUID` can change" (Genesys
/// Events and Models, `EventCallDataChanged`).
fn changed(old: &Pictured, call: &Pictured) -> Option<Message> {
    let bare = about(M::EVENT_CALL_DATA_CHANGED, call);
    let mut message = bare.clone();
    if old.kind != call.kind {
        message.push(A::CALL_TYPE, call.kind);
    }
    if old.customer != call.customer {
        message.push(A::CUSTOMER_ID, call.customer.as_deref().unwrap_or_default());
    }
    if old.data != call.data {
        message.push(A::USER_DATA, call.data.clone());
    }
    (message != bare).then_some(message)
}

/// Parties that left, and calls that ended. Who `came` to another call then has been told.
fn ended(before: &Picture, after: &Picture, came: &BTreeSet<DeviceId>) -> Vec<Message> {
    let mut told = Vec::new();
    for (id, call) in before {
        let now = after.get(id);
        for (device, party) in &call.parties {
            let stays = now.is_some_and(|now| now.parties.contains_key(device));
            let moved = now.is_none() && came.contains(device);
            if !stays && !moved {
                told.push(of_party(M::EVENT_CALL_PARTY_DELETED, call, party));
            }
        }
        if now.is_none() {
            told.push(about(M::EVENT_CALL_DELETED, call));
        }
    }
    told
}

fn about(kind: M, call: &Pictured) -> Message {
    Message::new(kind).with(A::CALL_UUID, call.uuid.as_str()).with(A::CONN_ID, call.conn.0)
}

fn of_party(kind: M, call: &Pictured, (dn, state): &(Dn, i32)) -> Message {
    about(kind, call).with(A::THIS_DN, dn.as_ref()).with(A::PARTY_STATE, *state)
}
