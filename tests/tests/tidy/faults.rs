//! The tables of faults in step with the stories that they name, and with the faults that can be caused.

use std::{collections::BTreeSet, fs, path::PathBuf};

use tserver_sim_core::fault;

/// A row: its number, if it has one, what causes the fault, and the story.
struct Row {
    number: Option<u32>,
    causes: Vec<String>,
    story: String,
}

/// Each row names a story that is there and lets the row's faults happen.
#[test]
fn every_row_has_its_story() {
    let mut wrong = Vec::new();
    for Row { causes, story, .. } in rows() {
        let file = cases().join(format!("{story}.scn"));
        let Ok(text) = fs::read_to_string(&file) else {
            wrong.push(format!("there is no story {story}"));
            continue;
        };
        let happens = happening(&text);
        let missing = causes.iter().filter(|cause| !happens.contains(*cause));
        wrong.extend(missing.map(|cause| format!("{story} has no `{cause}`")));
        if !text.contains("? truth") {
            wrong.push(format!("{story} does not ask for the truth"));
        }
    }
    assert!(wrong.is_empty(), "scenarios/FAULTS.md: {}", wrong.join("; "));
}

/// The first table has the faults 1 to 26, in their order.
#[test]
fn the_faults_of_sites_are_complete() {
    let numbers: Vec<_> = rows().into_iter().filter_map(|row| row.number).collect();
    assert_eq!(numbers, (1..=26).collect::<Vec<_>>());
}

/// Every story of these two folders is in a table.
#[test]
fn every_story_of_a_fault_has_a_row() {
    let named: BTreeSet<_> = rows().into_iter().map(|row| row.story).collect();
    let there = ["fault", "standby"].into_iter().flat_map(|area| {
        tests::files_below(&cases().join(area), &[".scn"])
            .into_iter()
            .map(move |file| format!("{area}/{}", file.file_stem().unwrap().to_string_lossy()))
    });
    let missing: Vec<_> = there.filter(|story| !named.contains(story)).collect();
    assert!(missing.is_empty(), "scenarios/FAULTS.md has no row for {missing:?}");
}

/// Every fault that can be caused is caused by a shipped story.
#[test]
fn every_fault_has_a_story() {
    let stories = tests::files_below(&cases(), &[".scn"]);
    let happens: BTreeSet<_> =
        stories.iter().flat_map(|story| happening(&fs::read_to_string(story).unwrap())).collect();
    let names = fault::rows().iter().map(|row| format!("{} ! {}", row.target, row.name));
    let missing: Vec<_> = names.filter(|name| !happens.contains(name)).collect();
    assert!(missing.is_empty(), "no story lets these happen: {missing:?}");
}

fn rows() -> Vec<Row> {
    let text = fs::read_to_string(tests::root().join("scenarios/FAULTS.md")).unwrap();
    let rows = text.lines().filter_map(|line| {
        let cells: Vec<_> = line.split('|').map(str::trim).collect();
        let (number, causes, story) = match cells.as_slice() {
            ["", number, _fault, causes, story, _does, ""] => (number.parse().ok(), causes, story),
            ["", causes, story, _does, ""] => (None, causes, story),
            _ => return None,
        };
        let story = story.strip_prefix('`')?.strip_suffix('`')?.to_owned();
        let causes = causes.split('`').skip(1).step_by(2).filter(|cause| cause.contains(" ! "));
        Some(Row { number, causes: causes.map(str::to_owned).collect(), story })
    });
    rows.collect()
}

/// What breaks in a story: `link ! cut`, each as a table writes it.
fn happening(story: &str) -> BTreeSet<String> {
    let lines = story.lines().filter_map(|line| {
        let (target, fault) = line.split_once('!')?;
        let name = fault.split_whitespace().next()?;
        ["link", "tserver"].contains(&target.trim()).then(|| format!("{} ! {name}", target.trim()))
    });
    lines.collect()
}

fn cases() -> PathBuf {
    tests::root().join("scenarios/cases")
}
