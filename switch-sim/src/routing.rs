//! Routing points: calls that wait for somebody to say where they go, and the router of the
//! switch itself for worlds in which no program does (ECMA-269 Routing Services).

use std::{collections::BTreeSet, time::Duration};

use crate::{
    id::{CallId, DeviceId, Number},
    plant::{Plant, PlantError},
    world::{Person, Router, World},
};

/// A routing point at work.
#[derive(Debug)]
pub struct Point {
    /// The routing point's device.
    pub device: DeviceId,
    /// Where calls go when nobody says anything in time.
    pub default: Number,
    /// How long a call waits; none: for ever.
    pub timeout: Option<Duration>,
    /// Whether calls count as queued while they wait.
    pub route_queue: bool,
    /// How many programs answer its route requests.
    registered: u32,
    /// Whom the switch itself may route to; none: it does not.
    fitting: Option<Fitting>,
    /// Where the switch itself sends every call; none: it does not.
    sends_to: Option<Number>,
    /// First come, first.
    waiting: Vec<CallId>,
}

impl Point {
    /// The routing points of a world, in file order.
    pub(crate) fn all(world: &World, plant: &Plant) -> Result<Vec<Self>, PlantError> {
        let point = |point: &crate::world::RoutingPoint| {
            let default = Number::new(&point.default)
                .map_err(|error| PlantError::Number { what: "a default destination", error })?;
            if plant.inside(&default).is_none_or(|to| plant.point_index(to).is_some()) {
                let to = point.default.clone();
                return Err(PlantError::LeadsNowhere { number: default, to });
            }
            let device = plant.by_number(&point.dn).unwrap_or(DeviceId(u32::MAX));
            let router = point.router.as_ref();
            let fitting = router.and_then(|router| Fitting::of(router, world, plant));
            let sends_to = router.and_then(Router::number);
            Ok(Self {
                device,
                default,
                timeout: point.timeout.or_else(|| world.personality.time_for_routes()),
                route_queue: point.route_queue,
                registered: 0,
                fitting,
                sends_to,
                waiting: Vec::new(),
            })
        };
        world.routing_points.iter().map(point).collect()
    }

    /// The calls that wait, in the order in which they came.
    pub fn waiting(&self) -> &[CallId] {
        &self.waiting
    }

    /// Whether anybody says where calls go: a program, or the switch's own router.
    pub fn is_attended(&self) -> bool {
        self.registered > 0 || self.fitting.is_some() || self.sends_to.is_some()
    }

    /// Whether the switch itself may route a call to the agent at a device.
    pub(crate) fn routes_to(&self, device: DeviceId) -> bool {
        self.registered == 0 && self.fitting.as_ref().is_some_and(|fitting| fitting.has(device))
    }

    /// Where the switch itself sends every call that waits.
    pub(crate) fn sends_to(&self) -> Option<&Number> {
        self.sends_to.as_ref().filter(|_| self.registered == 0)
    }

    /// One more program answers, or one fewer.
    pub(crate) fn register(&mut self, registered: bool) {
        self.registered = if registered {
            self.registered.saturating_add(1)
        } else {
            self.registered.saturating_sub(1)
        };
    }

    /// A call comes.
    pub(crate) fn come(&mut self, call: CallId) {
        self.waiting.push(call);
    }

    /// A call goes.
    pub(crate) fn leave(&mut self, call: CallId) {
        self.waiting.retain(|&waiting| waiting != call);
    }

    /// Gives the place to another call: the one that the waiting call became part of.
    pub(crate) fn hand_over(&mut self, from: CallId, to: CallId) {
        for call in self.waiting.iter_mut().filter(|call| **call == from) {
            *call = to;
        }
    }
}

/// The agents whom a router of the switch may pick.
#[derive(Debug)]
enum Fitting {
    Anybody,
    These(BTreeSet<DeviceId>),
}

impl Fitting {
    fn of(router: &Router, world: &World, plant: &Plant) -> Option<Self> {
        match router {
            Router::Number(_) | Router::Client => None,
            Router::LongestIdle => Some(Self::Anybody),
            Router::Skills(lists) => {
                let fits = |person: &&Person| {
                    lists.iter().any(|list| list.iter().all(|skill| skill.fits(&person.skills)))
                };
                let good = world.people.iter().filter(fits);
                let good = good.filter_map(|person| plant.by_number(&person.dn));
                Some(Self::These(good.collect()))
            }
        }
    }

    fn has(&self, device: DeviceId) -> bool {
        match self {
            Self::Anybody => true,
            Self::These(devices) => devices.contains(&device),
        }
    }
}
