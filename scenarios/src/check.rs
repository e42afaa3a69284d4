//! Checks: how a call, a person or a queue stands.

use std::time::Duration;

use gateway_xml::Element;
use scenario_lang::step::Check;

use crate::{describe, live::look, stage::Stage, truth::Picture};

/// Waits, at most as long as the line says, until everything it says is so.
///
/// # Errors
/// What is otherwise, in one sentence.
pub(crate) fn check(stage: &mut Stage, wanted: &Check) -> Result<(), String> {
    let usual = if stage.live.is_some() { LIVE_BOUND } else { Duration::ZERO };
    let bound = stage.now() + wanted.within.unwrap_or(usual);
    let mut last = Ok(());
    stage.advance_until(bound, |stage| {
        last = fits(stage, wanted);
        last.is_ok()
    });
    last
}

fn fits(stage: &mut Stage, wanted: &Check) -> Result<(), String> {
    for word in &wanted.words {
        match word.value.as_str() {
            "gone" => gone(stage, &wanted.what.value)?,
            "truth" => truth(stage, &wanted.what.value)?,
            other => return Err(format!("`{other}` cannot be checked")),
        }
    }
    for pair in &wanted.pairs {
        let (what, key, value) = (&wanted.what.value, &pair.key.value, &pair.value.value);
        let actual = actual(stage, what, key)?;
        let same = match key.as_str() {
            "parties" => same_set(&actual, value),
            // A call can be in several queues and in a vector at once.
            "at" | "passed" => actual == *value || actual.split(',').any(|place| place == value),
            _ => actual == *value,
        };
        if !same {
            return Err(format!("{what} has {key}={actual}, expected {key}={value}"));
        }
    }
    Ok(())
}

fn gone(stage: &Stage, name: &str) -> Result<(), String> {
    if stage.live.is_some() {
        return look::gone(stage, name);
    }
    match stage.call_named(name) {
        Err(_) => Ok(()),
        Ok(_) => Err(format!("{name} is still up, parties={}", parties(stage, name)?)),
    }
}

/// Whether a desktop that asked would be shown what the switch does at its telephone.
fn truth(stage: &mut Stage, who: &str) -> Result<(), String> {
    let mut shown = Picture::shown(&snapshot(stage, who)?)
        .ok_or_else(|| format!("{who} is shown that the link is down"))?;
    let actual = Picture::actual(&stage.rig, stage.device_of(who)?);
    if actual.agent.is_none() {
        shown.agent = None;
    }
    if shown == actual {
        return Ok(());
    }
    Err(format!("{who} is shown {shown:?}, the switch has {actual:?}"))
}

fn actual(stage: &mut Stage, what: &str, key: &str) -> Result<String, String> {
    if stage.desktops.by_name.contains_key(what) {
        return agent(stage, what, key);
    }
    if stage.live.is_some() {
        return look::actual(stage, what, key);
    }
    if stage.world.queues.iter().any(|queue| queue.name == what) {
        return queue(stage, what, key);
    }
    match key {
        "parties" => parties(stage, what),
        "at" => at(stage, what),
        _ if key.starts_with("heard.") => heard(stage, what, key),
        _ if key.starts_with("voices.") => voices(stage, what, key),
        "passed" => passed(stage, what),
        "hears" => hears(stage, what),
        _ => data(stage, what, key),
    }
}

/// The gateway's own picture, as the desktop would see it.
///
/// # Errors
/// There is no such picture, in one sentence.
pub(crate) fn agent(stage: &mut Stage, who: &str, key: &str) -> Result<String, String> {
    if key == "state" && stage.agent_is_busy(who)? {
        return Ok("busy".into());
    }
    let snapshot = snapshot(stage, who)?;
    Ok(match key {
        "calls" => snapshot.children.iter().filter(|c| c.name == "call").count().to_string(),
        _ => snapshot.attribute("agent").unwrap_or("loggedout").to_owned(),
    })
}

fn snapshot(stage: &mut Stage, who: &str) -> Result<Element, String> {
    let reply = stage
        .look_up(who, Element::new("GETSNAPSHOT"))
        .ok_or_else(|| format!("{who} has no session at the gateway"))?;
    let found = reply.children.into_iter().find(|child| child.name == "SNAPSHOT");
    found.ok_or_else(|| format!("the gateway gave no snapshot of {who}"))
}

