//! The documents in step with the code: commands, files and words that they name are there.

use std::{
    fs,
    path::{Path, PathBuf},
};

use gateway_core::{notice, request};
use scenarios::{suite, vocabulary::vocabulary};

#[test]
fn the_readme_names_the_two_commands() {
    let readme = fs::read_to_string(tests::root().join("README.md")).unwrap();
    for command in ["cargo run --release", "cargo test --workspace"] {
        assert!(readme.contains(command), "README.md does not name `{command}`");
    }
}

/// The README counts the stories that ship.
#[test]
fn the_readme_counts_the_stories() {
    let readme = fs::read_to_string(tests::root().join("README.md")).unwrap();
    let stories = tests::files_below(&tests::cases(), &[".scn"]).len();
    for told in [format!("\n{stories} passed, 0 failed"), format!("{stories} shipped stories")] {
        assert!(readme.contains(&told), "README.md does not say `{}`", told.trim());
    }
}

/// The README counts the requests and the events as the gateway's tables have them.
#[test]
fn the_readme_counts_requests_and_events() {
    let readme = fs::read_to_string(tests::root().join("README.md")).unwrap();
    let (requests, events) = (request::rows().len(), notice::notices().len());
    let told = format!("**Gateway**: {requests} requests");
    assert!(readme.contains(&told), "README.md does not say `{told}`");
    let told = format!("{events} kinds of numbered events");
    assert!(readme.contains(&told), "README.md does not say `{told}`");
}

/// `scenarios/REFERENCE.md` is what `scenario reference` prints; `INSTA_UPDATE=always cargo test -p
/// tests --test tidy` writes it anew.
#[test]
fn the_reference_is_what_the_command_prints() {
    let world = tests::root().join("scenarios/worlds/acme.toml");
    let text = fs::read_to_string(&world).unwrap();
    let world = suite::parse_world(&world, &text, false).unwrap();
    let printed = scenario_lang::reference(&vocabulary(&world));
    let file = tests::root().join("scenarios/REFERENCE.md");
    if fs::read_to_string(&file).is_ok_and(|kept| kept == printed) {
        return;
    }
    assert!(updating(), "scenarios/REFERENCE.md is out of step; {HOW_TO_UPDATE}");
    fs::write(file, printed).unwrap();
}

#[test]
fn links_between_documents_lead_somewhere() {
    let mut broken = Vec::new();
    for document in tests::files_below(&tests::root(), &[".md"]) {
        let text = fs::read_to_string(&document).unwrap();
        let folder = document.parent().unwrap_or_else(|| Path::new(""));
        for link in links(&text) {
            if !folder.join(link).exists() {
                broken.push(format!("{}: {link}", document.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Paths in backticks in the documents at the root: what they name is there.
#[test]
fn files_that_the_documents_name_are_there() {
    let mut missing = Vec::new();
    for document in ["README.md", "ARCHITECTURE.md", "STYLE.md", "CONTRIBUTING.md"] {
        let text = fs::read_to_string(tests::root().join(document)).unwrap();
        for path in paths_in_backticks(&text) {
            if !tests::root().join(&path).exists() {
                missing.push(format!("{document}: {}", path.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// Every crate has a section in the code map, and every file that its table names is there.
#[test]
fn the_code_map_is_true() {
    let map = fs::read_to_string(tests::root().join("ARCHITECTURE.md")).unwrap();
    let mut wrong = Vec::new();
    for manifest in tests::files_below(&tests::root(), &["Cargo.toml"]) {
        let folder = manifest.parent().unwrap_or_else(|| Path::new(""));
        if folder == tests::root() {
            continue;
        }
        let below = folder.strip_prefix(tests::root()).unwrap().display().to_string();
        let Some((_, rest)) = map.split_once(&format!("#### `{below}`")) else {
            wrong.push(format!("no section for the crate {below}"));
            continue;
        };
        let section = rest.split("\n##").next().unwrap_or_default();
        for row in section.lines().filter_map(|line| line.strip_prefix("| `")) {
            let cell = row.split(" |").next().unwrap_or_default();
            for name in cell.split('`').filter(|name| name.contains('.') || name.ends_with('/')) {
                if !folder.join(name).exists() && !folder.join("src").join(name).exists() {
                    wrong.push(format!("{below} has no {name}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "ARCHITECTURE.md's code map:\n{}", wrong.join("\n"));
}

/// Every key that a world file may have is in the table of `scenarios/README.md`.
#[test]
fn every_key_of_a_world_is_explained() {
    let readme = fs::read_to_string(tests::root().join("scenarios/README.md")).unwrap();
    let (_, table) = readme.split_once("## The world file").expect("a chapter on world files");
    let mut missing = Vec::new();
    for source in tests::files_below(&tests::root().join("switch-sim/src/world"), &[".rs"]) {
        let text = fs::read_to_string(source).unwrap();
        for list in text.split("let keys = [").skip(1).filter_map(|rest| rest.split(']').next()) {
            let keys = list.split('"').skip(1).step_by(2);
            missing.extend(keys.filter(|key| !names(table, key)).map(str::to_owned));
        }
    }
    assert!(missing.is_empty(), "not in scenarios/README.md, \"The world file\": {missing:?}");
}

fn names(table: &str, key: &str) -> bool {
    let mut words = table.split('`').skip(1).step_by(2);
    words.any(|code| code.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|w| w == key))
}

/// The targets of Markdown links that are files, without the place within the file.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .filter(|link| !link.contains("://") && !link.starts_with('#'))
        .map(|link| link.split('#').next().unwrap_or(link))
}

/// What stands in backticks and looks like the path of a file of this workspace.
fn paths_in_backticks(text: &str) -> impl Iterator<Item = PathBuf> {
    // Rows of the code map name files by their place in a crate; a test of their own looks at them.
    text.lines()
        .filter(|line| !line.starts_with("| `"))
        .flat_map(|line| line.split('`').skip(1).step_by(2))
        .filter(|word| word.contains('/') && FOLDERS.iter().any(|folder| word.starts_with(folder)))
        .filter(|word| !word.contains([' ', '*', '<', '…', '{']) && !word.contains("NAME"))
        .map(PathBuf::from)
}

#[expect(clippy::disallowed_methods, reason = "the variable by which goldens are accepted")]
pub(super) fn updating() -> bool {
    std::env::var("INSTA_UPDATE").is_ok_and(|word| word == "always")
}

const FOLDERS: [&str; 6] =
    ["gateway/", "switch-sim/", "tserver-sim/", "scenarios/", "tui/", "tests/"];

pub(super) const HOW_TO_UPDATE: &str =
    "write it anew: INSTA_UPDATE=always cargo test -p tests --test tidy";
