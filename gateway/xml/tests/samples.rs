//! Every document in `samples/`, read, against the golden beside it.

#![expect(clippy::unwrap_used, reason = "a sample that cannot be read shall panic")]

use std::{fs, path::Path};

use gateway_xml::{read_request, write_malformed};

#[test]
fn good() {
    check("good", |bytes| format!("{:#?}", read_request(bytes).unwrap()));
}

#[test]
fn rows_1_to_4_bad_documents() {
    check("bad", |bytes| {
        let error = read_request(bytes).unwrap_err();
        let mut reply = Vec::new();
        write_malformed(&error, &mut reply);
        let help = &error.help;
        format!("{error}\n = help: {help}\n{}", String::from_utf8(reply).unwrap())
    });
}

fn check(folder: &str, read: impl Fn(&[u8]) -> String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(folder);
    let mut paths: Vec<_> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "xml"));
    paths.sort();
    assert!(paths.len() > 20, "there are hardly any samples in {}", folder.display());
    for path in paths {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name, read(&fs::read(&path).unwrap())));
    }
}
