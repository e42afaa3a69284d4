//! What a console command does to the switch.

use std::fmt::Write as _;

use switch_sim::{
    action::Action,
    call::ConnectionState,
    id::{CallId, DeviceId, Number},
    plant::DeviceKind,
    switch::Switch,
};
use tserver_sim_core::TServerSim;

use crate::console::{Command, HELP, Key, Who};

/// Carries out a command; the reply for the console.
///
/// # Errors
/// A letter: why not.
pub(crate) fn act(
    switch: &mut Switch,
    tserver: &mut TServerSim,
    command: &Command,
) -> Result<String, String> {
    match command {
        Command::Dial { to, from, trunk, data } => {
            let caller = from.as_ref().and_then(|from| extension(switch, from));
            let (to, data) = (to.clone(), data.clone());
            let action = match caller {
                Some(device) => Action::MakeCall { device, to, data },
                None => {
                    let group = trunk_group(switch, trunk.as_deref())?;
                    Action::Arrive { group, calling: from.clone(), called: to, data }
                }
            };
            let accepted = perform(switch, action)?;
            Ok(accepted.map_or_else(|| "ok".to_owned(), |call| format!("ok c{}", call.0)))
        }
        Command::Press { key, who, call } => {
            let device = device(switch, who)?;
            let call = match (who, call) {
                (Who::Outside(call), _) | (_, Some(call)) => *call,
                (Who::Extension(_), None) => fitting_call(switch, device, *key)?,
            };
            perform(switch, action(*key, device, call))?;
            Ok(format!("ok c{}", call.0))
        }
        Command::Calls => Ok(list_calls(switch, tserver)),
        Command::Link { up } => {
            tserver.set_switch_link(switch.now(), *up);
            Ok("ok".to_owned())
        }
        Command::Help | Command::Quit => Ok(HELP.to_owned()),
    }
}

fn perform(switch: &mut Switch, action: Action) -> Result<Option<CallId>, String> {
    switch.handle_action(action).map(|accepted| accepted.call).map_err(|error| error.to_string())
}

fn action(key: Key, device: DeviceId, call: CallId) -> Action {
    match key {
        Key::Answer => Action::Answer { device, call },
        Key::Hangup => Action::Release { device, call },
        Key::Hold => Action::Hold { device, call },
        Key::Retrieve => Action::Retrieve { device, call },
    }
}

fn extension(switch: &Switch, number: &Number) -> Option<DeviceId> {
    let device = switch.device_by_number(number.as_str())?;
    (switch.device(device).kind == DeviceKind::Extension).then_some(device)
}

fn device(switch: &Switch, who: &Who) -> Result<DeviceId, String> {
    match who {
        Who::Extension(number) => {
            extension(switch, number).ok_or_else(|| format!("there is no extension {number}"))
        }
        Who::Outside(id) => {
            let call = switch.call(*id).ok_or_else(|| format!("there is no call c{}", id.0))?;
            let mut devices = call.parties.iter().map(|party| party.device);
            let outside = devices.find(|device| is_outside(switch, *device));
            outside.ok_or_else(|| format!("nobody outside is in call c{}", id.0))
        }
    }
}

fn is_outside(switch: &Switch, device: DeviceId) -> bool {
    match switch.device(device).kind {
        DeviceKind::Circuit { .. } => true,
        DeviceKind::Extension
        | DeviceKind::Queue
        | DeviceKind::RoutingPoint
        | DeviceKind::VirtualQueue => false,
    }
}

/// The trunk group of a name; without a name, the first one.
fn trunk_group(
    switch: &Switch,
    name: Option<&str>,
) -> Result<switch_sim::id::TrunkGroupId, String> {
    match name {
        Some(name) => switch.trunk_group(name).ok_or_else(|| format!("there is no trunk {name}")),
        None => {
            let first = switch.trunks().next().map(|trunk| trunk.id);
            first.ok_or_else(|| "this world has no trunks".to_owned())
        }
    }
}

/// The call at a telephone that a key is meant for.
fn fitting_call(switch: &Switch, device: DeviceId, key: Key) -> Result<CallId, String> {
    let state = |call: CallId| switch.call(call)?.party(device).map(|party| party.state);
    let fits = |call: &&CallId| match key {
        Key::Answer => state(**call) == Some(ConnectionState::Alerting),
        Key::Hangup => state(**call) != Some(ConnectionState::Held),
        Key::Hold => state(**call) == Some(ConnectionState::Connected),
        Key::Retrieve => state(**call) == Some(ConnectionState::Held),
    };
    let calls = switch.calls_at(device);
    let number = &switch.device(device).number;
    calls.iter().find(fits).copied().ok_or_else(|| match calls {
        [] => format!("{number} has no call"),
        [..] => format!("no call at {number} is in a state for this; `calls` lists them"),
    })
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
