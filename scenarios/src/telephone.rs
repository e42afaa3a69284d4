//! What hands do: at a telephone of the site, and outside behind a trunk; what a dialer does for a
//! queue, and a router at a routing point.

use scenario_lang::{
    duration,
    step::{Request, Who},
};
use switch_sim::{
    action::{Action, PredictiveWish},
    id::{CallId, DeviceId, Number},
};
use tserver_sim_control::{Act, call_name};
use tserver_wire::{AttributeId as A, KvList, Message, MessageType as M, RouteType};

use crate::{
    hand::{self, data, value},
    live,
    stage::Stage,
    trace::Actor,
    vocabulary::route_word,
};

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
        let outcome = live::hand::perform(stage, request)?;
        stage.note_hand(actor, &line(request), &outcome);
        return Ok(outcome.map(|()| None));
    }
    if let Some(point) = stage.point_of(name).map(str::to_owned) {
        return route(stage, &point, request);
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
    let switch = stage.rig.switch();
    let number = switch.device(device).number.as_str().to_owned();
    let name_of = |name: &str| stage.call_named(name).map(call_name);
    let action = match hand::at_telephone(number, request, &name_of)? {
        Act::Place(place) => place.action(switch),
        Act::Press { key, .. } => key.action(switch, device),
        Act::Agent { act, .. } => act.action(switch, device),
        Act::Outside { .. } | Act::Route { .. } | Act::Break(_) => {
            return Err(format!("a telephone has no key {}", request.name.value));
        }
    };
    action.map_err(|problem| problem.detail)
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
    Ok(Action::PredictiveCall { group, to: dialled(request)?, wish, data: data(request).collect() })
}

/// A client of the T-Server says where a call goes (PSDK T-Library reference, `TRouteCall`).
fn route(
    stage: &mut Stage,
    point: &str,
    request: &Request,
) -> Result<Result<Option<CallId>, String>, String> {
    let name = request.operand.as_ref().ok_or("name the call")?;
    let call = stage.call_named(&name.value)?;
    let conn = stage.rig.tserver().conn_id_of(call).ok_or("the T-Server does not know the call")?;
    let kind = value(request, "type");
    let kind = kind.and_then(|word| RouteType::ALL.iter().find(|kind| route_word(**kind) == word));
    let mut asked = Message::new(M::REQUEST_ROUTE_CALL)
        .with(A::THIS_DN, point)
        .with(A::CONN_ID, conn.0)
        .with(A::ROUTE_TYPE, kind.copied().unwrap_or(RouteType::Default));
    if let Some(to) = value(request, "to") {
        asked.push(A::OTHER_DN, to);
    }
    let data: Vec<(String, String)> = data(request).collect();
    if !data.is_empty() {
        asked.push(A::USER_DATA, KvList::from(data));
    }
    let outcome = stage.route(&request.who.value.name, &line(request), asked);
    Ok(outcome.map(|()| Some(call)))
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
    Ok(Action::Arrive { group, calling, called: dialled(request)?, data: data(request).collect() })
}

fn keys(request: &Request) -> Result<Number, String> {
    let keys = value(request, "digits").ok_or("say which keys: digits=1")?;
    Number::new(&keys).map_err(|e| e.to_string())
}

fn dialled(request: &Request) -> Result<Number, String> {
    let number = request.operand.as_ref().ok_or("say which number to dial")?;
    Number::new(&number.value).map_err(|e| e.to_string())
}

/// The line as the story has it, without its expectations.
pub(crate) fn line(request: &Request) -> String {
    let operand = request.operand.iter().map(|operand| format!(" {}", operand.value));
    let pairs =
        request.pairs.iter().map(|pair| format!(" {}={}", pair.key.value, pair.value.value));
    let names = request.names.iter().map(|name| format!(" as {}", name.value));
    request.name.value.clone() + &operand.chain(pairs).chain(names).collect::<String>()
}
