//! Which call and which number of a log is which of a run.

use std::collections::{BTreeMap, BTreeSet};

use tserver_wire::{Attribute, AttributeId as A, KvList, KvValue, Message, MessageType, Value};

use crate::conversation::Said;

/// The calls and numbers of a log by those of a run.
#[derive(Debug, Default)]
pub(super) struct Roles {
    calls: BTreeMap<u64, u64>,
    numbers: BTreeMap<String, String>,
}

impl Roles {
    /// Finds out what corresponds: messages that both sides have in the same order vote for what they
    /// name.
    pub(super) fn of(log: &[&Said], run: &[&Said]) -> Self {
        let shared: BTreeSet<&str> =
            numbers_in(log).intersection(&numbers_in(run)).copied().collect();
        let token = |said: &&Said| -> (MessageType, String) {
            let this = said.message.string(A::THIS_DN).filter(|dn| shared.contains(dn));
            (said.message.kind, this.unwrap_or_default().to_owned())
        };
        let ours: Vec<_> = log.iter().map(token).collect();
        let theirs: Vec<_> = run.iter().map(token).collect();
        let mut calls = Votes::default();
        let mut numbers = Votes::default();
        for same in similar::capture_diff_slices(similar::Algorithm::Patience, &ours, &theirs) {
            let similar::DiffOp::Equal { old_index, new_index, len } = same else { continue };
            let ours = log.iter().skip(old_index).take(len);
            for (ours, theirs) in ours.zip(run.iter().skip(new_index)) {
                vote(&ours.message, &theirs.message, &mut calls, &mut numbers);
            }
        }
        let known = shared.iter().map(|number| ((*number).to_owned(), (*number).to_owned()));
        Self { calls: calls.elect(BTreeMap::new()), numbers: numbers.elect(known.collect()) }
    }

    /// The run's call for one of the log.
    pub(super) fn call(&self, conn: u64) -> Option<u64> {
        self.calls.get(&conn).copied()
    }

    /// The run's number for one of the log; what corresponds to nothing stays as it is.
    pub(super) fn number<'a>(&'a self, number: &'a str) -> &'a str {
        self.numbers.get(number).map_or(number, String::as_str)
    }

    /// The attributes that two messages have otherwise: name, and the values on both sides.
    pub(super) fn attributes(
        &self,
        log: &Message,
        run: &Message,
    ) -> Vec<(String, Option<String>, Option<String>)> {
        let ours = self.told(log);
        let plain = Self::default();
        let theirs = plain.told(run);
        let names: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
        let values = names.into_iter().map(|name| (name, ours.get(name), theirs.get(name)));
        let different = values.filter(|(_, ours, theirs)| ours != theirs);
        different
            .map(|(name, ours, theirs)| (name.clone(), ours.cloned(), theirs.cloned()))
            .collect()
    }

    /// What a message says, by name; lists key by key.
    fn told(&self, message: &Message) -> BTreeMap<String, String> {
        let mut told = BTreeMap::new();
        for attribute in message.attributes.iter().filter(|a| !is_untold(a.id)) {
            let name = attribute.id.to_string();
            match &attribute.value {
                Value::List(list) => self.tell_list(&name, list, &mut told),
                Value::Unsigned64(conn) if CALLS.contains(&attribute.id) => {
                    told.insert(name, self.call_text(*conn));
                }
                Value::String(number) if NUMBERS.contains(&attribute.id) => {
                    told.insert(name, self.number(number).to_owned());
                }
                Value::String(_)
                | Value::Integer(_)
                | Value::Unsigned64(_)
                | Value::Binary(_)
                | Value::Opaque { .. } => {
                    told.insert(name, text(attribute));
                }
            }
        }
        told
    }

    fn tell_list(&self, name: &str, list: &KvList, told: &mut BTreeMap<String, String>) {
        self.tell_pairs(&format!("{name}."), list, told);
    }

    fn tell_pairs(&self, before: &str, list: &KvList, told: &mut BTreeMap<String, String>) {
        for pair in list {
            let key = format!("{before}{}", self.number(&pair.key));
            match &pair.value {
                KvValue::List(inner) => self.tell_pairs(&format!("{key}{WITHIN}"), inner, told),
                KvValue::String(text) => {
                    told.insert(key, self.number(text).to_owned());
                }
                KvValue::Integer(number) => {
                    told.insert(key, number.to_string());
                }
                KvValue::Binary(bytes) | KvValue::Opaque { bytes, .. } => {
                    told.insert(key, format!("{bytes:02x?}"));
                }
            }
        }
    }

    fn call_text(&self, conn: u64) -> String {
        // A run speaks of its own calls, which are no keys here.
        let of_run = self.calls.is_empty().then_some(conn);
        let call = self.call(conn).or(of_run);
        call.map_or_else(|| "a call of its own".to_owned(), |call| format!("{call:016x}"))
    }
}

