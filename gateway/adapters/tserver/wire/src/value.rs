//! Attribute values and key-value lists: what a message carries, whatever its bytes.

use crate::MessageType;

/// The value of one attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Text in UTF-8: numbers dialled, names, error messages.
    String(String),
    /// A signed number; also codes of enumerations and message numbers.
    Integer(i32),
    /// A connection identifier or the event sequence number.
    Unsigned64(u64),
    /// Bytes that T-Link does not look into.
    Binary(Vec<u8>),
    /// A packed key-value list: user data, reasons, extensions.
    List(KvList),
    /// A value of a type this codec does not know, kept so that it survives re-encoding.
    Opaque { type_code: u8, bytes: Vec<u8> },
}

impl Value {
    /// The text, if the value is text.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    /// The number, if the value is a signed number.
    pub fn as_integer(&self) -> Option<i32> {
        if let Self::Integer(number) = self { Some(*number) } else { None }
    }

    /// The number, if the value is a connection identifier or a sequence number.
    pub fn as_unsigned64(&self) -> Option<u64> {
        if let Self::Unsigned64(number) = self { Some(*number) } else { None }
    }

    /// The list, if the value is a key-value list.
    pub fn as_list(&self) -> Option<&KvList> {
        if let Self::List(list) = self { Some(list) } else { None }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<i32> for Value {
    fn from(number: i32) -> Self {
        Self::Integer(number)
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Unsigned64(number)
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Binary(bytes)
    }
}

impl From<KvList> for Value {
    fn from(list: KvList) -> Self {
        Self::List(list)
    }
}

impl From<MessageType> for Value {
    fn from(kind: MessageType) -> Self {
        Self::Integer(i32::from(kind.0))
    }
}

/// A key-value list in its order; a key may occur more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KvList(pub Vec<KvPair>);

impl KvList {
    /// A list without pairs.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The list with one more pair at its end.
    #[must_use]
    pub fn with(mut self, key: impl Into<String>, value: impl Into<KvValue>) -> Self {
        self.push(key, value);
        self
    }

    /// Appends a pair, also when the key is there already, as `TAttachUserData` does.
    pub fn push(&mut self, key: impl Into<String>, value: impl Into<KvValue>) {
        self.0.push(KvPair { key: key.into(), value: value.into() });
    }

    /// The value of the first pair with this key.
    pub fn get(&self, key: &str) -> Option<&KvValue> {
        self.0.iter().find(|pair| pair.key == key).map(|pair| &pair.value)
    }

    /// The text of the first pair with this key, if its value is text.
    pub fn string(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }

    /// Whether the list has no pairs.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The pairs in their order.
    pub fn iter(&self) -> std::slice::Iter<'_, KvPair> {
        self.0.iter()
    }

    /// The size of the packed list, in bytes: 2 and, for each pair, 5 with key and value.
    pub fn packed_len(&self) -> usize {
        2 + self.iter().map(|pair| 5 + pair.key.len() + pair.value.packed_len()).sum::<usize>()
    }
}

impl From<Vec<(String, String)>> for KvList {
    fn from(pairs: Vec<(String, String)>) -> Self {
        pairs.into_iter().collect()
    }
}

impl<K: Into<String>, V: Into<KvValue>> FromIterator<(K, V)> for KvList {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let pair = |(key, value): (K, V)| KvPair { key: key.into(), value: value.into() };
        Self(pairs.into_iter().map(pair).collect())
    }
}

impl<'a> IntoIterator for &'a KvList {
    type Item = &'a KvPair;
    type IntoIter = std::slice::Iter<'a, KvPair>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// One entry of a key-value list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KvPair {
    pub key: String,
    pub value: KvValue,
}

/// The value of one entry of a key-value list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KvValue {
    /// Text in UTF-8.
    String(String),
    /// A signed number.
    Integer(i32),
    /// Bytes that T-Link does not look into.
    Binary(Vec<u8>),
    /// A list within the list.
    List(KvList),
    /// A value of a type this codec does not know, kept so that it survives re-encoding.
    Opaque { type_code: u8, bytes: Vec<u8> },
}

impl KvValue {
    /// The text, if the value is text.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    /// The number, if the value is a number.
    pub fn as_integer(&self) -> Option<i32> {
        if let Self::Integer(number) = self { Some(*number) } else { None }
    }

    /// The list, if the value is a nested list.
    pub fn as_list(&self) -> Option<&KvList> {
        if let Self::List(list) = self { Some(list) } else { None }
    }

    /// The size of the packed value, in bytes; a nested list brings its own length of 2 bytes.
    pub fn packed_len(&self) -> usize {
        match self {
            Self::String(text) => text.len(),
            Self::Integer(_) => 4,
            Self::Binary(bytes) | Self::Opaque { bytes, .. } => bytes.len(),
            Self::List(list) => 2 + list.packed_len(),
        }
    }

    /// The type code that goes before the packed value.
    pub(crate) fn type_code(&self) -> u8 {
        match self {
            Self::String(_) => type_code::STRING,
            Self::Integer(_) => type_code::INTEGER,
            Self::Binary(_) => type_code::BINARY,
            Self::List(_) => type_code::LIST,
            Self::Opaque { type_code, .. } => *type_code,
        }
    }
}

impl From<&str> for KvValue {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for KvValue {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<i32> for KvValue {
    fn from(number: i32) -> Self {
        Self::Integer(number)
    }
}

impl From<Vec<u8>> for KvValue {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Binary(bytes)
    }
}

impl From<KvList> for KvValue {
    fn from(list: KvList) -> Self {
        Self::List(list)
    }
}

/// The code of each value type, the same in attributes and in key-value lists.
pub(crate) mod type_code {
    pub(crate) const STRING: u8 = 0;
    pub(crate) const INTEGER: u8 = 1;
    pub(crate) const BINARY: u8 = 2;
    pub(crate) const LIST: u8 = 3;
    /// Only attributes carry it; within a list it is an unknown type.
    pub(crate) const UNSIGNED64: u8 = 5;
}
