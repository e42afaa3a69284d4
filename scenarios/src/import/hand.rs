//! Events of a log that no request explains, as what hands must have done: at a telephone, or outside.
//!
//! What a telephone of the scenario language has no key for, such as logging on, is done at the desktop
//! instead.

use switch_sim::{
    call::{ConnectionState, Party},
    id::CallId,
    plant::DeviceKind,
};
use tserver_wire::{AttributeId as A, CallState, CallType, KvPair, Message, MessageType as M};

use super::{
    cause::{data, forward_word, is_key, pair, reason, sends_all_calls, text},
    dialer,
    player::Player,
    site::TRUNK,
};
use crate::{
    conversation::{Said, is_after_call_work},
    limits,
};

/// The lines of whoever causes this event.
///
/// # Errors
/// Why nobody can.
pub(super) fn lines(player: &Player, said: &Said, further: &[Said]) -> Result<Vec<String>, String> {
    let message = &said.message;
    let conn = message.conn_id(A::CONN_ID);
    let begins = !player.knows(conn);
    match message.kind {
        M::EVENT_DIALING if begins => match dialer::line(player, said, further) {
            Some(line) => Ok(vec![line]),
            None => dials(player, message),
        },
        M::EVENT_ROUTE_USED => routes(player, message),
        M::EVENT_DIVERTED if player.site.is_point(message.string(A::THIS_DN)) => {
            Err(NO_QUEUE.into())
        }
        M::EVENT_ROUTE_REQUEST | M::EVENT_RINGING | M::EVENT_QUEUED | M::EVENT_DIVERTED
            if begins =>
        {
            arrives(player, message)
        }
        M::EVENT_RINGING | M::EVENT_PARTY_CHANGED => takes_back(player, message),
        M::EVENT_ESTABLISHED | M::EVENT_QUEUED => answers(player, message),
        M::EVENT_HELD => holds(player, message, further),
        M::EVENT_RELEASED => released(player, said, further),
        M::EVENT_ABANDONED => gives_up(player, message),
        M::EVENT_PARTY_DELETED => {
            let name = who_is(player, message.string(A::OTHER_DN), true);
            Ok(vec![format!("{name} > HANGUP {}", player.call(conn)?)])
        }
        M::EVENT_ERROR => Err(refusal(message)),
        M::EVENT_AGENT_NOT_READY if is_after_call_work(message) => {
            ends_a_call(player, said, further)
        }
        M::EVENT_ATTACHED_DATA_CHANGED => changes_data(player, message),
        M::EVENT_RETRIEVED | M::EVENT_MUTE_ON | M::EVENT_MUTE_OFF => key_of_call(player, message),
        _ => key(player, message),
    }
}

/// A refusal that the emulator has not.
fn refusal(message: &Message) -> String {
    let code = message.integer(A::ERROR_CODE).unwrap_or_default();
    let text = message.string(A::ERROR_MESSAGE).unwrap_or("no text");
    format!("the emulator does what is refused here, by ErrorCode {code}: {text}")
}

/// Somebody of the site goes off-hook.
fn dials(player: &Player, message: &Message) -> Result<Vec<String>, String> {
    let who = player.person(message)?;
    let to = message.string(A::OTHER_DN).ok_or("it does not say who is called")?;
    let original = message.conn_id(A::PREVIOUS_CONN_ID);
    if message.integer(A::CALL_TYPE) == Some(CallType::Consult.code()) && player.knows(original) {
        let call = player.call(original)?;
        return Ok(vec![format!("{who}.phone > CONSULT {to} call={call}")]);
    }
    Ok(vec![format!("{who}.phone > DIAL {to}")])
}

/// A client has routed a call, and the log does not have its request.
fn routes(player: &Player, message: &Message) -> Result<Vec<String>, String> {
    let point = message.string(A::THIS_DN).unwrap_or_default();
    let router = player.site.router(point).ok_or(NO_ROUTER)?;
    let call = player.call(message.conn_id(A::CONN_ID))?;
    let to = message.string(A::THIRD_PARTY_DN);
    let how = to.map_or_else(|| "type=calldisconnect".to_owned(), |to| pair("to", to));
    Ok(vec![format!("{router} > ROUTE {call} {how}")])
}

/// A call comes from outside, or from a telephone that the log says nothing of.
fn arrives(player: &Player, message: &Message) -> Result<Vec<String>, String> {
    let this = message.string(A::THIS_DN).unwrap_or_default();
    let to = message.string(A::DNIS).unwrap_or(this);
    let calling = message.string(A::ANI).or_else(|| message.string(A::OTHER_DN));
    if let Some(person) = calling.and_then(|dn| player.site.person(dn)) {
        let consults = message.integer(A::CALL_TYPE) == Some(CallType::Consult.code());
        if let Some(call) = player.recorder.active_call_of(&person).filter(|_| consults) {
            return Ok(vec![format!("{person}.phone > CONSULT {to} call={call}")]);
        }
        return Ok(vec![format!("{person}.phone > DIAL {to}")]);
    }
    let who = player.site.outsider(calling);
    let ani = calling.map(|number| format!(" ani={number}")).unwrap_or_default();
    Ok(vec![format!("{who} > DIAL {to} trunk={TRUNK}{ani}{}", data(message))])
}

