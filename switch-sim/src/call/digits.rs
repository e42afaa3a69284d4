//! Digits: who hears the keys that a party presses (ECMA-269 Generate Digits).

use crate::{
    call::Party,
    id::{CallId, DeviceId},
    limits,
    switch::Switch,
};

impl Switch {
    /// Lets everybody else who is connected hear a party's keys; whoever has put the call aside,
    /// was set aside, or may not hear an observer, does not.
    pub(crate) fn let_others_hear(&mut self, device: DeviceId, call: CallId, keys: &str) {
        let Some(entry) = self.calls.get_mut(call) else { return };
        let Some(place) = entry.parties.iter().position(|party| party.device == device) else {
            return;
        };
        let (before, rest) = entry.parties.split_at_mut(place);
        let Some((sender, after)) = rest.split_first_mut() else { return };
        let listening = |party: &&mut Party| sender.reaches(party);
        for party in before.iter_mut().chain(after).filter(listening) {
            party.heard.push_str(keys);
            let surplus = party.heard.len().saturating_sub(limits::DIGITS);
            drop(party.heard.drain(..surplus));
        }
    }
}
