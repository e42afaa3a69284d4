//! A desktop as the gateway shows it: its session, its agent, its calls and what is allowed.

use gateway_xml::Element;

use super::Recorder;

/// One person's desktop.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Desk {
    /// The session's name; none: no session.
    pub session: Option<String>,
    /// How many events it has been told.
    pub events: u64,
    /// How many of its requests wait for a reply.
    pub waiting: usize,
    /// The agent's state, in the gateway's words.
    pub agent: String,
    /// Why the agent is not ready, if it was said.
    pub reason: Option<String>,
    /// Whether the gateway knows how the device stands at this moment.
    pub linked: bool,
    /// The calls of the device, in the gateway's order.
    pub calls: Vec<DeskCall>,
}

/// A call as a desktop shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeskCall {
    /// The story name, or the id of a call without one.
    pub name: String,
    /// The state of the device's part in the call, in the gateway's words.
    pub state: String,
    /// `inbound`, `consult` …
    pub kind: String,
    /// The other parties, by number.
    pub parties: Vec<String>,
    /// The requests that the gateway would grant for this call at this moment.
    pub actions: Vec<String>,
    /// Keys and values of the call's data.
    pub data: Vec<(String, String)>,
}

impl Recorder {
    /// Asks the gateway how a desktop stands; a desktop without a session is empty.
    pub fn desk(&mut self, who: &str) -> Desk {
        let waiting = self.waiting.iter().filter(|asked| asked.request.who.value.name == who);
        let mut desk = Desk { waiting: waiting.count(), ..self.session(who) };
        let reply = self.stage.look_up(who, Element::new("GETSNAPSHOT"));
        let snapshot =
            reply.iter().flat_map(|reply| &reply.children).find(|child| child.name == "SNAPSHOT");
        let Some(snapshot) = snapshot else { return desk };
        desk.agent = snapshot.attribute("agent").unwrap_or_default().to_owned();
        desk.reason = snapshot.attribute("reason").map(str::to_owned);
        desk.linked = snapshot.attribute("link") == Some("up");
        let calls = snapshot.children.iter().filter(|child| child.name == "call");
        desk.calls = calls.map(|call| self.desk_call(call)).collect();
        desk
    }

    /// Whether a desktop has a session, and how many events it was told; nothing else.
    pub fn session(&self, who: &str) -> Desk {
        let desktop = self.stage.desktops.by_name.get(who);
        let session = desktop.and_then(|desktop| desktop.session.clone());
        let events = desktop.map_or(0, |desktop| desktop.last());
        Desk { session, events, ..Desk::default() }
    }

    fn desk_call(&self, call: &Element) -> DeskCall {
        let words = |key: &str| -> Vec<String> {
            let value = call.attribute(key).unwrap_or_default();
            value.split_whitespace().map(str::to_owned).collect()
        };
        let text = |key: &str| call.attribute(key).unwrap_or_default().to_owned();
        let data = call.children.iter().filter(|child| child.name == "data");
        let items = data.flat_map(|data| &data.children);
        DeskCall {
            name: self.named(&text("call")),
            state: text("state"),
            kind: text("kind"),
            parties: words("parties"),
            actions: words("actions"),
            data: items
                .map(|item| {
                    (item.attribute("key").unwrap_or_default().to_owned(), item.text.clone())
                })
                .collect(),
        }
    }
}
