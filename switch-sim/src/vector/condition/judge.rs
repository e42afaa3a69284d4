//! Whether a condition holds, at the moment it is asked. What cannot be known makes it false.

use crate::{
    id::{CallId, VdnId},
    plant::DeviceKind,
    switch::Switch,
    vector::{
        condition::{
            Calendar, Comparator, Condition, Figure, Moment, Part, Waiter, calendar::is_holiday,
            is_between,
        },
        log::VectorEvent,
        reference::{Amount, Skill, Term, VdnName},
    },
};

/// A figure, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    Known(u64),
    /// More than any number.
    Infinite,
    Unknown,
}

impl Switch {
    /// Judges a condition for a call.
    pub(crate) fn holds(&mut self, call: CallId, condition: &Condition) -> bool {
        match condition {
            Condition::Unconditionally => true,
            Condition::Figure { figure, compare, to } => {
                let figure = self.figure(call, figure);
                let to = match to {
                    Amount::Written(to) => Some(u64::from(*to)),
                    Amount::Variable(variable) => {
                        let digits = self.variable(call, *variable);
                        if digits.is_none() {
                            self.note(call, VectorEvent::NoDigitsInVariable);
                        }
                        digits.and_then(|digits| digits.parse().ok())
                    }
                };
                let Some(to) = to else { return false };
                match figure {
                    Value::Known(figure) => compare.holds(figure, to),
                    Value::Infinite => compare.holds(1, 0),
                    Value::Unknown => false,
                }
            }
            Condition::Digits { digits, compare, to } => {
                self.compare_digits(call, digits, *compare, to)
            }
            Condition::Table { digits, table, within } => {
                let Some(found) = self.digits_of(call, digits) else {
                    self.note_missing(call, digits, true);
                    return false;
                };
                let table = self.vectors.site.tables.get(table);
                table.is_some_and(|table| table.iter().any(|entry| fits(entry, &found)) == *within)
            }
            Condition::TimeOfDay { from, to } => {
                let clock = self.vectors.site.clock.at(self.now);
                let now = Moment { weekday: Some(clock.weekday), minute: clock.minute };
                is_time_of_day(now, *from, *to)
            }
            Condition::Calendar { calendar, table, within } => {
                let clock = self.vectors.site.clock.at(self.now);
                let found = match calendar {
                    Calendar::Holiday => {
                        let table = self.vectors.site.holidays.get(table);
                        table.is_some_and(|table| is_holiday(table, clock))
                    }
                    Calendar::ServiceHours => {
                        let table = self.vectors.site.service_hours.get(table);
                        table.is_some_and(|spans| spans.iter().any(|span| span.has(clock)))
                    }
                };
                found == *within
            }
            Condition::Registered { part, which, registered } => {
                let parts = match part {
                    Part::MediaGateway => &self.vectors.site.media_gateways,
                    Part::PortNetwork => &self.vectors.site.port_networks,
                };
                which.registered(parts) == *registered
            }
            Condition::Server { name, same } => {
                let server = self.vectors.site.server.as_deref().unwrap_or("main");
                (server == name) == *same
            }
            Condition::QueueFail => self.run_mut(call).is_some_and(|run| run.queue_failed),
            Condition::NoDigits => self.digits_of(call, &Term::Digits).is_none(),
            Condition::OneDigit(condition) => {
                let digits = self.digits_of(call, &Term::Digits);
                digits.is_none_or(|digits| digits.chars().count() == 1)
                    && self.holds(call, condition)
            }
        }
    }

    fn compare_digits(
        &mut self,
        call: CallId,
        digits: &Term,
        compare: Comparator,
        to: &Term,
    ) -> bool {
        let found = self.digits_of(call, digits);
        if *to == Term::None {
            return match compare {
                Comparator::Equal => found.is_none(),
                Comparator::Different => found.is_some(),
                Comparator::Less
                | Comparator::AtMost
                | Comparator::AtLeast
                | Comparator::Greater => false,
            };
        }
        let Some(found) = found else {
            self.note_missing(call, digits, false);
            return false;
        };
        let Some(to) = self.digits_of(call, to) else {
            self.note(call, VectorEvent::NoDigitsInVariable);
            return false;
        };
        match compare {
            Comparator::Equal => fits(&to, &found),
            Comparator::Different => !fits(&to, &found),
            Comparator::Less | Comparator::AtMost | Comparator::AtLeast | Comparator::Greater => {
                let numbers = found.parse::<u128>().ok().zip(to.parse::<u128>().ok());
                numbers.is_some_and(|(found, to)| compare.holds(found, to))
            }
        }
    }

