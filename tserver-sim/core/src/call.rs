//! The mirror of a call: what the switch has reported of it, and what only T-Server knows of it.

mod party;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use party::{Adding, Coming, Entry, Party, PartyState};
use switch_sim::{
    id::{CallId, DeviceId},
    world::Answerer,
};
use tserver_wire::{CallState, CallType, DnRole, KvList};

use crate::{config::ConsultData, identity::ConnId, pending::OriginId, plant::Dn, user_data};

/// Every call that is up, by the switch's name and by ConnID.
#[derive(Clone, Debug, Default)]
pub(crate) struct Calls {
    by_id: BTreeMap<CallId, Call>,
    by_conn: BTreeMap<ConnId, CallId>,
    /// The call that began last, which may have ended already.
    newest: Option<(CallId, ConnId)>,
    /// What may have changed since [`take_changed`](Self::take_changed).
    changed: BTreeSet<CallId>,
}

impl Calls {
    pub(crate) fn insert(&mut self, call: Call) {
        self.newest = Some((call.id, call.facts.conn));
        self.changed.insert(call.id);
        self.by_conn.insert(call.facts.conn, call.id);
        self.by_id.insert(call.id, call);
    }

    pub(crate) fn remove(&mut self, id: CallId) -> Option<Call> {
        let call = self.by_id.remove(&id)?;
        self.by_conn.remove(&call.facts.conn);
        self.changed.insert(id);
        Some(call)
    }

    /// The calls that have begun, ended or perhaps changed since this was asked last.
    pub(crate) fn take_changed(&mut self) -> BTreeSet<CallId> {
        std::mem::take(&mut self.changed)
    }

    /// How many calls are up.
    pub(crate) fn len(&self) -> usize {
        self.by_id.len()
    }

    /// The calls that are up, oldest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Call> {
        self.by_id.values()
    }

    pub(crate) fn get(&self, id: CallId) -> Option<&Call> {
        self.by_id.get(&id)
    }

    pub(crate) fn get_mut(&mut self, id: CallId) -> Option<&mut Call> {
        let call = self.by_id.get_mut(&id)?;
        self.changed.insert(id);
        Some(call)
    }

    /// Something that is told of a call has changed beside it.
    pub(crate) fn touch(&mut self, id: CallId) {
        self.changed.insert(id);
    }

    pub(crate) fn find(&self, conn: ConnId) -> Option<&Call> {
        self.get(*self.by_conn.get(&conn)?)
    }

    /// The ConnID of a call that is up, or of the one that began last.
    pub(crate) fn conn_of(&self, id: CallId) -> Option<ConnId> {
        let newest = self.newest.filter(|(newest, _)| *newest == id);
        match self.get(id) {
            Some(call) => Some(call.facts.conn),
            None => newest.map(|(_, conn)| conn),
        }
    }

    /// The calls that a device is a party of, oldest first.
    pub(crate) fn of_device(&self, device: DeviceId) -> impl Iterator<Item = (&Call, &Party)> {
        self.by_id.values().filter_map(move |call| Some((call, call.party(device)?)))
    }

    /// The call that is tied to this one by a consultation of `device`, whichever of the two was
    /// first; whoever is in both otherwise has two calls, and no operation of two steps.
    pub(crate) fn partner(&self, call: &Call, device: DeviceId) -> Option<&Call> {
        let consults = |consult: &Call, of: CallId| {
            let made = consult.party(device).is_some_and(|own| own.role == DnRole::Origination);
            made && consult.consult.as_ref().is_some_and(|consult| consult.of == of)
        };
        let others = || self.of_device(device).map(|(other, _)| other);
        others().find(|other| consults(call, other.id) || consults(other, call.id))
    }

    /// Consultations for a call that ended in a join are consultations for the survivor.
    pub(crate) fn follow(&mut self, ended: CallId, survivor: &Call) {
        let consults = self.by_id.values_mut().filter_map(|call| call.consult.as_mut());
        for consult in consults.filter(|consult| consult.of == ended) {
            consult.of = survivor.id;
            consult.conn = survivor.facts.conn;
        }
    }

    /// Whoever asked for somebody to be called into a call asked another T-Server.
    pub(crate) fn forget_requests(&mut self) {
        for call in self.by_id.values_mut() {
            let carried = call.parties.iter_mut().filter_map(|party| party.adding.as_mut());
            carried.chain(&mut call.adding).for_each(|adding| adding.request = None);
        }
    }

    /// The calls that share this call's user data, itself among them.
    pub(crate) fn sharing_data(&self, id: CallId) -> Vec<CallId> {
        let mut group = vec![id];
        let mut next = 0;
        while let Some(&member) = group.get(next) {
            next += 1;
            for call in self.by_id.values() {
                let Some(of) = call.shares_data_with() else { continue };
                let tied = of == member || call.id == member;
                let other = if of == member { call.id } else { of };
                if tied && !group.contains(&other) && self.by_id.contains_key(&other) {
                    group.push(other);
                }
            }
        }
        group
    }
}

