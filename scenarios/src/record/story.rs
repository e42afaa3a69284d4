//! What was done and seen as a scenario, its expectations filled in.

use std::{collections::BTreeSet, time::Duration};

use scenario_lang::{
    Scenario, Spanned,
    step::{Check, Event, Lens, Pair, Step, Who},
};
use switch_sim::time::SimTime;

use super::{Entry, Recorder, UNTOLD_WAIT, What};
use crate::{check, desktop::Seen};

impl Recorder {
    /// The story so far: what was done, when, what every desktop saw, and how everything stands.
    pub fn scenario(&mut self, title: &str, world: &str) -> Scenario {
        let mut story = Story { clock: SimTime::ZERO, steps: Vec::new() };
        for entry in &self.entries {
            story.tell(self, entry);
        }
        if story.clock < self.now() {
            story.wait_until(self.now());
        }
        let mut steps = story.steps;
        steps.extend(self.checks().into_iter().map(Step::Check).map(unplaced));
        Scenario {
            title: unplaced(title.to_owned()),
            world: unplaced(world.to_owned()),
            tags: Vec::new(),
            under: Vec::new(),
            golden: vec![Lens::Ptc],
            steps,
        }
    }

    /// The last lines of the story as they would be written; without the closing checks.
    pub fn last_lines(&self, count: usize) -> Vec<String> {
        let from = self.entries.len().saturating_sub(count);
        let mut story = Story { clock: SimTime::ZERO, steps: Vec::new() };
        let before = from.checked_sub(1).and_then(|place| self.entries.get(place));
        story.clock = before.map_or(SimTime::ZERO, |entry| entry.until);
        for entry in self.entries.iter().skip(from) {
            story.tell(self, entry);
        }
        let scenario = Scenario { steps: story.steps, ..Scenario::default() };
        let text = scenario_lang::print(&scenario);
        let lines: Vec<&str> = text.lines().skip(HEAD_LINES).collect();
        let from = lines.len().saturating_sub(count);
        lines.into_iter().skip(from).map(str::to_owned).collect()
    }

    /// How everything stands that the story speaks of.
    fn checks(&mut self) -> Vec<Check> {
        let mut people = BTreeSet::new();
        let mut calls = Vec::new();
        for entry in &self.entries {
            match &entry.what {
                What::Step(step) => name_all(step, &mut people, &mut calls),
                What::Seen(who, _) => {
                    people.insert(who.clone());
                }
            }
        }
        let mut checks: Vec<Check> = Vec::new();
        for call in calls.iter().rev().take(CHECKED_CALLS).rev() {
            checks.extend(self.call_check(call));
        }
        let people = people.into_iter().filter(|who| self.is_person(who)).collect::<Vec<_>>();
        for who in people {
            let keys = ["state", "calls"];
            let pairs = keys
                .into_iter()
                .filter_map(|key| Some(pair(key, &check::agent(&mut self.stage, &who, key).ok()?)));
            let pairs: Vec<Pair> = pairs.collect();
            if !pairs.is_empty() {
                checks.push(Check { pairs, ..nothing_of(&who) });
            }
        }
        checks
    }

    fn call_check(&self, name: &str) -> Option<Check> {
        self.stage.names.id(name)?;
        let Some(id) = self.call_named(name) else {
            return Some(Check { words: vec![unplaced("gone".to_owned())], ..nothing_of(name) });
        };
        let call = self.rig().switch().call(id)?;
        let mut names: Vec<String> =
            call.parties.iter().map(|party| self.stage.party_name(id, party.device)).collect();
        names.sort();
        let known = names.iter().all(|name| self.is_person(name) || self.is_outside(name));
        known.then(|| Check { pairs: vec![pair("parties", &names.join(","))], ..nothing_of(name) })
    }
}

/// The lines of a story as it is told, and the moment it has come to.
struct Story {
    clock: SimTime,
    steps: Vec<Spanned<Step>>,
}

