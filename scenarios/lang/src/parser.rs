//! Lines to a scenario; goes on after a mistake, so that one pass tells them all.

mod block;
mod head;

use block::{Blocks, Opening};
use head::Heads;

use crate::{
    cursor::Cursor,
    diagnostic::{Diagnostic, Mistakes},
    keyword::{self, KEYWORDS, Keyword, OPERATORS, Operator},
    lexer::{self, Line, Token, TokenKind},
    limits,
    source::{Span, Spanned},
    step::{Check, Event, Fault, Request, Scenario, Step, Who},
    suggest,
};

/// The scenario that `text` tells, and every mistake in it, in the order of the file.
///
/// With mistakes the scenario is what could be understood; it is fit to be checked, so that further mistakes are found
/// in the same pass, and not to be played.
pub fn parse(text: &str) -> (Scenario, Vec<Diagnostic>) {
    let mut mistakes = Mistakes::default();
    if text.len() > limits::FILE_BYTES {
        let message = format!("the file is longer than {} bytes", limits::FILE_BYTES);
        let help = "a scenario tells one story: split it";
        mistakes.push(Diagnostic::new(message, Span::default(), "too long").with_help(help));
        return (Scenario::default(), mistakes.into_diagnostics());
    }
    let lines = lexer::lines(text, &mut mistakes);
    let mut parser = Parser { mistakes, heads: Heads::default(), blocks: Blocks::default() };
    for line in &lines {
        parser.line(line);
        if parser.blocks.is_full() {
            break;
        }
    }
    parser.finish()
}

/// The line that a line is by its first words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineKind {
    /// Blank, or only a comment.
    Blank,
    Keyword(Keyword),
    Step(Operator),
    Unknown,
}

impl LineKind {
    /// What `line` is: a sign as its second word makes it a step, whatever its first word is.
    pub(crate) fn of(line: &Line<'_>) -> Self {
        let word = |at: usize| line.tokens.get(at).map(|token| &token.kind);
        if let Some(TokenKind::Word(sign)) = word(1)
            && let Some(operator) = Operator::find(sign)
        {
            return Self::Step(operator);
        }
        match word(0) {
            None => Self::Blank,
            Some(TokenKind::Word(word)) => Keyword::find(word).map_or(Self::Unknown, Self::Keyword),
            Some(TokenKind::Text(_) | TokenKind::Pair(_)) => Self::Unknown,
        }
    }
}

/// The state between two lines.
struct Parser {
    mistakes: Mistakes,
    heads: Heads,
    blocks: Blocks,
}

impl Parser {
    fn line(&mut self, line: &Line<'_>) {
        let Some((first, rest)) = line.tokens.split_first() else { return };
        match LineKind::of(line) {
            LineKind::Blank => {}
            LineKind::Keyword(keyword) => self.keyword(keyword, first.span, rest),
            LineKind::Step(operator) => self.step(operator, first, rest),
            LineKind::Unknown => self.unknown(first, rest),
        }
    }

    fn finish(mut self) -> (Scenario, Vec<Diagnostic>) {
        let place = self.heads.end();
        if place.is_none() && !self.blocks.has_any() {
            let mistake = Diagnostic::new("the file tells no story", Span::default(), "empty");
            let help = "begin with `scenario \"what happens\"` and `world NAME`";
            self.mistakes.push(mistake.with_help(help));
            return (Scenario::default(), self.mistakes.into_diagnostics());
        }
        if !self.blocks.has_any() {
            let place = place.unwrap_or_default();
            let mistake = Diagnostic::new("the scenario has no step", place, "nothing follows");
            let help = "tell what happens: `alice > MAKECALL 2002 as c1`";
            self.mistakes.push(mistake.with_help(help));
        }
        let steps = self.blocks.finish(&mut self.mistakes);
        let scenario = self.heads.into_scenario(steps, &mut self.mistakes);
        (scenario, self.mistakes.into_diagnostics())
    }

    fn keyword(&mut self, keyword: Keyword, span: Span, rest: &[Token]) {
        let whole = rest.last().map_or(span, |last| span.to(last.span));
        let cursor = &mut Cursor::new(span, rest, &mut self.mistakes);
        let form = keyword.form();
        let opening = match keyword {
            Keyword::Scenario
            | Keyword::World
            | Keyword::Tags
            | Keyword::Under
            | Keyword::Golden => {
                let head = Spanned::new(keyword, span);
                self.heads.line(head, self.blocks.first(), cursor);
                cursor.finish(form);
                return;
            }
            Keyword::End => {
                cursor.finish(form);
                self.blocks.end(span, &mut self.mistakes);
                return;
            }
            Keyword::Wait | Keyword::Quiet => {
                let time = cursor.duration();
                cursor.finish(form);
                let Some(time) = time else { return self.blocks.lost_step() };
                let step =
                    if keyword == Keyword::Wait { Step::Wait(time) } else { Step::Quiet(time) };
                self.blocks.push(Spanned::new(step, whole), &mut self.mistakes);
                return;
            }
            Keyword::Together => Opening::Together,
            Keyword::AnyOrder => Opening::AnyOrder,
            Keyword::Never => Opening::never(cursor),
            Keyword::Repeat => Opening::repeat(cursor),
        };
        cursor.finish(form);
        self.blocks.open(Spanned::new(opening, whole), &mut self.mistakes);
    }

