//! What a desktop shows of its telephone, beside what the switch does there.

use std::collections::BTreeMap;

use gateway_xml::Element;
use switch_sim::{agent::AgentState, call::ConnectionState, id::DeviceId};

use crate::rig::Rig;

/// How a telephone stands, in the words of a desktop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// None while on a queue's call, of which the switch knows more than it reports.
    pub agent: Option<String>,
    /// The id of each call, and the telephone's part in it.
    pub calls: BTreeMap<String, String>,
    /// The data of each call.
    pub data: BTreeMap<String, Vec<(String, String)>>,
}

impl Picture {
    /// What the switch does there.
    pub fn actual(rig: &Rig, device: DeviceId) -> Self {
        let (switch, tserver) = (rig.switch(), rig.tserver());
        let mut picture =
            Self { agent: agent(rig, device), calls: BTreeMap::new(), data: BTreeMap::new() };
        for &call in switch.calls_at(device) {
            let party = switch.call(call).and_then(|call| call.party(device));
            let state = party.map_or(ConnectionState::Null, |party| party.state);
            // A call that the T-Server has never heard of has no id that a desktop could show.
            let id = tserver.conn_id_of(call);
            let id = id.map_or_else(|| format!("call {}", call.0), |id| id.to_string());
            let data = tserver.user_data(call).into_iter().flat_map(|list| &list.0);
            let text = |value: &str| value.to_owned();
            let data = data
                .map(|pair| (pair.key.clone(), pair.value.as_str().map(text).unwrap_or_default()));
            picture.data.insert(id.clone(), data.collect());
            picture.calls.insert(id, word(state).to_owned());
        }
        picture
    }

    /// What a desktop shows by the snapshot that the gateway gives it; none: the gateway serves
    /// nobody at the moment, and says so.
    pub fn shown(snapshot: &Element) -> Option<Self> {
        let attribute =
            |of: &Element, name: &str| of.attribute(name).unwrap_or_default().to_owned();
        let calls = || snapshot.children.iter().filter(|child| child.name == "call");
        let data = |call: &Element| {
            let items = call.child("data").into_iter().flat_map(|data| &data.children);
            items.map(|item| (attribute(item, "key"), item.text.clone())).collect()
        };
        (snapshot.attribute("link") == Some("up")).then(|| Self {
            agent: snapshot.attribute("agent").map(str::to_owned),
            calls: calls()
                .map(|call| (attribute(call, "call"), attribute(call, "state")))
                .collect(),
            data: calls().map(|call| (attribute(call, "call"), data(call))).collect(),
        })
    }
}

fn agent(rig: &Rig, device: DeviceId) -> Option<String> {
    let state = rig.switch().agent_at(device).map(|agent| agent.state);
    let word = match state {
        None | Some(AgentState::LoggedOut) => "loggedout",
        Some(AgentState::NotReady) => "notready",
        Some(AgentState::Ready) => "ready",
        Some(AgentState::AfterCallWork) => "wrapup",
        Some(AgentState::BusyReady | AgentState::BusyNotReady | AgentState::BusyAfterCallWork) => {
            return None;
        }
    };
    Some(word.to_owned())
}

/// The word by which a desktop calls its part in a call.
fn word(state: ConnectionState) -> &'static str {
    match state {
        ConnectionState::Null | ConnectionState::Queued => "nothing a telephone can be",
        ConnectionState::Initiated => "dialing",
        ConnectionState::Alerting => "ringing",
        ConnectionState::Connected => "connected",
        ConnectionState::Held => "held",
        ConnectionState::Failed => "failed",
    }
}
