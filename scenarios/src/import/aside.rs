//! What of a log has no line in the scenario: said once for each call and each reason, however many
//! messages there are.

use std::collections::BTreeMap;

use tserver_wire::{AttributeId as A, KvValue, Message, MessageType as M};

use super::cause::is_key;
use crate::conversation::{Conversation, Said, Way};

/// Messages of the log for which the scenario has no line, for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Where the first of them begins in the log.
    pub line: usize,
    /// Where the last of them begins.
    pub last: usize,
    /// How many there are.
    pub messages: usize,
    pub why: String,
}

impl std::fmt::Display for LeftOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.messages {
            ..=1 => write!(f, "line {}: {}", self.line, self.why),
            many => {
                write!(f, "lines {} to {}, {many} messages: {}", self.line, self.last, self.why)
            }
        }
    }
}

/// Collects what is left out.
#[derive(Debug, Default)]
pub(super) struct Aside {
    left_out: Vec<LeftOut>,
    /// The place of each reason.
    reasons: BTreeMap<String, usize>,
    /// Calls that the scenario has not, or has otherwise, and the place of their reason.
    calls: BTreeMap<u64, usize>,
    /// Requests that were left out, by number and reference: their refusals go without saying.
    requests: BTreeMap<(String, i32), usize>,
}

impl Aside {
    /// Leaves a message out. `lost`: the call, if the scenario cannot go on with it; what follows of
    /// it goes without saying.
    pub(super) fn leave_out(&mut self, said: &Said, why: &str, lost: Option<u64>) {
        let next = self.left_out.len();
        let place = *self.reasons.entry(why.to_owned()).or_insert(next);
        if place == next {
            let (line, why) = (said.line, why.to_owned());
            self.left_out.push(LeftOut { line, last: line, messages: 0, why });
        }
        self.calls.extend(lost.map(|call| (call, place)));
        if said.way == Way::Request {
            self.requests.extend(reference(said).map(|reference| (reference, place)));
        }
        self.count(said, place);
    }

    /// Gives up a call before anything of it is told.
    pub(super) fn give_up(&mut self, first: &Said, why: &str, call: u64) {
        let (line, place) = (first.line, self.left_out.len());
        self.left_out.push(LeftOut { line, last: line, messages: 0, why: why.to_owned() });
        self.calls.insert(call, place);
    }

    /// Gives up the call of a message that came out of one that is given up, or goes on in its place.
    pub(super) fn follow(&mut self, message: &Message) {
        let place = RELATED.iter().filter_map(|id| message.conn_id(*id));
        let place = place.filter_map(|call| self.calls.get(&call)).next().copied();
        if let (Some(place), Some(call)) = (place, message.conn_id(A::CONN_ID)) {
            self.calls.entry(call).or_insert(place);
        }
    }

    /// Whether the message goes with a call that was left out, or refuses a request that was; then it is
    /// counted there.
    pub(super) fn goes_along(&mut self, said: &Said) -> bool {
        let call = said.message.conn_id(A::CONN_ID);
        let place = call.and_then(|call| self.calls.get(&call)).copied();
        let refusal = said.message.kind == M::EVENT_ERROR;
        let of_request =
            || reference(said).filter(|_| refusal).and_then(|about| self.requests.remove(&about));
        let place = place.or_else(of_request);
        if let Some(place) = place {
            self.count(said, place);
        }
        place.is_some()
    }

    pub(super) fn finish(self) -> Vec<LeftOut> {
        self.left_out.into_iter().filter(|left_out| left_out.messages > 0).collect()
    }

    fn count(&mut self, said: &Said, place: usize) {
        if let Some(left_out) = self.left_out.get_mut(place) {
            left_out.messages += 1;
            left_out.last = left_out.last.max(said.line);
        }
    }
}

/// Attributes that name another call than the one a message is about.
const RELATED: &[A] = &[A::PREVIOUS_CONN_ID, A::TRANSFER_CONN_ID, A::CONFERENCE_CONN_ID];

/// What a request and its answer have in common.
fn reference(said: &Said) -> Option<(String, i32)> {
    let number = said.message.string(A::THIS_DN).unwrap_or_default();
    Some((number.to_owned(), said.message.integer(A::REFERENCE_ID)?))
}

/// User data that no line of a scenario can carry, by their keys.
pub(super) fn data_without_notation(log: &Conversation) -> Vec<LeftOut> {
    let mut found = Aside::default();
    for said in &log.said {
        for item in said.message.list(A::USER_DATA).into_iter().flatten() {
            let what = match &item.value {
                KvValue::List(_) => "is a list",
                KvValue::Binary(_) | KvValue::Opaque { .. } => "is bytes",
                KvValue::String(_) | KvValue::Integer(_) if !is_key(&item.key) => {
                    "has a key that no line can name"
                }
                KvValue::String(_) | KvValue::Integer(_) => continue,
            };
            let why = format!(
                "UserData `{}` {what}: a scenario's data are texts, so it is left out, and \
                 compare-log shows it as a difference",
                item.key.escape_default()
            );
            found.leave_out(said, &why, None);
        }
    }
    found.finish()
}
