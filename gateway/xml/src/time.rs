//! Times as text: RFC 3339 in UTC, with milliseconds.

use std::fmt;

use gateway_core::time::Timestamp;

/// A moment that prints as `2026-11-22T10:00:00.123Z`.
pub(crate) struct Rfc3339(pub(crate) Timestamp);

impl fmt::Display for Rfc3339 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = self.0.0;
        let (days, seconds) = (ms / MS_A_DAY, ms % MS_A_DAY / 1000);
        let (year, month, day) = date(days);
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T")?;
        write!(f, "{hours:02}:{minutes:02}:{:02}.{:03}Z", seconds % 60, ms % 1000)
    }
}

/// The Gregorian date of a number of days since 1970-01-01, by counting from a March 1st, so that
/// the leap day is the last of its year (the method of Howard Hinnant's `civil_from_days`).
fn date(days: u64) -> (u64, u64, u64) {
    let since_0000_03_01 = days + 719_468;
    let (era, day_of_era) = (since_0000_03_01 / 146_097, since_0000_03_01 % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (era * 400 + year_of_era + u64::from(month <= 2), month, day)
}

const MS_A_DAY: u64 = 86_400_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_moments() {
        let known = [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_795_341_600_123, "2026-11-22T10:00:00.123Z"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
        ];
        for (ms, text) in known {
            assert_eq!(Rfc3339(Timestamp(ms)).to_string(), text);
        }
    }
}
