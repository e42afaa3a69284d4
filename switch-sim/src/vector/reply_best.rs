//! `reply-best`: the end of a vector that was asked for its best skill from another site.

use crate::{
    event::Cause,
    id::CallId,
    switch::Switch,
    vector::{Command, grammar::Parsed, reference::Names, run::Flow},
};

pub(super) fn read<'t>(_: &Names, text: &'t str) -> Parsed<'t, Command> {
    Ok((text, Command::ReplyBest))
}

/// Ends the call: what asks is never answered, and a caller is turned away.
pub(super) fn run(switch: &mut Switch, call: CallId) -> Flow {
    switch.take_best(call);
    switch.leave_vector_queues(call, None);
    switch.drop_from_vector(call, Cause::NormalClearing);
    Flow::Ended
}
