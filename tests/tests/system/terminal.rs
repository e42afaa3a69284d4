//! The terminal's way to a rig that runs elsewhere: what it asks the control interface over a socket.

use std::{fs, path::PathBuf};

use scenarios::live::control::read_token;
use tserver_sim_control::{Act, AgentAct, Breakage, PlaceCall, TimeAct, trace::What};
use tui::attach::{Picture, Wanted, client::Client};

use crate::process::{Emulator, Gateway};

#[test]
fn a_terminal_sees_a_rig_and_acts_on_it() {
    let (switch, control) = Emulator::start_controlled(&[]);
    let mut client = Client::new(&control, None);
    let file = client.world().expect("the rig tells its world");
    assert!(file.text.contains("[people]"));
    let first = client.look().expect("the rig answers");
    let picture = first.picture.expect("the first look sees everything");
    assert!(picture.link_up);
    assert_eq!(picture.calls, []);
    assert_eq!(client.look().expect("the rig answers").picture, None);

    let pause = client.ask(&Wanted::Time(TimeAct::Pause {}));
    assert_eq!(pause, Ok(String::new()));
    assert!(client.look().expect("the rig answers").time.paused);
    let place = PlaceCall { to: "8010".to_owned(), ..PlaceCall::default() };
    assert_eq!(client.ask(&Wanted::Act(Act::Place(place))), Ok("c1".to_owned()));
    let told = client.look().expect("the rig answers");
    assert!(told.happened.iter().any(|record| matches!(record.what, What::Report(_))));
    let calls = told.picture.map(|picture: Picture| picture.calls.len());
    assert_eq!(calls, Some(1), "what happened is a reason to look at everything");

    let down = Breakage {
        target: "tserver".to_owned(),
        fault: "switch_down".to_owned(),
        ..Breakage::default()
    };
    assert_eq!(client.ask(&Wanted::Act(Act::Break(down))), Ok(String::new()));
    let other = Client::new(&control, None).look().expect("the rig answers");
    assert!(other.picture.is_some_and(|picture| !picture.link_up));
    let nobody = Act::Agent { number: "9/9".to_owned(), act: AgentAct::AfterCallWork {} };
    let refused = client.ask(&Wanted::Act(nobody)).expect_err("there is no such telephone");
    assert!(refused.contains("there is no extension 9/9"), "{refused}");

    switch.kill();
    let away = client.look().expect_err("the rig is away");
    assert!(away.contains("does not answer") && away.contains("tserver-sim --world"), "{away}");
}

#[test]
fn a_gateway_at_the_rig_is_seen() {
    let (switch, control) = Emulator::start_controlled(&[]);
    let mut gateway = Gateway::start("a_gateway_at_the_rig", switch.address);
    gateway.wait_until_ready();
    let told = Client::new(&control, None).look().expect("the rig answers");
    assert_eq!(told.picture.map(|picture| picture.clients.len()), Some(1));
    assert!(told.happened.iter().any(|record| matches!(record.what, What::Request { .. })));
}

#[test]
fn a_rig_with_a_token_asks_for_it() {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("rig.token");
    let text = "a-token-that-is-long-enough-for-anybody-0123456789";
    fs::write(&file, format!("{text}\n")).expect("a folder for tokens");
    let name = file.to_str().expect("a path of letters");
    let (_switch, control) = Emulator::start_controlled(&["--control-token", name]);
    let refused = Client::new(&control, None).world().expect_err("without the token");
    assert!(refused.to_lowercase().contains("token"), "{refused}");
    let token = read_token(&file).expect("the file is there");
    let known = Client::new(&format!("http://{control}/"), Some(token)).world();
    assert!(known.is_ok(), "{known:?}");
}

#[test]
fn what_is_no_rig_is_said_to_be_none() {
    let (switch, _control) = Emulator::start_controlled(&[]);
    let mut gateway = Gateway::start("no_rig", switch.address);
    gateway.wait_until_ready();
    let wrong = Client::new(&gateway.address.to_string(), None).world().expect_err("no rig");
    assert!(wrong.contains("is no rig"), "{wrong}");
}
