//! Requests of a log as lines of desktops: the reverse of what the gateway's adapter does.

use scenario_lang::Spanned;
use scenario_lang::step::Pair;
use tserver_wire::{
    AttributeId as A, ForwardMode, KvValue, Message, MessageType as M, MonitorNextCallType,
    RouteType,
};

use super::{dialer, player::Player};
use crate::{conversation::Said, vocabulary::route_word};

/// The lines of the desktop that sends this request, or of the queue for which a dialer does.
///
/// # Errors
/// Why no desktop does.
pub(super) fn lines(player: &Player, said: &Said) -> Result<Vec<String>, String> {
    let message = &said.message;
    if message.kind == M::REQUEST_MAKE_PREDICTIVE_CALL {
        let line = dialer::line(player, said, &[]);
        return line.map(|line| vec![line]).ok_or_else(|| NOT_FOR_A_QUEUE.to_owned());
    }
    if message.kind == M::REQUEST_ROUTE_CALL {
        return route(player, message).map(|line| vec![line]);
    }
    let who = player.person(message)?;
    let call = || player.call(message.conn_id(A::CONN_ID));
    let says = |what: String| Ok(vec![format!("{who} > {what}")]);
    let of_call = |what: &str| says(format!("{what} {}", call()?));
    match message.kind {
        M::REQUEST_REGISTER_ADDRESS => says("CTICLIENTINITIALIZE".into()),
        M::REQUEST_UNREGISTER_ADDRESS => says("CTICLIENTUNINITIALIZE".into()),
        M::REQUEST_AGENT_LOGIN => says("AGENTINITIALIZE".into()),
        M::REQUEST_AGENT_LOGOUT => says("AGENTUNINITIALIZE".into()),
        M::REQUEST_AGENT_READY => says("SETAGENTSTATE ready".into()),
        M::REQUEST_AGENT_NOT_READY => says(format!("SETAGENTSTATE notready{}", reason(message))),
        M::REQUEST_MAKE_CALL => says(format!("MAKECALL {}{}", other(message)?, data(message))),
        M::REQUEST_ANSWER_CALL => of_call("ACCEPTCALL"),
        M::REQUEST_RELEASE_CALL => of_call("RELEASECALL"),
        M::REQUEST_HOLD_CALL => of_call("HOLDCALL"),
        M::REQUEST_RETRIEVE_CALL => of_call("RETRIEVECALL"),
        M::REQUEST_ALTERNATE_CALL => {
            let held = player.call(message.conn_id(A::PREVIOUS_CONN_ID))?;
            says(format!("ALTERNATECALL {held}"))
        }
        M::REQUEST_INITIATE_TRANSFER => towards("INITIATETRANSFER", &who, call()?, message),
        M::REQUEST_INITIATE_CONFERENCE => towards("INITIATECONFERENCE", &who, call()?, message),
        M::REQUEST_COMPLETE_TRANSFER => of_call("COMPLETETRANSFER"),
        M::REQUEST_COMPLETE_CONFERENCE => of_call("COMPLETECONFERENCE"),
        M::REQUEST_RECONNECT_CALL => {
            let held = player.call(message.conn_id(A::PREVIOUS_CONN_ID))?;
            says(format!("CANCELTRANSFER {held}"))
        }
        M::REQUEST_SINGLE_STEP_TRANSFER | M::REQUEST_MUTE_TRANSFER => {
            towards("BLINDTRANSFER", &who, call()?, message)
        }
        M::REQUEST_DELETE_FROM_CONFERENCE => {
            says(format!("REMOVEPARTY {} party={}", call()?, other(message)?))
        }
        M::REQUEST_REDIRECT_CALL => {
            says(format!("REDIRECTCALL {} to={}", call()?, other(message)?))
        }
        M::REQUEST_SEND_DTMF => {
            let digits = message.string(A::DTMF_DIGITS).unwrap_or_default();
            says(format!("SENDDTMF {} {}", call()?, pair("digits", digits)))
        }
        M::REQUEST_SET_MUTE_ON => of_call("MUTECALL"),
        M::REQUEST_SET_MUTE_OFF => of_call("UNMUTECALL"),
        M::REQUEST_ATTACH_USER_DATA | M::REQUEST_UPDATE_USER_DATA => {
            says(format!("ATTACHDATA {}{}", call()?, data(message)))
        }
        M::REQUEST_DELETE_PAIR => {
            let keys = message.list(A::USER_DATA).into_iter().flatten();
            let keys: String = keys.map(|key| format!(" {}", pair("delete", &key.key))).collect();
            says(format!("ATTACHDATA {}{keys}", call()?))
        }
        _ => setting(message, &who),
    }
}

/// The line of a router.
fn route(player: &Player, message: &Message) -> Result<String, String> {
    let point = message.string(A::THIS_DN).unwrap_or_default();
    let router = player.site.router(point);
    let router = router.ok_or_else(|| format!("{point} is no routing point of this log"))?;
    let call = player.call(message.conn_id(A::CONN_ID))?;
    let to = message.string(A::OTHER_DN).map(|to| format!(" {}", pair("to", to)));
    let kind = message.integer(A::ROUTE_TYPE).and_then(RouteType::from_code);
    let kind = kind.filter(|kind| *kind != RouteType::Default);
    let kind = kind.map(|kind| format!(" {}", pair("type", &route_word(kind))));
    let (to, kind) = (to.unwrap_or_default(), kind.unwrap_or_default());
    Ok(format!("{router} > ROUTE {call}{to}{kind}{}", data(message)))
}

