//! The numbers of the switch, as a T-Server's configuration has them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use switch_sim::{
    id::DeviceId, plant::DeviceKind, switch::Switch, trunk::Trunk, world::AfterCallWork,
};
use tserver_wire::{AddressType, DnRole};

use crate::call::Face;

/// A telephone number as clients see it.
pub(crate) type Dn = Arc<str>;

/// What a device is to a T-Server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Extension,
    Queue,
    /// A routing point; one whose calls count as queued is a route queue.
    RoutingPoint {
        queue: bool,
    },
    /// A number at which routers keep books of calls.
    VirtualQueue,
    /// A trunk circuit: stands for somebody outside, who gets no events.
    Circuit,
}

impl Kind {
    /// The kind in T-Library's terms.
    pub(crate) fn address_type(self) -> AddressType {
        match self {
            Self::Extension => AddressType::Dn,
            Self::Queue | Self::VirtualQueue => AddressType::Queue,
            Self::RoutingPoint { queue: false } => AddressType::RouteDn,
            Self::RoutingPoint { queue: true } => AddressType::RouteQueue,
            Self::Circuit => AddressType::Trunk,
        }
    }
}

/// The devices of a switch, copied once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plant {
    /// Telephones that clients have declared to belong to an ACD group.
    positions: BTreeSet<DeviceId>,
    /// Queues whose scripts inform the host of calls.
    informing: BTreeSet<DeviceId>,
    /// Circuits at which nobody hears that somebody outside has answered.
    unsupervised: BTreeSet<DeviceId>,
    devices: BTreeMap<DeviceId, (Dn, Kind)>,
    routing_points: Vec<DeviceId>,
    by_dn: BTreeMap<Dn, DeviceId>,
    /// What queues want after their calls.
    works: BTreeMap<DeviceId, AfterCallWork>,
    /// What numbers want that lead to queues by vectors.
    works_by_number: BTreeMap<Dn, AfterCallWork>,
}

impl Plant {
    /// Copies the devices of a switch.
    pub(crate) fn of(switch: &Switch) -> Self {
        let supervised: Vec<bool> = switch.trunks().map(Trunk::tells_answer).collect();
        let works = switch.works_by_number().map(|(number, work)| (Dn::from(number), work));
        let mut plant = Self { works_by_number: works.collect(), ..Self::default() };
        for device in switch.devices() {
            let kind = match device.kind {
                DeviceKind::Extension => Kind::Extension,
                DeviceKind::Queue => Kind::Queue,
                DeviceKind::RoutingPoint => {
                    plant.routing_points.push(device.id);
                    let point = switch.routing_point(device.id);
                    Kind::RoutingPoint { queue: point.is_some_and(|point| point.route_queue) }
                }
                DeviceKind::VirtualQueue => Kind::VirtualQueue,
                DeviceKind::Circuit { group, .. } => {
                    if supervised.get(group.index()) == Some(&false) {
                        plant.unsupervised.insert(device.id);
                    }
                    Kind::Circuit
                }
            };
            if switch.queue(device.id).is_some_and(|queue| queue.informs_host) {
                plant.informing.insert(device.id);
            }
            plant.add(device.id, device.number.as_str(), kind);
            if let Some(queue) = switch.queue(device.id) {
                plant.works.insert(device.id, queue.after_call_work);
            }
        }
        plant
    }

    /// Adds a device under its number; a circuit has a name instead, which nobody can register.
    fn add(&mut self, device: DeviceId, dn: &str, kind: Kind) {
        let dn = Dn::from(dn);
        self.devices.insert(device, (Dn::clone(&dn), kind));
        if kind != Kind::Circuit {
            self.by_dn.insert(dn, device);
        }
    }

    /// The monitored device of a number.
    pub(crate) fn find(&self, dn: &str) -> Option<DeviceId> {
        self.by_dn.get(dn).copied()
    }

    /// The number, or for a circuit the name, of a device.
    pub(crate) fn dn(&self, device: DeviceId) -> Option<Dn> {
        self.devices.get(&device).map(|(dn, _)| Dn::clone(dn))
    }

    /// How a device appears where an event must name it and its number is not known: by its own
    /// name, which for a circuit is the trunk's.
    pub(crate) fn name_of(&self, device: DeviceId) -> Option<Face> {
        self.dn(device).map(|dn| Face { dn, role: DnRole::Unknown })
    }

    pub(crate) fn kind(&self, device: DeviceId) -> Option<Kind> {
        self.devices.get(&device).map(|(_, kind)| *kind)
    }

    /// The kind of a device in T-Library's terms: a telephone is a DN, or a position of an ACD
    /// group if a client has said so.
    pub(crate) fn address_type(&self, device: DeviceId) -> AddressType {
        if self.positions.contains(&device) {
            return AddressType::Position;
        }
        self.kind(device).map_or(AddressType::Unknown, Kind::address_type)
    }

    /// Whether a circuit has answer supervision.
    pub(crate) fn tells_answer(&self, circuit: DeviceId) -> bool {
        !self.unsupervised.contains(&circuit)
    }

    /// Whether a queue's script informs the host of calls.
    pub(crate) fn informs_host(&self, queue: DeviceId) -> bool {
        self.informing.contains(&queue)
    }

    /// Says whether a telephone is a position of an ACD group.
    pub(crate) fn set_position(&mut self, device: DeviceId, position: bool) {
        if position {
            self.positions.insert(device);
        } else {
            self.positions.remove(&device);
        }
    }

    /// What the number dialled, or else the queue, wants after a call.
    pub(crate) fn after_call_work(&self, queue: DeviceId, dialled: Option<&Dn>) -> AfterCallWork {
        let of_number = dialled.and_then(|dialled| self.works_by_number.get(dialled));
        of_number.or_else(|| self.works.get(&queue)).copied().unwrap_or(AfterCallWork::None)
    }

    /// Everything that has a number of its own.
    pub(crate) fn numbered(&self) -> impl Iterator<Item = DeviceId> + '_ {
        self.by_dn.values().copied()
    }

    /// The routing points.
    pub(crate) fn routing_points(&self) -> impl Iterator<Item = DeviceId> + '_ {
        self.routing_points.iter().copied()
    }

    pub(crate) fn is_circuit(&self, device: DeviceId) -> bool {
        self.kind(device) == Some(Kind::Circuit)
    }
}
