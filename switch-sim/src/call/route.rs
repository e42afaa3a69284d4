//! Where a dialled number leads, whether anybody takes a call there, and bringing it there.

use crate::{
    action::Refusal,
    call::{ConnectionState, Party},
    event::{Cause, Report},
    feature::Way,
    id::{CallId, DeviceId, HuntGroupId, Number, TrunkGroupId, VdnId},
    plant::DeviceKind,
    q850::Outcome,
    switch::{Switch, Timer},
    trunk::Facility,
    world::WhenCalled,
};

/// Where a number leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    Extension(DeviceId),
    Queue(DeviceId),
    Point(DeviceId),
    Outside(TrunkGroupId),
    Vector(VdnId),
    /// To several telephones at once.
    HuntGroup(HuntGroupId),
    /// To one agent, by way of a queue.
    Agent {
        queue: DeviceId,
        agent: DeviceId,
    },
}

/// What a call is brought to: a route with its circuit taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Extension(DeviceId),
    Queue(DeviceId),
    Point(DeviceId),
    Circuit(DeviceId),
    Vector(VdnId),
    HuntGroup(HuntGroupId),
    Agent { queue: DeviceId, agent: DeviceId },
}

impl Target {
    /// The device; a vector has none, a hunt group several.
    pub(crate) fn device(self) -> Option<DeviceId> {
        match self {
            Self::Extension(device)
            | Self::Queue(device)
            | Self::Point(device)
            | Self::Circuit(device)
            | Self::Agent { queue: device, .. } => Some(device),
            Self::Vector(_) | Self::HuntGroup(_) => None,
        }
    }
}

/// A call on its way to a number.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    pub(crate) call: CallId,
    pub(crate) way: Way,
    /// Who dialled.
    pub(crate) from: DeviceId,
    /// Whether `from` sent somebody else there by single-step transfer.
    pub(crate) transfer: bool,
}

impl Switch {
    /// Where a number leads.
    pub(crate) fn route(&self, to: &Number) -> Result<Route, Cause> {
        if let Ok(route) = self.route_inside(to) {
            return Ok(route);
        }
        self.plant.way_out(to).map(Route::Outside).ok_or(Cause::InvalidNumber)
    }

    /// Where a number leads for a caller from outside, who is not sent outside again.
    pub(crate) fn route_inside(&self, to: &Number) -> Result<Route, Cause> {
        if let Some(vdn) = self.plant.vdn(to) {
            return Ok(Route::Vector(vdn));
        }
        if let Some((name, queue)) = self.plant.direct(to) {
            // Nobody takes the calls of an agent who is not there.
            let agent = self.agent_names.get(name).copied().ok_or(Cause::Busy)?;
            return Ok(Route::Agent { queue: *queue, agent });
        }
        if let Some(group) = self.plant.hunt_group(to) {
            return Ok(Route::HuntGroup(group));
        }
        let device = self.plant.inside(to).ok_or(Cause::InvalidNumber)?;
        match self.plant.kind(device) {
            Some(DeviceKind::Extension) => Ok(Route::Extension(device)),
            Some(DeviceKind::Queue) => Ok(Route::Queue(device)),
            Some(DeviceKind::RoutingPoint) => Ok(Route::Point(device)),
            Some(DeviceKind::VirtualQueue | DeviceKind::Circuit { .. }) | None => {
                Err(Cause::InvalidNumber)
            }
        }
    }

