//! What a step must send: every event, no further ones, in any order (the order within a cell of
//! a call model is not guaranteed; the order of the steps is).
//!
//! `A < Released ConnID=1 OtherDN=B CallState=Ok` names the event's attributes. A letter is that
//! party's number, a small number a call, found out at its first mention. `X=-` means absent. The
//! attributes of [`STRICT`] are absent unless named; `OtherDN=B?` may be absent. `Ref` means that
//! the event answers the step's request, which no other event may claim; `Late`, one of a step
//! before.

use tserver_wire::{AttributeId as A, KvValue, Message, MessageType, Shape, Value};

use crate::story::Names;

/// One event that must come.
#[derive(Clone, Debug)]
pub(crate) struct Expectation {
    who: String,
    kind: MessageType,
    attributes: Vec<(A, String)>,
    answers: bool,
    answers_late: bool,
}

impl Expectation {
    pub(crate) fn parse(who: &str, kind: &str, pairs: &[&str]) -> Result<Self, String> {
        let kind = MessageType::from_name(&format!("Event{kind}")).ok_or("no such event")?;
        let mut attributes = Vec::new();
        for pair in pairs.iter().filter(|pair| !["Ref", "Late"].contains(pair)) {
            let (key, value) = pair.split_once('=').ok_or("not key=value")?;
            let id = A::from_name(key).ok_or_else(|| format!("no attribute {key}"))?;
            attributes.push((id, value.to_owned()));
        }
        Ok(Self {
            who: who.to_owned(),
            kind,
            attributes,
            answers: pairs.contains(&"Ref"),
            answers_late: pairs.contains(&"Late"),
        })
    }

    /// Why an event is not the one expected; none: it is.
    fn mismatch(&self, event: &Message, names: &Names) -> Option<String> {
        if event.kind != self.kind {
            return Some(format!("{} is not {}", event.kind, self.kind));
        }
        let this = (A::THIS_DN, if self.who == "?" { "-".to_owned() } else { self.who.clone() });
        for (id, value) in self.attributes.iter().chain([&this]) {
            let found = event.get(*id).map(|found| show(*id, found, names));
            let wanted = value.trim_end_matches('?');
            let may_lack = value.ends_with('?') || value == "-";
            match found {
                None if may_lack => {}
                None => return Some(format!("{id} is absent, expected {wanted}")),
                Some(found) if agrees(*id, &found, wanted, names) => {}
                Some(found) => return Some(format!("{id} is {found}, expected {wanted}")),
            }
        }
        let named = |id: &A| self.attributes.iter().any(|(named, _)| named == id);
        if let Some(id) = STRICT.iter().find(|id| !named(id) && event.get(**id).is_some()) {
            return Some(format!("{id} is there, and not expected"));
        }
        let reference = event.integer(A::REFERENCE_ID);
        if self.answers_late {
            return reference.is_none().then(|| "ReferenceID is absent".to_owned());
        }
        let expected = if self.answers { names.reference } else { None };
        (reference != expected).then(|| format!("ReferenceID is {reference:?}, not {expected:?}"))
    }

    /// Takes note of calls that the event mentions for the first time.
    fn learn(&self, event: &Message, names: &mut Names) {
        for (id, value) in &self.attributes {
            if let Some(conn) = event.conn_id(*id) {
                names.conns.entry(value.trim_end_matches('?').to_owned()).or_insert(conn);
            }
        }
    }
}

/// Checks a step.
pub(crate) fn check_step(
    step: &str,
    expected: &[Expectation],
    events: &[Message],
    names: &mut Names,
) {
    let mut left: Vec<&Message> = events.iter().collect();
    for expectation in expected {
        let at = left.iter().position(|event| expectation.mismatch(event, names).is_none());
        let Some(at) = at else { panic!("{}", explain(step, expectation, &left, names)) };
        expectation.learn(left.remove(at), names);
    }
    let lines: Vec<String> = left.iter().map(|event| event.one_line()).collect();
    assert!(left.is_empty(), "{step}: not expected:\n{}", lines.join("\n"));
}

/// The attributes that the call models are about: there only when a model says so.
const STRICT: &[A] = &[
    A::OTHER_DN,
    A::THIRD_PARTY_DN,
    A::THIS_QUEUE,
    A::PREVIOUS_CONN_ID,
    A::TRANSFER_CONN_ID,
    A::REASONS,
];

fn explain(step: &str, expected: &Expectation, left: &[&Message], names: &Names) -> String {
    let why_not = |event: &&Message| {
        let why = expected.mismatch(event, names).unwrap_or_default();
        format!("  {}\n    {why}\n", event.one_line())
    };
    let others: String = left.iter().map(why_not).collect();
    format!("{step}: {} < {} did not come\n{others}", expected.who, expected.kind)
}

/// Whether a value shown is the one wanted; a call without a name yet is any call without one.
fn agrees(id: A, found: &str, wanted: &str, names: &Names) -> bool {
    let is_conn = matches!(id.shape(), Some(Shape::Connection));
    match names.conns.get(wanted) {
        _ if wanted == "*" => true,
        None if is_conn => !names.conns.keys().any(|name| name == found),
        _ => found == wanted || found == names.dn(wanted),
    }
}

/// A value as stories write it.
fn show(id: A, value: &Value, names: &Names) -> String {
    match (value, id.shape()) {
        (Value::String(text), _) => text.clone(),
        (Value::Integer(code), Some(Shape::Coded(name_of) | Shape::Glossed(name_of))) => {
            name_of(*code).map_or_else(|| code.to_string(), str::to_owned)
        }
        (Value::Integer(number), _) => number.to_string(),
        (Value::Unsigned64(conn), _) => {
            let known = names.conns.iter().find(|(_, known)| *known == conn);
            known.map_or_else(|| format!("call {conn:016x}"), |(name, _)| name.clone())
        }
        (Value::List(list), _) => {
            let text = |value: &KvValue| match value {
                KvValue::String(text) => text.clone(),
                KvValue::Integer(number) => number.to_string(),
                KvValue::List(_) | KvValue::Binary(_) | KvValue::Opaque { .. } => {
                    format!("{value:?}")
                }
            };
            let pairs = list.iter().map(|pair| format!("{}:{}", pair.key, text(&pair.value)));
            pairs.collect::<Vec<_>>().join(",")
        }
        (other, _) => format!("{other:?}"),
    }
}
