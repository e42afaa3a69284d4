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
        if let Report::Originated { call, consult_of: None, .. } = report {
            self.begun += 1;
            self.up.insert(*call, false);
        } else if let Report::Established { call, .. } = report {
            if let Some(answered) = self.up.get_mut(call) {
                self.answered += u64::from(!*answered);
                *answered = true;
            }
        } else if let Report::CallCleared { call } = report {
            self.abandoned += u64::from(self.up.remove(call) == Some(false));
        } else if let Report::Transferred { active, .. } | Report::Conferenced { active, .. } =
            report
        {
            self.up.remove(active);
        }
    }
}
