//! `collect`: the caller enters digits.

use nom::{Parser as _, branch::alt, combinator::opt};

use crate::{
    action::{CallData, Refusal, UUI},
    call::{Call, ConnectionState},
    event::Report,
    id::{CallId, DeviceId, Number},
    switch::Switch,
    vector::{
        Command,
        feedback::Feedback,
        grammar::{Parsed, choice, keyword, number},
        log::VectorEvent,
        reference::{Names, Recording, Variable, variable},
        run::{Flow, Phase, Vectoring},
    },
};

/// `collect 4 digits after announcement 3001 for A`, `collect ced for B`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collect {
    /// Which digits.
    pub digits: Digits,
    /// The variable that gets them, too.
    pub into: Option<Variable>,
}

/// The digits that a step takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digits {
    /// So many from the caller, after an announcement.
    Entered { count: usize, after: Recording },
    /// Those that the network sent with the call (caller-entered digits).
    Ced,
    /// Those of the network's customer database.
    Cdpd,
}

pub(super) fn read<'t>(names: &Names, text: &'t str) -> Parsed<'t, Command> {
    let (text, digits) = match choice(&NETWORK)(text) {
        Ok((text, digits)) => (opt(keyword("digits")).parse(text)?.0, digits),
        Err(_) => {
            let (text, count) = number(1..=16)(text)?;
            let (text, ()) = alt((keyword("digits"), keyword("digit"))).parse(text)?;
            let (text, ()) = keyword("after")(text)?;
            let (text, ()) = keyword("announcement")(text)?;
            let (text, after) = names.recording(text)?;
            let count = usize::try_from(count).unwrap_or(1);
            (text, Digits::Entered { count, after })
        }
    };
    let (rest, into) = opt(keyword("for")).parse(text)?;
    if into.is_none() {
        return Ok((rest, Command::Collect(Collect { digits, into: None })));
    }
    if let Ok((rest, ())) = keyword("none")(rest) {
        return Ok((rest, Command::Collect(Collect { digits, into: None })));
    }
    let (rest, variable) = variable(rest)?;
    Ok((rest, Command::Collect(Collect { digits, into: Some(variable) })))
}

impl Collect {
    /// Takes digits: those dialled ahead, or those that the caller enters from here on.
    pub(super) fn run(&self, switch: &mut Switch, call: CallId) -> Flow {
        let Some(vectoring) = switch.vectoring_mut(call) else { return Flow::Ended };
        vectoring.digits.clear();
        let (count, after) = match self.digits {
            Digits::Entered { count, after } => (count, after),
            Digits::Ced => return self.take(switch, call, |sent| &sent.ced),
            Digits::Cdpd => return self.take(switch, call, |sent| &sent.cdpd),
        };
        if !vectoring.takes_digits && !switch.takes_receiver(call) {
            switch.note(call, VectorEvent::NoToneReceiver);
            return Flow::Next;
        }
        let Some(vectoring) = switch.vectoring_mut(call) else { return Flow::Ended };
        vectoring.takes_digits = true;
        let ahead = !vectoring.ahead.is_empty();
        let collecting = Phase::Collecting { count, into: self.into };
        if ahead && switch.read_digits(call, count) {
            switch.return_answer(call);
            switch.keep_digits(call, self.into);
            return Flow::Next;
        }
        let recording = switch.recording(call, after).filter(|_| !ahead);
        match recording {
            Some(place) => switch.play(call, place, Phase::Prompting { count, into: self.into }),
            None => {
                switch.return_answer(call);
                let span = switch.vectors.site.digit_timeout();
                switch.suspend(call, collecting, span)
            }
        }
    }

    fn take(&self, switch: &mut Switch, call: CallId, from: fn(&Sent) -> &String) -> Flow {
        switch.discard_dial_ahead(call);
        let Some(vectoring) = switch.vectoring_mut(call) else { return Flow::Ended };
        vectoring.digits = from(&vectoring.sent).chars().take(16).collect();
        if vectoring.digits.is_empty() {
            switch.note(call, VectorEvent::NetworkDigitsMissing);
        } else {
            switch.keep_digits(call, self.into);
        }
        Flow::Next
    }
}

impl Switch {
    /// A party of a call presses keys. Its vector hears them when it takes digits.
    pub(crate) fn send_digits(
        &mut self,
        device: DeviceId,
        call: CallId,
        digits: Number,
    ) -> Result<(), Refusal> {
        self.require_person(device)?;
        let state = self.connection(device, call)?;
        if !state.is_through() && state != ConnectionState::Initiated {
            return Err(Refusal::WrongState { state, needed: "dialled or connected" });
        }
        if !digits.as_str().chars().all(|c| c.is_ascii_digit() || matches!(c, '*' | '#')) {
            return Err(Refusal::InvalidNumber(digits));
        }
        if self.is_dialling(call) {
            return self.receive_digits(call, &digits);
        }
        let keys = digits.as_str().to_owned();
        self.report(Report::DigitsGenerated { call, device, digits });
        if state == ConnectionState::Connected {
            self.let_others_hear(device, call, &keys);
        }
        if self.is_converse_port(call, device) {
            self.keep_returned(call, &keys);
            return Ok(());
        }
        self.dial_ahead(call, &keys);
        let Some(run) = self.run_mut(call) else { return Ok(()) };
        if let Phase::Prompting { count, into } | Phase::Collecting { count, into } = run.phase {
            self.cancel_vector_timer(call);
            self.let_hear(call, Feedback::Silence);
            if self.read_digits(call, count) {
                self.keep_digits(call, into);
                self.run_vector(call);
            } else {
                let span = self.vectors.site.digit_timeout();
                self.suspend(call, Phase::Collecting { count, into }, span);
            }
        }
        Ok(())
    }

