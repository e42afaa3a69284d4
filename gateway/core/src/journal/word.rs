//! Words of closed lists in what is kept: read back as the very words of the tables.

use crate::{agent, call::State, request::rows};

/// A word of one of the tables. The alias keeps serde from borrowing it from what is read.
pub(crate) type Word = &'static str;

/// The same word, as the tables have it; none: no table does.
fn known(word: &str) -> Option<&'static str> {
    let requests = rows().iter().map(|row| row.name);
    let states = State::ALL.iter().map(|state| state.word());
    requests.chain(states).chain(agent::STATES.iter().copied()).find(|known| *known == word)
}

/// One word.
pub(crate) mod one {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(crate) fn serialize<S: Serializer>(word: &str, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(word)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<&'static str, D::Error> {
        let word = String::deserialize(from)?;
        super::known(&word).ok_or_else(|| D::Error::custom(format!("no table has `{word}`")))
    }
}

/// A word that may be left out.
pub(crate) mod maybe {
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer, de::Error as _};

    pub(crate) fn serialize<S: Serializer>(
        word: &Option<&'static str>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        word.serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<&'static str>, D::Error> {
        let word = Option::<String>::deserialize(from)?;
        let known = |word: String| {
            super::known(&word).ok_or_else(|| D::Error::custom(format!("no table has `{word}`")))
        };
        word.map(known).transpose()
    }
}

/// Several words; those that no table has any longer are left out.
pub(crate) mod several {
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    pub(crate) fn serialize<S: Serializer>(
        words: &[&'static str],
        to: S,
    ) -> Result<S::Ok, S::Error> {
        words.serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Vec<&'static str>, D::Error> {
        let words = Vec::<String>::deserialize(from)?;
        Ok(words.iter().filter_map(|word| super::known(word)).collect())
    }
}
