//! One way to lay out a scenario: columns, blocks indented, one blank line where there were some.

use crate::{
    diagnostic::{Diagnostic, Mistakes},
    keyword::Keyword,
    lexer::{self, Line, TokenKind},
    parser::{LineKind, parse},
};

/// The text laid out: same words, same comments, other blanks.
///
/// The people of neighbouring lines of one block stand in a column, and so do their signs and names; a blank line or
/// another block begins new columns.
///
/// # Errors
/// The mistakes of a text that is not a scenario: such a text is left alone.
pub fn format(text: &str) -> Result<String, Vec<Diagnostic>> {
    let (_, mistakes) = parse(text);
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let lines = lexer::lines(text, &mut Mistakes::default());
    let mut layout = Layout::default();
    let placed: Vec<Placed> = lines.iter().map(|line| layout.place(line)).collect();
    let mut formatted = String::with_capacity(text.len());
    let mut after_blank = true;
    for (line, placed) in lines.iter().zip(&placed) {
        let is_blank = line.tokens.is_empty() && line.comment.is_none();
        if !(is_blank && after_blank) {
            let width = placed.column.and_then(|column| layout.widths.get(column)).copied();
            formatted.push_str(&write_line(line, text, placed, width.unwrap_or_default()));
            formatted.push('\n');
        }
        after_blank = is_blank;
    }
    if formatted.ends_with("\n\n") {
        formatted.pop();
    }
    Ok(formatted)
}

/// Where a line goes.
struct Placed {
    kind: LineKind,
    depth: usize,
    /// Which column of people it belongs to, if it is a step.
    column: Option<usize>,
}

/// The blocks and columns that are open between two lines.
#[derive(Default)]
struct Layout {
    /// For the file and for each open block, the column that its next step joins.
    open: Vec<Option<usize>>,
    depth: usize,
    /// The widest first word of each column, in characters.
    widths: Vec<usize>,
}

impl Layout {
    fn place(&mut self, line: &Line<'_>) -> Placed {
        let kind = LineKind::of(line);
        let mut placed = Placed { kind, depth: self.depth, column: None };
        match kind {
            LineKind::Blank if line.comment.is_none() => self.open.fill(None),
            LineKind::Blank | LineKind::Unknown => {}
            LineKind::Step(_) => placed.column = Some(self.join_column(line)),
            LineKind::Keyword(Keyword::End) => {
                self.open.truncate(self.depth);
                self.depth = self.depth.saturating_sub(1);
                placed.depth = self.depth;
            }
            LineKind::Keyword(keyword) => {
                if opens_block(keyword) {
                    self.depth += 1;
                }
            }
        }
        placed
    }

    /// The column of a step, widened to hold its first word.
    fn join_column(&mut self, line: &Line<'_>) -> usize {
        if self.open.len() <= self.depth {
            self.open.resize(self.depth + 1, None);
        }
        let next = self.widths.len();
        let column = self.open.last_mut().map_or(next, |column| *column.get_or_insert(next));
        if column == next {
            self.widths.push(0);
        }
        let width = match line.tokens.first().map(|token| &token.kind) {
            Some(TokenKind::Word(who)) => who.chars().count(),
            Some(TokenKind::Text(_) | TokenKind::Pair(_)) | None => 0,
        };
        if let Some(widest) = self.widths.get_mut(column) {
            *widest = width.max(*widest);
        }
        column
    }
}

fn opens_block(keyword: Keyword) -> bool {
    match keyword {
        Keyword::Together | Keyword::AnyOrder | Keyword::Never | Keyword::Repeat => true,
        Keyword::Scenario
        | Keyword::World
        | Keyword::Tags
        | Keyword::Under
        | Keyword::Golden
        | Keyword::Wait
        | Keyword::Quiet
        | Keyword::End => false,
    }
}

fn write_line(line: &Line<'_>, text: &str, placed: &Placed, width: usize) -> String {
    let source = |span: crate::Span| text.get(span.start..span.end).unwrap_or_default();
    let mut words: Vec<String> =
        line.tokens.iter().map(|token| source(token.span).to_owned()).collect();
    let width = match placed.kind {
        LineKind::Keyword(
            Keyword::Scenario | Keyword::World | Keyword::Tags | Keyword::Under | Keyword::Golden,
        ) if words.len() > 1 => HEAD_WIDTH,
        LineKind::Keyword(_) | LineKind::Step(_) | LineKind::Blank | LineKind::Unknown => width,
    };
    if let Some(first) = words.first_mut() {
        let missing = width.saturating_sub(first.chars().count());
        first.push_str(&" ".repeat(missing));
    }
    let words = words.join(" ");
    let gap = if words.is_empty() { "" } else { "  " };
    let comment = line.comment.map(|comment| format!("{gap}{comment}")).unwrap_or_default();
    if words.is_empty() && comment.is_empty() {
        return String::new();
    }
    format!("{}{words}{comment}", INDENT.repeat(placed.depth))
}

const INDENT: &str = "  ";

/// As wide as the longest head, `scenario`.
const HEAD_WIDTH: usize = 8;
