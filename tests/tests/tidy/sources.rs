//! Sources: purpose, size, docs, words, state, and files that nothing reaches.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

const LINES_PER_FILE: usize = 500;

#[test]
fn modules_open_with_their_purpose() {
    let without: Vec<_> = sources()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(p, _)| p)
        .collect();
    assert!(without.is_empty(), "no `//!` sentence at the top of {without:?}");
}

#[test]
fn files_stay_short() {
    let long: Vec<_> = sources()
        .into_iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > LINES_PER_FILE)
        .collect();
    assert!(long.is_empty(), "over {LINES_PER_FILE} lines, split them: {long:?}");
}

#[test]
fn names_say_what_a_file_is_for() {
    let vague: Vec<_> = sources()
        .into_iter()
        .map(|(path, _)| path)
        .filter(|path| path.file_stem().is_some_and(|stem| VAGUE.iter().any(|name| stem == *name)))
        .collect();
    assert!(vague.is_empty(), "name them after what they hold: {vague:?}");
}

#[test]
fn what_is_public_is_documented() {
    let mut bare = Vec::new();
    for (path, text) in sources().into_iter().filter(|(path, _)| is_product(path)) {
        let (mut documented, mut in_attribute) = (false, false);
        for (number, line) in (1..).zip(text.lines().map(str::trim_start)) {
            // What a macro gives takes its doc from the macro's rows.
            let item = line.strip_prefix("pub ").filter(|item| !item.contains('$'));
            let item = item.unwrap_or_default();
            if ITEMS.iter().any(|kind| item.starts_with(kind)) && !documented {
                bare.push(format!("{}:{number}: {line}", path.display()));
            }
            in_attribute |= line.starts_with("#[");
            documented = line.starts_with("///") || (documented && in_attribute);
            in_attribute &= !line.ends_with(']');
        }
    }
    assert!(bare.is_empty(), "no doc line:\n{}", bare.join("\n"));
}

#[test]
fn sources_are_reachable() {
    let all: BTreeSet<PathBuf> = sources().into_iter().map(|(path, _)| path).collect();
    let mut reached = BTreeSet::new();
    let mut open: Vec<PathBuf> = all.iter().filter(|path| is_root(path)).cloned().collect();
    let mut absent = Vec::new();
    while let Some(path) = open.pop() {
        let Ok(text) = fs::read_to_string(&path) else {
            absent.push(path);
            continue;
        };
        open.extend(modules_of(&path, &text));
        reached.insert(path);
    }
    assert!(absent.is_empty(), "this test does not understand the `mod` of {absent:?}");
    let dead: Vec<_> = all.difference(&reached).collect();
    assert!(dead.is_empty(), "no `mod` leads to {dead:?}");
}

