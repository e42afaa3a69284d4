//! Arrive: a caller outside dials one of our numbers.

use crate::{
    action::{CallData, Refusal, UUI},
    call::{
        ConnectionState, Party,
        glare::Arrival,
        overlap::Dialled,
        route::{Attempt, refusal},
    },
    event::Report,
    id::{CallId, DeviceId, Number, TrunkGroupId},
    switch::Switch,
    trunk::Rules,
};

impl Switch {
    /// Takes a circuit for the caller and brings the call to the number. Whatever stands in the
    /// way, the caller hears at once: no call begins.
    pub(crate) fn arrive(
        &mut self,
        group: TrunkGroupId,
        calling: Option<Number>,
        called: Number,
        data: CallData,
    ) -> Result<CallId, Refusal> {
        let now = self.now;
        let trunk = self.trunks.get_mut(group.index()).ok_or(Refusal::WrongDevice)?;
        if trunk.offered(now).is_none() {
            self.count_blocked(None, Some(group));
            return Err(Refusal::AllTrunksBusy);
        }
        let calling = self.presented(group, calling);
        let data = self.carried(group, data);
        self.require_room(&data)?;
        let called = match self.dialled(group, called.clone())? {
            Dialled::Whole(number) => number,
            Dialled::Part(part) => {
                return self.arrive_partly(group, calling, (called, part), data);
            }
        };
        let say = |cause| refusal(cause, &called);
        let route = self.route_inside(&called).map_err(say)?;
        let way = self.way_on(route, called.clone(), None).map_err(say)?;
        self.admits_or_counts(way.route, None).map_err(say)?;

        let circuit = match self.circuit_for_arrival(group, calling.as_ref())? {
            Arrival::Circuit(circuit) => circuit,
            Arrival::Crossed(call) => return Ok(call),
        };
        let Some(target) = self.seize(way.route) else {
            // The caller has the last circuit of the group on which the call would leave.
            if let Some(trunk) = self.trunks.get_mut(group.index()) {
                trunk.free(circuit);
            }
            return Err(Refusal::AllTrunksBusy);
        };
        self.count_trunk_call(group, true);
        let call = self.begin_arrival(circuit, calling, called, data);
        self.reach(Attempt { call, way, from: circuit, transfer: false }, target);
        Ok(call)
    }

    /// Takes a circuit for a caller.
    pub(crate) fn circuit_for_arrival(
        &mut self,
        group: TrunkGroupId,
        calling: Option<&Number>,
    ) -> Result<Arrival, Refusal> {
        let arrival = self.seize_for_arrival(group, calling);
        if arrival.is_none() {
            self.count_blocked(None, Some(group));
        }
        arrival.ok_or(Refusal::AllTrunksBusy)
    }

    /// A call begins on a circuit that was taken for it.
    pub(crate) fn begin_arrival(
        &mut self,
        circuit: DeviceId,
        calling: Option<Number>,
        called: Number,
        data: CallData,
    ) -> CallId {
        let call = self.calls.begin(called.clone(), None, self.now);
        self.add_party(call, Party::new(circuit, ConnectionState::originate, calling.clone()));
        self.keep_sent(call, &data);
        self.report(Report::Originated {
            call,
            device: circuit,
            calling,
            called,
            consult_of: None,
            data,
        });
        call
    }

    /// What a call brings, without user-to-user information that is too long for the trunk: the
    /// network discards it (Q.850 cause 43).
    fn carried(&self, group: TrunkGroupId, mut data: CallData) -> CallData {
        let most = self.trunks.get(group.index()).map_or(0, |trunk| trunk.rules.uui_bytes);
        data.retain(|(key, value)| key != UUI || value.len() <= most);
        data
    }

    /// The calling number, as far as the trunk brings it and the caller lets it be told.
    fn presented(&self, group: TrunkGroupId, calling: Option<Number>) -> Option<Number> {
        let rules = &self.trunks.get(group.index())?.rules;
        let calling = calling.filter(|_| rules.brings_number)?;
        (rules.shows_restricted || !self.plant.restricts(&calling)).then_some(calling)
    }
}

/// The number that a caller reaches: what the network sends, digits deleted and inserted at its
/// front as the group says.
pub(crate) fn called_here(rules: &Rules, sent: Number) -> Result<Number, Refusal> {
    if rules.delete == 0 && rules.insert.is_empty() {
        return Ok(sent);
    }
    let rest = sent.as_str().get(rules.delete..).unwrap_or_default();
    Number::new(&format!("{}{rest}", rules.insert)).map_err(|_| Refusal::InvalidNumber(sent))
}
