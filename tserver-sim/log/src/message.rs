//! Messages as a log tells them: names and texts, before anybody asks what they mean.

use tserver_wire::{
    Attribute, AttributeId, KvList, KvPair, KvValue, Message, MessageType, Shape, Value,
};

use crate::complaint::{Complaint, Fault};

/// A message with the names and values that its log shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoggedMessage {
    /// The name after the word `message`.
    pub name: String,
    /// The number, where the log has one.
    pub number: Option<u16>,
    pub attributes: Vec<LoggedAttribute>,
}

/// One attribute, without the word `Attribute` before its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedAttribute {
    pub name: String,
    pub value: LoggedValue,
    /// Where it stands in the file, from 1.
    pub line: usize,
}

/// A value by its form alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoggedValue {
    /// Text in quotes, without them.
    Text(String),
    /// A bare word: a number in whatever base, an identifier, a name; without a gloss behind it.
    Plain(String),
    /// `[9] 00 01 02 03..`: how many bytes there were, and the first of them.
    Bytes { announced: usize, head: Vec<u8> },
    /// A key-value list.
    List(Vec<LoggedPair>),
}

/// One pair of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedPair {
    pub key: String,
    pub value: LoggedValue,
}

impl LoggedMessage {
    /// The value of the first attribute with this name.
    pub fn get(&self, name: &str) -> Option<&LoggedValue> {
        self.attributes.iter().find(|attribute| attribute.name == name).map(|found| &found.value)
    }

    /// What kind of message this is; none when neither name nor number is known.
    pub fn kind(&self) -> Option<MessageType> {
        let by_number = || self.name.parse().ok().or(self.number).map(MessageType);
        MessageType::from_name(&self.name).or_else(by_number)
    }

    /// The message as it went over the link, as far as the log tells; what stays out of it is
    /// complained of. None when the kind of message is not known.
    pub fn message(&self, line: usize, complaints: &mut Vec<Complaint>) -> Option<Message> {
        let Some(kind) = self.kind() else {
            let fault = Fault::UnknownMessage(self.name.clone());
            complaints.push(Complaint { line, column: 1, fault });
            return None;
        };
        let mut message = Message::new(kind);
        for attribute in &self.attributes {
            match attribute.value(complaints) {
                Ok(value) => message.attributes.push(value),
                Err(fault) => {
                    complaints.push(Complaint { line: attribute.line, column: 1, fault });
                }
            }
        }
        Some(message)
    }
}

impl LoggedAttribute {
    /// The attribute's identifier; none when neither name nor number is known.
    pub fn id(&self) -> Option<AttributeId> {
        let known = |name: &str| AttributeId::from_name(name);
        let alias = || ALIASES.iter().find(|(alias, _)| *alias == self.name);
        known(&self.name)
            .or_else(|| known(alias()?.1))
            .or_else(|| self.name.parse().ok().map(AttributeId))
    }

    fn value(&self, complaints: &mut Vec<Complaint>) -> Result<Attribute, Fault> {
        let id = self.id().ok_or_else(|| Fault::UnknownAttribute(self.name.clone()))?;
        let value = match &self.value {
            LoggedValue::Text(text) => Value::String(text.clone()),
            LoggedValue::List(pairs) => Value::List(list_of(pairs)),
            LoggedValue::Bytes { announced, head } => {
                if matches!(id.shape(), Some(Shape::List)) {
                    Value::List(KvList::new())
                } else {
                    if *announced > head.len() {
                        let (name, shown) = (self.name.clone(), head.len());
                        let fault = Fault::BytesCut { name, announced: *announced, shown };
                        complaints.push(Complaint { line: self.line, column: 1, fault });
                    }
                    Value::Binary(head.clone())
                }
            }
            LoggedValue::Plain(word) => {
                plain(id.shape(), word).map_err(|needed| unfitting(&self.name, needed, word))?
            }
        };
        Ok(Attribute { id, value })
    }
}

