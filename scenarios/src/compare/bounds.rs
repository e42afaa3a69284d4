//! Where a log begins and ends: what was before and comes after is no difference.

use std::collections::BTreeSet;

use tserver_wire::{AttributeId as A, Message, MessageType as M};

use crate::{
    conversation::{Conversation, Said},
    import,
};

/// What a log does not show, for it begins late or ends early.
#[derive(Debug, Default)]
pub(super) struct Bounds {
    /// Calls of the log that were up when it began.
    pub(super) up: BTreeSet<u64>,
    /// Whether the clients had registered their numbers before the log begins.
    pub(super) begins_late: bool,
    /// Whether a call is up when the log ends.
    pub(super) ends_early: bool,
}

impl Bounds {
    pub(super) fn of(log: &Conversation) -> Self {
        Self {
            up: import::up_at_the_beginning(log),
            begins_late: begins_late(&log.said),
            ends_early: ends_early(&log.said),
        }
    }
}

/// Whether the log has something of a number before anybody has registered it.
fn begins_late(said: &[Said]) -> bool {
    let mut registered: BTreeSet<&str> = BTreeSet::new();
    for said in said {
        let Some(dn) = said.message.string(A::THIS_DN) else { continue };
        if said.is_of_the_link() {
            registered.insert(dn);
        } else if !registered.contains(dn) {
            return true;
        }
    }
    false
}

fn ends_early(said: &[Said]) -> bool {
    let mut up: BTreeSet<(u64, &str)> = BTreeSet::new();
    for said in said {
        let message = &said.message;
        let (Some(conn), Some(dn)) = (message.conn_id(A::CONN_ID), message.string(A::THIS_DN))
        else {
            continue;
        };
        match message.kind {
            M::EVENT_RELEASED | M::EVENT_ABANDONED | M::EVENT_DIVERTED | M::EVENT_ROUTE_USED => {
                up.remove(&(conn, dn));
            }
            M::EVENT_PARTY_CHANGED => {
                let previous = message.conn_id(A::PREVIOUS_CONN_ID);
                previous.into_iter().for_each(|previous| {
                    up.remove(&(previous, dn));
                });
                up.insert((conn, dn));
            }
            M::EVENT_DIALING
            | M::EVENT_RINGING
            | M::EVENT_QUEUED
            | M::EVENT_ROUTE_REQUEST
            | M::EVENT_ESTABLISHED
            | M::EVENT_HELD
            | M::EVENT_RETRIEVED => {
                up.insert((conn, dn));
            }
            _ => {}
        }
    }
    !up.is_empty() || said.last().is_some_and(|last| !is_whole(&last.message))
}

/// Whether a message names the number and the call that it is about; the last one of a log may be cut
/// short.
pub(super) fn is_whole(message: &Message) -> bool {
    let must = message.kind.mandatory();
    [A::THIS_DN, A::CONN_ID].iter().all(|id| !must.contains(id) || message.get(*id).is_some())
}
