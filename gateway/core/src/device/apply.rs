//! What a report about a call changes in the mirror of a device, and what the client is told of it.
//!
//! Reports may come twice, late or for calls that were never heard of: one that changes nothing
//! tells nothing.

use super::{Device, Told};
use crate::{
    call::{Call, State},
    id::{CallKey, Dn},
    middleware::{Arrival, CallChange, CallInfo, CallKind},
    notice::{Cause, Change, Kind, PartyChange},
};

impl Device {
    /// Takes over a report; nothing: it was known already, or came too late.
    pub(crate) fn apply(&mut self, key: CallKey, change: CallChange, info: CallInfo) -> Vec<Told> {
        let told = match change {
            CallChange::Parties { parties, conference } => {
                return self.regroup(key, parties, conference);
            }
            CallChange::Dialing => self.begin(key, info, State::dial, Kind::OutgoingCall),
            CallChange::Ringing { arrival } => self.begin(key, info, State::ring, arrival.into()),
            // An observer comes into a call without a ring, also into one that it has left.
            CallChange::Established if info.observes => {
                self.begin(key, info, State::establish, Kind::EstablishCall)
            }
            CallChange::Established => self.go_on(key, info, State::establish, Kind::EstablishCall),
            CallChange::Held => self.go_on(key, info, State::hold, Kind::CallHeld),
            CallChange::Retrieved => self.go_on(key, info, State::retrieve, Kind::CallRetrieved),
            CallChange::Failed { cause } => self.fail(key, info, cause.into()),
            CallChange::Released { cause } => {
                self.end(key, info, Kind::CallReleased, Some(cause.into()))
            }
            CallChange::Abandoned => self.end(key, info, Kind::CallAbandoned, None),
            CallChange::NetworkReached | CallChange::DataChanged { .. } => {
                self.data_changed(key, info)
            }
            CallChange::Observed { by } => self.observed(key, info, by),
            CallChange::Muted => self.mute(key, info, true),
            CallChange::Unmuted => self.mute(key, info, false),
            CallChange::PartyAdded { party } => self.party_added(key, info, party),
            CallChange::PartyRemoved { party, remaining_conference } => {
                self.party_removed(key, info, Gone { party, conference: remaining_conference })
            }
            CallChange::PartyChanged { previous, by, conference } => {
                let renamed = self.rename(previous, key);
                self.party_changed(key, info, Newcomer { by, conference, renamed })
            }
        };
        told.into_iter().collect()
    }

    /// A call arrives; also one that was here before and has come back.
    fn begin(&mut self, key: CallKey, info: CallInfo, next: Step, kind: Kind) -> Option<Told> {
        self.step(key, info, next)?;
        Some(self.tell(kind, None, self.calls.get(&key)?))
    }

    /// A call goes on; one that has ended here does not.
    fn go_on(&mut self, key: CallKey, info: CallInfo, next: Step, kind: Kind) -> Option<Told> {
        if self.ended.contains(&key) {
            self.doubt = true;
            return None;
        }
        self.begin(key, info, next, kind)
    }

    fn fail(&mut self, key: CallKey, info: CallInfo, cause: Cause) -> Option<Told> {
        if self.ended.contains(&key) {
            return None;
        }
        self.step(key, info, State::fail)?;
        Some(self.tell(Kind::CallFailed, Some(cause), self.calls.get(&key)?))
    }

    fn step(&mut self, key: CallKey, info: CallInfo, next: Step) -> Option<()> {
        let before = self.calls.get(&key).map_or(State::Gone, |call| call.state);
        let Some(state) = next(before) else {
            // What is so already is told again; what cannot follow shows that something is amiss.
            self.doubt |= next(State::Gone) != Some(before);
            return None;
        };
        if !self.calls.contains_key(&key) && !self.insert(Call::new(key)) {
            return None;
        }
        let call = self.calls.get_mut(&key)?;
        call.state = state;
        call.meet(info.other.as_ref());
        call.learn(info);
        Some(())
    }

    fn end(
        &mut self,
        key: CallKey,
        info: CallInfo,
        kind: Kind,
        cause: Option<Cause>,
    ) -> Option<Told> {
        let state = self.calls.get(&key)?.state.release()?;
        let mut call = self.remove(key)?;
        self.retie(key, None);
        call.state = state;
        call.muted = false;
        call.learn(info);
        Some(self.tell(kind, cause, &call))
    }

    fn party_added(&mut self, key: CallKey, info: CallInfo, party: Option<Dn>) -> Option<Told> {
        let itself = party.as_ref() == Some(&self.dn);
        let call = self.calls.get_mut(&key).filter(|_| !itself)?;
        // A second one without a number cannot be told from the first, reported again.
        let joins = party.as_ref().map_or(!call.conference, |party| call.join(party));
        joins.then(|| call.conference = true)?;
        call.learn(info);
        let change = PartyChange { change: Change::Added, party, previous: None };
        Some(self.tell_party(None, self.calls.get(&key)?, change))
    }

