//! A call at a routing point: it waits, somebody says where it goes, and it goes there (ECMA-269
//! Route Request, Route Select, Route Used, Route End).

use crate::{
    action::{Refusal, RouteChoice},
    call::{
        ConnectionState, Party,
        route::{Attempt, Route, refusal},
    },
    event::{Cause, Report},
    feature::Way,
    id::{CallId, DeviceId, Number},
    personality::table::{RouteReply, RouteToBusy},
    queue::selection::Idle,
    switch::{Switch, Timer, Wake},
};

impl Switch {
    /// Somebody answers the route requests of a routing point from here on.
    pub(crate) fn register_routing(&mut self, point: DeviceId) -> Result<(), Refusal> {
        self.point_mut(point).ok_or(Refusal::WrongDevice)?.register(true);
        Ok(())
    }

    /// One of those has gone; where nobody is left, the calls that wait take the default route.
    pub(crate) fn cancel_routing(&mut self, point: DeviceId) -> Result<(), Refusal> {
        self.point_mut(point).ok_or(Refusal::WrongDevice)?.register(false);
        let entry = self.routing_point(point).ok_or(Refusal::WrongDevice)?;
        if entry.is_attended() {
            self.wakes.push_back(Wake::Point(point));
            return Ok(());
        }
        for call in entry.waiting().to_vec() {
            if self.is_asked_by_vector(call, point) {
                self.lose_route_request(call, point);
            } else {
                self.route_in_default(call, point);
            }
        }
        Ok(())
    }

    /// Lets a call wait at a routing point; where nobody answers it takes the default route.
    pub(crate) fn ask_for_route(&mut self, call: CallId, point: DeviceId) {
        let Some(entry) = self.routing_point(point) else { return };
        if !entry.is_attended() {
            return self.route_in_default(call, point);
        }
        let end = entry.timeout.map(|timeout| self.now + timeout);
        let mut party = Party::new(point, ConnectionState::enqueue, self.number_of(point));
        let timer = Timer::RouteTimeout { call, point };
        party.timer = end.map(|end| self.agenda.schedule(end, timer));
        self.add_party(call, party);
        if let Some(entry) = self.point_mut(point) {
            entry.come(call);
        }
        self.report(Report::RouteRequested { call, point });
        self.wakes.push_back(Wake::Point(point));
    }

    /// Does with a waiting call what somebody chose.
    pub(crate) fn select_route(
        &mut self,
        point: DeviceId,
        call: CallId,
        choice: RouteChoice,
    ) -> Result<(), Refusal> {
        self.routing_point(point).ok_or(Refusal::WrongDevice)?;
        let state = self.connection(point, call)?;
        if state != ConnectionState::Queued {
            return Err(Refusal::WrongState { state, needed: "waiting for a route" });
        }
        if self.is_asked_by_vector(call, point) {
            return self.answer_route_request(call, point, choice);
        }
        match choice {
            RouteChoice::To(to) => self.route_to_number(call, point, to)?,
            RouteChoice::Default => self.route_in_default(call, point),
            RouteChoice::Reject => {
                self.leave_point(call, point, None, false);
                self.end_if_alone(call, Cause::CallRejected);
            }
            RouteChoice::Disconnect => {
                self.leave_point(call, point, None, false);
                self.end_with(call, Cause::NormalClearing);
            }
        }
        Ok(())
    }

    /// Sends a call to the number chosen; what becomes of one that finds a telephone busy there
    /// differs from brand to brand.
    fn route_to_number(
        &mut self,
        call: CallId,
        point: DeviceId,
        to: Number,
    ) -> Result<(), Refusal> {
        if matches!(self.route(&to), Ok(Route::Point(there)) if there == point) {
            return Err(Refusal::Denied("the call waits at that routing point already"));
        }
        let to_telephone = matches!(self.route(&to), Ok(Route::Extension(_)));
        if to_telephone && self.personality.route_request_reply == RouteReply::ToScripts {
            let what = "a route names a queue or a script, not a telephone";
            return Err(Refusal::Unsupported(what));
        }
        let way = match (self.way_for_transfer(call, &to), self.personality.route_dest_busy) {
            (Ok(way), _) => way,
            (Err(Cause::Busy), RouteToBusy::DefaultRoute) => {
                self.route_in_default(call, point);
                return Ok(());
            }
            (Err(Cause::Busy), RouteToBusy::Released) => {
                self.leave_point(call, point, Some(to), false);
                self.end_if_alone(call, Cause::Busy);
                return Ok(());
            }
            (Err(cause), _) => return Err(refusal(cause, &to)),
        };
        self.send_from_point(call, point, to, way).ok_or(Refusal::AllTrunksBusy)
    }