    /// Whether the site has a tone receiver left for a further call.
    fn takes_receiver(&self, call: CallId) -> bool {
        let Some(receivers) = self.vectors.site.tone_receivers else { return true };
        let takes = |other: &&Call| {
            let vectoring = other.vectoring.as_ref();
            other.id != call && vectoring.is_some_and(|vectoring| vectoring.takes_digits)
        };
        self.calls.iter().filter(takes).count() < receivers as usize
    }

    /// Keeps what a new call's data says to vectors.
    pub(crate) fn keep_sent(&mut self, call: CallId, data: &CallData) {
        if let Some(sent) = Sent::of(data)
            && let Some(entry) = self.calls.get_mut(call)
        {
            entry.vectoring = Some(Box::new(Vectoring { sent, ..Vectoring::default() }));
        }
    }

    /// Takes the digits dialled ahead, until there are enough of them or a `#`; whether that is
    /// so. A `*` begins anew.
    fn read_digits(&mut self, call: CallId, count: usize) -> bool {
        let Some(vectoring) = self.vectoring_mut(call) else { return false };
        let mut taken = 0;
        let mut complete = false;
        for key in vectoring.ahead.chars() {
            taken += key.len_utf8();
            match key {
                '*' => vectoring.digits.clear(),
                '#' if vectoring.digits.is_empty() => {
                    vectoring.digits.push('#');
                    complete = true;
                }
                '#' => complete = true,
                digit => {
                    vectoring.digits.push(digit);
                    complete = vectoring.digits.len() >= count;
                }
            }
            if complete {
                break;
            }
        }
        vectoring.ahead.drain(..taken);
        complete
    }

    /// The caller has entered nothing more in time: what is there counts.
    pub(super) fn end_collecting(&mut self, call: CallId, into: Option<Variable>) {
        self.discard_dial_ahead(call);
        self.keep_digits(call, into);
        if self.vectoring(call).is_some_and(|vectoring| vectoring.digits.is_empty()) {
            self.note(call, VectorEvent::NoDigitsCollected);
        }
    }

    fn keep_digits(&mut self, call: CallId, into: Option<Variable>) {
        let Some(variable) = into else { return };
        let digits = self.vectoring(call).map(|vectoring| vectoring.digits.clone());
        self.set_variable(call, variable, digits.unwrap_or_default());
    }

    fn dial_ahead(&mut self, call: CallId, keys: &str) {
        let most = self.vectors.site.release.facts().digit_buffer;
        let Some(vectoring) = self.vectoring_mut(call).filter(|v| v.takes_digits) else { return };
        let room = most.saturating_sub(vectoring.ahead.len() + vectoring.digits.len());
        vectoring.ahead.extend(keys.chars().take(room));
        if keys.len() > room {
            self.note(call, VectorEvent::BufferOverflow);
        }
    }

    /// The receiver of tones is given back: what was dialled ahead is lost.
    pub(crate) fn discard_dial_ahead(&mut self, call: CallId) {
        let Some(vectoring) = self.vectoring_mut(call) else { return };
        vectoring.takes_digits = false;
        let lost = !std::mem::take(&mut vectoring.ahead).is_empty();
        if lost {
            self.note(call, VectorEvent::DialAheadDiscarded);
        }
    }
}

/// What came with a call for its vectors, by the keys of its data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sent {
    pub(crate) digits: String,
    pub(crate) ced: String,
    pub(crate) cdpd: String,
    pub(crate) ii_digits: String,
    pub(crate) uui: String,
}

impl Sent {
    /// What a call's data says; none when it says nothing to vectors.
    pub(crate) fn of(data: &CallData) -> Option<Self> {
        let mut sent = Self::default();
        let mut any = false;
        for (key, value) in data {
            let slot = match key.as_str() {
                "digits" => &mut sent.digits,
                "ced" => &mut sent.ced,
                "cdpd" => &mut sent.cdpd,
                "ii_digits" => &mut sent.ii_digits,
                UUI => &mut sent.uui,
                _ => continue,
            };
            let is_key = |c: &char| c.is_ascii_digit() || matches!(c, '*' | '#');
            let usable = value.chars().filter(|c| key == UUI || is_key(c)).take(96);
            *slot = usable.collect();
            any = true;
        }
        any.then_some(sent)
    }
}

const NETWORK: [(&str, Digits); 2] = [("ced", Digits::Ced), ("cdpd", Digits::Cdpd)];
