//! Places as an editor counts them (lines, and UTF-16 units in a line) and as the language does (bytes of the text).

use std::path::PathBuf;

use lsp_types::{Position, Range, Uri};
use scenario_lang::Span;

/// The byte of `text` at a place; a place behind the end of its line is that end.
pub(crate) fn offset(text: &str, place: Position) -> usize {
    let mut start = 0;
    for _ in 0..place.line {
        match text.get(start..).and_then(|rest| rest.find('\n')) {
            Some(end) => start += end + 1,
            None => return text.len(),
        }
    }
    let line = text.get(start..).and_then(|rest| rest.split(['\n', '\r']).next());
    let line = line.unwrap_or_default();
    let mut units = 0;
    for (at, c) in line.char_indices() {
        if units >= place.character {
            return start + at;
        }
        units += utf16(c);
    }
    start + line.len()
}

/// The range of an editor that `span` is.
pub(crate) fn range_of(text: &str, span: Span) -> Range {
    Range::new(place(text, span.start), place(text, span.end))
}

fn place(text: &str, at: usize) -> Position {
    let before = text.get(..text.floor_char_boundary(at.min(text.len()))).unwrap_or_default();
    let line = before.matches('\n').count();
    let units = before.rsplit('\n').next().unwrap_or_default().chars().map(utf16).sum();
    Position::new(u32::try_from(line).unwrap_or(u32::MAX), units)
}

/// How many units of UTF-16 a character is: one or two.
fn utf16(c: char) -> u32 {
    if u32::from(c) > 0xffff { 2 } else { 1 }
}

/// The path of a file that an editor names by its address; for other addresses a path that does not exist.
pub(crate) fn path_of(uri: &Uri) -> PathBuf {
    let decoded = uri.path().as_estr().decode().into_string_lossy().into_owned();
    // On Windows an address is `file:///C:/…`.
    let bytes = decoded.as_bytes();
    let is_drive = bytes.len() > 2 && bytes.starts_with(b"/") && bytes.get(2) == Some(&b':');
    PathBuf::from(if is_drive { decoded.trim_start_matches('/') } else { &decoded })
}