    /// Sends a call where the world file says; the caller hears when it is not taken there.
    pub(crate) fn route_in_default(&mut self, call: CallId, point: DeviceId) {
        let Some(to) = self.routing_point(point).map(|entry| entry.default.clone()) else { return };
        self.leave_point(call, point, Some(to.clone()), true);
        self.send_to_number(call, to);
    }

    /// Brings a call to a number of the site; the caller hears when it is not taken there.
    pub(crate) fn send_to_number(&mut self, call: CallId, to: Number) {
        let way = self.route_inside(&to).and_then(|route| self.way_on(route, to, Some(call)));
        let way = way.and_then(|way| self.admits_or_counts(way.route, Some(call)).map(|()| way));
        match way.map(|way| (self.seize(way.route), way)) {
            Ok((Some(target), way)) => {
                let Some(from) = self.caller_of(call) else { return };
                self.reach(Attempt { call, way, from, transfer: false }, target);
            }
            Ok((None, _)) => self.end_if_alone(call, Cause::TrunksBusy),
            Err(cause) => self.end_if_alone(call, cause),
        }
    }

    /// Finds agents for the calls of a routing point where the switch routes by itself.
    pub(crate) fn serve_point(&mut self, point: DeviceId) {
        let Some(entry) = self.routing_point(point) else { return };
        if let Some(to) = entry.sends_to().cloned() {
            for call in entry.waiting().to_vec() {
                // A call that is not taken there waits until its time is over.
                let _sent = self.select_route(point, call, RouteChoice::To(to.clone()));
            }
            return;
        }
        for call in entry.waiting().to_vec() {
            let Some(entry) = self.routing_point(point) else { return };
            let fits = self
                .agents
                .iter()
                .flatten()
                .filter(|agent| agent.available && entry.routes_to(agent.device));
            let longest_idle = fits.map(|agent| agent.idle).min();
            let Some(device) = longest_idle.map(|idle| idle.device) else { return };
            self.send_to_agent(call, point, device);
        }
    }

    /// Gives an idle agent the call that waits longest where the switch routes to the agent.
    pub(crate) fn route_to_agent(&mut self, device: DeviceId) {
        let points = self.points.iter().filter(|point| point.routes_to(device));
        let heads = points.filter_map(|point| Some((*point.waiting().first()?, point.device)));
        if let Some((call, point)) = heads.min() {
            self.send_to_agent(call, point, device);
        }
    }

    fn send_to_agent(&mut self, call: CallId, point: DeviceId, device: DeviceId) {
        let Some(to) = self.number_of(device) else { return };
        let route = Route::Extension(device);
        if self.admits(route, Some(call)).is_ok() {
            if self.is_asked_by_vector(call, point) {
                let _sent = self.answer_route_request(call, point, RouteChoice::To(to));
            } else {
                let _sent = self.send_from_point(call, point, to.clone(), Way::direct(route, to));
            }
            self.renew_turn(device);
        }
    }

    /// A routed call counts: the agent is the last to get the next one.
    fn renew_turn(&mut self, device: DeviceId) {
        let (now, turn) = (self.now, self.turns);
        let Some(agent) = self.agent_mut(device).filter(|agent| !agent.available) else { return };
        agent.renew_idle(Idle { since: now, turn, device }, None);
        self.turns += 1;
    }

    fn send_from_point(
        &mut self,
        call: CallId,
        point: DeviceId,
        to: Number,
        way: Way,
    ) -> Option<()> {
        let target = self.seize(way.route)?;
        let from = self.caller_of(call).unwrap_or(point);
        self.leave_point(call, point, Some(to), false);
        self.reach(Attempt { call, way, from, transfer: false }, target);
        Some(())
    }

    fn leave_point(&mut self, call: CallId, point: DeviceId, to: Option<Number>, by_default: bool) {
        if let Some(party) = self.party_mut(call, point)
            && let Some(timer) = party.timer.take()
        {
            self.agenda.cancel(timer);
        }
        self.remove_party(call, point);
        self.report(Report::RouteUsed { call, point, to, by_default });
    }

    /// Whoever calls, or speaks first among those who are through.
    fn caller_of(&self, call: CallId) -> Option<DeviceId> {
        let parties = &self.calls.get(call)?.parties;
        parties.iter().find(|party| party.state.is_anchor()).map(|party| party.device)
    }
}
