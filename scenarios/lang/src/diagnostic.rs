//! A mistake in a file, and how it is shown: the line, a caret, and what to do about it.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::{
    limits,
    source::{LineIndex, Span, Spanned},
};

/// One mistake: what is wrong, where, and what to do instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong, in one sentence without its full stop.
    pub message: String,
    pub span: Span,
    /// A few words under the caret.
    pub label: String,
    /// What to do instead.
    pub help: Option<String>,
    /// Another place that matters, such as where a name was first given.
    pub context: Option<Spanned<String>>,
}

impl Diagnostic {
    /// A mistake at `span`, with a few words to stand under it.
    pub fn new(message: impl Into<String>, span: Span, label: impl Into<String>) -> Self {
        Self { message: message.into(), span, label: label.into(), help: None, context: None }
    }

    /// The same, saying what to do instead.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same, showing another place that matters.
    #[must_use]
    pub fn with_context(mut self, span: Span, label: impl Into<String>) -> Self {
        self.context = Some(Spanned::new(label.into(), span));
        self
    }

    /// The lines from the first to the last that the mistake touches, as a range of bytes of `text`.
    fn lines(&self, text: &str, index: &LineIndex) -> (usize, Span) {
        let other = self.context.as_ref().map_or(self.span, |context| context.span);
        let first = index.line_of(self.span.min(other));
        let last = index.line_of(self.span.max(other));
        (first, index.line_span(first, text).to(index.line_span(last, text)))
    }
}

/// The mistakes in the order of the file, laid out as rustc lays out its own.
///
/// `path` is only printed; `text` is the text the spans belong to.
pub fn render(diagnostics: &[Diagnostic], path: &str, text: &str, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let index = LineIndex::new(text);
    let mut in_order: Vec<&Diagnostic> = diagnostics.iter().collect();
    in_order.sort_by_key(|diagnostic| diagnostic.span);
    let shown: Vec<String> = in_order
        .into_iter()
        .map(|diagnostic| render_one(&renderer, diagnostic, path, (text, &index)))
        .collect();
    shown.join("\n\n") + if shown.is_empty() { "" } else { "\n" }
}

fn render_one(
    renderer: &Renderer,
    diagnostic: &Diagnostic,
    path: &str,
    (text, index): (&str, &LineIndex),
) -> String {
    let (line, lines) = diagnostic.lines(text, index);
    let source = text.get(lines.start..lines.end).unwrap_or_default();
    let primary = AnnotationKind::Primary.span(within(diagnostic.span, lines, source));
    let context = diagnostic.context.as_ref().map(|context| {
        let span = within(context.span, lines, source);
        AnnotationKind::Context.span(span).label(context.value.as_str())
    });
    let snippet = Snippet::source(source)
        .line_start(line)
        .path(path)
        .annotation(primary.label(diagnostic.label.as_str()))
        .annotations(context);
    let title = Level::ERROR.primary_title(diagnostic.message.as_str());
    let help = diagnostic.help.as_deref().map(|help| Level::HELP.message(help));
    renderer.render(&[title.element(snippet).elements(help)])
}

/// `span` as a range of bytes of `source`, which stands at `lines`; never beyond it, and never inside a character.
fn within(span: Span, lines: Span, source: &str) -> std::ops::Range<usize> {
    let place =
        |at: usize| source.floor_char_boundary(at.saturating_sub(lines.start).min(source.len()));
    let start = place(span.start);
    start..place(span.end).max(start)
}

/// Mistakes as they are found, up to the bound.
#[derive(Debug, Default)]
pub(crate) struct Mistakes {
    found: Vec<Diagnostic>,
    beyond: usize,
    last: Span,
}

impl Mistakes {
    /// Notes a mistake, or counts it when there are too many.
    pub(crate) fn push(&mut self, mistake: Diagnostic) {
        if self.found.len() < limits::MISTAKES {
            self.found.push(mistake);
        } else {
            self.beyond += 1;
            self.last = mistake.span;
        }
    }

    /// The mistakes in the order of the file; the last one tells how many more there are.
    pub(crate) fn into_diagnostics(mut self) -> Vec<Diagnostic> {
        self.found.sort_by_key(|mistake| mistake.span);
        if self.beyond > 0 {
            let message = format!("{} more mistakes are not shown", self.beyond);
            let help = "put the first ones right, then check again";
            self.found.push(Diagnostic::new(message, self.last, "the last one").with_help(help));
        }
        self.found
    }
}
