//! The routing points of a log: who says there where calls go, and where they go when nobody does.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use switch_sim::time::SimTime;
use tserver_wire::{AttributeId as A, Message, MessageType as M};

use crate::conversation::{Conversation, Said, Way};

/// What a log shows of a routing point.
#[derive(Clone, Debug, Default)]
pub(super) struct Point {
    /// Whether clients are asked where calls go.
    pub(super) asks: bool,
    /// Whether calls count as queued while they wait.
    pub(super) queues: bool,
    /// How many milliseconds calls wait for an answer that does not come.
    pub(super) waits: Option<u64>,
    /// Where calls go that no client has routed, and where the first one went.
    default: Option<String>,
    first: Option<String>,
}

impl Point {
    /// Where calls go that nobody routes.
    pub(super) fn default(&self) -> Option<&str> {
        self.default.as_deref().or(self.first.as_deref())
    }
}

/// Takes in what the log shows of its routing points.
pub(super) fn see(points: &mut IndexMap<String, Point>, log: &Conversation) {
    let tells_requests = log.said.iter().any(|said| said.way == Way::Request);
    let mut asked: BTreeMap<u64, SimTime> = BTreeMap::new();
    let mut answered: BTreeSet<u64> = BTreeSet::new();
    for said in &log.said {
        let message = &said.message;
        let point = message.string(A::THIS_DN).and_then(|dn| points.get_mut(dn));
        let (Some(point), Some(conn)) = (point, message.conn_id(A::CONN_ID)) else { continue };
        match message.kind {
            M::EVENT_QUEUED => point.queues = true,
            M::EVENT_ROUTE_REQUEST => {
                point.asks = true;
                asked.insert(conn, said.at);
            }
            M::REQUEST_ROUTE_CALL => {
                point.asks = true;
                answered.insert(conn);
            }
            M::EVENT_ROUTE_USED => {
                let to = third(message);
                point.first = point.first.take().or_else(|| to.clone());
                let asked = asked.remove(&conn);
                let by_client = answered.remove(&conn) || message.get(A::REFERENCE_ID).is_some();
                // A log of events alone does not show who has routed.
                if !by_client && (tells_requests || asked.is_none()) {
                    point.default = point.default.take().or(to);
                    point.waits = point.waits.max(asked.map(|since| waited(said, since)));
                }
            }
            M::EVENT_DIVERTED => point.first = point.first.take().or_else(|| third(message)),
            _ => {}
        }
    }
}

fn third(message: &Message) -> Option<String> {
    message.string(A::THIRD_PARTY_DN).map(str::to_owned)
}

fn waited(said: &Said, since: SimTime) -> u64 {
    u64::try_from((said.at - since).as_millis()).unwrap_or_default()
}
