//! What every step is made of: words, numbers, comparators; and what is said when they are not
//! there.

use std::{borrow::Cow, ops::RangeInclusive};

use nom::{
    IResult, Parser as _,
    bytes::complete::{take_while, take_while1},
    error::{ErrorKind, ParseError},
    sequence::preceded,
};

use crate::world::mistake::nearest;

/// What a parser of this crate makes of the rest of a line.
pub(crate) type Parsed<'t, T> = IResult<&'t str, T, Fault<'t>>;

/// Where a step cannot be read on, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault<'t> {
    /// The rest of the line from there on.
    pub(crate) rest: &'t str,
    what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    Expected(Vec<Expected>),
    Letter { message: String, help: Option<String> },
}

/// Something that could stand there: a word of the language, or a description.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Expected {
    Word(&'static str),
    Thing(Cow<'static, str>),
}

impl<'t> ParseError<&'t str> for Fault<'t> {
    fn from_error_kind(rest: &'t str, _: ErrorKind) -> Self {
        Self::unknown(rest)
    }

    fn append(_: &'t str, _: ErrorKind, other: Self) -> Self {
        other
    }

    /// Of two readings that fail, the one that came further knows better; two that came equally
    /// far are told together.
    fn or(mut self, other: Self) -> Self {
        if other.rest.len() != self.rest.len() {
            return if other.rest.len() < self.rest.len() { other } else { self };
        }
        if let (What::Expected(mine), What::Expected(others)) = (&mut self.what, &other.what) {
            let new: Vec<_> = others.iter().filter(|e| !mine.contains(e)).cloned().collect();
            mine.extend(new);
        }
        self
    }
}

impl<'t> Fault<'t> {
    /// Nothing is known but where.
    pub(crate) fn unknown(rest: &'t str) -> Self {
        Self { rest, what: What::Expected(Vec::new()) }
    }

    /// What is wrong, and what to write instead.
    pub(crate) fn letter(&self) -> (String, Option<String>) {
        let expected = match &self.what {
            What::Letter { message, help } => return (message.clone(), help.clone()),
            What::Expected(expected) => expected,
        };
        let found = match word(self.rest).or_else(|_| symbol(self.rest)) {
            Ok((_, found)) => format!("`{found}`"),
            Err(_) => "the end of the step".to_owned(),
        };
        let name = |expected: &Expected| match expected {
            Expected::Word(word) => format!("`{word}`"),
            Expected::Thing(thing) => thing.to_string(),
        };
        let names: Vec<_> = expected.iter().map(name).collect();
        let message = match names.as_slice() {
            [] => format!("{found} does not belong here"),
            [only] => format!("expected {only}, found {found}"),
            [first @ .., last] => {
                format!("expected {} or {last}, found {found}", first.join(", "))
            }
        };
        let words = expected.iter().filter_map(|expected| match expected {
            Expected::Word(word) => Some(*word),
            Expected::Thing(_) => None,
        });
        let near = nearest(found.trim_matches('`'), words);
        (message, near.map(|near| format!("did you mean `{near}`?")))
    }
}

/// The next word.
pub(crate) fn word(text: &str) -> Parsed<'_, &str> {
    preceded(blanks, take_while1(is_part_of_word)).parse(text)
}

/// The comparators, and the sign before `step`.
fn symbol(text: &str) -> Parsed<'_, &str> {
    preceded(blanks, take_while1(is_symbol)).parse(text)
}

/// Blanks of any kind: a terminal's line goes on in the next one, and browsers paste no-break spaces.
pub(crate) fn blanks(text: &str) -> Parsed<'_, &str> {
    take_while(char::is_whitespace).parse(text)
}

