//! What can be set about the link to a T-Server.

use std::time::Duration;

/// What can be set about the link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TServerConfig {
    /// How the gateway names itself to the T-Server.
    pub application: String,
    /// How long a request may stay unanswered before the adapter forgets it.
    pub forget_after: Duration,
    /// Whether there is a second T-Server, to go to when the first does not serve.
    pub backup: bool,
    /// What the jitter of the pauses follows from.
    pub seed: u64,
    /// Silence after which the T-Server is polled, and after which it is lost; zero: never.
    pub keep_alive: Duration,
    /// The pause before the first attempt to connect again; it doubles …
    pub back_off_first: Duration,
    /// … up to this.
    pub back_off_longest: Duration,
}

impl Default for TServerConfig {
    fn default() -> Self {
        Self {
            application: "ringback".into(),
            forget_after: Duration::from_secs(65),
            backup: false,
            seed: 0,
            keep_alive: Duration::from_secs(10),
            back_off_first: Duration::from_millis(500),
            back_off_longest: Duration::from_secs(5),
        }
    }
}
