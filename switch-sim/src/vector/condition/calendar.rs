//! Holidays and service hours: what a step finds in a table of the site (Avaya: holiday table, service
//! hours table).

use crate::{
    vector::{
        clock::{Clock, months},
        condition::{Condition, is_between, within},
        grammar::{Parsed, number, refuse},
        reference::Names,
    },
    world::mistake::nearest,
};

/// What kind of table a condition looks into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calendar {
    /// Days of the year.
    Holiday,
    /// Hours of the week.
    ServiceHours,
}

/// The spans of a table of holidays.
pub type HolidayTable = Vec<(DayTime, DayTime)>;

/// A minute of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DayTime {
    /// From 1.
    pub month: u32,
    /// From 1.
    pub day: u32,
    /// Minutes since midnight.
    pub minute: u32,
}

/// A span of every week within one day; the last minute belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceHours {
    /// The first weekday, from 0, a Monday.
    pub from_day: u32,
    /// The last weekday.
    pub to_day: u32,
    /// Minutes since midnight of the beginning.
    pub opens: u32,
    /// Minutes since midnight of the end.
    pub closes: u32,
}

impl DayTime {
    /// What a clock shows.
    pub(crate) fn of(clock: Clock) -> Self {
        let (month, day) = clock.date();
        Self { month, day, minute: clock.minute }
    }

    /// Reads `12-24`, or `12-24 18:00`; without a time it is the first minute of the day, or the
    /// last.
    fn parse(text: &str, last: bool) -> Option<Self> {
        let (date, time) = text.split_once(' ').map_or((text, None), |(d, t)| (d, Some(t)));
        let (month, day) = date.split_once('-')?;
        let (month, day): (u32, u32) = (month.parse().ok()?, day.parse().ok()?);
        let days = *months(366).get(usize::try_from(month.checked_sub(1)?).ok()?)?;
        let minute = match time {
            Some(time) => minute(time)?,
            None if last => LAST_MINUTE,
            None => 0,
        };
        (1..=days).contains(&day).then_some(Self { month, day, minute })
    }
}

impl ServiceHours {
    /// Reads `mon 08:00 to 17:00`, `mon-fri 08:00 to 17:00` or `all 08:00 to 17:00`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (days, hours) = text.trim().split_once(' ')?;
        let (opens, closes) = hours.split_once(" to ")?;
        let (opens, closes) = (minute(opens.trim())?, minute(closes.trim())?);
        let day = |name: &str| WEEKDAYS.iter().position(|day| *day == name);
        let (from, to) = match days.split_once('-') {
            Some((from, to)) => (day(from)?, day(to)?),
            None if days == "all" => (0, 6),
            None => (day(days)?, day(days)?),
        };
        let (from_day, to_day) = (u32::try_from(from).ok()?, u32::try_from(to).ok()?);
        (from <= to && opens <= closes).then_some(Self { from_day, to_day, opens, closes })
    }

    /// Whether a clock shows a moment of it.
    pub(crate) fn has(&self, clock: Clock) -> bool {
        (self.from_day..=self.to_day).contains(&clock.weekday)
            && (self.opens..=self.closes).contains(&clock.minute)
    }
}

/// Reads a holiday: `12-25`, `12-24 18:00 to 12-26 08:00`, also over the turn of the year.
pub(crate) fn holiday(text: &str) -> Option<(DayTime, DayTime)> {
    let (from, to) = text.split_once(" to ").unwrap_or((text, text));
    let whole_day = |text: &str| text.trim().len() <= 5;
    let to = DayTime::parse(to.trim(), whole_day(to))?;
    Some((DayTime::parse(from.trim(), false)?, to))
}

/// Whether a clock shows a moment of a table.
pub(crate) fn is_holiday(table: &HolidayTable, clock: Clock) -> bool {
    let now = DayTime::of(clock);
    table.iter().any(|(from, to)| is_between(now, *from, *to))
}

impl Names {
    /// `in table 3`, `not-in table 3`.
    pub(super) fn calendar<'t>(&self, text: &'t str, calendar: Calendar) -> Parsed<'t, Condition> {
        let (text, within) = within(text)?;
        let (rest, table) = number(1..=999)(text)?;
        let (known, example) = match calendar {
            Calendar::Holiday => (&self.holidays, "[\"12-25\"] to [holiday_tables]"),
            Calendar::ServiceHours => {
                (&self.service_hours, "[\"mon-fri 08:00 to 17:00\"] to [service_hours_tables]")
            }
        };
        if known.contains(&table) {
            return Ok((rest, Condition::Calendar { calendar, table, within }));
        }
        let names: Vec<_> = known.iter().map(ToString::to_string).collect();
        let near = nearest(&table.to_string(), names.iter().map(String::as_str)).map(str::to_owned);
        let help = near.map_or_else(
            || format!("add {table} = {example}"),
            |near| format!("did you mean `{near}`?"),
        );
        refuse(text, format!("there is no table {table} of that kind"), help)
    }
}

/// Minutes since midnight.
fn minute(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

const LAST_MINUTE: u32 = 24 * 60 - 1;

#[cfg(test)]
mod tests {
    use super::{ServiceHours, holiday, is_holiday};
    use crate::vector::Clock;

    #[test]
    fn holidays_last_a_day_or_a_span_also_over_the_new_year() {
        let table: Vec<_> = ["05-01", "12-24 18:00 to 12-26 08:00", "12-31 to 01-01"]
            .iter()
            .map(|text| holiday(text).unwrap())
            .collect();
        for (moment, within) in [
            ("2026-05-01 00:00", true),
            ("2026-05-01 23:59", true),
            ("2026-05-02 00:00", false),
            ("2026-12-24 17:59", false),
            ("2026-12-24 18:00", true),
            ("2026-12-26 08:00", true),
            ("2026-12-26 08:01", false),
            ("2026-12-31 00:00", true),
            ("2026-01-01 23:59", true),
            ("2026-01-02 00:00", false),
        ] {
            assert_eq!(is_holiday(&table, Clock::parse(moment).unwrap()), within, "{moment}");
        }
        for wrong in ["13-01", "02-30", "1", "12-24 25:00", "12-24 to", ""] {
            assert_eq!(holiday(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn service_hours_are_within_days() {
        let hours = ServiceHours::parse("mon-fri 08:00 to 17:00").unwrap();
        for (moment, within) in [
            ("2026-01-05 08:00", true),
            ("2026-01-09 17:00", true),
            ("2026-01-09 17:01", false),
            ("2026-01-10 12:00", false),
        ] {
            assert_eq!(hours.has(Clock::parse(moment).unwrap()), within, "{moment}");
        }
        for wrong in
            ["mon", "mon 08:00", "fri-mon 08:00 to 17:00", "mon 17:00 to 08:00", "x 1:00 to 2:00"]
        {
            assert_eq!(ServiceHours::parse(wrong), None, "{wrong}");
        }
    }
}
