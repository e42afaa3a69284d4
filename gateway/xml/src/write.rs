//! Replies and events to bytes: what is written here is well-formed whatever the values are.

use std::{fmt, io::Write as _};

use gateway_core::{
    call::{Beside, CallView},
    middleware::CallData,
    notice::{Notice, Value},
    refusal::Refusal,
    reply::{Answer, Events, Reply, Snapshot},
    statistics::Statistics,
};

use crate::{element::is_legal, escaped, time::Rfc3339};

/// Writes one reply as a document.
pub fn write_reply(reply: &Reply, out: &mut Vec<u8>) {
    out.reserve(TYPICAL_REPLY);
    out.extend_from_slice(b"<REPLY");
    attribute("request", reply.request, out);
    if let Some(reference) = &reply.reference {
        attribute("ref", reference, out);
    }
    attribute("result", result(&reply.answer), out);
    match &reply.answer {
        Answer::Done => empty(out),
        Answer::Call(call) => {
            display("call", call, out);
            empty(out);
        }
        Answer::Pending { session } => {
            if let Some(session) = session {
                display("session", session, out);
            }
            empty(out);
        }
        Answer::Opened { session, snapshot } => {
            display("session", session, out);
            out.push(b'>');
            write_snapshot(snapshot, out);
            end("REPLY", out);
        }
        Answer::Snapshot(snapshot) => {
            out.push(b'>');
            write_snapshot(snapshot, out);
            end("REPLY", out);
        }
        Answer::Statistics(statistics) => {
            out.push(b'>');
            write_statistics(statistics, out);
            end("REPLY", out);
        }
        Answer::Events(events) => write_events(events, out),
        Answer::Refused(refusal) => {
            out.push(b'>');
            write_error(refusal, out);
            end("REPLY", out);
        }
    }
}

fn result(answer: &Answer) -> &'static str {
    match answer {
        Answer::Done
        | Answer::Opened { .. }
        | Answer::Call(_)
        | Answer::Events(_)
        | Answer::Snapshot(_)
        | Answer::Statistics(_) => "ok",
        Answer::Pending { .. } => "pending",
        Answer::Refused(_) => "error",
    }
}

fn write_events(events: &Events, out: &mut Vec<u8>) {
    display("last", &events.last, out);
    out.push(b'>');
    if let Some(snapshot) = &events.snapshot {
        write_snapshot(snapshot, out);
    }
    for notice in &events.notices {
        write_notice(notice, out);
    }
    end("REPLY", out);
}

/// Writes one event as an element.
pub fn write_notice(notice: &Notice, out: &mut Vec<u8>) {
    out.push(b'<');
    out.extend_from_slice(notice.name().as_bytes());
    notice.attributes(&mut |name, value| typed(name, value, out));
    let call = notice.call();
    let has_children = call.is_some_and(|call| !call.data.is_empty() || !call.beside.is_empty());
    if !has_children && notice.refusal().is_none() {
        return empty(out);
    }
    out.push(b'>');
    if let Some(call) = call {
        write_data(&call.data, out);
        call.beside.iter().for_each(|beside| write_beside(beside, out));
    }
    if let Some(refusal) = notice.refusal() {
        write_error(refusal, out);
    }
    end(notice.name(), out);
}

fn write_snapshot(snapshot: &Snapshot, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<SNAPSHOT");
    display("number", &snapshot.number, out);
    display("time", &Rfc3339(snapshot.time), out);
    attribute("dn", snapshot.dn.as_str(), out);
    attribute("link", if snapshot.link_up { "up" } else { "down" }, out);
    attribute("agent", snapshot.agent.word(), out);
    if let Some(reason) = snapshot.agent.reason() {
        attribute("reason", reason, out);
    }
    let leases =
        [("lease_not_ready", snapshot.lease_not_ready), ("lease_log_off", snapshot.lease_log_off)];
    for (name, lease) in leases.into_iter().filter(|(_, lease)| !lease.is_zero()) {
        display(name, &lease.as_secs_f64(), out);
    }
    snapshot.features.attributes(&mut |name, value| typed(name, value, out));
    if snapshot.calls.is_empty() {
        return empty(out);
    }
    out.push(b'>');
    snapshot.calls.iter().for_each(|call| write_call(call, out));
    end("SNAPSHOT", out);
}

fn write_statistics(statistics: &Statistics, out: &mut Vec<u8>) {
    let Statistics { scope, dn, interval, from, until, figures } = statistics;
    out.extend_from_slice(b"<STATISTICS");
    attribute("scope", scope.word(), out);
    if let Some(dn) = dn {
        attribute("dn", dn.as_str(), out);
    }
    attribute("interval", interval.word(), out);
    display("from", &Rfc3339(*from), out);
    display("until", &Rfc3339(*until), out);
    out.push(b'>');
    for (figure, measure) in figures {
        out.extend_from_slice(b"<figure");
        attribute("name", figure.row().name, out);
        display("value", measure, out);
        attribute("unit", figure.row().unit.word(), out);
        empty(out);
    }
    end("STATISTICS", out);
}

