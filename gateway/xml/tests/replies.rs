//! One reply of each kind and one event of each kind, as written.

#![expect(clippy::unwrap_used, reason = "what cannot be written shall panic")]

#[path = "reference/sample.rs"]
mod sample;

use std::fmt::Write as _;

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
