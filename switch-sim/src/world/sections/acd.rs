//! The sections about queues and the agents who serve them.

use std::{collections::BTreeMap, time::Duration};

use toml::de::DeValue;

use crate::{
    limits,
    queue::{CallHandling, CallMeasure, Order, Rings, Selection},
    world::{
        Acd, AfterCallWork, Assigned, ExpectedWait, Level, MultipleCalls, Post, Queue, Serves,
        Unanswered,
        mistake::Mistakes,
        reader::{Fields, Text, Value, duration, in_order, note_duration, one_of},
        sections::Reading,
    },
};

impl Reading<'_> {
    pub(super) fn queue<'t>(&mut self, name: &Text, value: &'t Value<'t>) {
        let keys = [
            "dn",
            "skill",
            "capacity",
            "after_call_work",
            "ring_limit",
            "service_levels",
            "informs_host",
            "messaging",
            "attendants",
            "selection",
            "multiple_calls",
            "ring_further_after",
            "no_answer_reason",
            "no_answer_number",
            "service_objective",
            "reserve_thresholds",
        ];
        let fields = Fields::new("a queue", name.at.clone(), value, &keys, self.mistakes);
        let Some(mut fields) = fields else { return };
        let dn = fields.required_number("dn");
        let skill = fields.integer("skill", 1, limits::SKILLS);
        let capacity = fields.integer("capacity", 0, limits::QUEUE_CAPACITY as u64);
        let after_call_work = fields.text("after_call_work");
        let ring_limit = fields.duration("ring_limit");
        let informs_host = fields.boolean("informs_host").unwrap_or(false);
        let serves = serves(&mut fields);
        let selection = one_of(&mut fields, "selection", &SELECTIONS).unwrap_or_default();
        let multiple_calls = one_of(&mut fields, "multiple_calls", &MULTIPLE).unwrap_or_default();
        let ring_further_after = ring_further_after(&mut fields, selection);
        let reason = fields.text("no_answer_reason").map(|reason| reason.text);
        let number = fields.number("no_answer_number");
        let service_objective = fields.duration("service_objective");
        let thresholds = fields.durations("reserve_thresholds", 2).unwrap_or_default();
        if let [first, second] = thresholds[..]
            && first > second
        {
            let at = fields.value("reserve_thresholds").map_or(0..0, |value| value.span());
            fields.mistakes().note(at, "the second threshold is below the first");
        }
        let service_levels = fields.durations("service_levels", limits::SERVICE_LEVELS);
        let after_call_work = after_call_work.and_then(|text| after_work(&text, self.mistakes));
        self.dialled_references.extend(number.clone());
        self.people.take(name, format!("the queue `{}`", name.text), self.mistakes);
        self.devices += 1;
        let dn = dn.map(|dn| self.take_number(&dn, format!("the queue `{}`", name.text)));
        let service_levels =
            service_levels.unwrap_or_else(|| limits::SERVICE_LEVELS_DEFAULT.into());
        let capacity = capacity.and_then(|capacity| usize::try_from(capacity).ok());
        self.world.queues.push(Queue {
            name: name.text.clone(),
            dn: dn.unwrap_or_default(),
            skill: skill.and_then(|skill| u16::try_from(skill).ok()),
            capacity: capacity.unwrap_or(limits::QUEUE_CAPACITY_DEFAULT),
            after_call_work: after_call_work.unwrap_or(AfterCallWork::Manual),
            ring_limit,
            service_levels,
            informs_host,
            serves,
            selection,
            multiple_calls,
            ring_further_after,
            unanswered: Unanswered { reason, number: number.map(|number| number.text) },
            service_objective,
            thresholds,
        });
    }
}

impl Reading<'_> {
    /// What holds for all queues.
    pub(super) fn acd<'t>(&mut self, section: &Text, value: &'t Value<'t>) {
        let keys = [
            "call_handling",
            "call_measure",
            "dynamic_thresholds",
            "mia_across_skills",
            "acw_is_idle",
            "serve_overdue_first",
            "expected_wait",
        ];
        let at = section.at.clone();
        let fields = Fields::new("[acd]", at, value, &keys, self.mistakes);
        let Some(mut fields) = fields else { return };
        let usual = Acd::default();
        if let Some(value) = fields.value("dynamic_thresholds") {
            let message = "thresholds are not tuned: the vendor has not published how";
            let help = "give each queue its `reserve_thresholds`";
            fields.mistakes().note_with_help(value.span(), message, help);
        }
        self.world.acd = Acd {
            call_handling: one_of(&mut fields, "call_handling", &HANDLINGS)
                .unwrap_or(usual.call_handling),
            call_measure: one_of(&mut fields, "call_measure", &MEASURES)
                .unwrap_or(usual.call_measure),
            mia_across_skills: fields
                .boolean("mia_across_skills")
                .unwrap_or(usual.mia_across_skills),
            acw_is_idle: fields.boolean("acw_is_idle").unwrap_or(usual.acw_is_idle),
            serve_overdue_first: fields
                .boolean("serve_overdue_first")
                .unwrap_or(usual.serve_overdue_first),
            expected_wait: one_of(&mut fields, "expected_wait", &EXPECTED_WAITS)
                .unwrap_or(usual.expected_wait),
        };
    }
}

