//! Answer: an alerting device takes the call (ECMA-269 Answer Call).

use crate::{
    action::Refusal,
    event::{Cause, Report},
    id::{CallId, DeviceId},
    switch::Switch,
};

impl Switch {
    /// Answers at a telephone without another call in progress, or for somebody outside.
    pub(crate) fn answer(&mut self, device: DeviceId, call: CallId) -> Result<(), Refusal> {
        self.require_person(device)?;
        let state = self.connection(device, call)?;
        if state.answer().is_none() {
            return Err(Refusal::WrongState { state, needed: "alerting" });
        }
        if let Some(other) = self.occupied_by(device, Some(call)) {
            self.clear_the_line(device, other)?;
        }
        self.establish(call, device);
        Ok(())
    }

    /// Connects the alerting device, and with it whoever called.
    pub(crate) fn establish(&mut self, call: CallId, device: DeviceId) {
        if let Some(group) = self.predicting_group(call) {
            return self.detect_answer(call, device, group);
        }
        self.stop_hunting(call, device, Cause::AnsweredElsewhere);
        self.leave_queue_for(call, device);
        let Some(entry) = self.calls.get_mut(call) else { return };
        let mut caller = None;
        for party in &mut entry.parties {
            if let Some(state) = party.state.connect() {
                party.state = state;
                caller = Some(party.device);
            }
        }
        let Some(party) = entry.party_mut(device) else { return };
        let Some(state) = party.state.answer() else { return };
        party.state = state;
        let (timer, queue) = (party.timer.take(), party.queue);
        let (since, priority) = (party.queued_since, party.priority);
        if let Some(timer) = timer {
            self.agenda.cancel(timer);
        }
        self.refresh_availability(device);
        self.refresh_parties(call);
        self.report(Report::Established { call, device });
        if let Some(queue) = queue {
            self.count_answered(queue, device, since, priority);
            self.note_answer(call, queue, since);
            self.tell_machine(call, device);
            self.work_on(device, queue, call);
        }
        for connected in caller.into_iter().chain([device]) {
            self.observe(call, connected);
        }
    }
}
