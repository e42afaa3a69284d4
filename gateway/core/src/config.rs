//! The gateway's configuration, already validated.

use std::time::Duration;

use crate::{limits, statistics::StatisticsConfig};

/// How the gateway behaves where a site may choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatewayConfig {
    /// How long a request waits for the middleware before its reply says `NoAnswer`.
    pub resp_timeout: Duration,
    /// Events kept per session until they are acknowledged; at most [`limits::MAX_EVENT_LOG`].
    pub event_log: usize,
    /// The longest time that GETEVENTS may wait.
    pub max_wait: Duration,
    /// Sessions at a time; at most [`limits::MAX_SESSIONS`].
    pub max_sessions: usize,
    /// What happens when a client logs on at a device that has a session.
    pub second_session: SecondSession,
    /// How long the last events of an ended session can still be fetched, and how long a late
    /// outcome of a request that got no answer is waited for.
    pub linger: Duration,
    /// How often a device with calls is looked at, to find those that have ended unnoticed, and one
    /// that the middleware has stopped reporting is asked for again; each fifth time one without
    /// calls, too. Zero: never.
    pub call_check: Duration,
    /// Silence of a desktop after which its agent is made not ready; zero: never.
    pub lease_not_ready: Duration,
    /// Silence after which, once no call is up, the agent is logged off and the session ends;
    /// zero: never.
    pub lease_log_off: Duration,
    pub statistics: StatisticsConfig,
    /// Whether records of every change are handed out, to be kept in a journal.
    pub journal: bool,
}

impl GatewayConfig {
    /// The same configuration with every number brought within its hard bound.
    pub fn bounded(self) -> Self {
        Self {
            event_log: self.event_log.clamp(1, limits::MAX_EVENT_LOG),
            max_sessions: self.max_sessions.clamp(1, limits::MAX_SESSIONS),
            ..self
        }
    }
}

impl Default for GatewayConfig {
    fn default() -> Self {
        Self {
            resp_timeout: Duration::from_secs(5),
            event_log: 256,
            max_wait: Duration::from_secs(60),
            max_sessions: 10_000,
            second_session: SecondSession::Replace,
            linger: Duration::from_secs(60),
            call_check: Duration::from_secs(60),
            lease_not_ready: Duration::from_secs(90),
            lease_log_off: Duration::from_secs(900),
            statistics: StatisticsConfig::default(),
            journal: false,
        }
    }
}

/// The rule for a second CTICLIENTINITIALIZE of the same device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondSession {
    /// The newer takes over; the older is told SESSIONREPLACED.
    Replace,
    /// The newer is refused with `DnInUse`.
    Refuse,
}
