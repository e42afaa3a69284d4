//! A story whose end depends on who was first comes true in the order of its file only, and `--shuffle` says so.

use std::path::Path;

use scenario_lang::LineIndex;
use scenarios::{
    shuffle,
    suite::{self, Story},
};

#[test]
fn a_race_is_found_and_its_order_named() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/call/mute.scn");
    let story = suite::load(&path, false).expect("a shipped case");
    let index = LineIndex::new(&story.text);
    let mut seen = Vec::new();
    for shuffled in shuffle::orders(&story.scenario) {
        let other = Story { scenario: shuffled.scenario, ..story.clone() };
        let played = suite::play(other, None, Some(usize::MAX)).expect("the world stands");
        let failure = played.run.failure.expect("the caller was gone before");
        let line = |span| story.text.lines().nth(index.line_of(span) - 1).expect("a line").trim();
        let order: Vec<&str> = shuffled.order.iter().map(|span| line(*span)).collect();
        seen.push(format!("{} fails at {}", order.join("; "), line(failure.span)));
    }
    insta::assert_snapshot!(
        seen.join("\n"),
        @"alice  > UNMUTECALL c1 -> error UnknownCall; caller > HANGUP c1 fails at alice  > UNMUTECALL c1 -> error UnknownCall"
    );
}