/// One call.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) id: CallId,
    pub(crate) facts: Facts,
    /// The number dialled, as far as it is known.
    pub(crate) dialled: Option<Dn>,
    /// Set for a consultation call.
    pub(crate) consult: Option<Consult>,
    /// In the order in which they came.
    pub(crate) parties: Vec<Party>,
    /// Who has sent the call on by a single-step transfer; until it leaves the queue or routing point to
    /// which it came, or rings.
    pub(crate) sent_by: Option<Face>,
    /// Who has parked the call; until it is taken back.
    pub(crate) parked_by: Option<Face>,
    /// How somebody is called into the call who is on no telephone and in no queue yet.
    pub(crate) adding: Option<Adding>,
    /// What a telephone has just done that sends the call elsewhere (`Forwarded`, `Covered`); for as
    /// long as `sent_by`.
    pub(crate) arrives_as: Option<CallState>,
    /// The machine that a call vector lets the caller speak to meanwhile.
    pub(crate) converse: Converse,
    /// Whether events tell that a machine is one.
    pub(crate) marks_machines: bool,
    /// Whether a queue or routing point made it, and who has answered.
    pub(crate) predictive: Predictive,
    /// Whether more than two lose the call at this moment.
    pub(crate) ends_as_conference: bool,
}

impl Call {
    pub(crate) fn party(&self, device: DeviceId) -> Option<&Party> {
        self.parties.iter().find(|party| party.device == device)
    }

    pub(crate) fn party_mut(&mut self, device: DeviceId) -> Option<&mut Party> {
        self.parties.iter_mut().find(|party| party.device == device)
    }

    /// Adds a party, or puts it in the place of what was known of its device.
    pub(crate) fn join(&mut self, party: Party) {
        self.parties.retain(|known| known.device != party.device);
        self.parties.push(party);
    }

    /// Whoever was called into the call answers: the data that came with the request are the call's.
    pub(crate) fn bring_data(&mut self, device: DeviceId, limit: usize) {
        let Some(party) = self.parties.iter_mut().find(|party| party.device == device) else {
            return;
        };
        // A hunt group, or a queue that rings at several, has let go of it by the answer.
        let request = |adding: &Adding| adding.request;
        let own = party.adding.as_ref().map(request);
        if own.is_none() || own == self.adding.as_ref().map(request) {
            let left = self.adding.take();
            party.adding = party.adding.take().or(left);
        }
        if let Some(adding) = &party.adding {
            user_data::update(&mut self.facts.data, &adding.data);
            user_data::fit(&mut self.facts.data, limit);
        }
    }

    /// The call has been where somebody sent it.
    pub(crate) fn end_of_way(&mut self) {
        self.sent_by = None;
        self.arrives_as = None;
    }

