//! The table of faults in step with the tests that are named after its rows.

use std::{collections::BTreeMap, fmt::Write as _, fs};

use super::documents;

/// Every test that `gateway/ROBUSTNESS.md` names is there, and every row has one and names one;
/// `INSTA_UPDATE=always cargo test -p tests --test tidy` writes the last column anew.
#[test]
fn the_tests_that_the_table_names_are_there() {
    let file = tests::root().join("gateway/ROBUSTNESS.md");
    let kept = fs::read_to_string(&file).unwrap();
    let mut named = named_tests();
    let (mut written, mut wrong) = (String::new(), Vec::new());
    for line in kept.lines() {
        let cells: Vec<_> = line.split('|').map(str::trim).collect();
        match cells.as_slice() {
            ["", row, fault, answer, tests, ""] if row.parse::<u32>().is_ok() => {
                let known = named.remove(&row.parse().unwrap()).unwrap_or_default();
                let told: Vec<_> = tests.split('`').skip(1).step_by(2).collect();
                wrong.extend(
                    told.iter()
                        .filter(|name| !known.iter().any(|k| k == **name))
                        .map(|name| format!("row {row}: there is no test {name}")),
                );
                if told.is_empty() && !known.is_empty() {
                    wrong.push(format!("row {row} names none of its tests"));
                }
                let known: Vec<_> = known.iter().map(|name| format!("`{name}`")).collect();
                let tests = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
                writeln!(written, "| {row} | {fault} | {answer} | {tests} |").unwrap();
            }
            _ => writeln!(written, "{line}").unwrap(),
        }
    }
    assert!(named.is_empty(), "rows that the table does not have: {named:?}");
    let without = |line: &&str| line.ends_with("| none |");
    let without: Vec<_> = written.lines().filter(without).collect();
    assert!(without.is_empty(), "rows without a test: {without:#?}");
    if documents::updating() {
        return fs::write(file, written).unwrap();
    }
    assert!(wrong.is_empty(), "{}; {}", wrong.join("; "), documents::HOW_TO_UPDATE);
}

/// The tests and stories named after each row: `row_5_…`, `rows_18_and_19_…`, `rows_1_to_9_…`; in a
/// browser `"row 10: …"`.
fn named_tests() -> BTreeMap<u32, Vec<String>> {
    let mut named: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for source in tests::files_below(&tests::root(), &[".rs", ".mjs"]) {
        let text = fs::read_to_string(&source).unwrap();
        let names = text.split("fn ").chain(text.split("test(\"")).skip(1).filter_map(|rest| {
            let is_name = |c: char| c.is_alphanumeric() || c == '_' || c == ' ' || c == ':';
            rest.split(|c| !is_name(c)).next().filter(|name| name.starts_with("row"))
        });
        for name in names {
            for row in rows(name) {
                let tests = named.entry(row).or_default();
                if !tests.iter().any(|known| known == name.trim()) {
                    tests.push(name.trim().to_owned());
                }
            }
        }
    }
    for story in tests::files_below(&tests::root(), &[".story", ".scn"]) {
        let name = story.file_stem().unwrap().to_string_lossy().into_owned();
        for row in rows(&name) {
            named.entry(row).or_default().push(name.clone());
        }
    }
    named.values_mut().for_each(|tests| tests.sort());
    named
}

fn rows(name: &str) -> Vec<u32> {
    let words: Vec<_> = name.split(['_', ' ', ':']).collect();
    match words.as_slice() {
        ["row", one, ..] => one.parse().into_iter().collect(),
        ["rows", from, "to", to, ..] => match (from.parse(), to.parse()) {
            (Ok(from), Ok(to)) => (from..=to).collect(),
            _ => Vec::new(),
        },
        ["rows", one, "and", other, ..] => {
            [one, other].into_iter().filter_map(|row| row.parse().ok()).collect()
        }
        _ => Vec::new(),
    }
}
