//! A site's log beside the emulator's run of a scenario: what differs, step by step.
//!
//! Messages are matched by what they are about, not by their place in a file. Identifiers of calls and
//! numbers stand for roles: which of the one side is which of the other, the messages that both have
//! tell. Within a step of the scenario the order is free; between steps it is not.

mod bounds;
mod known;
mod print;
mod roles;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use scenario_lang::{LineIndex, step::Scenario};
use switch_sim::world::World;
use tserver_log::Log;
use tserver_wire::{AttributeId as A, Message, MessageType as M};

pub use known::{KNOWN, Known};

use crate::{
    compare::{bounds::Bounds, roles::Roles},
    conversation::{Conversation, Said, is_of_a_whole_call, queue_of},
    play,
    rig::Watched,
};

/// The emulator's run of a scenario, its messages by the steps that caused them.
#[derive(Debug)]
pub struct Rehearsal {
    pub conversation: Conversation,
    /// The step of each message.
    steps: Vec<usize>,
    /// The line of the scenario for each step, and its text; the first one is the time before it.
    pub lines: Vec<(usize, String)>,
    /// Where the scenario failed, if it did.
    pub failure: Option<String>,
    run: play::Run,
}

impl Rehearsal {
    /// Plays a scenario and keeps what goes over the T-Server's links.
    ///
    /// # Errors
    /// The world cannot be built.
    pub fn play(scenario: &Scenario, text: &str, world: &World) -> Result<Self, String> {
        Self::play_with(scenario, text, world, Watched::default())
    }

    /// The same, with a client that watches what a site's log has messages of.
    ///
    /// # Errors
    /// The world cannot be built.
    pub fn play_with(
        scenario: &Scenario,
        text: &str,
        world: &World,
        watched: Watched,
    ) -> Result<Self, String> {
        let mut run = play::logged_with(scenario, world, world.seed, watched)?;
        let failure = run.failure.as_ref().map(|failure| failure.message.clone());
        let index = LineIndex::new(text);
        let begun = std::iter::once((0, "before the first step".to_owned()));
        let marks: Vec<_> = run.marks().to_vec();
        let said = marks.iter().map(|(span, _)| {
            let line = index.line_of(*span);
            (line, text.get(span.start..span.end).unwrap_or_default().trim().to_owned())
        });
        let lines: Vec<_> = begun.chain(said).collect();
        let log = run.log();
        let conversation = Conversation::of(&Log::read(log.as_bytes()));
        let begins: Vec<usize> = marks.iter().map(|(_, begin)| *begin).collect();
        let steps = steps_of(log, &begins, &conversation.said);
        Ok(Self { conversation, steps, lines, failure, run })
    }

    /// A text with the run's calls by their names in the scenario.
    fn named(&self, text: &str) -> String {
        self.run.named(text)
    }
}

/// Which step each message belongs to: the first whose begin, a place in the log, lies behind it.
fn steps_of(log: &str, begins: &[usize], said: &[Said]) -> Vec<usize> {
    let mut line_begins = vec![0];
    line_begins.extend(log.match_indices('\n').map(|(at, _)| at + 1));
    let place = |said: &Said| line_begins.get(said.line - 1).copied().unwrap_or_default();
    said.iter().map(|said| begins.partition_point(|begin| *begin <= place(said))).collect()
}

/// What came of a comparison.
#[derive(Debug, Default)]
pub struct Comparison {
    /// Messages of the log and of the run that were looked at, and how many are the same.
    pub of_log: usize,
    pub of_run: usize,
    pub alike: usize,
    /// By step.
    pub differences: Vec<Difference>,
    /// Numbers whose events only one side has: nobody had registered them on the other.
    pub unseen_in_log: BTreeSet<String>,
    pub unseen_in_run: BTreeSet<String>,
    /// Messages of the run from before the log begins, and from after it ends.
    pub before: usize,
    pub after: usize,
    /// Calls that were up when the log began and are not in the run, and the log's messages of them.
    pub calls_before: BTreeMap<u64, usize>,
    /// Attributes that only the log has and that mean nothing elsewhere, with the reason.
    pub not_compared: Vec<(A, &'static str)>,
}

/// One thing that the log and the run have otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The step of the scenario, as an index of [`Rehearsal::lines`].
    pub step: usize,
    /// The line of the log.
    pub line: Option<usize>,
    /// The kind of message, and the number it is about.
    pub kind: M,
    pub number: String,
    pub what: What,
}

