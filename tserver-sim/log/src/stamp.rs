//! The times at the start of lines, in every notation that public logs show.

use std::fmt;

use nom::{
    IResult, Parser,
    branch::alt,
    bytes::complete::{tag, take_while_m_n},
    character::complete::{char, one_of},
    combinator::{map_opt, opt},
    sequence::preceded,
};

/// A moment as a line names it: the time of day, and the day where the notation has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    /// Days since 1970-01-01; none: the notation names no day.
    pub day: Option<i64>,
    /// Microseconds since midnight.
    pub micros: u64,
}

impl Stamp {
    /// The moment that is so many milliseconds after 1970-01-01 00:00, with its day.
    pub fn of_unix_ms(ms: u64) -> Self {
        let day = i64::try_from(ms / MS_PER_DAY).unwrap_or(i64::MAX);
        Self { day: Some(day), micros: ms % MS_PER_DAY * 1_000 }
    }

    /// Microseconds since 1970-01-01 00:00 where the day is known, or is taken from `day`.
    pub fn micros_on(self, day: i64) -> i64 {
        let days = self.day.unwrap_or(day).saturating_mul(MICROS_PER_DAY);
        days.saturating_add(i64::try_from(self.micros).unwrap_or(i64::MAX))
    }

    /// Reads a stamp at the start of a line; the rest of the line, the stamp and its notation.
    pub fn read(line: &str) -> Option<(&str, Self, TimeFormat)> {
        let (rest, (stamp, format)) = stamp(line).ok()?;
        Some((rest, stamp, format))
    }
}

/// How a log writes times: the option `time-format` of the server's log, and the trace form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeFormat {
    /// `16:45:24.593`
    Time,
    /// `2015-05-29T16:45:24.593`
    Iso,
    /// `2015-05-29 16:45:24.593`
    IsoBlank,
    /// `2015/05/29T16:45:24.593`
    Slashed,
    /// `2015/05/29 16:45:24.593`
    SlashedBlank,
    /// `05/29/2015 16:45:24.593`
    American,
    /// `05/29/15 16:45:24.593`
    AmericanShort,
    /// `@16:45:24.5939`, as T-Library itself traces
    Trace,
}

impl TimeFormat {
    /// Every notation.
    pub const ALL: [Self; 8] = [
        Self::Time,
        Self::Iso,
        Self::IsoBlank,
        Self::Slashed,
        Self::SlashedBlank,
        Self::American,
        Self::AmericanShort,
        Self::Trace,
    ];

    /// A stamp in this notation; what the notation does not say is left out.
    pub fn write(self, stamp: Stamp) -> StampText {
        StampText { format: self, stamp }
    }
}

/// A stamp in a notation, to be printed.
#[derive(Clone, Copy, Debug)]
pub struct StampText {
    format: TimeFormat,
    stamp: Stamp,
}

impl fmt::Display for StampText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (y, m, d) = civil_of(self.stamp.day.unwrap_or_default());
        match self.format {
            TimeFormat::Time => {}
            TimeFormat::Iso => write!(f, "{y:04}-{m:02}-{d:02}T")?,
            TimeFormat::IsoBlank => write!(f, "{y:04}-{m:02}-{d:02} ")?,
            TimeFormat::Slashed => write!(f, "{y:04}/{m:02}/{d:02}T")?,
            TimeFormat::SlashedBlank => write!(f, "{y:04}/{m:02}/{d:02} ")?,
            TimeFormat::American => write!(f, "{m:02}/{d:02}/{y:04} ")?,
            TimeFormat::AmericanShort => write!(f, "{m:02}/{d:02}/{:02} ", y.rem_euclid(100))?,
            TimeFormat::Trace => f.write_str("@")?,
        }
        let seconds = self.stamp.micros / 1_000_000;
        let (h, min, s) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
        let micros = self.stamp.micros % 1_000_000;
        match self.format {
            TimeFormat::Trace => write!(f, "{h:02}:{min:02}:{s:02}.{:04}", micros / 100),
            TimeFormat::Time
            | TimeFormat::Iso
            | TimeFormat::IsoBlank
            | TimeFormat::Slashed
            | TimeFormat::SlashedBlank
            | TimeFormat::American
            | TimeFormat::AmericanShort => {
                write!(f, "{h:02}:{min:02}:{s:02}.{:03}", micros / 1_000)
            }
        }
    }
}

fn stamp(input: &str) -> IResult<&str, (Stamp, TimeFormat)> {
    let (input, traced) = opt(char('@')).parse(input)?;
    let (input, dated) = opt(alt((year_first, year_last))).parse(input)?;
    let (input, micros) = time_of_day(input)?;
    let (day, format) = match dated {
        Some((day, format)) => (Some(day), format),
        None => (None, TimeFormat::Time),
    };
    let format = if traced.is_some() { TimeFormat::Trace } else { format };
    Ok((input, (Stamp { day, micros }, format)))
}

fn year_first(input: &str) -> IResult<&str, (i64, TimeFormat)> {
    let (input, year) = number(4, 4).parse(input)?;
    let (input, sign) = one_of("-/").parse(input)?;
    let (input, (month, _, day)) = (number(2, 2), char(sign), number(2, 2)).parse(input)?;
    let (input, gap) = one_of("T ").parse(input)?;
    let format = match (sign, gap) {
        ('-', 'T') => TimeFormat::Iso,
        ('-', _) => TimeFormat::IsoBlank,
        (_, 'T') => TimeFormat::Slashed,
        _ => TimeFormat::SlashedBlank,
    };
    dated(input, (year, month, day), format)
}

