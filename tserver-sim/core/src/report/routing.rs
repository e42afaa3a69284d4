//! Calls at routing points (Genesys Events and Models, Call-Routing Events, With Routing): the switch asks
//! where a call goes, and the call goes there.

use switch_sim::{
    id::{CallId, DeviceId, Number},
    personality::table::RouteReply,
};
use tserver_wire::{DnRole, MessageType as M};

use crate::{
    call::{Call, Coming, Face, Party, PartyState},
    event::CallEvent,
    plant::{Dn, Kind},
    report::{leaving::ended_in_queue, members, queueing::arrival_state},
    server::TServerSim,
};

impl TServerSim {
    /// `EventRouteRequest`, which at a route queue comes with `EventQueued`.
    pub(super) fn tell_route_requested(&mut self, id: CallId, point: DeviceId) {
        let mut party = self.at_point(id, point);
        let is_queue = self.is_route_queue(point);
        let Some(call) = self.calls.get_mut(id) else { return };
        if let Some(known) = call.party(point) {
            party.role = known.role;
        }
        party.adding = call.adding.take();
        call.join(party.clone());
        let call = &*call;
        let event = |kind| CallEvent::of(kind, call, &party).state(arrival_state(call));
        let queued = is_queue.then(|| event(M::EVENT_QUEUED));
        let events: Vec<CallEvent> =
            queued.into_iter().chain([event(M::EVENT_ROUTE_REQUEST)]).collect();
        self.emit_all(events);
    }

    /// `EventRouteUsed`, which at a route queue comes with `EventDiverted`, or, where the router has
    /// ended the call, with `EventAbandoned`: it is diverted to nobody. A call that took the default
    /// route at once was never asked about.
    pub(super) fn tell_route_used(&mut self, id: CallId, point: DeviceId, to: Option<&Number>) {
        let third = to.map(|to| Face { dn: Dn::from(to.as_str()), role: DnRole::Destination });
        let passing = self.at_point(id, point);
        let is_queue = self.is_route_queue(point);
        let outside = to.filter(|to| self.plant.find(to.as_str()).is_none());
        let Some(call) = self.calls.get_mut(id) else { return };
        if let Some(to) = outside {
            call.dialled = Some(Dn::from(to.as_str()));
        }
        let waited = call.party(point).is_some();
        let party = call.party(point).cloned().unwrap_or(passing);
        if !waited {
            call.join(party.clone());
        }
        let event = |kind| CallEvent::of(kind, call, &party);
        let queued = (is_queue && !waited).then(|| event(M::EVENT_QUEUED));
        let reply = self.personality.route_request_reply;
        let to_script = third.clone().filter(|_| reply != RouteReply::ToScripts);
        let used = event(M::EVENT_ROUTE_USED).third(to_script);
        let answers = self.current.and_then(|request| self.pending.get(request));
        let answers = answers.is_some_and(|origin| origin.answer == M::EVENT_ROUTE_USED);
        let used = Some(used).filter(|_| answers || reply != RouteReply::Unacknowledged);
        let role = if outside.is_some() { DnRole::Destination } else { call.role_of_comer() };
        let third = third.map(|third| third.in_role(role));
        let left = || match third {
            Some(_) => event(M::EVENT_DIVERTED).third(third),
            None => ended_in_queue(call, &party),
        };
        let left = is_queue.then(left);
        let events: Vec<CallEvent> = queued.into_iter().chain(used).chain(left).collect();
        let gone = call.move_on(point);
        let deleted = gone.map(|gone| members::sent_on(call, &gone)).unwrap_or_default();
        self.emit_all(events.into_iter().chain(deleted));
    }

    fn at_point(&self, id: CallId, point: DeviceId) -> Party {
        let dn = self.plant.dn(point);
        let role = self.calls.get(id).map_or(DnRole::Destination, Call::role_of_comer);
        let mut party = Party::new(point, dn.clone(), role, PartyState::Queued).delivered_by(dn);
        party.coming = Coming::while_served(self.is_serving());
        party
    }

    /// The packed number of `TPartyState`, with what only the device tells: at a routing point the call is
    /// routed or treated, and queued only at a route queue (Genesys Events and Models, Unified Call-Party
    /// States: combinations are normal for routing and queueing).
    pub(crate) fn party_state(&self, call: &Call, party: &Party) -> i32 {
        let code = party.state_code();
        if party.state != PartyState::Queued {
            return code;
        }
        let treatment = self.services.treatments.get(&call.id);
        let treated = treatment.is_some_and(|treatment| treatment.device == party.device);
        let (at_point, queued) = match self.plant.kind(party.device) {
            Some(Kind::RoutingPoint { queue }) => (true, queue),
            Some(Kind::Queue | Kind::Extension | Kind::VirtualQueue | Kind::Circuit) | None => {
                (false, true)
            }
        };
        let waits = match (treated, at_point) {
            (true, _) => TREATMENT,
            (false, true) => ROUTING,
            (false, false) => 0,
        };
        waits | if queued { code } else { 0 }
    }

    fn is_route_queue(&self, point: DeviceId) -> bool {
        self.plant.kind(point) == Some(Kind::RoutingPoint { queue: true })
    }
}

const TREATMENT: i32 = 0x200;
const ROUTING: i32 = 0x800;