/// How something differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Only the log has the message.
    OnlyLog(Message),
    /// Only the run has the message.
    OnlyRun(Message),
    /// An attribute has another value, or is absent on one side. Keys of lists are named
    /// `UserData.key`.
    Attribute { name: String, log: Option<String>, run: Option<String>, of: Message },
    /// The log has it in the place of another step.
    Order { step_of_run: usize },
    /// Both have the two messages of one step in another order, where the order is known to
    /// differ between sites.
    Swapped,
}

/// Compares a log with a run.
pub fn compare(log: &Conversation, run: &Rehearsal) -> Comparison {
    let ours: Vec<&Said> = log.said.iter().filter(|said| !said.is_of_the_link()).collect();
    let theirs: Vec<(usize, &Said)> = run
        .steps
        .iter()
        .copied()
        .zip(&run.conversation.said)
        .filter(|(_, said)| !said.is_of_the_link())
        .collect();
    let messages: Vec<&Said> = theirs.iter().map(|(_, said)| *said).collect();
    let roles = Roles::of(&ours, &messages);
    let everything: Vec<&Said> = run.conversation.said.iter().collect();
    let not_compared = roles::meaningless(&ours, &everything);
    let mut comparison = Comparison { not_compared, ..Comparison::default() };
    let (mut ours, theirs) = comparison.leave_out_unseen(ours, theirs, &roles);
    let bounds = Bounds::of(log);
    ours.retain(|said| !comparison.is_of_before(said, &bounds, &roles));
    comparison.of_log = ours.len();
    comparison.of_run = theirs.len();
    let matches = matches(&ours, &theirs, &roles, bounds.begins_late);
    let pairs = comparison.compare_pairs(&ours, &theirs, &matches, &roles);
    comparison.note_only_run(&theirs, &pairs, &bounds, &roles);
    comparison.note_order(&ours, &theirs, &pairs);
    comparison.differences.sort_by_key(|difference| (difference.step, difference.line));
    comparison
}

/// A message of the log with one of the run.
#[derive(Clone, Copy, Debug)]
struct Pair {
    ours: usize,
    theirs: usize,
}

impl Comparison {
    /// Whether nothing differs.
    pub fn is_same(&self) -> bool {
        self.differences.is_empty()
    }

