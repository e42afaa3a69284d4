//! The reference page and the schema are what the tables say.
//!
//! `UPDATE_REFERENCE=1 cargo test -p gateway-xml --test reference` writes them anew.

#![expect(clippy::unwrap_used, reason = "what cannot be written shall panic")]

#[path = "reference/page.rs"]
mod page;
#[path = "reference/schema.rs"]
mod schema;

use std::{env, fs, path::Path};

#[test]
fn schema_is_in_step() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("pts.xsd");
    check(&path, &schema::schema());
}

#[test]
fn page_is_in_step() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../PROTOCOL.md");
    let mut text = fs::read_to_string(&path).unwrap();
    for (name, section) in page::sections() {
        let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->\n"));
        let from = text.find(&begin).expect(&begin) + begin.len();
        let to = text.find(&end).expect(&end);
        text.replace_range(from..to, &format!("\n{section}\n"));
    }
    check(&path, &text);
}

fn check(path: &Path, wanted: &str) {
    if env::var_os("UPDATE_REFERENCE").is_some() {
        return fs::write(path, wanted).unwrap();
    }
    let found = fs::read_to_string(path).unwrap_or_default();
    let differs = found.lines().zip(wanted.lines()).find(|(found, wanted)| found != wanted);
    let hint = "run UPDATE_REFERENCE=1 cargo test -p gateway-xml --test reference";
    assert!(found == wanted, "{} is out of step: {differs:?}; {hint}", path.display());
}
