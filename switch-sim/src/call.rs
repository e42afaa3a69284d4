//! Calls and their parties.

/// The state of one party's connection to one call (ECMA-269 connection states).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConnectionState {
    Null,
    Initiated,
    Alerting,
    Connected,
    Held,
    Queued,
    Failed,
}
