//! What is known of a device: its agent, its calls, and whether the middleware reports it.

mod apply;
mod resync;

use std::collections::VecDeque;

use indexmap::IndexMap;

use crate::{
    agent::AgentState,
    call::{Beside, Call, CallView, State},
    feature::{Features, Setting},
    id::{CallKey, Dn},
    journal::KeptDevice,
    limits,
    middleware::{CommandId, Event},
    notice::{Cause, Detail, Kind, PartyChange},
    request::actions,
    session::SessionId,
    statistics::{AgentLedger, Look, Occupation},
    time::Timestamp,
};

/// The mirror of one device.
#[derive(Clone, Debug)]
pub(crate) struct Device {
    pub(crate) dn: Dn,
    /// Whose device it is.
    pub(crate) session: Option<SessionId>,
    /// Whose device it was before, while the last events can still be fetched.
    pub(crate) replaced: Option<SessionId>,
    /// Sessions that are being opened for it.
    pub(crate) opening: usize,
    pub(crate) reporting: Reporting,
    /// Reports that came while the link was down; told after LINKUP.
    pub(crate) deferred: Vec<Event>,
    /// Whether there were more of them than are kept.
    pub(crate) missed: bool,
    /// The command that synchronises the device on the client's demand.
    pub(crate) resync: Option<CommandId>,
    /// What is counted and timed of the agent.
    pub(crate) ledger: AgentLedger,
    /// The adapter does not know it: it was kept from an earlier life of the gateway.
    pub(crate) unregistered: bool,
    /// The command by which the gateway looks how the device stands.
    pub(crate) audit: Option<CommandId>,
    /// Whether a report has come that does not fit what is known.
    doubt: bool,
    agent: AgentState,
    features: Features,
    calls: IndexMap<CallKey, Call>,
    /// Calls that have ended here, oldest first.
    ended: VecDeque<CallKey>,
}

impl Device {
    /// A device of which nothing is known.
    pub(crate) fn new(dn: Dn, now: Timestamp) -> Self {
        Self {
            dn,
            session: None,
            replaced: None,
            opening: 0,
            reporting: Reporting::Unknown,
            deferred: Vec::new(),
            missed: false,
            resync: None,
            ledger: AgentLedger::new(now),
            unregistered: false,
            audit: None,
            doubt: false,
            agent: AgentState::LoggedOut,
            features: Features::default(),
            calls: IndexMap::new(),
            ended: VecDeque::new(),
        }
    }

    /// A device as it was kept, which the adapter does not know.
    pub(crate) fn restored(dn: Dn, now: Timestamp, kept: KeptDevice) -> Self {
        let KeptDevice { reported: _, agent, features, calls, ended } = kept;
        let calls = calls.into_iter().map(|call| (call.key, call)).collect();
        Self { agent, features, calls, ended, unregistered: true, ..Self::new(dn, now) }
    }

    /// The picture of the device, to be kept.
    pub(crate) fn kept(&self) -> KeptDevice {
        KeptDevice {
            reported: self.is_reported(),
            agent: self.agent.clone(),
            features: self.features.clone(),
            calls: self.calls.values().cloned().collect(),
            ended: self.ended.clone(),
        }
    }

    /// Keeps a report until the link is up. Where there are too many, the device has to be
    /// synchronised once more.
    pub(crate) fn defer(&mut self, event: Event) {
        if matches!(event, Event::Registered { .. }) {
            self.deferred.clear();
            self.missed = false;
        }
        if self.deferred.len() < limits::MAX_DEFERRED {
            self.deferred.push(event);
        } else {
            self.missed = true;
        }
    }

    /// Takes over the agent's state; false: it was so already.
    pub(crate) fn set_agent(&mut self, state: AgentState) -> bool {
        let changes = self.agent != state;
        self.agent = state;
        changes
    }

    /// Takes over a setting; none: it was so already.
    pub(crate) fn set(&mut self, setting: Setting) -> Option<Told> {
        let before = self.features.clone();
        self.features.change(setting);
        (self.features != before).then(|| self.tell_features(None))
    }

    /// Takes over whom the device monitors; none: it was so already, or somebody else is meant.
    pub(crate) fn set_monitoring(&mut self, agent: Dn, begins: bool) -> Option<Told> {
        let monitored = self.features.monitors.as_ref() == Some(&agent);
        (monitored != begins).then(|| self.features.monitors = begins.then_some(agent))?;
        Some(self.tell_features(None))
    }

    fn tell_features(&self, cause: Option<Cause>) -> Told {
        let features = self.features.clone();
        Told { kind: Kind::DeviceChanged, detail: Detail::Device { features, cause } }
    }

    /// Takes a call into the mirror; false: there is no room for another.
    fn insert(&mut self, call: Call) -> bool {
        let fits = self.calls.len() < limits::MAX_CALLS || self.calls.contains_key(&call.key);
        if fits {
            self.ended.retain(|ended| *ended != call.key);
            self.calls.insert(call.key, call);
        }
        fits
    }