/// A telephone takes back a call that is parked at the emulator.
fn takes_back(player: &Player, message: &Message) -> Result<Vec<String>, String> {
    let taker = if message.kind == M::EVENT_RINGING { A::THIS_DN } else { A::OTHER_DN };
    let taker = message.string(taker).and_then(|dn| player.site.person(dn));
    let taker = taker.ok_or("it does not say at which telephone")?;
    let id = player.call_id(message.conn_id(A::CONN_ID)).ok_or(ENDED)?;
    let switch = player.recorder.rig().switch();
    let at = switch.parked_at(id).ok_or("nothing at the emulator leads to it here")?;
    Ok(vec![format!("{taker}.phone > UNPARK at={}", switch.device(at).number)])
}

/// Who was called answers; if that is somebody outside, the event is the caller's, or the queue's for
/// which a dialer called.
fn answers(player: &Player, message: &Message) -> Result<Vec<String>, String> {
    let conn = message.conn_id(A::CONN_ID);
    let call = player.call(conn)?;
    let id = player.call_id(conn).ok_or(ENDED)?;
    Ok(vec![answer(player, id, &call)?])
}

/// The line of whoever it rings at, for the call with this name.
pub(super) fn answer(player: &Player, id: CallId, call: &str) -> Result<String, String> {
    let switch = player.recorder.rig().switch();
    let parties = switch.call(id).map(|call| call.parties.as_slice()).unwrap_or_default();
    let alerting = parties.iter().find(|party| party.state == ConnectionState::Alerting);
    let alerting = alerting.ok_or("nothing rings at the emulator")?;
    let outside = matches!(switch.device(alerting.device).kind, DeviceKind::Circuit { .. });
    if outside {
        let name = player.recorder.party_name(id, alerting.device);
        return Ok(format!("{name} > ANSWER {call}"));
    }
    let dn = switch.device(alerting.device).number.as_str();
    let who = player.site.person(dn).ok_or_else(|| format!("{dn} is no telephone"))?;
    Ok(format!("{who}.phone > ANSWER {call}"))
}

/// A call is held: by a key, or because a consultation begins.
fn holds(player: &Player, message: &Message, further: &[Said]) -> Result<Vec<String>, String> {
    let who = player.person(message)?;
    let call = player.call(message.conn_id(A::CONN_ID))?;
    let partner = message.conn_id(A::TRANSFER_CONN_ID).filter(|conn| !player.knows(Some(*conn)));
    let mut later = further.iter().take(limits::LOOK_AHEAD).map(|said| &said.message);
    let dialing = partner.and_then(|partner| {
        later.find(|event| {
            event.kind == M::EVENT_DIALING && event.conn_id(A::CONN_ID) == Some(partner)
        })
    });
    match dialing.and_then(|dialing| dialing.string(A::OTHER_DN)) {
        Some(to) => Ok(vec![format!("{who}.phone > CONSULT {to} call={call}")]),
        None => Ok(vec![format!("{who}.phone > HOLD {call}")]),
    }
}

/// Somebody leaves a call, or two calls become one.
fn released(player: &Player, said: &Said, further: &[Said]) -> Result<Vec<String>, String> {
    let message = &said.message;
    let conn = message.conn_id(A::CONN_ID);
    let who = player.person(message)?;
    let call = player.call(conn)?;
    match message.integer(A::CALL_STATE).and_then(CallState::from_code) {
        Some(CallState::Transferred) => {
            let arrival = arrival(message, further);
            let held = player.recorder.calls_of(&who) > 1;
            return Ok(vec![match arrival.filter(|_| !held) {
                Some(to) => format!("{who}.phone > BLINDTRANSFER {call} to={to}"),
                None => format!("{who}.phone > TRANSFER"),
            }]);
        }
        Some(CallState::Conferenced) => {
            return Ok(vec![format!("{who}.phone > CONFERENCE")]);
        }
        Some(state @ (CallState::Redirected | CallState::Forwarded | CallState::Pickedup)) => {
            let to = arrival(message, further).ok_or("it does not show where the call went")?;
            return sent_on(player, message, state, to);
        }
        Some(_) | None => {}
    }
    let id = player.call_id(conn).ok_or(ENDED)?;
    let switch = player.recorder.rig().switch();
    let parties = switch.call(id).map(|call| call.parties.as_slice()).unwrap_or_default();
    let is_circuit = |device| matches!(switch.device(device).kind, DeviceKind::Circuit { .. });
    let leave_together = |number: &str| {
        further.iter().take_while(|later| later.at == said.at).any(|later| {
            later.message.kind == M::EVENT_RELEASED
                && later.message.conn_id(A::CONN_ID) == conn
                && later.message.string(A::THIS_DN) == Some(number)
        })
    };
    let own = message.string(A::THIS_DN);
    if let (Some(own), Some(remover)) = (own, remover(player, said, further)) {
        return Ok(vec![format!("{remover}.phone > REMOVE {call} party={own}")]);
    }
    let mut others = parties
        .iter()
        .filter(|party| !is_circuit(party.device))
        .map(|party| switch.device(party.device).number.as_str())
        .filter(|number| Some(*number) != own);
    // Who has not answered cannot hang up: the call was given up.
    let speaks = |party: &Party| party.state == ConnectionState::Connected;
    let outsider = parties.iter().find(|party| is_circuit(party.device) && speaks(party));
    match outsider.filter(|_| others.all(leave_together)) {
        Some(outsider) => {
            let name = player.recorder.party_name(id, outsider.device);
            Ok(vec![format!("{name} > HANGUP {call}")])
        }
        None => Ok(vec![format!("{who}.phone > HANGUP {call}")]),
    }
}

