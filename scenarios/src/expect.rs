//! Expectations: does an event fit, and if none does, which came nearest and in what it differs.

use std::time::Duration;

use scenario_lang::step::Event;
use switch_sim::time::SimTime;

use crate::{desktop::Seen, names::Names, stage::Stage};

/// An event that the story waits for, with names resolved.
#[derive(Clone, Debug)]
pub(crate) struct Expectation {
    pub(crate) who: String,
    name: String,
    wants: Vec<Want>,
    /// The story's name of a call that nobody has named yet: before a real switch, the event shows its id.
    unnamed: Option<String>,
    pub(crate) within: Duration,
}

/// One thing an event must say.
#[derive(Clone, Debug)]
struct Want {
    /// The key in the story.
    key: String,
    /// The event's own name for it.
    attribute: String,
    /// The value as the story writes it.
    value: String,
    /// What the event may say: the value itself, or the ids and numbers that the name stands for.
    accepted: Vec<String>,
}

/// The event that came closest to an expectation, and every point where it differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearest {
    pub at: SimTime,
    pub event: String,
    pub differences: Vec<String>,
}

impl Expectation {
    /// Resolves an event line of the story.
    pub(crate) fn new(stage: &Stage, event: &Event) -> Self {
        let named = |call: &str| stage.live.is_none() || stage.names.id(call).is_some();
        let unnamed = event.operand.as_ref().map(|call| &call.value).filter(|call| !named(call));
        let call = event.operand.iter().map(|call| ("call", &call.value));
        let call = call.filter(|_| unnamed.is_none());
        let pairs = event.pairs.iter().map(|pair| (pair.key.value.as_str(), &pair.value.value));
        let wants = call.chain(pairs).map(|(key, value)| Want {
            key: key.into(),
            attribute: if key == "from" { "other".into() } else { key.into() },
            value: value.clone(),
            accepted: meanings(stage, value),
        });
        Self {
            who: event.who.value.name.clone(),
            name: event.name.value.clone(),
            wants: wants.collect(),
            unnamed: unnamed.cloned(),
            within: event.within.unwrap_or(DEFAULT_BOUND),
        }
    }

    /// Whether the event is what the story waits for.
    pub(crate) fn fits(&self, seen: &Seen) -> bool {
        seen.name == self.name && self.wants.iter().all(|want| want.difference(seen).is_none())
    }

    /// Gives a call that the event shows the name that the story has for it.
    pub(crate) fn name_call(&self, seen: &Seen, names: &mut Names) {
        if let (Some(name), Some(id)) = (&self.unnamed, seen.value("call")) {
            names.bind(name, id);
        }
    }

    /// Among the events, the one that differs least; events of another name do not count.
    pub(crate) fn nearest<'a>(&self, events: impl Iterator<Item = &'a Seen>) -> Option<Nearest> {
        events
            .filter(|seen| seen.name == self.name)
            .map(|seen| Nearest {
                at: seen.at,
                event: seen.line(),
                differences: self.wants.iter().filter_map(|want| want.difference(seen)).collect(),
            })
            .min_by_key(|nearest| nearest.differences.len())
    }
}

impl Want {
    /// How the event differs in this point, in words.
    fn difference(&self, seen: &Seen) -> Option<String> {
        let Self { key, attribute, value, accepted } = self;
        match seen.value(attribute) {
            None => Some(format!("- {key}={value} is not in the event")),
            Some(actual) if accepted.iter().any(|accepted| accepted == actual) => None,
            Some(actual) => Some(format!("~ {key}: expected {value}, the event says {actual}")),
        }
    }
}

/// What a value of the story may stand for: itself, a call's id, somebody's numbers.
fn meanings(stage: &Stage, value: &str) -> Vec<String> {
    let mut meanings = vec![value.to_owned()];
    meanings.extend(stage.names.id(value).map(str::to_owned));
    meanings.extend(stage.numbers_of(value));
    meanings
}

/// How long an event is waited for when the story does not say.
const DEFAULT_BOUND: Duration = Duration::from_secs(5);
