//! Settings of a number: do-not-disturb, forwarding, the message lamp (PSDK T-Library reference,
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
            M::REQUEST_CALL_FORWARD_SET => {
                (M::EVENT_FORWARD_SET, Setting::Forwarding(Some(forwarding(ask)?)))
            }
            M::REQUEST_CALL_FORWARD_CANCEL => (M::EVENT_FORWARD_CANCEL, Setting::Forwarding(None)),
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

/// What `TCallSetForward` asks for; without a mode, every call is forwarded.
fn forwarding(ask: Ask<'_>) -> Result<Forwarding, Denial> {
    let (to, _) = ask.destination()?;
    let mode = match ask.message.integer(A::FORWARD_MODE) {
        None => Some(ForwardMode::Unconditional),
        Some(code) => ForwardMode::from_code(code),
    };
    let when = match mode {
        Some(ForwardMode::Unconditional) => ForwardWhen::Always,
        Some(ForwardMode::OnBusy) => ForwardWhen::Busy,
        Some(ForwardMode::OnNoAnswer) => ForwardWhen::NoAnswer,
        Some(ForwardMode::OnBusyAndNoAnswer | ForwardMode::SendAllCalls | ForwardMode::None) => {
            let text =
                "Unsupported operation: the switch forwards all calls, busy or unanswered ones";
            return Err(Denial::new(ErrorKind::Unsupported, text));
        }
        None => {
            let text = "ForwardMode is not one of 0 to 5";
            return Err(Denial::new(ErrorKind::InvalidAttribute, text));
        }
    };
    Ok(Forwarding { when, to })
}
