//! The attributes of a start tag, and references in text.

use gateway_core::fields::Place;

use super::{Attribute, is_legal, is_name, is_space, start_of};
use crate::limits;

/// Reads what stands between a tag's name and its end; `place` knows where an offset into it is.
pub(super) fn read(
    raw: &str,
    mut place: impl FnMut(usize) -> Place,
) -> Result<Vec<Attribute>, Misplaced> {
    let mut found: Vec<Attribute> = Vec::new();
    let mut rest = raw;
    loop {
        let trimmed = rest.trim_start_matches(is_space);
        if trimmed.is_empty() {
            return Ok(found);
        }
        let at = raw.len() - trimmed.len();
        let wrong = |message: String, help| Misplaced { at, message, help };
        if trimmed.len() == rest.len() {
            return Err(wrong(
                "attributes are not separated".to_owned(),
                "put a blank between them",
            ));
        }
        if found.len() >= limits::MAX_ATTRIBUTES {
            let message = format!("more than {} attributes", limits::MAX_ATTRIBUTES);
            return Err(wrong(message, "send fewer"));
        }
        let Some((name, quoted)) = trimmed.split_once('=') else {
            return Err(wrong("an attribute has no value".to_owned(), VALUE));
        };
        let name = name.trim_end_matches(is_space);
        if !is_name(name) {
            return Err(wrong(format!("`{}` is no name", start_of(name)), VALUE));
        }
        if found.iter().any(|known| known.name == name) {
            return Err(wrong(format!("`{name}` is given twice"), "give it once"));
        }
        let Some((value, after)) = quoted_value(quoted.trim_start_matches(is_space)) else {
            return Err(wrong(format!("the value of `{name}` is not quoted"), VALUE));
        };
        let value = normalised(value).map_err(|message| wrong(message, "write &lt; or &amp;"))?;
        found.push(Attribute { name: name.to_owned(), value, place: place(at) });
        rest = after;
    }
}

/// The character that a reference, without `&` and `;`, stands for.
pub(super) fn resolve(reference: &str) -> Result<char, String> {
    let unknown = || format!("`&{};` is no reference that is allowed", start_of(reference));
    let Some(number) = reference.strip_prefix('#') else {
        return match reference {
            "lt" => Ok('<'),
            "gt" => Ok('>'),
            "amp" => Ok('&'),
            "apos" => Ok('\''),
            "quot" => Ok('"'),
            _ => Err(unknown()),
        };
    };
    let (digits, radix) = number.strip_prefix('x').map_or((number, 10), |hex| (hex, 16));
    let plain = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
    let code = if plain { u32::from_str_radix(digits, radix).ok() } else { None };
    code.and_then(char::from_u32).filter(|c| is_legal(*c)).ok_or_else(unknown)
}

/// What is wrong with the attributes, and how far into them.
pub(super) struct Misplaced {
    pub(super) at: usize,
    pub(super) message: String,
    pub(super) help: &'static str,
}

fn quoted_value(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    text.get(1..)?.split_once(quote)
}

/// The value with references resolved and white space as blanks (XML 1.0, section 3.3.3).
fn normalised(raw: &str) -> Result<String, String> {
    if raw.contains('<') {
        return Err("`<` stands in an attribute".to_owned());
    }
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('&') {
        blanked(before, &mut value);
        let (reference, after) =
            after.split_once(';').ok_or_else(|| "a reference has no `;`".to_owned())?;
        value.push(resolve(reference)?);
        rest = after;
    }
    blanked(rest, &mut value);
    Ok(value)
}

fn blanked(raw: &str, value: &mut String) {
    let mut characters = raw.chars().peekable();
    while let Some(c) = characters.next() {
        if c == '\r' && characters.peek() == Some(&'\n') {
            continue;
        }
        value.push(if is_space(c) { ' ' } else { c });
    }
}

const VALUE: &str = "write name=\"value\"";
