//! How a story writes requests, replies and events.

use std::{fmt::Write as _, time::Duration};

use gateway_core::{
    call::CallView,
    feature::Features,
    fields::{FieldError, Fields, Place},
    id::CallKey,
    notice::Value,
    refusal::Refusal,
    reply::{Answer, Events, Reply, Snapshot},
    request::{Envelope, Request},
    session::SessionId,
    statistics::{Measure, Statistics},
    time::Timestamp,
};

/// Reads `NAME key=value … [ref=…] [async]`.
pub(crate) fn read(words: &[&str], session: Option<SessionId>) -> Result<Envelope, FieldError> {
    let (name, words) = words.split_first().expect("a request");
    let mut fields = Fields::new(Place::default());
    let (mut reference, mut asynchronous) = (None, false);
    for word in words {
        match word.split_once('=') {
            None if *word == "async" => asynchronous = true,
            None => panic!("cannot read `{word}`"),
            Some(("ref", text)) => reference = Some(text.to_owned()),
            Some(("call", call)) => {
                let key = format!("{:016x}", key(call).0);
                fields.push("call", None, &key, Place::default())?;
            }
            Some((name, text)) => match name.split_once('.') {
                Some((name, key)) => {
                    fields.push(name, Some(key.to_owned()), text, Place::default())?;
                }
                None => fields.push(name, None, text, Place::default())?,
            },
        }
    }
    let request = Request::read(name, &mut fields, Place::default())?;
    Ok(Envelope { session, reference, asynchronous, request })
}

/// Reads `c1`.
pub(crate) fn key(text: &str) -> CallKey {
    CallKey(u64::from_str_radix(text.strip_prefix('c').expect(text), 16).expect(text))
}

pub(crate) fn show(who: &str, reply: &Reply, now: Timestamp, out: &mut String) {
    write!(out, "    {who} <- {}", reply.request).unwrap();
    if let Some(reference) = &reply.reference {
        write!(out, " ref={reference}").unwrap();
    }
    match &reply.answer {
        Answer::Done => out.push_str(" ok"),
        Answer::Opened { snapshot, .. } => {
            out.push_str(" ok");
            show_snapshot(snapshot, out);
        }
        Answer::Call(call) => write!(out, " ok call={}", name(*call)).unwrap(),
        Answer::Snapshot(snapshot) => {
            out.push_str(" ok");
            show_snapshot(snapshot, out);
        }
        Answer::Statistics(statistics) => {
            let Statistics { scope, interval, from, until, figures, .. } = &**statistics;
            let (scope, interval) = (scope.word(), interval.word());
            write!(out, " ok {scope} {interval} {from}..{until}").unwrap();
            let mut shown = figures.iter().filter(|(_, measure)| !is_nought(*measure));
            shown.try_for_each(|(it, value)| write!(out, " {}={value}", it.row().name)).unwrap();
        }
        Answer::Events(events) => {
            writeln!(out, " ok last={}", events.last).unwrap();
            return show_events(who, events, now, out);
        }
        Answer::Pending { .. } => out.push_str(" pending"),
        Answer::Refused(refusal) => show_refusal(refusal, out),
    }
    out.push('\n');
}

/// Figures that are nought are left out in stories.
fn is_nought(measure: Measure) -> bool {
    matches!(measure, Measure::Whole(0) | Measure::Time(Duration::ZERO))
}

pub(crate) fn show_events(who: &str, events: &Events, now: Timestamp, out: &mut String) {
    if let Some(snapshot) = &events.snapshot {
        write!(out, "    {who} <").unwrap();
        show_snapshot(snapshot, out);
        out.push('\n');
    }
    for notice in &events.notices {
        write!(out, "    {who} < {}", notice.name()).unwrap();
        notice.attributes(&mut |name, value| show_value(name, value, now, out));
        if let Some(call) = notice.call() {
            show_inside(call, out);
        }
        if let Some(refusal) = notice.refusal() {
            show_refusal(refusal, out);
        }
        out.push('\n');
    }
}

fn show_snapshot(snapshot: &Snapshot, out: &mut String) {
    let Snapshot { number, dn, link_up, agent, features, calls, .. } = snapshot;
    let link = if *link_up { "up" } else { "down" };
    write!(out, " SNAPSHOT number={number} dn={dn} link={link} agent={}", agent.word()).unwrap();
    if *features != Features::default() {
        features.attributes(&mut |name, value| show_value(name, value, Timestamp(0), out));
    }
    for call in calls {
        out.push_str("\n        ");
        call.attributes(&mut |name, value| show_value(name, value, Timestamp(0), out));
        show_inside(call, out);
    }
}

fn show_inside(call: &CallView, out: &mut String) {
    for (key, value) in &call.data {
        write!(out, " data.{key}={value}").unwrap();
    }
    for beside in &call.beside {
        let actions = beside.actions.join(",");
        write!(out, " beside[{} {} {actions}]", name(beside.call), beside.state.word()).unwrap();
    }
}

fn show_refusal(refusal: &Refusal, out: &mut String) {
    write!(out, " error {}", refusal.code.row().name).unwrap();
    if let Some(state) = refusal.state {
        write!(out, " state={state}").unwrap();
    }
    if let Some(code) = refusal.middleware_code {
        write!(out, " middleware={code}").unwrap();
    }
    write!(out, " ({refusal})").unwrap();
}

fn show_value(attribute: &str, value: Value<'_>, now: Timestamp, out: &mut String) {
    let text = match value {
        Value::Word(word) => word.to_owned(),
        Value::Text(text) => text.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Time(time) if time == now => return,
        Value::Time(time) => time.to_string(),
        Value::Call(call) => name(call),
        Value::Dns(dns) => dns.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
        Value::Words(words) => words.join(","),
    };
    write!(out, " {attribute}={text}").unwrap();
}

fn name(call: CallKey) -> String {
    format!("c{:x}", call.0)
}
