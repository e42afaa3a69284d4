//! A bounded reader of small documents: elements with attributes, text and places, nothing else.
//!
//! Stricter than XML asks for: no document type, no processing instruction, no entity but the five
//! and character references, UTF-8 only (XML 1.0, fifth edition, is the reference for the rest).

mod attributes;
mod build;

use gateway_core::fields::Place;
use quick_xml::{
    Reader,
    events::{BytesRef, BytesStart, Event},
};

use crate::{
    error::ReadError,
    limits,
    write::{attribute, text},
};

/// An element with everything in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<Attribute>,
    pub children: Vec<Self>,
    /// All character data directly inside, joined.
    pub text: String,
    pub place: Place,
}

/// An attribute of an element, and where its name begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    pub name: String,
    /// With references resolved and white space as blanks.
    pub value: String,
    pub place: Place,
}

impl Element {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|attribute| attribute.name == name);
        found.map(|attribute| attribute.value.as_str())
    }

    /// The same without the places: what an element says, wherever it stands.
    pub fn without_places(mut self) -> Self {
        self.attributes.iter_mut().for_each(|attribute| attribute.place = Place::default());
        let children = self.children.into_iter().map(Self::without_places).collect();
        Self { children, place: Place::default(), ..self }
    }

    /// The first child of this name.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }
}

/// Reads one document.
///
/// Fails with the place of the first byte that is not UTF-8, not a legal character, not
/// well-formed, beyond a bound of [`limits`], or of a kind that no document may have.
pub fn read_document(bytes: &[u8]) -> Result<Element, ReadError> {
    if bytes.len() > limits::MAX_DOCUMENT {
        let message = format!("the document is longer than {} bytes", limits::MAX_DOCUMENT);
        return Err(ReadError::malformed(START, message, "shorten it"));
    }
    let source = characters(bytes)?;
    Parser::new(source).document()
}

/// Writes one document.
pub fn write_document(element: &Element) -> Vec<u8> {
    let mut out = Vec::new();
    write_element(element, &mut out);
    out
}

fn write_element(element: &Element, out: &mut Vec<u8>) {
    out.push(b'<');
    out.extend_from_slice(element.name.as_bytes());
    for Attribute { name, value, .. } in &element.attributes {
        attribute(name, value, out);
    }
    if element.text.is_empty() && element.children.is_empty() {
        out.extend_from_slice(b"/>");
        return;
    }
    out.push(b'>');
    text(&element.text, out);
    for child in &element.children {
        write_element(child, out);
    }
    out.extend_from_slice(b"</");
    out.extend_from_slice(element.name.as_bytes());
    out.push(b'>');
}

/// The bytes as text, if they are UTF-8 and every character is legal.
fn characters(bytes: &[u8]) -> Result<&str, ReadError> {
    let source = match std::str::from_utf8(bytes) {
        Ok(source) => source.strip_prefix('\u{feff}').unwrap_or(source),
        Err(error) => {
            let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let place = place_after(std::str::from_utf8(good).unwrap_or_default());
            return Err(ReadError::malformed(place, "this is not UTF-8", "send UTF-8"));
        }
    };
    // The reader below would pass over one more.
    if source.starts_with('\u{feff}') {
        return Err(ReadError::malformed(
            START,
            "there are two byte order marks",
            "send one, or none",
        ));
    }
    match source.char_indices().find(|(_, c)| !is_legal(*c)) {
        None => Ok(source),
        Some((at, c)) => {
            let place = place_after(source.get(..at).unwrap_or_default());
            let message = format!("the character U+{:04X} is not allowed", u32::from(c));
            Err(ReadError::malformed(place, message, "write it as an escaped item of the data"))
        }
    }
}

/// Whether XML 1.0 allows the character (production 2, Char).
pub(crate) fn is_legal(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

struct Parser<'a> {
    source: &'a str,
    reader: Reader<&'a [u8]>,
    /// How far places have been counted, and the place there.
    counted: (usize, Place),
    open: Vec<Element>,
    root: Option<Element>,
    nodes: usize,
}

impl<'a> Parser<'a> {
    fn new(source: &'a str) -> Self {
        let mut reader = Reader::from_str(source);
        let config = reader.config_mut();
        config.check_comments = true;
        config.check_end_names = true;
        Self { source, reader, counted: (0, START), open: Vec::new(), root: None, nodes: 0 }
    }

