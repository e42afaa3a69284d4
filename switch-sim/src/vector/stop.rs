//! `stop`, and the end of a vector.

use crate::{
    id::CallId,
    switch::Switch,
    vector::{Command, grammar::Parsed, log::VectorEvent, reference::Names, run::Flow},
};

pub(super) fn read<'t>(_: &Names, text: &'t str) -> Parsed<'t, Command> {
    Ok((text, Command::Stop))
}

impl Switch {
    /// Ends vector processing: a call that waits in queues stays there and hears what it heard,
    /// any other is dropped.
    pub(crate) fn stop_vector(&mut self, call: CallId) -> Flow {
        if self.is_queued_by_vector(call) {
            self.leave_vector(call);
        } else {
            self.note(call, VectorEvent::Dropped);
            self.drop_from_vector(call);
        }
        Flow::Ended
    }
}
