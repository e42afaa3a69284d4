//! The sections about queues and the agents who serve them.

use crate::{
    limits,
    world::{
        AfterCallWork, Queue, Serves,
        mistake::Mistakes,
        reader::{Fields, Text, Value, duration, note_duration},
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
            "messaging",
            "attendants",
        ];
        let fields = Fields::new("a queue", name.at.clone(), value, &keys, self.mistakes);
        let Some(mut fields) = fields else { return };
        let dn = fields.required_number("dn");
        let skill = fields.integer("skill", 1, limits::SKILLS);
        let capacity = fields.integer("capacity", 0, limits::QUEUE_CAPACITY as u64);
        let after_call_work = fields.text("after_call_work");
        let ring_limit = fields.duration("ring_limit");
        let serves = serves(&mut fields);
        let service_levels = fields.durations("service_levels", limits::SERVICE_LEVELS);
        let after_call_work = after_call_work.and_then(|text| after_work(&text, self.mistakes));
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
            serves,
        });
    }
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