fn year_last(input: &str) -> IResult<&str, (i64, TimeFormat)> {
    let (input, (month, _, day, _)) =
        (number(2, 2), char('/'), number(2, 2), char('/')).parse(input)?;
    let long = preceded_by(number(4, 4), TimeFormat::American);
    let short = preceded_by(number(2, 2), TimeFormat::AmericanShort);
    let (input, (year, format)) = alt((long, short)).parse(input)?;
    let (input, _) = one_of("T ").parse(input)?;
    let year = if format == TimeFormat::AmericanShort { century(year) } else { year };
    dated(input, (year, month, day), format)
}

/// Two digits of a year, as logs of this kind of server can mean them.
fn century(year: u64) -> u64 {
    if year < 70 { 2000 + year } else { 1900 + year }
}

fn preceded_by<'a>(
    year: impl Parser<&'a str, Output = u64, Error = nom::error::Error<&'a str>>,
    format: TimeFormat,
) -> impl Parser<&'a str, Output = (u64, TimeFormat), Error = nom::error::Error<&'a str>> {
    (year, nom::combinator::peek(one_of("T "))).map(move |(year, _)| (year, format))
}

fn dated(
    input: &str,
    (year, month, day): (u64, u64, u64),
    format: TimeFormat,
) -> IResult<&str, (i64, TimeFormat)> {
    if (1..=12).contains(&month) && (1..=31).contains(&day) {
        return Ok((input, (day_of(year, month, day), format)));
    }
    Err(nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Verify)))
}

/// `16:45:24` with any number of digits behind a point or comma, in microseconds.
fn time_of_day(input: &str) -> IResult<&str, u64> {
    let (input, (h, _, min, _, s)) =
        (at_most(23), tag(":"), at_most(59), tag(":"), at_most(60)).parse(input)?;
    let digits = take_while_m_n(1, 9, |c: char| c.is_ascii_digit());
    let (input, fraction): (_, Option<&str>) = opt(preceded(one_of(".,"), digits)).parse(input)?;
    let micros = fraction.map_or(0, |digits| {
        digits
            .chars()
            .chain(std::iter::repeat('0'))
            .take(6)
            .fold(0, |sum, digit| sum * 10 + u64::from(digit.to_digit(10).unwrap_or_default()))
    });
    Ok((input, ((h * 60 + min) * 60 + s) * 1_000_000 + micros))
}

fn at_most<'a>(
    most: u64,
) -> impl Parser<&'a str, Output = u64, Error = nom::error::Error<&'a str>> {
    map_opt(number(2, 2), move |value| (value <= most).then_some(value))
}

fn number<'a>(
    least: usize,
    most: usize,
) -> impl Parser<&'a str, Output = u64, Error = nom::error::Error<&'a str>> {
    map_opt(take_while_m_n(least, most, |c: char| c.is_ascii_digit()), |digits: &str| {
        digits.parse().ok()
    })
}

/// Days from 1970-01-01 to a day of the Gregorian calendar.
fn day_of(year: u64, month: u64, day: u64) -> i64 {
    let signed = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let (year, month, day) = (signed(year), signed(month), signed(day));
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * DAYS_PER_ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year - DAYS_TO_1970
}

/// Year, month and day of so many days after 1970-01-01.
fn civil_of(day: i64) -> (i64, i64, i64) {
    let day = day + DAYS_TO_1970;
    let era = day.div_euclid(DAYS_PER_ERA);
    let of_era = day.rem_euclid(DAYS_PER_ERA);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = (shifted + 2) % 12 + 1;
    let year = era * 400 + year + i64::from(month <= 2);
    (year, month, of_year - (153 * shifted + 2) / 5 + 1)
}

/// Days of 400 years, after which the calendar repeats.
const DAYS_PER_ERA: i64 = 146_097;
/// Days from 0000-03-01 to 1970-01-01.
const DAYS_TO_1970: i64 = 719_468;
const MS_PER_DAY: u64 = 86_400_000;
/// Microseconds of a day.
pub(crate) const MICROS_PER_DAY: i64 = 86_400_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, format: TimeFormat) {
        let (rest, stamp, read) = Stamp::read(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(read, format, "{text}");
        assert_eq!(rest, " Trc", "{text}");
        assert_eq!(format!("{} Trc", format.write(stamp)), text);
    }

    #[test]
    fn every_notation_is_read_and_written() {
        check("16:45:24.593 Trc", TimeFormat::Time);
        check("2015-05-29T16:45:24.593 Trc", TimeFormat::Iso);
        check("2015-05-29 16:45:24.593 Trc", TimeFormat::IsoBlank);
        check("2016/02/29T00:00:00.000 Trc", TimeFormat::Slashed);
        check("1999/12/31 23:59:59.999 Trc", TimeFormat::SlashedBlank);
        check("05/29/2015 16:45:24.593 Trc", TimeFormat::American);
        check("05/29/15 16:45:24.593 Trc", TimeFormat::AmericanShort);
        check("@16:45:24.5939 Trc", TimeFormat::Trace);
    }

    #[test]
    fn what_is_no_time_is_left_alone() {
        for text in ["24:00:00.000", "12:61:00.000", "2015-13-01T00:00:00.000", "at noon", "", "@"]
        {
            assert_eq!(Stamp::read(text).map(|(_, stamp, _)| stamp), None, "{text}");
        }
    }
}
