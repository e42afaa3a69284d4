//! The words of one line, taken one after the other; each part that is missing or out of place is told.

use std::time::Duration;

use crate::{
    diagnostic::{Diagnostic, Mistakes},
    duration::{self, DurationError},
    keyword::{self, Form},
    lexer::{Token, TokenKind},
    source::{Span, Spanned},
    step::Pair,
};

/// The words of one line that are still to be taken.
pub(crate) struct Cursor<'l, 'm> {
    left: &'l [Token],
    /// The last word taken: what is missing is missing behind it.
    last: Span,
    /// Whether a mistake of this line makes the rest of it uncertain.
    is_lost: bool,
    mistakes: &'m mut Mistakes,
}

impl<'l, 'm> Cursor<'l, 'm> {
    /// The words behind `first`, the word at which the line begins.
    pub(crate) fn new(first: Span, left: &'l [Token], mistakes: &'m mut Mistakes) -> Self {
        Self { left, last: first, is_lost: false, mistakes }
    }

    /// Notes a mistake.
    pub(crate) fn mistake(&mut self, mistake: Diagnostic) {
        self.mistakes.push(mistake);
    }

    /// The span of the next word, or the place behind the last one.
    pub(crate) fn here(&self) -> Span {
        self.left.first().map_or_else(|| self.last.after(), |token| token.span)
    }

    /// The rest of the line means nothing for sure: nothing more is told to be missing or out of place.
    pub(crate) fn lose(&mut self) {
        self.is_lost = true;
    }

    /// Takes the next word, which must be bare; `expected` names it when it is not there.
    pub(crate) fn word(&mut self, expected: &str) -> Option<Spanned<String>> {
        let word = self.operand();
        if word.is_none() {
            self.missing(expected, None);
        }
        word
    }

    /// Takes the next word if it is bare and has no meaning of its own in a line.
    pub(crate) fn operand(&mut self) -> Option<Spanned<String>> {
        let (token, left) = self.left.split_first()?;
        let TokenKind::Word(word) = &token.kind else { return None };
        if keyword::is_connective(word) {
            return None;
        }
        self.take(left, token.span);
        Some(Spanned::new(word.clone(), token.span))
    }

    /// Takes the next word if it is a text in quotes.
    pub(crate) fn text(&mut self) -> Option<Spanned<String>> {
        let (token, left) = self.left.split_first()?;
        let TokenKind::Text(text) = &token.kind else { return None };
        self.take(left, token.span);
        Some(Spanned::new(text.clone(), token.span))
    }

    /// Takes the pairs that come next.
    pub(crate) fn pairs(&mut self) -> Vec<Pair> {
        std::iter::from_fn(|| self.pair()).collect()
    }

    /// Takes the bare word and the pairs that come next; tells when they are out of order, or more than one word.
    pub(crate) fn operand_and_pairs(&mut self, form: Form) -> (Option<Spanned<String>>, Vec<Pair>) {
        let operand = self.operand().or_else(|| self.quoted_operand(form));
        let mut pairs = self.pairs();
        let (late, more) = self.words_and_pairs();
        pairs.extend(more);
        let mut late = late.into_iter();
        let (taken, surplus) = match operand {
            Some(operand) => (Some(operand), late.next()),
            None => (late.next(), late.next()),
        };
        if let Some(word) = surplus {
            self.stranger(&word.value, word.span, "one word too many", form);
        } else if let Some(word) = taken.as_ref().filter(|word| is_behind(word, &pairs)) {
            self.stranger(&word.value, word.span, "it stands right behind the name", form);
        }
        (taken, pairs)
    }

    /// Takes a text that stands where a bare word belongs, and tells so.
    fn quoted_operand(&mut self, form: Form) -> Option<Spanned<String>> {
        let text = self.text()?;
        self.stranger("\"…\"", text.span, "the word behind the name has no quotes", form);
        Some(text)
    }

    /// Takes the pairs that come where none belong any more, and tells so.
    pub(crate) fn late_pairs(&mut self, form: Form) -> Vec<Pair> {
        let place = self.here();
        let pairs = self.pairs();
        if let Some(pair) = pairs.first() {
            let written = format!("{}=…", pair.key.value);
            self.stranger(&written, place, "keys stand right behind the name and its word", form);
        }
        pairs
    }

    /// Takes the bare words and the pairs that come next, in whatever order.
    pub(crate) fn words_and_pairs(&mut self) -> (Vec<Spanned<String>>, Vec<Pair>) {
        let (mut words, mut pairs) = (Vec::new(), Vec::new());
        loop {
            if let Some(pair) = self.pair() {
                pairs.push(pair);
            } else if let Some(word) = self.operand() {
                words.push(word);
            } else {
                return (words, pairs);
            }
        }
    }

