//! The guide to adapters in step with the link: its examples are read, and every command and event
//! is among them.

#![expect(clippy::unwrap_used, reason = "an example that cannot be read shall panic")]

use foreign_wire::{FromAdapter, FromGateway};
use gateway_core::middleware::{Command, Event};
use serde_json::{Value, json};

#[test]
fn every_example_is_read() {
    for example in examples() {
        let command = serde_json::from_value::<FromGateway<Command>>(example.clone());
        let event = serde_json::from_value::<FromAdapter<Event>>(example.clone());
        assert!(command.is_ok() || event.is_ok(), "{example}: {command:?}, {event:?}");
    }
}

#[test]
fn every_command_and_event_has_an_example() {
    let order = serde_json::from_value::<Command>(json!({"id": 1, "dn": "1", "order": ""}));
    let event = serde_json::from_value::<Event>(json!({ "event": "" }));
    let known = [("order", order.unwrap_err()), ("event", event.unwrap_err())];
    for (tag, error) in known {
        // The letter lists every word that there is.
        let letter = error.to_string();
        let (_, words) = letter.split_once("expected one of").unwrap();
        for word in words.split('`').skip(1).step_by(2) {
            let is_shown = examples().iter().any(|example| example[tag] == word);
            assert!(is_shown, "gateway/adapters/README.md has no {tag} `{word}`");
        }
    }
}

fn examples() -> Vec<Value> {
    let guide = concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md");
    let text = std::fs::read_to_string(guide).unwrap();
    let lines = text.lines().map(str::trim).filter(|line| line.starts_with('{'));
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}
