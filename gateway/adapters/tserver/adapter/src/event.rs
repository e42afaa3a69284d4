//! T-Library events as the gateway's events.

use gateway_core::{
    id::{CallKey, Dn},
    middleware::{
        AgentState, Arrival, CallChange, CallData, CallInfo, CallKind, CommandId, Denial,
        DenialReason, Event, FailCause, ForwardWhen, Forwarding, QueueChange, ReleaseCause,
        Setting,
    },
};
use tserver_wire::{
    AgentWorkMode, AttributeId as A, CallState, CallType, DnRole, ForwardMode, KvList, KvValue,
    Message, MessageType as M, Reliability,
};

use crate::command::REASON_KEY;

/// What an event of the T-Server says about a device's calls or agent; none: nothing for clients.
pub(crate) fn read(dn: Dn, event: &Message) -> Option<Event> {
    if let Some(state) = agent_state(event) {
        return Some(Event::Agent { dn, state, command: None });
    }
    if let Some(setting) = setting(event) {
        return Some(Event::Set { dn, setting, command: None });
    }
    if let Some((call, change)) = queue_change(event, &dn) {
        return Some(Event::Queue { dn, call, change });
    }
    if let Some((agent, begins)) = monitoring(event) {
        return Some(Event::Monitoring { dn, agent, begins, command: None });
    }
    let change = call_change(event)?;
    let call = CallKey(event.conn_id(A::CONN_ID)?);
    Some(Event::Call { dn, call, change, info: call_info(event), command: None })
}

/// Marks an event as caused by a command.
pub(crate) fn attribute(event: Event, by: Option<CommandId>) -> Event {
    match event {
        Event::Agent { dn, state, command: _ } => Event::Agent { dn, state, command: by },
        Event::Set { dn, setting, command: _ } => Event::Set { dn, setting, command: by },
        Event::Monitoring { dn, agent, begins, command: _ } => {
            Event::Monitoring { dn, agent, begins, command: by }
        }
        Event::Call { dn, call, change, info, command: _ } => {
            Event::Call { dn, call, change, info, command: by }
        }
        Event::LinkUp
        | Event::LinkDown { .. }
        | Event::Registered { .. }
        | Event::RegistrationLost { .. }
        | Event::Done { .. }
        | Event::Denied { .. }
        | Event::Queue { .. }
        | Event::Dropped { .. } => event,
    }
}

/// Whether a call of several comes to a device by this event, or may be one, and who they are is not
/// said: `OtherDN` can name one only.
pub(crate) fn leaves_members_open(event: &Message) -> bool {
    let comes =
        matches!(event.kind, M::EVENT_RINGING | M::EVENT_ESTABLISHED | M::EVENT_PARTY_CHANGED);
    let listed = event.list(A::EXTENSIONS).and_then(|list| list.get(PARTIES_KEY));
    let state = call_state(event);
    let open = state == CallState::Conferenced
        || (state != CallState::Ok && event.string(A::OTHER_DN).is_none());
    comes && open && listed.is_none() && !is_observer(event)
}

/// Who is in a call, as the T-Server has answered (`TQueryCall`): one list for each party in Extensions.
/// The keys are those that the T-Server emulator documents; none: the answer has none of them.
pub(crate) fn parties(answer: &Message) -> Option<Event> {
    let dn = answer.string(A::THIS_DN).and_then(Dn::new)?;
    let call = CallKey(answer.conn_id(A::CONN_ID)?);
    let extensions = answer.list(A::EXTENSIONS)?;
    let lists = (1..).map_while(|number| extensions.get(&format!("party-{number}"))?.as_list());
    let observer = KvValue::Integer(DnRole::Observer.code());
    let members: Vec<&KvList> =
        lists.filter(|party| party.get("DNRole") != Some(&observer)).collect();
    let numbers = members.iter().filter_map(|party| Dn::new(party.get("DN")?.as_str()?));
    let parties = numbers.filter(|party| *party != dn).collect();
    let change = CallChange::Parties { parties, conference: members.len() > 2 };
    let told = Event::Call { dn, call, change, info: CallInfo::default(), command: None };
    Some(told).filter(|_| !members.is_empty())
}

