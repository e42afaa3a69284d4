//! What was done in the terminal is a story that plays.

use std::{fs, path::PathBuf};

use scenarios::suite;
use tui::{
    keep::{self, Kept},
    message::Effect,
};

use crate::{
    driver::{ACME, Driver},
    screens,
};

/// Writes the story as the edge would; the file, and what was said.
pub(crate) fn keep(driver: &mut Driver, name: &str) -> (PathBuf, Result<Kept, String>) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _was_not_there = fs::remove_dir_all(&folder);
    let file = folder.join("story.scn");
    driver.app.effects.clear();
    driver.press("w");
    driver.press(file.to_str().expect("a path of letters")).press("<enter>");
    let effects = std::mem::take(&mut driver.app.effects);
    let Some(Effect::Write(keeping)) = effects.first() else {
        panic!("no story is written: {effects:?}, {}", driver.app.status.text)
    };
    (file, keep::write(keeping))
}

#[test]
fn call_transfer_cut_and_recovery_play_green() {
    let mut driver = Driver::on_shift();
    driver.wait(2.0).press("n<enter>").wait(3.2).press("a").wait(20.0);
    driver.press("t").press("<enter>").wait(2.0);
    driver.press("<down>a").wait(4.0);
    driver.press("<up>t").wait(1.0);
    driver.press("L").wait(6.0);
    driver.press("L").wait(20.0);
    driver.press("<down>x").press("y").wait(1.0);
    let (file, kept) = keep(&mut driver, "walk");
    let text = fs::read_to_string(&file).unwrap();
    assert_eq!(kept.as_ref().map(|_| ()), Ok(()), "{kept:?}\n{text}");
    insta::assert_snapshot!("story_of_the_walk", text);
    let story = suite::load(&file, false).unwrap();
    let played = suite::play(story, None, None).unwrap();
    assert!(played.passed(), "{:?}", played.run.failure);
}

#[test]
fn background_traffic_plays_green() {
    let mut driver = Driver::on_shift();
    driver.press("T").press("<esc>");
    driver.app.remembered.insert("traffic", ["12", "8005", "20", "30"].map(str::to_owned).to_vec());
    driver.press("T<enter>").press(":speed 20<enter>").wait(9.0);
    driver.press("T").wait(3.0);
    assert!(driver.recorder().rig().tally().answered > 3, "{:?}", driver.recorder().rig().tally());
    let (file, kept) = keep(&mut driver, "traffic");
    assert!(kept.is_ok(), "{kept:?}\n{}", fs::read_to_string(file).unwrap());
}

#[test]
fn data_conference_reason_and_refusal_play_green() {
    let mut driver = Driver::on_shift();
    driver.press("n<tab>2001<enter>").wait(1.0);
    driver.press("a").wait(1.0);
    driver.press("e").press("case=4711 note=\"two words\"<enter>").wait(0.3);
    driver.press("c<enter>").wait(1.0).press("<down>a").wait(0.5).press("<up>c").wait(0.5);
    driver.press(":alice > RETRIEVECALL c1<enter>").wait(0.2);
    driver.press(":carol > MAKECALL 2001<enter>").wait(0.2);
    driver.press("<down><down>u").press("lunch break<enter>").wait(0.2);
    driver.press("<up>x").press("y").wait(1.0);
    let (file, kept) = keep(&mut driver, "conference");
    let text = fs::read_to_string(&file).unwrap();
    assert!(kept.is_ok(), "{kept:?}\n{text}");
    insta::assert_snapshot!("story_of_a_conference", text);
}

#[test]
fn faults_and_keys_of_forms_play_green() {
    let mut driver = Driver::on_shift();
    driver.press("n<enter>").wait(1.0).press("a").wait(1.0);
    driver.press("dy").press("MUTE<tab>c1<enter>").wait(1.0);
    driver.press("y").press("DIGITS<tab>c1<tab>digits=42<enter>").wait(1.0);
    driver.press("y").press("FORWARD<tab><tab>2003 when=busy<enter>").wait(1.0);
    driver.press("F").press("link cut<tab>8s<enter>").wait(12.0);
    assert_eq!(driver.app.status.text, "link ! cut for 8s -> ok");
    let (file, kept) = keep(&mut driver, "faults");
    let text = fs::read_to_string(&file).unwrap();
    assert!(kept.is_ok(), "{kept:?}\n{text}");
    insta::assert_snapshot!("story_of_faults_and_keys", text);
}

