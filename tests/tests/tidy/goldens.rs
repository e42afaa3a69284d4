//! Goldens without what they are goldens of, and the reverse.

use std::{collections::BTreeSet, fs, path::PathBuf};

#[test]
fn every_golden_has_its_scenario_and_every_scenario_its_golden() {
    let stems = |ending: &str| -> BTreeSet<PathBuf> {
        let files = tests::files_below(&tests::cases(), &[ending]);
        files.into_iter().map(|path| path.with_extension("")).collect()
    };
    let (scenarios, goldens) = (stems(".scn"), stems(".snap"));
    let orphans: Vec<_> = goldens.difference(&scenarios).collect();
    assert!(orphans.is_empty(), "goldens without a scenario: {orphans:?}");
    let missing: Vec<_> = scenarios.difference(&goldens).collect();
    assert!(missing.is_empty(), "scenarios without a golden (scenario bless): {missing:?}");
}

/// A golden names the test that made it; one whose test is gone is compared with nothing.
#[test]
fn every_golden_belongs_to_a_test() {
    let mut orphans = Vec::new();
    for path in tests::files_below(&tests::root(), &[".snap"]) {
        let text = fs::read_to_string(&path).unwrap();
        let source = text.lines().find_map(|line| line.strip_prefix("source: "));
        let test = source.map(|source| tests::root().join(source.trim_matches('"')));
        if !test.is_some_and(|test| test.is_file()) {
            orphans.push(path);
        }
    }
    assert!(orphans.is_empty(), "the tests of these goldens are gone: {orphans:?}");
}

/// In a folder of samples, a golden stands beside its sample.
#[test]
fn every_golden_of_a_sample_stands_beside_it() {
    let files: BTreeSet<PathBuf> = tests::files_below(&tests::root(), &[""]).into_iter().collect();
    let is_golden = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "snap");
    let samples: BTreeSet<PathBuf> =
        files.iter().filter(|path| !is_golden(path)).map(|path| path.with_extension("")).collect();
    let folders: BTreeSet<_> = samples.iter().filter_map(|path| path.parent()).collect();
    let orphans: Vec<_> = files
        .iter()
        .filter(|path| is_golden(path))
        .filter(|path| path.parent().is_some_and(|folder| folders.contains(folder)))
        .filter(|path| !samples.contains(&path.with_extension("")))
        .collect();
    assert!(orphans.is_empty(), "goldens without a sample: {orphans:?}");
}