/// Who else is in the call of several that a device came into, if the T-Server lists them in
/// Extensions: `OtherDN` cannot name several.
pub(crate) fn members(dn: &Dn, event: &Message) -> Vec<Event> {
    let Some(conn) = event.conn_id(A::CONN_ID) else { return Vec::new() };
    let listed = event.list(A::EXTENSIONS).and_then(|list| list.get(PARTIES_KEY)?.as_list());
    let parties = listed.into_iter().flat_map(|list| &list.0).filter_map(|p| Dn::new(&p.key));
    parties
        .map(|party| Event::Call {
            dn: dn.clone(),
            call: CallKey(conn),
            change: CallChange::PartyAdded { party: Some(party) },
            info: CallInfo::default(),
            command: None,
        })
        .collect()
}

/// Why a request was refused, in the T-Server's own words.
pub(crate) fn denial(error: &Message) -> Denial {
    Denial {
        reason: DenialReason::Refused,
        code: error.integer(A::ERROR_CODE),
        text: error.string(A::ERROR_MESSAGE).unwrap_or("the T-Server gave no reason").into(),
    }
}

/// What an event tells about its call.
pub(crate) fn call_info(event: &Message) -> CallInfo {
    let number = |id| event.string(id).and_then(Dn::new);
    let kind = call_kind(event);
    let consult_of = match kind {
        CallKind::Consult => event.conn_id(A::PREVIOUS_CONN_ID).map(CallKey),
        CallKind::Unknown | CallKind::Internal | CallKind::Inbound | CallKind::Outbound => None,
    };
    CallInfo {
        kind,
        other: number(A::OTHER_DN),
        ani: number(A::ANI),
        dnis: number(A::DNIS),
        queue: number(A::THIS_QUEUE),
        consult_of,
        observes: is_observer(event),
        conference: is_conference(event),
        muted: muted(event),
        data: match event.list(A::USER_DATA) {
            Some(list) => Some(call_data(list)),
            // The last pair was removed.
            None if event.kind == M::EVENT_ATTACHED_DATA_CHANGED => Some(CallData::new()),
            None => None,
        },
    }
}

/// User data as pairs of text: integers in decimal, nested lists with dotted keys. Binary values
/// have no form that a browser could use and stay behind.
pub(crate) fn call_data(list: &KvList) -> CallData {
    fn flatten(prefix: &str, list: &KvList, out: &mut CallData) {
        for pair in &list.0 {
            let key = format!("{prefix}{}", pair.key);
            match &pair.value {
                KvValue::String(text) => out.push((key, text.clone())),
                KvValue::Integer(number) => out.push((key, number.to_string())),
                KvValue::List(inner) => flatten(&format!("{key}."), inner, out),
                KvValue::Binary(_) | KvValue::Opaque { .. } => {}
            }
        }
    }
    let mut out = Vec::with_capacity(list.0.len());
    flatten("", list, &mut out);
    out
}

/// What happened at a queue (Genesys Events and Models, call models with ACD queues).
fn queue_change(event: &Message, dn: &Dn) -> Option<(CallKey, QueueChange)> {
    let change = match event.kind {
        M::EVENT_QUEUED => QueueChange::Entered,
        M::EVENT_DIVERTED => {
            QueueChange::Distributed { to: event.string(A::THIRD_PARTY_DN).and_then(Dn::new) }
        }
        M::EVENT_ABANDONED if event.string(A::THIS_QUEUE) == Some(dn.as_str()) => {
            QueueChange::Abandoned
        }
        _ => return None,
    };
    Some((CallKey(event.conn_id(A::CONN_ID)?), change))
}

fn agent_state(event: &Message) -> Option<AgentState> {
    match event.kind {
        M::EVENT_AGENT_LOGOUT => Some(AgentState::LoggedOut),
        M::EVENT_AGENT_READY => Some(AgentState::Ready),
        M::EVENT_AGENT_AFTER_CALL_WORK => Some(AgentState::AfterCallWork),
        // A log-on says nothing of ready or not ready unless its work mode does; what it says is
        // that somebody is logged on, and the event that follows tells the rest.
        M::EVENT_AGENT_LOGIN => Some(logged_on(event)),
        M::EVENT_AGENT_NOT_READY => Some(not_ready(event)),
        _ => None,
    }
}

fn logged_on(event: &Message) -> AgentState {
    let mode = event.integer(A::WORK_MODE).and_then(AgentWorkMode::from_code);
    match mode {
        Some(AgentWorkMode::ManualIn | AgentWorkMode::AutoIn) => AgentState::Ready,
        Some(_) | None => not_ready(event),
    }
}

