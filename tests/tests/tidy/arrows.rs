//! The arrows of ARCHITECTURE.md: invariants I1 to I4, from the manifests as cargo reads them.

use std::{
    collections::{BTreeMap, BTreeSet},
    process::Command,
};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

/// I1, I2, I4: each crate and the crates of the workspace that it may import. An adapter and its
/// wire need no row: [`allowed_imports`] knows them by their folder.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("switch-sim", &[]),
    ("gateway-core", &[]),
    ("scenario-lang", &[]),
    ("gateway-xml", &["gateway-core"]),
    ("gateway-http", &["gateway-core", "gateway-xml"]),
    ("gateway-journal", &["gateway-core"]),
    (
        "gateway",
        &[
            "foreign-host",
            "foreign-wire",
            "gateway-core",
            "gateway-http",
            "gateway-journal",
            "gateway-xml",
            ADAPTERS,
        ],
    ),
    ("tserver-log", &["tserver-wire"]),
    ("tserver-sim-core", &["switch-sim", "tserver-log", "tserver-wire"]),
    ("tserver-sim-control", &["switch-sim", "tserver-sim-core", "tserver-wire"]),
    (
        "tserver-sim",
        &["switch-sim", "tserver-log", "tserver-sim-control", "tserver-sim-core", "tserver-wire"],
    ),
    (
        "scenarios",
        &[
            "gateway-core",
            "gateway-xml",
            "gateway-tserver",
            "scenario-lang",
            "switch-sim",
            "tserver-log",
            "tserver-sim-control",
            "tserver-sim-core",
            "tserver-wire",
        ],
    ),
    (
        "tui",
        &[
            "gateway-core",
            "scenarios",
            "scenario-lang",
            "switch-sim",
            "tserver-sim-control",
            "tserver-sim-core",
            "tserver-wire",
        ],
    ),
];

/// Stands for every adapter in a row of [`MAY_IMPORT`].
const ADAPTERS: &str = "gateway/adapters/*/adapter";

/// I3: libraries of sockets, clocks and terminals, and the only crates of ours that may reach
/// them, be it through others.
const EDGE_LIBRARIES: &[&str] = &["tokio", "hyper", "axum", "ratatui", "crossterm"];
const EDGES: &[&str] = &["gateway-http", "gateway", "tserver-sim", "tui", "tests"];

#[test]
fn crates_import_only_what_the_arrows_allow() {
    let metadata = metadata();
    let ours: BTreeSet<&str> = packages(&metadata).map(|package| package.name.as_str()).collect();
    let mut wrong = Vec::new();
    for package in packages(&metadata).filter(|package| package.name.as_str() != "tests") {
        let allowed = allowed_imports(package);
        // For a crate's own tests the arrows hold as well.
        for import in package.dependencies.iter().map(|dependency| dependency.name.as_str()) {
            let adapter = is_adapter(&metadata, import) && allowed.contains(ADAPTERS);
            if ours.contains(import) && !allowed.contains(import) && !adapter {
                wrong.push(format!("{} must not import {import}", package.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rows_name_crates_that_are_there() {
    let metadata = metadata();
    let ours: BTreeSet<&str> = packages(&metadata).map(|package| package.name.as_str()).collect();
    let rows = MAY_IMPORT.iter().flat_map(|(name, imports)| imports.iter().chain([name]));
    let gone: Vec<_> = rows.filter(|name| !ours.contains(**name) && **name != ADAPTERS).collect();
    assert!(gone.is_empty(), "the table of arrows names {gone:?}");
}

#[test]
fn pure_crates_do_not_reach_sockets_or_terminals() {
    let metadata = metadata();
    let resolve = metadata.resolve.as_ref().expect("cargo resolves the workspace");
    let names: BTreeMap<_, &str> =
        metadata.packages.iter().map(|package| (&package.id, package.name.as_str())).collect();
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
    for package in packages(&metadata).filter(|package| !EDGES.contains(&package.name.as_str())) {
        let mut seen = BTreeSet::new();
        let mut open = vec![&package.id];
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                open.extend(imports.get(id).into_iter().flatten());
            }
        }
        let reached = seen.into_iter().filter_map(|id| names.get(id));
        for library in reached.filter(|name| EDGE_LIBRARIES.contains(name)) {
            wrong.push(format!("{} must not reach {library}", package.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn one_crate_reads_xml() {
    let metadata = metadata();
    let readers: Vec<_> = packages(&metadata)
        .filter(|package| package.dependencies.iter().any(|import| import.name.contains("xml")))
        .filter(|package| {
            let foreign = |name: &str| name.contains("xml") && name != "gateway-xml";
            package.dependencies.iter().any(|import| foreign(&import.name))
        })
        .map(|package| package.name.as_str())
        .collect();
    assert_eq!(readers, ["gateway-xml"], "I4: an XML library belongs to gateway-xml alone");
}

fn allowed_imports(package: &Package) -> BTreeSet<String> {
    if let Some((kind, crate_folder)) = adapter_folder(package) {
        // An adapter imports the core and the wire beside it, and so does the host of libraries; a
        // wire imports nothing.
        return match crate_folder.as_str() {
            "adapter" | "host" => {
                BTreeSet::from(["gateway-core".to_owned(), format!("{kind}-wire")])
            }
            _ => BTreeSet::new(),
        };
    }
    let row = MAY_IMPORT.iter().find(|(name, _)| *name == package.name.as_str());
    let (_, allowed) = row.unwrap_or_else(|| panic!("{} has no row in MAY_IMPORT", package.name));
    allowed.iter().map(|name| (*name).to_owned()).collect()
}

/// The kind of adapter and the crate's folder, for a crate below `gateway/adapters`.
fn adapter_folder(package: &Package) -> Option<(String, String)> {
    let adapters = tests::root().join("gateway/adapters");
    let below = package.manifest_path.as_std_path().strip_prefix(adapters).ok()?;
    let mut folders = below.iter().map(|folder| folder.to_string_lossy().into_owned());
    Some((folders.next()?, folders.next()?))
}

fn is_adapter(metadata: &Metadata, name: &str) -> bool {
    packages(metadata)
        .filter(|package| package.name.as_str() == name)
        .filter_map(adapter_folder)
        .any(|(_, folder)| folder == "adapter")
}

fn metadata() -> Metadata {
    MetadataCommand::new()
        .manifest_path(tests::root().join("Cargo.toml"))
        // Of other platforms nothing has been downloaded, and nothing is wanted.
        .other_options(["--locked".to_owned(), "--filter-platform".to_owned(), host()])
        .exec()
        .expect("cargo describes the workspace")
}

/// The platform on which this runs, by the compiler's name for it.
fn host() -> String {
    let output = Command::new("rustc").arg("-vV").output().expect("the compiler is there");
    let text = String::from_utf8(output.stdout).expect("its version is text");
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.expect("the compiler knows its host").to_owned()
}

fn packages(metadata: &Metadata) -> impl Iterator<Item = &Package> {
    metadata.workspace_packages().into_iter()
}
