//! Stories of the link to a child process, as data: what goes in, and what is to be done.
//!
//! A story is a file of lines; its golden shows the same lines with everything that each of them
//! caused. `open`, `close`, `at SECONDS`, `garbage`, `do COMMAND` of the gateway's, and `say MESSAGE`
//! of the adapter's, both in the notation of the link.

#![expect(clippy::unwrap_used, reason = "a story that cannot be read shall panic")]

use std::fmt::Write as _;

use foreign_wire::{Decoder, encode};
use gateway_core::{
    middleware::{Adapter as _, AdapterOutput, LinkChange},
    time::Timestamp,
};
use gateway_foreign::{Foreign, ForeignConfig};
use serde_json::Value;

#[test]
fn stories() {
    insta::glob!("stories/*.txt", |path| {
        let story = std::fs::read_to_string(path).unwrap();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("stories");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.remove_snapshot_suffix();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        settings.bind(|| insta::assert_snapshot!(name, play(&story)));
    });
}

fn play(story: &str) -> String {
    let mut now = Timestamp(0);
    let config = ForeignConfig {
        settings: [("site".to_owned(), "1".to_owned())].into(),
        ..Default::default()
    };
    let mut adapter = Foreign::new(config, now);
    let mut out = String::new();
    drain(&mut adapter, &mut out);
    for line in story.lines().filter(|line| !line.trim().is_empty()) {
        out.push_str(line);
        out.push('\n');
        match line.split_once(' ').unwrap_or((line, "")) {
            ("//", _) => {}
            ("open", _) => adapter.handle_link(now, LinkChange::Opened),
            ("close", _) => adapter.handle_link(now, LinkChange::Closed),
            ("garbage", text) => adapter.handle_link(now, LinkChange::Received(text.as_bytes())),
            ("at", seconds) => {
                now = Timestamp(milliseconds(seconds));
                while adapter.poll_timeout().is_some_and(|at| at <= now) {
                    let at = adapter.poll_timeout().unwrap();
                    writeln!(out, "    (at {at})").unwrap();
                    adapter.handle_timeout(at);
                    drain(&mut adapter, &mut out);
                }
            }
            ("do", command) => {
                adapter.handle_command(now, serde_json::from_str(command).unwrap());
            }
            ("say", message) => {
                let message: Value = serde_json::from_str(message).unwrap();
                let bytes = encode(&message).unwrap();
                adapter.handle_link(now, LinkChange::Received(&bytes));
            }
            (other, _) => panic!("no such line: {other}"),
        }
        drain(&mut adapter, &mut out);
    }
    out
}

/// Seconds with at most three decimals.
fn milliseconds(seconds: &str) -> u64 {
    let (whole, part) = seconds.split_once('.').unwrap_or((seconds, ""));
    format!("{whole}{part:0<3}").parse().unwrap()
}

fn drain(adapter: &mut Foreign, out: &mut String) {
    while let Some(output) = adapter.poll_output() {
        let text = match output {
            AdapterOutput::Open(_) => "start the child".to_owned(),
            AdapterOutput::Close => "kill the child".to_owned(),
            AdapterOutput::Transmit(bytes) => {
                let mut decoder = Decoder::default();
                decoder.feed(&bytes);
                format!("send {}", decoder.next::<Value>().unwrap().unwrap())
            }
            AdapterOutput::Event(event) => format!("tell {event:?}"),
        };
        writeln!(out, "    {text}").unwrap();
    }
}
