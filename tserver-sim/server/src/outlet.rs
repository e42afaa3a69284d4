//! What the T-Server wants sent, to the clients' lines.

use std::collections::BTreeMap;

use tracing::{debug, info, trace, warn};
use tserver_sim_core::{LinkId, Output};
use tserver_wire::MessageType;

use crate::client::Line;

/// The lines of the clients that are connected.
#[derive(Debug, Default)]
pub(crate) struct Outlet(BTreeMap<LinkId, Line>);

impl Outlet {
    pub(crate) fn add(&mut self, link: LinkId, line: Line) {
        self.0.insert(link, line);
    }

    pub(crate) fn remove(&mut self, link: LinkId) {
        self.0.remove(&link);
    }

    /// Carries out an output; the client that has to be forgotten because it reads too slowly.
    pub(crate) fn carry_out(&mut self, output: Output) -> Option<LinkId> {
        match output {
            Output::Transmit { link, message, bytes } => {
                if message.kind == MessageType::EVENT_ERROR {
                    debug!(link = link.0, message = message.one_line(), "refused");
                } else {
                    trace!(link = link.0, message = message.one_line(), "sent");
                }
                self.queue(link, bytes)
            }
            Output::Noise { link, bytes } => {
                debug!(link = link.0, bytes = bytes.len(), "noise sent");
                self.queue(link, bytes)
            }
            Output::Close { link, reason } => {
                info!(link = link.0, reason, "closing");
                self.remove(link);
                None
            }
        }
    }

    fn queue(&mut self, link: LinkId, bytes: Vec<u8>) -> Option<LinkId> {
        if self.0.get(&link)?.send(bytes) {
            return None;
        }
        warn!(link = link.0, "cut: the client does not read what it is sent");
        self.0.remove(&link)?.cut();
        Some(link)
    }
}