fn queue(stage: &Stage, name: &str, key: &str) -> Result<String, String> {
    let switch = stage.rig.switch();
    let number = stage.world.queues.iter().find(|queue| queue.name == name).map(|q| q.dn.as_str());
    let queue = number
        .and_then(|number| switch.device_by_number(number))
        .and_then(|device| switch.queue(device))
        .ok_or_else(|| format!("the switch has no queue `{name}`"))?;
    Ok(match key {
        "waiting" => queue.len(),
        "loggedon" => queue.logged_on(),
        _ => queue.available(),
    }
    .to_string())
}

/// Everybody in the call by name; who has no name is shown by number.
fn parties(stage: &Stage, name: &str) -> Result<String, String> {
    let id = stage.call_named(name)?;
    let call = stage.rig.switch().call(id).ok_or_else(|| format!("{name} has ended"))?;
    let mut names: Vec<String> =
        call.parties.iter().map(|party| stage.party_name(id, party.device)).collect();
    names.sort();
    Ok(names.join(","))
}

/// Where the call alerts, waits or is parked: people, queues, the present step of its vector.
fn at(stage: &Stage, name: &str) -> Result<String, String> {
    use switch_sim::call::ConnectionState as S;
    let id = stage.call_named(name)?;
    let switch = stage.rig.switch();
    let call = switch.call(id).ok_or_else(|| format!("{name} has ended"))?;
    let parties = call.parties.iter().filter(|p| matches!(p.state, S::Alerting | S::Queued));
    let parties = parties.map(|party| stage.party_name(id, party.device));
    let step = call.vector_step().map(|(vector, step)| describe::place(switch, vector, step));
    let parked = switch.parked_at(id).map(|at| stage.party_name(id, at));
    let places: Vec<_> = parties.chain(parked).chain(step).collect();
    Ok(if places.is_empty() { "nowhere".to_owned() } else { places.join(",") })
}

/// Every step that a vector has executed for the call, also after it has ended.
fn passed(stage: &Stage, name: &str) -> Result<String, String> {
    let id = stage.names.id(name).ok_or_else(|| format!("no call is named {name}"))?;
    let steps = stage.rig.steps_of(id);
    Ok(if steps.is_empty() { "nothing".to_owned() } else { steps.join(",") })
}

/// What the caller hears from a vector.
fn hears(stage: &Stage, name: &str) -> Result<String, String> {
    let id = stage.call_named(name)?;
    let call = stage.rig.switch().call(id).ok_or_else(|| format!("{name} has ended"))?;
    Ok(call.hears().map_or_else(|| "nothing".to_owned(), |feedback| feedback.to_string()))
}

/// The tones that a party has heard.
fn heard(stage: &Stage, name: &str, key: &str) -> Result<String, String> {
    let id = stage.call_named(name)?;
    let who = key.strip_prefix("heard.").unwrap_or(key);
    let call = stage.rig.switch().call(id).ok_or_else(|| format!("{name} has ended"))?;
    let party = call.parties.iter().find(|party| stage.party_name(id, party.device) == who);
    let party = party.ok_or_else(|| format!("{who} is not in {name}"))?;
    Ok(party.heard.clone())
}

/// Whom a party hears speak, by name.
fn voices(stage: &Stage, name: &str, key: &str) -> Result<String, String> {
    let id = stage.call_named(name)?;
    let who = key.strip_prefix("voices.").unwrap_or(key);
    let call = stage.rig.switch().call(id).ok_or_else(|| format!("{name} has ended"))?;
    let party = call.parties.iter().find(|party| stage.party_name(id, party.device) == who);
    let party = party.ok_or_else(|| format!("{who} is not in {name}"))?;
    let names = call.voices_at(party.device).map(|device| stage.party_name(id, device));
    let mut names: Vec<String> = names.collect();
    names.sort();
    Ok(if names.is_empty() { "nobody".to_owned() } else { names.join(",") })
}

fn data(stage: &Stage, name: &str, key: &str) -> Result<String, String> {
    let id = stage.call_named(name)?;
    let key = key.strip_prefix("data.").unwrap_or(key);
    let data = stage.rig.tserver().user_data(id);
    let value = data.and_then(|data| data.get(key)).and_then(|value| value.as_str());
    Ok(value.unwrap_or_default().to_owned())
}

fn same_set(actual: &str, wanted: &str) -> bool {
    let sorted = |text: &str| {
        let mut names: Vec<String> = text.split(',').map(|name| name.trim().to_owned()).collect();
        names.sort();
        names
    };
    sorted(actual) == sorted(wanted)
}

/// How long a live rig has for what is so at once in virtual time.
const LIVE_BOUND: Duration = Duration::from_secs(3);
