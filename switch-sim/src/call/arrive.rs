//! Arrive: a caller outside dials one of our numbers.

use crate::{
    action::{CallData, Refusal},
    call::{
        ConnectionState, Party,
        route::{Attempt, refusal},
    },
    event::Report,
    id::{CallId, Number, TrunkGroupId},
    switch::Switch,
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
        let trunk = self.trunks.get(group.index()).ok_or(Refusal::WrongDevice)?;
        if trunk.idle() == 0 {
            self.count_blocked(None, Some(group));
            return Err(Refusal::AllTrunksBusy);
        }
        self.require_room(&data)?;
        let say = |cause| refusal(cause, &called);
        let route = self.route_inside(&called).map_err(say)?;
        let way = self.way_on(route, called.clone(), None).map_err(say)?;
        self.admits_or_counts(way.route, None).map_err(say)?;

        let circuit = self.trunks.get_mut(group.index()).and_then(|trunk| trunk.seize());
        let circuit = circuit.ok_or(Refusal::AllTrunksBusy)?;
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
        self.report_hops(call, &way);
        self.reach(Attempt { call, to: way.to, from: circuit, transfer: false }, target);
        Ok(call)
    }
}
