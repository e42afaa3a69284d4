//! Digits: who hears the keys that a party presses (ECMA-269 Generate Digits).

use crate::{
    call::{ConnectionState, Party},
    id::{CallId, DeviceId},
    limits,
    switch::Switch,
};

impl Switch {
    /// Lets everybody else who is connected hear a party's keys; whoever has put the call aside
    /// does not.
    pub(crate) fn let_others_hear(&mut self, device: DeviceId, call: CallId, keys: &str) {
        let parties = self.calls.get_mut(call).map(|call| call.parties.as_mut_slice());
        let listening = |party: &&mut Party| {
            party.device != device && party.state == ConnectionState::Connected
        };
        for party in parties.unwrap_or_default().iter_mut().filter(listening) {
            party.heard.push_str(keys);
            let surplus = party.heard.len().saturating_sub(limits::DIGITS);
            drop(party.heard.drain(..surplus));
        }
    }
}