    fn observed(&mut self, key: CallKey, info: CallInfo, by: Dn) -> Option<Told> {
        let call = self.calls.get_mut(&key)?;
        call.learn(info);
        (call.observer.as_ref() != Some(&by)).then(|| call.observer = Some(by))?;
        Some(self.tell(Kind::CallObserved, None, self.calls.get(&key)?))
    }

    fn party_removed(&mut self, key: CallKey, info: CallInfo, gone: Gone) -> Option<Told> {
        let Gone { party, conference } = gone;
        let itself = party.as_ref() == Some(&self.dn);
        let call = self.calls.get_mut(&key).filter(|_| !itself)?;
        if party.is_some() && call.observer == party {
            call.observer = None;
            call.learn(info);
            return Some(self.tell(Kind::CallObserved, None, self.calls.get(&key)?));
        }
        let remains = info.other.as_ref().filter(|other| Some(*other) != party.as_ref());
        if remains.is_none() && !conference && call.is_only_with(party.as_ref()) {
            // An observer is left, at most: the call ends here, too, and that is told.
            call.learn(info);
            return None;
        }
        let leaves =
            party.as_ref().map_or(call.conference && !conference, |party| call.leave(party));
        leaves.then(|| call.conference = conference)?;
        let other = info.other.clone().filter(|other| !conference && Some(other) != party.as_ref());
        call.learn(info);
        if let Some(other) = other {
            call.parties = vec![other];
        }
        // Somebody's leaving was not told.
        self.doubt |= !conference && call.parties.len() > 1;
        let change = PartyChange { change: Change::Removed, party, previous: None };
        Some(self.tell_party(None, self.calls.get(&key)?, change))
    }

    fn party_changed(&mut self, key: CallKey, mut info: CallInfo, new: Newcomer) -> Option<Told> {
        let party = info.other.take();
        let call = self.calls.get_mut(&key)?;
        let before = (call.parties.clone(), call.conference);
        match (&party, &new.by) {
            (Some(party), _) if new.conference => drop(call.join(party)),
            // The others of a conference stay when one of them hands over.
            (Some(party), Some(by)) if call.conference => {
                call.leave(by);
                call.join(party);
            }
            (Some(party), _) => (call.parties, call.conference) = (vec![party.clone()], false),
            (None, Some(by)) if !new.conference => drop(call.leave(by)),
            (None, _) => {}
        }
        call.conference |= new.conference || info.conference;
        let changed = (&call.parties, call.conference) != (&before.0, before.1);
        (changed || new.renamed.is_some()).then_some(())?;
        if new.renamed.is_some() {
            // What is named here is the id that the call had, not a call to go back to.
            info.consult_of = None;
            call.consult_of = None;
            call.kind = CallKind::Unknown;
        }
        call.learn(info);
        let change = if new.conference { Change::Added } else { Change::Replaced };
        let change = PartyChange { change, party, previous: new.renamed };
        Some(self.tell_party(None, self.calls.get(&key)?, change))
    }

    fn data_changed(&mut self, key: CallKey, info: CallInfo) -> Option<Told> {
        let call = self.calls.get_mut(&key)?;
        let before = call.data.clone();
        call.learn(info);
        let call = self.calls.get(&key).filter(|call| call.data != before)?;
        Some(self.tell(Kind::CallDataChanged, None, call))
    }

    fn mute(&mut self, key: CallKey, info: CallInfo, muted: bool) -> Option<Told> {
        let call = self.calls.get_mut(&key)?;
        call.learn(info);
        (call.muted != muted).then_some(())?;
        call.muted = muted;
        let kind = if muted { Kind::CallMuted } else { Kind::CallUnmuted };
        Some(self.tell(kind, None, self.calls.get(&key)?))
    }

    /// Lets the call `previous` go on under the id `key`; answers the former id if it did so.
    fn rename(&mut self, previous: Option<CallKey>, key: CallKey) -> Option<CallKey> {
        let previous = previous.filter(|previous| *previous != key)?;
        let mut call = self.remove(previous)?;
        self.retie(previous, Some(key));
        call.key = key;
        if !self.calls.contains_key(&key) {
            self.insert(call);
        }
        Some(previous)
    }
}

impl From<Arrival> for Kind {
    fn from(arrival: Arrival) -> Self {
        match arrival {
            Arrival::Direct => Self::IncomingCall,
            Arrival::Consult => Self::IncomingConsult,
            Arrival::Transferred => Self::IncomingBlindTransfer,
        }
    }
}

/// A row of the transition table of [`State`].
type Step = fn(State) -> Option<State>;

/// Who left a call; `conference`: more than two stay.
struct Gone {
    party: Option<Dn>,
    conference: bool,
}

/// How somebody came into a call.
struct Newcomer {
    by: Option<Dn>,
    conference: bool,
    renamed: Option<CallKey>,
}
