//! The values of attributes and pairs: text in quotes, bare words, dumps of bytes.

use nom::{
    IResult, Parser as _,
    bytes::complete::{tag, take_while, take_while_m_n, take_while1},
    character::complete::{char, digit1, space0},
    combinator::{map_res, opt},
    multi::many0,
    sequence::{delimited, preceded},
};

/// A value as its line shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shown<'a> {
    /// Text in quotes that closes on this line; still escaped.
    Text(&'a str),
    /// Text whose quote does not close on this line, and which quote that is.
    Open(&'a str, char),
    Plain(&'a str),
    /// How many bytes, and the first of them.
    Dump {
        announced: usize,
        head: Vec<u8>,
    },
    /// Pairs follow: on lines of their own, the first one perhaps here.
    List(&'a str),
    Nothing,
}

/// A value at the end of a line.
pub(crate) fn read(text: &str) -> Shown<'_> {
    let text = text.trim_end();
    let (text, typed) = match type_mark(text) {
        Ok((rest, mark)) => (rest, Some(mark)),
        Err(_) => (text, None),
    };
    if text.is_empty() {
        return Shown::Nothing;
    }
    if text == "KVList:" {
        return Shown::List("");
    }
    if let Some(quote) =
        text.chars().next().filter(|c| *c == '\'' || (*c == '"' && typed.is_some()))
    {
        let inner = text.get(1..).unwrap_or_default();
        return match inner.strip_suffix(quote) {
            Some(inner) => Shown::Text(inner),
            None => Shown::Open(inner, quote),
        };
    }
    if let Ok((_, (announced, head))) = dump(text) {
        return Shown::Dump { announced, head };
    }
    Shown::Plain(without_gloss(text))
}

/// Whether a value with a type mark says that its number is decimal, whatever the attribute.
pub(crate) fn is_decimal(text: &str) -> bool {
    let Ok((rest, mark)) = type_mark(text.trim_end()) else { return false };
    NUMBERS.contains(&mark) && rest.bytes().all(|byte| byte.is_ascii_digit())
}

/// Key and value of a pair; the key still escaped.
pub(crate) fn pair(text: &str) -> Option<(&str, Shown<'_>)> {
    let quote = text.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let inner = text.get(1..)?;
    let mut from = 0;
    while let Some(found) = inner.get(from..).and_then(|rest| rest.find(quote)) {
        let at = from + found;
        let (key, after) = (inner.get(..at)?, inner.get(at + 1..)?);
        if let Some(value) = behind_key(after) {
            return Some((key, value));
        }
        from = at + 1;
    }
    None
}

/// The value behind a key's closing quote; none when this quote closes no key.
fn behind_key(after: &str) -> Option<Shown<'_>> {
    if let Ok((rest, mark)) = kind_mark(after) {
        let rest = rest.trim();
        return Some(if mark == "list" { Shown::List(rest) } else { read(rest) });
    }
    let value = after.trim_start();
    if value.is_empty() {
        return Some(Shown::Nothing);
    }
    let apart = value.len() < after.len();
    let begins =
        value.starts_with(['\'', '[', '-', '+']) || value.starts_with(char::is_alphanumeric);
    (apart && begins).then(|| read(value))
}

/// `(list)`, right behind a key.
fn kind_mark(input: &str) -> IResult<&str, &str> {
    let word = take_while1(|c: char| c.is_ascii_alphanumeric());
    preceded(space0, delimited(char('('), word, char(')'))).parse(input)
}

/// `[str] = `
fn type_mark(input: &str) -> IResult<&str, &str> {
    let letter = |c: char| c.is_ascii_alphabetic();
    let word = (take_while_m_n(1, 1, letter), take_while(|c: char| c.is_ascii_alphanumeric()));
    let word = nom::combinator::recognize(word);
    let (input, (_, mark, _, _, _)) =
        (space0, delimited(char('['), word, char(']')), space0, char('='), space0).parse(input)?;
    Ok((input, mark))
}

/// `[34] 00 01 00 00..`
fn dump(input: &str) -> IResult<&str, (usize, Vec<u8>)> {
    let announced = delimited(char('['), map_res(digit1, str::parse), char(']'));
    let hex = |digits: &str| u8::from_str_radix(digits, 16);
    let byte = map_res(take_while_m_n(2, 2, |c: char| c.is_ascii_hexdigit()), hex);
    let head = many0(preceded(space0, byte));
    let (input, (announced, head, _)) = (announced, head, (space0, opt(tag("..")))).parse(input)?;
    Ok((input, (announced, head)))
}

/// `3 (ManualIn)` without what explains it.
fn without_gloss(text: &str) -> &str {
    match text.split_once(char::is_whitespace) {
        Some((word, gloss)) if gloss.trim_start().starts_with('(') || is_clock(gloss) => word,
        Some(_) | None => text,
    }
}

/// A time of day behind a number of seconds.
fn is_clock(gloss: &str) -> bool {
    let gloss = gloss.trim();
    gloss.contains(':') && gloss.chars().all(|c| c.is_ascii_digit() || c == ':')
}

/// Text as it was before its control characters were written as `\u{HEX}`.
pub(crate) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(ESCAPE) {
        out.push_str(before);
        let written = after.split_once('}').and_then(|(digits, tail)| {
            let short = digits.len() <= 6;
            let code = u32::from_str_radix(digits, 16).ok().filter(|_| short)?;
            Some((char::from_u32(code)?, tail))
        });
        match written {
            Some((character, tail)) => {
                out.push(character);
                rest = tail;
            }
            None => {
                out.push_str(ESCAPE);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

const ESCAPE: &str = "\\u{";
/// Marks of numbers that are written in decimal.
const NUMBERS: &[&str] = &["int", "long", "short", "uint", "ulong"];