#[test]
fn words_that_age_or_say_nothing_stay_out() {
    let mut found = Vec::new();
    for (path, text) in sources().into_iter().filter(|(path, _)| !path.ends_with("sources.rs")) {
        for (number, line) in (1..).zip(text.lines()) {
            let Some(comment) = comment_of(line) else { continue };
            let lower = comment.to_lowercase();
            let words: BTreeSet<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
            for banned in BANNED_WORDS.iter().filter(|banned| words.contains(**banned)) {
                found.push(format!("{}:{number}: `{banned}`", path.display()));
            }
            for banned in BANNED_PHRASES.iter().filter(|banned| lower.contains(**banned)) {
                found.push(format!("{}:{number}: `{banned}`", path.display()));
            }
            if comment.contains(|c| ('\u{1f300}'..='\u{1faff}').contains(&c)) {
                found.push(format!("{}:{number}: a picture", path.display()));
            }
            if comment == "///" && is_empty_doc(&text, number) {
                found.push(format!("{}:{number}: an empty doc line", path.display()));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// I7: state has one owner; I5: nothing pure looks at the clock behind clippy's back.
#[test]
fn pure_crates_share_no_state_and_read_no_clock() {
    let mut found = Vec::new();
    for (path, text) in sources().into_iter().filter(|(path, _)| is_pure(path)) {
        for (number, line) in (1..).zip(text.lines().filter(|line| comment_of(line).is_none())) {
            for banned in IMPURE.iter().filter(|banned| line.contains(**banned)) {
                found.push(format!("{}: {banned} (line {number} of code)", path.display()));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// I7: a channel at an edge has a bound.
#[test]
fn channels_are_bounded() {
    let unbounded: Vec<_> = sources()
        .into_iter()
        .filter(|(path, text)| is_product(path) && has_unbounded_channel(text))
        .map(|(path, _)| path)
        .collect();
    assert!(unbounded.is_empty(), "give these channels a bound: {unbounded:?}");
    for unbounded in ["mpsc::unbounded_channel()", "= channel();", "std_mpsc::channel::<u8>()"] {
        assert!(has_unbounded_channel(unbounded), "{unbounded}");
    }
    for bounded in ["oneshot::channel()", "mpsc::channel(4)", "sync_channel(4)", "channel::<u8>(4)"]
    {
        assert!(!has_unbounded_channel(bounded), "{bounded}");
    }
}

/// Whether a channel is made without a number: of tokio, or of the standard library. One that carries a
/// single value needs none.
fn has_unbounded_channel(text: &str) -> bool {
    let made = text.match_indices("channel").any(|(at, word)| {
        let behind = text.get(at + word.len()..).unwrap_or_default();
        let behind = match behind.strip_prefix("::<").and_then(|kind| kind.split_once(">(")) {
            Some((_, arguments)) => arguments,
            None => behind.strip_prefix('(').unwrap_or_default(),
        };
        let once = text.get(..at).is_some_and(|before| before.ends_with("oneshot::"));
        behind.starts_with(')') && !once
    });
    made || text.contains("unbounded_channel")
}

/// I8: whatever takes something from outside names its bounds in one file.
#[test]
fn bounds_are_named_in_one_place() {
    let missing: Vec<_> = WITH_LIMITS
        .iter()
        .filter(|krate| !tests::root().join(krate).join("src/limits.rs").is_file())
        .collect();
    assert!(missing.is_empty(), "no limits.rs in {missing:?}");
}

/// What the compiler cannot vouch for is in the process around a shared library, which may end.
#[test]
fn unsafe_code_is_in_the_host_of_libraries_alone() {
    let host = tests::root().join("gateway/adapters/foreign/host/src");
    let elsewhere: Vec<_> = sources()
        .into_iter()
        .filter(|(path, text)| text.contains("unsafe_code") && !path.starts_with(&host))
        .map(|(path, _)| path)
        .filter(|path| !path.ends_with("sources.rs"))
        .collect();
    assert!(elsewhere.is_empty(), "unsafe code outside {}: {elsewhere:?}", host.display());
}

/// Every source file of the workspace with its text.
fn sources() -> Vec<(PathBuf, String)> {
    tests::files_below(&tests::root(), &[".rs"])
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            (path, text)
        })
        .collect()
}

/// Whether a file is part of the product, not of its tests.
fn is_product(path: &Path) -> bool {
    let below = path.strip_prefix(tests::root()).unwrap_or(path);
    below.iter().any(|folder| folder == "src")
}

fn is_pure(path: &Path) -> bool {
    PURE.iter().any(|krate| path.starts_with(tests::root().join(krate).join("src")))
}

/// Where compilation of some target begins.
fn is_root(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let folder = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
    let targets = ["tests", "benches", "examples", "fuzz_targets"].contains(&folder.as_ref());
    (folder == "src" && name == "lib.rs") || name == "main.rs" || name == "build.rs" || targets
}

/// The files of the modules that a file declares; those of an inner `mod x { … }` are not looked for.
fn modules_of(path: &Path, text: &str) -> Vec<PathBuf> {
    let folder = path.parent().unwrap_or_else(|| Path::new("")).to_path_buf();
    let inside = if is_root(path) {
        folder.clone()
    } else {
        folder.join(path.file_stem().unwrap_or_default())
    };
    let mut elsewhere = None;
    let mut modules = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some(path) = line.strip_prefix("#[path = \"").and_then(|l| l.strip_suffix("\"]")) {
            elsewhere = Some(folder.join(path));
            continue;
        }
        let bare = ["pub ", "pub(crate) ", "pub(super) "]
            .iter()
            .find_map(|visibility| line.strip_prefix(visibility))
            .unwrap_or(line);
        if let Some(name) = bare.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';')) {
            modules.push(elsewhere.take().unwrap_or_else(|| inside.join(format!("{name}.rs"))));
        }
    }
    modules
}

fn comment_of(line: &str) -> Option<&str> {
    let trimmed = line.trim();
    trimmed.starts_with("//").then_some(trimmed)
}

/// A doc comment that is blank from its first line to its last.
fn is_empty_doc(text: &str, number: usize) -> bool {
    let line = |number: usize| text.lines().nth(number.wrapping_sub(1)).unwrap_or("").trim();
    !line(number - 1).starts_with("///") && !line(number + 1).starts_with("///")
}

/// Kinds of public items that need a doc line.
const ITEMS: &[&str] = &["fn ", "const fn ", "async fn ", "struct ", "enum ", "trait ", "type "];

/// File names that say nothing.
const VAGUE: &[&str] = &["utils", "util", "helpers", "common", "types", "manager", "misc"];

/// Words of comments that promise, or mark time.
const BANNED_WORDS: &[&str] = &["todo", "fixme", "xxx", "hack", "previously", "formerly", "we"];
const BANNED_PHRASES: &[&str] =
    &["used to be", "for now", "from now on we", "new implementation", "now uses", "now returns"];

/// Crates without I/O.
const PURE: &[&str] = &[
    "gateway/core",
    "gateway/xml",
    "gateway/adapters/foreign/adapter",
    "gateway/adapters/foreign/wire",
    "gateway/adapters/tserver/adapter",
    "gateway/adapters/tserver/wire",
    "switch-sim",
    "tserver-sim/control",
    "tserver-sim/core",
    "tserver-sim/log",
    "scenarios/lang",
];

/// What pure code has no use for.
const IMPURE: &[&str] = &[
    "Mutex",
    "RwLock",
    "static mut",
    "thread_local!",
    "std::net",
    "std::fs",
    "std::thread",
    "std::env",
    "std::process",
    "Instant",
    "SystemTime",
    "HashMap",
    "HashSet",
];

/// Crates that take something from outside.
const WITH_LIMITS: &[&str] = &[
    "gateway/core",
    "gateway/xml",
    "gateway/http",
    "gateway/journal",
    "gateway/server",
    "gateway/adapters/foreign/adapter",
    "gateway/adapters/foreign/host",
    "gateway/adapters/foreign/wire",
    "gateway/adapters/tserver/adapter",
    "gateway/adapters/tserver/wire",
    "switch-sim",
    "tserver-sim/control",
    "tserver-sim/core",
    "tserver-sim/log",
    "scenarios/lang",
];
