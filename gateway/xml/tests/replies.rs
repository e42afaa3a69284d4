//! One reply of each kind and one event of each kind, as written, and valid by the schema.

#![expect(clippy::unwrap_used, reason = "what cannot be written shall panic")]

#[path = "reference/sample.rs"]
mod sample;

use std::{fmt::Write as _, fs, path::Path, process::Command};

use gateway_xml::write_reply;

#[test]
fn written() {
    let mut shown = String::new();
    for (name, reply) in sample::replies() {
        let mut bytes = Vec::new();
        write_reply(&reply, &mut bytes);
        let written = String::from_utf8(bytes).unwrap().replace("><", ">\n  <");
        writeln!(shown, "// {name}\n{written}").unwrap();
    }
    insta::assert_snapshot!(shown);
}

/// An independent validator agrees with every reply and every good request; said to be skipped
/// where there is none.
#[test]
fn valid_by_the_schema() {
    if Command::new("xmllint").arg("--version").output().is_err() {
        return println!("skipped: xmllint is not installed");
    }
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("replies");
    fs::create_dir_all(&folder).unwrap();
    let mut lint = Command::new("xmllint");
    lint.args(["--noout", "--nonet", "--schema"]).arg(crate_folder.join("pts.xsd"));
    for (name, reply) in sample::replies() {
        let mut bytes = Vec::new();
        write_reply(&reply, &mut bytes);
        let path = folder.join(format!("{}.xml", name.replace(' ', "_")));
        fs::write(&path, bytes).unwrap();
        lint.arg(path);
    }
    for entry in fs::read_dir(crate_folder.join("samples/good")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "xml") {
            lint.arg(path);
        }
    }
    let outcome = lint.output().unwrap();
    assert!(outcome.status.success(), "{}", String::from_utf8_lossy(&outcome.stderr));
}
