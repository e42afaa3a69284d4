//! Every story in `stories/`, told to a gateway, against the golden beside it.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a story that cannot be read shall panic"
)]

#[path = "story/client.rs"]
mod client;
#[path = "story/report.rs"]
mod report;
#[path = "story/teller.rs"]
mod teller;

use std::{fs, path::Path};

use teller::Teller;

#[test]
fn stories() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories");
    let mut paths: Vec<_> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "story"));
    paths.sort();
    assert!(!paths.is_empty(), "there is no story in {}", folder.display());
    for path in paths {
        let told = Teller::tell(&fs::read_to_string(&path).unwrap());
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(path.file_stem().unwrap().to_str(), told));
    }
}
