//! `wait-time`: the caller waits, and hears something from here on.

use std::time::Duration;

use crate::{
    id::CallId,
    switch::Switch,
    vector::{
        Command,
        feedback::Feedback,
        grammar::{Parsed, choice, expected, keyword, number},
        reference::{Names, Recording},
        run::{Flow, Phase},
    },
};

/// `wait-time 30 secs hearing music`: never fails. What the caller hears stays when the time is
/// over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitTime {
    /// How long; none changes only what the caller hears.
    pub span: Duration,
    /// What the caller hears.
    pub hearing: Hearing,
}

/// What a caller hears during a wait, and after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hearing {
    /// One of the system's own feedbacks.
    Feedback(Feedback),
    /// An audio source, then a feedback; none: the source goes on.
    Source { source: Recording, then: Option<Feedback> },
}

pub(super) fn read<'t>(names: &Names, text: &'t str) -> Parsed<'t, Command> {
    let (rest, count) = number(0..=999)(text)?;
    let (rest, (unit, most)) = choice(&OTHER_UNITS)(rest).or_else(|_| choice(&UNITS)(rest))?;
    if count > most {
        return number(0..=most)(text).and_then(|_| expected(text, "a shorter time"));
    }
    let (text, ()) = keyword("hearing")(rest)?;
    let (rest, hearing) = match choice(&FEEDBACKS)(text) {
        Ok((rest, feedback)) => (rest, Hearing::Feedback(feedback)),
        Err(error) => match names.source(text) {
            Some((rest, source)) => {
                let (rest, ()) = keyword("then")(rest)?;
                let (rest, then) = choice(&AFTERWARDS)(rest)?;
                (rest, Hearing::Source { source, then })
            }
            None => return Err(error),
        },
    };
    let span = Duration::from_secs(u64::from(count) * unit);
    Ok((rest, Command::WaitTime(WaitTime { span, hearing })))
}

impl WaitTime {
    /// Waits. Music and audio sources let the caller's exchange know that the call is answered.
    pub(super) fn run(&self, switch: &mut Switch, call: CallId) -> Flow {
        match self.hearing {
            Hearing::Feedback(feedback) => {
                if feedback == Feedback::Music {
                    switch.return_answer(call);
                }
                switch.let_hear(call, feedback);
            }
            Hearing::Source { source, then } => {
                let place = switch.recording(call, source);
                if place.is_some() {
                    switch.return_answer(call);
                }
                let feedback = place.map_or(Feedback::Silence, Feedback::Source);
                let then = then.unwrap_or(feedback);
                switch.let_hear(call, if self.span.is_zero() { then } else { feedback });
                if !self.span.is_zero() {
                    return switch.suspend(call, Phase::Waiting { then: Some(then) }, self.span);
                }
            }
        }
        if self.span.is_zero() {
            return Flow::Next;
        }
        switch.suspend(call, Phase::Waiting { then: None }, self.span)
    }
}

const UNITS: [(&str, (u64, u32)); 3] =
    [("secs", (1, 999)), ("mins", (60, 480)), ("hrs", (3_600, 8))];

/// The same units, as older listings and people write them.
const OTHER_UNITS: [(&str, (u64, u32)); 8] = [
    ("sec", (1, 999)),
    ("second", (1, 999)),
    ("seconds", (1, 999)),
    ("min", (60, 480)),
    ("minute", (60, 480)),
    ("minutes", (60, 480)),
    ("hr", (3_600, 8)),
    ("hours", (3_600, 8)),
];

const FEEDBACKS: [(&str, Feedback); 4] = [
    ("silence", Feedback::Silence),
    ("ringback", Feedback::Ringback),
    ("music", Feedback::Music),
    ("i-silent", Feedback::ISilent),
];

const AFTERWARDS: [(&str, Option<Feedback>); 4] = [
    ("music", Some(Feedback::Music)),
    ("ringback", Some(Feedback::Ringback)),
    ("silence", Some(Feedback::Silence)),
    ("continue", None),
];
