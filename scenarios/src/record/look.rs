//! What a running world shows: its layers, and the names of calls and people.

use std::collections::BTreeSet;

use scenario_lang::Vocabulary;
use switch_sim::{
    call::{ConnectionState, Party},
    id::{CallId, DeviceId},
    plant::DeviceKind,
    time::SimTime,
    world::World,
};
use tserver_sim_core::ConnId;
use tserver_wire::KvPair;

use super::{BYTES, ENTRIES, Recorder};
use crate::{rig::Rig, trace::Trace};

impl Recorder {
    /// The present moment.
    pub fn now(&self) -> SimTime {
        self.stage.now()
    }

    /// The stack, to look at.
    pub fn rig(&self) -> &Rig {
        &self.stage.rig
    }

    /// The world, to look at.
    pub fn world(&self) -> &World {
        &self.stage.world
    }

    /// Everything that happened, as far back as it is kept.
    pub fn trace(&self) -> &Trace {
        &self.stage.rig.trace
    }

    /// How many lines the story has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing has been done.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The story name of a call, once it has one.
    pub fn name_of(&self, call: CallId) -> Option<&str> {
        let id = self.rig().tserver().conn_id_of(call)?;
        self.stage.names.name_of(&id.to_string())
    }

    /// The story name of the call with this connection id, also when it has ended.
    pub fn name_of_id(&self, id: &str) -> Option<String> {
        self.stage.names.name_of(id).map(str::to_owned)
    }

    /// Whether a person's desktop has a session; none when this is nobody's desktop.
    pub fn has_session(&self, who: &str) -> Option<bool> {
        self.stage.desktops.by_name.get(who).map(|desktop| desktop.session.is_some())
    }

    /// How many calls there are at a person's telephone.
    pub fn calls_of(&self, who: &str) -> usize {
        let device = self.stage.device_of(who).ok();
        device.map_or(0, |device| self.rig().switch().calls_at(device).len())
    }

    /// The name of the call in which a person speaks.
    pub fn active_call_of(&self, who: &str) -> Option<String> {
        let device = self.stage.device_of(who).ok()?;
        let switch = self.rig().switch();
        let speaks =
            |party: &Party| party.device == device && party.state == ConnectionState::Connected;
        let mut calls = switch.calls_at(device).iter().filter_map(|call| switch.call(*call));
        let active = calls.find(|call| call.parties.iter().any(speaks))?;
        self.name_of(active.id).map(str::to_owned)
    }

    /// Whether a person's telephone was lifted without a call.
    pub fn is_off_hook(&self, who: &str) -> bool {
        let device = self.stage.device_of(who).ok();
        let features = device.and_then(|device| self.rig().switch().features(device));
        features.is_some_and(|features| features.off_hook)
    }

    /// The ids of calls, also of those that have ended, by their story names or ids.
    pub fn ids_of<'a>(&self, calls: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
        calls.map(|call| self.stage.names.id(call).unwrap_or(call).to_owned()).collect()
    }

    /// The call's data at the T-Server, as text.
    pub fn data_of(&self, call: CallId) -> Vec<(String, String)> {
        let data = self.rig().tserver().user_data(call);
        let pairs = data.into_iter().flat_map(|data| data.iter());
        let text =
            |pair: &KvPair| (pair.key.clone(), pair.value.as_str().unwrap_or("…").to_owned());
        pairs.map(text).collect()
    }

    /// The call with this story name, while it is up.
    pub fn call_named(&self, name: &str) -> Option<CallId> {
        self.stage.call_named(name).ok()
    }

    /// Somebody in a call, by name; who has none, by number.
    pub fn party_name(&self, call: CallId, device: DeviceId) -> String {
        let found = self.stage.party_name(call, device);
        let is_known = self.is_person(&found) || self.is_outside(&found);
        let kind = self.rig().switch().device(device).kind;
        let circuit = matches!(kind, DeviceKind::Circuit { .. });
        match self.name_of(call).and_then(|name| self.callers.get(name)) {
            // The number that the caller sent may be nobody's own.
            Some(caller) if circuit && !is_known => caller.clone(),
            Some(_) | None => found,
        }
    }

    /// Whether this is the name of somebody of the site.
    pub fn is_person(&self, name: &str) -> bool {
        self.stage.desktops.by_name.contains_key(name)
    }

    /// Whether this is the name of somebody outside.
    pub fn is_outside(&self, name: &str) -> bool {
        self.world().outside.iter().any(|outsider| outsider.name == name)
    }

    /// The words that lines in this world may use.
    pub fn words(&self) -> &Vocabulary {
        self.reader.words()
    }

    /// The names of everything that a desktop, a telephone or somebody outside can do.
    pub fn requests(&self) -> impl Iterator<Item = &str> {
        self.reader.requests()
    }

    /// A text with every connection id that has a story name replaced by it.
    pub fn named(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while !rest.is_empty() {
            let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
            let (word, tail) = rest.split_at(length);
            out.push_str(self.stage.names.name_of(word).unwrap_or(word));
            let gap = tail.find(|c: char| c.is_ascii_alphanumeric()).unwrap_or(tail.len());
            let (between, next) = tail.split_at(gap);
            out.push_str(between);
            rest = next;
        }
        out
    }

    /// The connection id of a call, as its messages print it.
    pub fn id_of(&self, call: CallId) -> Option<String> {
        self.rig().tserver().conn_id_of(call).map(|ConnId(id)| format!("{id:016x}"))
    }

    /// Whether the story is as long as a scenario file may be; what follows is not kept.
    pub fn is_full(&self) -> bool {
        self.entries.len() >= ENTRIES || self.bytes >= BYTES
    }
}
