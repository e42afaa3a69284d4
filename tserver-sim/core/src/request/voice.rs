//! What ThisDN does in a call beside speaking: redirect it, send tones, mute (PSDK T-Library
//! reference, `TRedirectCall`, `TSendDTMF`, `TSetMuteOn`, `TSetMuteOff`).

use switch_sim::{action::Action, id::Number, switch::Switch};
use tserver_wire::{AttributeId as A, MessageType as M};

use super::Ask;
use crate::{
    error::{Denial, ErrorKind},
    pending::Origin,
    server::TServerSim,
};

impl TServerSim {
    pub(super) fn redirect_call(
        &mut self,
        switch: &mut Switch,
        ask: Ask<'_>,
    ) -> Result<(), Denial> {
        let device = self.own_dn(ask)?;
        let call = self.own_call(ask, A::CONN_ID, device)?.id;
        let (to, dn) = ask.destination()?;
        let origin = Origin { to: Some(dn), ..self.origin(ask, device, M::EVENT_RELEASED) };
        self.act(switch, origin, Action::Deflect { device, call, to })?;
        Ok(())
    }

    pub(super) fn send_dtmf(&mut self, switch: &mut Switch, ask: Ask<'_>) -> Result<(), Denial> {
        let device = self.own_dn(ask)?;
        let call = self.own_call(ask, A::CONN_ID, device)?.id;
        let digits = ask.text(A::DTMF_DIGITS)?;
        let is_key = |c: char| c.is_ascii_digit() || matches!(c, '*' | '#');
        let digits = Number::new(digits).ok().filter(|_| digits.chars().all(is_key));
        let digits = digits.ok_or_else(|| {
            let text = "DTMFDigits are a few of 0 to 9, * and #";
            Denial::new(ErrorKind::InvalidAttribute, text)
        })?;
        let origin = self.origin(ask, device, M::EVENT_DTMF_SENT);
        self.act(switch, origin, Action::SendDigits { device, call, digits })?;
        Ok(())
    }

    /// Without a `ConnID` the call is the one in which `ThisDN` speaks.
    pub(super) fn set_mute(&mut self, switch: &mut Switch, ask: Ask<'_>) -> Result<(), Denial> {
        let device = self.own_dn(ask)?;
        let call = match ask.message.conn_id(A::CONN_ID) {
            Some(_) => self.own_call(ask, A::CONN_ID, device)?.id,
            None => self.speaking_call(device)?,
        };
        let (answer, action) = match ask.message.kind {
            M::REQUEST_SET_MUTE_ON => (M::EVENT_MUTE_ON, Action::Mute { device, call }),
            _ => (M::EVENT_MUTE_OFF, Action::Unmute { device, call }),
        };
        let origin = self.origin(ask, device, answer);
        self.act(switch, origin, action)?;
        Ok(())
    }
}
