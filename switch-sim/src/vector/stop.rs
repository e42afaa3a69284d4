//! `stop`, and the end of a vector.

use crate::{
    event::Cause,
    id::{CallId, Number},
    personality::table::ScriptEnd,
    switch::Switch,
    vector::{Command, grammar::Parsed, log::VectorEvent, reference::Names, run::Flow},
};

pub(super) fn read<'t>(_: &Names, text: &'t str) -> Parsed<'t, Command> {
    Ok((text, Command::Stop))
}

impl Switch {
    /// Ends vector processing: a call that waits in queues stays there and hears what it heard,
    /// any other goes to the default of its number, or is dropped.
    pub(crate) fn stop_vector(&mut self, call: CallId) -> Flow {
        if self.is_queued_by_vector(call) {
            self.leave_vector(call);
        } else if let Some(to) = self.default_of_vdn(call) {
            self.leave_vector(call);
            self.send_to_number(call, to);
        } else {
            self.note(call, VectorEvent::Dropped);
            self.drop_from_vector(call, Cause::NormalClearing);
        }
        Flow::Ended
    }

    /// Where a call goes that its vector has left alone.
    fn default_of_vdn(&self, call: CallId) -> Option<Number> {
        let active = self.vectoring(call)?.active?;
        let default = self.vectors.vdn(active)?.default.as_deref()?;
        let goes_there = match self.personality.end_of_script {
            ScriptEnd::DefaultDestination => true,
            ScriptEnd::Drops => false,
        };
        Number::new(default).ok().filter(|_| goes_there)
    }
}