impl Story {
    fn tell(&mut self, recorder: &Recorder, entry: &Entry) {
        match &entry.what {
            What::Step(step) => {
                if self.clock < entry.at {
                    self.wait_until(entry.at);
                }
                self.steps.push(unplaced(step.clone()));
            }
            What::Seen(who, seen) => {
                let waited = entry.at - self.clock;
                let within = (waited > UNTOLD_WAIT).then(|| whole_seconds(waited));
                let event = event(recorder, who, seen, within);
                self.steps.push(unplaced(Step::Event(event)));
            }
        }
        self.clock = self.clock.max(entry.until);
    }

    fn wait_until(&mut self, moment: SimTime) {
        self.steps.push(unplaced(Step::Wait(moment - self.clock)));
        self.clock = moment;
    }
}

/// An event with what it says beyond the ordinary.
fn event(recorder: &Recorder, who: &str, seen: &Seen, within: Option<Duration>) -> Event {
    let name_of = |id: &str| recorder.stage.names.name_of(id).map(str::to_owned);
    let call = seen.value("call").and_then(name_of);
    let about_agent = seen.value("call").is_none();
    let told = seen.values.iter().filter(|(key, _)| {
        TOLD.contains(&key.as_str())
            || key.starts_with("data.")
            || (about_agent && key.as_str() == "state")
    });
    let pairs = told.filter_map(|(key, value)| match key.as_str() {
        "previous" | "consult_of" => name_of(value).map(|name| pair(key, &name)),
        _ => Some(pair(key, value)),
    });
    Event {
        who: unplaced(Who::from(who.to_owned())),
        name: unplaced(seen.name.clone()),
        operand: call.map(unplaced),
        pairs: pairs.collect(),
        within,
    }
}

/// How many bytes a step takes in a file, about; with the wait before it.
pub(super) fn length(step: &Step) -> usize {
    let own = match step {
        Step::Request(request) => request.to_string().len(),
        Step::Event(event) => event.to_string().len(),
        Step::Check(check) => check.to_string().len(),
        Step::Fault(fault) => fault.to_string().len(),
        Step::Wait(_)
        | Step::Quiet(_)
        | Step::Together(_)
        | Step::AnyOrder(_)
        | Step::Never { .. }
        | Step::Repeat { .. } => 0,
    };
    let inner: usize = step.inner().iter().map(|step| length(&step.value)).sum();
    own + inner + SURROUNDINGS
}

/// How many bytes an event takes in a file, about.
pub(super) fn length_seen(seen: &Seen) -> usize {
    let told = seen.values.iter();
    let told = told.filter(|(key, _)| TOLD.contains(&key.as_str()) || key.starts_with("data."));
    let pairs: usize = told.map(|(key, value)| key.len() + value.len() + 4).sum();
    seen.name.len() + pairs + SURROUNDINGS
}

/// Who acts in a step, and the calls that begin in it.
fn name_all(step: &Step, people: &mut BTreeSet<String>, calls: &mut Vec<String>) {
    if let Step::Request(request) = step {
        people.insert(request.who.value.name.clone());
        calls.extend(request.names.iter().map(|name| name.value.clone()));
    }
    for step in step.inner() {
        name_all(&step.value, people, calls);
    }
}

fn nothing_of(what: &str) -> Check {
    let what = unplaced(what.to_owned());
    Check { what, words: Vec::new(), pairs: Vec::new(), within: None }
}

fn pair(key: &str, value: &str) -> Pair {
    Pair { key: unplaced(key.to_owned()), value: unplaced(value.to_owned()) }
}

fn unplaced<T>(value: T) -> Spanned<T> {
    Spanned::new(value, Default::default())
}

fn whole_seconds(time: Duration) -> Duration {
    Duration::from_secs(time.as_secs() + u64::from(time.subsec_millis() > 0))
}

/// What a story says of an event, beside its name, its call and the call's data.
const TOLD: [&str; 10] = [
    "ani",
    "dnis",
    "queue",
    "other",
    "consult_of",
    "cause",
    "change",
    "party",
    "previous",
    "reason",
];
/// What stands around a line: a name, a sign, blanks, a wait.
const SURROUNDINGS: usize = 40;
/// At most so many calls are looked at when the story ends.
const CHECKED_CALLS: usize = 50;
/// What a printed scenario has before its first step.
const HEAD_LINES: usize = 4;
