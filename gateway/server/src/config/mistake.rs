//! Mistakes in the configuration file, as letters with the line and a caret under the place.

use std::{fmt, io, ops::Range, path::PathBuf};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use thiserror::Error;

/// One thing that is wrong in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    /// Where, in bytes.
    pub(crate) span: Range<usize>,
    /// What is wrong.
    pub(crate) title: String,
    /// What to do, said at the place; may be empty.
    pub(crate) label: String,
    /// What the key is for.
    pub(crate) help: Option<String>,
}

/// Why a configuration cannot be used.
#[derive(Debug, Error)]
pub(crate) enum Unusable {
    #[error(
        "cannot read {}: {cause}; name another with --config FILE, or write one with `gateway init`",
        path.display()
    )]
    Unreadable { path: PathBuf, cause: io::Error },
    #[error("{}", Letters { path, source_text, mistakes, renderer: &Renderer::plain() })]
    Wrong { path: PathBuf, source_text: String, mistakes: Vec<Mistake> },
}

impl Unusable {
    /// What is wrong in a text, in the order of the places.
    pub(super) fn wrong(path: PathBuf, source_text: String, mut mistakes: Vec<Mistake>) -> Self {
        mistakes.sort_by_key(|mistake| (mistake.span.start, mistake.span.end));
        Self::Wrong { path, source_text, mistakes }
    }

    /// The letters, with colours.
    pub(crate) fn in_colour(&self) -> String {
        match self {
            Self::Unreadable { .. } => self.to_string(),
            Self::Wrong { path, source_text, mistakes } => {
                Letters { path, source_text, mistakes, renderer: &Renderer::styled() }.to_string()
            }
        }
    }

    /// One line for a log: where the first mistake is, and what.
    pub(crate) fn summary(&self) -> String {
        match self {
            Self::Unreadable { .. } => self.to_string(),
            Self::Wrong { path, source_text, mistakes } => {
                let Some(first) = mistakes.first() else { return String::new() };
                let (line, column) = place(source_text, first.span.start);
                format!("{}:{line}:{column}: {}", path.display(), first.title)
            }
        }
    }
}

struct Letters<'a> {
    path: &'a PathBuf,
    source_text: &'a str,
    mistakes: &'a [Mistake],
    renderer: &'a Renderer,
}

impl fmt::Display for Letters<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display().to_string();
        for mistake in self.mistakes {
            let mut place =
                AnnotationKind::Primary.span(visible(self.source_text, mistake.span.clone()));
            if !mistake.label.is_empty() {
                place = place.label(mistake.label.as_str());
            }
            let snippet = Snippet::source(self.source_text).path(path.as_str()).annotation(place);
            let mut group: Group<'_> =
                Level::ERROR.primary_title(mistake.title.as_str()).element(snippet);
            if let Some(help) = &mistake.help {
                group = group.element(Level::NOTE.message(help.as_str()));
            }
            writeln!(f, "{}\n", self.renderer.render(&[group]))?;
        }
        let count = self.mistakes.len();
        let noun = if count == 1 { "mistake" } else { "mistakes" };
        write!(f, "{path}: {count} {noun}")
    }
}

/// The line and column of a byte, both from 1.
fn place(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
    (line, column)
}

/// The span within the text, on character boundaries.
fn visible(text: &str, span: Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(span.start);
    start..text.ceil_char_boundary(span.end.max(start)).max(start)
}
