//! `return`: back behind the `goto vector` that led here.

use crate::{
    id::CallId,
    switch::Switch,
    vector::{Command, grammar::Parsed, reference::Names, run::Flow},
};

pub(super) fn read<'t>(_: &Names, text: &'t str) -> Parsed<'t, Command> {
    Ok((text, Command::Return))
}

/// Goes back; with nothing to go back to it is as if `stop` came.
pub(super) fn run(switch: &mut Switch, call: CallId) -> Flow {
    match switch.run_mut(call).and_then(|run| run.frames.pop()) {
        Some((vector, step)) => Flow::Enter(vector, step),
        None => switch.stop_vector(call),
    }
}
