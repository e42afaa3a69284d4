//! A desktop: the browser's part in a story, one session and one long poll.

use std::collections::BTreeMap;

use gateway_core::reply::RequestToken;
use gateway_xml::Element;
use switch_sim::time::SimTime;

/// One person's desktop.
#[derive(Clone, Debug, Default)]
pub(crate) struct Desktop {
    pub(crate) session: Option<String>,
    /// The number of the last event that was received.
    last: u64,
    /// The next `ref`.
    next_reference: u64,
    /// Everything the desktop was told.
    pub(crate) log: Vec<Seen>,
    /// The place in the log after the last event that the story has looked at.
    pub(crate) cursor: usize,
}

/// An event as the desktop got it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) at: SimTime,
    pub(crate) name: String,
    /// Attributes, then call data under `data.KEY`, in document order.
    pub(crate) values: Vec<(String, String)>,
}

/// Why a reply is waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The story asked; the number is the request's place in the trace.
    Story { who: String, place: usize },
    /// The desktop's own long poll.
    Poll { who: String, session: String },
    /// The runner looks something up.
    Lookup,
}

/// Everybody's desktops, and the requests on their way.
#[derive(Clone, Debug, Default)]
pub(crate) struct Desktops {
    pub(crate) by_name: BTreeMap<String, Desktop>,
    pub(crate) waiting: BTreeMap<RequestToken, Purpose>,
    /// Replies that nobody has fetched.
    pub(crate) replies: BTreeMap<RequestToken, Element>,
}

impl Desktop {
    /// The number of the last event that was received.
    pub(crate) fn last(&self) -> u64 {
        self.last
    }

    /// Forgets the oldest events, if there are many more than so many.
    pub(crate) fn keep_last(&mut self, count: usize) {
        if self.log.len() > count * 2 {
            let surplus = self.log.len() - count;
            self.log.drain(..surplus);
            self.cursor = self.cursor.saturating_sub(surplus);
        }
    }

    /// Frames a request: session, and a `ref` of its own.
    pub(crate) fn frame(&mut self, mut request: Element) -> Element {
        let fields = std::mem::take(&mut request.attributes);
        if let Some(session) = &self.session {
            request = request.with_attribute("session", session.as_str());
        }
        if !fields.iter().any(|attribute| attribute.name == "ref") {
            self.next_reference += 1;
            request = request.with_attribute("ref", self.next_reference.to_string());
        }
        request.attributes.extend(fields);
        request
    }

    /// The long poll that acknowledges everything received so far.
    pub(crate) fn poll(&self) -> Option<Element> {
        let session = self.session.clone()?;
        Some(Element::new("GETEVENTS").with_attribute("session", session).with_children([
            Element::new("after").with_text(self.last.to_string()),
            Element::new("wait").with_text(LONG_POLL_SECONDS.to_string()),
        ]))
    }

    /// The session has begun at this event number.
    pub(crate) fn opened(&mut self, reply: &Element) {
        if let Some(session) = reply.attribute("session") {
            self.session = Some(session.to_owned());
            let snapshot = reply.children.iter().find(|child| child.name == "SNAPSHOT");
            self.last = snapshot.map_or(0, |snapshot| number(snapshot, "number"));
        }
    }

    /// Takes in what a poll brought; false when the session is over and polling is pointless.
    /// `current`: it was a poll of the session that the desktop has.
    pub(crate) fn received(&mut self, at: SimTime, reply: &Element, current: bool) -> bool {
        if reply.attribute("result") != Some("ok") {
            return false;
        }
        for event in &reply.children {
            self.log.push(Seen { at, name: event.name.clone(), values: values(event) });
        }
        if current {
            self.last = number(reply, "last").max(self.last);
        }
        true
    }
}

impl Seen {
    /// The value of an attribute or of a piece of call data.
    pub(crate) fn value(&self, key: &str) -> Option<&str> {
        self.values.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// The event as the scenario language would write it.
    pub(crate) fn line(&self) -> String {
        let call = self.value("call").map(|call| format!(" {call}")).unwrap_or_default();
        let told = self.values.iter().filter(|(key, _)| !FRAME.contains(&key.as_str()));
        let pairs: String = told.map(|(key, value)| format!(" {key}={}", quoted(value))).collect();
        format!("{}{call}{pairs}", self.name)
    }
}

/// Attributes and data of an element, flat.
pub(crate) fn values(element: &Element) -> Vec<(String, String)> {
    let pairs = |element: &Element| -> Vec<(String, String)> {
        let attributes = element.attributes.iter();
        attributes.map(|attribute| (attribute.name.clone(), attribute.value.clone())).collect()
    };
    let mut values = pairs(element);
    for child in &element.children {
        match child.name.as_str() {
            "data" => values.extend(child.children.iter().map(|item| {
                let key = item.attribute("key").unwrap_or_default();
                (format!("data.{key}"), item.text.clone())
            })),
            "beside" => {
                let call = child.attribute("call").unwrap_or_default();
                let actions = child.attribute("actions").unwrap_or_default();
                values.push((format!("beside.{call}"), actions.to_owned()));
            }
            "error" => {
                values.extend(pairs(child));
                values.push(("text".to_owned(), child.text.clone()));
            }
            _ => {}
        }
    }
    values
}

/// A value, in quotes when it has blanks.
pub(crate) fn quoted(value: &str) -> String {
    let plain = !value.is_empty() && !value.contains(|c: char| c.is_whitespace() || c == '"');
    if plain { value.to_owned() } else { format!("{value:?}") }
}

fn number(element: &Element, attribute: &str) -> u64 {
    element.attribute(attribute).and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// What frames an event and is the same in every run or shown elsewhere.
const FRAME: [&str; 3] = ["number", "time", "call"];
const LONG_POLL_SECONDS: u32 = 25;
