//! An agent's figures: what the time went into, and what became of the calls.

use std::time::Duration;

use super::{
    Account, Figure, Interval, Measure, Moment,
    period::{Periods, Span},
};
use crate::{
    agent::AgentState,
    notice::{Cause, Kind},
    time::Timestamp,
};

/// What an agent is occupied with; at every moment with one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Occupation {
    LoggedOut,
    Idle,
    Ring,
    Acd,
    Hold,
    Acw,
    Aux,
    Other,
    Unseen,
}

/// How many kinds of occupation there are.
pub(crate) const OCCUPATIONS: usize = 9;

/// What is kept of an agent since the last log-on.
#[derive(Clone, Debug)]
pub(crate) struct AgentLedger {
    periods: Periods<Counts>,
    occupation: Occupation,
    /// Calls of queues that are connected, and that are held.
    calls: (u32, u32),
    /// Up to when everything is counted.
    counted: Timestamp,
}

/// What is known of the device when it is looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    pub(crate) occupation: Occupation,
    pub(crate) connected: u32,
    pub(crate) held: u32,
}

#[derive(Clone, Debug, Default)]
struct Counts {
    times: [Duration; OCCUPATIONS],
    talk: Duration,
    hold: Duration,
    acd_calls: u64,
    calls_in: u64,
    calls_out: u64,
    held: u64,
    transferred: u64,
    conferenced: u64,
    abandoned: u64,
    unanswered: u64,
}

impl AgentLedger {
    /// Of an agent of whom nothing is known.
    pub(crate) fn new(now: Timestamp) -> Self {
        Self {
            periods: Periods::new(now),
            occupation: Occupation::LoggedOut,
            calls: (0, 0),
            counted: now,
        }
    }

    /// The device is looked at after something happened; answers what the agent did until then.
    pub(crate) fn look(&mut self, now: Timestamp, look: Look) -> Occupation {
        let before = self.occupation;
        if before == Occupation::LoggedOut && look.occupation != before {
            *self = Self::new(now);
        }
        self.count_time(now);
        self.occupation = look.occupation;
        self.calls = (look.connected, look.held);
        before
    }

    pub(crate) fn occupation(&self) -> Occupation {
        self.occupation
    }

    /// Counts something that the client is told of a call; `of_queue`: a queue delivered it.
    pub(crate) fn tell(
        &mut self,
        kind: Kind,
        cause: Option<Cause>,
        (rang, of_queue): (bool, bool),
    ) {
        self.periods.count(|counts| match kind {
            Kind::EstablishCall if rang => {
                counts.calls_in += 1;
                counts.acd_calls += u64::from(of_queue);
            }
            Kind::OutgoingCall => counts.calls_out += 1,
            Kind::CallHeld => counts.held += 1,
            Kind::CallAbandoned => counts.abandoned += 1,
            Kind::CallReleased if rang => {
                let sent_on = matches!(cause, Some(Cause::NoAnswer | Cause::Redirected));
                counts.unanswered += u64::from(sent_on);
            }
            Kind::CallReleased => {
                counts.transferred += u64::from(cause == Some(Cause::Transferred));
                counts.conferenced += u64::from(cause == Some(Cause::Conferenced));
            }
            Kind::IncomingCall
            | Kind::IncomingConsult
            | Kind::IncomingBlindTransfer
            | Kind::EstablishCall
            | Kind::CallFailed
            | Kind::CallRetrieved
            | Kind::PartyChanged
            | Kind::CallMuted
            | Kind::CallUnmuted
            | Kind::CallObserved
            | Kind::CallDataChanged
            | Kind::AgentStateChanged
            | Kind::DeviceChanged
            | Kind::RequestDone
            | Kind::RequestFailed
            | Kind::LinkDown
            | Kind::LinkUp
            | Kind::SessionReplaced => {}
        });
    }

    /// The running interval has ended.
    pub(crate) fn close(&mut self, end: Timestamp) {
        self.count_time(end);
        self.periods.close(end);
    }

    fn count_time(&mut self, now: Timestamp) {
        let span = now - self.counted;
        let (occupation, (connected, held)) = (self.occupation, self.calls);
        self.counted = now;
        self.periods.count(|counts| {
            if let Some(time) = counts.times.get_mut(occupation as usize) {
                *time += span;
            }
            counts.talk += span * connected;
            counts.hold += span * held;
        });
    }

    /// The figures over a span, counted up to now; none: no interval has ended yet.
    pub(crate) fn figures(&mut self, interval: Interval, at: Moment) -> Option<Account> {
        self.count_time(at.now);
        let Span { counts, from, until } = self.periods.span(interval, at)?;
        Some(Account { from, until, figures: counts.figures() })
    }
}

impl Counts {
    fn time(&self, occupation: Occupation) -> Duration {
        self.times.get(occupation as usize).copied().unwrap_or_default()
    }

    fn figures(&self) -> Vec<(Figure, Measure)> {
        use Occupation as O;
        let staffed = [O::Idle, O::Ring, O::Acd, O::Hold, O::Acw, O::Aux, O::Other];
        let staffed: Duration = staffed.into_iter().map(|it| self.time(it)).sum();
        let (acw, calls) = (self.time(O::Acw), self.acd_calls);
        let busy = self.time(O::Acd) + self.time(O::Hold) + acw + self.time(O::Ring);
        let milliseconds = |span: Duration| u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
        let for_calls = staffed.saturating_sub(self.time(O::Aux));
        let whole = |count| Some(Measure::Whole(count));
        let time = |span| Some(Measure::Time(span));
        let all = [
            (Figure::Staffed, time(staffed)),
            (Figure::Idle, time(self.time(O::Idle))),
            (Figure::Ring, time(self.time(O::Ring))),
            (Figure::Acd, time(self.time(O::Acd))),
            (Figure::Hold, time(self.time(O::Hold))),
            (Figure::Acw, time(acw)),
            (Figure::Aux, time(self.time(O::Aux))),
            (Figure::Other, time(self.time(O::Other))),
            (Figure::Unseen, time(self.time(O::Unseen))),
            (Figure::AcdCalls, whole(calls)),
            (Figure::CallsIn, whole(self.calls_in)),
            (Figure::CallsOut, whole(self.calls_out)),
            (Figure::CallsHeld, whole(self.held)),
            (Figure::CallsTransferred, whole(self.transferred)),
            (Figure::CallsConferenced, whole(self.conferenced)),
            (Figure::CallsAbandoned, whole(self.abandoned)),
            (Figure::CallsUnanswered, whole(self.unanswered)),
            (Figure::AverageTalk, Measure::each(self.talk, calls)),
            (Figure::AverageHold, Measure::each(self.hold, calls)),
            (Figure::AverageAcw, Measure::each(acw, calls)),
            (Figure::Aht, Measure::each(self.talk + self.hold + acw, calls)),
            (Figure::Occupancy, Measure::ratio(milliseconds(busy), milliseconds(for_calls))),
        ];
        all.into_iter().filter_map(|(figure, measure)| Some((figure, measure?))).collect()
    }
}

impl Occupation {
    /// What an agent without a call does.
    pub(crate) fn without_call(state: &AgentState) -> Self {
        match state {
            AgentState::LoggedOut => Self::LoggedOut,
            AgentState::NotReady { .. } => Self::Aux,
            AgentState::Ready => Self::Idle,
            AgentState::AfterCallWork => Self::Acw,
        }
    }
}
