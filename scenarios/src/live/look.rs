//! How things stand at a live rig, as its control interface tells.

use scenario_lang::step::Check;
use tserver_sim_control::view;

use crate::{
    live::control::{Control, Failed},
    stage::Stage,
};

/// Why a check cannot be judged before this rig; none: it can.
pub(crate) fn unseen(stage: &Stage, wanted: &Check) -> Option<&'static str> {
    stage.live.as_ref()?;
    let keys = || wanted.pairs.iter().map(|pair| pair.key.value.as_str());
    let inside =
        |key: &str| key == "passed" || key.starts_with("heard.") || key.starts_with("voices.");
    let truth = wanted.words.iter().any(|word| word.value == "truth");
    if truth || keys().any(inside) {
        return Some("this is known inside the switch only");
    }
    let desktop = stage.desktops.by_name.contains_key(&wanted.what.value);
    let busy =
        wanted.pairs.iter().any(|pair| pair.key.value == "state" && pair.value.value == "busy");
    if stage.control().is_none() && (!desktop || busy) {
        return Some("without --control nobody sees how the switch stands");
    }
    None
}

/// One value of a call or queue.
///
/// # Errors
/// There is no such call or queue, in one sentence.
pub(crate) fn actual(stage: &Stage, what: &str, key: &str) -> Result<String, String> {
    let control = control(stage)?;
    if let Some(queue) = stage.world.queues.iter().find(|queue| queue.name == what) {
        let queue: view::Queue =
            control.get(&format!("/v1/queues/{}", queue.dn)).map_err(Failed::text)?;
        return Ok(match key {
            "waiting" => queue.waiting.len(),
            "loggedon" => queue.logged_on,
            _ => queue.available,
        }
        .to_string());
    }
    let call = call(stage, what)?.ok_or_else(|| format!("{what} has ended"))?;
    Ok(match key {
        "parties" => parties(stage, &call),
        "at" => at(stage, &call),
        "hears" => call.hears.unwrap_or_else(|| "nothing".to_owned()),
        _ => {
            let value = call.data.get(key.strip_prefix("data.").unwrap_or(key));
            let text =
                value.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
            text.unwrap_or_default()
        }
    })
}

/// Whether a call of the story has ended; who is still in it if not.
///
/// # Errors
/// It is still up.
pub(crate) fn gone(stage: &Stage, name: &str) -> Result<(), String> {
    match call(stage, name)? {
        None => Ok(()),
        Some(call) => Err(format!("{name} is still up, parties={}", parties(stage, &call))),
    }
}

/// Whether the agent is on a queue's call.
pub(crate) fn agent_is_busy(stage: &Stage, who: &str) -> Result<bool, String> {
    let Some(person) = stage.world.people.iter().find(|person| person.name == who) else {
        return Ok(false);
    };
    let Some(control) = stage.control() else { return Ok(false) };
    let device: view::Device =
        control.get(&format!("/v1/devices/{}", person.dn)).map_err(Failed::text)?;
    Ok(device.agent.is_some_and(|agent| match agent.state {
        view::AgentState::BusyReady
        | view::AgentState::BusyNotReady
        | view::AgentState::BusyAfterCallWork => true,
        view::AgentState::LoggedOut
        | view::AgentState::NotReady
        | view::AgentState::Ready
        | view::AgentState::AfterCallWork => false,
    }))
}

fn control(stage: &Stage) -> Result<&Control, String> {
    stage.control().ok_or_else(|| "nobody sees how the switch stands: name --control".to_owned())
}

fn call(stage: &Stage, name: &str) -> Result<Option<view::Call>, String> {
    match stage.names.id(name) {
        Some(id) => control(stage)?.call_of(id),
        None => Err(format!("no call is named {name}")),
    }
}

/// Everybody in the call by name; who has no name is shown by number.
fn parties(stage: &Stage, call: &view::Call) -> String {
    let mut names: Vec<String> = call.parties.iter().map(|party| name(stage, party)).collect();
    names.sort();
    names.join(",")
}

/// Where the call alerts or waits: people, queues, the present step of its vector.
fn at(stage: &Stage, call: &view::Call) -> String {
    let waits = |party: &&view::Party| match party.state {
        view::ConnectionState::Alerting | view::ConnectionState::Queued => true,
        view::ConnectionState::Null
        | view::ConnectionState::Initiated
        | view::ConnectionState::Connected
        | view::ConnectionState::Held
        | view::ConnectionState::Failed => false,
    };
    let parties = call.parties.iter().filter(waits).map(|party| name(stage, party));
    let places: Vec<_> = parties.chain(call.vector.clone()).collect();
    if places.is_empty() { "nowhere".to_owned() } else { places.join(",") }
}

fn name(stage: &Stage, party: &view::Party) -> String {
    let inside = stage.world.people.iter().find(|person| person.dn == party.device);
    let queue = stage.world.queues.iter().find(|queue| queue.dn == party.device);
    if let Some(name) = inside.map(|p| &p.name).or_else(|| queue.map(|q| &q.name)) {
        return name.clone();
    }
    stage
        .outsider_with(party.number.as_deref())
        .unwrap_or_else(|| party.number.clone().unwrap_or_else(|| party.device.clone()))
}
