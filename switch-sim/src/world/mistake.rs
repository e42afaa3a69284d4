//! Mistakes of a world file: what, where, and what to write instead.

use std::{fmt, ops::Range};

use crate::limits;

/// All mistakes of a world file, in its order; at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorldErrors {
    /// The first of them, as many as `limits::WORLD_MISTAKES`.
    pub mistakes: Vec<WorldError>,
    /// How many more there are.
    pub further: usize,
}

/// One mistake of a world file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorldError {
    /// The line, from 1.
    pub line: usize,
    /// The character within the line, from 1.
    pub column: usize,
    /// The place in bytes from the beginning of the file.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do instead.
    pub help: Option<String>,
}

impl std::error::Error for WorldErrors {}

impl fmt::Display for WorldErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, mistake) in self.mistakes.iter().enumerate() {
            if place > 0 {
                writeln!(f)?;
            }
            write!(f, "{mistake}")?;
        }
        if self.further > 0 {
            write!(f, "\nand {} more", self.further)?;
        }
        Ok(())
    }
}

impl fmt::Display for WorldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)?;
        match &self.help {
            Some(help) => write!(f, "\n    help: {help}"),
            None => Ok(()),
        }
    }
}

/// Mistakes as they are found.
#[derive(Debug, Default)]
pub(crate) struct Mistakes(Vec<(Range<usize>, String, Option<String>)>);

impl Mistakes {
    /// Notes a mistake.
    pub(crate) fn note(&mut self, at: Range<usize>, message: impl Into<String>) {
        self.0.push((at, message.into(), None));
    }

    /// Notes a mistake and what to do instead.
    pub(crate) fn note_with_help(
        &mut self,
        at: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.0.push((at, message.into(), Some(help.into())));
    }

    /// Notes a name that is not among those it could be, and the one that was probably meant.
    pub(crate) fn note_unknown<'a>(
        &mut self,
        at: Range<usize>,
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'a str> + Clone,
    ) {
        let message = format!("unknown {what} `{name}`");
        // Whoever has so many mistakes has another one than misspelt names.
        if self.0.len() > limits::WORLD_MISTAKES {
            self.note(at, message);
            return;
        }
        let help = match nearest(name, known.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                let known: Vec<_> = known.take(12).map(|name| format!("`{name}`")).collect();
                if known.is_empty() {
                    format!("this world has no {what}")
                } else {
                    format!("there is {}", known.join(", "))
                }
            }
        };
        self.note_with_help(at, message, help);
    }

    /// None when no mistake was noted.
    pub(crate) fn finish(mut self, text: &str) -> Option<WorldErrors> {
        if self.0.is_empty() {
            return None;
        }
        self.0.sort_by_key(|(at, ..)| at.start);
        let further = self.0.len().saturating_sub(limits::WORLD_MISTAKES);
        self.0.truncate(limits::WORLD_MISTAKES);
        let place = |(span, message, help): (Range<usize>, String, Option<String>)| {
            let (line, column) = line_and_column(text, span.start);
            WorldError { line, column, span, message, help }
        };
        Some(WorldErrors { mistakes: self.0.into_iter().map(place).collect(), further })
    }
}

/// The name that was probably meant.
pub(crate) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let distance = |other: &&str| {
        let far = strsim::damerau_levenshtein(&name.to_lowercase(), &other.to_lowercase());
        far.min(if other.starts_with(name) { 1 } else { usize::MAX })
    };
    let near = known.min_by_key(distance)?;
    (distance(&near) <= 1 + name.chars().count() / 4).then_some(near)
}

fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let column = before.get(start..).map_or(0, |part| part.chars().count()) + 1;
    (line, column)
}
