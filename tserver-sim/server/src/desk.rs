//! Console commands carried out at the switch.

use std::fmt::Write as _;

use switch_sim::{id::CallId, switch::Switch};
use tserver_sim_control::{Act, LinkState, OutsideKey, PhoneKey, PlaceCall};
use tserver_sim_core::TServerSim;

use crate::console::{Command, HELP, Key, Who};

/// Carries out a command; the answer to whoever gave it.
///
/// # Errors
/// A letter: why nothing was done.
pub(crate) fn act(
    switch: &mut Switch,
    tserver: &mut TServerSim,
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
        Command::Press { key, who: Who::Outside(call), .. } => {
            Act::Outside { call: name(*call), key: outside_key(*key)? }
        }
        Command::Link { up } => Act::Link(LinkState { up: *up }),
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

fn list_calls(switch: &Switch, tserver: &TServerSim) -> String {
    let mut text = String::new();
    for call in switch.calls() {
        let conn = tserver.conn_id_of(call.id).map_or_else(String::new, |conn| conn.to_string());
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
