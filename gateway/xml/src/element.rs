//! A bounded reader of small documents: elements with attributes, text and places, nothing else.

use gateway_core::fields::Place;

use crate::error::ReadError;

/// An element with everything in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Element>,
    /// All character data directly inside, joined.
    pub text: String,
    pub place: Place,
}

/// Reads one document.
pub fn read_document(_bytes: &[u8]) -> Result<Element, ReadError> {
    Ok(Element::default())
}

/// Writes one document.
pub fn write_document(_element: &Element) -> Vec<u8> {
    Vec::new()
}
