//! A report of the switch as a line of a golden: its fields by their names in the code, devices by
//! their numbers, and without what says nothing.

use std::fmt::Write as _;

use switch_sim::{
    event::{Event, Report},
    id::{CallId, DeviceId, VectorId},
    switch::Switch,
};

/// One event: when, what, and `(timer)` when no action caused it.
pub(crate) fn line(switch: &Switch, event: &Event) -> String {
    let cause = if event.action.is_none() { "  (timer)" } else { "" };
    format!("    {:<9} {}{cause}\n", event.at.to_string(), words(switch, &event.report))
}

/// How a call stands in its vector: step, what the caller hears, digits.
pub(crate) fn look(switch: &Switch, call: &str) -> String {
    let Some(call) = switch.call(CallId(call.parse().unwrap())) else {
        return "    gone\n".to_owned();
    };
    let step = call.vector_step().map_or_else(String::new, |(vector, step)| {
        format!(" at={}.{step:02}", switch.vector(vector).unwrap().name)
    });
    let hears = call.hears().map_or_else(String::new, |feedback| format!(" hears={feedback}"));
    let voices = call.parties.iter().filter_map(|party| {
        let voices =
            call.voices_at(party.device).map(|device| switch.device(device).number.as_str());
        let voices: Vec<_> = voices.collect();
        let listener = &switch.device(party.device).number;
        (!voices.is_empty()).then(|| format!(" {listener}<{}", voices.join("+")))
    });
    let voices: String =
        if call.vector_step().is_none() { voices.collect() } else { String::new() };
    let digits = call.digits().filter(|digits| !digits.is_empty());
    let digits = digits.map_or_else(String::new, |digits| format!(" digits={digits}"));
    format!("    {} {step}{hears}{digits}{voices}\n", switch.now())
}

/// What is left at the end of a story.
pub(crate) fn rest(switch: &Switch) -> String {
    let mut left = String::new();
    for call in switch.calls() {
        let party = |party: &switch_sim::call::Party| {
            format!("{} {:?}", switch.device(party.device).number, party.state)
        };
        let parties: Vec<_> = call.parties.iter().map(party).collect();
        writeln!(left, "left: call {}: {}", call.id.0, parties.join(", ")).unwrap();
    }
    for agent in switch.devices().filter_map(|device| switch.agent_at(device.id)) {
        writeln!(left, "left: agent {} {:?}", agent.name, agent.state).unwrap();
    }
    left
}

fn words(switch: &Switch, report: &Report) -> String {
    let mut text = format!("{report:?}");
    text = without_wrapper(&text, "CallId(", |id| id.to_owned());
    text = without_wrapper(&text, "DeviceId(", |id| {
        switch.device(DeviceId(id.parse().unwrap())).number.to_string()
    });
    text = without_wrapper(&text, "VectorId(", |id| {
        switch.vector(VectorId(id.parse().unwrap())).unwrap().name.to_string()
    });
    text = without_wrapper(&text, "Some(", |value| value.to_owned());
    let (what, fields) = text.trim_end_matches(" }").split_once(" { ").unwrap();
    let says_something = |field: &&str| {
        !["None", "[]", "false", "Alone"]
            .iter()
            .any(|nothing| field.ends_with(&format!(": {nothing}")))
    };
    let fields: Vec<_> = fields.split(", ").filter(says_something).collect();
    format!("{what} {}", fields.join(" ").replace(": ", "="))
}

/// The text with each `WRAPPER(value)` replaced by what is made of the value.
fn without_wrapper(text: &str, wrapper: &str, make: impl Fn(&str) -> String) -> String {
    let mut parts = text.split(wrapper);
    let mut plain = parts.next().unwrap().to_owned();
    for part in parts {
        let (value, after) = part.split_once(')').unwrap();
        plain.push_str(&make(value));
        plain.push_str(after);
    }
    plain
}
