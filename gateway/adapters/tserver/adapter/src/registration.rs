//! The snapshot in `EventRegistered`: how a device stands when its events begin to flow.
//!
//! Public is that the extensions of `EventRegistered` hold the state of the device and one `conn-N`
//! key per call (Genesys Events and Models Reference Manual, Registration Events). The keys about
//! each call and agent are those that the T-Server emulator documents; a bridge to a real T-Server
//! fills in the same ones.

use gateway_core::{
    id::{CallKey, Dn},
    middleware::{
        AgentState, CallInfo, CallKind, CallSnapshot, CallState, Event, Features, Forwarding,
        QueueChange,
    },
};
use tserver_wire::{
    AttributeId as A, CallState as TCallState, CallType, DnRole, KvList, KvPair, KvValue, Message,
};

use crate::event::{MUTED_KEY, PARTIES_KEY, call_data, forward_when};

/// Whether the extensions say anything of how the device stands.
pub(crate) fn is_told(message: &Message) -> bool {
    let extensions = message.list(A::EXTENSIONS);
    extensions.is_some_and(|list| STANDING.iter().any(|key| list.get(key).is_some()))
}

/// Reads the snapshot of a device.
pub(crate) fn read(dn: &Dn, message: &Message) -> Event {
    let nothing = KvList::default();
    let extensions = message.list(A::EXTENSIONS).unwrap_or(&nothing);
    let calls = (1..)
        .map_while(|number| list(extensions, &format!("call-{number}")))
        .filter_map(call)
        .collect();
    let (agent, features) = (agent(extensions), features(extensions));
    Event::Registered { dn: dn.clone(), agent, calls, features }
}

/// The calls that wait at a queue: those of a number that has no agent's state.
pub(crate) fn queued(dn: &Dn, message: &Message) -> impl Iterator<Item = Event> {
    let extensions = message.list(A::EXTENSIONS);
    let queue = extensions.filter(|list| list.get("agent-state").is_none());
    let calls = (1..).map_while(move |number| conn_id(queue?, &format!("conn-{number}")));
    calls.map(|call| Event::Queue { dn: dn.clone(), call, change: QueueChange::Entered })
}

fn agent(extensions: &KvList) -> AgentState {
    match text(extensions, "agent-state") {
        Some("ready") => AgentState::Ready,
        Some("after-call-work") => AgentState::AfterCallWork,
        Some("not-ready") => {
            let reason = text(extensions, crate::command::REASON_KEY).map(str::to_owned);
            AgentState::NotReady { reason }
        }
        Some(_) | None => AgentState::LoggedOut,
    }
}

fn features(extensions: &KvList) -> Features {
    let is_on = |key| integer(extensions, key).is_some_and(|number| number != 0);
    let to = text(extensions, "forward-to").and_then(Dn::new);
    let when = forward_when(integer(extensions, "forward-mode"));
    Features {
        do_not_disturb: is_on("dnd"),
        forwarding: to.map(|to| Forwarding { when, to }),
        message_waiting: is_on("message-waiting"),
        monitors: text(extensions, "monitors").and_then(Dn::new),
    }
}

fn call(list_of_call: &KvList) -> Option<CallSnapshot> {
    let call = conn_id(list_of_call, "ConnID")?;
    let number = |key| text(list_of_call, key).and_then(Dn::new);
    let consult_of = conn_id(list_of_call, "PreviousConnID");
    let info = CallInfo {
        kind: kind(integer(list_of_call, "CallType")),
        other: number("OtherDN"),
        ani: number("ANI"),
        dnis: number("DNIS"),
        queue: number("ThisQueue"),
        consult_of,
        observes: integer(list_of_call, "ThisDNRole") == Some(OBSERVER),
        conference: integer(list_of_call, "CallState") == Some(TCallState::Conferenced.code()),
        muted: None,
        data: Some(list(list_of_call, "UserData").map(call_data).unwrap_or_default()),
    };
    let parties = list(list_of_call, PARTIES_KEY).map_or(&[][..], |parties| &parties.0);
    let is_observer = |pair: &&KvPair| pair.value == KvValue::Integer(OBSERVER);
    let observer = parties.iter().find(is_observer).and_then(|pair| Dn::new(&pair.key));
    let others = parties.iter().filter(|pair| !is_observer(pair));
    let parties = others.filter_map(|pair| Dn::new(&pair.key)).collect();
    let state = state(integer(list_of_call, "PartyState")?)?;
    let muted = integer(list_of_call, MUTED_KEY).is_some_and(|number| number != 0);
    Some(CallSnapshot { call, state, muted, info, parties, observer })
}

/// `TPartyState`: a generic state, and modifiers above it.
fn state(party_state: i32) -> Option<CallState> {
    if party_state & DIALING != 0 {
        return Some(CallState::Dialing);
    }
    match party_state & GENERIC {
        0x1 => Some(CallState::Dialing),
        0xA => Some(CallState::Ringing),
        0xB | 0xF => Some(CallState::Failed),
        0xC => Some(CallState::Connected),
        0xE => Some(CallState::Held),
        _ => None,
    }
}

fn kind(call_type: Option<i32>) -> CallKind {
    match call_type.and_then(CallType::from_code) {
        Some(CallType::Internal) => CallKind::Internal,
        Some(CallType::Inbound) => CallKind::Inbound,
        Some(CallType::Outbound) => CallKind::Outbound,
        Some(CallType::Consult) => CallKind::Consult,
        Some(CallType::Unknown) | None => CallKind::Unknown,
    }
}

fn text<'a>(list: &'a KvList, key: &str) -> Option<&'a str> {
    list.get(key).and_then(KvValue::as_str)
}

fn conn_id(list: &KvList, key: &str) -> Option<CallKey> {
    text(list, key).and_then(CallKey::parse)
}

fn integer(list: &KvList, key: &str) -> Option<i32> {
    match list.get(key)? {
        KvValue::Integer(number) => Some(*number),
        KvValue::String(_) | KvValue::Binary(_) | KvValue::List(_) | KvValue::Opaque { .. } => None,
    }
}

fn list<'a>(parent: &'a KvList, key: &str) -> Option<&'a KvList> {
    match parent.get(key)? {
        KvValue::List(list) => Some(list),
        KvValue::String(_) | KvValue::Integer(_) | KvValue::Binary(_) | KvValue::Opaque { .. } => {
            None
        }
    }
}

/// One of these keys at least is in a snapshot.
const STANDING: [&str; 4] = ["status", "agent-state", "calls", "conn-1"];
const OBSERVER: i32 = DnRole::Observer.code();
const DIALING: i32 = 0x1_0000;
const GENERIC: i32 = 0xF;
