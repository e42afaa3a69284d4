//! Stories over sockets: what is written for virtual time comes true against the programs as well.

use scenarios::{
    live::Address,
    suite::{self, Story},
};

use crate::process::{Emulator, Gateway};

/// Short on the wall, and together of every kind.
const STORIES: [&str; 7] = [
    "call/hold_and_retrieve",
    "call/handled_at_the_telephone",
    "transfer/after_the_answer",
    "transfer/to_a_queue",
    "conference/three_and_back_to_two",
    "data/added_changed_and_removed",
    "monitor/one_call",
];

#[test]
fn stories_come_true_over_sockets_and_leave_nothing_behind() {
    let (mut emulator, control) = Emulator::start_controlled(&[]);
    let mut gateway = Gateway::start("live_stories", emulator.address);
    gateway.wait_until_ready();
    let address =
        Address { gateway: format!("http://{}", gateway.address), control: Some((control, None)) };
    // Twice: the second time finds a rig as the first one did.
    for name in STORIES.into_iter().chain(STORIES) {
        let played = suite::play_live(story(name), &address).expect("the rig answers");
        let failure = played.run.failure.as_ref().map(|failure| played.run.named(&failure.message));
        assert_eq!(failure, None, "{name}");
        emulator.has_no_calls();
    }
}

#[test]
fn a_story_that_is_not_so_fails_over_sockets_too() {
    let (emulator, control) = Emulator::start_controlled(&[]);
    let mut gateway = Gateway::start("live_failure", emulator.address);
    gateway.wait_until_ready();
    let mut wrong = story("call/hold_and_retrieve");
    let (scenario, mistakes) = scenario_lang::parse(
        "scenario \"Nobody holds\"\nworld acme\n\nalice > CTICLIENTINITIALIZE\ncaller > DIAL 8010 as c1\n\
         alice < INCOMINGCALL c1\nalice > HOLDCALL c1\n",
    );
    assert!(mistakes.is_empty());
    wrong.scenario = scenario;
    let address =
        Address { gateway: format!("http://{}", gateway.address), control: Some((control, None)) };
    let played = suite::play_live(wrong, &address).expect("the rig answers");
    let failure = played.run.failure.expect("a ringing call cannot be held");
    assert!(failure.message.starts_with("expected ok, the reply is error"), "{}", failure.message);
}

#[test]
fn a_gateway_that_is_not_there_is_no_failed_story() {
    let address = Address { gateway: "http://127.0.0.1:9".to_owned(), control: None };
    let broken = suite::play_live(story("call/hold_and_retrieve"), &address).map(drop).unwrap_err();
    assert_eq!(broken.fault, suite::Fault::Rig);
    assert!(broken.report.contains("does not answer"), "{}", broken.report);
}

#[test]
fn a_gateway_without_its_t_server_is_no_failed_story() {
    let nobody = "127.0.0.1:9".parse().expect("an address");
    let gateway = Gateway::start("live_not_ready", nobody);
    let address = Address { gateway: format!("http://{}", gateway.address), control: None };
    let broken = suite::play_live(story("call/hold_and_retrieve"), &address).map(drop).unwrap_err();
    assert_eq!(broken.fault, suite::Fault::Rig);
    assert!(broken.report.contains("is not ready"), "{}", broken.report);
}

fn story(name: &str) -> Story {
    let path = tests::root().join("scenarios/cases").join(name).with_extension("scn");
    suite::load(&path, false).unwrap_or_else(|broken| panic!("{}", broken.report))
}
