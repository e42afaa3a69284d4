//! The notation of the stories, one line for each thing that is done:
//!
//! ```text
//! PSTN1 brings 8100 from=0171 key=value   a caller outside dials 8100
//! 2001 dials 2002                         answers 1, releases 1, holds 1, retrieves 1 …
//! PSTN1_1 answers 1                       the person outside, by the circuit
//! 2002 answers                            whatever call came there last
//! 2001 logs-on 7001 8100,8200             ready, not-ready REASON, works, logs-off
//! wait 5s
//! counts queue 8100                       also now, agent, vdn, trunk; last-queue … of the last interval
//! ```
//! A story that begins with `# world talk_on` (or `routing`, `limited`) is played in that world, any other in
//! `stories`.
//! Calls are named by their number, devices by theirs. The golden repeats each line, with the
//! reports it caused below it.

pub(crate) mod counts;
pub(crate) mod report;
pub(crate) mod say;

use std::fmt::Write as _;

use switch_sim::{switch::Switch, time::SimTime, world::World};

/// Plays a story; the golden text.
pub(crate) fn check(text: &str) -> String {
    let world = if text.starts_with("# world talk_on\n") {
        include_str!("../worlds/talk_on.toml")
    } else if text.starts_with("# world routing\n") {
        include_str!("../worlds/routing.toml")
    } else if text.starts_with("# world limited\n") {
        include_str!("../worlds/limited.toml")
    } else {
        include_str!("../worlds/stories.toml")
    };
    play(world, text)
}

/// Plays a story of a file that begins with what it adds to the world of the vectors, up to a line
/// `---`.
pub(crate) fn check_vectors(text: &str) -> String {
    let (vectors, story) = text.split_once("---\n").unwrap();
    let world = format!("{}{vectors}", include_str!("../worlds/vectors.toml"));
    format!("{vectors}---\n{}", play(&world, story))
}

/// Plays a story of a file that begins with its world, up to a line `---`.
pub(crate) fn check_world(text: &str) -> String {
    let (world, story) = text.split_once("---\n").unwrap();
    format!("{world}---\n{}", play(world, story))
}

fn play(world: &str, text: &str) -> String {
    let world = World::parse(world).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let mut switch = Switch::new(&world).unwrap();
    let mut golden = String::new();
    for line in text.lines() {
        golden.push_str(line);
        golden.push('\n');
        let words: Vec<_> = line.split_whitespace().collect();
        match words[..] {
            [] | ["#", ..] => continue,
            ["look", call] => {
                golden.push_str(&report::look(&switch, call));
                continue;
            }
            ["counts", what, which] => {
                golden.push_str(&counts::of(&switch, what, which));
                continue;
            }
            ["wait", span] => {
                let end = switch.now().0 + milliseconds(span);
                switch.advance(SimTime(end));
            }
            _ => {
                if let Err(refusal) = switch.handle_action(say::line(&switch, line)) {
                    writeln!(golden, "    refused: {refusal}").unwrap();
                }
            }
        }
        while let Some(event) = switch.poll_event() {
            golden.push_str(&report::line(&switch, &event));
        }
    }
    golden.push_str(&report::rest(&switch));
    golden
}

fn milliseconds(span: &str) -> u64 {
    let (count, unit) = match span.strip_suffix("ms") {
        Some(count) => (count, 1),
        None => (span.trim_end_matches('s'), 1_000),
    };
    count.parse::<u64>().unwrap() * unit
}
