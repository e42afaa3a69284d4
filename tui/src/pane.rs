//! The panes, one file each.

pub mod agents;
pub mod call;
pub mod calls;
pub mod compare;
pub mod device;
pub mod devices;
pub mod gateway;
pub mod ladder;
pub mod list;
pub mod overview;
pub mod queues;
pub mod statistics;
pub mod story;
pub mod trace;
pub mod trunks;
pub mod vectors;

use scenarios::trace::Record;

use crate::app::{App, Pane};

/// The message under the cursor, where messages are shown.
pub fn message(app: &App) -> Option<&Record> {
    let pane = app.pane();
    let records = match pane {
        Pane::Ladder => ladder::records(app),
        Pane::Trace => trace::records(app),
        Pane::Agents
        | Pane::Devices
        | Pane::Calls
        | Pane::Queues
        | Pane::Vectors
        | Pane::Trunks
        | Pane::Sessions
        | Pane::Statistics
        | Pane::Story => return None,
    };
    records.get(app.cursors.at(pane).min(records.len().saturating_sub(1))).copied()
}