/// One word of the language, in small or capital letters.
pub(crate) fn keyword<'t>(wanted: &'static str) -> impl Fn(&'t str) -> Parsed<'t, ()> {
    move |text| match word(text) {
        Ok((rest, found)) if found.eq_ignore_ascii_case(wanted) => Ok((rest, ())),
        Ok(_) | Err(_) => expected_words(text, &[wanted]),
    }
}

/// One of several words of the language, and what it stands for.
pub(crate) fn choice<'t, T: Copy>(
    table: &'static [(&'static str, T)],
) -> impl Fn(&'t str) -> Parsed<'t, T> {
    move |text| {
        if let Ok((rest, found)) = word(text)
            && let Some((_, value)) =
                table.iter().find(|(wanted, _)| found.eq_ignore_ascii_case(wanted))
        {
            return Ok((rest, *value));
        }
        let words: Vec<_> = table.iter().map(|(word, _)| *word).collect();
        expected_words(text, &words)
    }
}

/// One of several symbols, and what it stands for.
pub(crate) fn comparator<'t, T: Copy>(
    table: &'static [(&'static str, T)],
) -> impl Fn(&'t str) -> Parsed<'t, T> {
    move |text| {
        let (rest, found) = symbol(text).unwrap_or((text, ""));
        if let Some((_, value)) = table.iter().find(|(symbol, _)| *symbol == found) {
            return Ok((rest, *value));
        }
        let foreign = FOREIGN.iter().find(|(other, _)| text.trim_start().starts_with(other));
        if let Some((other, meant)) = foreign {
            let message = format!("`{other}` is no comparator");
            return refuse(text, message, format!("did you mean `{meant}`?"));
        }
        let words: Vec<_> = table.iter().map(|(symbol, _)| *symbol).collect();
        expected_words(text, &words)
    }
}

/// A whole number within bounds.
pub(crate) fn number<'t>(bounds: RangeInclusive<u32>) -> impl Fn(&'t str) -> Parsed<'t, u32> {
    move |text| {
        let found = word(text).ok().and_then(|(rest, found)| {
            let digits = found.bytes().all(|byte| byte.is_ascii_digit());
            let number = found.parse().ok().filter(|number| digits && bounds.contains(number))?;
            Some((rest, number))
        });
        found.ok_or_else(|| {
            let thing = format!("a number from {} to {}", bounds.start(), bounds.end());
            error(text, What::Expected(vec![Expected::Thing(thing.into())]))
        })
    }
}

/// The end of the step.
pub(crate) fn end(text: &str) -> Parsed<'_, ()> {
    if text.trim_start().is_empty() { Ok(("", ())) } else { expected(text, "the end of the step") }
}

/// Fails because something that has no fixed spelling is not there.
pub(crate) fn expected<'t, T>(text: &'t str, thing: &'static str) -> Parsed<'t, T> {
    Err(error(text, What::Expected(vec![Expected::Thing(thing.into())])))
}

/// Fails because none of these words is there.
pub(crate) fn expected_words<'t, T>(text: &'t str, words: &[&'static str]) -> Parsed<'t, T> {
    Err(error(text, What::Expected(words.iter().copied().map(Expected::Word).collect())))
}

/// Fails for good: no other reading of the step can be right.
pub(crate) fn refuse<'t, T>(text: &'t str, message: String, help: String) -> Parsed<'t, T> {
    Err(refusal(text, message, help))
}

/// What [`refuse`] fails with.
pub(crate) fn refusal(text: &str, message: String, help: String) -> nom::Err<Fault<'_>> {
    let rest = text.trim_start();
    let help = Some(help).filter(|help| !help.is_empty());
    nom::Err::Failure(Fault { rest, what: What::Letter { message, help } })
}

fn error(text: &str, what: What) -> nom::Err<Fault<'_>> {
    nom::Err::Error(Fault { rest: text.trim_start(), what })
}

fn is_part_of_word(c: char) -> bool {
    !c.is_whitespace() && !is_symbol(c)
}

fn is_symbol(c: char) -> bool {
    matches!(c, '<' | '>' | '=' | '@')
}

/// Comparators of other languages, and those of this one.
const FOREIGN: [(&str, &str); 5] =
    [("!=", "<>"), ("==", "="), ("=<", "<="), ("=>", ">="), ("\u{2260}", "<>")];
