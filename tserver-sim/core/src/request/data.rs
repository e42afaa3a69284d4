//! User data requests: the T-Server's own business, the switch does not know of them.

use switch_sim::id::DeviceId;
use tserver_wire::{AttributeId as A, DnRole, KvList, MessageType as M, RegisterMode};

use super::Ask;
use crate::{
    call::Face,
    error::{Denial, ErrorKind},
    event::CallEvent,
    server::TServerSim,
    user_data,
};

impl TServerSim {
    /// Attach, update, delete a pair, delete all. The changer need not be a party of the call.
    pub(super) fn change_user_data(&mut self, ask: Ask<'_>) -> Result<(), Denial> {
        let changer = self.changer(ask)?;
        let call = self.call_named(ask, A::CONN_ID)?;
        let (id, mut data) = (call.id, call.facts.data.clone());
        apply(ask, &mut data)?;
        self.require_fitting(&data)?;
        let third =
            ask.message.string(A::THIS_DN).map(|dn| Face { dn: dn.into(), role: DnRole::Unknown });
        let events = self.give_data(id, &data, third.as_ref());
        let Some(call) = self.calls.get(id) else { return Ok(()) };
        let party = changer.filter(|device| call.party(*device).is_some());
        let outside = CallEvent::outside(M::EVENT_ATTACHED_DATA_CHANGED, call).third(third);
        match party {
            Some(device) => {
                let answer = M::EVENT_ATTACHED_DATA_CHANGED;
                let request = self.pending.open(self.origin(ask, device, answer))?;
                self.current = Some(request);
                self.emit_all(events);
                self.current = None;
                drop(self.pending.close(request));
            }
            None => {
                self.emit_all(events);
                self.answer(ask, outside.draft(self.now).message);
            }
        }
        self.tell_followers();
        Ok(())
    }

    /// The number on whose behalf the data are changed. A client need not have registered it:
    /// a router or an IVR changes the data of calls that are not its own. Who only watches it
    /// may not.
    fn changer(&self, ask: Ask<'_>) -> Result<Option<DeviceId>, Denial> {
        if ask.message.get(A::THIS_DN).is_none() {
            return Ok(None);
        }
        let device = self.dn_named(ask, A::THIS_DN)?;
        match self.registrations.mode(device, ask.link) {
            Some(RegisterMode::Monitor) => self.own_dn(ask).map(Some),
            Some(RegisterMode::Share | RegisterMode::Private) => Ok(Some(device)),
            None => Ok(None),
        }
    }
}

/// Changes a list as the request asks.
fn apply(ask: Ask<'_>, data: &mut KvList) -> Result<(), Denial> {
    let pairs = || {
        ask.message.list(A::USER_DATA).ok_or_else(|| {
            let text = format!("{} needs UserData", ask.message.kind);
            Denial::new(ErrorKind::InvalidAttribute, text)
        })
    };
    match ask.message.kind {
        M::REQUEST_ATTACH_USER_DATA => user_data::attach(data, pairs()?),
        M::REQUEST_UPDATE_USER_DATA => user_data::update(data, pairs()?),
        M::REQUEST_DELETE_PAIR => {
            let pair = pairs()?.0.first().ok_or_else(|| {
                let text = "RequestDeletePair needs UserData with the key of one pair";
                Denial::new(ErrorKind::InvalidAttribute, text)
            })?;
            user_data::delete_pair(data, &pair.key);
        }
        _ => data.0.clear(),
    }
    Ok(())
}
