//! Counts what becomes of calls.

use std::collections::BTreeMap;

use switch_sim::{event::Report, id::CallId};

/// How many calls there were, and what became of them; consultations do not count.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Calls that began.
    pub begun: u64,
    /// Calls that somebody answered.
    pub answered: u64,
    /// Calls that ended without an answer.
    pub abandoned: u64,
    /// Calls that are up, and whether somebody has answered.
    up: BTreeMap<CallId, bool>,
}

impl Tally {
    /// Counts a report of the switch.
    pub(crate) fn count(&mut self, report: &Report) {
        match report {
            Report::Originated { call, consult_of: None, .. } => {
                self.begun += 1;
                self.up.insert(*call, false);
            }
            Report::Established { call, .. } => {
                if let Some(answered) = self.up.get_mut(call) {
                    self.answered += u64::from(!*answered);
                    *answered = true;
                }
            }
            Report::CallCleared { call } => {
                if self.up.remove(call) == Some(false) {
                    self.abandoned += 1;
                }
            }
            Report::Transferred { active, .. } | Report::Conferenced { active, .. } => {
                self.up.remove(active);
            }
            Report::Originated { .. }
            | Report::Delivered { .. }
            | Report::Held { .. }
            | Report::Retrieved { .. }
            | Report::Queued { .. }
            | Report::Diverted { .. }
            | Report::NetworkReached { .. }
            | Report::Failed { .. }
            | Report::SingleStepTransferred { .. }
            | Report::Cleared { .. }
            | Report::AgentLoggedOn { .. }
            | Report::AgentLoggedOff { .. }
            | Report::AgentReady { .. }
            | Report::AgentNotReady { .. }
            | Report::AgentWorkingAfterCall { .. } => {}
        }
    }
}
