//! Holds the house rules that a compiler does not: who imports whom, sizes, docs, goldens.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

/// I1, I2, I4: the arrows of ARCHITECTURE.md. Each crate and the crates of ours it may import.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("switch-sim", &[]),
    ("tserver-wire", &[]),
    ("gateway-core", &[]),
    ("scenario-lang", &[]),
    ("gateway-xml", &["gateway-core"]),
    ("gateway-http", &["gateway-core", "gateway-xml"]),
    ("gateway", &["gateway-core", "gateway-http", "gateway-xml", "gateway-tserver"]),
    ("tserver-sim-core", &["switch-sim", "tserver-wire"]),
    ("tserver-sim", &["switch-sim", "tserver-sim-core", "tserver-wire"]),
    (
        "scenarios",
        &[
            "gateway-core",
            "gateway-xml",
            "gateway-tserver",
            "scenario-lang",
            "switch-sim",
            "tserver-sim-core",
            "tserver-wire",
        ],
    ),
    ("tui", &["scenarios", "scenario-lang", "switch-sim", "gateway-core"]),
];

/// I3: crates that touch sockets, clocks or terminals, and the only crates of ours that may reach
/// them, be it through others.
const EDGE_LIBRARIES: &[&str] = &["tokio", "hyper", "axum", "ratatui", "crossterm"];
const EDGES: &[&str] = &["gateway-http", "gateway", "tserver-sim", "tui", "tests"];

const LINES_PER_FILE: usize = 500;

