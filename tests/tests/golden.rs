//! Every shipped scenario against the golden beside it, and its documents against the schema: one
//! named test per file.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use insta::Settings;
use libtest_mimic::{Arguments, Failed, Trial};
use scenarios::{ladder::Paint, report, suite};

fn main() {
    let arguments = Arguments::from_args();
    let files = suite::find(&[tests::cases()]).expect("the shipped cases are there");
    assert!(!files.is_empty(), "a suite of no scenarios proves nothing");
    let trials = files
        .into_iter()
        .map(|path| {
            let below = path.strip_prefix(tests::cases()).unwrap_or(&path).with_extension("");
            Trial::test(below.display().to_string(), move || plays_like_its_golden(&path))
        })
        .collect();
    libtest_mimic::run(&arguments, trials).exit();
}

fn plays_like_its_golden(path: &Path) -> Result<(), Failed> {
    let story = suite::load(path, false).map_err(|broken| broken.report)?;
    let played = suite::play(story, None, None).map_err(|broken| broken.report)?;
    tests::schema::check(played.run.documents())?;
    if played.passed() {
        return Ok(());
    }
    if played.run.failure.is_none() && updating() {
        let kept = catch_unwind(AssertUnwindSafe(|| beside(path, &played.rendered)));
        if kept.is_ok() {
            return Ok(());
        }
    }
    Err(report::explain(&played, Paint::Plain).into())
}

/// Hands the run to insta, which keeps it as its variable `INSTA_UPDATE` says: for `cargo insta
/// review`, or as the golden.
fn beside(path: &Path, rendered: &str) {
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path(path.parent().expect("a case is in a folder"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_input_file(path);
    settings.set_omit_expression(true);
    let name = path.file_stem().expect("a case has a name").to_string_lossy().into_owned();
    settings.bind(|| insta::assert_snapshot!(name, rendered));
}

/// Whether somebody wants to look at differences, or to accept them; CI does not.
#[expect(clippy::disallowed_methods, reason = "the variable by which goldens are accepted")]
fn updating() -> bool {
    std::env::var("INSTA_UPDATE").is_ok_and(|word| word != "no")
}