/// How often two names were seen in the same place.
#[derive(Debug)]
struct Votes<T>(BTreeMap<(T, T), (usize, usize)>);

impl<T> Default for Votes<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T: Ord + Clone> Votes<T> {
    fn cast(&mut self, ours: T, theirs: T) {
        let order = self.0.len();
        self.0.entry((ours, theirs)).or_insert((0, order)).0 += 1;
    }

    /// The pairs with the most votes, each name once; what is known beforehand stands.
    fn elect(self, known: BTreeMap<T, T>) -> BTreeMap<T, T> {
        let mut votes: Vec<_> = self.0.into_iter().collect();
        votes.sort_by_key(|(_, (count, order))| (std::cmp::Reverse(*count), *order));
        let mut taken: BTreeSet<T> = known.values().cloned().collect();
        let mut elected = known;
        for ((ours, theirs), _) in votes {
            if !elected.contains_key(&ours) && taken.insert(theirs.clone()) {
                elected.insert(ours, theirs);
            }
        }
        elected
    }
}

fn vote(log: &Message, run: &Message, calls: &mut Votes<u64>, numbers: &mut Votes<String>) {
    for id in CALLS {
        if let (Some(ours), Some(theirs)) = (log.conn_id(*id), run.conn_id(*id)) {
            calls.cast(ours, theirs);
        }
    }
    for id in NUMBERS {
        if let (Some(ours), Some(theirs)) = (log.string(*id), run.string(*id)) {
            numbers.cast(ours.to_owned(), theirs.to_owned());
        }
    }
}

fn numbers_in<'a>(said: &[&'a Said]) -> BTreeSet<&'a str> {
    let of = |said: &&'a Said| NUMBERS.iter().filter_map(|id| said.message.string(*id));
    said.iter().flat_map(of).collect()
}

/// A value as a trace shows it: codes by their names.
fn text(attribute: &Attribute) -> String {
    let alone = Message { kind: MessageType(0), attributes: vec![attribute.clone()] };
    let line = alone.one_line();
    line.split_once('=').map(|(_, value)| value.to_owned()).unwrap_or_default()
}

/// Attributes that name calls.
const CALLS: &[A] = &[A::CONN_ID, A::PREVIOUS_CONN_ID, A::TRANSFER_CONN_ID, A::CONFERENCE_CONN_ID];
/// Attributes that name telephones, queues, people.
const NUMBERS: &[A] = &[
    A::THIS_DN,
    A::OTHER_DN,
    A::THIRD_PARTY_DN,
    A::THIS_QUEUE,
    A::OTHER_QUEUE,
    A::THIRD_PARTY_QUEUE,
    A::ANI,
    A::DNIS,
    A::DIALED_NUMBER,
    A::AGENT_ID,
];
/// Attributes that only the log has and that are not compared, with the reason.
pub(super) fn meaningless(log: &[&Said], run: &[&Said]) -> Vec<(A, &'static str)> {
    let has = |side: &[&Said], id: A| side.iter().any(|said| said.message.get(id).is_some());
    let of_the_log = |id: A| {
        let mut kinds = log.iter().filter(|said| said.message.get(id).is_some());
        kinds.any(|said| run.iter().any(|other| other.message.kind == said.message.kind))
    };
    UNTOLD.iter().copied().filter(|(id, _)| of_the_log(*id) && !has(run, *id)).collect()
}

/// What stands between the key of a list and a key within it.
pub(super) const WITHIN: &str = " > ";

fn is_untold(id: A) -> bool {
    UNTOLD.iter().any(|(untold, _)| *untold == id)
}

/// Attributes that are not compared, and why: they mean nothing on the other side.
const UNTOLD: &[(A, &str)] = &[
    (A::TIME_IN_SECS, "every run has its own clock"),
    (A::TIME_IN_USECS, "every run has its own clock"),
    (A::EVENT_SEQUENCE_NUMBER, "counts what the server has sent since it was started"),
    (A::REFERENCE_ID, "counts what the client has asked"),
    (A::CALL_UUID, "a random name"),
    (A::ORIG_CALL_UUID, "a random name"),
    (A::CALL_ID, "the switch's own number of the call"),
    (A::SESSION_ID, "a random name"),
    (A::APPLICATION_NAME, "what the server or the client is called on that site"),
    (A::SERVER_VERSION, "the server's own"),
    (A::CAPABILITIES, "the server's own"),
    (A::PASSWORD, "no log has it"),
    (A::ERROR_MESSAGE, "the server's own words; the number of the error is compared"),
    (
        A::PROPAGATED_CALL_TYPE,
        "repeats the type of the call at the site where it began; the emulator is one site",
    ),
];
