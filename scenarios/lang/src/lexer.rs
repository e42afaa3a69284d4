//! Text to lines of words: words, texts in quotes, pairs, comments.
//!
//! Words are parted by blanks. `//` at the start of a word opens a comment; inside a word it is text, as are `#` and
//! `*`, which are dial characters.

use nom::{
    IResult, Parser as _,
    branch::alt,
    bytes::complete::{is_not, tag, take_till, take_while},
    character::complete::{anychar, char},
    combinator::{map, opt, recognize, rest, rest_len},
    multi::fold_many0,
    sequence::preceded,
};

use crate::{
    diagnostic::{Diagnostic, Mistakes},
    limits,
    source::{Span, Spanned},
    step::Pair,
};

/// The words of one line, and its comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line<'t> {
    pub(crate) tokens: Vec<Token>,
    /// From `//` on, without blanks at its end.
    pub(crate) comment: Option<&'t str>,
}

/// A word of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) span: Span,
}

/// What a word is by its looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Word(String),
    /// In quotes; the escapes are resolved.
    Text(String),
    Pair(Pair),
}

/// The lines of `text`, one for each line of the file.
pub(crate) fn lines<'t>(text: &'t str, mistakes: &mut Mistakes) -> Vec<Line<'t>> {
    let mut start = 0;
    let mut found = Vec::new();
    for line in text.split('\n') {
        let bare = line.strip_suffix('\r').unwrap_or(line);
        let mark = if start == 0 && bare.starts_with(BYTE_ORDER_MARK) {
            BYTE_ORDER_MARK.len_utf8()
        } else {
            0
        };
        if bare.len() > limits::LINE_BYTES {
            let message = format!("a line is longer than {} bytes", limits::LINE_BYTES);
            mistakes.push(Diagnostic::new(message, Span::new(start, start), "too long"));
            found.push(Line { tokens: Vec::new(), comment: None });
        } else {
            let lexer = LineLexer { start, line: bare, mistakes };
            found.push(lexer.line(bare.get(mark..).unwrap_or_default()));
        }
        start += line.len() + 1;
    }
    found
}

/// One line under the knife.
struct LineLexer<'t, 'm> {
    /// Where the line begins in the text.
    start: usize,
    line: &'t str,
    mistakes: &'m mut Mistakes,
}

