//! The steps of vectors that calls have passed, for checks that look back.

use std::collections::BTreeMap;

use switch_sim::{event::Report, id::CallId, switch::Switch};
use tserver_sim_core::TServerSim;

use crate::describe;

/// What vectors have done for each call; kept when the call ends.
#[derive(Clone, Debug, Default)]
pub(crate) struct Passed {
    steps: BTreeMap<CallId, Vec<String>>,
    /// Calls by their connection ids, which a T-Server forgets with the call.
    calls: BTreeMap<String, CallId>,
}

impl Passed {
    /// Notes a step, once for each call.
    pub(crate) fn note(&mut self, switch: &Switch, report: &Report) {
        if let Report::VectorStep { call, vector, step, .. } = report {
            let place = describe::place(switch, *vector, *step);
            let steps = self.steps.entry(*call).or_default();
            if !steps.contains(&place) {
                steps.push(place);
            }
        }
    }

    /// Learns by which id the T-Server knows a call.
    pub(crate) fn identify(&mut self, tserver: &TServerSim, report: &Report) {
        if let Report::VectorStep { call, .. } = report
            && let Some(id) = tserver.conn_id_of(*call)
        {
            self.calls.insert(id.to_string(), *call);
        }
    }

    /// The steps passed by the call with this connection id, in the order of their first passing.
    pub(crate) fn of(&self, id: &str) -> &[String] {
        self.calls.get(id).and_then(|call| self.steps.get(call)).map_or(&[], Vec::as_slice)
    }
}