    /// Whether a call is taken there. `call`: the one that goes there, if it has begun.
    pub(crate) fn admits(&self, route: Route, call: Option<CallId>) -> Result<(), Cause> {
        match route {
            Route::Extension(device)
                if self.is_undisturbed(device) || self.is_busy(device, call) =>
            {
                Err(Cause::Busy)
            }
            Route::HuntGroup(group) if self.free_members(group, call).next().is_none() => {
                Err(Cause::Busy)
            }
            Route::Queue(device) | Route::Agent { queue: device, .. } => {
                let call = call.and_then(|call| self.calls.get(call));
                let waits_there = call.is_some_and(|call| call.party(device).is_some());
                match self.queue(device) {
                    Some(_) if waits_there => Err(Cause::Busy),
                    Some(queue)
                        if !call.map_or_else(|| queue.is_full(), |c| queue.is_full_for(c)) =>
                    {
                        Ok(())
                    }
                    Some(_) | None => Err(Cause::QueueFull),
                }
            }
            Route::Outside(group)
                if self.trunks.get(group.index()).is_none_or(|trunk| trunk.idle() == 0) =>
            {
                Err(Cause::TrunksBusy)
            }
            // One call has one vector at a time.
            Route::Vector(_)
                if call
                    .and_then(|call| self.calls.get(call))
                    .is_some_and(|call| call.is_in_vector()) =>
            {
                Err(Cause::Busy)
            }
            Route::Point(device) => {
                let call = call.and_then(|call| self.calls.get(call));
                let waits_there = call.is_some_and(|call| call.party(device).is_some());
                if waits_there { Err(Cause::Busy) } else { Ok(()) }
            }
            Route::Extension(_) | Route::Outside(_) | Route::Vector(_) | Route::HuntGroup(_) => {
                Ok(())
            }
        }
    }

    /// Whether a call is taken there; one that finds everything taken is counted.
    pub(crate) fn admits_or_counts(
        &mut self,
        route: Route,
        call: Option<CallId>,
    ) -> Result<(), Cause> {
        let admitted = self.admits(route, call);
        match (admitted, route) {
            (Err(Cause::QueueFull), Route::Queue(queue) | Route::Agent { queue, .. }) => {
                self.count_blocked(Some(queue), None);
            }
            (Err(Cause::TrunksBusy), Route::Outside(group)) => {
                self.count_blocked(None, Some(group));
            }
            _ => {}
        }
        admitted
    }

    /// Takes the circuit that a route needs.
    pub(crate) fn seize(&mut self, route: Route) -> Option<Target> {
        match route {
            Route::Extension(device) => Some(Target::Extension(device)),
            Route::Queue(device) => Some(Target::Queue(device)),
            Route::Vector(vdn) => Some(Target::Vector(vdn)),
            Route::Point(device) => Some(Target::Point(device)),
            Route::HuntGroup(group) => Some(Target::HuntGroup(group)),
            Route::Agent { queue, agent } => Some(Target::Agent { queue, agent }),
            Route::Outside(group) => {
                let circuit = self.trunks.get_mut(group.index())?.seize(self.now)?;
                self.count_trunk_call(group, false);
                Some(Target::Circuit(circuit))
            }
        }
    }

    /// Brings a call to its target; the telephones that send it on are told on the way.
    pub(crate) fn reach(&mut self, attempt: Attempt, target: Target) {
        let Attempt { call, from, transfer, .. } = attempt;
        self.report_hops(call, &attempt.way);
        match target {
            Target::Extension(device) => {
                self.ring(call, device, transfer.then_some(from), attempt.way.origin);
            }
            Target::HuntGroup(group) => self.ring_all(call, group, transfer.then_some(from)),
            Target::Queue(device) => {
                self.enqueue(call, device, self.plant.priority(&attempt.way.to));
            }
            Target::Point(point) => self.ask_for_route(call, point),
            Target::Agent { queue, agent } => self.enqueue_for(call, queue, agent),
            Target::Circuit(circuit) => self.reach_outside(attempt, circuit),
            Target::Vector(vdn) => self.begin_vector(call, vdn),
        }
    }

    /// Somebody outside, whom the world file lets answer by the clock, does.
    pub(crate) fn answer_outside(&mut self, call: CallId, circuit: DeviceId) {
        if let Some(party) = self.party_mut(call, circuit) {
            party.timer = None;
            self.establish(call, circuit);
        }
    }