    /// Leaves events out whose numbers the other side never has events of.
    fn leave_out_unseen<'a>(
        &mut self,
        ours: Vec<&'a Said>,
        theirs: Vec<(usize, &'a Said)>,
        roles: &Roles,
    ) -> (Vec<&'a Said>, Vec<(usize, &'a Said)>) {
        let in_log: BTreeSet<String> = ours.iter().copied().filter_map(event_at).collect();
        let in_log: BTreeSet<String> =
            in_log.iter().map(|number| roles.number(number).to_owned()).collect();
        let in_run: BTreeSet<String> =
            theirs.iter().filter_map(|(_, said)| event_at(said)).collect();
        self.unseen_in_log = in_run.difference(&in_log).cloned().collect();
        self.unseen_in_run = in_log.difference(&in_run).cloned().collect();
        let ours = ours.into_iter().filter(|said| {
            event_at(said).is_none_or(|at| !self.unseen_in_run.contains(roles.number(&at)))
        });
        let theirs = theirs
            .into_iter()
            .filter(|(_, said)| event_at(said).is_none_or(|at| !self.unseen_in_log.contains(&at)));
        (ours.collect(), theirs.collect())
    }

    /// Whether a message is of a call that was up when the log began and is not in the run.
    fn is_of_before(&mut self, said: &Said, bounds: &Bounds, roles: &Roles) -> bool {
        let conn = said.message.conn_id(A::CONN_ID);
        let conn = conn.filter(|conn| bounds.up.contains(conn) && roles.call(*conn).is_none());
        if let Some(conn) = conn {
            *self.calls_before.entry(conn).or_insert(0) += 1;
        }
        conn.is_some()
    }

    /// Finds what differs in the messages that both sides have, and notes those that only the log has.
    fn compare_pairs(
        &mut self,
        ours: &[&Said],
        theirs: &[(usize, &Said)],
        matches: &[Option<usize>],
        roles: &Roles,
    ) -> Vec<Pair> {
        let mut pairs = Vec::new();
        let mut step = 0;
        for (place, (said, found)) in ours.iter().zip(matches).enumerate() {
            let message = &said.message;
            let Some((counterpart, (its_step, other))) =
                found.and_then(|found| Some((found, theirs.get(found)?)))
            else {
                // The last message may be cut short with its log.
                if place + 1 < ours.len() || bounds::is_whole(message) {
                    let what = What::OnlyLog(message.clone());
                    self.differences.push(difference(step, Some(said.line), message, what));
                }
                continue;
            };
            step = *its_step;
            pairs.push(Pair { ours: place, theirs: counterpart });
            let before = self.differences.len();
            let whole = place + 1 < ours.len();
            for (name, log, run) in roles.attributes(message, &other.message) {
                if log.is_none() && !whole {
                    continue;
                }
                let what = What::Attribute { name, log, run, of: other.message.clone() };
                self.differences.push(difference(step, Some(said.line), message, what));
            }
            self.alike += usize::from(self.differences.len() == before);
        }
        pairs
    }

    /// Notes the messages that only the run has, but for those that the log cannot have.
    fn note_only_run(
        &mut self,
        theirs: &[(usize, &Said)],
        pairs: &[Pair],
        bounds: &Bounds,
        roles: &Roles,
    ) {
        let paired: BTreeSet<usize> = pairs.iter().map(|pair| pair.theirs).collect();
        let step_of = |place: usize| theirs.get(place).map(|(step, _)| *step);
        let first = paired.first().copied();
        let first_step = first.and_then(step_of);
        let last = paired.last().copied();
        let up: BTreeSet<u64> = bounds.up.iter().filter_map(|conn| roles.call(*conn)).collect();
        let mut seen: BTreeSet<u64> = BTreeSet::new();
        for (place, (step, said)) in theirs.iter().enumerate() {
            let conn = said.message.conn_id(A::CONN_ID);
            if paired.contains(&place) {
                seen.extend(conn);
                continue;
            }
            let of_up = conn.is_some_and(|conn| up.contains(&conn) && !seen.contains(&conn));
            let early = first.is_none_or(|first| place < first)
                || first_step.is_some_and(|first| *step < first);
            if of_up || (bounds.begins_late && early) {
                self.before += 1;
            } else if bounds.ends_early && last.is_some_and(|last| place > last) {
                self.after += 1;
            } else {
                let what = What::OnlyRun(said.message.clone());
                self.differences.push(difference(*step, None, &said.message, what));
            }
        }
    }

    /// Notes what the log has in the place of another step, and which messages of one step are the
    /// other way round where that tells something of a site.
    fn note_order(&mut self, ours: &[&Said], theirs: &[(usize, &Said)], pairs: &[Pair]) {
        let steps: Vec<usize> = pairs
            .iter()
            .filter_map(|pair| theirs.get(pair.theirs).map(|(step, _)| *step))
            .collect();
        let in_order = longest_rise(&steps);
        let mut present = 0;
        for (place, (pair, step)) in pairs.iter().zip(&steps).enumerate() {
            if in_order.contains(&place) {
                present = *step;
            } else if let Some(said) = ours.get(pair.ours) {
                let what = What::Order { step_of_run: *step };
                self.differences.push(difference(present, Some(said.line), &said.message, what));
            }
        }
        for (first, second) in pairs.iter().zip(pairs.iter().skip(1)) {
            let (Some(said), Some(next)) = (ours.get(first.ours), ours.get(second.ours)) else {
                continue;
            };
            let telling = known::order_tells(&said.message, &next.message);
            if telling && first.theirs > second.theirs {
                let step = theirs.get(second.theirs).map_or(present, |(step, _)| *step);
                let line = Some(said.line);
                self.differences.push(difference(step, line, &said.message, What::Swapped));
            }
        }
    }
}

/// Places in the run by what the messages there are about.
type Open = BTreeMap<Key, VecDeque<usize>>;

