//! What hands do: at a telephone of the site, and outside behind a trunk; and what a dialer does
//! for a queue.

use scenario_lang::{
    duration,
    step::{Request, Who},
};
use switch_sim::{
    action::{Action, CallData, PredictiveWish},
    feature::{ForwardWhen, Forwarding, Setting},
    id::{CallId, DeviceId, Number},
};

use crate::{live::hand, stage::Stage, trace::Actor};

/// Carries out a line of a phone or of somebody outside.
///
/// # Errors
/// What went otherwise than the line expects, in one sentence.
pub(crate) fn act(stage: &mut Stage, request: &Request) -> Result<(), String> {
    match (perform(stage, request)?, &request.error) {
        (Ok(_), None) => Ok(()),
        (Err(code), Some(expected)) if code == expected.value => Ok(()),
        (Err(code), None) => Err(format!("expected ok, the switch says error {code}")),
        (Err(code), Some(expected)) => {
            Err(format!("expected error {}, the switch says error {code}", expected.value))
        }
        (Ok(_), Some(expected)) => {
            Err(format!("expected error {}, the switch says ok", expected.value))
        }
    }
}

/// Does what a line says; the call it was about, or the code of the switch's refusal.
///
/// # Errors
/// The line means nothing at this moment, in one sentence; nothing was done.
pub(crate) fn perform(
    stage: &mut Stage,
    request: &Request,
) -> Result<Result<Option<CallId>, String>, String> {
    let Who { name, at_phone } = &request.who.value;
    if stage.live.is_some() {
        let actor =
            if *at_phone { Actor::Phone(name.clone()) } else { Actor::Outside(name.clone()) };
        let outcome = hand::perform(stage, request)?;
        stage.note_hand(actor, &line(request), &outcome);
        return Ok(outcome.map(|()| None));
    }
    let (actor, action) = if *at_phone {
        (Actor::Phone(name.clone()), phone_action(stage, name, request)?)
    } else if let Some(queue) = stage.queue_of(name) {
        (Actor::Outside(name.clone()), dialer_action(queue, request)?)
    } else {
        (Actor::Outside(name.clone()), outside_action(stage, name, request)?)
    };
    let outcome = stage.act(actor, &line(request), action);
    if let (Some(story_name), Ok(Some(call))) = (&request.names, &outcome) {
        stage.name_call(&story_name.value, *call)?;
    }
    Ok(outcome)
}

fn phone_action(stage: &Stage, who: &str, request: &Request) -> Result<Action, String> {
    let device = stage.device_of(who)?;
    let name = request.name.value.as_str();
    Ok(match name {
        "DIAL" => Action::MakeCall { device, to: dialled(request)?, data: CallData::default() },
        "READY" => Action::Ready { device },
        "LOGOFF" => Action::LogOff { device },
        "DND" => {
            Action::Set { device, setting: Setting::DoNotDisturb(operand(request) == Some("on")) }
        }
        "LAMP" => {
            Action::Set { device, setting: Setting::MessageWaiting(operand(request) == Some("on")) }
        }
        "FORWARD" => {
            Action::Set { device, setting: Setting::Forwarding(Some(forwarding(request)?)) }
        }
        "UNFORWARD" => Action::Set { device, setting: Setting::Forwarding(None) },
        "NOTREADY" => Action::NotReady { device, reason: value(request, "reason") },
        _ => {
            let call = match &request.operand {
                Some(call) => stage.call_named(&call.value)?,
                None => only_call(stage, device)?,
            };
            match name {
                "ANSWER" => Action::Answer { device, call },
                "HANGUP" => Action::Release { device, call },
                "DIGITS" => Action::SendDigits { device, call, digits: keys(request)? },
                "HOLD" => Action::Hold { device, call },
                "RETRIEVE" => Action::Retrieve { device, call },
                "MUTE" => Action::Mute { device, call },
                "UNMUTE" => Action::Unmute { device, call },
                "DEFLECT" => Action::Deflect { device, call, to: elsewhere(request)? },
                other => return Err(format!("a phone has no key `{other}`")),
            }
        }
    })
}