    fn note_missing(&mut self, call: CallId, digits: &Term, table: bool) {
        let event = match (digits, table) {
            (Term::Ani, false) => VectorEvent::AniMissing,
            (Term::Ani, true) => VectorEvent::AniMissingForTable,
            (Term::IiDigits, false) => VectorEvent::IiDigitsMissing,
            (Term::IiDigits, true) => VectorEvent::IiDigitsMissingForTable,
            (Term::Variable(_), _) => VectorEvent::NoDigitsInVariable,
            (Term::None | Term::Written(_) | Term::Digits, _) => VectorEvent::NoDigitsCollected,
        };
        self.note(call, event);
    }

    fn figure(&mut self, call: CallId, figure: &Figure) -> Value {
        let known = |figure: Option<usize>| {
            let figure = figure.and_then(|figure| u64::try_from(figure).ok());
            figure.map_or(Value::Unknown, Value::Known)
        };
        let queue = |skill: &Skill| {
            let active = self.vectoring(call)?.active;
            self.queues.get(self.vectors.queue_of(*skill, active)?)
        };
        match figure {
            Figure::AvailableAgents(skill) => known(queue(skill).map(|queue| queue.available())),
            Figure::StaffedAgents(skill) => known(queue(skill).map(|queue| queue.logged_on())),
            Figure::CallsQueued(skill, priority) => {
                known(queue(skill).map(|queue| queue.len_from(*priority)))
            }
            Figure::OldestCallWait(skill, priority) => {
                let Some(queue) = queue(skill) else { return Value::Unknown };
                let oldest = queue.oldest_from(*priority);
                Value::Known(oldest.map_or(0, |since| (self.now - since).as_secs()))
            }
            Figure::ExpectedWait(waiter) => self.wait_of(call, *waiter),
            Figure::WaitImproved(waiter) => {
                match (self.wait_of(call, Waiter::ThisCall), self.wait_of(call, *waiter)) {
                    (_, Value::Unknown | Value::Infinite) | (Value::Unknown, _) => Value::Unknown,
                    (Value::Infinite, Value::Known(_)) => Value::Infinite,
                    (Value::Known(now), Value::Known(then)) => {
                        Value::Known(now.saturating_sub(then))
                    }
                }
            }
            Figure::RollingAsa(skill) => {
                let active = self.vectoring(call).and_then(|vectoring| vectoring.active);
                let place = self.vectors.queue_of(*skill, active);
                place.map_or(Value::Unknown, |place| {
                    Value::Known(self.speed_of_answer(place).unwrap_or(0))
                })
            }
            Figure::RollingAsaOfVdn(vdn) => self.vdn_of(call, vdn).map_or(Value::Unknown, |vdn| {
                let answer = self.vectors.answers.get(&vdn).copied().unwrap_or(0);
                Value::Known(u64::try_from(answer / 1_000).unwrap_or(0))
            }),
            Figure::CountedCalls(vdn) => self
                .vdn_of(call, vdn)
                .map_or(Value::Unknown, |vdn| known(Some(self.calls_from_outside(vdn)))),
            Figure::InterflowPosition => known(self.position_in_queue(call)),
        }
    }

    fn wait_of(&mut self, call: CallId, waiter: Waiter) -> Value {
        let wait = match waiter {
            Waiter::ThisCall => {
                if !self.is_queued_by_vector(call) {
                    self.note(call, VectorEvent::WaitOfCallNotQueued);
                }
                self.expected_wait_of_call(call)
            }
            Waiter::Best => match self.run_mut(call).and_then(|run| run.best) {
                None => return Value::Unknown,
                Some(best) => self.expected_wait(best.queue, best.priority),
            },
            Waiter::NewCall(skill, priority) => {
                let active = self.vectoring(call).and_then(|vectoring| vectoring.active);
                match self.vectors.queue_of(skill, active) {
                    None => return Value::Unknown,
                    Some(place) => self.expected_wait(place, priority),
                }
            }
        };
        wait.map_or(Value::Infinite, Value::Known)
    }