    fn step(&mut self, operator: Operator, first: &Token, rest: &[Token]) {
        let TokenKind::Word(who) = &first.kind else {
            let message = format!("a name is missing before `{}`", operator.form().word);
            let help = format!("the line is `{}`", operator.form().shape);
            let mistake = Diagnostic::new(message, first.span, "a name belongs here");
            self.mistakes.push(mistake.with_help(help));
            return self.blocks.lost_step();
        };
        let (sign, rest) =
            rest.split_first().map_or((first.span, rest), |(sign, rest)| (sign.span, rest));
        let cursor = &mut Cursor::new(sign, rest, &mut self.mistakes);
        let what = Spanned::new(who.clone(), first.span);
        let who = || Spanned::new(Who::from(what.value.clone()), what.span);
        let step = match operator {
            Operator::Does => Request::parse(who(), cursor).map(Step::Request),
            Operator::Sees => Event::parse(who(), cursor).map(Step::Event),
            Operator::Is => Check::parse(what.clone(), cursor).map(Step::Check),
            Operator::Breaks => Fault::parse(what.clone(), cursor).map(Step::Fault),
        };
        let whole = first.span.to(rest.last().map_or(sign, |last| last.span));
        match step {
            Some(step) => self.blocks.push(Spanned::new(step, whole), &mut self.mistakes),
            None => self.blocks.lost_step(),
        }
    }

    /// A line without a sign and without a keyword: a slip in the keyword is told and forgiven.
    fn unknown(&mut self, first: &Token, rest: &[Token]) {
        let TokenKind::Word(word) = &first.kind else {
            let mistake =
                Diagnostic::new("a line begins with a word", first.span, "not a bare word");
            self.mistakes.push(mistake.with_help(forms_help()));
            return self.blocks.lost_step();
        };
        if let Some(keyword) = near_keyword(word) {
            let message = format!("`{word}` is not a word of the language");
            let help = format!("did you mean `{}`?", keyword.form().word);
            self.mistakes
                .push(Diagnostic::new(message, first.span, "no such line").with_help(help));
            return self.keyword(keyword, first.span, rest);
        }
        let sticking = word.contains(['>', '<', '?', '!']) && !keyword::is_connective(word);
        let (message, span, label) = if sticking {
            (format!("`{word}` is one word"), first.span, "part it with blanks")
        } else if keyword::is_connective(word) {
            (format!("a name is missing before `{word}`"), first.span, "a line begins with a name")
        } else {
            let behind = rest.first().map_or_else(|| first.span.after(), |token| token.span);
            (
                format!("a sign is missing behind `{word}`"),
                behind,
                "`>`, `<`, `?` or `!` belongs here",
            )
        };
        self.mistakes.push(Diagnostic::new(message, span, label).with_help(forms_help()));
        self.salvage(first, rest);
    }

    /// Keeps a line without its sign when it names a call, so that the later uses of the call are no mistake.
    fn salvage(&mut self, first: &Token, rest: &[Token]) {
        let mut unheard = Mistakes::default();
        let cursor = &mut Cursor::new(first.span, rest, &mut unheard);
        let who = Spanned::new(Who::from(String::new()), first.span.after());
        match Request::parse(who, cursor).filter(|request| request.names.is_some()) {
            Some(request) => {
                let step = Spanned::new(Step::Request(request), first.span);
                self.blocks.push(step, &mut unheard);
            }
            None => self.blocks.lost_step(),
        }
    }
}

/// The keyword that a slip of the pen turned into `word`.
fn near_keyword(word: &str) -> Option<Keyword> {
    let words: Vec<&str> = KEYWORDS.iter().map(|(_, form)| form.word).collect();
    suggest::nearest(word, &words).and_then(Keyword::find)
}

fn forms_help() -> String {
    let shapes = OPERATORS.iter().map(|(_, form)| match form.word {
        ">" => "`WHO > REQUEST`",
        "<" => "`WHO < EVENT`",
        "?" => "`WHAT ? key=value`",
        _ => "`WHAT ! FAULT`",
    });
    let shapes: Vec<&str> = shapes.collect();
    format!("a step is {}", shapes.join(", "))
}