/// After-call work is a kind of not ready that the work mode tells apart (`TAgentWorkMode`).
fn not_ready(event: &Message) -> AgentState {
    let mode = event.integer(A::WORK_MODE).and_then(AgentWorkMode::from_code);
    if mode == Some(AgentWorkMode::AfterCallWork) {
        return AgentState::AfterCallWork;
    }
    let reason = [A::REASONS, A::EXTENSIONS].into_iter().find_map(|id| {
        call_data(event.list(id)?).into_iter().find(|(key, _)| key == REASON_KEY).map(|(_, v)| v)
    });
    AgentState::NotReady { reason }
}

fn setting(event: &Message) -> Option<Setting> {
    match event.kind {
        M::EVENT_DND_ON => Some(Setting::DoNotDisturb(true)),
        M::EVENT_DND_OFF => Some(Setting::DoNotDisturb(false)),
        M::EVENT_FORWARD_SET => {
            let to = Dn::new(event.string(A::OTHER_DN)?)?;
            let when = forward_when(event.integer(A::ADDRESS_INFO_STATUS));
            Some(Setting::Forwarding(Some(Forwarding { when, to })))
        }
        // The gateway has no word for send-all-calls: forwarding is what it was.
        M::EVENT_FORWARD_CANCEL if sends_all_calls(event) => None,
        M::EVENT_FORWARD_CANCEL => Some(Setting::Forwarding(None)),
        M::EVENT_MESSAGE_WAITING_ON => Some(Setting::MessageWaiting(true)),
        M::EVENT_MESSAGE_WAITING_OFF => Some(Setting::MessageWaiting(false)),
        _ => None,
    }
}

fn sends_all_calls(event: &Message) -> bool {
    let mode = event.integer(A::ADDRESS_INFO_STATUS).and_then(ForwardMode::from_code);
    mode == Some(ForwardMode::SendAllCalls)
}

/// Which calls a `TForwardMode` forwards; one that is not told, or that the gateway has no word for,
/// counts as every call.
pub(crate) fn forward_when(mode: Option<i32>) -> ForwardWhen {
    match mode.and_then(ForwardMode::from_code) {
        Some(ForwardMode::OnBusy) => ForwardWhen::Busy,
        Some(ForwardMode::OnNoAnswer) => ForwardWhen::NoAnswer,
        Some(
            ForwardMode::None
            | ForwardMode::Unconditional
            | ForwardMode::OnBusyAndNoAnswer
            | ForwardMode::SendAllCalls,
        )
        | None => ForwardWhen::Always,
    }
}

/// Whom a supervisor monitors, or no more. The agent's clients are told as well, with the same
/// event: only the supervisor's own names the role, or answers the request.
fn monitoring(event: &Message) -> Option<(Dn, bool)> {
    let agent = event.string(A::OTHER_DN).and_then(Dn::new)?;
    match event.kind {
        M::EVENT_MONITORING_NEXT_CALL => {
            let own = is_observer(event) || event.integer(A::REFERENCE_ID).is_some();
            own.then_some((agent, true))
        }
        M::EVENT_MONITORING_CANCELLED => Some((agent, false)),
        _ => None,
    }
}

/// Whether the call is one of several parties. Where a device leaves it, the same word says why. A
/// transfer is told as such; that it leads into a conference shows by the list of its members.
fn is_conference(event: &Message) -> bool {
    match event.kind {
        M::EVENT_RELEASED | M::EVENT_ABANDONED => false,
        M::EVENT_PARTY_CHANGED if call_state(event) == CallState::Transferred => {
            event.list(A::EXTENSIONS).is_some_and(|list| list.get(PARTIES_KEY).is_some())
        }
        _ => call_state(event) == CallState::Conferenced,
    }
}

fn is_observer(event: &Message) -> bool {
    event.integer(A::THIS_DN_ROLE) == Some(DnRole::Observer.code())
}

/// Whether nobody hears an observer, who comes into the call without an event about that.
fn muted(event: &Message) -> Option<bool> {
    let comes = event.kind == M::EVENT_ESTABLISHED && is_observer(event);
    comes.then(|| {
        let told = event.list(A::EXTENSIONS).and_then(|list| list.get(MUTED_KEY));
        told == Some(&KvValue::Integer(1))
    })
}