impl<'t> LineLexer<'t, '_> {
    fn line(mut self, mut input: &'t str) -> Line<'t> {
        let mut tokens = Vec::new();
        loop {
            let left = input.trim_start_matches(is_blank);
            self.refuse_odd_blank(input, left);
            input = left;
            if input.is_empty() || input.starts_with("//") {
                let comment = input.trim_end();
                return Line { tokens, comment: (!comment.is_empty()).then_some(comment) };
            }
            let (left, token) = self.token(input);
            tokens.push(token);
            input = left;
        }
    }

    /// The next word; `input` begins with a character that is no blank.
    fn token(&mut self, input: &'t str) -> (&'t str, Token) {
        // `raw` cannot fail: it takes at least one character of an input that has one.
        let Ok((left, raw)) = raw(input) else { return ("", self.word(input, "", input)) };
        let closes_with_quote = matches!(raw, Raw::Text(_) | Raw::TextPair(..));
        let token = match raw {
            Raw::Word(word) => self.word(input, left, word),
            Raw::Text(text) => {
                let span = self.span(input, left);
                Token { kind: TokenKind::Text(self.text(text, span)), span }
            }
            Raw::BarePair(key, value) => self.bare_pair((input, left), key, value),
            Raw::TextPair(key, text) => {
                let span = self.span(input, left);
                let key = self.key(key, span);
                let at = Span::new(key.span.end + 1, span.end);
                let value = Spanned::new(self.text(text, at), at);
                Token { kind: TokenKind::Pair(Pair { key, value }), span }
            }
        };
        (if closes_with_quote { self.refuse_tail(left) } else { left }, token)
    }

    fn word(&mut self, input: &str, left: &str, word: &str) -> Token {
        let span = self.span(input, left);
        self.refuse_quote(word, span);
        let word = self.without_unseen(word, span);
        Token { kind: TokenKind::Word(word), span }
    }

    fn bare_pair(&mut self, (input, left): (&str, &str), key: &str, value: &str) -> Token {
        let span = self.span(input, left);
        let key = self.key(key, span);
        let value = Spanned::new(value.to_owned(), Span::new(key.span.end + 1, span.end));
        if value.value.is_empty() {
            let message = format!("`{}=` has no value", key.value);
            let help = format!("write `{}=\"\"` when the value is empty", key.value);
            self.mistakes.push(Diagnostic::new(message, span, "no value").with_help(help));
        }
        self.refuse_quote(&value.value, value.span);
        let value = Spanned::new(self.without_unseen(&value.value, value.span), value.span);
        Token { kind: TokenKind::Pair(Pair { key, value }), span }
    }

    /// The key of the pair at `pair`.
    fn key(&mut self, key: &str, pair: Span) -> Spanned<String> {
        let span = Span::new(pair.start, pair.start + key.len());
        if key.is_empty() {
            let mistake = Diagnostic::new("a value without a key", pair, "nothing before `=`");
            self.mistakes.push(mistake.with_help("write `key=value` without blanks"));
        } else if !is_key(key) {
            let message = format!("`{key}` cannot be a key");
            let help =
                "a key is words of letters, digits, `_` and `-`, joined by dots: `data.case`";
            self.mistakes.push(Diagnostic::new(message, span, "not a key").with_help(help));
        }
        Spanned::new(key.to_owned(), span)
    }

    /// The text between the quotes, whose mistakes are told at `span`.
    fn text(&mut self, text: RawText<'_>, span: Span) -> String {
        let raw = self.line.get(span.start - self.start..).unwrap_or_default();
        let raw = raw.get(..span.end - span.start).unwrap_or_default();
        self.refuse_odd(raw, span, ("cannot be seen", |c| c.is_control() && c != '\t'));
        for (escape, left) in text.bad_escapes {
            let message = format!("`{escape}` means nothing in a text");
            let at = self.start + (self.line.len() - left);
            let at = Span::new(at, at + escape.len());
            let help = "the escapes are `\\\"`, `\\\\` and `\\n`";
            self.mistakes.push(Diagnostic::new(message, at, "unknown escape").with_help(help));
        }
        if !text.closed {
            let mistake = Diagnostic::new("a text is not closed", span, "no closing quote");
            self.mistakes.push(mistake.with_help("a text ends on its line, with `\"`"));
        }
        text.value
    }

    fn refuse_quote(&mut self, word: &str, span: Span) {
        if word.contains('"') {
            let mistake = Diagnostic::new("a quote inside a word", span, "the quote is not first");
            let help = "a text in quotes stands alone or right after `key=`";
            self.mistakes.push(mistake.with_help(help));
        }
    }

    /// Passes over what sticks to a closing quote.
    fn refuse_tail(&mut self, left: &'t str) -> &'t str {
        let (after, tail) = tail(left).unwrap_or(("", left));
        if !tail.is_empty() {
            let mistake = "a word sticks to the closing quote";
            let mistake = Diagnostic::new(mistake, self.span(left, after), "put a blank before it");
            self.mistakes.push(mistake.with_help("a quote inside a text is written `\\\"`"));
        }
        after
    }

    /// Tells of the first blank from `input` to `left` that is neither a space nor a tab; it parts words all the same.
    fn refuse_odd_blank(&mut self, input: &str, left: &str) {
        let gap = input.get(..input.len() - left.len()).unwrap_or_default();
        let span = self.span(input, left);
        self.refuse_odd(gap, span, ("only looks like a space", |c| c != ' ' && c != '\t'));
    }

    /// Tells of the first character of `word` that leaves no trace; what is left without them.
    fn without_unseen(&mut self, word: &str, span: Span) -> String {
        self.refuse_odd(word, span, ("cannot be seen", is_unseen));
        word.replace(is_unseen, "")
    }

    /// Tells of the first odd character of `word`.
    fn refuse_odd(&mut self, word: &str, span: Span, (label, is_odd): (&str, fn(char) -> bool)) {
        let Some((at, c)) = word.char_indices().find(|(_, c)| is_odd(*c)) else { return };
        let message = format!("the character U+{:04X} cannot stand here", u32::from(c));
        let at = Span::new(span.start + at, span.start + at + c.len_utf8());
        let mistake = Diagnostic::new(message, at, label);
        self.mistakes.push(mistake.with_help("write a plain space, or nothing"));
    }

    /// From the start of `input` to the start of `left`, both ends of this line.
    fn span(&self, input: &str, left: &str) -> Span {
        Span::new(self.offset(input), self.offset(left))
    }

    /// Where `rest`, an end of this line, begins in the text.
    fn offset(&self, rest: &str) -> usize {
        self.start + (self.line.len() - rest.len())
    }
}

/// A word as the characters show it.
#[derive(Clone)]
enum Raw<'t> {
    Word(&'t str),
    Text(RawText<'t>),
    BarePair(&'t str, &'t str),
    TextPair(&'t str, RawText<'t>),
}

/// A text in quotes.
#[derive(Clone, Default)]
struct RawText<'t> {
    value: String,
    /// Each with the length of the line from it on.
    bad_escapes: Vec<(&'t str, usize)>,
    closed: bool,
}

fn raw(input: &str) -> IResult<&str, Raw<'_>> {
    alt((
        map(text, Raw::Text),
        map((key, char('='), text), |(key, _, text)| Raw::TextPair(key, text)),
        map((key, char('='), tail), |(key, _, value)| Raw::BarePair(key, value)),
        map(tail, Raw::Word),
    ))
    .parse(input)
}

fn key(input: &str) -> IResult<&str, &str> {
    take_while(|c| !is_blank(c) && c != '=' && c != '"')(input)
}

fn tail(input: &str) -> IResult<&str, &str> {
    take_till(is_blank)(input)
}

fn text(input: &str) -> IResult<&str, RawText<'_>> {
    let pieces = fold_many0(piece, RawText::default, |mut text: RawText<'_>, piece| {
        match piece {
            Piece::Plain(plain) => text.value.push_str(plain),
            Piece::Escape(c) => text.value.push(c),
            Piece::BadEscape(escape, left) => text.bad_escapes.push((escape, left)),
        }
        text
    });
    map((char('"'), pieces, opt(char('"'))), |(_, text, close)| RawText {
        closed: close.is_some(),
        ..text
    })
    .parse(input)
}

