//! Documents against the schema of the protocol, by a validator that is not ours.

use std::{
    fs,
    path::Path,
    process::{self, Command},
    sync::atomic::{AtomicU64, Ordering},
};

/// Whether each of these documents is valid by `gateway/xml/pts.xsd`; said to be skipped where there
/// is no xmllint.
///
/// # Errors
/// The validator's words, and the documents that it means.
#[expect(clippy::print_stdout, reason = "that nothing was validated is to be seen")]
pub fn check<'a>(documents: impl IntoIterator<Item = &'a [u8]>) -> Result<(), String> {
    if Command::new("xmllint").arg("--version").output().is_err() {
        println!("skipped: xmllint is not installed");
        return Ok(());
    }
    let mut all = b"<documents>\n".to_vec();
    for document in documents {
        // A document may say what it is in its first line; inside another it may not.
        let body = match document.strip_prefix(b"<?xml") {
            Some(rest) => rest.splitn(2, |byte| *byte == b'>').nth(1).unwrap_or_default(),
            None => document,
        };
        all.extend_from_slice(body);
        all.push(b'\n');
    }
    all.extend_from_slice(b"</documents>\n");
    validate(&all)
}

fn validate(all: &[u8]) -> Result<(), String> {
    let folder = std::env::temp_dir();
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let file = |name: &str| folder.join(format!("pts-{}-{number}.{name}", process::id()));
    let (documents, schema) = (file("xml"), file("xsd"));
    let pts = crate::root().join("gateway/xml/pts.xsd");
    fs::write(&documents, all).map_err(|error| error.to_string())?;
    fs::write(&schema, wrapper(&pts)).map_err(|error| error.to_string())?;
    let lint = Command::new("xmllint")
        .args(["--noout", "--nonet", "--huge", "--schema"])
        .args([&schema, &documents])
        .output()
        .map_err(|error| error.to_string())?;
    if lint.status.success() {
        // What is left behind costs nothing but room.
        let _left = fs::remove_file(documents).and_then(|()| fs::remove_file(schema));
        return Ok(());
    }
    Err(format!("{}see {}", String::from_utf8_lossy(&lint.stderr), documents.display()))
}

/// A schema of a document that holds any number of the protocol's.
fn wrapper(pts: &Path) -> String {
    format!(
        r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified">
  <xs:include schemaLocation="{}"/>
  <xs:element name="documents"><xs:complexType><xs:sequence>
    <xs:any processContents="strict" minOccurs="0" maxOccurs="unbounded"/>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>
"#,
        pts.display()
    )
}

static NEXT: AtomicU64 = AtomicU64::new(0);