/// What a person is as an agent; what is said of queues must be of those the person logs on to.
pub(super) fn post(fields: &mut Fields<'_, '_>, queues: &[Text]) -> Post {
    let handling = one_of(fields, "call_handling", &HANDLINGS);
    let is_port = fields.boolean("auto_available").unwrap_or(false);
    let direct = fields.text("direct_calls");
    let mut assigned: BTreeMap<String, Assigned> = BTreeMap::new();
    for (queue, value) in entries(fields, "levels", LEVELS) {
        match level(value) {
            Some(level) => assigned.entry(queue.text.clone()).or_default().level = level,
            None => fields.mistakes().note_with_help(
                value.span(),
                format!("`{}` has no level that there is", queue.text),
                LEVELS,
            ),
        }
        check_queue(&queue, queues, fields.mistakes());
    }
    for (queue, value) in entries(fields, "allotted", ALLOTTED) {
        let share = value.get_ref().as_integer().and_then(|share| share.as_str().parse().ok());
        match share.filter(|share| (1..=100).contains(share)) {
            Some(share) => assigned.entry(queue.text.clone()).or_default().allotted = share,
            None => fields.mistakes().note_with_help(
                value.span(),
                format!("`{}` has no share of 1 to 100", queue.text),
                ALLOTTED,
            ),
        }
        check_queue(&queue, queues, fields.mistakes());
    }
    if let Some(queue) = &direct {
        check_queue(queue, queues, fields.mistakes());
        let assigned = assigned.get(&queue.text);
        if assigned.is_some_and(|assigned| matches!(assigned.level, Level::Reserve(_))) {
            fields.mistakes().note_with_help(
                queue.at.clone(),
                format!("a reserve agent of `{}` takes no calls for one agent there", queue.text),
                "name a queue in which the agent has a level from 1 to 16",
            );
        }
    }
    Post { handling, is_port, direct: direct.map(|queue| queue.text), assigned }
}

fn check_queue(queue: &Text, queues: &[Text], mistakes: &mut Mistakes) {
    if !queues.iter().any(|known| known.text == queue.text) {
        let known = queues.iter().map(|known| known.text.as_str());
        mistakes.note_unknown(queue.at.clone(), "queue of this person", &queue.text, known);
    }
}

/// The entries of a table by queue.
fn entries<'t>(fields: &mut Fields<'t, '_>, key: &str, help: &str) -> Vec<(Text, &'t Value<'t>)> {
    let Some(value) = fields.value(key) else { return Vec::new() };
    match value.get_ref() {
        DeValue::Table(table) => in_order(table),
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Array(_) => {
            fields.mistakes().note_with_help(value.span(), format!("`{key}` is a table"), help);
            Vec::new()
        }
    }
}

/// A level: a number, or `r1`, `r2`.
fn level<'t>(value: &'t Value<'t>) -> Option<Level> {
    match value.get_ref() {
        DeValue::Integer(level) => {
            let level = level.as_str().parse().ok();
            level.filter(|level| (1..=Level::WORST).contains(level)).map(Level::Skill)
        }
        DeValue::String(text) => match text.as_ref() {
            "r1" => Some(Level::Reserve(1)),
            "r2" => Some(Level::Reserve(2)),
            _ => None,
        },
        DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Array(_)
        | DeValue::Table(_) => None,
    }
}

/// Keys of a person who is an agent.
pub(super) const KEYS: [&str; 5] =
    ["levels", "allotted", "call_handling", "auto_available", "direct_calls"];

const LEVELS: &str =
    "write levels = { sales = 1, support = \"r1\" }: 1, the best, to 16, or reserve";

const ALLOTTED: &str = "write allotted = { sales = 60, support = 40 }";

const HANDLINGS: [(&str, CallHandling); 3] = [
    ("greatest-need", CallHandling::GreatestNeed),
    ("skill-level", CallHandling::SkillLevel),
    ("percent-allocation", CallHandling::PercentAllocation),
];

const MEASURES: [(&str, CallMeasure); 2] =
    [("current-wait", CallMeasure::CurrentWait), ("predicted-wait", CallMeasure::PredictedWait)];