/// Requests that set something at the telephone.
fn setting(message: &Message, who: &str) -> Result<Vec<String>, String> {
    let what = match message.kind {
        M::REQUEST_SET_DND_ON => "SETDONOTDISTURB on".to_owned(),
        M::REQUEST_SET_DND_OFF => "SETDONOTDISTURB off".to_owned(),
        M::REQUEST_CALL_FORWARD_CANCEL => "SETFORWARD mode=off".to_owned(),
        M::REQUEST_CALL_FORWARD_SET => {
            format!("SETFORWARD mode={} to={}", forward_word(message), other(message)?)
        }
        M::REQUEST_SET_MESSAGE_WAITING_ON => "SETMESSAGEWAITING on".to_owned(),
        M::REQUEST_SET_MESSAGE_WAITING_OFF => "SETMESSAGEWAITING off".to_owned(),
        M::REQUEST_MONITOR_NEXT_CALL => {
            let all = message.integer(A::MONITOR_NEXT_CALL_TYPE)
                == Some(MonitorNextCallType::AllCalls.code());
            let calls = if all { " calls=all" } else { "" };
            format!("MONITORCALL {}{}{calls}", other(message)?, monitor_mode(message))
        }
        M::REQUEST_CANCEL_MONITORING => "CANCELMONITORING".to_owned(),
        _ => return Err("no desktop sends this".into()),
    };
    Ok(vec![format!("{who} > {what}")])
}

/// Who shall hear a supervisor, as the key of a line.
fn monitor_mode(message: &Message) -> &'static str {
    match message.list(A::EXTENSIONS).and_then(|list| list.string("MonitorMode")) {
        Some("coach") => " mode=whisper",
        Some("connect") => " mode=barge",
        Some(_) | None => "",
    }
}

/// Whether the message is about send-all-calls.
pub(super) fn sends_all_calls(message: &Message) -> bool {
    forward_mode(message) == Some(ForwardMode::SendAllCalls)
}

/// When calls are forwarded, in the gateway's word.
pub(super) fn forward_word(message: &Message) -> &'static str {
    match forward_mode(message) {
        Some(ForwardMode::OnBusy) => "busy",
        Some(ForwardMode::OnNoAnswer | ForwardMode::OnBusyAndNoAnswer) => "noanswer",
        Some(ForwardMode::None | ForwardMode::Unconditional | ForwardMode::SendAllCalls) | None => {
            "always"
        }
    }
}

/// The mode that a request wishes, or an event tells.
fn forward_mode(message: &Message) -> Option<ForwardMode> {
    let mut modes = [A::FORWARD_MODE, A::ADDRESS_INFO_STATUS].into_iter();
    ForwardMode::from_code(modes.find_map(|id| message.integer(id))?)
}

fn towards(what: &str, who: &str, call: String, message: &Message) -> Result<Vec<String>, String> {
    Ok(vec![format!("{who} > {what} {call} to={}{}", other(message)?, data(message))])
}

fn other(message: &Message) -> Result<&str, String> {
    message.string(A::OTHER_DN).ok_or_else(|| "it names no other number".to_owned())
}

/// The reason of being not ready, as the key of a line.
pub(super) fn reason(message: &Message) -> String {
    let code = [A::REASONS, A::EXTENSIONS]
        .into_iter()
        .find_map(|id| message.list(id)?.get(REASON_CODE).and_then(text));
    code.map(|code| format!(" {}", pair("reason", &code))).unwrap_or_default()
}

/// User data as the keys of a line. What is neither text nor a number has no notation there.
pub(super) fn data(message: &Message) -> String {
    let pairs = message.list(A::USER_DATA).into_iter().flatten();
    let shown = pairs.filter_map(|item| Some((&item.key, text(&item.value)?)));
    let shown = shown.filter(|(key, _)| is_key(key));
    shown.map(|(key, value)| format!(" {}", pair(&format!("data.{key}"), &value))).collect()
}

/// Whether a key of user data can be written in a line.
pub(super) fn is_key(key: &str) -> bool {
    !key.is_empty()
        && !key.contains(|c: char| c.is_whitespace() || c.is_control() || "=\"".contains(c))
}

/// Text or number of a value.
pub(super) fn text(value: &KvValue) -> Option<String> {
    match value {
        KvValue::String(text) => Some(text.clone()),
        KvValue::Integer(number) => Some(number.to_string()),
        KvValue::Binary(_) | KvValue::List(_) | KvValue::Opaque { .. } => None,
    }
}

/// `key=value`, in quotes where it needs them.
pub(super) fn pair(key: &str, value: &str) -> String {
    let unplaced = |text: &str| Spanned::new(text.to_owned(), Default::default());
    Pair { key: unplaced(key), value: unplaced(value) }.to_string()
}

const NOT_FOR_A_QUEUE: &str =
    "a dialer calls for a queue, and the log does not show that ThisDN is one";
const REASON_CODE: &str = tserver_sim_core::snapshot::REASON_CODE;
