//! What a desktop has been told: every event once, each call from state to state.

use std::collections::BTreeMap;

use gateway_xml::Element;

/// A desktop that believes its events.
#[derive(Debug, Default)]
pub(super) struct Eyes {
    /// The number of the last event.
    pub(super) last: u64,
    /// The calls, and the state in which each was told to be.
    pub(super) calls: BTreeMap<String, String>,
}

impl Eyes {
    /// Begins with what the session's first snapshot shows.
    pub(super) fn open(snapshot: &Element) -> Self {
        let calls = snapshot.children.iter().filter(|child| child.name == "call");
        let calls = calls.map(|call| (text(call, "call"), text(call, "state"))).collect();
        Self { last: number(snapshot), calls }
    }

    /// Takes in an event.
    ///
    /// # Errors
    /// It does not follow from what was told before.
    pub(super) fn see(&mut self, event: &Element) -> Result<(), String> {
        let number = number(event);
        if number != self.last + 1 {
            return Err(format!("event {number} comes after {}", self.last));
        }
        self.last = number;
        let call = text(event, "call");
        match event.name.as_str() {
            "CALLRELEASED" | "CALLABANDONED" => {
                let known = self.calls.remove(&call);
                known.map(drop).ok_or_else(|| format!("{call} ends twice: {event:?}"))
            }
            "INCOMINGCALL"
            | "INCOMINGCONSULT"
            | "INCOMINGBLINDTRANSFER"
            | "OUTGOINGCALL"
            | "ESTABLISHCALL"
            | "CALLHELD"
            | "CALLRETRIEVED"
            | "CALLFAILED" => {
                let state = text(event, "state");
                let before = self.calls.insert(call.clone(), state.clone());
                if before.as_ref() == Some(&state) {
                    return Err(format!("{call} is told twice to be {state}: {event:?}"));
                }
                Ok(())
            }
            "PARTYCHANGED" => {
                if let Some(previous) = event.attribute("previous")
                    && let Some(state) = self.calls.remove(previous)
                {
                    self.calls.entry(call).or_insert(state);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

fn text(of: &Element, attribute: &str) -> String {
    of.attribute(attribute).unwrap_or_default().to_owned()
}

fn number(of: &Element) -> u64 {
    of.attribute("number").and_then(|number| number.parse().ok()).unwrap_or_default()
}
