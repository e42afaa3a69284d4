//! A party comes, changes its state, or goes: what every operation on a call is made of.

use crate::{
    action::Refusal,
    call::{ConnectionState, Party, Waits},
    event::{Cause, Report},
    id::{CallId, DeviceId, Number},
    plant::DeviceKind,
    queue::Rings,
    switch::{EndedPart, Switch, Wake},
};

impl Switch {
    /// The state of a device's connection to a call.
    pub(crate) fn connection(
        &self,
        device: DeviceId,
        call: CallId,
    ) -> Result<ConnectionState, Refusal> {
        let parties = self.calls.get(call).ok_or(Refusal::UnknownCall(call))?;
        let party = parties.party(device).ok_or(Refusal::NotAParty(device, call))?;
        Ok(party.state)
    }

    /// Refuses whatever is no telephone.
    pub(crate) fn require_extension(&self, device: DeviceId) -> Result<(), Refusal> {
        match self.plant.kind(device) {
            Some(DeviceKind::Extension) => Ok(()),
            Some(
                DeviceKind::Queue
                | DeviceKind::RoutingPoint
                | DeviceKind::VirtualQueue
                | DeviceKind::Circuit { .. },
            )
            | None => Err(Refusal::WrongDevice),
        }
    }

    /// Refuses whatever nobody can speak at: queues and routing points.
    pub(crate) fn require_person(&self, device: DeviceId) -> Result<(), Refusal> {
        match self.plant.kind(device) {
            Some(DeviceKind::Extension | DeviceKind::Circuit { .. }) => Ok(()),
            Some(DeviceKind::Queue | DeviceKind::RoutingPoint | DeviceKind::VirtualQueue)
            | None => Err(Refusal::WrongDevice),
        }
    }

    /// The call other than `except` in which somebody speaks or dials at a telephone: any that
    /// neither is held nor alerts.
    pub(crate) fn occupied_by(&self, device: DeviceId, except: Option<CallId>) -> Option<CallId> {
        let mut others = self.at.of(device).iter().copied().filter(|&call| Some(call) != except);
        others.find(|&call| match self.connection(device, call) {
            Ok(ConnectionState::Held | ConnectionState::Alerting) | Err(_) => false,
            Ok(_) => true,
        })
    }

    /// The number of a device.
    pub(crate) fn number_of(&self, device: DeviceId) -> Option<Number> {
        self.plant.get(device).map(|device| device.number.clone())
    }

    /// A device's connection to a call, to change.
    pub(crate) fn party_mut(&mut self, call: CallId, device: DeviceId) -> Option<&mut Party> {
        self.calls.get_mut(call)?.party_mut(device)
    }

    /// Puts a connection into another state.
    pub(crate) fn set_state(&mut self, call: CallId, device: DeviceId, state: ConnectionState) {
        if let Some(party) = self.party_mut(call, device) {
            party.state = state;
        }
        self.refresh_availability(device);
    }

    /// Adds a party to a call.
    pub(crate) fn add_party(&mut self, call: CallId, mut party: Party) {
        let device = party.device;
        party.since = self.now;
        let Some(entry) = self.calls.get_mut(call) else { return };
        entry.parties.push(party);
        let waits = party_waits(self.plant.kind(device));
        if !waits {
            self.at.add(device, call);
            self.refresh_availability(device);
        }
    }

    /// Takes a party out of a call without a report, with all that belongs to it: its place in a
    /// queue, its circuit, its timer, an agent's part in the call.
    pub(crate) fn remove_party(&mut self, call: CallId, device: DeviceId) -> Option<Party> {
        let entry = self.calls.get_mut(call)?;
        let place = entry.parties.iter().position(|party| party.device == device)?;
        let party = entry.parties.remove(place);
        self.note_unobserved(call, &party);
        if let Some(timer) = party.timer {
            self.agenda.cancel(timer);
        }
        match self.plant.kind(device)? {
            // The group of a predictive call has no place in its queue yet.
            DeviceKind::Queue if party.state == ConnectionState::Initiated => return Some(party),
            DeviceKind::Queue => {
                let queue = self.queue_mut(device)?;
                queue.remove(party.place);
                if queue.selection().rings != Rings::AtOne {
                    self.wakes.push_back(Wake::Queue(device));
                    self.leave_ringing(call, device);
                }
                return Some(party);
            }
            DeviceKind::Circuit { group, .. } => {
                if let Some(trunk) = self.trunks.get_mut(group.index()) {
                    trunk.free(device);
                }
                self.count_circuits(group);
            }
            DeviceKind::RoutingPoint => {
                self.point_mut(device)?.leave(call);
                return Some(party);
            }
            DeviceKind::Extension | DeviceKind::VirtualQueue => {}
        }
        self.at.remove(device, call);
        if self.at.of(device).is_empty() && self.is_off_hook(device) {
            self.left_alone.push_back(device);
        }
        if party.waits == Waits::Machine && party.queue.is_some() {
            self.resumed.push_back(call);
        }
        if party.queue.is_some() {
            let answered = party.state != ConnectionState::Alerting;
            self.ended_parts.push_back(EndedPart { device, call, answered });
        }
        self.refresh_availability(device);
        Some(party)
    }

    /// Takes a party out of a call and reports it.
    pub(crate) fn clear(
        &mut self,
        call: CallId,
        device: DeviceId,
        cause: Cause,
        by: Option<DeviceId>,
    ) {
        if let Some(party) = self.remove_party(call, device) {
            self.count_cleared(&party, cause);
            let was = party.state;
            self.report(Report::Cleared { call, device, was, cause, by });
        }
    }
}

/// Whether calls wait at such a device, any number of them.
fn party_waits(kind: Option<DeviceKind>) -> bool {
    match kind {
        Some(DeviceKind::Queue | DeviceKind::RoutingPoint) => true,
        Some(DeviceKind::Extension | DeviceKind::VirtualQueue | DeviceKind::Circuit { .. })
        | None => false,
    }
}