#[test]
fn crates_import_only_what_the_arrows_allow() {
    let metadata = metadata();
    let ours: BTreeSet<&str> = ours(&metadata).map(|package| package.name.as_str()).collect();
    let mut wrong = Vec::new();
    for package in self::ours(&metadata).filter(|package| package.name.as_str() != "tests") {
        let allowed = allowed_imports(package);
        for dependency in package.dependencies.iter().filter(|d| d.kind != DependencyKind::Development) {
            if ours.contains(dependency.name.as_str()) && !allowed.contains(&dependency.name) {
                wrong.push(format!("{} must not import {}", package.name, dependency.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pure_crates_do_not_reach_sockets_or_terminals() {
    let metadata = metadata();
    let resolve = metadata.resolve.as_ref().expect("cargo resolves the workspace");
    let name_of: BTreeMap<_, &str> =
        metadata.packages.iter().map(|p| (&p.id, p.name.as_str())).collect();
    let imports: BTreeMap<_, Vec<_>> = resolve
        .nodes
        .iter()
        .map(|node| {
            let normal = node
                .deps
                .iter()
                .filter(|dep| dep.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal));
            (&node.id, normal.map(|dep| &dep.pkg).collect())
        })
        .collect();
    let mut wrong = Vec::new();
    for package in ours(&metadata).filter(|package| !EDGES.contains(&package.name.as_str())) {
        let mut seen = BTreeSet::new();
        let mut open = vec![&package.id];
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                open.extend(&imports[id]);
            }
        }
        for id in seen.into_iter().filter(|id| EDGE_LIBRARIES.contains(&name_of[*id])) {
            wrong.push(format!("{} must not reach {}", package.name, name_of[id]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

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

#[test]
fn modules_open_with_their_purpose() {
    let without: Vec<_> =
        sources().into_iter().filter(|(_, text)| !text.starts_with("//! ")).map(|(p, _)| p).collect();
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
fn sources_are_reachable() {
    let all: BTreeSet<PathBuf> = sources().into_iter().map(|(path, _)| path).collect();
    let mut reached = BTreeSet::new();
    let roots = all.iter().filter(|path| is_root(path)).cloned();
    let mut open: Vec<PathBuf> = roots.collect();
    while let Some(path) = open.pop() {
        let text = fs::read_to_string(&path).unwrap();
        let folder = module_folder(&path);
        for name in declared_modules(&text) {
            open.push(folder.join(format!("{name}.rs")));
        }
        reached.insert(path);
    }
    let dead: Vec<_> = all.difference(&reached).collect();
    assert!(dead.is_empty(), "no `mod` leads to {dead:?}");
}

#[test]
fn words_that_age_or_say_nothing_stay_out() {
    let mut found = Vec::new();
    for (path, text) in sources().into_iter().filter(|(path, _)| !path.ends_with("tidy.rs")) {
        for (number, line) in (1..).zip(text.lines()) {
            let Some(comment) = comment_of(line) else { continue };
            let words: BTreeSet<String> =
                comment.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
            for banned in BANNED.iter().filter(|banned| words.contains(**banned)) {
                found.push(format!("{}:{number}: `{banned}`", path.display()));
            }
            if line.trim_start() == "///" && is_empty_doc(&text, number) {
                found.push(format!("{}:{number}: empty doc line", path.display()));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_readme_names_the_two_commands() {
    let readme = fs::read_to_string(tests::root().join("README.md")).unwrap();
    for command in ["cargo run --release", "cargo test --workspace"] {
        assert!(readme.contains(command), "README.md does not name `{command}`");
    }
}

/// Comments that mark time, or that promise.
const BANNED: &[&str] = &["todo", "fixme", "xxx", "previously", "hack"];

fn allowed_imports(package: &Package) -> BTreeSet<String> {
    let manifest = package.manifest_path.as_std_path();
    let adapters = tests::root().join("gateway/adapters");
    if let Ok(below) = manifest.strip_prefix(&adapters) {
        // An adapter imports the core and the wire beside it; a new adapter needs no row here.
        let kind = below.components().next().map(|c| c.as_os_str().to_string_lossy().into_owned());
        let wire = kind.map(|kind| format!("{kind}-wire"));
        let of_adapter = manifest.parent().is_some_and(|folder| folder.ends_with("adapter"));
        return match (of_adapter, wire) {
            (true, Some(wire)) => BTreeSet::from(["gateway-core".to_owned(), wire]),
            _ => BTreeSet::new(),
        };
    }
    let row = MAY_IMPORT.iter().find(|(name, _)| *name == package.name.as_str());
    let (_, allowed) = row.unwrap_or_else(|| panic!("{} has no row in MAY_IMPORT", package.name));
    allowed.iter().map(|name| (*name).to_owned()).collect()
}

fn metadata() -> Metadata {
    MetadataCommand::new()
        .manifest_path(tests::root().join("Cargo.toml"))
        .other_options(["--locked".to_owned(), "--offline".to_owned()])
        .exec()
        .expect("cargo describes the workspace")
}

fn ours(metadata: &Metadata) -> impl Iterator<Item = &Package> {
    metadata.workspace_packages().into_iter()
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

/// Where compilation of some target begins.
fn is_root(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let folder = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
    let in_src = folder == "src" && ["lib.rs", "main.rs"].contains(&name.as_str());
    in_src
        || ["tests", "benches", "examples", "fuzz_targets"].contains(&folder.as_ref())
        || name == "main.rs"
        || name == "build.rs"
}

/// The folder in which the modules that a file declares are.
fn module_folder(path: &Path) -> PathBuf {
    let folder = path.parent().unwrap_or_else(|| Path::new("")).to_path_buf();
    let stem = path.file_stem().unwrap_or_default();
    let is_top = is_root(path);
    if is_top { folder } else { folder.join(stem) }
}

fn declared_modules(text: &str) -> Vec<String> {
    text.lines()
        .filter_map(|line| {
            let line = line.trim();
            let rest = line.strip_prefix("pub ").unwrap_or(line);
            let rest = rest.strip_prefix("pub(crate) ").unwrap_or(rest);
            let rest = rest.strip_prefix("pub(super) ").unwrap_or(rest);
            let name = rest.strip_prefix("mod ")?.strip_suffix(';')?;
            Some(name.to_owned())
        })
        .collect()
}

fn comment_of(line: &str) -> Option<&str> {
    let trimmed = line.trim_start();
    trimmed.starts_with("//").then_some(trimmed)
}

/// A doc comment that is blank from its first line to its last.
fn is_empty_doc(text: &str, number: usize) -> bool {
    let line = |number: usize| text.lines().nth(number.wrapping_sub(1)).unwrap_or("").trim();
    !line(number - 1).starts_with("///") && !line(number + 1).starts_with("///")
}
