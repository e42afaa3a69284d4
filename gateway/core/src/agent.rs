//! Agents: what an agent is doing, and the words for it.

pub use crate::middleware::AgentState;

/// The words for an agent's state that clients read.
pub const STATES: &[&str] = &["loggedout", "notready", "ready", "wrapup"];

/// The reason by which everybody sees that the gateway made the agent of a silent desktop not ready; no
/// client may give it.
pub(crate) const DESKTOP_SILENT: &str = "desktop-silent";

impl AgentState {
    /// The word for the state.
    pub fn word(&self) -> &'static str {
        match self {
            Self::LoggedOut => "loggedout",
            Self::NotReady { .. } => "notready",
            Self::Ready => "ready",
            Self::AfterCallWork => "wrapup",
        }
    }

    /// Why the agent takes no calls, if it was said.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::NotReady { reason } => reason.as_deref(),
            Self::LoggedOut | Self::Ready | Self::AfterCallWork => None,
        }
    }
}