/// The place in the run of each message of the log, in order. `late`: the log has none of the first, so
/// that of several that are alike the messages of calls around them tell which is meant.
fn matches(
    ours: &[&Said],
    theirs: &[(usize, &Said)],
    roles: &Roles,
    late: bool,
) -> Vec<Option<usize>> {
    let mut open = Open::new();
    for (place, (_, said)) in theirs.iter().enumerate() {
        open.entry(key(&said.message, Some, str::to_owned)).or_default().push_back(place);
    }
    let mut sure: Vec<Option<usize>> = vec![None; ours.len()];
    // The place of the next message of a call, for each message.
    let mut next: Vec<Option<usize>> = vec![None; ours.len()];
    if late {
        let mut later = None;
        for ((said, sure), next) in ours.iter().zip(&mut sure).zip(&mut next).rev() {
            *next = later;
            if said.message.get(A::CONN_ID).is_some() {
                *sure = open.get_mut(&key_in(&open, said, roles)).and_then(VecDeque::pop_back);
                later = sure.or(later);
            }
        }
    }
    let mut before = None;
    let found = ours.iter().zip(sure).zip(next).map(|((said, sure), next)| {
        let this = sure.or_else(|| {
            let places = open.get_mut(&key_in(&open, said, roles))?;
            let at = match (before, next) {
                _ if !late => 0,
                (Some(before), _) => places.partition_point(|place| *place < before),
                (None, Some(next)) => {
                    places.partition_point(|place| *place < next).saturating_sub(1)
                }
                (None, None) => 0,
            };
            places.remove(at.min(places.len().checked_sub(1)?))
        });
        before = this.or(before);
        this
    });
    found.collect()
}

/// What a message of the log is about, in the run's names.
fn key_in(open: &Open, said: &Said, roles: &Roles) -> Key {
    let message = &said.message;
    let key = key(message, |id| roles.call(id), |number| roles.number(number).to_owned());
    if !is_of_a_whole_call(message.kind) || message.get(A::THIS_DN).is_some() {
        return key;
    }
    // Who is meant by an event of a whole call, not every T-Server says.
    let fits = |(of, places): &(&Key, &VecDeque<usize>)| {
        (of.0, of.2) == (key.0, key.2) && !places.is_empty()
    };
    let about = open.iter().find(fits).map(|(of, _)| of.clone());
    about.unwrap_or(key)
}

/// What a message is about: its kind, its number, its call, its queue.
type Key = (M, String, Option<Option<u64>>, String);

fn key(
    message: &Message,
    call: impl Fn(u64) -> Option<u64>,
    number: impl Fn(&str) -> String,
) -> Key {
    let text = |id| message.string(id).map(&number).unwrap_or_default();
    // After-call work and other work modes are different things to say.
    let mode = message.integer(A::WORK_MODE).map(|mode| mode.to_string()).unwrap_or_default();
    let mode = if message.kind == M::EVENT_AGENT_NOT_READY { mode } else { String::new() };
    (
        message.kind,
        text(A::THIS_DN) + "/" + &mode,
        message.conn_id(A::CONN_ID).map(call),
        queue_of(message).map(&number).unwrap_or_default(),
    )
}

/// The number that an event is about.
fn event_at(said: &Said) -> Option<String> {
    let kind = said.message.kind;
    let is_event = kind.is_event() && kind != M::EVENT_ERROR && !is_of_a_whole_call(kind);
    said.message.string(A::THIS_DN).filter(|_| is_event).map(str::to_owned)
}

fn difference(step: usize, line: Option<usize>, message: &Message, what: What) -> Difference {
    let number = message.string(A::THIS_DN).unwrap_or_default().to_owned();
    Difference { step, line, kind: message.kind, number, what }
}

/// The places of a longest part of a sequence that never falls.
fn longest_rise(values: &[usize]) -> BTreeSet<usize> {
    // For each length the place of the least value that ends such a part, and what is before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(values.len());
    for (place, value) in values.iter().enumerate() {
        let at = ends.partition_point(|end| values.get(*end).is_some_and(|least| least <= value));
        before.push(at.checked_sub(1).and_then(|shorter| ends.get(shorter).copied()));
        if let Some(end) = ends.get_mut(at) {
            *end = place;
        } else {
            ends.push(place);
        }
    }
    let last = ends.last().copied();
    std::iter::successors(last, |place| before.get(*place).copied().flatten()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_rise_leaves_out_what_is_out_of_order() {
        let places = |values: &[usize]| longest_rise(values).into_iter().collect::<Vec<_>>();
        assert_eq!(places(&[]), Vec::<usize>::new());
        assert_eq!(places(&[1, 1, 2, 3]), [0, 1, 2, 3]);
        assert_eq!(places(&[1, 9, 2, 3]), [0, 2, 3]);
        assert_eq!(places(&[2, 3, 1, 4]), [0, 1, 3]);
    }
}
