//! Every sample beside its golden: good files, one file for each mistake, files before and after `fmt`.

use std::{fs, path::Path};

use scenario_lang::{check, format, from_json, parse, print, reference, render, to_json};

use crate::{acme::vocabulary, dump::dump};

#[test]
fn good_files_are_read() {
    insta::glob!("../../samples", "ok/*.scn", |path| {
        let text = &fs::read_to_string(path).unwrap();
        let (scenario, mistakes) = parse(text);
        assert_eq!(told(&mistakes, path, text), "");
        assert_eq!(told(&check(&scenario, &vocabulary()), path, text), "");
        golden(path, &dump(&scenario, text));
        assert_eq!(to_json(&parse(&print(&scenario)).0), to_json(&scenario), "printed and read");
        let from_json = from_json(&to_json(&scenario)).expect("its own JSON");
        assert_eq!(to_json(&from_json), to_json(&scenario), "to JSON and back");
    });
}

#[test]
fn mistakes_are_told() {
    insta::glob!("../../samples", "err/*.scn", |path| {
        let text = &fs::read_to_string(path).unwrap();
        let (scenario, mut mistakes) = parse(text);
        mistakes.extend(check(&scenario, &vocabulary()));
        assert!(!mistakes.is_empty(), "{} has no mistake", path.display());
        golden(path, &told(&mistakes, path, text));
    });
}

#[test]
fn files_are_laid_out() {
    insta::glob!("../../samples", "fmt/*.scn", |path| {
        let text = &fs::read_to_string(path).unwrap();
        let laid_out =
            format(text).unwrap_or_else(|mistakes| panic!("{}", told(&mistakes, path, text)));
        assert_eq!(format(&laid_out).as_ref(), Ok(&laid_out), "laid out twice");
        assert_eq!(to_json(&parse(&laid_out).0), to_json(&parse(text).0), "the same scenario");
        golden(path, &laid_out);
    });
}

#[test]
fn the_reference_is_one_page() {
    beside("../../samples").bind(|| insta::assert_snapshot!("reference", reference(&vocabulary())));
}

#[test]
fn json_is_for_tools() {
    let text = &fs::read_to_string(format!("{SAMPLES}/ok/link_drops.scn")).unwrap();
    let json = to_json(&parse(text).0);
    beside("../../samples").bind(|| insta::assert_snapshot!("json", json));
}

#[test]
fn colour_is_asked_for() {
    let text = "scenario \"x\"\nworld acme\nwiat 5s\n";
    let coloured = render(&parse(text).1, "x.scn", text, true);
    assert!(coloured.contains("\u{1b}["), "{coloured}");
}

/// The mistakes as the command line shows them.
fn told(mistakes: &[scenario_lang::Diagnostic], path: &Path, text: &str) -> String {
    let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
    render(mistakes, name, text, false)
}

/// Compares with the golden beside `path`.
pub(crate) fn golden(path: &Path, value: &str) {
    let name = path.file_stem().and_then(|name| name.to_str()).expect("a name");
    let folder = path.parent().expect("a folder");
    beside(folder).bind(|| insta::assert_snapshot!(name, value));
}

fn beside(folder: impl AsRef<Path>) -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder.as_ref());
    settings.set_prepend_module_to_snapshot(false);
    settings.remove_snapshot_suffix();
    settings.remove_input_file();
    settings.set_omit_expression(true);
    settings
}

const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/samples");
