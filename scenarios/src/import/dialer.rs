//! Calls that a dialer makes for a queue (`TMakePredictiveCall`), as the line of the queue.

use tserver_wire::{AttributeId as A, CallState, Message, MessageType as M};

use super::{
    cause::{self, data},
    player::Player,
};
use crate::conversation::Said;

/// The line of the queue at which a dialer's call begins; none when it begins elsewhere.
///
/// `further`: what follows the message, which shows how long it rang and what became of machines
/// where no request of a client says so.
pub(super) fn line(player: &Player, said: &Said, further: &[Said]) -> Option<String> {
    let message = &said.message;
    let queue = player.site.queue(message.string(A::THIS_DN)?)?;
    let to = message.string(A::OTHER_DN)?;
    let wishes = match message.kind {
        M::REQUEST_MAKE_PREDICTIVE_CALL => asked(message),
        _ => seen(said, further),
    };
    Some(format!("{queue} > PREDICT {to}{wishes}{}", data(message)))
}

/// What the client asks for.
fn asked(message: &Message) -> String {
    let rings = message.integer(A::TIMEOUT).map(|seconds| format!(" no_answer={seconds}s"));
    let machines = message.list(A::EXTENSIONS).and_then(|list| list.string("AnsMachine"));
    let machines = machines.map(str::to_ascii_lowercase);
    let machines = machines.map(|machines| format!(" {}", cause::pair("machines", &machines)));
    rings.into_iter().chain(machines).collect()
}

/// What the call's end tells of what was asked for.
fn seen(said: &Said, further: &[Said]) -> String {
    let conn = said.message.conn_id(A::CONN_ID);
    let next = further.iter().find(|later| {
        later.message.conn_id(A::CONN_ID) == conn && later.message.kind != M::EVENT_NETWORK_REACHED
    });
    let ends = next.filter(|later| later.message.kind == M::EVENT_RELEASED);
    let state = ends.and_then(|end| Some((end, end.message.integer(A::CALL_STATE)?)));
    match state.and_then(|(end, state)| Some((end, CallState::from_code(state)?))) {
        Some((_, CallState::AnsweringMachineDetected)) => " machines=drop".to_owned(),
        Some((end, CallState::NoAnswer)) if end.at > said.at => {
            format!(" no_answer={}ms", (end.at - said.at).as_millis())
        }
        Some(_) | None => String::new(),
    }
}
