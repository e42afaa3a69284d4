//! Settings of a number: do-not-disturb, forwarding, send-all-calls, the message lamp (PSDK T-Library reference,
//! `TSetDNDOn`, `TCallSetForward`, `TSetMessageWaitingOn` and their neighbours).

use switch_sim::{
    action::Action,
    feature::{ForwardWhen, Forwarding, Setting},
    switch::Switch,
};
use tserver_wire::{AttributeId as A, ForwardMode, MessageType as M};

use super::Ask;
use crate::{
    error::{Denial, ErrorKind},
    server::TServerSim,
};

impl TServerSim {
    /// Changes one setting of `ThisDN`.
    pub(super) fn set_feature(&mut self, switch: &mut Switch, ask: Ask<'_>) -> Result<(), Denial> {
        let device = self.own_dn(ask)?;
        let (answer, setting) = match ask.message.kind {
            M::REQUEST_SET_DND_ON => (M::EVENT_DND_ON, Setting::DoNotDisturb(true)),
            M::REQUEST_SET_DND_OFF => (M::EVENT_DND_OFF, Setting::DoNotDisturb(false)),
            M::REQUEST_CALL_FORWARD_SET => (M::EVENT_FORWARD_SET, forwarding(ask)?),
            M::REQUEST_CALL_FORWARD_CANCEL => (M::EVENT_FORWARD_CANCEL, cancelling(ask)?),
            M::REQUEST_SET_MESSAGE_WAITING_ON => {
                (M::EVENT_MESSAGE_WAITING_ON, Setting::MessageWaiting(true))
            }
            _ => (M::EVENT_MESSAGE_WAITING_OFF, Setting::MessageWaiting(false)),
        };
        let origin = self.origin(ask, device, answer);
        self.act(switch, origin, Action::Set { device, setting })?;
        Ok(())
    }
}

/// What `TCallSetForward` asks for; without a mode, every call is forwarded. `SendAllCalls` needs no
/// destination: the telephone's coverage path has it.
fn forwarding(ask: Ask<'_>) -> Result<Setting, Denial> {
    let mode = mode(ask)?.unwrap_or(ForwardMode::Unconditional);
    if mode == ForwardMode::SendAllCalls {
        return Ok(Setting::SendAllCalls(true));
    }
    let (to, _) = ask.destination()?;
    let when = match mode {
        ForwardMode::Unconditional => ForwardWhen::Always,
        ForwardMode::OnBusy => ForwardWhen::Busy,
        ForwardMode::OnNoAnswer => ForwardWhen::NoAnswer,
        ForwardMode::OnBusyAndNoAnswer | ForwardMode::SendAllCalls | ForwardMode::None => {
            let text =
                "Unsupported operation: the switch forwards all calls, busy or unanswered ones";
            return Err(Denial::new(ErrorKind::Unsupported, text));
        }
    };
    Ok(Setting::Forwarding(Some(Forwarding { when, to })))
}

/// What `TCallCancelForward` ends: send-all-calls if its mode says so, otherwise forwarding.
fn cancelling(ask: Ask<'_>) -> Result<Setting, Denial> {
    let sends_all = mode(ask)? == Some(ForwardMode::SendAllCalls);
    Ok(if sends_all { Setting::SendAllCalls(false) } else { Setting::Forwarding(None) })
}

fn mode(ask: Ask<'_>) -> Result<Option<ForwardMode>, Denial> {
    let Some(code) = ask.message.integer(A::FORWARD_MODE) else { return Ok(None) };
    let text = "ForwardMode is not one of 0 to 5";
    let mode = ForwardMode::from_code(code);
    mode.map(Some).ok_or_else(|| Denial::new(ErrorKind::InvalidAttribute, text))
}
