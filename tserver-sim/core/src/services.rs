//! What a T-Server keeps for clients beside calls and agents: whose route requests it answers,
//! treatments in progress, reservations, members set aside, who follows all calls.

use std::collections::{BTreeMap, BTreeSet};

use switch_sim::{
    id::{CallId, DeviceId},
    time::SimTime,
};
use tserver_wire::TreatmentType;

use crate::link::LinkId;

/// The books of a T-Server.
#[derive(Debug, Default)]
pub(crate) struct Services {
    /// The routing points whose route requests the switch sends here.
    pub(crate) routing: BTreeSet<DeviceId>,
    pub(crate) treatments: BTreeMap<CallId, Treatment>,
    /// By what was reserved: an agent's number, login or place.
    pub(crate) reservations: BTreeMap<String, Reservation>,
    /// Conference members who neither hear nor are heard.
    pub(crate) aside: BTreeSet<(CallId, DeviceId)>,
    /// Clients that get the call-based events.
    pub(crate) followers: BTreeSet<LinkId>,
}

impl Services {
    /// A client has gone.
    pub(crate) fn forget(&mut self, link: LinkId) {
        self.followers.remove(&link);
        self.reservations.retain(|_, reservation| reservation.by != link);
    }

    /// A call became part of another one.
    pub(crate) fn follow(&mut self, ended: CallId, survivor: CallId) {
        if let Some(treatment) = self.treatments.remove(&ended) {
            self.treatments.insert(survivor, treatment);
        }
        let aside = std::mem::take(&mut self.aside);
        let moved = |(call, device)| (if call == ended { survivor } else { call }, device);
        self.aside = aside.into_iter().map(moved).collect();
    }

    /// A call has ended.
    pub(crate) fn end(&mut self, ended: CallId) {
        self.treatments.remove(&ended);
        self.aside.retain(|(call, _)| *call != ended);
    }

    /// When the next treatment ends by itself.
    pub(crate) fn deadline(&self) -> Option<SimTime> {
        self.treatments.values().filter_map(|treatment| treatment.end).min()
    }
}

/// A treatment that a call at a routing point gets.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Treatment {
    pub(crate) point: DeviceId,
    pub(crate) kind: TreatmentType,
    /// None: until the call leaves the routing point.
    pub(crate) end: Option<SimTime>,
}

/// An agent reserved for one router.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reservation {
    pub(crate) by: LinkId,
    pub(crate) until: SimTime,
}
