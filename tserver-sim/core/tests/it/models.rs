//! Every story of `tests/models/` is played, checked against its own expectations, and its trace
//! compared with the golden beside it.

use std::path::{Path, PathBuf};

use crate::story::play;

#[test]
fn call_models() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models");
    let mut stories: Vec<PathBuf> =
        folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    stories.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    stories.sort();
    assert!(stories.len() > 30, "{} stories in {}", stories.len(), folder.display());
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(&folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let mut failed = Vec::new();
    for path in stories {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let play = || settings.bind(|| insta::assert_snapshot!(name.clone(), play(&text)));
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(play)).is_err() {
            failed.push(name.clone());
        }
    }
    assert!(failed.is_empty(), "stories that failed, see above: {failed:?}");
}