fn call_change(event: &Message) -> Option<CallChange> {
    let other = || event.string(A::OTHER_DN).and_then(Dn::new);
    let third = || event.string(A::THIRD_PARTY_DN).and_then(Dn::new);
    Some(match event.kind {
        M::EVENT_DIALING => CallChange::Dialing,
        // A supervisor's telephone does not ring: the answer comes with it.
        M::EVENT_RINGING if is_observer(event) => return None,
        M::EVENT_RINGING => CallChange::Ringing { arrival: arrival(event) },
        M::EVENT_ESTABLISHED => CallChange::Established,
        M::EVENT_HELD => CallChange::Held,
        M::EVENT_RETRIEVED => CallChange::Retrieved,
        M::EVENT_RELEASED => CallChange::Released { cause: release_cause(event) },
        M::EVENT_ABANDONED => CallChange::Abandoned,
        M::EVENT_DESTINATION_BUSY => CallChange::Failed { cause: fail_cause(event) },
        M::EVENT_NETWORK_REACHED => CallChange::NetworkReached,
        M::EVENT_MUTE_ON => CallChange::Muted,
        M::EVENT_MUTE_OFF => CallChange::Unmuted,
        M::EVENT_PARTY_ADDED
            if event.integer(A::OTHER_DN_ROLE) == Some(DnRole::Observer.code()) =>
        {
            CallChange::Observed { by: other()? }
        }
        M::EVENT_PARTY_ADDED => CallChange::PartyAdded { party: other() },
        M::EVENT_PARTY_DELETED => CallChange::PartyRemoved {
            party: other(),
            remaining_conference: call_state(event) == CallState::Conferenced,
        },
        M::EVENT_PARTY_CHANGED => CallChange::PartyChanged {
            previous: event.conn_id(A::PREVIOUS_CONN_ID).map(CallKey),
            by: third(),
            conference: call_state(event) == CallState::Conferenced,
        },
        M::EVENT_ATTACHED_DATA_CHANGED => CallChange::DataChanged { by: third() },
        _ => return None,
    })
}

fn arrival(event: &Message) -> Arrival {
    if call_kind(event) == CallKind::Consult {
        Arrival::Consult
    } else if call_state(event) == CallState::Transferred {
        Arrival::Transferred
    } else {
        Arrival::Direct
    }
}

fn call_kind(event: &Message) -> CallKind {
    match event.integer(A::CALL_TYPE).and_then(CallType::from_code) {
        Some(CallType::Internal) => CallKind::Internal,
        Some(CallType::Inbound) => CallKind::Inbound,
        Some(CallType::Outbound) => CallKind::Outbound,
        Some(CallType::Consult) => CallKind::Consult,
        Some(CallType::Unknown) | None => CallKind::Unknown,
    }
}

fn call_state(event: &Message) -> CallState {
    event.integer(A::CALL_STATE).and_then(CallState::from_code).unwrap_or(CallState::Ok)
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "of TCallState's 34 values these end a call's part in a way of their own"
)]
fn release_cause(event: &Message) -> ReleaseCause {
    if event.integer(A::RELIABILITY) == Some(Reliability::Uncertain.code()) {
        return ReleaseCause::Stuck;
    }
    match call_state(event) {
        CallState::Transferred => ReleaseCause::Transferred,
        CallState::Conferenced => ReleaseCause::Conferenced,
        CallState::Redirected | CallState::Forwarded | CallState::Covered | CallState::Pickedup => {
            ReleaseCause::Redirected
        }
        CallState::NoAnswer => ReleaseCause::NoAnswer,
        _ => ReleaseCause::Normal,
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "of TCallState's 34 values these are the failures a client can act on"
)]
fn fail_cause(event: &Message) -> FailCause {
    match call_state(event) {
        CallState::Busy => FailCause::Busy,
        CallState::NoAnswer => FailCause::NoAnswer,
        CallState::SitInvalidnum | CallState::SitVacant => FailCause::InvalidNumber,
        CallState::AllTrunksBusy | CallState::SitNocircuit => FailCause::AllTrunksBusy,
        _ => FailCause::Other,
    }
}

/// The key of a party whom nobody hears, in snapshots and events.
pub(crate) const MUTED_KEY: &str = "Muted";
/// The key of the other parties of a call, in snapshots and events.
pub(crate) const PARTIES_KEY: &str = "Parties";
