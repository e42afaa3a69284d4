//! A message of the link: what kind it is, and its attributes in their order.

use std::fmt;

use crate::{AttributeId, KvList, MessageType, Shape, Value};

/// A request, an event or a message of the link itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub kind: MessageType,
    pub attributes: Vec<Attribute>,
}

impl Message {
    /// A message without attributes.
    pub const fn new(kind: MessageType) -> Self {
        Self { kind, attributes: Vec::new() }
    }

    /// The message with one more attribute at its end.
    #[must_use]
    pub fn with(mut self, id: AttributeId, value: impl Into<Value>) -> Self {
        self.push(id, value);
        self
    }

    /// Appends an attribute.
    pub fn push(&mut self, id: AttributeId, value: impl Into<Value>) {
        self.attributes.push(Attribute { id, value: value.into() });
    }

    /// The value of the first attribute with this identifier.
    pub fn get(&self, id: AttributeId) -> Option<&Value> {
        self.attributes.iter().find(|attribute| attribute.id == id).map(|found| &found.value)
    }

    /// The text of an attribute; `None` when it is absent or not text.
    pub fn string(&self, id: AttributeId) -> Option<&str> {
        self.get(id)?.as_str()
    }

    /// The number of an attribute; `None` when it is absent or not a signed number.
    pub fn integer(&self, id: AttributeId) -> Option<i32> {
        self.get(id)?.as_integer()
    }

    /// The connection identifier of an attribute; `None` when it is absent or of another type.
    pub fn conn_id(&self, id: AttributeId) -> Option<u64> {
        self.get(id)?.as_unsigned64()
    }

    /// The key-value list of an attribute; `None` when it is absent or not a list.
    pub fn list(&self, id: AttributeId) -> Option<&KvList> {
        self.get(id)?.as_list()
    }

    /// The mandatory attributes of this kind of message that the message lacks.
    pub fn missing(&self) -> impl Iterator<Item = AttributeId> + '_ {
        self.kind.mandatory().iter().copied().filter(|id| self.get(*id).is_none())
    }
}

/// One attribute of a message.
#[derive(Clone, PartialEq, Eq)]
pub struct Attribute {
    pub id: AttributeId,
    pub value: Value,
}

impl Attribute {
    /// Whether the value must not be shown.
    pub fn is_secret(&self) -> bool {
        matches!(self.id.shape(), Some(Shape::Secret))
    }
}

impl fmt::Debug for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value: &dyn fmt::Debug = if self.is_secret() { &"***" } else { &self.value };
        f.debug_struct("Attribute").field("id", &self.id).field("value", value).finish()
    }
}
