//! The clock on the wall of the site: weekdays and minutes of simulated time.

use crate::time::SimTime;

/// What the clock shows when the switch starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// From 0, a Monday.
    pub weekday: u32,
    /// From 1.
    pub day_of_year: u32,
    /// How many days the year has.
    pub days_of_year: u32,
    /// Minutes since midnight.
    pub minute: u32,
}

impl Clock {
    /// Reads `2026-01-05 08:00`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (date, time) = text.split_once(' ')?;
        let mut parts = date.splitn(3, '-').map(|part| part.parse::<u32>().ok());
        let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
        let (hour, minute) = time.split_once(':')?;
        let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
        let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
        let days_of_year = if leap { 366 } else { 365 };
        let months = months(days_of_year);
        let before = usize::try_from(month).ok()?.checked_sub(1)?;
        let days = *months.get(before)?;
        if !(1..=days).contains(&day) || hour > 23 || minute > 59 {
            return None;
        }
        if !(1970..=9999).contains(&year) {
            return None;
        }
        let day_of_year = months.iter().take(before).sum::<u32>() + day;
        // Days since the first of January of the year 1, a Monday.
        let past = year - 1;
        let days = past * 365 + past / 4 - past / 100 + past / 400 + day_of_year - 1;
        Some(Self { weekday: days % 7, day_of_year, days_of_year, minute: hour * 60 + minute })
    }

    /// The month, from 1, and the day of the month.
    pub fn date(self) -> (u32, u32) {
        let mut day = self.day_of_year;
        for (month, days) in (1..).zip(months(self.days_of_year)) {
            if day <= days {
                return (month, day);
            }
            day -= days;
        }
        (12, 31)
    }

    /// What the clock shows at a moment.
    pub fn at(self, now: SimTime) -> Self {
        let minutes = u64::from(self.minute) + now.0 / 60_000;
        let days = u32::try_from(minutes / MINUTES_PER_DAY % 146_097).unwrap_or(0);
        Self {
            weekday: (self.weekday + days) % 7,
            day_of_year: (self.day_of_year - 1 + days) % self.days_of_year + 1,
            days_of_year: self.days_of_year,
            minute: u32::try_from(minutes % MINUTES_PER_DAY).unwrap_or(0),
        }
    }
}

impl Default for Clock {
    /// A Monday, eight in the morning.
    fn default() -> Self {
        Self { weekday: 0, day_of_year: 5, days_of_year: 365, minute: 8 * 60 }
    }
}

/// How many days each month has, in a year of so many.
pub(crate) fn months(days_of_year: u32) -> [u32; 12] {
    [31, days_of_year - 337, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
}

const MINUTES_PER_DAY: u64 = 24 * 60;

#[cfg(test)]
mod tests {
    use super::Clock;
    use crate::time::SimTime;

    #[test]
    fn dates_have_their_weekdays() {
        let known = [
            ("2026-01-05 08:00", 0, 5),
            ("2024-02-29 23:59", 3, 60),
            ("2000-12-31 00:00", 6, 366),
            ("1999-12-31 00:00", 4, 365),
        ];
        for (text, weekday, day_of_year) in known {
            let clock = Clock::parse(text).unwrap();
            assert_eq!((clock.weekday, clock.day_of_year), (weekday, day_of_year), "{text}");
        }
        for wrong in ["2026-02-29 08:00", "2026-13-01 08:00", "2026-01-05", "2026-01-05 24:00", ""]
        {
            assert_eq!(Clock::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Clock::parse("2024-02-29 00:00").unwrap().date(), (2, 29));
        assert_eq!(Clock::parse("2026-12-31 00:00").unwrap().date(), (12, 31));
        let late = Clock::default().at(SimTime(16 * 3_600_000));
        assert_eq!((late.weekday, late.day_of_year, late.minute), (1, 6, 0));
    }
}
