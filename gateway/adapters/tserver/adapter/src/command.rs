//! Commands of the gateway as T-Library requests, and the events that answer them.
//!
//! Which event answers which request: Genesys Events and Models Reference Manual, call models; a
//! request of two steps (alternate, complete …) is answered when the last of its events has come.

use gateway_core::{
    id::{CallKey, Dn, Secret},
    middleware::{
        CallData, ForwardWhen, Forwarding, MonitorMode, MonitorScope, Order, Purpose, Setting,
    },
};
use tserver_wire::{
    AddressInfoType, AgentWorkMode, AttributeId as A, ForwardMode, KvList, KvPair, KvValue,
    Message, MessageType as M, MonitorNextCallType, RegisterMode,
};

use crate::pending::{Expected, Need};

/// A request and the events it is answered by.
pub(crate) type Exchange = (Message, Vec<Expected>);

/// Translates an order; a log-on to several queues takes several requests, one after the other.
#[expect(clippy::too_many_lines, reason = "one arm per order: a table")]
pub(crate) fn exchanges(dn: &Dn, order: Order) -> Vec<Exchange> {
    match order {
        Order::Register => one(register(dn), [any(M::EVENT_REGISTERED)]),
        Order::Unregister => {
            one(about(M::REQUEST_UNREGISTER_ADDRESS, dn), [any(M::EVENT_UNREGISTERED)])
        }
        Order::LogOn { agent, password, queues } => log_on(dn, &agent, password.as_ref(), &queues),
        Order::LogOff => one(about(M::REQUEST_AGENT_LOGOUT, dn), [any(M::EVENT_AGENT_LOGOUT)]),
        Order::SetReady => one(about(M::REQUEST_AGENT_READY, dn), [any(M::EVENT_AGENT_READY)]),
        Order::SetNotReady { reason } => {
            one(not_ready(dn, reason), [any(M::EVENT_AGENT_NOT_READY)])
        }
        Order::MakeCall { to, data } => {
            one(towards(about(M::REQUEST_MAKE_CALL, dn), &to, data), [any(M::EVENT_DIALING)])
        }
        Order::Answer { call } => one_step(M::REQUEST_ANSWER_CALL, dn, call, M::EVENT_ESTABLISHED),
        Order::Release { call } => one_step(M::REQUEST_RELEASE_CALL, dn, call, M::EVENT_RELEASED),
        Order::Hold { call } => one_step(M::REQUEST_HOLD_CALL, dn, call, M::EVENT_HELD),
        Order::Retrieve { call } => {
            one_step(M::REQUEST_RETRIEVE_CALL, dn, call, M::EVENT_RETRIEVED)
        }
        Order::Alternate { held, active } => one(
            swap(M::REQUEST_ALTERNATE_CALL, dn, held, active),
            [expect(M::EVENT_HELD, active), expect(M::EVENT_RETRIEVED, held)],
        ),
        Order::Consult { call, to, purpose, data } => one(
            towards(on_call(consultation(purpose), dn, call), &to, data),
            [perhaps(M::EVENT_HELD, call), any(M::EVENT_DIALING)],
        ),
        // Some switches tell whoever transfers of one call only.
        Order::CompleteTransfer { held, active } => one(
            join(M::REQUEST_COMPLETE_TRANSFER, dn, held, A::TRANSFER_CONN_ID, active),
            [perhaps(M::EVENT_RELEASED, held), perhaps(M::EVENT_RELEASED, active)],
        ),
        Order::CompleteConference { held, active } => one(
            join(M::REQUEST_COMPLETE_CONFERENCE, dn, held, A::CONFERENCE_CONN_ID, active),
            [
                expect(M::EVENT_RELEASED, active),
                expect(M::EVENT_RETRIEVED, held),
                expect(M::EVENT_PARTY_ADDED, held),
            ],
        ),
        Order::Reconnect { held, active } => one(
            swap(M::REQUEST_RECONNECT_CALL, dn, held, active),
            [expect(M::EVENT_RELEASED, active), expect(M::EVENT_RETRIEVED, held)],
        ),
        Order::BlindTransfer { call, to, data } => one(
            towards(on_call(M::REQUEST_SINGLE_STEP_TRANSFER, dn, call), &to, data),
            [expect(M::EVENT_RELEASED, call)],
        ),
        Order::RemoveParty { call, party } => {
            let request = on_call(M::REQUEST_DELETE_FROM_CONFERENCE, dn, call);
            naming(request, &party, expect(M::EVENT_PARTY_DELETED, call))
        }
        Order::Redirect { call, to } => {
            let request = on_call(M::REQUEST_REDIRECT_CALL, dn, call);
            naming(request, &to, expect(M::EVENT_RELEASED, call))
        }
        Order::SendDigits { call, digits } => {
            let request = on_call(M::REQUEST_SEND_DTMF, dn, call).with(A::DTMF_DIGITS, digits);
            one(request, [expect(M::EVENT_DTMF_SENT, call)])
        }
        Order::Mute { call } => mute(M::REQUEST_SET_MUTE_ON, dn, call, M::EVENT_MUTE_ON),
        Order::Unmute { call } => mute(M::REQUEST_SET_MUTE_OFF, dn, call, M::EVENT_MUTE_OFF),
        Order::Set(setting) => set(dn, setting),
        Order::Monitor { agent, mode, scope } => monitor(dn, &agent, mode, scope),
        Order::CancelMonitoring { agent } => naming(
            about(M::REQUEST_CANCEL_MONITORING, dn),
            &agent,
            any(M::EVENT_MONITORING_CANCELLED),
        ),
        Order::UpdateData { call, data } => one(
            on_call(M::REQUEST_UPDATE_USER_DATA, dn, call).with(A::USER_DATA, KvList::from(data)),
            [expect(M::EVENT_ATTACHED_DATA_CHANGED, call)],
        ),
        Order::DeleteData { call, keys } => delete(dn, call, keys),
    }
}

