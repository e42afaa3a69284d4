//! What is counted and measured, in the text form that Prometheus reads (`OpenMetrics` 1.0).
//!
//! Everything here is fed from what goes in and out at the edge, never from inside the core.

use std::{
    fmt, fs,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use gateway_core::reply::{Answer, Reply};
use hyper::StatusCode;
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::{Metric, Registry},
};

/// The metrics of the HTTP face, and whatever else is registered here.
pub struct Metrics {
    registry: Mutex<Registry>,
    requests: Family<Request, Counter>,
    refusals: Family<Refusal, Counter>,
    responses: Family<Response, Counter>,
    seconds: Histogram,
    connections: Gauge,
    sockets: Gauge,
    memory: Gauge,
}

impl Metrics {
    /// Everything at nought.
    pub fn new() -> Self {
        let metrics = Self {
            registry: Mutex::new(Registry::with_prefix("gateway")),
            requests: Family::default(),
            refusals: Family::default(),
            responses: Family::default(),
            seconds: Histogram::new(BUCKETS),
            connections: Gauge::default(),
            sockets: Gauge::default(),
            memory: Gauge::default(),
        };
        let Self { requests, refusals, responses, seconds, connections, sockets, memory, .. } =
            &metrics;
        metrics.register("requests", "Requests by name and outcome", requests.clone());
        metrics.register("refusals", "Refusals by code", refusals.clone());
        metrics.register("http_responses", "HTTP answers by status", responses.clone());
        let help = "Seconds from a request to its reply, GETEVENTS apart";
        metrics.register("request_seconds", help, seconds.clone());
        metrics.register("connections", "Client connections", connections.clone());
        metrics.register("websockets", "Connections that are WebSockets", sockets.clone());
        let help = "Bytes of memory that the process holds";
        metrics.register("resident_memory_bytes", help, memory.clone());
        metrics
    }

    /// Adds a metric under a name, which `gateway_` is put in front of.
    pub fn register(&self, name: &str, help: &str, metric: impl Metric) {
        self.registry.lock().unwrap_or_else(PoisonError::into_inner).register(name, help, metric);
    }

    /// All of them, as Prometheus reads them.
    pub fn text(&self) -> String {
        self.memory.set(resident_bytes().unwrap_or(0));
        let registry = self.registry.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = String::new();
        // Writing to a text does not fail.
        let _infallible = encode(&mut text, &registry);
        text
    }

    pub(crate) fn replied(&self, reply: &Reply, took: Duration) {
        let outcome = match &reply.answer {
            Answer::Pending { .. } => "pending",
            Answer::Refused(refusal) => {
                let code = refusal.code.row().name;
                self.refusals.get_or_create(&Refusal { code }).inc();
                "refused"
            }
            Answer::Done
            | Answer::Opened { .. }
            | Answer::Call(_)
            | Answer::Events(_)
            | Answer::Snapshot(_)
            | Answer::Statistics(_) => "done",
        };
        self.count(reply.request, outcome);
        if reply.request != "GETEVENTS" {
            self.seconds.observe(took.as_secs_f64());
        }
    }

    pub(crate) fn unanswered(&self, request: &'static str) {
        self.count(request, "unanswered");
    }

    pub(crate) fn responded(&self, status: StatusCode) {
        self.responses.get_or_create(&Response { status: status.as_u16() }).inc();
    }

    pub(crate) fn connection(&self) -> Counted {
        Counted::new(&self.connections)
    }

    pub(crate) fn socket(&self) -> Counted {
        Counted::new(&self.sockets)
    }

    fn count(&self, request: &'static str, outcome: &'static str) {
        self.requests.get_or_create(&Request { request, outcome }).inc();
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

/// Something that a gauge counts until it is dropped.
#[derive(Debug)]
pub(crate) struct Counted(Gauge);

impl Counted {
    fn new(gauge: &Gauge) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.dec();
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    request: &'static str,
    /// `done`, `pending`, `refused`; `unanswered`: the gateway let the request go.
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Refusal {
    code: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Response {
    status: u16,
}

/// The second figure of `/proc/self/statm`, in pages.
fn resident_bytes() -> Option<i64> {
    let statm = fs::read_to_string("/proc/self/statm").ok()?;
    let pages: i64 = statm.split(' ').nth(1)?.parse().ok()?;
    Some(pages * PAGE)
}

const PAGE: i64 = 4096;
const BUCKETS: [f64; 12] =
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];
