//! The static plant: devices, the numbers that lead to them, and the people outside.

mod groups;

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use crate::{
    action::AgentName,
    call::overlap::has_longer,
    feature::CoveragePath,
    id::{DeviceId, HuntGroupId, InvalidNumber, Number, TrunkGroupId, VdnId},
    limits,
    queue::Priority,
    world::{Assigned, Destination, Post, WhenCalled, World},
};

/// Anything that can be in a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Its place among the devices; extensions come first, then queues, routing points,
    /// virtual queues, circuits.
    pub id: DeviceId,
    /// Its own number; a circuit has its group's name and its place there, e.g. `PSTN1_1`.
    pub number: Number,
    /// What it is.
    pub kind: DeviceKind,
    /// The person at the extension, or the name of the queue or routing point.
    pub name: Option<String>,
}

/// What a device is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceKind {
    /// A telephone.
    Extension,
    /// An ACD queue.
    Queue,
    /// Where calls wait until somebody says where they go.
    RoutingPoint,
    /// A number that only routers know; no call is ever there.
    VirtualQueue,
    /// One channel of a trunk group; `index` counts from 1. It stands for the person outside.
    Circuit { group: TrunkGroupId, index: u32 },
}

/// A world that no switch can be built from.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlantError {
    /// A name or number of the world cannot be dialled.
    #[error("{what}: {error}")]
    Number { what: &'static str, error: InvalidNumber },
    /// Two things have the same number.
    #[error("the number {0} is there twice")]
    Twice(Number),
    /// A number leads to a queue or extension that the world does not have.
    #[error("the number {number} leads to {to}, which this world does not have")]
    LeadsNowhere { number: Number, to: String },
    /// A person behaves in a way that the world does not describe.
    #[error("{person} behaves like {behaviour}, which this world does not describe")]
    NoBehaviour { person: String, behaviour: String },
    /// A person's calls go along a path that the world does not have.
    #[error("{person} has the coverage path {path}, which this world does not have")]
    NoCoveragePath { person: String, path: String },
    /// The world is larger than the switch.
    #[error("the world has more than {limit} devices")]
    TooManyDevices { limit: usize },
    /// A setting is outside its bounds.
    #[error("{what} must be {least} to {most}, not {found}")]
    OutOfBounds { what: &'static str, least: usize, most: usize, found: usize },
}

/// Devices and numbers, as the world describes them.
#[derive(Debug, Default)]
pub(crate) struct Plant {
    pub(crate) devices: Vec<Device>,
    /// One per extension, by the extension's index.
    phones: Vec<Phone>,
    own_numbers: BTreeMap<Number, DeviceId>,
    /// Numbers that a telephone or an outside caller can dial to reach a device.
    dialled: BTreeMap<Number, DeviceId>,
    /// Numbers whose calls wait with another priority than medium.
    priorities: BTreeMap<Number, Priority>,
    /// Numbers that lead to parallel hunt groups.
    groups: BTreeMap<Number, HuntGroupId>,
    /// The members of each group.
    members: Vec<Vec<DeviceId>>,
    /// Numbers that lead to vectors.
    vdns: BTreeMap<Number, VdnId>,
    /// What agents are beside name and telephone, by log-on name; only those of whom the world says
    /// anything.
    posts: BTreeMap<AgentName, Post>,
    /// What agents are in which queues.
    assigned: BTreeMap<(AgentName, DeviceId), Assigned>,
    /// The position of each log-on name, and the queues that its person logs on to.
    positions: BTreeMap<AgentName, (DeviceId, Vec<DeviceId>)>,
    /// Queues that have auto-available agents (Avaya: auto-available split).
    automatic: BTreeSet<DeviceId>,
    /// Log-on names that can be dialled: the agent's calls wait in the queue.
    direct: BTreeMap<Number, (AgentName, DeviceId)>,
    /// Longest first.
    prefixes: Vec<(String, TrunkGroupId)>,
    outside: BTreeMap<Number, WhenCalled>,
    /// Numbers that callers do not let be told.
    restricted: BTreeSet<Number>,
    coverage_paths: Vec<CoveragePath>,
    /// The telephones of each group.
    pickup_groups: Vec<Vec<DeviceId>>,
    first_queue: u32,
    first_point: u32,
    first_virtual: u32,
    first_circuit: u32,
    /// The first circuit of each group.
    first_of_group: Vec<u32>,
}

impl Plant {
    /// Numbers the devices of a world.
    pub(crate) fn new(world: &World) -> Result<Self, PlantError> {
        let mut plant = Self { coverage_paths: world.coverage_paths.clone(), ..Self::default() };
        let mut names = BTreeMap::new();
        for person in &world.people {
            let phone = Phone {
                call_waiting: person.call_waiting,
                auto_answer: person.auto_answer,
                ring_limit: person.ring_limit,
                observable: person.observable,
                pickup_group: plant.join_pickup_group(person.pickup_group.as_ref(), &mut names)?,
                coverage: plant.path_of(person)?,
            };
            plant.phones.push(phone);
            plant.add(&person.dn, DeviceKind::Extension, Some(&person.name))?;
        }
        for number in &world.extensions {
            plant.phones.push(Phone {
                call_waiting: false,
                auto_answer: false,
                ring_limit: None,
                observable: true,
                pickup_group: None,
                coverage: None,
            });
            plant.add(number, DeviceKind::Extension, None)?;
        }
        plant.first_queue = plant.next_id()?.0;
        for queue in &world.queues {
            plant.add(&queue.dn, DeviceKind::Queue, Some(&queue.name))?;
        }
        plant.first_point = plant.next_id()?.0;
        for point in &world.routing_points {
            plant.add(&point.dn, DeviceKind::RoutingPoint, Some(&point.name))?;
        }
        plant.first_virtual = plant.next_id()?.0;
        for queue in &world.virtual_queues {
            plant.add(&queue.dn, DeviceKind::VirtualQueue, Some(&queue.name))?;
        }
        plant.first_circuit = plant.next_id()?.0;
        for (group, trunk) in (0..).map(TrunkGroupId).zip(&world.trunks) {
            plant.first_of_group.push(plant.next_id()?.0);
            for index in 1..=trunk.channels {
                let name = format!("{}_{index}", trunk.name);
                plant.add(&name, DeviceKind::Circuit { group, index }, None)?;
            }
            let prefixes = trunk.prefixes.iter().map(|prefix| (prefix.clone(), group));
            plant.prefixes.extend(prefixes);
        }
        plant.prefixes.sort_by_key(|(prefix, _)| std::cmp::Reverse(prefix.len()));
        plant.lead_numbers(world)?;
        plant.appoint(world)?;
        plant.list_outsiders(world)?;
        Ok(plant)
    }

    /// A device, if it is one of this switch.
    pub(crate) fn get(&self, id: DeviceId) -> Option<&Device> {
        self.devices.get(id.index())
    }

    /// What a device is, told from its id alone: most steps need no more, and the table of devices
    /// stays out of their way.
    pub(crate) fn kind(&self, id: DeviceId) -> Option<DeviceKind> {
        if id.0 < self.first_queue {
            Some(DeviceKind::Extension)
        } else if id.0 < self.first_point {
            Some(DeviceKind::Queue)
        } else if id.0 < self.first_virtual {
            Some(DeviceKind::RoutingPoint)
        } else if id.0 < self.first_circuit {
            Some(DeviceKind::VirtualQueue)
        } else if id.index() < self.devices.len() {
            let groups = self.first_of_group.partition_point(|&first| first <= id.0);
            let first = self.first_of_group.get(groups.checked_sub(1)?)?;
            let group = TrunkGroupId(u32::try_from(groups).ok()? - 1);
            Some(DeviceKind::Circuit { group, index: id.0 - first + 1 })
        } else {
            None
        }
    }

    /// The device with this number of its own.
    pub(crate) fn by_number(&self, number: &str) -> Option<DeviceId> {
        self.own_numbers.get(number).copied()
    }

    /// The VDN with this number.
    pub(crate) fn vdn(&self, number: &Number) -> Option<VdnId> {
        if self.vdns.is_empty() { None } else { self.vdns.get(number).copied() }
    }

    /// The parallel hunt group with this number.
    pub(crate) fn hunt_group(&self, number: &Number) -> Option<HuntGroupId> {
        if self.groups.is_empty() { None } else { self.groups.get(number).copied() }
    }

    /// The telephones of a parallel hunt group.
    pub(crate) fn members(&self, group: HuntGroupId) -> &[DeviceId] {
        self.members.get(group.index()).map_or(&[], Vec::as_slice)
    }

    /// The extension, queue or routing point that a dialled number leads to.
    pub(crate) fn inside(&self, number: &Number) -> Option<DeviceId> {
        self.dialled.get(number).copied()
    }

    /// What an agent is beside name and telephone, if the world says anything of it.
    pub(crate) fn post(&self, agent: &AgentName) -> Option<&Post> {
        self.posts.get(agent)
    }

    /// The position of a log-on name, and the queues that its person logs on to; none for names
    /// that the world does not have.
    pub(crate) fn position(&self, agent: &AgentName) -> Option<&(DeviceId, Vec<DeviceId>)> {
        self.positions.get(agent)
    }

    /// What an agent is in a queue.
    pub(crate) fn assigned(&self, agent: &AgentName, queue: DeviceId) -> Assigned {
        if self.assigned.is_empty() {
            return Assigned::default();
        }
        self.assigned.get(&(AgentName::clone(agent), queue)).copied().unwrap_or_default()
    }

    /// Whether a queue has auto-available agents.
    pub(crate) fn is_automatic(&self, queue: DeviceId) -> bool {
        self.automatic.contains(&queue)
    }

    /// The agent whose log-on name a number is, and the queue in which the agent's calls wait.
    pub(crate) fn direct(&self, number: &Number) -> Option<&(AgentName, DeviceId)> {
        if self.direct.is_empty() { None } else { self.direct.get(number) }
    }

    /// The priority with which calls to a number wait in its queue.
    pub(crate) fn priority(&self, number: &Number) -> Priority {
        if self.priorities.is_empty() {
            return Priority::default();
        }
        self.priorities.get(number).copied().unwrap_or_default()
    }

    /// Whether a number of the site begins with this one and is longer.
    pub(crate) fn begins_a_longer(&self, number: &Number) -> bool {
        has_longer(&self.dialled, number)
            || has_longer(&self.vdns, number)
            || has_longer(&self.groups, number)
            || has_longer(&self.direct, number)
    }

    /// The trunk group that carries a dialled number; the longest prefix decides.
    pub(crate) fn way_out(&self, number: &Number) -> Option<TrunkGroupId> {
        let fits = |(prefix, _): &&(String, _)| number.as_str().starts_with(prefix.as_str());
        self.prefixes.iter().find(fits).map(|&(_, group)| group)
    }

    /// What whoever has this number outside does when called. Somebody whom the world file does
    /// not list has a telephone too: it rings.
    pub(crate) fn when_called(&self, number: &Number) -> WhenCalled {
        self.outside.get(number).copied().unwrap_or(WhenCalled::Rings)
    }

    /// Whether the caller with this number does not let it be told.
    pub(crate) fn restricts(&self, number: &Number) -> bool {
        self.restricted.contains(number)
    }

    /// The trunk group of a circuit.
    pub(crate) fn group_of(&self, circuit: DeviceId) -> Option<TrunkGroupId> {
        match self.kind(circuit)? {
            DeviceKind::Circuit { group, .. } => Some(group),
            DeviceKind::Extension
            | DeviceKind::Queue
            | DeviceKind::RoutingPoint
            | DeviceKind::VirtualQueue => None,
        }
    }

    /// The settings of an extension.
    pub(crate) fn phone(&self, id: DeviceId) -> Option<&Phone> {
        self.phones.get(id.index())
    }

    /// The coverage path of an extension.
    pub(crate) fn coverage_path(&self, id: DeviceId) -> Option<&CoveragePath> {
        self.coverage_paths.get(self.phone(id)?.coverage?)
    }

    /// The telephones whose calls an extension can pick up without naming one, itself among them.
    pub(crate) fn pickup_group(&self, id: DeviceId) -> Option<&[DeviceId]> {
        self.pickup_groups.get(self.phone(id)?.pickup_group?).map(Vec::as_slice)
    }

    /// How many extensions there are; they have the first ids.
    pub(crate) fn extensions(&self) -> usize {
        self.phones.len()
    }

    /// The place of a queue among the queues.
    pub(crate) fn queue_index(&self, id: DeviceId) -> Option<usize> {
        let queues = self.first_queue..self.first_point;
        queues.contains(&id.0).then(|| (id.0 - self.first_queue) as usize)
    }

    /// The place of a routing point among the routing points.
    pub(crate) fn point_index(&self, id: DeviceId) -> Option<usize> {
        let points = self.first_point..self.first_virtual;
        points.contains(&id.0).then(|| (id.0 - self.first_point) as usize)
    }

    /// The place of the first circuit among the devices.
    pub(crate) fn first_circuit(&self) -> usize {
        self.first_circuit as usize
    }

    fn add(&mut self, text: &str, kind: DeviceKind, name: Option<&str>) -> Result<(), PlantError> {
        let id = self.next_id()?;
        let what = match kind {
            DeviceKind::Extension => "an extension",
            DeviceKind::Queue => "a queue",
            DeviceKind::RoutingPoint => "a routing point",
            DeviceKind::VirtualQueue => "a virtual queue",
            DeviceKind::Circuit { .. } => "a trunk group's name",
        };
        let number = number(what, text)?;
        if self.own_numbers.insert(number.clone(), id).is_some() {
            return Err(PlantError::Twice(number));
        }
        match kind {
            DeviceKind::Extension | DeviceKind::Queue | DeviceKind::RoutingPoint => {
                self.dialled.insert(number.clone(), id);
            }
            DeviceKind::VirtualQueue | DeviceKind::Circuit { .. } => {}
        }
        self.devices.push(Device { id, number, kind, name: name.map(str::to_owned) });
        Ok(())
    }

    fn next_id(&self) -> Result<DeviceId, PlantError> {
        match u32::try_from(self.devices.len()) {
            Ok(id) if self.devices.len() <= limits::DEVICES => Ok(DeviceId(id)),
            Ok(_) | Err(_) => Err(PlantError::TooManyDevices { limit: limits::DEVICES }),
        }
    }

    fn lead_numbers(&mut self, world: &World) -> Result<(), PlantError> {
        let queues: BTreeMap<_, _> =
            world.queues.iter().map(|queue| (queue.name.as_str(), queue.dn.as_str())).collect();
        let points = world.routing_points.iter();
        let points: BTreeMap<_, _> =
            points.map(|point| (point.name.as_str(), point.dn.as_str())).collect();
        for (text, to) in &world.numbers {
            let number = number("a number", text)?;
            let (to, device) = match to {
                Destination::Vector(name) => {
                    let mut vdns = (0..).map(VdnId).zip(&world.vectors.vdns);
                    let Some((vdn, _)) = vdns.find(|(_, vdn)| vdn.number == *text) else {
                        return Err(PlantError::LeadsNowhere { number, to: name.clone() });
                    };
                    let taken = self.vdns.insert(number.clone(), vdn).is_some();
                    if taken || self.dialled.contains_key(&number) {
                        return Err(PlantError::Twice(number));
                    }
                    continue;
                }
                Destination::HuntGroup(members) => {
                    self.hunt(number, members)?;
                    continue;
                }
                Destination::Extension(dn) => (dn, self.by_number(dn)),
                Destination::Queue(name) => {
                    (name, queues.get(name.as_str()).and_then(|dn| self.by_number(dn)))
                }
                Destination::RoutingPoint(name) => {
                    (name, points.get(name.as_str()).and_then(|dn| self.by_number(dn)))
                }
            };
            let Some(device) = device else {
                return Err(PlantError::LeadsNowhere { number, to: to.clone() });
            };
            if self.dialled.insert(number.clone(), device).is_some() {
                return Err(PlantError::Twice(number));
            }
        }
        for (text, &priority) in &world.priorities {
            self.priorities.insert(number("a number", text)?, priority);
        }
        Ok(())
    }

    fn appoint(&mut self, world: &World) -> Result<(), PlantError> {
        let queues: BTreeMap<_, _> =
            world.queues.iter().map(|queue| (&*queue.name, self.by_number(&queue.dn))).collect();
        let queue_of = |name: &str| queues.get(name).copied().flatten();
        for person in &world.people {
            let (Some(login), post) = (&person.login, &person.post) else { continue };
            if let Some(position) = self.by_number(&person.dn) {
                let queues: Vec<_> =
                    person.queues.iter().filter_map(|queue| queue_of(queue)).collect();
                if post.is_port {
                    self.automatic.extend(&queues);
                }
                self.positions.insert(AgentName::from(login.as_str()), (position, queues));
            }
            if *post == Post::default() {
                continue;
            }
            let name = AgentName::from(login.as_str());
            for (queue, &assigned) in &post.assigned {
                if let Some(queue) = queue_of(queue) {
                    self.assigned.insert((AgentName::clone(&name), queue), assigned);
                }
            }
            if let Some(queue) = post.direct.as_deref().and_then(queue_of) {
                let number = number("a log-on name", login)?;
                self.direct.insert(number, (AgentName::clone(&name), queue));
            }
            self.posts.insert(name, post.clone());
        }
        Ok(())
    }

    fn list_outsiders(&mut self, world: &World) -> Result<(), PlantError> {
        for outsider in &world.outside {
            if let Some(text) = &outsider.number {
                let number = number("somebody outside", text)?;
                if outsider.restricts_number {
                    self.restricted.insert(number.clone());
                }
                if self.outside.insert(number.clone(), outsider.when_called).is_some() {
                    return Err(PlantError::Twice(number));
                }
            }
        }
        Ok(())
    }
}

/// The settings of an extension.
#[derive(Debug)]
pub(crate) struct Phone {
    pub(crate) call_waiting: bool,
    pub(crate) auto_answer: bool,
    pub(crate) ring_limit: Option<Duration>,
    /// Whether supervisors may monitor its calls.
    pub(crate) observable: bool,
    /// The place of its pickup group.
    pickup_group: Option<usize>,
    /// The place of its coverage path.
    coverage: Option<usize>,
}

fn number(what: &'static str, text: &str) -> Result<Number, PlantError> {
    Number::new(text).map_err(|error| PlantError::Number { what, error })
}
