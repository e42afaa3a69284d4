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
    /// In the order of [`COUNTED`].
    counted: [Counter; COUNTED.len()],
    restarts: Counter,
    journal_failing: Gauge,
    journal_waiting: Gauge,
    /// What of the core's counters has been taken over.
    seen: Counters,
}

/// A metric: its name, what it says, and which of the core's counters it is.
type Counted = (&'static str, &'static str, fn(&Counters) -> u64);

/// What the core counts.
const COUNTED: [Counted; 7] = [
    ("events", "Events added to sessions", |c| c.events),
    ("ignored_reports", "Reports of the middleware that changed nothing", |c| c.ignored),
    ("late_outcomes", "Outcomes that nobody waited for any longer", |c| c.late),
    (
        "unknown_reports",
        "Messages of the middleware of an unknown kind, or about an unknown device",
        |c| c.unknown,
    ),
    ("duplicate_reports", "Reports of the middleware that came twice", |c| c.duplicates),
    (
        "reports_out_of_turn",
        "Reports of the middleware that came after others that should follow them",
        |c| c.out_of_turn,
    ),
    ("device_audits", "Times that the gateway had reason to ask how a device stands", |c| c.audits),
];

impl Figures {
    /// Everything at nought, shown among these metrics.
    pub(crate) fn registered(metrics: &Arc<Metrics>) -> Self {
        let figures = Self::default();
        let Self { sessions, polls, waiting, link_up, .. } = &figures;
        let build = Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]);
        metrics.register("build", "The program that runs", build);
        metrics.register("sessions", "Sessions", sessions.clone());
        metrics.register("parked_polls", "GETEVENTS that wait for an event", polls.clone());
        metrics.register("waiting_requests", "Requests without a reply yet", waiting.clone());
        metrics.register("link_up", "1: the link to the middleware is up", link_up.clone());
        for ((name, help, _), counter) in COUNTED.iter().zip(&figures.counted) {
            metrics.register(name, help, counter.clone());
        }
        let help = "Times that the gateway failed and began anew";
        metrics.register("restarts", help, figures.restarts.clone());
        let help = "1: the journal takes nothing, and a crash would lose sessions";
        metrics.register("journal_failing", help, figures.journal_failing.clone());
        let help = "Replies and messages that wait for the journal";
        metrics.register("journal_waiting", help, figures.journal_waiting.clone());
        figures
    }

    /// Takes over how the gateway stands.
    pub(crate) fn take(&mut self, gateway: &Gateway, waiting: usize) {
        let counters = gateway.counters();
        self.sessions.set(whole(gateway.sessions()));
        self.waiting.set(whole(waiting));
        self.link_up.set(i64::from(gateway.link_up()));
        for ((_, _, count), counter) in COUNTED.iter().zip(&self.counted) {
            // A gateway that began anew counts from nought.
            counter.inc_by(count(&counters).saturating_sub(count(&self.seen)));
        }
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
