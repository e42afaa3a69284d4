//! Bytes to requests: one document whose root names the request and whose children are the fields.

use std::borrow::Cow;

use gateway_core::{
    fields::{FieldError, Fields, Place},
    limits::MAX_REFERENCE,
    refusal::Code,
    request::{Envelope, Kind, Request, Row, rows},
    session::SessionId,
};

use crate::{
    element::{Attribute, Element, read_document},
    error::ReadError,
    escaped,
};

/// Reads one request.
///
/// Fails with the place and the kind of the first thing that is wrong: the markup, the request's
/// name, a field's name, or a value; and with the request and the client's mark, if they can be read.
pub fn read_request(bytes: &[u8]) -> Result<Envelope, ReadError> {
    let mut root = read_document(bytes)?;
    let row = rows().iter().find(|row| row.name == root.name);
    read_root(&mut root, row).map_err(|error| {
        let reference = root.attribute("ref").filter(|text| is_reference(text));
        let reference = reference.map(str::to_owned);
        ReadError { request: row.map(|row| row.name), reference, ..error }
    })
}

fn read_root(root: &mut Element, row: Option<&Row>) -> Result<Envelope, ReadError> {
    let mut fields = Fields::new(root.place);
    let frame = Frame::read(root, &mut fields)?;
    no_text(root, "fields")?;
    for child in std::mem::take(&mut root.children) {
        if row.is_some_and(|row| takes_pairs(row, &child.name)) {
            push_pairs(child, &mut fields)?;
        } else {
            push_text(child, &mut fields)?;
        }
    }
    let request = Request::read(&root.name, &mut fields, root.place)?;
    let Frame { session, reference, asynchronous } = frame;
    Ok(Envelope { session, reference, asynchronous, request })
}

/// The attributes that any request may have.
#[derive(Default)]
struct Frame {
    session: Option<SessionId>,
    reference: Option<String>,
    asynchronous: bool,
}

impl Frame {
    /// Reads them; other attributes are fields.
    fn read(root: &Element, fields: &mut Fields) -> Result<Self, FieldError> {
        let mut frame = Self::default();
        for Attribute { name, value, place } in &root.attributes {
            let invalid = |message: &str| invalid(*place, message);
            match name.as_str() {
                "session" => {
                    let session = SessionId::parse(value);
                    let message = "`session` is not 32 hexadecimal digits";
                    frame.session = Some(session.ok_or_else(|| invalid(message))?);
                }
                "ref" => {
                    let message = format!("`ref` is not 1 to {MAX_REFERENCE} characters");
                    let reference = is_reference(value).then(|| value.clone());
                    frame.reference = Some(reference.ok_or_else(|| invalid(&message))?);
                }
                "async" => {
                    frame.asynchronous = match value.as_str() {
                        "true" => true,
                        "false" => false,
                        _ => return Err(invalid("`async` is not true or false")),
                    };
                }
                _ => fields.push(name.as_str(), None, value.as_str(), *place)?,
            }
        }
        Ok(frame)
    }
}

fn is_reference(text: &str) -> bool {
    (1..=MAX_REFERENCE).contains(&text.chars().count())
}

/// Whether the field holds items; an unknown one is left to the check of the fields.
fn takes_pairs(request: &Row, field: &str) -> bool {
    request.fields.iter().any(|known| known.name == field && known.kind == Kind::Pairs)
}

fn push_text(field: Element, fields: &mut Fields) -> Result<(), ReadError> {
    if let Some(Attribute { name, place, .. }) = field.attributes.first() {
        let message = format!("`<{}>` takes no attribute `{name}`", field.name);
        return Err(ReadError::malformed(*place, message, "write the value as its text"));
    }
    if let Some(child) = field.children.first() {
        let message = format!("`<{}>` takes no element `<{}>`", field.name, child.name);
        return Err(ReadError::malformed(child.place, message, "write the value as text"));
    }
    Ok(fields.push(field.name, None, field.text, field.place)?)
}

fn push_pairs(field: Element, fields: &mut Fields) -> Result<(), ReadError> {
    no_text(&field, "items")?;
    for item in &field.children {
        let place = item.place;
        if item.name != "item" || !item.children.is_empty() {
            let message = format!("`<{}>` takes items only", field.name);
            return Err(ReadError::malformed(place, message, ITEM));
        }
        let mut attributes = item.attributes.iter();
        if let Some(foreign) = attributes.find(|attribute| !is_item_attribute(&attribute.name)) {
            let message = format!("an item takes no attribute `{}`", foreign.name);
            return Err(ReadError::malformed(foreign.place, message, ITEM));
        }
        let Some(key) = item.attribute("key") else {
            return Err(ReadError::malformed(place, "an item has no key", ITEM));
        };
        let (key, value) = match item.attribute("escaped") {
            None | Some("false") => (Cow::Borrowed(key), Cow::Borrowed(item.text.as_str())),
            Some("true") => {
                let wrong = || ReadError::from(invalid(place, "an escaped item has a bad escape"));
                let key = escaped::read(key).ok_or_else(wrong)?;
                let value = escaped::read(&item.text).ok_or_else(wrong)?;
                (Cow::Owned(key), Cow::Owned(value))
            }
            Some(_) => return Err(invalid(place, "`escaped` is not true or false").into()),
        };
        fields.push(field.name.as_str(), Some(key.into_owned()), value, place)?;
    }
    Ok(())
}

fn is_item_attribute(name: &str) -> bool {
    matches!(name, "key" | "escaped")
}

fn no_text(element: &Element, wanted: &str) -> Result<(), ReadError> {
    if element.text.trim().is_empty() {
        return Ok(());
    }
    let message = format!("`<{}>` takes {wanted}, not text", element.name);
    Err(ReadError::malformed(element.place, message, "put every value into its element"))
}

fn invalid(place: Place, message: &str) -> FieldError {
    FieldError { place, code: Code::InvalidValue, message: message.to_owned(), help: None }
}

const ITEM: &str = "write <item key=\"name\">value</item>";
