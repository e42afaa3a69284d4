//! Console commands carried out at the switch.

use std::fmt::Write as _;

use switch_sim::{id::CallId, switch::Switch};
use tserver_sim_control::{Act, OutsideAct, OutsideKey, PhoneKey, PlaceCall};
use tserver_sim_core::fault::{self, FaultInjector};

use crate::console::{Command, HELP, Key, Who};

/// Carries out a command; the answer to whoever gave it.
///
/// # Errors
/// A letter: why nothing was done.
pub(crate) fn act(
    switch: &mut Switch,
    tserver: &mut FaultInjector,
    command: &Command,
) -> Result<String, String> {
    let act = match command {
        Command::Dial { to, from, trunk, data } => Act::Place(PlaceCall {
            to: to.to_string(),
            from: from.as_ref().map(ToString::to_string),
            trunk: trunk.clone(),
            data: data.iter().cloned().collect(),
        }),
        Command::Press { key, who: Who::Extension(number), call } => {
            Act::Press { number: number.to_string(), key: phone_key(*key, *call) }
        }
        Command::Press { key, who: Who::Outside(call, party), .. } => {
            let act = OutsideAct { party: party.clone(), key: outside_key(*key)? };
            Act::Outside { call: name(*call), act }
        }
        Command::Break(breakage) => Act::Break(breakage.clone()),
        Command::Faults => return Ok(list_faults(tserver)),
        Command::Calls => return Ok(list_calls(switch, tserver)),
        Command::Help | Command::Quit => return Ok(HELP.to_owned()),
    };
    let done = tserver_sim_control::act(switch, tserver, &act).map_err(|problem| problem.detail)?;
    Ok(done.call.map_or_else(|| "ok".to_owned(), |call| format!("ok {call}")))
}

fn phone_key(key: Key, call: Option<CallId>) -> PhoneKey {
    let call = call.map(name);
    match key {
        Key::Answer => PhoneKey::Answer { call },
        Key::Hangup => PhoneKey::Hangup { call },
        Key::Hold => PhoneKey::Hold { call },
        Key::Retrieve => PhoneKey::Retrieve { call },
    }
}

fn outside_key(key: Key) -> Result<OutsideKey, String> {
    match key {
        Key::Answer => Ok(OutsideKey::Answer),
        Key::Hangup => Ok(OutsideKey::Hangup),
        Key::Hold | Key::Retrieve => {
            Err("what somebody outside holds, the switch does not notice".to_owned())
        }
    }
}

fn name(call: CallId) -> String {
    format!("c{}", call.0)
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
