//! What a T-Server keeps for clients beside calls and agents: whose route requests it answers,
//! treatments in progress, reservations, who follows all calls.

use std::collections::{BTreeMap, BTreeSet};

use switch_sim::{
    id::{CallId, DeviceId},
    time::SimTime,
};
use tserver_wire::{MessageType, TreatmentType};

use crate::{
    error::{Denial, ErrorKind},
    follow::Picture,
    limits,
    link::LinkId,
    pending::Origin,
};

/// The books of a T-Server.
#[derive(Debug, Default)]
pub(crate) struct Services {
    /// The routing points whose route requests the switch sends here.
    pub(crate) routing: BTreeSet<DeviceId>,
    /// Until when it does so for clients that have yet to come over from the T-Server before this one.
    pub(crate) routing_grace: Option<SimTime>,
    pub(crate) treatments: BTreeMap<CallId, Treatment>,
    /// By call and the number that listens.
    pub(crate) collections: BTreeMap<(CallId, DeviceId), Collection>,
    /// By what was reserved: an agent's number, login or place.
    pub(crate) reservations: BTreeMap<String, Reservation>,
    /// Who sent each client its last event of a kind: where a receipt goes.
    pub(crate) senders: BTreeMap<(LinkId, MessageType), LinkId>,
    /// Agents about whose work after calls the switch may have to be told.
    pub(crate) replan: BTreeSet<DeviceId>,
    /// When agents in after-call work come to their legal guard time.
    pub(crate) guards: BTreeMap<DeviceId, SimTime>,
    /// Clients that get the call-based events.
    pub(crate) followers: BTreeSet<LinkId>,
    /// The calls as those have been told of them.
    pub(crate) told: Picture,
}

impl Services {
    /// A client has gone.
    pub(crate) fn forget(&mut self, link: LinkId) {
        self.followers.remove(&link);
        self.senders.retain(|(receiver, _), sender| *receiver != link && *sender != link);
        self.reservations.retain(|_, reservation| reservation.by != link);
    }

    /// Who has reserved what this names.
    pub(crate) fn reserved(&self, name: &str, now: SimTime) -> Option<Reservation> {
        self.reservations.get(name).copied().filter(|reservation| reservation.until > now)
    }

    /// Puts a reservation down. Those that are over make room when there is none.
    ///
    /// # Errors
    /// As many agents are reserved as can be.
    pub(crate) fn reserve(
        &mut self,
        name: String,
        reservation: Reservation,
        now: SimTime,
    ) -> Result<(), Denial> {
        if self.reservations.len() >= limits::RESERVATIONS && !self.reservations.contains_key(&name)
        {
            self.reservations.retain(|_, reservation| reservation.until > now);
            if self.reservations.len() >= limits::RESERVATIONS {
                let text = format!("{} agents are reserved: free one", limits::RESERVATIONS);
                return Err(Denial::new(ErrorKind::TooMany, text));
            }
        }
        self.reservations.insert(name, reservation);
        Ok(())
    }

    /// What another T-Server goes on with: routing points and reservations.
    pub(crate) fn leave(&mut self) -> (BTreeSet<DeviceId>, BTreeMap<String, Reservation>) {
        (std::mem::take(&mut self.routing), std::mem::take(&mut self.reservations))
    }

    /// Goes on with what another T-Server has left; the routing points are kept until then.
    pub(crate) fn inherit(
        &mut self,
        (mut routing, mut reservations): (BTreeSet<DeviceId>, BTreeMap<String, Reservation>),
        until: SimTime,
    ) {
        self.routing.append(&mut routing);
        self.reservations.append(&mut reservations);
        self.routing_grace = Some(until);
    }

    /// A call became part of another one.
    pub(crate) fn follow(&mut self, ended: CallId, survivor: CallId) {
        if let Some(treatment) = self.treatments.remove(&ended) {
            self.treatments.insert(survivor, treatment);
        }
        let moved = |(call, device)| (if call == ended { survivor } else { call }, device);
        let collections = std::mem::take(&mut self.collections).into_iter();
        self.collections = collections.map(|(place, kept)| (moved(place), kept)).collect();
    }

    /// When the next treatment, collection of digits or piece of work ends by itself.
    pub(crate) fn deadline(&self) -> Option<SimTime> {
        let treatments = self.treatments.values().filter_map(|treatment| treatment.end);
        let collections = self.collections.values().map(|collection| collection.end);
        let rest = self.guards.values().copied().chain(self.routing_grace);
        treatments.chain(collections).chain(rest).min()
    }
}

/// A treatment that a call gets at a number.
#[derive(Clone, Debug)]
pub(crate) struct Treatment {
    pub(crate) device: DeviceId,
    pub(crate) kind: TreatmentType,
    /// None: until the call leaves the number.
    pub(crate) end: Option<SimTime>,
    pub(crate) digits: Digits,
}

/// A client's request for digits, not answered yet.
#[derive(Clone, Debug)]
pub(crate) struct Collection {
    pub(crate) origin: Origin,
    pub(crate) end: SimTime,
    pub(crate) digits: Digits,
}

/// Digits on their way, and what completes them.
#[derive(Clone, Debug)]
pub(crate) struct Digits {
    pub(crate) heard: String,
    /// How many are enough.
    pub(crate) most: usize,
    /// The keys that end the collection and do not count.
    pub(crate) ends: String,
}

impl Digits {
    /// Takes in what somebody has pressed; whether that completes the digits.
    pub(crate) fn hear(&mut self, keys: &str) -> bool {
        for key in keys.chars() {
            if self.ends.contains(key) {
                return true;
            }
            self.heard.push(key);
            if self.heard.len() >= self.most {
                return true;
            }
        }
        false
    }
}

/// An agent reserved for one router.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reservation {
    pub(crate) by: LinkId,
    pub(crate) until: SimTime,
}
