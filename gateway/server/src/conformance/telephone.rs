//! What is known of a telephone of the suite: by what was told, and by its registration.

use std::collections::BTreeMap;

use gateway_core::{
    id::{CallKey, Dn},
    middleware::{AgentState, CallChange, CallSnapshot, CallState, Features, Setting},
};
use serde::Serialize;
use serde_json::Value;

/// A telephone that the suite plays with.
#[derive(Debug)]
pub(crate) struct Telephone {
    pub(crate) dn: Dn,
    pub(crate) known: Known,
    /// What was told of it in the present step, in the words of the suite.
    pub(crate) told: Vec<String>,
    /// In what its last registration differed from what was told.
    pub(crate) difference: Option<String>,
}

/// How it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) calls: BTreeMap<CallKey, CallState>,
    pub(crate) agent: AgentState,
    pub(crate) features: Features,
}

impl Telephone {
    /// One that nothing is known of.
    pub(crate) fn new(dn: Dn) -> Self {
        let (calls, features) = (BTreeMap::new(), Features::default());
        let known = Known { calls, agent: AgentState::LoggedOut, features };
        Self { dn, known, told: Vec::new(), difference: None }
    }

    /// Takes over how it stands by its registration.
    pub(crate) fn registered(
        &mut self,
        agent: AgentState,
        calls: &[CallSnapshot],
        features: Features,
    ) {
        let calls = calls.iter().map(|call| (call.call, call.state)).collect();
        let registered = Known { calls, agent, features };
        if registered != self.known {
            let (dn, told, registered) = (&self.dn, &self.known, &registered);
            self.difference = Some(format!(
                "{dn} is by its events {}, and by its registration {}",
                told.show(),
                registered.show()
            ));
        }
        self.known = registered;
    }

    /// Takes over what is told of a call.
    pub(crate) fn call(&mut self, call: CallKey, change: &CallChange) {
        self.told.push(word(change));
        let calls = &mut self.known.calls;
        match change {
            CallChange::Dialing => drop(calls.insert(call, CallState::Dialing)),
            CallChange::Ringing { .. } => drop(calls.insert(call, CallState::Ringing)),
            CallChange::Established | CallChange::Retrieved => {
                calls.insert(call, CallState::Connected);
            }
            CallChange::Held => drop(calls.insert(call, CallState::Held)),
            CallChange::Failed { .. } => drop(calls.insert(call, CallState::Failed)),
            CallChange::Released { .. } | CallChange::Abandoned => drop(calls.remove(&call)),
            CallChange::PartyChanged { previous, .. } => {
                if let Some(state) = previous.and_then(|previous| calls.remove(&previous)) {
                    calls.insert(call, state);
                }
            }
            CallChange::NetworkReached
            | CallChange::PartyAdded { .. }
            | CallChange::PartyRemoved { .. }
            | CallChange::Parties { .. }
            | CallChange::Observed { .. }
            | CallChange::Muted
            | CallChange::Unmuted
            | CallChange::DataChanged { .. } => {}
        }
    }

    /// Takes over what is told of its agent.
    pub(crate) fn agent(&mut self, state: AgentState) {
        self.told.push("agent".to_owned());
        self.told.push(word(&state));
        self.known.agent = state;
    }

    /// Takes over what is told of a setting.
    pub(crate) fn set(&mut self, setting: Setting) {
        self.told.push(word(&setting));
        let features = &mut self.known.features;
        match setting {
            Setting::DoNotDisturb(on) => features.do_not_disturb = on,
            Setting::Forwarding(forwarding) => features.forwarding = forwarding,
            Setting::MessageWaiting(on) => features.message_waiting = on,
        }
    }

    /// Takes over whom it monitors.
    pub(crate) fn monitors(&mut self, agent: Option<Dn>) {
        self.told.push("monitoring".to_owned());
        self.known.features.monitors = agent;
    }

    /// Whether these words were told, in this order, among others.
    pub(crate) fn was_told<'a>(&self, words: impl Iterator<Item = &'a str>) -> bool {
        let mut told = self.told.iter();
        words.into_iter().all(|word| told.any(|told| told == word))
    }

    /// Whether its part in a call is in this state.
    pub(crate) fn is_in(&self, state: CallState) -> bool {
        self.known.calls.values().any(|known| *known == state)
    }

    /// The call in which its part is in this state; else any that it has; else one that there is not.
    pub(crate) fn call_in(&self, state: CallState) -> CallKey {
        let calls = &self.known.calls;
        let fitting = calls.iter().find(|(_, known)| **known == state);
        fitting.or_else(|| calls.iter().next()).map_or(NO_CALL, |(call, _)| *call)
    }
}

impl Known {
    /// No call, no agent, nothing set.
    pub(crate) fn is_idle(&self) -> bool {
        let Self { calls, agent, features } = self;
        calls.is_empty() && *agent == AgentState::LoggedOut && *features == Features::default()
    }

    /// For people.
    pub(crate) fn show(&self) -> String {
        let calls: Vec<_> =
            self.calls.iter().map(|(call, state)| format!("{} ({call})", word(state))).collect();
        let calls = if calls.is_empty() { "without a call".to_owned() } else { calls.join(", ") };
        let Features { do_not_disturb, forwarding, message_waiting, monitors } = &self.features;
        let set = [
            do_not_disturb.then(|| "do_not_disturb".to_owned()),
            forwarding.as_ref().map(|to| format!("forwarding to {}", to.to.as_str())),
            message_waiting.then(|| "message_waiting".to_owned()),
            monitors.as_ref().map(|agent| format!("monitoring {}", agent.as_str())),
        ];
        [calls, word(&self.agent)]
            .into_iter()
            .chain(set.into_iter().flatten())
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// The word that the link to adapters has for it.
pub(crate) fn word(thing: &impl Serialize) -> String {
    match serde_json::to_value(thing) {
        Ok(Value::String(word)) => word,
        Ok(Value::Object(fields)) => fields.into_iter().next().unwrap_or_default().0,
        Ok(_) | Err(_) => String::new(),
    }
}

/// A call that no switch has.
const NO_CALL: CallKey = CallKey(0x0dea_dbee_f0de_adbe);