/// A call leaves a telephone for another number: from where it rings, or from where it was answered.
fn sent_on(
    player: &Player,
    message: &Message,
    state: CallState,
    to: &str,
) -> Result<Vec<String>, String> {
    let who = player.person(message)?;
    let call = player.call(message.conn_id(A::CONN_ID))?;
    if state == CallState::Pickedup {
        let taker = player.site.person(to).ok_or_else(|| format!("{to} is no telephone"))?;
        let at = message.string(A::THIS_DN).unwrap_or_default();
        return Ok(vec![format!("{taker}.phone > PICKUP at={at}")]);
    }
    let id = player.call_id(message.conn_id(A::CONN_ID)).ok_or(ENDED)?;
    let switch = player.recorder.rig().switch();
    let parties = switch.call(id).map(|call| call.parties.as_slice()).unwrap_or_default();
    let own = |party: &&Party| {
        message.string(A::THIS_DN) == Some(switch.device(party.device).number.as_str())
    };
    Ok(vec![match parties.iter().find(own).map(|party| party.state) {
        Some(ConnectionState::Connected) => format!("{who}.phone > PARK {call} at={to}"),
        Some(_) | None => format!("{who}.phone > DEFLECT {call} to={to}"),
    }])
}

/// Who takes a party out of a conference that leaves it by this event; none: it leaves by itself.
fn remover(player: &Player, said: &Said, further: &[Said]) -> Option<String> {
    let own = said.message.string(A::THIS_DN);
    let mut together = further.iter().take_while(|later| later.at == said.at);
    let deleted = together.find(|later| {
        later.message.kind == M::EVENT_PARTY_DELETED && later.message.string(A::OTHER_DN) == own
    })?;
    let by = deleted.message.string(A::THIRD_PARTY_DN).filter(|by| Some(*by) != own)?;
    player.site.person(by)
}

/// After-call work that is told before the release that it follows.
fn ends_a_call(player: &Player, said: &Said, further: &[Said]) -> Result<Vec<String>, String> {
    let dn = said.message.string(A::THIS_DN);
    let together = further.iter().enumerate().take_while(|(_, later)| later.at == said.at);
    let release = together.into_iter().find(|(_, later)| {
        later.message.kind == M::EVENT_RELEASED && later.message.string(A::THIS_DN) == dn
    });
    match release {
        Some((place, release)) => {
            released(player, release, further.get(place + 1..).unwrap_or_default())
        }
        // Work after a call that the scenario has not.
        None => Ok(vec![format!("{}.phone > NOTREADY", player.person(&said.message)?)]),
    }
}

/// Where a call arrives that leaves a telephone by this event.
fn arrival<'a>(message: &'a Message, further: &'a [Said]) -> Option<&'a str> {
    if let Some(said) = message.string(A::THIRD_PARTY_DN) {
        return Some(said);
    }
    let conn = message.conn_id(A::CONN_ID);
    let mut later = further.iter().take(limits::LOOK_AHEAD).map(|said| &said.message);
    let event = later.find(|event| {
        event.conn_id(A::CONN_ID) == conn
            && matches!(event.kind, M::EVENT_RINGING | M::EVENT_QUEUED | M::EVENT_NETWORK_REACHED)
    })?;
    event.string(A::THIS_DN)
}

