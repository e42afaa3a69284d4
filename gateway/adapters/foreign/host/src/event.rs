//! Events as the header has them, read with suspicion.

#![expect(unsafe_code, reason = "it follows the pointers of a library in C")]

use std::{
    ffi::{CStr, c_void},
    slice,
};

use foreign_wire::FromAdapter;
use gateway_core::{
    id::{CallKey, Dn},
    middleware::{
        AgentState, CallChange, CallData, CallInfo, CallSnapshot, CommandId, Denial, Event,
        Features, Forwarding, QueueChange, Setting,
    },
};
use thiserror::Error;

use crate::{
    abi::{self, AgentCode, CallCode, Coded, EventCode, MutedCode, QueueCode},
    sink::{Sink, give_up},
};

/// An event that breaks the rules of the header.
#[derive(Debug, Error)]
pub(crate) enum Broken {
    #[error("`{0}` is NULL or 0, and the event needs it")]
    Absent(&'static str),
    #[error("`{0}` is not UTF-8")]
    NotUtf8(&'static str),
    #[error("`{field}` is `{text}`, which is no number of 1 to 64 visible characters")]
    NotADn { field: &'static str, text: String },
    #[error("`{field}` is {code}, which the header does not have")]
    UnknownCode { field: &'static str, code: u32 },
}

type Result<T> = std::result::Result<T, Broken>;

/// `pts_host.tell`: may be called by any thread.
///
/// # Safety
/// `context` is the sink that the library was given, and `event` is as the header says.
pub(crate) unsafe extern "C" fn tell(context: *const c_void, event: *const abi::Event) {
    // SAFETY: the caller's promise; the sink lives as long as the process.
    let (sink, event) = unsafe { (context.cast::<Sink>().as_ref(), event.as_ref()) };
    let (Some(sink), Some(event)) = (sink, event) else {
        give_up("`tell` was called with NULL");
    };
    // SAFETY: the caller's promise.
    match unsafe { read(event) } {
        Ok(event) => {
            if let Err(error) = sink.send(&FromAdapter::Event(event)) {
                give_up(error);
            }
        }
        Err(broken) => give_up(format_args!("event {}: {broken}", event.event)),
    }
}

/// # Safety
/// `event` is as the header says.
unsafe fn read(event: &abi::Event) -> Result<Event> {
    // SAFETY: the caller's promise.
    unsafe {
        let dn = || needed("dn", dn("dn", event.dn)?);
        let number = || dn_of_number(event);
        let denial = || denial(event);
        let command = (event.command != 0).then_some(CommandId(event.command));
        let answered = || needed("command", command);
        let setting = |setting| Ok(Event::Set { dn: dn()?, setting, command });
        Ok(match choice("event", event.event)? {
            EventCode::LinkUp => Event::LinkUp,
            EventCode::LinkDown => {
                Event::LinkDown { reason: needed("text", text("text", event.text)?)? }
            }
            EventCode::Registered => Event::Registered {
                dn: dn()?,
                agent: agent(event)?,
                calls: list(event.calls, event.call_count)
                    .iter()
                    .map(|call| snapshot(call))
                    .collect::<Result<_>>()?,
                features: features(event.features)?,
            },
            EventCode::RegistrationLost => Event::RegistrationLost { dn: dn()?, denial: denial()? },
            EventCode::Done => Event::Done { command: answered()?, call: call(event.call) },
            EventCode::Denied => Event::Denied { command: answered()?, denial: denial()? },
            EventCode::Agent => Event::Agent { dn: dn()?, state: agent(event)?, command },
            EventCode::DoNotDisturb => setting(Setting::DoNotDisturb(event.on != 0))?,
            EventCode::Forwarding => {
                setting(Setting::Forwarding(forwarding(event.forward_when, number()?)?))?
            }
            EventCode::MessageWaiting => setting(Setting::MessageWaiting(event.on != 0))?,
            EventCode::Queue => Event::Queue {
                dn: dn()?,
                call: needed("call", call(event.call))?,
                change: match choice("change", event.change)? {
                    QueueCode::Entered => QueueChange::Entered,
                    QueueCode::Distributed => QueueChange::Distributed { to: number()? },
                    QueueCode::Abandoned => QueueChange::Abandoned,
                },
            },
            EventCode::Monitoring => Event::Monitoring {
                dn: dn()?,
                agent: needed("number", number()?)?,
                begins: event.on != 0,
                command,
            },
            EventCode::Dropped => Event::Dropped { why: choice("change", event.change)? },
            EventCode::Call => Event::Call {
                dn: dn()?,
                call: needed("call", call(event.call))?,
                change: change(event)?,
                info: event.info.as_ref().map(|told| info(told)).transpose()?.unwrap_or_default(),
                command,
            },
        })
    }
}

/// # Safety
/// `event` is as the header says.
unsafe fn change(event: &abi::Event) -> Result<CallChange> {
    // SAFETY: the caller's promise.
    let number = unsafe { dn_of_number(event) }?;
    let party = || needed("number", number.clone());
    let conference = event.conference != 0;
    Ok(match choice("change", event.change)? {
        CallCode::Dialing => CallChange::Dialing,
        CallCode::Ringing => CallChange::Ringing { arrival: choice("arrival", event.arrival)? },
        CallCode::Established => CallChange::Established,
        CallCode::Held => CallChange::Held,
        CallCode::Retrieved => CallChange::Retrieved,
        CallCode::Released => {
            CallChange::Released { cause: choice("release_cause", event.release_cause)? }
        }
        CallCode::Abandoned => CallChange::Abandoned,
        CallCode::Failed => CallChange::Failed { cause: choice("fail_cause", event.fail_cause)? },
        CallCode::NetworkReached => CallChange::NetworkReached,
        CallCode::PartyAdded => CallChange::PartyAdded { party: number },
        CallCode::PartyRemoved => {
            CallChange::PartyRemoved { party: number, remaining_conference: conference }
        }
        CallCode::PartyChanged => {
            CallChange::PartyChanged { previous: call(event.previous), by: number, conference }
        }
        CallCode::Observed => CallChange::Observed { by: party()? },
        CallCode::Muted => CallChange::Muted,
        CallCode::Unmuted => CallChange::Unmuted,
        CallCode::DataChanged => CallChange::DataChanged { by: number },
    })
}

/// # Safety
/// `told` is as the header says.
unsafe fn info(told: &abi::CallInfo) -> Result<CallInfo> {
    // SAFETY: the caller's promise.
    unsafe {
        Ok(CallInfo {
            kind: optional("kind", told.kind)?.unwrap_or_default(),
            other: dn("other", told.other)?,
            ani: dn("ani", told.ani)?,
            dnis: dn("dnis", told.dnis)?,
            queue: dn("queue", told.queue)?,
            consult_of: call(told.consult_of),
            observes: told.observes != 0,
            conference: told.conference != 0,
            muted: optional("muted", told.muted)?.map(|muted: MutedCode| muted == MutedCode::Yes),
            data: (!told.data.is_null()).then(|| data(told.data, told.data_count)).transpose()?,
        })
    }
}

/// # Safety
/// `told` is as the header says.
unsafe fn snapshot(told: &abi::CallSnapshot) -> Result<CallSnapshot> {
    // SAFETY: the caller's promise.
    unsafe {
        let parties = list(told.parties, told.party_count);
        Ok(CallSnapshot {
            call: needed("call", call(told.call))?,
            state: choice("state", told.state)?,
            muted: told.muted != 0,
            info: info(&told.info)?,
            parties: parties
                .iter()
                .map(|party| needed("parties", dn("parties", *party)?))
                .collect::<Result<_>>()?,
            observer: dn("observer", told.observer)?,
        })
    }
}

/// # Safety
/// `told` is NULL or as the header says.
unsafe fn features(told: *const abi::Features) -> Result<Features> {
    // SAFETY: the caller's promise.
    unsafe {
        let Some(told) = told.as_ref() else { return Ok(Features::default()) };
        Ok(Features {
            do_not_disturb: told.do_not_disturb != 0,
            forwarding: forwarding(told.forward_when, dn("forward_to", told.forward_to)?)?,
            message_waiting: told.message_waiting != 0,
            monitors: dn("monitors", told.monitors)?,
        })
    }
}

/// # Safety
/// `event` is as the header says.
unsafe fn agent(event: &abi::Event) -> Result<AgentState> {
    Ok(match choice("agent_state", event.agent_state)? {
        AgentCode::LoggedOut => AgentState::LoggedOut,
        AgentCode::NotReady => {
            // SAFETY: the caller's promise.
            AgentState::NotReady { reason: unsafe { text("reason", event.reason) }? }
        }
        AgentCode::Ready => AgentState::Ready,
        AgentCode::AfterCallWork => AgentState::AfterCallWork,
    })
}

/// # Safety
/// `event` is as the header says.
unsafe fn denial(event: &abi::Event) -> Result<Denial> {
    Ok(Denial {
        reason: choice("denial", event.denial)?,
        code: (event.code != 0).then_some(event.code),
        // SAFETY: the caller's promise.
        text: needed("text", unsafe { text("text", event.text) }?)?,
    })
}

/// # Safety
/// `pairs` leads to so many.
unsafe fn data(pairs: *const abi::Pair, count: usize) -> Result<CallData> {
    // SAFETY: the caller's promise.
    unsafe {
        let pairs = list(pairs, count).iter();
        pairs
            .map(|pair| {
                let key = needed("data.key", text("data.key", pair.key)?)?;
                Ok((key, text("data.value", pair.value)?.unwrap_or_default()))
            })
            .collect()
    }
}

/// # Safety
/// `event` is as the header says.
unsafe fn dn_of_number(event: &abi::Event) -> Result<Option<Dn>> {
    // SAFETY: the caller's promise.
    unsafe { dn("number", event.number) }
}

/// # Safety
/// The text is NULL or ends with NUL.
unsafe fn dn(field: &'static str, given: abi::Text) -> Result<Option<Dn>> {
    // SAFETY: the caller's promise.
    let Some(text) = (unsafe { text(field, given) })? else { return Ok(None) };
    match Dn::new(&text) {
        Some(dn) => Ok(Some(dn)),
        None => Err(Broken::NotADn { field, text }),
    }
}

/// # Safety
/// The text is NULL or ends with NUL.
pub(crate) unsafe fn text(field: &'static str, text: abi::Text) -> Result<Option<String>> {
    if text.is_null() {
        return Ok(None);
    }
    // SAFETY: the caller's promise.
    let text = unsafe { CStr::from_ptr(text) }.to_str();
    text.map(|text| Some(text.to_owned())).map_err(|_not_utf8| Broken::NotUtf8(field))
}

/// # Safety
/// `first` is NULL or leads to so many, for as long as they are used.
unsafe fn list<'a, T>(first: *const T, count: usize) -> &'a [T] {
    if first.is_null() {
        return &[];
    }
    // SAFETY: the caller's promise.
    unsafe { slice::from_raw_parts(first, count) }
}

fn forwarding(when: u32, to: Option<Dn>) -> Result<Option<Forwarding>> {
    let Some(when) = optional("forward_when", when)? else { return Ok(None) };
    Ok(Some(Forwarding { when, to: needed("the number where calls go", to)? }))
}

fn call(key: u64) -> Option<CallKey> {
    (key != 0).then_some(CallKey(key))
}

fn needed<T>(field: &'static str, value: Option<T>) -> Result<T> {
    value.ok_or(Broken::Absent(field))
}

fn optional<C: Coded>(field: &'static str, code: u32) -> Result<Option<C>> {
    (code != 0).then(|| choice(field, code)).transpose()
}

fn choice<C: Coded>(field: &'static str, code: u32) -> Result<C> {
    C::from_code(code).ok_or(Broken::UnknownCode { field, code })
}