fn outside_action(stage: &mut Stage, who: &str, request: &Request) -> Result<Action, String> {
    if request.name.value == "DIAL" {
        return arrival(stage, who, request);
    }
    let name = request.operand.as_ref().ok_or("name the call")?;
    let call = stage.call_named(&name.value)?;
    let device = stage.circuit_of(who, call)?;
    Ok(match request.name.value.as_str() {
        "ANSWER" => Action::Answer { device, call },
        "DIGITS" => Action::SendDigits { device, call, digits: keys(request)? },
        _ => Action::Release { device, call },
    })
}

fn dialer_action(group: DeviceId, request: &Request) -> Result<Action, String> {
    let no_answer = value(request, "no_answer");
    let no_answer = no_answer.map(|span| duration::read(&span).map_err(|why| why.to_string()));
    let wish = PredictiveWish {
        no_answer: no_answer.transpose()?,
        drop_machines: value(request, "machines").map(|word| word == "drop"),
    };
    Ok(Action::PredictiveCall { group, to: dialled(request)?, wish, data: data(request) })
}

fn arrival(stage: &mut Stage, who: &str, request: &Request) -> Result<Action, String> {
    let group_name = value(request, "trunk")
        .or_else(|| stage.world.trunks.first().map(|group| group.name.clone()))
        .ok_or("the world has no trunks")?;
    let group = stage
        .rig
        .switch()
        .trunk_group(&group_name)
        .ok_or_else(|| format!("the world has no trunk group `{group_name}`"))?;
    let own = stage.world.outside.iter().find(|o| o.name == who).and_then(|o| o.number.clone());
    let ani = value(request, "ani").or(own);
    if let Some(ani) = &ani {
        stage.callers.insert(who.to_owned(), ani.clone());
    }
    let calling = ani.map(|ani| Number::new(&ani)).transpose().map_err(|e| e.to_string())?;
    Ok(Action::Arrive { group, calling, called: dialled(request)?, data: data(request) })
}

/// What the line says that the call brings.
fn data(request: &Request) -> CallData {
    let pairs = request.pairs.iter().filter_map(|pair| {
        let key = pair.key.value.strip_prefix("data.")?;
        Some((key.to_owned(), pair.value.value.clone()))
    });
    pairs.collect()
}

fn keys(request: &Request) -> Result<Number, String> {
    let keys = value(request, "digits").ok_or("say which keys: digits=1")?;
    Number::new(&keys).map_err(|e| e.to_string())
}

fn dialled(request: &Request) -> Result<Number, String> {
    let number = request.operand.as_ref().ok_or("say which number to dial")?;
    Number::new(&number.value).map_err(|e| e.to_string())
}

fn operand(request: &Request) -> Option<&str> {
    request.operand.as_ref().map(|operand| operand.value.as_str())
}

fn forwarding(request: &Request) -> Result<Forwarding, String> {
    let when = match value(request, "when").as_deref() {
        Some("busy") => ForwardWhen::Busy,
        Some("noanswer") => ForwardWhen::NoAnswer,
        _ => ForwardWhen::Always,
    };
    Ok(Forwarding { when, to: dialled(request)? })
}

fn elsewhere(request: &Request) -> Result<Number, String> {
    Number::new(&value(request, "to").unwrap_or_default()).map_err(|e| e.to_string())
}

/// The call a key press means when the story names none.
fn only_call(stage: &Stage, device: DeviceId) -> Result<CallId, String> {
    let switch = stage.rig.switch();
    let mut calls = switch.calls().filter(|call| call.party(device).is_some());
    match (calls.next(), calls.next()) {
        (Some(call), None) => Ok(call.id),
        (None, _) => Err("there is no call at this phone".into()),
        (Some(_), Some(_)) => Err("there are several calls at this phone: name one".into()),
    }
}

pub(crate) fn value(request: &Request, key: &str) -> Option<String> {
    request.pairs.iter().find(|pair| pair.key.value == key).map(|pair| pair.value.value.clone())
}

/// The line as the story has it, without its expectations.
pub(crate) fn line(request: &Request) -> String {
    let operand = request.operand.iter().map(|operand| format!(" {}", operand.value));
    let pairs =
        request.pairs.iter().map(|pair| format!(" {}={}", pair.key.value, pair.value.value));
    let names = request.names.iter().map(|name| format!(" as {}", name.value));
    request.name.value.clone() + &operand.chain(pairs).chain(names).collect::<String>()
}
