//! What a caller hears while a vector has the call.

use std::fmt;

use crate::{
    call::{Call, ConnectionState, Party, Waits},
    event::Report,
    id::CallId,
    plant::DeviceKind,
    switch::Switch,
};

/// What the caller hears; it lasts until another step changes it or the call is delivered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Feedback {
    /// Nothing.
    #[default]
    Silence,
    /// Nothing, and the call does not count as accepted (look-ahead interflow).
    ISilent,
    /// The tone of a telephone that rings.
    Ringback,
    /// The system's music.
    Music,
    /// An announcement, by its place in the world file.
    Announcement(usize),
    /// An audio source, by the place of the announcement that is one.
    Source(usize),
    /// The busy tone.
    Busy,
}

impl fmt::Display for Feedback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Silence => "silence",
            Self::ISilent => "i-silent",
            Self::Ringback => "ringback",
            Self::Music => "music",
            Self::Announcement(_) => "announcement",
            Self::Source(_) => "source",
            Self::Busy => "busy",
        })
    }
}

impl Call {
    /// What a caller hears whom a vector has, or had until it stopped or somebody was found; none when
    /// the caller speaks to somebody, a machine as well.
    pub fn hears(&self) -> Option<Feedback> {
        let vectoring = self.vectoring.as_ref()?;
        let to_machine = |party: &Party| party.waits == Waits::Machine && party.state.is_through();
        if self.parties.iter().any(to_machine) {
            return None;
        }
        let waits = self.parties.iter().any(|party| party.waits != Waits::Itself);
        let given = if waits || vectoring.run.is_some() {
            vectoring.hears
        } else {
            let rings = |party: &Party| party.state == ConnectionState::Alerting;
            let through = self.parties.iter().filter(|party| party.state.is_through());
            let rung = self.parties.iter().any(rings) && through.count() <= 1;
            (rung && vectoring.caller.is_some()).then_some(Feedback::Ringback)?
        };
        let unanswered = self.parties.first()?.state == ConnectionState::Initiated;
        Some(if unanswered && vectoring.exchange_rings { Feedback::Ringback } else { given })
    }
}

impl Switch {
    /// Lets the caller hear something.
    pub(crate) fn let_hear(&mut self, call: CallId, feedback: Feedback) {
        if let Some(vectoring) = self.vectoring_mut(call) {
            vectoring.hears = feedback;
        }
    }

    /// Lets the exchange of a caller from outside know that the call was answered, once.
    pub(crate) fn return_answer(&mut self, call: CallId) {
        let caller = self.calls.get(call).and_then(|call| call.parties.first());
        let Some((device, state)) = caller.map(|party| (party.device, party.state)) else { return };
        let outside = matches!(self.plant.kind(device), Some(DeviceKind::Circuit { .. }));
        let Some(vectoring) = self.vectoring_mut(call) else { return };
        let first = !std::mem::replace(&mut vectoring.answered, true);
        vectoring.exchange_rings = false;
        if first && outside && state == ConnectionState::Initiated {
            self.report(Report::AnswerReturned { call, device });
        }
    }

    /// Whether a caller came over a line whose exchange gives ringback until the call is answered
    /// (Avaya: CO trunk without answer supervision).
    pub(crate) fn is_on_unsupervised_line(&self, call: CallId) -> bool {
        let caller = self.calls.get(call).and_then(|call| call.parties.first());
        let waits = caller.filter(|party| party.state == ConnectionState::Initiated);
        let facility = waits.and_then(|party| self.facility_of(party.device));
        facility.is_some_and(|facility| !facility.properties().tells_answer)
    }
}