const EXPECTED_WAITS: [(&str, ExpectedWait); 5] = [
    ("advance", ExpectedWait::Advance),
    ("handling-time", ExpectedWait::HandlingTime),
    ("last-call", ExpectedWait::LastCall),
    ("head-of-line", ExpectedWait::HeadOfLine),
    ("hold-time", ExpectedWait::HoldTime),
];

const MULTIPLE: [(&str, MultipleCalls); 5] = [
    ("none", MultipleCalls::None),
    ("on-request", MultipleCalls::OnRequest),
    ("one-forced", MultipleCalls::OneForced),
    ("many-forced", MultipleCalls::ManyForced),
    ("one-per-skill", MultipleCalls::OnePerSkill),
];

/// The ways of choosing an agent, by the names of the vendors.
const SELECTIONS: [(&str, Selection); 24] = [
    ("ucd-mia", by_merit(Order::MostIdle)),
    ("ead-mia", by_level(Order::MostIdle)),
    ("ucd-loa", by_merit(Order::LeastOccupied)),
    ("ead-loa", by_level(Order::LeastOccupied)),
    ("ddc", by_merit(Order::First)),
    ("circular", by_merit(Order::Circular)),
    ("pad", by_merit(Order::Allotted)),
    ("slm", by_merit(Order::LeastHarm)),
    ("leastrecent", by_level(Order::MostIdle)),
    ("fewestcalls", by_level(Order::FewestCalls)),
    ("random", by_level(Order::Random)),
    ("rrmemory", by_level(Order::Circular)),
    ("rrordered", by_level(Order::Circular)),
    ("linear", by_level(Order::First)),
    ("wrandom", by_merit(Order::Weighted)),
    ("ringall", at_several(Rings::AtAll, by_level(Order::First))),
    ("ring-all", at_several(Rings::AtAll, by_merit(Order::First))),
    ("ring-progressively", at_several(Rings::AtOneMore, by_level(Order::First))),
    ("longest-idle-agent", by_level(Order::MostIdle)),
    ("round-robin", by_level(Order::Circular)),
    ("top-down", by_level(Order::First)),
    ("agent-with-least-talk-time", by_level(Order::LeastTalk)),
    ("agent-with-fewest-calls", by_level(Order::FewestCalls)),
    ("sequentially-by-agent-order", by_level(Order::First)),
];

const fn by_merit(order: Order) -> Selection {
    Selection { order, by_level: false, rings: Rings::AtOne }
}

const fn by_level(order: Order) -> Selection {
    Selection { order, by_level: true, rings: Rings::AtOne }
}

/// When a call rings at one more agent.
fn ring_further_after(fields: &mut Fields<'_, '_>, selection: Selection) -> Duration {
    let after = fields.duration("ring_further_after");
    if after.is_some() && selection.rings != Rings::AtOneMore {
        let at = fields.value("ring_further_after").map_or(0..0, |value| value.span());
        let message = "`ring_further_after` makes no sense with this selection";
        let help =
            "it is for selection = \"ring-progressively\", whose calls ring at ever more agents";
        fields.mistakes().note_with_help(at, message, help);
    }
    after.unwrap_or(limits::RING_FURTHER_DEFAULT)
}

/// The same choice, for calls that ring at several agents.
const fn at_several(rings: Rings, selection: Selection) -> Selection {
    Selection { rings, ..selection }
}

/// Who the agents of a queue are.
fn serves(fields: &mut Fields<'_, '_>) -> Serves {
    let messaging = fields.boolean("messaging").unwrap_or(false);
    let attendants = fields.boolean("attendants").unwrap_or(false);
    if messaging && attendants {
        let at = fields.at();
        fields
            .mistakes()
            .note(at, "the agents of a queue are ports of a messaging system or attendants");
    }
    match (messaging, attendants) {
        (true, _) => Serves::Messages,
        (false, true) => Serves::Attendants,
        (false, false) => Serves::Callers,
    }
}

/// What follows a call.
pub(super) fn after_work(text: &Text, mistakes: &mut Mistakes) -> Option<AfterCallWork> {
    match text.text.as_str() {
        "manual" => Some(AfterCallWork::Manual),
        "none" => Some(AfterCallWork::None),
        span => {
            let span = duration(span).map(AfterCallWork::Timed);
            if span.is_none() && text.text.starts_with(|c: char| c.is_ascii_digit()) {
                note_duration(text, mistakes);
            } else if span.is_none() {
                let known = ["manual", "none", "30s"].into_iter();
                mistakes.note_unknown(text.at.clone(), "after-call work", &text.text, known);
            }
            span
        }
    }
}
