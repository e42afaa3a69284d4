//! Make: a telephone goes off-hook and dials (ECMA-269 Make Call).

use crate::{
    action::{CallData, Refusal},
    agent::AgentState,
    call::{ConnectionState, Party, route::Attempt},
    event::{Cause, Report},
    id::{CallId, DeviceId, Number},
    limits,
    personality::table::CallRule,
    plant::DeviceKind,
    switch::Switch,
};

impl Switch {
    /// Calls `to` from a telephone without a call of its own, held ones apart.
    pub(crate) fn make_call(
        &mut self,
        device: DeviceId,
        to: Number,
        data: CallData,
    ) -> Result<CallId, Refusal> {
        self.require_extension(device)?;
        let takes_calls = self.agent_at(device).is_some_and(|a| a.state != AgentState::NotReady);
        if takes_calls && self.personality.make_call_from_available == CallRule::FromNotReady {
            return Err(Refusal::Unsupported("agents make calls only when they are not ready"));
        }
        let active =
            |&&call: &&CallId| !matches!(self.connection(device, call), Ok(ConnectionState::Held));
        if let Some(&call) = self.at.of(device).iter().find(active) {
            self.clear_the_line(device, call)?;
        }
        self.require_line(device)?;
        self.require_room(&data)?;
        Ok(self.dial(device, to, data, None))
    }

    /// Begins a call and brings it as far as it gets; a number that takes no calls leaves the
    /// originator with a tone.
    pub(crate) fn dial(
        &mut self,
        device: DeviceId,
        to: Number,
        data: CallData,
        consult_of: Option<CallId>,
    ) -> CallId {
        let call = self.calls.begin(to.clone(), consult_of, self.now);
        let own = self.number_of(device);
        self.add_party(call, Party::new(device, ConnectionState::originate, own));
        let called = to.clone();
        let calling = None;
        self.keep_sent(call, &data);
        self.report(Report::Originated { call, device, calling, called, consult_of, data });
        let way = self.route(&to).and_then(|route| self.way_on(route, to, Some(call)));
        let way = way.and_then(|way| self.admits_or_counts(way.route, Some(call)).map(|()| way));
        match way.map(|way| (self.seize(way.route), way)) {
            Ok((Some(target), way)) => {
                self.reach(Attempt { call, way, from: device, transfer: false }, target);
            }
            Ok((None, _)) => self.fail(call, device, Cause::TrunksBusy),
            Err(cause) => self.fail(call, device, cause),
        }
        call
    }

    /// The call has got nowhere: a telephone hears a tone until it releases, a caller from
    /// outside is cleared.
    pub(crate) fn fail(&mut self, call: CallId, device: DeviceId, cause: Cause) {
        let Some(party) = self.calls.get(call).and_then(|call| call.party(device)) else { return };
        let is_telephone = match self.plant.kind(device) {
            Some(DeviceKind::Extension) => true,
            Some(
                DeviceKind::Queue
                | DeviceKind::RoutingPoint
                | DeviceKind::VirtualQueue
                | DeviceKind::Circuit { .. },
            )
            | None => false,
        };
        match party.state.fail().filter(|_| is_telephone) {
            Some(state) => {
                self.set_state(call, device, state);
                self.report(Report::Failed { call, device, cause });
            }
            None => {
                self.clear(call, device, cause, None);
                self.end(call);
            }
        }
    }

    /// Refuses a further call at a telephone that has as many as it can have.
    pub(crate) fn require_line(&self, device: DeviceId) -> Result<(), Refusal> {
        if self.at.of(device).len() >= limits::CALLS_PER_DEVICE {
            let limit = limits::CALLS_PER_DEVICE;
            return Err(Refusal::Limit { what: "calls of a device", limit });
        }
        Ok(())
    }

    /// Refuses a further call, or one that brings too much data.
    pub(crate) fn require_room(&self, data: &CallData) -> Result<(), Refusal> {
        if self.calls.len() >= limits::CALLS {
            return Err(Refusal::Limit { what: "calls", limit: limits::CALLS });
        }
        let bytes = data.iter().map(|(key, value)| key.len() + value.len()).sum::<usize>();
        if bytes > limits::CALL_DATA_BYTES {
            let limit = limits::CALL_DATA_BYTES;
            return Err(Refusal::Limit { what: "bytes of call data", limit });
        }
        Ok(())
    }
}
