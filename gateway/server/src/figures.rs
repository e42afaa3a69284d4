//! The gateway's figures for `/metrics`: fed from outputs and counters, never from inside the core.

use std::{fmt, sync::Arc};

use gateway_core::gateway::{Counters, Gateway};
use gateway_http::Metrics;
use prometheus_client::metrics::{counter::Counter, gauge::Gauge, info::Info};

use crate::outbox::Outbox;

/// What the event loop measures.
#[derive(Clone, Default)]
pub(crate) struct Figures {
    sessions: Gauge,
    polls: Gauge,
    waiting: Gauge,
    link_up: Gauge,
    events: Counter,
    ignored: Counter,
    late: Counter,
    unknown: Counter,
    duplicates: Counter,
    out_of_turn: Counter,
    audits: Counter,
    restarts: Counter,
    journal_failing: Gauge,
    journal_waiting: Gauge,
    /// What of the core's counters has been taken over.
    seen: Counters,
}

impl Figures {
    /// Everything at nought, shown among these metrics.
    pub(crate) fn registered(metrics: &Arc<Metrics>) -> Self {
        let figures = Self::default();
        let Self { sessions, polls, waiting, link_up, events, ignored, late, restarts, .. } =
            &figures;
        let Self { unknown, duplicates, out_of_turn, audits, .. } = &figures;
        let build = Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]);
        metrics.register("build", "The program that runs", build);
        metrics.register("sessions", "Sessions", sessions.clone());
        metrics.register("parked_polls", "GETEVENTS that wait for an event", polls.clone());
        metrics.register("waiting_requests", "Requests without a reply yet", waiting.clone());
        metrics.register("link_up", "1: the link to the middleware is up", link_up.clone());
        metrics.register("events", "Events added to sessions", events.clone());
        let help = "Reports of the middleware that changed nothing";
        metrics.register("ignored_reports", help, ignored.clone());
        let help = "Outcomes that nobody waited for any longer";
        metrics.register("late_outcomes", help, late.clone());
        let help = "Messages of the middleware of an unknown kind, or about an unknown device";
        metrics.register("unknown_reports", help, unknown.clone());
        let help = "Reports of the middleware that came twice";
        metrics.register("duplicate_reports", help, duplicates.clone());
        let help = "Reports of the middleware that came after others that should follow them";
        metrics.register("reports_out_of_turn", help, out_of_turn.clone());
        let help = "Times that the gateway had reason to ask how a device stands";
        metrics.register("device_audits", help, audits.clone());
        let help = "Times that the gateway failed and began anew";
        metrics.register("restarts", help, restarts.clone());
        let help = "1: the journal takes nothing, and a crash would lose sessions";
        metrics.register("journal_failing", help, figures.journal_failing.clone());
        let help = "Replies and messages that wait for the journal";
        metrics.register("journal_waiting", help, figures.journal_waiting.clone());
        figures
    }

    /// Takes over how the gateway stands.
    pub(crate) fn take(&mut self, gateway: &Gateway, waiting: usize) {
        let counters = gateway.counters();
        let Counters { events, ignored, late, .. } = counters;
        self.sessions.set(whole(gateway.sessions()));
        self.waiting.set(whole(waiting));
        self.link_up.set(i64::from(gateway.link_up()));
        // A gateway that began anew counts from nought.
        self.events.inc_by(events.saturating_sub(self.seen.events));
        self.ignored.inc_by(ignored.saturating_sub(self.seen.ignored));
        self.late.inc_by(late.saturating_sub(self.seen.late));
        self.unknown.inc_by(counters.unknown.saturating_sub(self.seen.unknown));
        self.duplicates.inc_by(counters.duplicates.saturating_sub(self.seen.duplicates));
        self.out_of_turn.inc_by(counters.out_of_turn.saturating_sub(self.seen.out_of_turn));
        self.audits.inc_by(counters.audits.saturating_sub(self.seen.audits));
        self.seen = counters;
    }

    /// Takes over how the way out stands.
    pub(crate) fn look_at(&self, outbox: &Outbox) {
        self.journal_failing.set(i64::from(outbox.is_failing()));
        self.journal_waiting.set(whole(outbox.held()));
    }

    /// The gateway failed.
    pub(crate) fn restarted(&mut self) {
        self.restarts.inc();
        self.seen = Counters::default();
    }

    /// Counts a poll until it is dropped.
    pub(crate) fn park(&self) -> Parked {
        self.polls.inc();
        Parked(self.polls.clone())
    }
}

impl fmt::Debug for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Figures").finish_non_exhaustive()
    }
}

/// A poll that is counted.
#[derive(Debug)]
pub(crate) struct Parked(Gauge);

impl Drop for Parked {
    fn drop(&mut self) {
        self.0.dec();
    }
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
