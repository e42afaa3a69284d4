//! Where a thing stands in the text.

use serde::{Deserialize, Serialize};

/// A range of bytes of the source text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    /// The range from `start` up to, not including, `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The range from the start of this one to the end of `last`.
    #[must_use]
    pub fn to(self, last: Self) -> Self {
        Self { start: self.start, end: last.end }
    }

    /// The place right behind the range: where something is missing.
    #[must_use]
    pub fn after(self) -> Self {
        Self { start: self.end, end: self.end }
    }

    /// Whether the range holds no byte.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }
}

/// A value and where it stands.
///
/// In JSON only the value is kept: a place in the text means nothing without the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Spanned<T> {
    pub value: T,
    #[serde(skip)]
    pub span: Span,
}

impl<T> Spanned<T> {
    /// The value as it stands at `span`.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// Where the lines of a text begin, so that a line number costs a binary search.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// Notes where each line of `text` begins.
    pub fn new(text: &str) -> Self {
        let after_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self { starts: std::iter::once(0).chain(after_breaks).collect() }
    }

    /// The number of the line on which `span` begins, counted from 1.
    pub fn line_of(&self, span: Span) -> usize {
        self.starts.partition_point(|start| *start <= span.start)
    }

    /// The range of bytes of line `line` (counted from 1) without its line break; empty behind the last line.
    pub fn line_span(&self, line: usize, text: &str) -> Span {
        let start = line.checked_sub(1).and_then(|at| self.starts.get(at));
        let start = start.copied().unwrap_or(text.len());
        let rest = text.get(start..).unwrap_or_default();
        let length = rest.lines().next().map_or(0, str::len);
        Span::new(start, start + length)
    }
}
