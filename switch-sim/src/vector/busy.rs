//! `busy`: the caller hears the busy tone, then is dropped.

use crate::{
    call::ConnectionState,
    event::{Cause, Report},
    id::CallId,
    plant::DeviceKind,
    statistics::vdn::Leaving,
    switch::Switch,
    vector::{
        Command,
        feedback::Feedback,
        grammar::Parsed,
        log::VectorEvent,
        reference::Names,
        run::{Flow, Phase},
    },
};

pub(super) fn read<'t>(_: &Names, text: &'t str) -> Parsed<'t, Command> {
    Ok((text, Command::Busy))
}

impl Switch {
    /// Gives the busy tone for as long as the release does; the call leaves its queues. A caller who
    /// still hears the exchange hears ringback instead.
    pub(crate) fn busy_from_vector(&mut self, call: CallId) -> Flow {
        self.leave_vdn(call, Leaving::Busy);
        self.leave_vector_queues(call, None);
        if !self.waits_alone(call) {
            self.leave_vector(call);
            return Flow::Ended;
        }
        if self.vectoring(call).is_some_and(|vectoring| vectoring.exchange_rings) {
            self.note(call, VectorEvent::BusyUnheard);
        }
        self.let_hear(call, Feedback::Busy);
        let caller = self.calls.get(call).and_then(|call| call.parties.first());
        if let Some(party) = caller
            && party.state == ConnectionState::Initiated
            && self.plant.kind(party.device) == Some(DeviceKind::Extension)
        {
            let device = party.device;
            self.set_state(call, device, ConnectionState::Failed);
            self.report(Report::Failed { call, device, cause: Cause::Busy });
        }
        let span = self.vectors.site.release.facts().busy_tone;
        self.suspend(call, Phase::BusyTone, span)
    }
}
