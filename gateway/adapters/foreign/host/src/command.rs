//! Commands as the header has them.

use std::{
    ffi::{CString, NulError},
    ptr,
};

use gateway_core::middleware::{Command, Forwarding, Order, Setting};
use thiserror::Error;

use crate::abi::{self, Coded as _, OrderCode};

/// A command, and everything that its pointers lead to.
pub(crate) struct Handed {
    pub(crate) command: abi::Command,
    _held: Held,
}

/// A command that the header has no way to write.
#[derive(Debug, Error)]
#[error("a text with a NUL character cannot be handed to a library: {0}")]
pub(crate) struct Unfit(#[from] NulError);

/// Writes a command down for a library.
pub(crate) fn hand_over(command: &Command) -> Result<Handed, Unfit> {
    let mut held = Held::default();
    let dn = held.text(command.dn.as_str())?;
    let mut written = abi::Command { id: command.id.0, dn, ..EMPTY };
    written.order = fill(&mut written, &mut held, &command.order)?.code();
    (written.texts, written.text_count) = held.list();
    (written.data, written.data_count) = held.pairs();
    Ok(Handed { command: written, _held: held })
}

#[expect(clippy::too_many_lines, reason = "one arm per order: a table")]
fn fill(to: &mut abi::Command, held: &mut Held, order: &Order) -> Result<OrderCode, Unfit> {
    use OrderCode as O;
    Ok(match order {
        Order::Register => O::Register,
        Order::Unregister => O::Unregister,
        Order::LogOn { agent, password, queues } => {
            to.agent = held.text(agent)?;
            to.password = held.optional(password.as_ref().map(|secret| secret.reveal()))?;
            for queue in queues {
                held.listed(queue.as_str())?;
            }
            O::LogOn
        }
        Order::LogOff => O::LogOff,
        Order::SetReady => O::SetReady,
        Order::SetNotReady { reason } => {
            to.reason = held.optional(reason.as_deref())?;
            O::SetNotReady
        }
        Order::MakeCall { to: number, data } => {
            to.number = held.text(number.as_str())?;
            held.data(data)?;
            O::MakeCall
        }
        Order::Answer { call } => one(to, call.0, O::Answer),
        Order::Release { call } => one(to, call.0, O::Release),
        Order::Hold { call } => one(to, call.0, O::Hold),
        Order::Retrieve { call } => one(to, call.0, O::Retrieve),
        Order::Alternate { held, active } => two(to, (held.0, active.0), O::Alternate),
        Order::Consult { call, to: number, purpose, data } => {
            to.number = held.text(number.as_str())?;
            to.purpose = purpose.code();
            held.data(data)?;
            one(to, call.0, O::Consult)
        }
        Order::CompleteTransfer { held, active } => {
            two(to, (held.0, active.0), O::CompleteTransfer)
        }
        Order::CompleteConference { held, active } => {
            two(to, (held.0, active.0), O::CompleteConference)
        }
        Order::Reconnect { held, active } => two(to, (held.0, active.0), O::Reconnect),
        Order::BlindTransfer { call, to: number, data } => {
            to.number = held.text(number.as_str())?;
            held.data(data)?;
            one(to, call.0, O::BlindTransfer)
        }
        Order::RemoveParty { call, party } => {
            to.number = held.text(party.as_str())?;
            one(to, call.0, O::RemoveParty)
        }
        Order::Redirect { call, to: number } => {
            to.number = held.text(number.as_str())?;
            one(to, call.0, O::Redirect)
        }
        Order::SendDigits { call, digits } => {
            to.digits = held.text(digits)?;
            one(to, call.0, O::SendDigits)
        }
        Order::Mute { call } => one(to, call.0, O::Mute),
        Order::Unmute { call } => one(to, call.0, O::Unmute),
        Order::Set(setting) => set(to, held, setting)?,
        Order::Monitor { agent, mode, scope } => {
            to.number = held.text(agent.as_str())?;
            (to.monitor_mode, to.monitor_scope) = (mode.code(), scope.code());
            O::Monitor
        }
        Order::CancelMonitoring { agent } => {
            to.number = held.text(agent.as_str())?;
            O::CancelMonitoring
        }
        Order::UpdateData { call, data } => {
            held.data(data)?;
            one(to, call.0, O::UpdateData)
        }
        Order::DeleteData { call, keys } => {
            for key in keys {
                held.listed(key)?;
            }
            one(to, call.0, O::DeleteData)
        }
    })
}

fn set(to: &mut abi::Command, held: &mut Held, setting: &Setting) -> Result<OrderCode, Unfit> {
    Ok(match setting {
        Setting::DoNotDisturb(on) => {
            to.on = u32::from(*on);
            OrderCode::SetDoNotDisturb
        }
        Setting::Forwarding(forwarding) => {
            if let Some(Forwarding { when, to: number }) = forwarding {
                to.forward_when = when.code();
                to.number = held.text(number.as_str())?;
            }
            OrderCode::SetForwarding
        }
        Setting::MessageWaiting(on) => {
            to.on = u32::from(*on);
            OrderCode::SetMessageWaiting
        }
    })
}

fn one(to: &mut abi::Command, call: u64, order: OrderCode) -> OrderCode {
    to.call = call;
    order
}

fn two(to: &mut abi::Command, (held, active): (u64, u64), order: OrderCode) -> OrderCode {
    (to.call, to.active) = (held, active);
    order
}

/// What pointers lead to; it stays where it is while this value moves.
#[derive(Default)]
pub(crate) struct Held {
    texts: Vec<CString>,
    list: Vec<abi::Text>,
    pairs: Vec<abi::Pair>,
}

impl Held {
    fn text(&mut self, text: &str) -> Result<abi::Text, Unfit> {
        let text = CString::new(text)?;
        let pointer = text.as_ptr();
        self.texts.push(text);
        Ok(pointer)
    }

    fn optional(&mut self, text: Option<&str>) -> Result<abi::Text, Unfit> {
        text.map_or(Ok(ptr::null()), |text| self.text(text))
    }

    fn listed(&mut self, text: &str) -> Result<(), Unfit> {
        let text = self.text(text)?;
        self.list.push(text);
        Ok(())
    }

    /// Adds a pair to [`Self::pairs`].
    pub(crate) fn pair(&mut self, key: &str, value: &str) -> Result<(), Unfit> {
        let (key, value) = (self.text(key)?, self.text(value)?);
        self.pairs.push(abi::Pair { key, value });
        Ok(())
    }

    fn data(&mut self, data: &[(String, String)]) -> Result<(), Unfit> {
        data.iter().try_for_each(|(key, value)| self.pair(key, value))
    }

    fn list(&self) -> (*const abi::Text, usize) {
        (self.list.as_ptr(), self.list.len())
    }

    /// The pairs so far, and how many.
    pub(crate) fn pairs(&self) -> (*const abi::Pair, usize) {
        (self.pairs.as_ptr(), self.pairs.len())
    }
}

const EMPTY: abi::Command = abi::Command {
    id: 0,
    dn: ptr::null(),
    order: 0,
    purpose: 0,
    monitor_mode: 0,
    monitor_scope: 0,
    forward_when: 0,
    on: 0,
    call: 0,
    active: 0,
    number: ptr::null(),
    agent: ptr::null(),
    password: ptr::null(),
    reason: ptr::null(),
    digits: ptr::null(),
    texts: ptr::null(),
    text_count: 0,
    data: ptr::null(),
    data_count: 0,
};
