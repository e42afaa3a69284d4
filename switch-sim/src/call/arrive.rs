//! Arrive: a caller outside dials one of our numbers.

use crate::{
    action::{CallData, Refusal},
    call::{
        ConnectionState, Party,
        glare::Arrival,
        route::{Attempt, refusal},
    },
    event::Report,
    id::{CallId, Number, TrunkGroupId},
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
        let called = called_here(&trunk.rules, called)?;
        let calling = self.presented(group, calling);
        self.require_room(&data)?;
        let say = |cause| refusal(cause, &called);
        let route = self.route_inside(&called).map_err(say)?;
        let way = self.way_on(route, called.clone(), None).map_err(say)?;
        self.admits_or_counts(way.route, None).map_err(say)?;

        let circuit = match self.seize_for_arrival(group, calling.as_ref()) {
            Some(Arrival::Circuit(circuit)) => circuit,
            Some(Arrival::Crossed(call)) => return Ok(call),
            None => {
                self.count_blocked(None, Some(group));
                return Err(Refusal::AllTrunksBusy);
            }
        };
        let Some(target) = self.seize(way.route) else {
            // The caller has the last circuit of the group on which the call would leave.
            if let Some(trunk) = self.trunks.get_mut(group.index()) {
                trunk.free(circuit);
            }
            return Err(Refusal::AllTrunksBusy);
        };
        self.count_trunk_call(group, true);
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
        self.reach(Attempt { call, way, from: circuit, transfer: false }, target);
        Ok(call)
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
fn called_here(rules: &Rules, sent: Number) -> Result<Number, Refusal> {
    if rules.delete == 0 && rules.insert.is_empty() {
        return Ok(sent);
    }
    let rest = sent.as_str().get(rules.delete..).unwrap_or_default();
    Number::new(&format!("{}{rest}", rules.insert)).map_err(|_| Refusal::InvalidNumber(sent))
}
