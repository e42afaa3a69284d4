//! A message on one line, for traces: codes by their names, lists in braces.

use std::fmt::{self, Write as _};

use super::{write_dump, write_escaped, write_message_number, write_unsigned64};
use crate::{Attribute, KvList, KvValue, Message, Shape, Value};

impl Message {
    /// The message on one line: `EventRinging ConnID=006c02462a161006 ThisDN=2001
    /// CallType=Inbound`.
    ///
    /// Text that would blur the line is in double quotes, a list is `{key=value, …}`, bytes and
    /// values of unknown types are their length and first four bytes.
    pub fn one_line(&self) -> String {
        OneLine(self).to_string()
    }
}

struct OneLine<'a>(&'a Message);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.kind)?;
        self.0.attributes.iter().try_for_each(|attribute| write_attribute(f, attribute))
    }
}

fn write_attribute(f: &mut fmt::Formatter<'_>, attribute: &Attribute) -> fmt::Result {
    write!(f, " {}=", attribute.id)?;
    if attribute.is_secret() {
        return f.write_str("***");
    }
    match &attribute.value {
        Value::String(text) => write_text(f, text),
        Value::Integer(number) => write_integer(f, *number, attribute.id.shape()),
        Value::Unsigned64(number) => write_unsigned64(f, *number, attribute.id.shape()),
        Value::Binary(bytes) => write_dump(f, bytes.len(), bytes.iter().copied()),
        Value::Opaque { type_code, bytes } => write_opaque(f, *type_code, bytes),
        Value::List(list) => write_list(f, list),
    }
}

fn write_integer(f: &mut fmt::Formatter<'_>, number: i32, shape: Option<Shape>) -> fmt::Result {
    match shape {
        Some(Shape::Unsigned) => write!(f, "{}", number.cast_unsigned()),
        Some(Shape::MessageNumber) => write_message_number(f, number),
        Some(Shape::Coded(name_of) | Shape::Glossed(name_of)) => match name_of(number) {
            Some(name) => f.write_str(name),
            None => write!(f, "{number}"),
        },
        Some(
            Shape::Text
            | Shape::Secret
            | Shape::Number
            | Shape::Seconds
            | Shape::Connection
            | Shape::Sequence
            | Shape::Bytes
            | Shape::List,
        )
        | None => write!(f, "{number}"),
    }
}

fn write_list(f: &mut fmt::Formatter<'_>, list: &KvList) -> fmt::Result {
    f.write_char('{')?;
    for (position, pair) in list.iter().enumerate() {
        if position > 0 {
            f.write_str(", ")?;
        }
        write_text(f, &pair.key)?;
        f.write_char('=')?;
        match &pair.value {
            KvValue::String(text) => write_text(f, text)?,
            KvValue::Integer(number) => write!(f, "{number}")?,
            KvValue::Binary(bytes) => write_dump(f, bytes.len(), bytes.iter().copied())?,
            KvValue::Opaque { type_code, bytes } => write_opaque(f, *type_code, bytes)?,
            KvValue::List(list) => write_list(f, list)?,
        }
    }
    f.write_char('}')
}

fn write_opaque(f: &mut fmt::Formatter<'_>, type_code: u8, bytes: &[u8]) -> fmt::Result {
    write!(f, "(type {type_code})")?;
    write_dump(f, bytes.len(), bytes.iter().copied())
}

/// Writes text, in double quotes when it would not read as one word.
fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let blurs = |character: char| character.is_whitespace() || "{}=,\"".contains(character);
    if !text.is_empty() && !text.contains(blurs) {
        return write_escaped(f, text);
    }
    f.write_char('"')?;
    for character in text.chars() {
        match character {
            '"' | '\\' => write!(f, "\\{character}")?,
            _ => write_escaped(f, character.encode_utf8(&mut [0; 4]))?,
        }
    }
    f.write_char('"')
}
