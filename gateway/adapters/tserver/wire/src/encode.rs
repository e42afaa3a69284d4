//! Messages to bytes: lengths are written last, into the room left for them.

use crate::{
    Attribute, KvList, KvPair, KvValue, Message, Value, error::EncodeError, frame::LENGTH_BYTES,
    limits, value::type_code,
};

impl Message {
    /// Appends the frame of the message to `out`.
    ///
    /// # Errors
    /// The message exceeds a limit of T-Link; `out` is as it was.
    pub fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let start = out.len();
        let outcome = self.write(out);
        if outcome.is_err() {
            out.truncate(start);
        }
        outcome
    }

    fn write(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let kind = self.kind;
        if self.attributes.len() > limits::ATTRIBUTES_PER_MESSAGE {
            return Err(EncodeError::TooManyAttributes { kind, found: self.attributes.len() });
        }
        let length_at = out.len();
        let [high, low] = kind.0.to_be_bytes();
        out.extend_from_slice(&[0, 0, 0, 0, high, low]);
        for attribute in &self.attributes {
            self.write_attribute(attribute, out)?;
        }
        let found = out.len() - length_at - LENGTH_BYTES;
        match u32::try_from(found) {
            Ok(length) if found <= limits::FRAME_BYTES => {
                patch(out, length_at, length.to_be_bytes());
                Ok(())
            }
            Ok(_) | Err(_) => Err(EncodeError::FrameTooLong { kind, found }),
        }
    }

    fn write_attribute(&self, attribute: &Attribute, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let place = PackedList { message: self, attribute };
        match &attribute.value {
            Value::String(text) => {
                self.write_bytes(attribute, type_code::STRING, text.as_bytes(), out)
            }
            Value::Integer(number) => {
                self.write_bytes(attribute, type_code::INTEGER, &number.to_be_bytes(), out)
            }
            Value::Unsigned64(number) => {
                self.write_bytes(attribute, type_code::UNSIGNED64, &number.to_be_bytes(), out)
            }
            Value::Binary(bytes) => self.write_bytes(attribute, type_code::BINARY, bytes, out),
            Value::List(list) => {
                write_header(attribute, type_code::LIST, 0, out);
                let start = out.len();
                let length = place.write(list, 1, out)?;
                patch(out, start - LENGTH_BYTES, u32::from(length).to_be_bytes());
                Ok(())
            }
            Value::Opaque { type_code: code, bytes } => {
                let known = *code <= type_code::LIST || *code == type_code::UNSIGNED64;
                place.opaque(*code, known)?;
                self.write_bytes(attribute, *code, bytes, out)
            }
        }
    }

    fn write_bytes(
        &self,
        attribute: &Attribute,
        code: u8,
        bytes: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), EncodeError> {
        match u32::try_from(bytes.len()) {
            Ok(length) if bytes.len() <= limits::FRAME_BYTES => {
                write_header(attribute, code, length, out);
                out.extend_from_slice(bytes);
                Ok(())
            }
            Ok(_) | Err(_) => {
                Err(EncodeError::FrameTooLong { kind: self.kind, found: bytes.len() })
            }
        }
    }
}

/// The attribute whose list is being packed.
struct PackedList<'a> {
    message: &'a Message,
    attribute: &'a Attribute,
}

impl PackedList<'_> {
    /// Packs a list at the end of `out`; gives its length in bytes.
    fn write(&self, list: &KvList, depth: usize, out: &mut Vec<u8>) -> Result<u16, EncodeError> {
        let (kind, attribute) = (self.message.kind, self.attribute.id);
        if depth > limits::LIST_DEPTH {
            return Err(EncodeError::ListTooDeep { kind, attribute });
        }
        let found = list.0.len();
        let count = match u16::try_from(found) {
            Ok(count) if found <= limits::PAIRS_PER_LIST => count,
            Ok(_) | Err(_) => return Err(EncodeError::TooManyPairs { kind, attribute, found }),
        };
        let start = out.len();
        out.extend_from_slice(&count.to_be_bytes());
        for pair in list {
            self.write_pair(pair, depth, out)?;
        }
        self.size(out.len() - start)
    }

    fn write_pair(
        &self,
        pair: &KvPair,
        depth: usize,
        out: &mut Vec<u8>,
    ) -> Result<(), EncodeError> {
        let code = pair.value.type_code();
        if let KvValue::Opaque { .. } = &pair.value {
            self.opaque(code, code <= type_code::LIST)?;
        }
        let key_len = match u16::try_from(pair.key.len()) {
            Ok(length) if pair.key.len() <= limits::KEY_BYTES => length,
            Ok(_) | Err(_) => return Err(self.key_too_long(&pair.key)),
        };
        let [key_high, key_low] = key_len.to_be_bytes();
        out.extend_from_slice(&[code, key_high, key_low, 0, 0]);
        let value_len_at = out.len() - 2;
        out.extend_from_slice(pair.key.as_bytes());
        let start = out.len();
        match &pair.value {
            KvValue::String(text) => out.extend_from_slice(text.as_bytes()),
            KvValue::Integer(number) => out.extend_from_slice(&number.to_be_bytes()),
            KvValue::Binary(bytes) | KvValue::Opaque { bytes, .. } => out.extend_from_slice(bytes),
            KvValue::List(list) => {
                out.extend_from_slice(&[0, 0]);
                let length = self.write(list, depth + 1, out)?;
                patch(out, start, length.to_be_bytes());
            }
        }
        let length = self.size(out.len() - start)?;
        patch(out, value_len_at, length.to_be_bytes());
        Ok(())
    }

    fn size(&self, found: usize) -> Result<u16, EncodeError> {
        u16::try_from(found).map_err(|_| EncodeError::ListTooLong {
            kind: self.message.kind,
            attribute: self.attribute.id,
            found,
        })
    }

    fn key_too_long(&self, key: &str) -> EncodeError {
        EncodeError::KeyTooLong {
            kind: self.message.kind,
            attribute: self.attribute.id,
            found: key.len(),
        }
    }

    /// Refuses an opaque value that its reader would take for a value of a known type.
    fn opaque(&self, type_code: u8, known: bool) -> Result<(), EncodeError> {
        let (kind, attribute) = (self.message.kind, self.attribute.id);
        if known {
            return Err(EncodeError::OpaqueOfKnownType { kind, attribute, type_code });
        }
        Ok(())
    }
}

fn write_header(attribute: &Attribute, code: u8, length: u32, out: &mut Vec<u8>) {
    let [id_high, id_low] = attribute.id.0.to_be_bytes();
    let [a, b, c, d] = length.to_be_bytes();
    out.extend_from_slice(&[id_high, id_low, code, a, b, c, d]);
}

/// Writes a length into the room left for it.
fn patch<const N: usize>(out: &mut [u8], at: usize, length: [u8; N]) {
    if let Some(room) = out.get_mut(at..at + N) {
        room.copy_from_slice(&length);
    }
}
