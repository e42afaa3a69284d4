//! Items of the data with characters that XML cannot carry: written so that they can be recovered.
//!
//! In an item with `escaped="true"`, `\uXXXX` stands for the character with that code and `\\` for
//! a backslash, in the key and in the value. Other items mean what they say.

use std::fmt::Write as _;

use crate::element::is_legal;

/// Whether the text has to be escaped.
pub(crate) fn is_needed(text: &str) -> bool {
    !text.chars().all(is_legal)
}

/// The text in its escaped form.
pub(crate) fn write(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            c if is_legal(c) => out.push(c),
            c => {
                let written = write!(out, "\\u{:04X}", u32::from(c));
                debug_assert!(written.is_ok(), "a string takes everything");
            }
        }
    }
    out
}

/// The text that this is the escaped form of; none: it is no such form.
pub fn read(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, escape)) = rest.split_once('\\') {
        out.push_str(before);
        rest = if let Some(after) = escape.strip_prefix('\\') {
            out.push('\\');
            after
        } else {
            let digits = escape.strip_prefix('u')?.get(..4)?;
            out.push(char::from_u32(u32::from_str_radix(digits, 16).ok()?)?);
            escape.get(5..)?
        };
    }
    out.push_str(rest);
    Some(out)
}
