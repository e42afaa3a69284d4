//! Call vectors under random texts and programs.

use proptest::prelude::*;
use switch_sim::{
    action::Action,
    id::{Number, TrunkGroupId},
    switch::Switch,
    time::SimTime,
    world::World,
};

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any text is understood or refused, at places that are in the file.
    #[test]
    fn any_listing_is_understood_or_refused(text in "[ -&(-~\n]{0,200}", words in listing()) {
        for text in [text, words] {
            let file = world(&text);
            if let Err(mistakes) = World::parse(&file) {
                for mistake in mistakes.mistakes {
                    prop_assert!(file.get(mistake.span).is_some());
                }
            }
        }
    }

    /// Whatever the steps are, a call ends or waits for something that will come.
    #[test]
    fn every_program_ends_or_waits(words in program()) {
        let Ok(world) = World::parse(&world(&words)) else { return Ok(()) };
        let mut switch = Switch::new(&world).unwrap();
        let called = Number::new("8005").unwrap();
        let arrive = Action::Arrive { group: TrunkGroupId(0), calling: None, called, data: vec![] };
        let call = switch.handle_action(arrive).unwrap().call.unwrap();
        switch.advance(SimTime(3 * 24 * 3_600_000));
        while switch.poll_event().is_some() {}
        switch.check_invariants().unwrap();
        let waits = switch.call(call).is_none_or(|call| {
            call.parties.len() > 1 || call.vector_step().is_some()
        });
        prop_assert!(waits, "{words}");
    }
}

fn world(listing: &str) -> String {
    let base = include_str!("../worlds/vectors.toml");
    format!("{base}[vectors]\nV1 = '''\n{listing}\n'''\n")
}

/// Lines of words that steps are made of, in any order.
fn listing() -> impl Strategy<Value = String> {
    let word = proptest::sample::select(WORDS.to_vec());
    let line = proptest::collection::vec(word, 0..9).prop_map(|words| words.join(" "));
    proptest::collection::vec(line, 0..12).prop_map(|lines| numbered(&lines))
}

/// Steps that are right, in any order.
fn program() -> impl Strategy<Value = String> {
    let step = proptest::sample::select(STEPS.to_vec());
    let steps = proptest::collection::vec(step.prop_map(str::to_owned), 1..14);
    steps.prop_map(|steps| numbered(&steps))
}

fn numbered(lines: &[String]) -> String {
    let line = |(number, line): (usize, &String)| format!("{number:02} {line}\n");
    (1..).zip(lines).map(line).collect()
}

const WORDS: [&str; 40] = [
    "queue-to",
    "skill",
    "1",
    "pri",
    "m",
    "goto",
    "step",
    "vector",
    "V1",
    "if",
    "unconditionally",
    "wait-time",
    "secs",
    "hearing",
    "music",
    "announcement",
    "hello",
    "collect",
    "digits",
    "after",
    "none",
    "for",
    "A",
    "route-to",
    "number",
    "2003",
    "with",
    "cov",
    "y",
    "=",
    "<=",
    "set",
    "ADD",
    "converse-on",
    "passing",
    "and",
    "time-of-day",
    "is",
    "all",
    "08:00",
];

const STEPS: [&str; 26] = [
    "queue-to skill 1 pri m",
    "queue-to skill 2 pri t",
    "queue-to small pri l",
    "queue-to best",
    "check skill 1 pri h if available-agents > 0",
    "goto step 1 unconditionally",
    "goto step 3 if calls-queued in skill 1 > 0",
    "goto step 9 if queue-fail",
    "goto vector V1 unconditionally",
    "goto vector V1 @step 4 if digits = none",
    "return",
    "stop",
    "wait-time 0 secs hearing ringback",
    "wait-time 8 hrs hearing music",
    "announcement hello",
    "collect 2 digits after announcement hello for A",
    "route-to digits with cov y",
    "route-to number 2003 with cov n if digit = 1",
    "route-to number 8005 with cov n",
    "busy",
    "disconnect after announcement 3001",
    "converse-on machines pri m passing ani and none",
    "consider skill 1 pri m adjust-by 5",
    "set A = A ADD 1",
    "adjunct routing link 1",
    "messaging skill 1 for extension none",
];
