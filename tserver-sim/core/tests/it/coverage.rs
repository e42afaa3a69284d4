//! What the stories of `tests/models/` exercise: every request and event of the tables is in one of
//! them, or `tests/out_of_scope.txt` says why not. `COVERAGE.md` is written from what has crossed
//! the link while they were played, so it cannot say what is not so.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    path::Path,
};

use tserver_sim_core::Config;
use tserver_wire::{AttributeId as A, MessageMask, MessageType as M, Value};

use crate::{
    models::stories,
    rig::{FIRST, Rig},
    story::play,
};

#[test]
fn every_message_is_exercised_or_out_of_scope() {
    let reasons: BTreeMap<M, &str> = reasons();
    let supported = supported();
    let mut crossed: BTreeMap<M, Vec<String>> = BTreeMap::new();
    for (name, text) in stories() {
        let rig = play(&text).rig;
        let asked: BTreeSet<M> = rig.asked.into_values().collect();
        let refused = rig.refused.into_iter().filter(|kind| !supported.contains(*kind));
        for kind in asked.into_iter().chain(refused).chain(rig.told) {
            crossed.entry(kind).or_default().push(name.clone());
        }
    }
    let mut mistakes = Vec::new();
    let mut text = HEAD.to_owned();
    for (title, wanted) in [("Requests", M::is_request as fn(M) -> bool), ("Events", M::is_event)] {
        let mut kinds: Vec<M> = M::all().filter(|kind| wanted(*kind)).collect();
        kinds.sort();
        writeln!(text, "\n## {title}\n\n| number | name | stories, or why not |\n|---|---|---|")
            .unwrap();
        for kind in kinds {
            let stories = crossed.get(&kind).map(Vec::as_slice).unwrap_or_default();
            let reason = reasons.get(&kind);
            let done = if kind.is_event() { !stories.is_empty() } else { supported.contains(kind) };
            match (done, reason, stories) {
                (true, Some(_), _) => {
                    mistakes.push(format!("{kind} is done, and out of scope"));
                }
                (false, None, _) => {
                    mistakes.push(format!("{kind} is neither done nor out of scope"));
                }
                (_, _, []) if kind.is_request() => mistakes.push(format!("no story asks {kind}")),
                _ => {}
            }
            let told = reason.map_or_else(|| first(stories), |reason| (*reason).to_owned());
            writeln!(text, "| {} | `{kind}` | {told} |", kind.0).unwrap();
        }
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../COVERAGE.md");
    if std::env::var_os("UPDATE_REFERENCE").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == text, "{} is old: run with UPDATE_REFERENCE=1", path.display());
}

/// The first few stories.
fn first(stories: &[String]) -> String {
    let named: Vec<String> = stories.iter().take(3).map(|name| format!("`{name}`")).collect();
    let more = if stories.len() > 3 { ", …" } else { "" };
    format!("{}{more}", named.join(", "))
}

/// What the server tells its clients that it can do.
fn supported() -> MessageMask {
    let mut rig = Rig::new(Config::default());
    rig.connect(FIRST);
    let hello = rig.take(FIRST).into_iter().find(|message| message.kind == M::LINK_HELLO_ACK);
    let hello = hello.expect("a greeting is answered");
    let Some(Value::Binary(bytes)) = hello.get(A::CAPABILITIES) else { panic!("capabilities") };
    MessageMask::from_bytes(bytes)
}

/// Why a message is out of scope.
fn reasons() -> BTreeMap<M, &'static str> {
    let rows = include_str!("../out_of_scope.txt").lines();
    let rows = rows.filter(|row| !row.is_empty() && !row.starts_with('#'));
    let mut seen = BTreeSet::new();
    let reason = |row: &'static str| {
        let (names, reason) = row.split_once(": ").expect("names: why not");
        names.split(' ').map(move |name| {
            let kind = M::from_name(name).unwrap_or_else(|| panic!("no message {name}"));
            (kind, reason)
        })
    };
    let rows: Vec<(M, &str)> = rows.flat_map(reason).collect();
    assert!(rows.iter().all(|(kind, _)| seen.insert(*kind)), "a message is there twice");
    rows.into_iter().collect()
}

const HEAD: &str = "# Which messages are exercised where

Every request and event of the public tables: the stories of `core/tests/models/` in which it crosses
the link, or why it does not. A request that is refused is in the story `unsupported`.

This file is written and checked by `core/tests/it/coverage.rs`.
";