    /// A telephone is busy when it has any call, or dial tone; one with call waiting, when it has two
    /// calls.
    pub(crate) fn is_busy(&self, device: DeviceId, call: Option<CallId>) -> bool {
        let call_waiting = self.plant.phone(device).is_some_and(|phone| phone.call_waiting);
        let calls = self.at.of(device);
        let itself = call.is_some_and(|call| calls.contains(&call));
        itself || calls.len() > usize::from(call_waiting) || self.has_dial_tone(device)
    }

    /// The call leaves on the circuit, and whoever is called does what the world says.
    pub(crate) fn reach_outside(&mut self, attempt: Attempt, circuit: DeviceId) {
        let Attempt { call, way: Way { to, .. }, from, .. } = attempt;
        let when_called = self.plant.when_called(&to);
        let mut party = Party::new(circuit, ConnectionState::deliver, Some(to));
        if let WhenCalled::Answers { after, at_most, .. } = when_called {
            let at = self.now + self.rng.between(after, at_most);
            party.timer = Some(self.agenda.schedule(at, Timer::OutsideAnswer { call, circuit }));
        }
        self.add_party(call, party);
        self.report(Report::NetworkReached { call, device: from, circuit });
        let refused = match when_called {
            WhenCalled::Rings | WhenCalled::Answers { .. } => return,
            // The caller hears a tone, of which the switch knows nothing; a dialer listens.
            WhenCalled::Clears { .. }
                if !self.tells_cause(circuit) && self.predicting_group(call).is_none() =>
            {
                return;
            }
            WhenCalled::Clears { cause } => Cause::of_network(cause),
        };
        self.clear(call, circuit, refused, None);
        self.end_if_alone(call, refused);
    }

    /// Whether the trunk says why a call got nowhere.
    fn tells_cause(&self, circuit: DeviceId) -> bool {
        self.facility_of(circuit).is_some_and(|facility| facility.properties().tells_cause)
    }

    /// What the circuits of a trunk group are.
    pub(crate) fn facility_of(&self, circuit: DeviceId) -> Option<Facility> {
        let group = self.plant.group_of(circuit)?;
        self.trunks.get(group.index()).map(|trunk| trunk.rules.facility)
    }

    /// Whether a device is a circuit on which no messages are sent: nobody tells there that a call was
    /// answered, or lets one go that was not.
    pub(crate) fn lacks_messages(&self, device: DeviceId) -> bool {
        self.facility_of(device).is_some_and(|facility| !facility.has_messages())
    }
}

/// The refusal that says the same as a cause why a call got nowhere.
pub(crate) fn refusal(cause: Cause, to: &Number) -> Refusal {
    match cause {
        Cause::Busy => Refusal::DestinationBusy,
        Cause::TrunksBusy => Refusal::AllTrunksBusy,
        Cause::QueueFull => Refusal::QueueFull,
        Cause::Network(cause) => match cause.outcome() {
            Outcome::Busy | Outcome::NoAnswer | Outcome::Rejected | Outcome::OutOfOrder => {
                Refusal::DestinationBusy
            }
            Outcome::AllTrunksBusy | Outcome::Glare | Outcome::Congestion => Refusal::AllTrunksBusy,
            Outcome::Normal
            | Outcome::InvalidNumber
            | Outcome::Changed
            | Outcome::Announcement
            | Outcome::Barred
            | Outcome::Incompatible
            | Outcome::Facility
            | Outcome::Protocol => Refusal::InvalidNumber(to.clone()),
        },
        Cause::InvalidNumber
        | Cause::AnsweringMachine
        | Cause::NormalClearing
        | Cause::CallCancelled
        | Cause::CallNotAnswered
        | Cause::CallRejected
        | Cause::Transfer
        | Cause::Conference
        | Cause::Dropped
        | Cause::Redirected
        | Cause::AnsweredElsewhere => Refusal::InvalidNumber(to.clone()),
    }
}