/// What a command may still cause after it is done: events that carry no reference id, by the
/// device and, where it began one, the call.
pub(crate) fn aftermath(kind: M) -> &'static [M] {
    match kind {
        M::REQUEST_MAKE_CALL | M::REQUEST_INITIATE_TRANSFER | M::REQUEST_INITIATE_CONFERENCE => {
            &[M::EVENT_NETWORK_REACHED, M::EVENT_DESTINATION_BUSY]
        }
        M::REQUEST_AGENT_LOGIN => &[M::EVENT_AGENT_NOT_READY, M::EVENT_AGENT_READY],
        _ => &[],
    }
}

/// Whether a refusal says that an agent is logged on already: for all queues at once, where the
/// switch knows which are the agent's. The numbers are those of the T-Server emulator, of ASAI and of
/// Symposium; they count only for a further queue, after a log-on that was granted.
pub(crate) fn is_logged_on_already(error: &Message) -> bool {
    error.integer(A::ERROR_CODE).is_some_and(|code| [9012, 23, 0x200e].contains(&code))
}

/// The request that asks how a device stands, where its registration does not tell.
pub(crate) fn query(dn: &Dn) -> Message {
    about(M::REQUEST_QUERY_ADDRESS, dn).with(A::ADDRESS_INFO_TYPE, AddressInfoType::AddressType)
}

/// The request that asks who is in a call (PSDK T-Library reference, `TQueryCall`).
pub(crate) fn query_call(dn: &Dn, call: CallKey) -> Message {
    on_call(M::REQUEST_QUERY_CALL, dn, call)
}

/// The request that asks for everything about a device.
pub(crate) fn register(dn: &Dn) -> Message {
    about(M::REQUEST_REGISTER_ADDRESS, dn).with(A::REGISTER_MODE, RegisterMode::Share)
}

fn log_on(dn: &Dn, agent: &str, password: Option<&Secret>, queues: &[Dn]) -> Vec<Exchange> {
    let request = |queue: Option<&Dn>| {
        let mut request = about(M::REQUEST_AGENT_LOGIN, dn).with(A::AGENT_ID, agent);
        if let Some(queue) = queue {
            request.push(A::THIS_QUEUE, queue.as_str());
        }
        if let Some(password) = password {
            request.push(A::PASSWORD, password.reveal());
        }
        (request, vec![any(M::EVENT_AGENT_LOGIN)])
    };
    if queues.is_empty() {
        vec![request(None)]
    } else {
        queues.iter().map(|queue| request(Some(queue))).collect()
    }
}

fn not_ready(dn: &Dn, reason: Option<String>) -> Message {
    let request = about(M::REQUEST_AGENT_NOT_READY, dn).with(A::WORK_MODE, AgentWorkMode::AuxWork);
    match reason {
        Some(reason) => request.with(
            A::REASONS,
            KvList(vec![KvPair { key: REASON_KEY.into(), value: KvValue::String(reason) }]),
        ),
        None => request,
    }
}

fn delete(dn: &Dn, call: CallKey, keys: Vec<String>) -> Vec<Exchange> {
    let request = |key: String| {
        on_call(M::REQUEST_DELETE_PAIR, dn, call)
            .with(A::USER_DATA, KvList::from(vec![(key, String::new())]))
    };
    let changed = || vec![expect(M::EVENT_ATTACHED_DATA_CHANGED, call)];
    keys.into_iter().map(|key| (request(key), changed())).collect()
}

fn naming(request: Message, other: &Dn, answer: Expected) -> Vec<Exchange> {
    one(request.with(A::OTHER_DN, other.as_str()), [answer])
}

/// The answer need not name the call, so any of this kind at the device will do.
fn mute(request: M, dn: &Dn, call: CallKey, answer: M) -> Vec<Exchange> {
    one(on_call(request, dn, call), [any(answer)])
}