#[test]
fn a_failed_run_is_opened_at_the_step_that_failed() {
    let story = "scenario \"wrong\"\nworld acme\n\nalice > CTICLIENTINITIALIZE\n\
                 caller > DIAL 2001 as c1\nalice < INCOMINGCALL c1 ani=1 dnis=2001 kind=inbound queue=8100\n";
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("wrong");
    fs::create_dir_all(folder.join("worlds")).unwrap();
    fs::write(folder.join("worlds/acme.toml"), ACME).unwrap();
    let path = folder.join("wrong.scn");
    fs::write(&path, story).unwrap();
    let played = suite::play(suite::load(&path, false).unwrap(), None, None).unwrap();
    let report = scenarios::report::explain(&played, scenarios::ladder::Paint::Plain);
    let hint = format!("step by step: tui {} --seed 1 --to 6", path.display());
    assert!(report.contains(&hint), "{report}");
    let mut driver = Driver::empty();
    let story = suite::load(&path, false).unwrap();
    driver.open_at(suite::Story { path: "wrong.scn".into(), ..story }, Some(6));
    let script = driver.app.script.as_ref().unwrap();
    assert_eq!((script.next_line(), script.failure.clone()), (Some(6), None));
    screens::check("script_before_it_fails", &driver);
    driver.press("N");
    screens::check("script_failed", &driver);
    let failure = driver.app.script.as_ref().unwrap().failure.clone();
    assert_eq!(failure.map(|(line, _)| line), Some(6));
    assert!(driver.app.status.text.starts_with("line 6 failed: "), "{}", driver.app.status.text);
}

#[test]
fn a_ladder_is_written_in_every_notation() {
    let mut driver = Driver::on_shift();
    driver.press("n<tab>2001<enter>").wait(1.0).press("a").wait(1.0).press("8");
    for (name, begins) in
        [("a.txt", "           "), ("a.mmd", "sequenceDiagram\n"), ("a.svg", "<svg xmlns=")]
    {
        driver.app.effects.clear();
        driver.press("E").press(name).press("<enter>");
        let Some(Effect::Export { text, .. }) = driver.app.effects.first() else {
            panic!("nothing is written: {}", driver.app.status.text)
        };
        assert!(text.starts_with(begins), "{text}");
        insta::assert_snapshot!(format!("ladder_as_{name}"), text);
    }
}

#[test]
fn a_scenario_is_played_step_by_step() {
    let cases = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../scenarios/cases");
    let mut driver = Driver::empty();
    let story = suite::load(&cases.join("transfer/consult_then_conference.scn"), false).unwrap();
    let name = PathBuf::from("consult_then_conference.scn");
    driver.open(suite::Story { path: name, ..story });
    driver.press("NNNNNNNN");
    insta::assert_snapshot!("script_half_way", driver.screen(120, 40));
    driver.press("R");
    let script = driver.app.script.as_ref().unwrap();
    assert_eq!(script.failure, None);
    assert_eq!(script.played, script.len());
    let (file, kept) = keep(&mut driver, "played");
    assert!(kept.is_ok(), "{kept:?}\n{}", fs::read_to_string(file).unwrap());
}

#[test]
fn every_shipped_case_becomes_a_story_that_plays() {
    let cases = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../scenarios/cases");
    let mut wrong = Vec::new();
    for path in suite::find(&[cases]).unwrap() {
        let story = suite::load(&path, false).unwrap();
        if story.scenario.world.value != "acme" {
            continue;
        }
        let mut driver = Driver::empty();
        driver.open(story);
        driver.press("R");
        let failure = driver.app.script.as_ref().and_then(|script| script.failure.clone());
        let (file, kept) = keep(&mut driver, "again");
        if failure.is_some() || kept.is_err() {
            let text = fs::read_to_string(file).unwrap();
            wrong.push(format!("{}: {failure:?} {kept:?}\n{text}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_scenario_begins_a_world_of_its_own() {
    let cases = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../scenarios/cases");
    let mut driver = Driver::on_shift();
    driver.press("n<enter>").press("O").press("n");
    assert_eq!(driver.app.status.text, "left as it was");
    driver.press("O").press("y").press("a.scn<enter>");
    assert!(
        matches!(driver.app.effects.first(), Some(Effect::Open(path)) if path.ends_with("a.scn"))
    );
    driver.open(suite::load(&cases.join("call/internal_call.scn"), false).unwrap());
    assert!(driver.recorder().is_empty());
    driver.app.effects.clear();
    driver.press("R").press("q");
    assert_eq!(driver.app.effects, [Effect::Quit]);
}