/// The caller hangs up before somebody has answered.
fn gives_up(player: &Player, message: &Message) -> Result<Vec<String>, String> {
    let conn = message.conn_id(A::CONN_ID);
    let call = player.call(conn)?;
    let id = player.call_id(conn).ok_or(ENDED)?;
    let switch = player.recorder.rig().switch();
    let first = switch.call(id).and_then(|call| call.parties.first().map(|party| party.device));
    let first = first.ok_or(ENDED)?;
    let name = player.recorder.party_name(id, first);
    let at_phone = if player.recorder.is_person(&name) { ".phone" } else { "" };
    Ok(vec![format!("{name}{at_phone} > HANGUP {call}")])
}

/// Another client has changed the data; a desktop of the call does it here.
fn changes_data(player: &Player, message: &Message) -> Result<Vec<String>, String> {
    let who = player.person(message)?;
    let conn = message.conn_id(A::CONN_ID);
    let call = player.call(conn)?;
    let known = player.call_id(conn).map(|id| player.recorder.data_of(id)).unwrap_or_default();
    let said: Vec<&KvPair> = message.list(A::USER_DATA).into_iter().flatten().collect();
    let changed = said.iter().filter_map(|item| {
        let value = text(&item.value)?;
        let same = known.iter().any(|(key, old)| *key == item.key && *old == value);
        (!same && is_key(&item.key)).then(|| pair(&format!("data.{}", item.key), &value))
    });
    let gone = known.iter().filter(|(key, _)| !said.iter().any(|item| item.key == *key));
    let gone = gone.filter(|(key, _)| is_key(key)).map(|(key, _)| pair("delete", key));
    let words: String = changed.chain(gone).map(|word| format!(" {word}")).collect();
    Ok(vec![format!("{who} > ATTACHDATA {call}{words}")])
}

fn key_of_call(player: &Player, message: &Message) -> Result<Vec<String>, String> {
    let who = player.person(message)?;
    let call = player.call(message.conn_id(A::CONN_ID))?;
    let key = match message.kind {
        M::EVENT_RETRIEVED => "RETRIEVE",
        M::EVENT_MUTE_ON => "MUTE",
        _ => "UNMUTE",
    };
    Ok(vec![format!("{who}.phone > {key} {call}")])
}

/// Agents, and the settings of telephones.
fn key(player: &Player, message: &Message) -> Result<Vec<String>, String> {
    let who = player.person(message)?;
    let handset_of_a_call = match message.kind {
        M::EVENT_OFF_HOOK => player.recorder.calls_of(&who) > 0,
        M::EVENT_ON_HOOK => !player.recorder.is_off_hook(&who),
        _ => false,
    };
    if handset_of_a_call {
        return Err("the emulator tells of a handset only where it is lifted without a call".into());
    }
    let what = match message.kind {
        M::EVENT_AGENT_LOGIN => " > AGENTINITIALIZE".to_owned(),
        M::EVENT_AGENT_LOGOUT => " > AGENTUNINITIALIZE".to_owned(),
        M::EVENT_AGENT_READY => ".phone > READY".to_owned(),
        M::EVENT_AGENT_NOT_READY => format!(".phone > NOTREADY{}", reason(message)),
        M::EVENT_OFF_HOOK => ".phone > OFFHOOK".to_owned(),
        M::EVENT_ON_HOOK => ".phone > ONHOOK".to_owned(),
        M::EVENT_DND_ON => ".phone > DND on".to_owned(),
        M::EVENT_DND_OFF => ".phone > DND off".to_owned(),
        M::EVENT_MESSAGE_WAITING_ON => ".phone > LAMP on".to_owned(),
        M::EVENT_MESSAGE_WAITING_OFF => ".phone > LAMP off".to_owned(),
        M::EVENT_FORWARD_SET if sends_all_calls(message) => ".phone > SENDALL on".to_owned(),
        M::EVENT_FORWARD_CANCEL if sends_all_calls(message) => ".phone > SENDALL off".to_owned(),
        M::EVENT_FORWARD_CANCEL => ".phone > UNFORWARD".to_owned(),
        M::EVENT_FORWARD_SET => {
            let to = message.string(A::OTHER_DN).ok_or("it does not say where to")?;
            format!(".phone > FORWARD {to} when={}", forward_word(message))
        }
        _ => return Err("nothing at the emulator leads to it here".into()),
    };
    Ok(vec![format!("{who}{what}")])
}

/// The name of a number in the scenario; who is no telephone of the site is outside.
fn who_is(player: &Player, dn: Option<&str>, at_phone: bool) -> String {
    match dn.and_then(|dn| player.site.person(dn)) {
        Some(person) if at_phone => format!("{person}.phone"),
        Some(person) => person,
        None => player.site.outsider(dn),
    }
}

/// Why a route has no line.
const NO_ROUTER: &str = "no client is asked at this routing point in the log, so at the emulator the world's \
                         default routes";
const NO_QUEUE: &str =
    "the routing point is no queue: no other event shows that calls are queued there";
const ENDED: &str = "the call has ended at the emulator";