enum Piece<'t> {
    Plain(&'t str),
    Escape(char),
    BadEscape(&'t str, usize),
}

fn piece(input: &str) -> IResult<&str, Piece<'_>> {
    let escape = alt((
        map(tag("\\\""), |_| Piece::Escape('"')),
        map(tag("\\\\"), |_| Piece::Escape('\\')),
        map(tag("\\n"), |_| Piece::Escape('\n')),
    ));
    let bad = alt((recognize(preceded(char('\\'), anychar)), recognize((char('\\'), rest))));
    let bad = map((rest_len, bad), |(left, escape)| Piece::BadEscape(escape, left));
    alt((map(is_not("\"\\"), Piece::Plain), escape, bad)).parse(input)
}

fn is_blank(c: char) -> bool {
    c.is_whitespace()
}

/// Whether `c` leaves no trace on the screen, and so cannot stand in a word.
pub(crate) fn is_unseen(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Whether `key` is words joined by dots.
pub(crate) fn is_key(key: &str) -> bool {
    key.split('.').all(|part| !part.is_empty() && part.chars().all(is_name_char))
}

/// Whether `c` may stand in a key or in the name of a world, a tag or a call.
pub(crate) fn is_name_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '-'
}

const BYTE_ORDER_MARK: char = '\u{feff}';
