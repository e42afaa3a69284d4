//! What happens, as records with numbers: the messages of the T-Server's links, the switch's reports.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use switch_sim::{event::Event, id::DeviceId, switch::Switch};
use tserver_sim_core::{LinkId, Output};
use tserver_wire::Message;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// Counts from 1 without a gap; a subscriber that sees one has missed records.
    pub number: u64,
    /// Milliseconds since the switch was started.
    pub at_ms: u64,
    pub what: What,
}

/// What sort of thing, and what of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A client asked the T-Server.
    Request { link: u64, message: String },
    /// The T-Server told a client.
    Event { link: u64, message: String },
    /// Bytes that are no whole message reached a client.
    Noise { link: u64, bytes: usize },
    /// The switch reported to the T-Server.
    Report(String),
    /// A client connected.
    Connected { link: u64 },
    /// A client's connection is gone.
    Disconnected { link: u64 },
    /// So many records before this one did not fit what a subscriber is allowed to have waiting.
    Missed(u64),
}

impl What {
    /// A message that a client sent.
    pub fn request(link: LinkId, message: &Message) -> Self {
        Self::Request { link: link.0, message: message.one_line() }
    }

    /// What the T-Server wants done.
    pub fn output(output: &Output) -> Self {
        match output {
            Output::Transmit { link, message, .. } => {
                Self::Event { link: link.0, message: message.one_line() }
            }
            Output::Noise { link, bytes } => Self::Noise { link: link.0, bytes: bytes.len() },
            Output::Close { link, .. } => Self::Disconnected { link: link.0 },
        }
    }

    /// A report of the switch in its own words, telephones and calls by the names of this interface.
    pub fn report(switch: &Switch, event: &Event) -> Self {
        let text = format!("{:?}", event.report);
        let text = named(&text, "DeviceId(", |id| {
            let id = DeviceId(u32::try_from(id).ok()?);
            Some(switch.device(id).number.to_string())
        });
        Self::Report(named(&text, "CallId(", |id| Some(format!("c{id}"))))
    }
}

/// A text with every `KIND(NUMBER)` replaced by a name.
fn named(text: &str, kind: &str, name: impl Fn(usize) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut pieces = text.split(kind);
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let found =
            piece.split_once(')').and_then(|(id, rest)| Some((name(id.parse().ok()?)?, rest)));
        match found {
            Some((name, rest)) => {
                out.push_str(&name);
                out.push_str(rest);
            }
            None => {
                out.push_str(kind);
                out.push_str(piece);
            }
        }
    }
    out
}
