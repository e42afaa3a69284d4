//! One reply of each kind, every good request and every example of the reference, against the schema.
//!
//! What scenarios, random days and the programs send is held against it where it is sent.

#![expect(clippy::unwrap_used, reason = "what cannot be written shall panic")]

#[path = "../../gateway/xml/tests/reference/sample.rs"]
mod sample;

use std::fs;

use gateway_xml::write_reply;

#[test]
fn replies_of_every_kind() {
    let written = sample::replies().into_iter().map(|(_, reply)| {
        let mut bytes = Vec::new();
        write_reply(&reply, &mut bytes);
        bytes
    });
    valid(&written.collect::<Vec<_>>());
}

#[test]
fn requests_that_can_be_read() {
    let folder = tests::root().join("gateway/xml/samples/good");
    let files = tests::files_below(&folder, &[".xml"]);
    assert!(files.len() > 20, "there are hardly any samples");
    let written = files.iter().map(|path| {
        let text = fs::read(path).unwrap();
        // A byte order mark stands at the beginning of a document, never inside.
        text.strip_prefix("\u{feff}".as_bytes()).map(<[u8]>::to_vec).unwrap_or(text)
    });
    valid(&written.collect::<Vec<_>>());
}

/// The examples of `gateway/PROTOCOL.md`, with ids in the place of the dots.
#[test]
fn examples_of_the_reference() {
    let page = fs::read_to_string(tests::root().join("gateway/PROTOCOL.md")).unwrap();
    let examples = page.split("```xml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let written: Vec<_> = examples
        .map(|example| {
            let id = "session=\"0123456789abcdef0123456789abcdef\"";
            example.replace("session=\"…\"", id).replace(" …\"", "\"").into_bytes()
        })
        // An event and a snapshot are not documents of their own.
        .filter(|example| example.starts_with(b"<") && !example.starts_with(b"<SNAPSHOT"))
        .collect();
    assert!(written.len() >= 4, "there are hardly any examples");
    valid(&written);
}

/// What is not in the schema is found.
#[test]
fn an_invalid_document_is_found() {
    let right: &[u8] = b"<REPLY request=\"HOLDCALL\" result=\"ok\"/>";
    assert_eq!(tests::schema::check([right]), Ok(()));
    let wrong: &[u8] = b"<REPLY request=\"HOLDCALL\" result=\"maybe\"/>";
    let letter = tests::schema::check([right, wrong]);
    let skipped = std::process::Command::new("xmllint").arg("--version").output().is_err();
    assert!(skipped || letter.is_err_and(|letter| letter.contains("maybe")));
}

fn valid(documents: &[Vec<u8>]) {
    let checked = tests::schema::check(documents.iter().map(Vec::as_slice));
    checked.unwrap_or_else(|letter| panic!("{letter}"));
}
