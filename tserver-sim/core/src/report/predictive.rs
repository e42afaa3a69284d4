//! Predictive calls: somebody outside answers a call of a queue or routing point (Genesys Events
//! and Models, Predictive Call, Predictive Call with Routing).

use switch_sim::{
    id::{CallId, DeviceId},
    world::Answerer,
};
use tserver_wire::{CallState, KvList};

use crate::{
    call::{Call, PartyState, Predictive},
    server::TServerSim,
    user_data,
};

impl TServerSim {
    /// No client is told before it is known who has answered.
    pub(super) fn note_answer(&mut self, id: CallId, circuit: DeviceId) {
        let party = self.calls.get_mut(id).and_then(|call| call.party_mut(circuit));
        if let Some(party) = party {
            party.state = PartyState::Connected;
        }
    }

    /// Agents see by the data that a machine has answered.
    pub(super) fn note_classified(&mut self, id: CallId, answerer: Answerer) {
        let limit = self.config.user_data_limit;
        let Some(call) = self.calls.get_mut(id) else { return };
        call.predictive = Predictive::Answered(answerer);
        if answerer == Answerer::Machine {
            user_data::update(&mut call.facts.data, &KvList::new().with(ANSWER_CLASS, MACHINE));
            user_data::fit(&mut call.facts.data, limit);
        }
    }
}

/// What a predictive call that comes to its group tells beside that it has come.
pub(super) fn answer_state(call: &Call) -> CallState {
    match call.predictive {
        Predictive::Answered(Answerer::Machine) => CallState::AnsweringMachineDetected,
        Predictive::Answered(Answerer::Fax) => CallState::FaxDetected,
        Predictive::Answered(Answerer::Person)
        | Predictive::No
        | Predictive::Calling
        | Predictive::Handled => CallState::Ok,
    }
}

const ANSWER_CLASS: &str = "AnswerClass";
const MACHINE: &str = "AM";
