//! A device in a call: its state, and what the others know of it.

use switch_sim::{event::Alerts, id::DeviceId, time::SimTime};
use tserver_wire::{DnRole, KvList};

use super::Face;
use crate::{pending::OriginId, plant::Dn};

/// A device in a call.
#[derive(Clone, Debug)]
pub(crate) struct Party {
    pub(crate) device: DeviceId,
    /// The number others see; none for an outside caller who sent none.
    pub(crate) dn: Option<Dn>,
    pub(crate) role: DnRole,
    pub(crate) state: PartyState,
    /// The ACD queue that delivered the call here, or the queue itself.
    pub(crate) queue: Option<Dn>,
    /// When clients come to know that queue.
    pub(crate) queue_known_from: SimTime,
    /// Whether nobody hears the party.
    pub(crate) muted: bool,
    /// Whether it is a machine that speaks to the caller while the call waits in other queues.
    pub(crate) machine: bool,
    /// Whether the call rings or rang elsewhere at the same time.
    pub(crate) alerts: Alerts,
    /// Set for a supervisor who takes part in the call of the agent at this device.
    pub(crate) observes: Option<DeviceId>,
    /// Whether the party was set aside in a conference.
    pub(crate) aside: bool,
    /// How the party is called into a call that was up; until it answers.
    pub(crate) adding: Option<Adding>,
    pub(crate) coming: Coming,
    /// Who was there last, once the party is alone.
    pub(super) last_other: Option<Face>,
}

impl Party {
    pub(crate) fn new(device: DeviceId, dn: Option<Dn>, role: DnRole, state: PartyState) -> Self {
        Self {
            device,
            dn,
            role,
            state,
            queue: None,
            queue_known_from: SimTime::ZERO,
            muted: false,
            machine: false,
            alerts: Alerts::Alone,
            observes: None,
            aside: false,
            adding: None,
            coming: Coming::Told,
            last_other: None,
        }
    }

    #[must_use]
    pub(crate) fn delivered_by(mut self, queue: Option<Dn>) -> Self {
        self.queue = queue;
        self
    }

    /// Whether another party of the call is there for this one: a machine, or an agent at whom the
    /// call rings and others with it, and the queues in which the caller waits meanwhile know nothing
    /// of each other, an observer, whom nobody sees, looks past the agent, at whom the agent speaks
    /// to, and nobody sees who is only expected.
    pub(crate) fn sees(&self, other: &Self) -> bool {
        let unseen = if self.machine || self.rings_while_queued() {
            other.state == PartyState::Queued
        } else {
            other.machine || other.rings_while_queued()
        };
        let past = other.observes.is_some() || self.observes == Some(other.device);
        let hunting = self.is_hunting() && other.is_hunting();
        other.device != self.device && !unseen && !past && !hunting && !other.is_expected()
    }

    /// Whether a call rings here and elsewhere, for whoever answers first.
    pub(crate) fn is_hunting(&self) -> bool {
        self.alerts == Alerts::InParallel && self.state == PartyState::Alerting
    }

    /// Whether a queue lets the call ring here and elsewhere, and keeps it until somebody answers.
    pub(crate) fn rings_while_queued(&self) -> bool {
        self.is_hunting() && self.queue.is_some()
    }

    /// Whether the party can be a member of a conference: a queue is none.
    pub(crate) fn is_member(&self) -> bool {
        self.state != PartyState::Queued
    }

    /// Whether the others were told of the party itself before it answers.
    pub(crate) fn is_announced(&self) -> bool {
        let told = self.adding.as_ref().and_then(|adding| adding.told.as_ref());
        told.is_some_and(|told| self.dn.as_ref() == Some(&told.dn))
    }

    /// Whether the party is called into a call whose members know nothing of it before it answers: to
    /// them the call is what it was.
    pub(crate) fn is_expected(&self) -> bool {
        let waits = |adding: &Adding| adding.entry == Entry::AtAnswer && adding.told.is_none();
        self.adding.as_ref().is_some_and(waits)
    }

    /// The packed number of `TPartyState`, with what its groups say beside the generic state.
    pub(crate) fn state_code(&self) -> i32 {
        let observing = match (self.observes, self.muted) {
            (Some(_), true) => SERVICE_OBSERVING,
            (Some(_), false) => BRIDGED,
            (None, true) => NO_TALK,
            (None, false) => 0,
        };
        let aside = if self.aside { NO_LISTEN | NO_TALK } else { 0 };
        // Only a queue or routing point that calls by itself dials as the queue it is.
        let predicts = self.state == PartyState::Dialing && self.queue.is_some();
        let state = if predicts { CP_DETECT } else { self.state.code() };
        state | observing | aside
    }

    /// Whether the party's clients know that the call rings there, so that its end means something to
    /// them.
    pub(crate) fn is_known(&self) -> bool {
        self.state != PartyState::Alerting || self.coming != Coming::Untold
    }

    /// How the party appears in others' events.
    pub(crate) fn face(&self) -> Option<Face> {
        Some(Face { dn: Dn::clone(self.dn.as_ref()?), role: self.role })
    }
}

/// How somebody is called into a call that is up.
#[derive(Clone, Debug)]
pub(crate) struct Adding {
    /// Who calls.
    pub(crate) by: Face,
    /// The request that is answered when they come, or will not.
    pub(crate) request: Option<OriginId>,
    pub(crate) entry: Entry,
    /// Whom the others take to have come: the party, a queue or hunt group that stands for it, or who
    /// has sent the call on.
    pub(crate) told: Option<Face>,
    /// The user data that come with who is called.
    pub(crate) data: KvList,
}

/// When the others are told of whoever is called into a call, and as what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    /// A single-step conference gains a member when it answers.
    AtAnswer,
    /// A conference that was completed before the answer gains one that rings or waits in a queue.
    AtOnce,
    /// A transfer puts it in the place of whoever transferred, before the answer as well.
    InPlace,
}

/// Whether a party's clients could be told that it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coming {
    Told,
    /// The link to the switch was down.
    Unheard,
    /// This brand of switch does not tell that it rings there.
    Untold,
}

impl Coming {
    /// The coming of a party while clients are served, or are not.
    pub(crate) fn while_served(served: bool) -> Self {
        if served { Self::Told } else { Self::Unheard }
    }
}

/// The state of a party (Genesys Events and Models, Unified Call-Party States).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PartyState {
    /// Connected to the tone of a call that nobody has answered yet.
    Dialing,
    Queued,
    Alerting,
    Connected,
    Held,
    /// The destination was busy.
    Busy,
    /// There was no destination: wrong number, no trunk.
    Failed,
}

impl PartyState {
    /// The generic state and the modifier in `TPartyState`.
    fn code(self) -> i32 {
        match self {
            Self::Dialing => 0x1_000c,
            Self::Queued => 0x9,
            Self::Alerting => 0xa,
            Self::Connected => 0xc,
            Self::Held => 0xe,
            Self::Busy => 0xb,
            Self::Failed => 0xf,
        }
    }
}

const CP_DETECT: i32 = 0xd;
const NO_LISTEN: i32 = 0x10;
const NO_TALK: i32 = 0x20;
const BRIDGED: i32 = 0x40;
const SERVICE_OBSERVING: i32 = 0xa0;