fn unfitting(name: &str, needed: &'static str, found: &str) -> Fault {
    Fault::Unfitting { name: name.to_owned(), needed, found: found.to_owned() }
}

/// What a bare word means for an attribute of this shape, or what would have been needed.
fn plain(shape: Option<Shape>, word: &str) -> Result<Value, &'static str> {
    match shape {
        Some(Shape::Connection) => {
            let hex = u64::from_str_radix(word, 16).map(Value::Unsigned64);
            hex.map_err(|_| "a connection identifier of 16 hexadecimal digits")
        }
        Some(Shape::Sequence) => {
            let hex = u64::from_str_radix(word, 16).map(Value::Unsigned64);
            hex.map_err(|_| "a hexadecimal number")
        }
        Some(Shape::MessageNumber) => {
            let named = MessageType::from_name(word).map(Value::from);
            named.or_else(|| integer(word)).ok_or("the name or number of a message")
        }
        Some(Shape::Coded(_) | Shape::Glossed(_)) => integer(word).ok_or("a code, a number"),
        Some(Shape::Number | Shape::Unsigned | Shape::Seconds) => {
            integer(word).ok_or("a number of 32 bits")
        }
        Some(Shape::Text | Shape::Secret) => Ok(Value::String(word.to_owned())),
        Some(Shape::Bytes | Shape::List) => Err("bytes or a list"),
        None if is_connection(word) => Ok(plain(Some(Shape::Connection), word)?),
        None => Ok(integer(word).unwrap_or_else(|| Value::String(word.to_owned()))),
    }
}

/// A number of 32 bits, with or without a sign.
fn integer(word: &str) -> Option<Value> {
    let signed = word.parse::<i32>().ok();
    signed.or_else(|| word.parse::<u32>().ok().map(u32::cast_signed)).map(Value::Integer)
}

fn is_connection(word: &str) -> bool {
    word.len() == 16 && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn list_of(pairs: &[LoggedPair]) -> KvList {
    let pair = |pair: &LoggedPair| KvPair { key: pair.key.clone(), value: kv_value(&pair.value) };
    KvList(pairs.iter().map(pair).collect())
}

fn kv_value(value: &LoggedValue) -> KvValue {
    match value {
        LoggedValue::Text(text) => KvValue::String(text.clone()),
        LoggedValue::Plain(word) => match integer(word) {
            Some(Value::Integer(number)) => KvValue::Integer(number),
            Some(_) | None => KvValue::String(word.clone()),
        },
        LoggedValue::Bytes { head, .. } => KvValue::Binary(head.clone()),
        LoggedValue::List(pairs) => KvValue::List(list_of(pairs)),
    }
}

/// Bytes and pairs of a list as it would be packed (see `tserver_wire`): 2, and 5 with key and
/// value for each pair, where a list within counts 2 more.
pub(crate) fn packed_len(pairs: &[LoggedPair]) -> usize {
    2 + pairs.iter().map(|pair| 5 + pair.key.len() + value_len(&pair.value)).sum::<usize>()
}

fn value_len(value: &LoggedValue) -> usize {
    match value {
        LoggedValue::Text(text) => text.len(),
        LoggedValue::Plain(_) => 4,
        LoggedValue::Bytes { announced, .. } => *announced,
        LoggedValue::List(pairs) => 2 + packed_len(pairs),
    }
}

/// Whether everything that a list shows is plain ASCII, so that lengths can be compared.
pub(crate) fn is_ascii(pairs: &[LoggedPair]) -> bool {
    pairs.iter().all(|pair| {
        pair.key.is_ascii()
            && match &pair.value {
                LoggedValue::Text(text) => text.is_ascii(),
                LoggedValue::Plain(_) | LoggedValue::Bytes { .. } => true,
                LoggedValue::List(inner) => is_ascii(inner),
            }
    })
}

/// Names that some writers of logs use for attributes known by another name.
const ALIASES: &[(&str, &str)] =
    &[("Reason", "Reasons"), ("WorkMode", "AgentWorkMode"), ("InfoType", "AddressInfoType")];