    fn document(mut self) -> Result<Element, ReadError> {
        loop {
            let at = self.offset();
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    let at = usize::try_from(self.reader.error_position()).unwrap_or(at);
                    return Err(self.malformed(at, error.to_string(), "mend the markup"));
                }
            };
            if matches!(event, Event::Eof) {
                return self.end_of_document(at);
            }
            let counts = !matches!(event, Event::Text(_) | Event::GeneralRef(_) | Event::End(_));
            self.nodes += usize::from(counts);
            if self.nodes > limits::MAX_NODES {
                let message = format!("more than {} nodes", limits::MAX_NODES);
                return Err(self.malformed(at, message, "send less"));
            }
            self.node(at, event)?;
        }
    }

    fn node(&mut self, at: usize, event: Event<'a>) -> Result<(), ReadError> {
        match event {
            Event::Start(start) => {
                let element = self.element(at, &start)?;
                self.open.push(element);
                Ok(())
            }
            Event::Empty(start) => {
                let element = self.element(at, &start)?;
                self.close(at, element)
            }
            Event::End(_) => match self.open.pop() {
                Some(element) => self.close(at, element),
                None => Err(self.malformed(at, "nothing is open here", "remove the end tag")),
            },
            Event::Text(found) => {
                if found.contains("]]>") {
                    return Err(self.malformed(at, "`]]>` stands in text", "write `]]&gt;`"));
                }
                self.characters(at, &found.xml10_content())
            }
            Event::CData(found) => self.characters(at, &found.xml10_content()),
            Event::GeneralRef(reference) => {
                let character = self.reference(at, &reference)?;
                self.characters(at, character.encode_utf8(&mut [0; 4]))
            }
            Event::Comment(_) => Ok(()),
            Event::Decl(declaration) => {
                let utf8 = match declaration.encoding() {
                    None => true,
                    Some(named) => named.is_ok_and(|named| named.eq_ignore_ascii_case("utf-8")),
                };
                let first = at == 0 && declaration.version().is_ok_and(|version| version == "1.0");
                if first && utf8 {
                    return Ok(());
                }
                let message = "the declaration is not that of XML 1.0 in UTF-8 at the start";
                Err(self.malformed(at, message, "leave it out"))
            }
            Event::PI(_) => {
                Err(self.malformed(at, "a processing instruction", "leave it out: none is allowed"))
            }
            Event::DocType(_) => {
                Err(self.malformed(at, "a document type", "leave it out: none is allowed"))
            }
            Event::Eof => Ok(()),
        }
    }

    fn element(&mut self, at: usize, start: &BytesStart<'a>) -> Result<Element, ReadError> {
        if self.open.is_empty() && self.root.is_some() {
            return Err(self.malformed(at, "a second root element", "send one document at a time"));
        }
        if self.open.len() >= limits::MAX_DEPTH {
            let message = format!("elements are nested deeper than {}", limits::MAX_DEPTH);
            return Err(self.malformed(at, message, "send a request of the reference page"));
        }
        let place = self.place(at);
        let name = start.name();
        if !is_name(name.as_ref()) {
            let message = format!("`{}` is no name", start_of(name.as_ref()));
            return Err(self.malformed(at, message, "begin a name with a letter"));
        }
        let raw_at = at + 1 + name.as_ref().len();
        let read = attributes::read(start.attributes_raw(), |within| self.place(raw_at + within));
        let attributes =
            read.map_err(|error| self.malformed(raw_at + error.at, error.message, error.help))?;
        Ok(Element { name: name.as_ref().to_owned(), attributes, place, ..Element::default() })
    }

    fn close(&mut self, at: usize, element: Element) -> Result<(), ReadError> {
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None if self.root.is_none() => self.root = Some(element),
            None => return Err(self.malformed(at, "a second root element", "send one document")),
        }
        Ok(())
    }

    fn characters(&mut self, at: usize, found: &str) -> Result<(), ReadError> {
        match self.open.last_mut() {
            Some(element) => {
                element.text.push_str(found);
                Ok(())
            }
            None if found.chars().all(is_space) => Ok(()),
            None => Err(self.malformed(at, "text outside the root element", "remove it")),
        }
    }

    fn reference(&self, at: usize, reference: &BytesRef<'_>) -> Result<char, ReadError> {
        attributes::resolve(reference.as_ref()).map_err(|message| {
            self.malformed(
                at,
                message,
                "use &lt; &gt; &amp; &apos; &quot; or a character reference",
            )
        })
    }

    fn end_of_document(self, at: usize) -> Result<Element, ReadError> {
        if let Some(open) = self.open.last() {
            let message = format!("`<{}>` is not closed", start_of(&open.name));
            return Err(ReadError::malformed(open.place, message, "close it"));
        }
        let missing = self.malformed(at, "there is no element", "send one request");
        self.root.ok_or(missing)
    }

    fn offset(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    /// The place of an offset that is not before the one asked for last.
    fn place(&mut self, at: usize) -> Place {
        let (from, mut place) = self.counted;
        advance(&mut place, self.source.get(from..at).unwrap_or_default());
        self.counted = (at, place);
        place
    }

    fn malformed(&self, at: usize, message: impl Into<String>, help: &str) -> ReadError {
        let at = self.source.floor_char_boundary(at);
        ReadError::malformed(place_after(self.source.get(..at).unwrap_or_default()), message, help)
    }
}

fn place_after(source: &str) -> Place {
    let mut place = START;
    advance(&mut place, source);
    place
}

fn advance(place: &mut Place, over: &str) {
    for c in over.chars() {
        if c == '\n' {
            *place = Place { line: place.line.saturating_add(1), column: 1 };
        } else {
            place.column = place.column.saturating_add(1);
        }
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

/// Whether it is a name (productions 4 and 5, without the rarer letters).
fn is_name(name: &str) -> bool {
    let mut characters = name.chars();
    let first = characters.next().is_some_and(|c| c.is_alphabetic() || c == '_');
    first && characters.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':'))
}

/// As much of a name as an error message quotes.
fn start_of(name: &str) -> &str {
    name.char_indices().nth(40).and_then(|(end, _)| name.get(..end)).unwrap_or(name)
}

const START: Place = Place { line: 1, column: 1 };