    /// Takes a party out; whoever is left alone remembers it as the last other party.
    pub(crate) fn leave(&mut self, device: DeviceId) -> Option<Party> {
        let at = self.parties.iter().position(|party| party.device == device)?;
        let gone = self.parties.remove(at);
        let waiting = |party: &Party| party.state == PartyState::Queued || party.machine;
        let counts = |party: &&mut Party| party.observes.is_none() && !party.is_expected();
        let mut staying = self.parties.iter_mut().filter(counts);
        if let (Some(last), None) = (staying.next(), staying.next())
            && gone.observes.is_none()
            && !gone.is_expected()
            && !gone.machine
            && !(waiting(&gone) && waiting(last))
            && !(gone.is_hunting() && last.is_hunting())
            && !(waiting(&gone) && last.is_hunting())
        {
            last.last_other = gone.face();
        }
        let alone = |party: &&Party| {
            let others = self.parties.iter().filter(|other| party.sees(other));
            let lost = match party.observes {
                Some(agent) => agent != gone.device,
                None => {
                    let waits = party.is_hunting() || waiting(party);
                    waits && !gone.is_hunting() && !waiting(&gone)
                }
            };
            lost && others.count() == 0
        };
        let alone: Vec<DeviceId> = self.parties.iter().filter(alone).map(|p| p.device).collect();
        for left in self.parties.iter_mut().filter(|party| alone.contains(&party.device)) {
            left.last_other = gone.face();
        }
        if !waiting(&gone) && self.parties.iter().all(waiting) {
            // Several queues are left: each of them has lost the caller, not another queue.
            for queue in &mut self.parties {
                queue.last_other = gone.face();
            }
        }
        if gone.observes.is_none() && !waiting(&gone) {
            self.leave_to_observer();
        }
        Some(gone)
    }

    /// An agent and an observer have nobody but each other once whoever the agent spoke to has gone.
    fn leave_to_observer(&mut self) {
        let Some((agent, observer)) = self.left_to_observer() else { return };
        let (own, faces) = (agent.device, (agent.face(), observer.face()));
        for party in &mut self.parties {
            let other = if party.device == own { &faces.1 } else { &faces.0 };
            party.last_other.clone_from(other);
        }
    }

    /// The agent and an observer of a call in which nobody else is left.
    pub(crate) fn left_to_observer(&self) -> Option<(&Party, &Party)> {
        let mut members = self.parties.iter().filter(|party| party.observes.is_none());
        let (Some(agent), None) = (members.next(), members.next()) else { return None };
        let observes = |party: &&Party| party.observes == Some(agent.device);
        Some((agent, self.parties.iter().find(observes)?))
    }

    /// Whether this device called, other than for a group of agents.
    pub(crate) fn was_made_by(&self, device: DeviceId) -> bool {
        let role = self.party(device).map(|party| party.role);
        role == Some(DnRole::Origination) && self.predictive == Predictive::No
    }

    /// The call leaves a queue or routing point for where it goes next.
    pub(crate) fn move_on(&mut self, from: DeviceId) -> Option<Party> {
        self.end_of_way();
        self.leave(from)
    }

    /// Whoever is called into the call is not where the call was any more; `lost`: the others were told so.
    pub(crate) fn call_elsewhere(&mut self, adding: Adding, lost: bool) {
        let told = adding.told.filter(|_| !lost);
        self.adding = Some(Adding { told, ..adding });
    }

    /// The others know `device`, which comes by `adding`, by this name; it was one of those they were told
    /// of before.
    pub(crate) fn tell_of(&mut self, device: DeviceId, adding: &Adding, name: Option<Face>) {
        for party in &mut self.parties {
            let own = party.device == device;
            let Some(carried) = party.adding.as_mut() else { continue };
            if own {
                carried.told.clone_from(&name);
            } else if adding.told.is_some() && carried.told == adding.told {
                carried.told = None;
            }
        }
    }

    /// The other party in the events of `device`: none when there are several (a complex party), when
    /// it is not known, or when there never was one. To the agent, an observer makes the other side
    /// complex.
    pub(crate) fn other(&self, device: DeviceId) -> Option<Face> {
        let is_observed = self.parties.iter().any(|party| party.observes == Some(device));
        let own = self.party(device);
        let faces_some = self.parties.iter().any(|party| own.is_some_and(|own| own.sees(party)));
        self.opposite(device).filter(|_| !(is_observed && faces_some))
    }

    /// The other party of `device`, observers apart: what those on one side of a transfer are told of
    /// the other.
    pub(crate) fn opposite(&self, device: DeviceId) -> Option<Face> {
        let own = self.party(device);
        let waiting = own.is_some_and(|party| party.state == PartyState::Queued);
        let others = || {
            let others = self.parties.iter().filter(move |party| party.device != device);
            others.filter(|party| match own {
                Some(own) => own.sees(party),
                None => party.observes.is_none(),
            })
        };
        let mut speaking = others().filter(|party| party.state != PartyState::Queued);
        match (speaking.next(), speaking.next()) {
            (Some(only), None) if waiting || others().count() == 1 => only.face(),
            (None, _) if waiting => self.party(device)?.last_other.clone(),
            (None, _) => match others().next() {
                Some(queue) => queue.face(),
                None => self.party(device)?.last_other.clone(),
            },
            (Some(_), _) => self.hunt_group(device),
        }
    }

