//! Requests on their way: which client asked for what the switch is about to report.

use std::collections::BTreeMap;

use switch_sim::id::{ActionId, DeviceId};
use tserver_wire::{AgentWorkMode, KvList, Message, MessageType};

use crate::{
    config::ConsultData,
    error::{Denial, ErrorKind},
    limits,
    link::LinkId,
    plant::Dn,
    wrap_up::Wishes,
};

/// A request, as far as its effects have to know it.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    pub(crate) link: LinkId,
    pub(crate) reference: i32,
    /// The number on whose behalf it was made.
    pub(crate) device: DeviceId,
    /// The ConnID that it names.
    pub(crate) conn: Option<u64>,
    /// The event that answers it: the first of this kind for that number carries the ReferenceID.
    pub(crate) answer: MessageType,
    pub(crate) reasons: Option<KvList>,
    /// The user data given with the request.
    pub(crate) data: KvList,
    /// The number called.
    pub(crate) to: Option<Dn>,
    pub(crate) consult_data: ConsultData,
    pub(crate) work_mode: Option<AgentWorkMode>,
    /// Whether it is answered when somebody whom it calls has answered.
    pub(crate) waits_for_answer: bool,
    /// What was refused and why, for a request that is told so when what came of the attempt is told.
    pub(crate) refused: Option<Box<(Message, Denial)>>,
    /// What an agent request says in Extensions, told again by the event that answers it.
    pub(crate) reason: Option<KvList>,
    /// What a login says about the work after calls.
    pub(crate) wishes: Wishes,
    pub(crate) answered: bool,
}

/// The requests on their way, by the actions that they became; one may take several actions.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    origins: BTreeMap<OriginId, Origin>,
    by_action: BTreeMap<ActionId, OriginId>,
    opened: u64,
}

impl Pending {
    /// Takes a request in before its first action.
    ///
    /// # Errors
    /// Too many requests wait for the switch's reports.
    pub(crate) fn open(&mut self, origin: Origin) -> Result<OriginId, Denial> {
        if self.origins.len() >= limits::OPEN_REQUESTS {
            let text = format!("{} requests wait for the switch: slow down", limits::OPEN_REQUESTS);
            return Err(Denial::new(ErrorKind::TooMany, text));
        }
        self.opened += 1;
        let id = OriginId(self.opened);
        self.origins.insert(id, origin);
        Ok(id)
    }

    /// The switch has accepted an action for the request.
    pub(crate) fn bind(&mut self, action: ActionId, id: OriginId) {
        self.by_action.insert(action, id);
    }

    /// The request will have no further effects.
    pub(crate) fn close(&mut self, id: OriginId) -> Option<Origin> {
        self.by_action.retain(|_, bound| *bound != id);
        self.origins.remove(&id)
    }

    pub(crate) fn find(&self, action: Option<ActionId>) -> Option<OriginId> {
        self.by_action.get(&action?).copied()
    }

    pub(crate) fn get(&self, id: OriginId) -> Option<&Origin> {
        self.origins.get(&id)
    }

    pub(crate) fn get_mut(&mut self, id: OriginId) -> Option<&mut Origin> {
        self.origins.get_mut(&id)
    }

    /// Takes every request out that waits for nobody to answer a call, oldest first.
    pub(crate) fn settle(&mut self) -> Vec<Origin> {
        self.by_action.clear();
        if self.origins.is_empty() {
            return Vec::new();
        }
        let waits = |origin: &Origin| origin.waits_for_answer && !origin.answered;
        let origins = std::mem::take(&mut self.origins);
        let (waiting, settled) = origins.into_iter().partition(|(_, origin)| waits(origin));
        self.origins = waiting;
        let settled: BTreeMap<OriginId, Origin> = settled;
        settled.into_values().collect()
    }

    /// A client has gone, and nobody waits for its answers. What the switch still has to report of its
    /// requests is theirs all the same: a call has the data that it was made with.
    pub(crate) fn forget(&mut self, link: LinkId) {
        let gone = self.origins.values_mut().filter(|origin| origin.link == link);
        gone.for_each(|origin| origin.answered = true);
    }
}

/// The T-Server's name for a request on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct OriginId(u64);
