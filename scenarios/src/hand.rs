//! What hands do in a story, as acts of the control interface: one table for virtual time, for live
//! rigs and for the terminal.

use scenario_lang::step::Request;
use tserver_sim_control::{Act, AgentAct, OutsideAct, PhoneKey, PlaceCall, Route, When};

/// The interface's name of a call by what a line calls it.
pub type NameOf<'a> = &'a dyn Fn(&str) -> Result<String, String>;

/// What a line asks of the telephone with this number.
///
/// # Errors
/// There is no such key, or it needs more than the line says, in one sentence.
pub fn at_telephone(number: String, request: &Request, name_of: NameOf<'_>) -> Result<Act, String> {
    let agent = |number, act| Ok(Act::Agent { number, act });
    match request.name.value.as_str() {
        "DIAL" => {
            let (to, from) = (operand(request)?, Some(number));
            Ok(Act::Place(PlaceCall { to, from, data: data(request).collect(), trunk: None }))
        }
        "READY" => agent(number, AgentAct::Ready {}),
        "LOGOFF" => agent(number, AgentAct::LogOff { queue: None }),
        "NOTREADY" => agent(number, AgentAct::NotReady { reason: value(request, "reason") }),
        _ => Ok(Act::Press { number, key: key(request, name_of)? }),
    }
}

/// What a line asks of somebody outside, who has this number if the line names no other.
///
/// # Errors
/// Nobody outside can do that, or it needs more than the line says, in one sentence.
pub fn outside(own: Option<String>, request: &Request, name_of: NameOf<'_>) -> Result<Act, String> {
    let party = own.clone();
    let act = match request.name.value.as_str() {
        "DIAL" => {
            return Ok(Act::Place(PlaceCall {
                to: operand(request)?,
                from: value(request, "ani").or(own),
                trunk: value(request, "trunk"),
                data: data(request).collect(),
            }));
        }
        "ANSWER" => OutsideAct::Answer { party },
        "HANGUP" => OutsideAct::Hangup { party },
        "DIGITS" => OutsideAct::Digits { digits: needed(request, "digits")?, party },
        other => return Err(format!("somebody outside cannot {other}")),
    };
    Ok(Act::Outside { call: name_of(&operand(request)?)?, act })
}

/// What a line asks of the switch as the router at a routing point.
///
/// # Errors
/// Nobody can do that by hand, in one sentence.
pub fn at_point(request: &Request, name_of: NameOf<'_>) -> Result<Act, String> {
    let call = name_of(&operand(request)?)?;
    let route = match (value(request, "type").as_deref(), value(request, "to")) {
        (Some("reject"), _) => Route::Reject {},
        (Some("calldisconnect"), _) => Route::Disconnect {},
        (_, Some(to)) => Route::To { to },
        (_, None) => Route::Default {},
    };
    Ok(Act::Route { call, route })
}

/// The key of a telephone, and what goes with it.
fn key(request: &Request, name_of: NameOf<'_>) -> Result<PhoneKey, String> {
    let is_on = || Ok::<_, String>(operand(request)? == "on");
    let of_call = || request.operand.as_ref().map(|call| name_of(&call.value)).transpose();
    let named = || value(request, "call").map(|call| name_of(&call)).transpose();
    Ok(match request.name.value.as_str() {
        "ANSWER" => PhoneKey::Answer { call: of_call()? },
        "HANGUP" => PhoneKey::Hangup { call: of_call()? },
        "HOLD" => PhoneKey::Hold { call: of_call()? },
        "RETRIEVE" => PhoneKey::Retrieve { call: of_call()? },
        "MUTE" => PhoneKey::Mute { call: of_call()? },
        "UNMUTE" => PhoneKey::Unmute { call: of_call()? },
        "DIGITS" => PhoneKey::Digits { digits: needed(request, "digits")?, call: of_call()? },
        "DEFLECT" => PhoneKey::Deflect { to: needed(request, "to")?, call: of_call()? },
        "BLINDTRANSFER" => PhoneKey::Transfer { to: needed(request, "to")?, call: of_call()? },
        "PICKUP" => PhoneKey::PickUp { at: value(request, "at") },
        "PARK" => PhoneKey::Park { at: value(request, "at"), call: of_call()? },
        "UNPARK" => PhoneKey::Unpark { at: value(request, "at") },
        "REMOVE" => PhoneKey::Remove { party: needed(request, "party")?, call: of_call()? },
        "CONSULT" => PhoneKey::Consult { to: operand(request)?, call: named()? },
        "TRANSFER" => PhoneKey::CompleteTransfer {},
        "CONFERENCE" => PhoneKey::CompleteConference {},
        "ALTERNATE" => PhoneKey::Alternate {},
        "RECONNECT" => PhoneKey::Reconnect {},
        "DND" => PhoneKey::DoNotDisturb { on: is_on()? },
        "SENDALL" => PhoneKey::SendAllCalls { on: is_on()? },
        "LAMP" => PhoneKey::MessageWaiting { on: is_on()? },
        "FORWARD" => PhoneKey::Forward { to: operand(request)?, when: when(request) },
        "UNFORWARD" => PhoneKey::Unforward {},
        "OFFHOOK" => PhoneKey::OffHook {},
        "ONHOOK" => PhoneKey::OnHook {},
        other => return Err(format!("a telephone has no key {other}")),
    })
}

fn when(request: &Request) -> When {
    match value(request, "when").as_deref() {
        Some("busy") => When::Busy,
        Some("noanswer") => When::NoAnswer,
        _ => When::Always,
    }
}

/// What the line says that the call brings.
pub(crate) fn data(request: &Request) -> impl Iterator<Item = (String, String)> + '_ {
    request.pairs.iter().filter_map(|pair| {
        let key = pair.key.value.strip_prefix("data.")?;
        Some((key.to_owned(), pair.value.value.clone()))
    })
}

pub(crate) fn value(request: &Request, key: &str) -> Option<String> {
    request.pairs.iter().find(|pair| pair.key.value == key).map(|pair| pair.value.value.clone())
}

fn needed(request: &Request, key: &str) -> Result<String, String> {
    value(request, key).ok_or_else(|| format!("{} needs {key}=…", request.name.value))
}

fn operand(request: &Request) -> Result<String, String> {
    let operand = request.operand.as_ref().map(|operand| operand.value.clone());
    operand.ok_or_else(|| format!("{} of what?", request.name.value))
}
