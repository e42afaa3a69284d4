//! What a world says about call vectors, and what the switch keeps of it while it works.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use crate::{
    id::{VdnId, VectorId},
    vector::{
        Program,
        clock::Clock,
        estimate::Estimate,
        facts::Release,
        log::Log,
        reference::{Skill, Variable},
        variable::Declared,
    },
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
    /// The variables that are declared.
    pub variables: BTreeMap<Variable, Declared>,
    /// Tables of digits that conditions look into, by number.
    pub tables: BTreeMap<u32, Vec<String>>,
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
}

/// How the best of several skills with available agents is found (Avaya: BSR available agent
/// strategy).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strategy {
    /// The first one considered that has one.
    #[default]
    FirstFound,
    /// The one whose next agent has been idle longest.
    MostIdle,
}

/// The vectors of a switch at work.
#[derive(Debug, Default)]
pub(crate) struct Site {
    pub(crate) site: Vectors,
    pub(crate) globals: BTreeMap<Variable, String>,
    pub(crate) log: Log,
    /// By the queue's place.
    pub(crate) estimates: Vec<Estimate>,
    /// Rolling average speed of answer of VDNs, in milliseconds.
    pub(crate) answers: BTreeMap<VdnId, i64>,
}

impl Site {
    /// The vectors of a world; nothing has happened yet.
    pub(crate) fn new(site: &Vectors, queues: usize) -> Self {
        Self { site: site.clone(), estimates: vec![Estimate::default(); queues], ..Self::default() }
    }

    pub(crate) fn vdn(&self, vdn: VdnId) -> Option<&Vdn> {
        self.site.vdns.get(vdn.index())
    }

    pub(crate) fn vector(&self, vector: VectorId) -> Option<&Vector> {
        self.site.vectors.get(vector.index())
    }

    /// The place of the queue that a step means when this VDN is active.
    pub(crate) fn queue_of(&self, skill: Skill, active: Option<VdnId>) -> Option<usize> {
        match skill {
            Skill::Queue(place) => Some(place),
            Skill::OfVdn(number) => self.vdn(active?)?.skills.get(number.checked_sub(1)?).copied(),
        }
    }
}
