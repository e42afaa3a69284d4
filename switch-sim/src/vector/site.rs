//! What a world says about call vectors, and what the switch keeps of it while it works.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use crate::{
    id::{DeviceId, VdnId, VectorId},
    plant::Plant,
    time::SimTime,
    vector::{
        Program,
        board::{Board, Playing, Source},
        clock::Clock,
        condition::{HolidayTable, Parts, ServiceHours},
        estimate::Estimate,
        facts::Release,
        log::Log,
        reference::{Skill, Variable},
        variable::Declared,
    },
    world::{AfterCallWork, ExpectedWait, RoutingPoint, World},
};

/// Everything of a world that has to do with call vectors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vectors {
    /// The release whose figures hold.
    pub release: Release,
    /// Steps executed for one call, if other than the release's.
    pub step_limit: Option<u32>,
    /// How long a vector may have a call; none: for ever.
    pub disconnect_timer: Option<Duration>,
    /// The longest time between two digits, if other than the release's.
    pub digit_timeout: Option<Duration>,
    /// What the clock shows at the start.
    pub clock: Clock,
    /// The vectors, in file order.
    pub vectors: Vec<Vector>,
    /// The announcements, in file order.
    pub announcements: Vec<Announcement>,
    /// What they are played by, in file order.
    pub boards: Vec<Board>,
    /// The variables that are declared.
    pub variables: BTreeMap<Variable, Declared>,
    /// Tables of digits that conditions look into, by number.
    pub tables: BTreeMap<u32, Vec<String>>,
    /// Tables of holidays, by number.
    pub holidays: BTreeMap<u32, HolidayTable>,
    /// Tables of service hours, by number.
    pub service_hours: BTreeMap<u32, Vec<ServiceHours>>,
    /// The media gateways of the site.
    pub media_gateways: Parts,
    /// Its port networks.
    pub port_networks: Parts,
    /// The server that processes its calls.
    pub server: Option<String>,
    /// How many calls can have their digits heard at once; none: any number.
    pub tone_receivers: Option<u32>,
    /// The numbers that lead to vectors, by number.
    pub vdns: Vec<Vdn>,
}

impl Vectors {
    /// How many steps may be executed for one call.
    pub(crate) fn step_limit(&self) -> u32 {
        self.step_limit.unwrap_or_else(|| self.release.facts().step_limit)
    }

    /// The longest time between two digits.
    pub(crate) fn digit_timeout(&self) -> Duration {
        self.digit_timeout.unwrap_or_else(|| self.release.facts().digit_timeout)
    }
}

/// A call vector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vector {
    /// The name in the world file, e.g. `V100`.
    pub name: Arc<str>,
    /// The number in the heading of its listing.
    pub number: Option<u32>,
    /// Its steps.
    pub program: Arc<Program>,
}

/// Something that can be played to a caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// The name or number by which steps call it.
    pub name: String,
    /// How long it is; none: nothing was recorded, and steps that want it fail.
    pub length: Option<Duration>,
    /// How it gets to callers.
    pub source: Source,
}

/// A number that leads to a vector (Avaya: vector directory number).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vdn {
    /// The number.
    pub number: String,
    /// The vector.
    pub vector: VectorId,
    /// The places of its first, second and third skill among the queues.
    pub skills: Vec<usize>,
    /// What `V1` to `V9` hold.
    pub variables: Vec<String>,
    /// Whether a further VDN takes the place of this one.
    pub allows_override: bool,
    /// How `consider` compares skills that have agents available.
    pub strategy: Strategy,
    /// Which of two skills is the best that are equally good.
    pub tie: Tie,
    /// The number to which a caller returns when whoever has answered hangs up (Avaya: VDN return
    /// destination).
    pub return_destination: Option<String>,
    /// The number to which a call goes whose vector ends while it waits in no queue (Nortel: the
    /// control DN's default ACD-DN).
    pub default: Option<String>,
    /// What follows a call of this number, whatever its queue says (Avaya: VDN timed ACW).
    pub after_call_work: Option<AfterCallWork>,
}

/// How the best of several skills with available agents is found (Avaya: BSR available agent
/// strategy).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strategy {
    /// The first one considered that has one.
    #[default]
    FirstFound,
    /// The one whose next agent has been idle longest; `by_level`: an agent of a better level comes
    /// before that.
    MostIdle { by_level: bool },
    /// The one whose next agent has the lowest occupancy, by level as above.
    LeastOccupied { by_level: bool },
}

/// Which of two skills wins that are equally good (Avaya: BSR tie strategy).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tie {
    /// The one considered first.
    #[default]
    FirstFound,
    /// The one considered first, and at the next tie of a call of this number the other one.
    Alternate,
}

/// The vectors of a switch at work.
#[derive(Debug, Default)]
pub(crate) struct Site {
    pub(crate) site: Vectors,
    pub(crate) globals: BTreeMap<Variable, String>,
    pub(crate) log: Log,
    /// By the board's place.
    pub(crate) boards: Vec<Playing>,
    /// When the announcements end into which callers have barged, by their place.
    pub(crate) barged: BTreeMap<usize, SimTime>,
    /// By the queue's place.
    pub(crate) estimates: Vec<Estimate>,
    /// The VDNs of which the skill considered later wins the next tie.
    pub(crate) ties: BTreeSet<VdnId>,
    /// Rolling average speed of answer of VDNs, in milliseconds.
    pub(crate) answers: BTreeMap<VdnId, i64>,
    /// The routing points at which `adjunct routing` asks, by the number of the link.
    pub(crate) links: BTreeMap<u32, DeviceId>,
    vdn_numbers: BTreeMap<String, VdnId>,
    /// Whether anybody asks how fast calls are answered: vectors, queues with reserve agents, or a
    /// world that says how the wait is guessed.
    pub(crate) notes_answers: bool,
}

impl Site {
    /// The vectors of a world; nothing has happened yet.
    pub(crate) fn new(world: &World, plant: &Plant) -> Self {
        let link = |point: &RoutingPoint| Some((point.link?, plant.by_number(&point.dn)?));
        Self {
            site: world.vectors.clone(),
            boards: world.vectors.boards.iter().map(|_| Playing::default()).collect(),
            estimates: vec![Estimate::default(); world.queues.len()],
            links: world.routing_points.iter().filter_map(link).collect(),
            notes_answers: !world.vectors.vectors.is_empty()
                || world.queues.iter().any(|queue| !queue.thresholds.is_empty())
                || world.acd.expected_wait != ExpectedWait::default(),
            vdn_numbers: (0..)
                .map(VdnId)
                .zip(&world.vectors.vdns)
                .map(|(id, vdn)| (vdn.number.clone(), id))
                .collect(),
            ..Self::default()
        }
    }

    pub(crate) fn vdn(&self, vdn: VdnId) -> Option<&Vdn> {
        self.site.vdns.get(vdn.index())
    }

    pub(crate) fn vector(&self, vector: VectorId) -> Option<&Vector> {
        self.site.vectors.get(vector.index())
    }

    /// The VDN with this number.
    pub(crate) fn vdn_numbered(&self, number: &str) -> Option<VdnId> {
        self.vdn_numbers.get(number).copied()
    }

    /// The place of the queue that a step means when this VDN is active.
    pub(crate) fn queue_of(&self, skill: Skill, active: Option<VdnId>) -> Option<usize> {
        match skill {
            Skill::Queue(place) => Some(place),
            Skill::OfVdn(number) => self.vdn(active?)?.skills.get(number.checked_sub(1)?).copied(),
        }
    }
}
