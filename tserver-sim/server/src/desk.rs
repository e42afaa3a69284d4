//! Console commands carried out at the switch.

use std::fmt::Write as _;

use switch_sim::switch::Switch;
use tserver_sim_core::fault::{self, FaultInjector};

use crate::console::{Command, HELP};

/// Carries out a command; the answer to whoever typed it.
///
/// # Errors
/// A letter: why nothing was done.
pub(crate) fn carry_out(
    switch: &mut Switch,
    tserver: &mut FaultInjector,
    command: &Command,
) -> Result<String, String> {
    match command {
        Command::Act(act) => {
            let done = tserver_sim_control::act(switch, tserver, act);
            let call = done.map_err(|problem| problem.detail)?.call;
            Ok(call.map_or_else(|| "ok".to_owned(), |call| format!("ok {call}")))
        }
        Command::Calls => Ok(list_calls(switch, tserver)),
        Command::Faults => Ok(list_faults(tserver)),
        Command::Help | Command::Quit => Ok(HELP.to_owned()),
    }
}

fn list_calls(switch: &Switch, tserver: &FaultInjector) -> String {
    let mut text = String::new();
    for call in switch.calls() {
        let conn =
            tserver.tserver().conn_id_of(call.id).map_or_else(String::new, |conn| conn.to_string());
        // Writing to a String cannot fail.
        let _written = write!(text, "c{} {conn}", call.id.0);
        for party in &call.parties {
            let own = &switch.device(party.device).number;
            let number = party.number.as_ref().unwrap_or(own);
            let _written = write!(text, " {number}:{:?}", party.state);
        }
        text.push('\n');
    }
    if text.is_empty() { "no calls".to_owned() } else { text.trim_end().to_owned() }
}

/// Every fault there is, with its parameters, and those that last.
fn list_faults(tserver: &FaultInjector) -> String {
    let mut text = String::new();
    for row in fault::rows() {
        let parameters: String = row
            .parameters
            .iter()
            .map(|parameter| match parameter.default {
                Some(default) => format!(" [{}={default}]", parameter.name),
                None if parameter.required => format!(" {}=...", parameter.name),
                None => format!(" [{}=...]", parameter.name),
            })
            .collect();
        // Writing to a String cannot fail.
        let _written = writeln!(text, "{} ! {}{parameters}: {}", row.target, row.name, row.help);
    }
    for lasts in tserver.lasting() {
        let _written = writeln!(text, "now: {lasts}");
    }
    text.trim_end().to_owned()
}
