//! User data change (Genesys Events and Models, Handling User Data): the clients of every party are told, in every
//! call that shares them.

use switch_sim::id::CallId;
use tserver_wire::{DnRole, KvList, MessageType as M};

use crate::{
    call::{Call, Face, Party},
    event::CallEvent,
    server::TServerSim,
};

impl TServerSim {
    /// Gives a call, and whichever calls share its data, these data. The events that tell it, with who
    /// changed them.
    pub(crate) fn give_data(
        &mut self,
        id: CallId,
        data: &KvList,
        changer: Option<&Face>,
    ) -> Vec<CallEvent> {
        let mut events = Vec::new();
        for id in self.calls.sharing_data(id) {
            let Some(call) = self.calls.get_mut(id) else { continue };
            call.facts.data = data.clone();
            let call = call.clone();
            self.replan_for(&call);
            events.extend(call.parties.iter().map(|party| {
                CallEvent::of(M::EVENT_ATTACHED_DATA_CHANGED, &call, party).third(changer.cloned())
            }));
        }
        events
    }

    /// A consultation call that shares its data with the original, and is about to begin, brings its own
    /// into it. The events that tell it.
    pub(super) fn share_joint_data(&mut self, consult: &Call) -> Vec<CallEvent> {
        let original = consult.shares_data_with().and_then(|of| self.calls.get(of));
        let changed = original.filter(|original| original.facts.data != consult.facts.data);
        let Some(original) = changed.map(|original| original.id) else { return Vec::new() };
        let changer = consult.parties.first().and_then(Party::face);
        let changer = changer.map(|face| face.in_role(DnRole::Unknown));
        self.give_data(original, &consult.facts.data, changer.as_ref())
    }
}
