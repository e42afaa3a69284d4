//! Glare: a call from outside takes a circuit that a call from here has taken a moment before
//! (ITU-T Q.931 §5.7; glare hold and glare release of channel associated signalling).

use crate::{
    call::{
        ConnectionState,
        route::{Attempt, Route},
    },
    event::{Cause, Report},
    feature::Way,
    id::{CallId, DeviceId, Number, TrunkGroupId},
    q850::Q850,
    switch::Switch,
    trunk::{Offered, Verdict},
};

/// What a call from outside gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arrival {
    /// A circuit of its own.
    Circuit(DeviceId),
    /// The call that has taken its circuit: the two callers speak with each other.
    Crossed(CallId),
}

impl Switch {
    /// Takes a circuit for a call from outside, whoever else has just taken it; none when all are
    /// busy.
    pub(crate) fn seize_for_arrival(
        &mut self,
        group: TrunkGroupId,
        calling: Option<&Number>,
    ) -> Option<Arrival> {
        let now = self.now;
        let trunk = self.trunks.get_mut(group.index())?;
        let circuit = match trunk.offered(now)? {
            Offered::Idle(circuit) => {
                trunk.accept(circuit);
                return Some(Arrival::Circuit(circuit));
            }
            Offered::Taken(circuit) => circuit,
        };
        let (idle, verdict) =
            (trunk.idle(), trunk.rules.seizure.verdict(self.personality.glare_policy));
        let alerting =
            |&&call: &&CallId| self.connection(circuit, call) == Ok(ConnectionState::Alerting);
        let call = self.at.of(circuit).iter().find(alerting).copied();
        match (call, verdict) {
            (Some(call), Some(Verdict::Moves)) if idle > 0 => self.move_on(call, circuit),
            (Some(call), Some(Verdict::Moves | Verdict::Yields)) => {
                let cause = Cause::Network(Q850::ChannelNotAvailable);
                self.clear(call, circuit, cause, None);
                self.end_if_alone(call, cause);
            }
            (Some(call), Some(Verdict::Crosses)) => {
                if let Some(party) = self.party_mut(call, circuit) {
                    party.number = calling.cloned();
                }
                self.establish(call, circuit);
                return Some(Arrival::Crossed(call));
            }
            (_, Some(Verdict::Keeps) | None) | (None, Some(_)) => {
                let trunk = self.trunks.get_mut(group.index())?;
                return trunk.accept_another().map(Arrival::Circuit);
            }
        }
        self.trunks.get_mut(group.index())?.accept(circuit);
        Some(Arrival::Circuit(circuit))
    }

    /// The call from here gives the circuit up, and goes on by another one.
    fn move_on(&mut self, call: CallId, circuit: DeviceId) {
        let parties = self.calls.get(call).into_iter().flat_map(|call| &call.parties);
        let from = parties.map(|party| party.device).find(|&device| device != circuit);
        let group = self.plant.group_of(circuit);
        let Some(trunk) = group.and_then(|group| self.trunks.get_mut(group.index())) else {
            return;
        };
        let Some(other) = trunk.seize(self.now) else { return };
        let Some(party) = self.remove_party(call, circuit) else { return };
        let Some(to) = party.number else { return };
        self.report(Report::GlareLost { call, circuit });
        let from = from.unwrap_or(other);
        let Some(group) = group else { return };
        let way = Way::direct(Route::Outside(group), to);
        self.reach_outside(Attempt { call, way, from, transfer: false }, other);
    }
}
