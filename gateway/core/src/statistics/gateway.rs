//! The gateway's own figures.

use std::time::Duration;

use super::{
    Account, Figure, Interval, Measure, Moment,
    agent::{OCCUPATIONS, Occupation},
    period::{Periods, Span},
};
use crate::{gateway::Counters, time::Timestamp};

/// What is kept of the gateway.
#[derive(Clone, Debug)]
pub(crate) struct GatewayLedger {
    periods: Periods<Counts>,
    /// What of the gateway's counters is counted already.
    seen: Counters,
    /// Since when the link is down.
    down_since: Option<Timestamp>,
    agents: [u64; OCCUPATIONS],
}

/// What stands beside the counts: how many there are at this moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    pub(crate) sessions: usize,
    pub(crate) polls: usize,
}

#[derive(Clone, Debug, Default)]
struct Counts {
    counters: Counters,
    link_losses: u64,
    link_down: Duration,
}

impl GatewayLedger {
    /// Of a gateway whose link is down.
    pub(crate) fn new(now: Timestamp) -> Self {
        Self {
            periods: Periods::new(now),
            seen: Counters::default(),
            down_since: Some(now),
            agents: [0; OCCUPATIONS],
        }
    }

    /// An agent does something else than before; none: there was, or is, no such agent.
    pub(crate) fn agent(&mut self, before: Option<Occupation>, after: Option<Occupation>) {
        if let Some(count) = before.and_then(|it| self.agents.get_mut(it as usize)) {
            *count = count.saturating_sub(1);
        }
        if let Some(count) = after.and_then(|it| self.agents.get_mut(it as usize)) {
            *count += 1;
        }
    }

    pub(crate) fn link_went_down(&mut self, now: Timestamp) {
        self.periods.count(|counts| counts.link_losses += 1);
        self.down_since = Some(now);
    }

    pub(crate) fn link_came_up(&mut self, now: Timestamp) {
        self.count_time(now);
        self.down_since = None;
    }

    /// The running interval has ended.
    pub(crate) fn close(&mut self, end: Timestamp, counters: Counters) {
        self.take(end, counters);
        self.periods.close(end);
    }

    fn count_time(&mut self, now: Timestamp) {
        if let Some(since) = &mut self.down_since {
            let span = now - std::mem::replace(since, now);
            self.periods.count(|counts| counts.link_down += span);
        }
    }

    fn take(&mut self, now: Timestamp, counters: Counters) {
        self.count_time(now);
        let seen = std::mem::replace(&mut self.seen, counters);
        self.periods.count(|counts| {
            let sum = &mut counts.counters;
            sum.requests += counters.requests - seen.requests;
            sum.refusals += counters.refusals - seen.refusals;
            sum.events += counters.events - seen.events;
            sum.ignored += counters.ignored - seen.ignored;
            sum.late += counters.late - seen.late;
        });
    }

    /// The figures over a span; none: no interval has ended yet.
    pub(crate) fn figures(
        &mut self,
        (interval, at): (Interval, Moment),
        counters: Counters,
        standing: Standing,
    ) -> Option<Account> {
        self.take(at.now, counters);
        let Span { counts, from, until } = self.periods.span(interval, at)?;
        let Counts { counters, link_losses, link_down } = counts;
        let mut figures = Vec::new();
        if interval != Interval::Previous {
            figures.extend(self.at_this_moment(standing));
        }
        figures.extend([
            (Figure::Requests, Measure::Whole(counters.requests)),
            (Figure::Refusals, Measure::Whole(counters.refusals)),
            (Figure::Events, Measure::Whole(counters.events)),
            (Figure::ReportsIgnored, Measure::Whole(counters.ignored)),
            (Figure::OutcomesLate, Measure::Whole(counters.late)),
            (Figure::LinkLosses, Measure::Whole(*link_losses)),
            (Figure::LinkDown, Measure::Time(*link_down)),
        ]);
        Some(Account { from, until, figures })
    }

    fn at_this_moment(&self, standing: Standing) -> [(Figure, Measure); 10] {
        use Occupation as O;
        let whole = |count: usize| Measure::Whole(u64::try_from(count).unwrap_or(u64::MAX));
        let agents = |it: O| self.agents.get(it as usize).copied().unwrap_or_default();
        let staffed = [O::Idle, O::Ring, O::Acd, O::Hold, O::Acw, O::Aux, O::Other];
        let staffed = staffed.into_iter().map(agents).sum();
        [
            (Figure::Sessions, whole(standing.sessions)),
            (Figure::ParkedPolls, whole(standing.polls)),
            (Figure::AgentsStaffed, Measure::Whole(staffed)),
            (Figure::AgentsIdle, Measure::Whole(agents(O::Idle))),
            (Figure::AgentsRing, Measure::Whole(agents(O::Ring))),
            (Figure::AgentsAcd, Measure::Whole(agents(O::Acd))),
            (Figure::AgentsHold, Measure::Whole(agents(O::Hold))),
            (Figure::AgentsAcw, Measure::Whole(agents(O::Acw))),
            (Figure::AgentsAux, Measure::Whole(agents(O::Aux))),
            (Figure::AgentsOther, Measure::Whole(agents(O::Other))),
        ]
    }
}