    /// Takes the next word if it is `word`; its span.
    pub(crate) fn follows(&mut self, word: &str) -> Option<Span> {
        let (token, left) = self.left.split_first()?;
        if token.kind != TokenKind::Word(word.to_owned()) {
            return None;
        }
        self.take(left, token.span);
        Some(token.span)
    }

    /// Takes the next word, which must be a time.
    pub(crate) fn duration(&mut self) -> Option<Duration> {
        let Some(word) = self.operand() else {
            self.missing("a time", Some("such as `250ms`, `20s` or `1m30s`"));
            return None;
        };
        duration::read(&word.value)
            .map_err(|error| self.mistakes.push(not_a_duration(&word.value, word.span, error)))
            .ok()
    }

    /// The name that an `as` further on gives, not taken.
    pub(crate) fn name_further_on(&self) -> Option<Spanned<String>> {
        let is_as = |token: &Token| token.kind == TokenKind::Word("as".to_owned());
        let behind = self.left.iter().skip_while(|token| !is_as(token)).nth(1)?;
        let TokenKind::Word(name) = &behind.kind else { return None };
        Some(Spanned::new(name.clone(), behind.span))
    }

    /// The line ends here: tells of the first word that is left.
    pub(crate) fn finish(&mut self, form: Form) {
        let (Some(token), false) = (self.left.first(), self.is_lost) else { return };
        let (what, label) = match &token.kind {
            TokenKind::Word(word) => (word.clone(), out_of_place(word)),
            TokenKind::Text(_) => ("\"…\"".to_owned(), "a text in quotes is the value of a key"),
            TokenKind::Pair(pair) => (format!("{}=…", pair.key.value), "no key belongs here"),
        };
        self.stranger(&what, token.span, label, form);
        self.lose();
    }

    fn stranger(&mut self, what: &str, span: Span, label: &str, form: Form) {
        let message = format!("`{what}` does not belong here");
        let help = format!("the line is `{}`", form.shape);
        self.mistakes.push(Diagnostic::new(message, span, label).with_help(help));
    }

    /// Tells that `expected` is missing, or that something else stands in its place.
    pub(crate) fn missing(&mut self, expected: &str, help: Option<&str>) {
        if self.is_lost {
            return;
        }
        let message = match self.left.first().map(|token| &token.kind) {
            None => format!("{expected} is missing"),
            Some(TokenKind::Word(word)) => format!("{expected} is missing before `{word}`"),
            Some(TokenKind::Text(_)) => format!("a text in quotes stands where {expected} belongs"),
            Some(TokenKind::Pair(pair)) => {
                format!("`{}=…` stands where {expected} belongs", pair.key.value)
            }
        };
        let mistake = Diagnostic::new(message, self.here(), format!("{expected} belongs here"));
        self.mistakes.push(match help {
            Some(help) => mistake.with_help(help),
            None => mistake,
        });
        self.lose();
    }

    fn pair(&mut self) -> Option<Pair> {
        let (token, left) = self.left.split_first()?;
        let TokenKind::Pair(pair) = &token.kind else { return None };
        self.take(left, token.span);
        Some(pair.clone())
    }

    fn take(&mut self, left: &'l [Token], span: Span) {
        self.left = left;
        self.last = span;
    }
}

/// Whether a key stands before the word.
fn is_behind(word: &Spanned<String>, pairs: &[Pair]) -> bool {
    pairs.iter().any(|pair| pair.key.span < word.span)
}

/// The mistake of a word that should be a time.
pub(crate) fn not_a_duration(word: &str, span: Span, error: DurationError) -> Diagnostic {
    let label = match error {
        DurationError::Malformed => "not a time",
        DurationError::TooLong => "too long",
    };
    let help = match error {
        DurationError::Malformed if word.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("a number needs its unit: `{word}ms`, `{word}s`, `{word}m` or `{word}h`")
        }
        DurationError::Malformed => {
            "write numbers with units, such as `250ms`, `20s`, `1m30s` or `2h`".to_owned()
        }
        DurationError::TooLong => {
            format!("the longest time a line may name is {}", duration::write(crate::limits::TIME))
        }
    };
    Diagnostic::new(format!("`{word}` is {label}"), span, label).with_help(help)
}

/// Why a word that is left over does not belong where it stands.
fn out_of_place(word: &str) -> &'static str {
    match word {
        "as" => "only a request names a call, behind its keys and once",
        "->" => "only a request has an outcome, at its end",
        "within" => "only `<` and `?` wait, at the end of the line",
        "for" => "only `!` and `never` last",
        "every" => "only `repeat` has a pace",
        _ if keyword::is_connective(word) => "one sign on a line",
        _ => "one word too many",
    }
}