/// A T-Server lets a supervisor listen; the key `MonitorMode` of Extensions asks for more.
fn monitor(dn: &Dn, agent: &Dn, mode: MonitorMode, scope: MonitorScope) -> Vec<Exchange> {
    let scope = match scope {
        MonitorScope::OneCall => MonitorNextCallType::OneCall,
        MonitorScope::AllCalls => MonitorNextCallType::AllCalls,
    };
    let request = about(M::REQUEST_MONITOR_NEXT_CALL, dn).with(A::MONITOR_NEXT_CALL_TYPE, scope);
    let word = match mode {
        MonitorMode::Listen => None,
        MonitorMode::Whisper => Some("coach"),
        MonitorMode::Barge => Some("connect"),
    };
    let request = match word {
        Some(word) => request.with(A::EXTENSIONS, KvList::new().with(MONITOR_MODE_KEY, word)),
        None => request,
    };
    naming(request, agent, any(M::EVENT_MONITORING_NEXT_CALL))
}

fn set(dn: &Dn, setting: Setting) -> Vec<Exchange> {
    let (request, answer) = match &setting {
        Setting::DoNotDisturb(true) => (M::REQUEST_SET_DND_ON, M::EVENT_DND_ON),
        Setting::DoNotDisturb(false) => (M::REQUEST_SET_DND_OFF, M::EVENT_DND_OFF),
        Setting::Forwarding(Some(_)) => (M::REQUEST_CALL_FORWARD_SET, M::EVENT_FORWARD_SET),
        Setting::Forwarding(None) => (M::REQUEST_CALL_FORWARD_CANCEL, M::EVENT_FORWARD_CANCEL),
        Setting::MessageWaiting(true) => {
            (M::REQUEST_SET_MESSAGE_WAITING_ON, M::EVENT_MESSAGE_WAITING_ON)
        }
        Setting::MessageWaiting(false) => {
            (M::REQUEST_SET_MESSAGE_WAITING_OFF, M::EVENT_MESSAGE_WAITING_OFF)
        }
    };
    let request = match setting {
        Setting::Forwarding(Some(Forwarding { when, to })) => about(request, dn)
            .with(A::OTHER_DN, to.as_str())
            .with(A::FORWARD_MODE, forward_mode(when)),
        Setting::Forwarding(None) | Setting::DoNotDisturb(_) | Setting::MessageWaiting(_) => {
            about(request, dn)
        }
    };
    one(request, [any(answer)])
}

fn forward_mode(when: ForwardWhen) -> ForwardMode {
    match when {
        ForwardWhen::Always => ForwardMode::Unconditional,
        ForwardWhen::Busy => ForwardMode::OnBusy,
        ForwardWhen::NoAnswer => ForwardMode::OnNoAnswer,
    }
}

fn consultation(purpose: Purpose) -> M {
    match purpose {
        Purpose::Transfer => M::REQUEST_INITIATE_TRANSFER,
        Purpose::Conference => M::REQUEST_INITIATE_CONFERENCE,
    }
}

fn one<const N: usize>(request: Message, expected: [Expected; N]) -> Vec<Exchange> {
    vec![(request, expected.into())]
}

fn one_step(request: M, dn: &Dn, call: CallKey, answer: M) -> Vec<Exchange> {
    one(on_call(request, dn, call), [expect(answer, call)])
}

fn about(kind: M, dn: &Dn) -> Message {
    Message::new(kind).with(A::THIS_DN, dn.as_str())
}

fn on_call(kind: M, dn: &Dn, call: CallKey) -> Message {
    about(kind, dn).with(A::CONN_ID, call.0)
}

/// The request that joins two calls: `ConnID` names the held call, `partner` the active one.
fn join(kind: M, dn: &Dn, held: CallKey, partner: A, active: CallKey) -> Message {
    on_call(kind, dn, held).with(partner, active.0)
}

/// The request that goes from one call to the other: `ConnID` names the active call, and
/// `PreviousConnID` the held one.
fn swap(kind: M, dn: &Dn, held: CallKey, active: CallKey) -> Message {
    on_call(kind, dn, active).with(A::PREVIOUS_CONN_ID, held.0)
}

fn expect(kind: M, call: CallKey) -> Expected {
    Expected { kind, call: Some(call), need: Need::Must }
}

/// An event that some switches do not tell.
fn perhaps(kind: M, call: CallKey) -> Expected {
    Expected { kind, call: Some(call), need: Need::May }
}

pub(crate) fn any(kind: M) -> Expected {
    Expected { kind, call: None, need: Need::Must }
}

/// Adds the destination, and user data if there are any.
fn towards(request: Message, to: &Dn, data: CallData) -> Message {
    let request = request.with(A::OTHER_DN, to.as_str());
    if data.is_empty() { request } else { request.with(A::USER_DATA, KvList::from(data)) }
}

/// The key under which a reason travels in `Reasons` and `Extensions`.
pub(crate) const REASON_KEY: &str = "ReasonCode";

/// The key of Extensions that says who hears a supervisor.
const MONITOR_MODE_KEY: &str = "MonitorMode";