    /// Takes a call out of the mirror, remembering that it has ended here.
    fn remove(&mut self, key: CallKey) -> Option<Call> {
        let call = self.calls.shift_remove(&key)?;
        if self.ended.len() >= limits::MAX_ENDED {
            self.ended.pop_front();
        }
        self.ended.push_back(key);
        Some(call)
    }

    /// Lets the consultations that belong to `from` belong to `to`.
    fn retie(&mut self, from: CallKey, to: Option<CallKey>) {
        for call in self.calls.values_mut().filter(|call| call.consult_of == Some(from)) {
            call.consult_of = to;
        }
    }

    /// Whether the last report does not fit what is known, or what is known cannot be: a
    /// telephone speaks in one call at a time.
    pub(crate) fn is_doubtful(&mut self) -> bool {
        let speaks = |call: &&Call| matches!(call.state, State::Dialing | State::Connected);
        let twice = self.calls.values().filter(speaks).nth(1).is_some();
        std::mem::take(&mut self.doubt) || twice
    }

    /// Whether what is known of the device is how it stands.
    pub(crate) fn is_reported(&self) -> bool {
        self.reporting == Reporting::Yes
    }

    pub(crate) fn agent(&self) -> &AgentState {
        &self.agent
    }

    pub(crate) fn features(&self) -> &Features {
        &self.features
    }

    pub(crate) fn call(&self, key: CallKey) -> Option<&Call> {
        self.calls.get(&key)
    }

    /// The calls that ring here.
    pub(crate) fn ringing(&self) -> Vec<CallKey> {
        self.calls.values().filter(|call| call.state == State::Ringing).map(|c| c.key).collect()
    }

    /// What the agent does at this moment.
    pub(crate) fn look(&self) -> Look {
        let count = |state, of_queue| {
            let fits = |call: &&Call| call.state == state && call.queue.is_some() == of_queue;
            u32::try_from(self.calls.values().filter(fits).count()).unwrap_or(u32::MAX)
        };
        let (connected, held) = (count(State::Connected, true), count(State::Held, true));
        let occupation = if self.agent == AgentState::LoggedOut {
            Occupation::LoggedOut
        } else if !self.is_reported() {
            Occupation::Unseen
        } else if connected > 0 {
            Occupation::Acd
        } else if held > 0 {
            Occupation::Hold
        } else if self.calls.values().any(|call| call.state != State::Ringing) {
            Occupation::Other
        } else if self.has_calls() {
            Occupation::Ring
        } else {
            Occupation::without_call(&self.agent)
        };
        Look { occupation, connected, held }
    }

    pub(crate) fn has_calls(&self) -> bool {
        !self.calls.is_empty()
    }

    /// A call, other than this one, that keeps the device from another.
    pub(crate) fn busy_besides(&self, key: Option<CallKey>) -> Option<&Call> {
        let busy = |state| matches!(state, State::Dialing | State::Connected | State::Failed);
        self.calls.values().find(|call| Some(call.key) != key && busy(call.state))
    }

    /// The connected call, other than this one.
    pub(crate) fn connected_besides(&self, key: CallKey) -> Option<&Call> {
        self.calls.values().find(|call| call.key != key && call.state == State::Connected)
    }

    /// The consultation call that belongs to this one.
    pub(crate) fn consultation_of(&self, key: CallKey) -> Option<&Call> {
        self.calls.values().find(|call| call.consult_of == Some(key))
    }

    /// Every call as a client sees it in a snapshot.
    pub(crate) fn views(&self) -> Vec<CallView> {
        self.calls.values().map(|call| call.view(self.actions(call), Vec::new())).collect()
    }

    /// The call as a client sees it in an event; one that has ended is not of this device any more.
    fn view(&self, call: &Call) -> CallView {
        let others = self.calls.values().filter(|other| other.key != call.key);
        let beside = others.map(|other| Beside {
            call: other.key,
            state: other.state,
            actions: self.actions(other),
        });
        call.view(self.actions(call), beside.collect())
    }

    /// The requests that would be granted for the call; none for one that is not here, or while
    /// the device is not reported.
    fn actions(&self, call: &Call) -> Vec<&'static str> {
        let granted = self.is_reported() && call.state != State::Gone;
        if granted { actions(self, call) } else { Vec::new() }
    }

    fn tell(&self, kind: Kind, cause: Option<Cause>, call: &Call) -> Told {
        Told { kind, detail: Detail::Call { call: Box::new(self.view(call)), cause, party: None } }
    }

    fn tell_party(&self, cause: Option<Cause>, call: &Call, change: PartyChange) -> Told {
        let call = Box::new(self.view(call));
        Told { kind: Kind::PartyChanged, detail: Detail::Call { call, cause, party: Some(change) } }
    }
}

/// Whether the middleware reports a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reporting {
    /// Not registered yet, or not since the link came up.
    Unknown,
    Yes,
    /// The link is up, but the registration is lost.
    Lost,
}

/// Something for the device's session.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) kind: Kind,
    pub(crate) detail: Detail,
}
