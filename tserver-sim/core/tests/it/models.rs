//! Every story of `tests/models/` is played, checked against its own expectations, and its trace
//! compared with the golden beside it.

use std::path::{Path, PathBuf};

use crate::story::play;

#[test]
fn call_models() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let mut failed = Vec::new();
    for (name, text) in stories() {
        let play = || settings.bind(|| insta::assert_snapshot!(name.clone(), play(&text).trace));
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(play)).is_err() {
            failed.push(name.clone());
        }
    }
    assert!(failed.is_empty(), "stories that failed, see above: {failed:?}");
}

/// Every story by name, with its text.
pub(crate) fn stories() -> Vec<(String, String)> {
    let folder = folder();
    let mut paths: Vec<PathBuf> =
        folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    assert!(paths.len() > 60, "{} stories in {}", paths.len(), folder.display());
    let story = |path: PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, std::fs::read_to_string(&path).unwrap())
    };
    paths.into_iter().map(story).collect()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models")
}
