//! The number that each call has dialled (DNIS), for events that do not say it.
//!
//! Not every event about a call carries DNIS: who is brought into a call by a transfer or a conference
//! hears of it by `EventPartyChanged`, which does not. What other devices were told of the call fills it in.

use std::collections::{BTreeMap, VecDeque};

use gateway_core::{
    id::{CallKey, Dn},
    middleware::Event,
};

use crate::limits;

/// The numbers dialled, of the calls last heard of.
#[derive(Debug, Default)]
pub(crate) struct Dialled {
    numbers: BTreeMap<CallKey, Dn>,
    /// In the order in which their numbers were first heard.
    order: VecDeque<CallKey>,
}

impl Dialled {
    /// Notes what an event says of its call, or says what it does not.
    pub(crate) fn complete(&mut self, event: &mut Event) {
        let Event::Call { call, info, .. } = event else { return };
        let Some(dnis) = &info.dnis else {
            info.dnis = self.numbers.get(call).cloned();
            return;
        };
        if self.numbers.insert(*call, dnis.clone()).is_none() {
            self.order.push_back(*call);
        }
        if self.order.len() > limits::DIALLED_CALLS
            && let Some(oldest) = self.order.pop_front()
        {
            self.numbers.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use gateway_core::middleware::{CallChange, CallInfo};

    use super::*;

    #[test]
    fn what_one_device_was_told_another_is() {
        let mut dialled = Dialled::default();
        assert_eq!(heard(&mut dialled, 1, None), None);
        assert_eq!(heard(&mut dialled, 1, Some("8010")), Dn::new("8010"));
        assert_eq!(heard(&mut dialled, 2, None), None);
        assert_eq!(heard(&mut dialled, 1, None), Dn::new("8010"));
    }

    #[test]
    fn the_oldest_are_forgotten() {
        let mut dialled = Dialled::default();
        let calls = limits::DIALLED_CALLS as u64;
        for call in 0..=calls {
            heard(&mut dialled, call, Some("8010"));
            heard(&mut dialled, call, Some("8010"));
        }
        assert_eq!(heard(&mut dialled, 0, None), None);
        assert_eq!(heard(&mut dialled, 1, None), Dn::new("8010"));
        assert_eq!(dialled.numbers.len(), limits::DIALLED_CALLS);
    }

    /// The number that an event has in the end.
    fn heard(dialled: &mut Dialled, call: u64, dnis: Option<&str>) -> Option<Dn> {
        let mut event = Event::Call {
            dn: Dn::new("2001").unwrap(),
            call: CallKey(call),
            change: CallChange::Established,
            info: CallInfo { dnis: dnis.and_then(Dn::new), ..CallInfo::default() },
            command: None,
        };
        dialled.complete(&mut event);
        let Event::Call { info, .. } = event else { return None };
        info.dnis
    }
}
