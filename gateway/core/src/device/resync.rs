//! How a snapshot from the middleware differs from the mirror of a device.

use super::{Device, Told};
use crate::{
    agent::AgentState,
    call::{Call, State},
    feature::Features,
    id::{CallKey, Dn},
    middleware::{CallKind, CallSnapshot},
    notice::{Cause, Change, Detail, Kind, PartyChange},
};

impl Device {
    /// Takes over a snapshot; answers the differences as events: what ended, then what is new or
    /// changed, then the agent and the settings. `ended`: why a call that is not in it has ended.
    pub(crate) fn synchronise(
        &mut self,
        (agent, snapshot, features): (AgentState, Vec<CallSnapshot>, Features),
        ended: Cause,
    ) -> Vec<Told> {
        let cause = Some(ended);
        let mut differences = Vec::new();
        let stays = |key: &CallKey| snapshot.iter().any(|call| call.call == *key);
        let ended: Vec<CallKey> = self.calls.keys().filter(|key| !stays(key)).copied().collect();
        for key in ended {
            if let Some(mut call) = self.remove(key) {
                self.retie(key, None);
                call.state = State::Gone;
                differences.push((call, Difference::State(Kind::CallReleased)));
            }
        }
        for call in snapshot {
            self.synchronise_call(call, &mut differences);
        }
        // Told only when the whole mirror is right: every event shows the device's other calls.
        let mut told: Vec<Told> = differences
            .into_iter()
            .map(|(call, difference)| match difference {
                Difference::State(Kind::CallReleased) => {
                    self.tell(Kind::CallReleased, cause, &call)
                }
                Difference::State(kind) => self.tell(kind, RESYNC, &call),
                Difference::Party(change) => self.tell_party(RESYNC, &call, change),
            })
            .collect();
        if self.set_agent(agent.clone()) {
            let detail = Detail::Agent { state: agent, cause: RESYNC };
            told.push(Told { kind: Kind::AgentStateChanged, detail });
        }
        if self.features != features {
            self.features = features;
            told.push(self.tell_features(RESYNC));
        }
        told
    }

    /// Takes over who else is in a call; answers who left and who joined.
    pub(crate) fn regroup(
        &mut self,
        key: CallKey,
        mut parties: Vec<Dn>,
        conference: bool,
    ) -> Vec<Told> {
        let Some(known) = self.calls.get(&key).cloned() else { return Vec::new() };
        parties.retain(|party| *party != self.dn);
        let mut call = known.clone();
        call.regroup(parties, conference);
        let told = moves(&known, &call).into_iter().map(|(change, party)| {
            self.tell_party(None, &call, PartyChange { change, party, previous: None })
        });
        let told = told.collect();
        self.insert(call);
        told
    }

    fn synchronise_call(
        &mut self,
        snapshot: CallSnapshot,
        differences: &mut Vec<(Call, Difference)>,
    ) {
        let CallSnapshot { call: key, state, muted, mut info, mut parties, observer } = snapshot;
        let known = self.calls.get(&key).cloned();
        let mut call = known.clone().unwrap_or_else(|| Call::new(key));
        parties.retain(|party| *party != self.dn);
        // An observer is in somebody else's call, and counts for none of the two.
        let conference = info.conference || (parties.len() > 1 && !info.observes);
        if parties.is_empty() {
            parties.extend(info.other.take());
        }
        if parties.is_empty() && conference == call.conference {
            parties.clone_from(&call.parties);
        }
        call.regroup(parties, conference);
        call.state = state.into();
        call.muted = muted;
        call.observer = observer;
        call.learn(info);
        if !self.insert(call.clone()) {
            return;
        }
        let before = known.as_ref().map_or(State::Gone, |known| known.state);
        if before != call.state {
            differences.push((call.clone(), Difference::State(now_is(&call, before))));
        }
        let Some(known) = known else { return };
        for (change, party) in moves(&known, &call) {
            let change = PartyChange { change, party, previous: None };
            differences.push((call.clone(), Difference::Party(change)));
        }
        if known.muted != call.muted {
            let kind = if call.muted { Kind::CallMuted } else { Kind::CallUnmuted };
            differences.push((call.clone(), Difference::State(kind)));
        }
        if known.observer != call.observer {
            differences.push((call.clone(), Difference::State(Kind::CallObserved)));
        }
        if known.data != call.data {
            differences.push((call, Difference::State(Kind::CallDataChanged)));
        }
    }
}

/// How a call differs from what was known of it.
enum Difference {
    State(Kind),
    Party(PartyChange),
}

/// The event that tells that a call has come from the state `before` to the one it is in.
fn now_is(call: &Call, before: State) -> Kind {
    match call.state {
        State::Gone => Kind::CallReleased,
        State::Dialing => Kind::OutgoingCall,
        State::Ringing if call.kind == CallKind::Consult => Kind::IncomingConsult,
        State::Ringing => Kind::IncomingCall,
        State::Connected if before == State::Held => Kind::CallRetrieved,
        State::Connected => Kind::EstablishCall,
        State::Held => Kind::CallHeld,
        State::Failed => Kind::CallFailed,
    }
}

/// Who left and who joined; without a number where only that can be seen.
fn moves(before: &Call, after: &Call) -> Vec<(Change, Option<Dn>)> {
    let left = before.parties.iter().filter(|party| !after.parties.contains(party));
    let joined = after.parties.iter().filter(|party| !before.parties.contains(party));
    let left = left.map(|party| (Change::Removed, Some(party.clone())));
    let joined = joined.map(|party| (Change::Added, Some(party.clone())));
    let mut moves: Vec<_> = left.chain(joined).collect();
    if moves.is_empty() && before.conference != after.conference {
        let change = if after.conference { Change::Added } else { Change::Removed };
        moves.push((change, None));
    }
    moves
}

const RESYNC: Option<Cause> = Some(Cause::Resync);