    pub(crate) fn vdn_of(&self, call: CallId, name: &VdnName) -> Option<VdnId> {
        match name {
            VdnName::Latest => self.vectoring(call)?.latest,
            VdnName::Active => self.vectoring(call)?.active,
            VdnName::Number(number) => self.vectors.vdn_numbered(number),
        }
    }

    fn calls_from_outside(&self, vdn: VdnId) -> usize {
        let routed = self.calls.iter().filter(|call| {
            let latest = call.vectoring.as_ref().and_then(|vectoring| vectoring.latest);
            let first = call.parties.first().and_then(|party| self.plant.kind(party.device));
            latest == Some(vdn) && matches!(first, Some(DeviceKind::Circuit { .. }))
        });
        routed.count()
    }
}

impl Comparator {
    fn holds<T: PartialOrd>(self, value: T, to: T) -> bool {
        match self {
            Self::Less => value < to,
            Self::AtMost => value <= to,
            Self::Equal => value == to,
            Self::Different => value != to,
            Self::AtLeast => value >= to,
            Self::Greater => value > to,
        }
    }
}

/// Whether a moment is within a span that may go over midnight or the end of the week; the last
/// minute belongs to it.
fn is_time_of_day(now: Moment, from: Moment, to: Moment) -> bool {
    match (from.weekday, to.weekday) {
        (None, None) => is_between(now.minute, from.minute, to.minute),
        _ => {
            let of_week = |moment: Moment| moment.weekday.unwrap_or(0) * 24 * 60 + moment.minute;
            is_between(of_week(now), of_week(from), of_week(to))
        }
    }
}

/// Whether digits fit a pattern: `?` stands for one of them, `+` for any number, also none.
fn fits(pattern: &str, digits: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    // For each beginning of the digits, whether the part of the pattern so far fits it.
    let digits: Vec<char> = digits.chars().collect();
    let mut fitting: Vec<bool> = (0..=digits.len()).map(|place| place == 0).collect();
    for wanted in pattern {
        let mut next = Vec::with_capacity(fitting.len());
        let mut any_before = false;
        for (place, &fits) in fitting.iter().enumerate() {
            let before = place.checked_sub(1);
            let digit = before.and_then(|before| digits.get(before));
            let fits_before = before.and_then(|before| fitting.get(before)) == Some(&true);
            any_before |= fits;
            next.push(match wanted {
                '+' => any_before,
                '?' => fits_before,
                wanted => fits_before && digit == Some(&wanted),
            });
        }
        fitting = next;
    }
    fitting.last() == Some(&true)
}

#[cfg(test)]
mod tests {
    use super::{Moment, fits, is_time_of_day};

    #[test]
    fn wildcards_stand_for_digits() {
        for (pattern, digits) in [
            ("1234", "1234"),
            ("0171+", "01715550123"),
            ("0171+", "0171"),
            ("+123", "0123"),
            ("1?3", "193"),
            ("+5+", "01715550123"),
            ("#", "#"),
            ("", ""),
        ] {
            assert!(fits(pattern, digits), "{pattern} {digits}");
        }
        for (pattern, digits) in
            [("1234", "123"), ("0171+", "0172"), ("1?3", "13"), ("?", ""), ("+9", "1"), ("", "1")]
        {
            assert!(!fits(pattern, digits), "{pattern} {digits}");
        }
    }

    #[test]
    fn spans_go_over_midnight_and_the_weekend() {
        let at = |weekday, hour: u32, minute: u32| Moment { weekday, minute: hour * 60 + minute };
        let (open, close) = (at(None, 8, 0), at(None, 17, 0));
        for (weekday, hour, minute, within) in
            [(0, 8, 0, true), (3, 17, 0, true), (3, 17, 1, false), (6, 7, 59, false)]
        {
            let now = at(Some(weekday), hour, minute);
            assert_eq!(is_time_of_day(now, open, close), within, "{now:?}");
            let night = is_time_of_day(now, at(None, 17, 1), at(None, 7, 59));
            assert_eq!(night, !within, "{now:?}");
        }
        let weekend = (at(Some(4), 17, 0), at(Some(0), 7, 59));
        assert!(is_time_of_day(at(Some(5), 12, 0), weekend.0, weekend.1));
        assert!(is_time_of_day(at(Some(0), 7, 59), weekend.0, weekend.1));
        assert!(!is_time_of_day(at(Some(1), 12, 0), weekend.0, weekend.1));
    }
}
