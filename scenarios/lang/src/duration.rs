//! Times as the language writes them: `250ms`, `1m30s`.

use std::time::Duration;

use nom::{
    IResult, Parser as _,
    branch::alt,
    bytes::complete::tag,
    character::complete::digit1,
    combinator::{all_consuming, map_opt, value},
    multi::fold_many1,
};

use crate::limits;

/// Why a word is not a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DurationError {
    /// It is not numbers with units.
    #[error("not a time: write numbers with units, such as `250ms`, `20s`, `1m30s` or `2h`")]
    Malformed,
    /// It is more than [`limits::TIME`].
    #[error("longer than {} hours, the longest time a line may name", limits::TIME.as_secs() / 3600)]
    TooLong,
}

/// The time that `text` names.
///
/// # Errors
/// When it is not numbers with units, or longer than [`limits::TIME`].
pub fn read(text: &str) -> Result<Duration, DurationError> {
    let (_, total) = all_consuming(total).parse(text).map_err(|_| DurationError::Malformed)?;
    total.filter(|time| *time <= limits::TIME).ok_or(DurationError::TooLong)
}

/// The shortest way to write `time`, to the millisecond.
pub fn write(time: Duration) -> String {
    let seconds = time.as_secs();
    let parts = [
        (seconds / 3600, "h"),
        (seconds / 60 % 60, "m"),
        (seconds % 60, "s"),
        (u64::from(time.subsec_millis()), "ms"),
    ];
    let text: String = parts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, unit)| format!("{number}{unit}"))
        .collect();
    if text.is_empty() { "0s".to_owned() } else { text }
}

/// A sum of parts; none when it is beyond counting.
fn total(input: &str) -> IResult<&str, Option<Duration>> {
    fold_many1(part, || Some(Duration::ZERO), |sum: Option<Duration>, part| sum?.checked_add(part?))
        .parse(input)
}

fn part(input: &str) -> IResult<&str, Option<Duration>> {
    let unit = alt((
        value(1_u64, tag("ms")),
        value(1_000, tag("s")),
        value(60_000, tag("m")),
        value(3_600_000, tag("h")),
    ));
    let number = digit1.map(|digits: &str| digits.parse::<u64>().ok());
    map_opt((number, unit), |(number, unit)| {
        Some(number.and_then(|number| number.checked_mul(unit)).map(Duration::from_millis))
    })
    .parse(input)
}

/// Times as text in JSON.
pub(crate) mod text {
    use std::time::Duration;

    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(crate) fn serialize<S: Serializer>(time: &Duration, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&super::write(*time))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
        let text = String::deserialize(from)?;
        super::read(&text).map_err(|error| D::Error::custom(format!("`{text}` is {error}")))
    }
}

/// Times that may be left out, as text in JSON.
pub(crate) mod optional_text {
    use std::time::Duration;

    use serde::{Deserializer, Serializer};

    #[expect(clippy::ref_option, reason = "serde hands the field by reference")]
    pub(crate) fn serialize<S: Serializer>(
        time: &Option<Duration>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        match time {
            Some(time) => super::text::serialize(time, to),
            None => to.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Duration>, D::Error> {
        super::text::deserialize(from).map(Some)
    }
}