fn write_call(call: &CallView, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<call");
    call.attributes(&mut |name, value| typed(name, value, out));
    if call.data.is_empty() {
        return empty(out);
    }
    out.push(b'>');
    write_data(&call.data, out);
    end("call", out);
}

fn write_beside(beside: &Beside, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<beside");
    display("call", &beside.call, out);
    attribute("state", beside.state.word(), out);
    typed("actions", Value::Words(&beside.actions), out);
    empty(out);
}

fn write_data(data: &CallData, out: &mut Vec<u8>) {
    if data.is_empty() {
        return;
    }
    out.extend_from_slice(b"<data>");
    for (key, value) in data {
        out.extend_from_slice(b"<item");
        if escaped::is_needed(key) || escaped::is_needed(value) {
            attribute("key", &escaped::write(key), out);
            attribute("escaped", "true", out);
            out.push(b'>');
            text(&escaped::write(value), out);
        } else {
            attribute("key", key, out);
            out.push(b'>');
            text(value, out);
        }
        end("item", out);
    }
    end("data", out);
}

fn write_error(refusal: &Refusal, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<error");
    attribute("code", refusal.code.row().name, out);
    if let Some(state) = refusal.state {
        attribute("state", state, out);
    }
    if let Some(code) = refusal.middleware_code {
        display("middleware_code", &code, out);
    }
    out.push(b'>');
    text(&refusal.to_string(), out);
    end("error", out);
}

fn typed(name: &str, value: Value<'_>, out: &mut Vec<u8>) {
    match value {
        Value::Word(word) => attribute(name, word, out),
        Value::Text(value) => attribute(name, value, out),
        Value::Number(number) => display(name, &number, out),
        Value::Time(time) => display(name, &Rfc3339(time), out),
        Value::Call(call) => display(name, &call, out),
        Value::Dns(dns) => list(name, dns.iter().map(|dn| dn.as_str()), out),
        Value::Words(words) => list(name, words.iter().copied(), out),
    }
}

/// Writes an attribute of words, separated by blanks.
fn list<'a>(name: &str, words: impl Iterator<Item = &'a str>, out: &mut Vec<u8>) {
    begin_attribute(name, out);
    for (index, word) in words.enumerate() {
        if index > 0 {
            out.push(b' ');
        }
        attribute_text(word, out);
    }
    out.push(b'"');
}

/// Writes an attribute whose value prints without a character that XML treats specially.
fn display(name: &str, value: &impl fmt::Display, out: &mut Vec<u8>) {
    begin_attribute(name, out);
    let written = write!(out, "{value}");
    debug_assert!(written.is_ok(), "a vector takes everything");
    out.push(b'"');
}

/// Writes an attribute. Characters that XML cannot carry become U+FFFD.
pub(crate) fn attribute(name: &str, value: &str, out: &mut Vec<u8>) {
    begin_attribute(name, out);
    attribute_text(value, out);
    out.push(b'"');
}

fn begin_attribute(name: &str, out: &mut Vec<u8>) {
    out.push(b' ');
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"=\"");
}

fn attribute_text(value: &str, out: &mut Vec<u8>) {
    write_escaped(value, out, |c| match c {
        '"' => Some("&quot;"),
        '\t' => Some("&#9;"),
        '\n' => Some("&#10;"),
        c => escape(c),
    });
}

/// Writes character data. Characters that XML cannot carry become U+FFFD.
pub(crate) fn text(value: &str, out: &mut Vec<u8>) {
    write_escaped(value, out, escape);
}

/// Writes a text, with some of its characters as something else.
fn write_escaped(value: &str, out: &mut Vec<u8>, escape: impl Fn(char) -> Option<&'static str>) {
    let mut written = 0;
    for (at, c) in value.char_indices() {
        if let Some(escape) = escape(c) {
            out.extend_from_slice(value.get(written..at).unwrap_or_default().as_bytes());
            out.extend_from_slice(escape.as_bytes());
            written = at + c.len_utf8();
        }
    }
    out.extend_from_slice(value.get(written..).unwrap_or_default().as_bytes());
}

fn escape(c: char) -> Option<&'static str> {
    match c {
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '&' => Some("&amp;"),
        '\r' => Some("&#13;"),
        c => (!is_legal(c)).then_some("\u{fffd}"),
    }
}

fn end(name: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(b"</");
    out.extend_from_slice(name.as_bytes());
    out.push(b'>');
}

fn empty(out: &mut Vec<u8>) {
    out.extend_from_slice(b"/>");
}

/// Bytes that most replies fit into.
const TYPICAL_REPLY: usize = 256;