    /// The number of the hunt group at whose members alone the call rings, apart from `device`.
    fn hunt_group(&self, device: DeviceId) -> Option<Face> {
        let others = self.parties.iter().filter(|party| party.device != device);
        let mut others = others.filter(|party| party.observes.is_none());
        let dialled = self.dialled.clone().filter(|_| others.all(Party::is_hunting));
        dialled.map(|dn| Face { dn, role: DnRole::Destination })
    }

    /// Whether more than two parties are in the call as one of them sees it; a queue is none until it
    /// delivers, a hunt group none until somebody answers or was announced, nor is who is only expected,
    /// to others; an observer is none.
    pub(crate) fn is_conference(&self, own: DeviceId) -> bool {
        let counts = |party: &&Party| {
            let hunts = party.is_hunting() && !party.is_announced();
            !hunts && (party.device == own || !party.is_expected())
        };
        let members = self.parties.iter().filter(|party| party.is_member()).filter(counts);
        members.filter(|party| party.observes.is_none()).count() > 2
    }

    /// The role of a number that the call comes to: the agent is rung by a predictive call, and counts
    /// as who called, as do the queues on the way (Genesys Events and Models, Predictive Call). Whoever
    /// the agent brings in later is called like anybody.
    pub(crate) fn role_of_comer(&self) -> DnRole {
        match self.predictive {
            Predictive::Answered(_) => DnRole::Origination,
            Predictive::No | Predictive::Calling | Predictive::Handled => DnRole::Destination,
        }
    }

    /// Whether anybody is still to come by this request.
    pub(crate) fn awaits(&self, request: Option<OriginId>) -> bool {
        let carried = self.parties.iter().filter_map(|party| party.adding.as_ref());
        request.is_some() && carried.chain(&self.adding).any(|adding| adding.request == request)
    }

    /// The call whose user data this consultation call shares at all times.
    pub(crate) fn shares_data_with(&self) -> Option<CallId> {
        self.consult.as_ref().filter(|c| c.data == ConsultData::Joint).map(|consult| consult.of)
    }
}

/// What every event of a call tells.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub(crate) conn: ConnId,
    pub(crate) id: CallId,
    /// The number by which the switch knows it (`CallID`).
    pub(crate) number: u32,
    pub(crate) uuid: String,
    pub(crate) kind: CallType,
    pub(crate) ani: Option<Dn>,
    pub(crate) dnis: Option<Dn>,
    /// The digits collected from the caller.
    pub(crate) digits: Option<Dn>,
    /// The tenant, where a client has named one.
    pub(crate) customer: Option<Dn>,
    pub(crate) data: KvList,
}

/// What ties a consultation call to its original.
#[derive(Clone, Debug)]
pub(crate) struct Consult {
    pub(crate) of: CallId,
    /// The original's identifier, which outlives the original here.
    pub(crate) conn: ConnId,
    pub(crate) data: ConsultData,
    /// The copy that the call began with: not merged back.
    pub(crate) inherited: KvList,
}

/// A call vector's `converse-on` step: the call goes to a machine and comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Converse {
    No,
    /// The next queue is the machine's.
    Begins,
    /// The call waits in this queue for a machine, or one has come from there.
    At(DeviceId),
}

/// A call that a queue or routing point makes for its agents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Predictive {
    No,
    /// Nobody has answered, or it is not known yet who.
    Calling,
    /// It goes where the calls of the group go.
    Answered(Answerer),
    /// An agent has it.
    Handled,
}

/// A number and its role, as one event shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Face {
    pub(crate) dn: Dn,
    pub(crate) role: DnRole,
}

impl Face {
    /// The same number in another role.
    pub(crate) fn in_role(&self, role: DnRole) -> Self {
        Self { dn: Dn::clone(&self.dn), role }
    }
}
