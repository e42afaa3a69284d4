//! What brands of switches leave untold, as far as an event's own place does not say it.

use switch_sim::{
    id::{CallId, DeviceId},
    personality::table::{
        AbandonScope, DirectCall, MuteAndDnd, OtherQueues, QueueScope, QueuedAtOnce, Subset,
        UnansweredEvents,
    },
};
use tserver_wire::{AgentWorkMode, MessageType as M};

use crate::{agent::AgentState, batch::Batch, plant::Kind, server::TServerSim};

impl TServerSim {
    /// Whether a queue tells that a call comes to it and leaves it for an agent.
    pub(super) fn tells_queueing(&self, call: CallId, queue: DeviceId, batch: &Batch) -> bool {
        let at_once = batch.passes_through(call, queue);
        let untold = self.personality.queued_event_when_agent_free == QueuedAtOnce::Untold;
        self.tells_queue(queue) && !(at_once && untold)
    }

    /// Whether a queue tells that a call has left it for an agent.
    pub(super) fn tells_diversion(&self, call: CallId, queue: DeviceId, batch: &Batch) -> bool {
        let others = self.personality.dequeue_event_others == OtherQueues::Untold;
        let is_other = batch.delivering_queue(call).is_some_and(|first| first != queue);
        self.tells_queueing(call, queue, batch) && !(is_other && others)
    }

    /// Whether a queue tells that a call was abandoned there.
    pub(super) fn tells_abandonment(&self, call: CallId, queue: DeviceId, batch: &Batch) -> bool {
        let told = match self.personality.abandon_event {
            AbandonScope::EachQueue => true,
            AbandonScope::Once => batch.first_abandoned(call) == Some(queue),
            AbandonScope::Untold => false,
        };
        told && self.tells_queue(queue)
    }

    /// Whether it is told that a call waits again which an agent has let ring.
    pub(super) fn tells_requeue(&self, call: CallId, batch: &Batch) -> bool {
        let silent = self.personality.rona_events == UnansweredEvents::WithoutRequeue;
        !(silent && batch.goes_unanswered(call))
    }

    /// Whether clients of a telephone see that a call rings there.
    pub(super) fn tells_ringing(&self, device: DeviceId, from_queue: bool) -> bool {
        let agent = self.agents.get(&device).and_then(|agent| agent.state.as_ref());
        let away = match agent {
            Some(AgentState::NotReady { mode, .. }) => *mode != AgentWorkMode::AfterCallWork,
            Some(AgentState::Ready { .. }) | None => false,
        };
        let untold = self.personality.direct_call_to_notready == DirectCall::Untold;
        from_queue || !(away && untold)
    }

    /// Whether a change of a telephone's settings, or its mute, is told without having been asked
    /// for.
    pub(super) fn tells_setting(&self, kind: M) -> bool {
        let mute = [M::EVENT_MUTE_ON, M::EVENT_MUTE_OFF].contains(&kind);
        match self.personality.mute_dnd_scope {
            MuteAndDnd::All => true,
            MuteAndDnd::Dnd => !mute,
            MuteAndDnd::None => false,
        }
    }

    /// Whether administration lets an event of a number through.
    pub(crate) fn is_let_through(&self, kind: M, device: DeviceId) -> bool {
        match self.personality.event_subset_by_admin {
            Subset::All | Subset::OneCopy => true,
            Subset::WithoutHold => ![M::EVENT_HELD, M::EVENT_RETRIEVED].contains(&kind),
            Subset::TelephonesOnly => self.plant.kind(device) == Some(Kind::Extension),
        }
    }

    fn tells_queue(&self, queue: DeviceId) -> bool {
        match self.personality.queued_event_scope {
            QueueScope::EachQueue => true,
            QueueScope::None => false,
            QueueScope::Script => self.plant.informs_host(queue),
        }
    }
}
