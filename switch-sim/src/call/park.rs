//! Park: a call waits at the number of a telephone, with nobody there, until some telephone takes it back
//! (ECMA-269 Park Call; Avaya call park and answer back).

use std::collections::btree_map::Entry;

use crate::{
    action::Refusal,
    agenda::AgendaKey,
    call::{ConnectionState, route::Route},
    event::Report,
    feature::Origin,
    id::{CallId, DeviceId, Number},
    switch::{Switch, Timer},
    time::SimTime,
};

/// Where a call is parked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parked {
    /// The telephone at whose number it waits.
    at: DeviceId,
    /// Who has parked it, and gets it back when nobody takes it.
    by: DeviceId,
    since: SimTime,
    /// When it goes back.
    timer: AgendaKey,
}

impl Switch {
    /// The telephone at whose number a call is parked.
    pub fn parked_at(&self, call: CallId) -> Option<DeviceId> {
        self.parked.get(&call).map(|parked| parked.at)
    }

    /// Leaves a call at the number `at` of a telephone, or at the device's own.
    pub(crate) fn park_call(
        &mut self,
        device: DeviceId,
        call: CallId,
        at: Option<Number>,
    ) -> Result<(), Refusal> {
        self.require_extension(device)?;
        let state = self.connection(device, call)?;
        if state != ConnectionState::Connected {
            return Err(Refusal::WrongState { state, needed: "connected" });
        }
        self.require_no_observer(device, call)?;
        if !self.is_through_beside(call, device) {
            return Err(Refusal::WrongState { state, needed: "connected to somebody" });
        }
        let at = at.map_or(Ok(device), |number| self.telephone(&number))?;
        let (by, since, timer) = (device, self.now, self.limit_parking(call));
        if let Some(before) = self.parked.insert(call, Parked { at, by, since, timer }) {
            self.agenda.cancel(before.timer);
        }
        self.remove_party(call, device);
        self.report(Report::Parked { call, device, at });
        Ok(())
    }

    /// Takes the call back that has been parked longest at the number `at`, or at the device's own.
    pub(crate) fn unpark(
        &mut self,
        device: DeviceId,
        at: Option<Number>,
    ) -> Result<CallId, Refusal> {
        self.require_extension(device)?;
        let at = at.map_or(Ok(device), |number| self.telephone(&number))?;
        let waiting = self.parked.iter().filter(|(_, parked)| parked.at == at);
        let longest = waiting.min_by_key(|(call, parked)| (parked.since, **call));
        let call = longest.map(|(call, _)| *call).ok_or(Refusal::NothingParked(at))?;
        if self.connection(device, call).is_ok() {
            return Err(Refusal::DeviceBusy(call));
        }
        if self.is_full(call) {
            return Err(Refusal::ConferenceFull { limit: self.conference_limit });
        }
        self.require_line(device)?;
        if let Some(other) = self.occupied_by(device, None) {
            self.clear_the_line(device, other)?;
        }
        if let Some(by) = self.leave_parking(call, device) {
            self.ring(call, device, Some(by), None);
            self.establish(call, device);
        }
        Ok(call)
    }

    /// Nobody has taken the call: it rings at the telephone that has parked it. One that takes no call
    /// gets it later.
    pub(crate) fn return_parked(&mut self, call: CallId) {
        let Some(by) = self.parked.get(&call).map(|parked| parked.by) else { return };
        if self.admits(Route::Extension(by), Some(call)).is_err() || self.is_full(call) {
            let timer = self.limit_parking(call);
            if let Some(parked) = self.parked.get_mut(&call) {
                parked.timer = timer;
            }
            return;
        }
        self.leave_parking(call, by);
        self.ring(call, by, Some(by), Some(Origin { principal: by, next_point: None }));
    }

    /// A call that is parked has become part of another one, or has ended.
    pub(crate) fn move_parked(&mut self, call: CallId, into: Option<CallId>) {
        let Some(parked) = self.parked.remove(&call) else { return };
        match into.map(|into| (into, self.parked.entry(into))) {
            Some((into, Entry::Vacant(place))) => {
                place.insert(parked);
                if let Some(timer) = self.agenda.get_mut(parked.timer) {
                    *timer = Timer::ParkLimit { call: into };
                }
            }
            Some((_, Entry::Occupied(_))) | None => {
                self.agenda.cancel(parked.timer);
            }
        }
    }

    fn limit_parking(&mut self, call: CallId) -> AgendaKey {
        self.agenda.schedule(self.now + self.park_limit, Timer::ParkLimit { call })
    }

    /// The call goes to a telephone; who has parked it.
    fn leave_parking(&mut self, call: CallId, device: DeviceId) -> Option<DeviceId> {
        let Parked { at, by, timer, .. } = self.parked.remove(&call)?;
        self.agenda.cancel(timer);
        self.report(Report::Unparked { call, device, at });
        Some(by)
    }
}
