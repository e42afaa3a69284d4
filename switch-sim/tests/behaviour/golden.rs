//! Data files, each one with its golden beside it.

use std::path::Path;

/// Checks each file of a folder of `tests/` against the golden beside it.
pub(crate) fn each_file(folder: &str, extension: &str, check: fn(&str) -> String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let entries = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let fits = |path: &std::path::PathBuf| path.extension().is_some_and(|e| e == extension);
    let mut files: Vec<_> = entries.filter(fits).collect();
    files.sort();
    assert!(!files.is_empty(), "no .{extension} in {}", folder.display());
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(&folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for file in files {
        let name = file.file_stem().unwrap().to_str().unwrap();
        let golden = check(&std::fs::read_to_string(&file).unwrap());
        settings.bind(|| insta::assert_snapshot!(name, golden));
    }
}
