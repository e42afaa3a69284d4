//! Messages for people, in the style of the body of a T-Server log.
//!
//! The style is the one that public log readers agree on: a line for the message, a line for each
//! attribute with one tab before it, a line for each pair of a list with one tab more for each
//! level. Control characters are escaped, so that a value cannot forge a line.

mod one_line;

use std::fmt::{self, Write as _};

use crate::{Attribute, KvList, KvPair, KvValue, Message, MessageType, Shape, Value};

impl fmt::Display for Message {
    /// Writes the lines of a log body, without the empty line that ends it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "message {}", self.kind)?;
        self.attributes.iter().try_for_each(|attribute| write_attribute(f, attribute))
    }
}

fn write_attribute(f: &mut fmt::Formatter<'_>, attribute: &Attribute) -> fmt::Result {
    write!(f, "\n\tAttribute{}\t", attribute.id)?;
    if attribute.is_secret() {
        return f.write_str("'***'");
    }
    match &attribute.value {
        Value::String(text) => write_quoted(f, text, |_| false),
        Value::Integer(number) => write_integer(f, *number, attribute.id.shape()),
        Value::Unsigned64(number) => write_unsigned64(f, *number, attribute.id.shape()),
        Value::Binary(bytes) | Value::Opaque { bytes, .. } => {
            write_dump(f, bytes.len(), bytes.iter().copied())
        }
        Value::List(list) => {
            write_dump(f, list.packed_len(), packed_head(list))?;
            write_pairs(f, list, 2)
        }
    }
}

fn write_integer(f: &mut fmt::Formatter<'_>, number: i32, shape: Option<Shape>) -> fmt::Result {
    match shape {
        Some(Shape::Unsigned) => write!(f, "{}", number.cast_unsigned()),
        Some(Shape::Seconds) => write!(f, "{number} ({})", TimeOfDay(number)),
        Some(Shape::MessageNumber) => write_message_number(f, number),
        Some(Shape::Glossed(name_of)) => match name_of(number) {
            Some(name) => write!(f, "{number} ({name})"),
            None => write!(f, "{number}"),
        },
        Some(
            Shape::Text
            | Shape::Secret
            | Shape::Number
            | Shape::Connection
            | Shape::Sequence
            | Shape::Bytes
            | Shape::List
            | Shape::Coded(_),
        )
        | None => write!(f, "{number}"),
    }
}

/// Writes the name of a message that is a value, or the number as it is.
fn write_message_number(out: &mut dyn fmt::Write, number: i32) -> fmt::Result {
    match u16::try_from(number).ok().and_then(|code| MessageType(code).name()) {
        Some(name) => out.write_str(name),
        None => write!(out, "{number}"),
    }
}

fn write_unsigned64(out: &mut dyn fmt::Write, number: u64, shape: Option<Shape>) -> fmt::Result {
    match shape {
        Some(Shape::Sequence) => write!(out, "{number:x}"),
        Some(_) | None => write!(out, "{number:016x}"),
    }
}

fn write_pairs(f: &mut fmt::Formatter<'_>, list: &KvList, tabs: usize) -> fmt::Result {
    list.iter().try_for_each(|pair| write_pair(f, pair, tabs))
}

fn write_pair(f: &mut fmt::Formatter<'_>, pair: &KvPair, tabs: usize) -> fmt::Result {
    f.write_char('\n')?;
    (0..tabs).try_for_each(|_| f.write_char('\t'))?;
    write_quoted(f, &pair.key, |c| c == '\'')?;
    match &pair.value {
        KvValue::String(text) => {
            f.write_char('\t')?;
            write_quoted(f, text, |_| false)
        }
        KvValue::Integer(number) => write!(f, "\t{number}"),
        KvValue::Binary(bytes) | KvValue::Opaque { bytes, .. } => {
            f.write_char('\t')?;
            write_dump(f, bytes.len(), bytes.iter().copied())
        }
        KvValue::List(list) => {
            f.write_str("(list)")?;
            write_pairs(f, list, tabs + 1)
        }
    }
}

/// Writes text in quotes. Control characters, what `also` names, and a backslash that would read as
/// the beginning of such an escape are written as `\u{HEX}`; other backslashes stay as they are.
fn write_quoted(
    f: &mut fmt::Formatter<'_>,
    text: &str,
    also: impl Fn(char) -> bool,
) -> fmt::Result {
    f.write_char('\'')?;
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        let blurs = character == '\\' && rest.as_str().starts_with("u{");
        if character.is_control() || blurs || also(character) {
            write!(f, "{}", character.escape_unicode())?;
        } else {
            f.write_char(character)?;
        }
    }
    f.write_char('\'')
}

/// Writes text with its control characters escaped.
fn write_escaped(out: &mut dyn fmt::Write, text: &str) -> fmt::Result {
    text.chars().try_for_each(|character| match character.is_control() {
        true => write!(out, "{}", character.escape_default()),
        false => out.write_char(character),
    })
}

/// Writes how long a value is and its first four bytes.
fn write_dump(
    out: &mut dyn fmt::Write,
    len: usize,
    bytes: impl IntoIterator<Item = u8>,
) -> fmt::Result {
    write!(out, "[{len}]")?;
    bytes.into_iter().take(4).try_for_each(|byte| write!(out, " {byte:02x}"))?;
    out.write_str("..")
}

/// The first four bytes of a packed list: its count, and the type and high key length of its first
/// pair.
fn packed_head(list: &KvList) -> Vec<u8> {
    let low_bytes = |number: usize| u16::try_from(number).unwrap_or(u16::MAX).to_be_bytes();
    let mut head = low_bytes(list.0.len()).to_vec();
    if let Some(pair) = list.0.first() {
        let [key_high, _] = low_bytes(pair.key.len());
        head.extend([pair.value.type_code(), key_high]);
    }
    head
}

/// A time as log writers print it after the seconds, in GMT.
struct TimeOfDay(i32);

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let second = self.0.rem_euclid(86_400);
        write!(f, "{:02}:{:02}:{:02}", second / 3_600, second / 60 % 60, second % 60)
    }
}
