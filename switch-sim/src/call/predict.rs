//! Predictive calls: the person outside is called first, and a queue or routing point gets whoever
//! answers (ECMA-269 Make Predictive Call; T-Library `TMakePredictiveCall`).
//!
//! The group that the call is made for is its first party, `Initiated`, until the answer has been
//! classified: a person, and a machine unless it shall be dropped, goes where the group's calls
//! go; whatever else comes of it clears the group with the cause.

use crate::{
    action::{CallData, PredictiveWish, Refusal},
    agenda::AgendaKey,
    call::{
        ConnectionState, Party,
        route::{Attempt, Route},
    },
    event::{Cause, Report},
    feature::Way,
    id::{CallId, DeviceId, Number},
    personality::table::Predictive,
    plant::DeviceKind,
    q850::Q850,
    queue::Priority,
    switch::{Switch, Timer},
    world::{Answerer, WhenCalled},
};

/// What a predictive call is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Predicted {
    /// The queue or routing point.
    group: DeviceId,
    /// Whether an answering machine is dropped, not connected.
    drop_machines: bool,
}

impl Switch {
    /// Calls `to` for a queue or routing point; after `no_answer`, or the world's time, it is
    /// given up.
    pub(crate) fn predictive_call(
        &mut self,
        group: DeviceId,
        to: Number,
        wish: PredictiveWish,
        data: CallData,
    ) -> Result<CallId, Refusal> {
        if self.personality.outbound_predictive == Predictive::None {
            return Err(Refusal::Unsupported("it calls for no dialer"));
        }
        match self.plant.kind(group) {
            Some(DeviceKind::Queue | DeviceKind::RoutingPoint) => {}
            Some(DeviceKind::Extension | DeviceKind::VirtualQueue | DeviceKind::Circuit { .. })
            | None => return Err(Refusal::WrongDevice),
        }
        let Ok(route @ Route::Outside(_)) = self.route(&to) else {
            return Err(Refusal::InvalidNumber(to));
        };
        self.require_room(&data)?;
        let call = self.calls.begin(to.clone(), None, self.now);
        let mut party = Party::new(group, ConnectionState::originate, self.number_of(group));
        let end = self.now + wish.no_answer.unwrap_or(self.predictive_rules.no_answer);
        party.timer = Some(self.agenda.schedule(end, Timer::Predictive { call, group }));
        let drop_machines = wish.drop_machines.unwrap_or(self.predictive_rules.drop_machines);
        let classifying = self.calls.iter().filter(|call| call.predicted.is_some()).count();
        if let Some(entry) = self.calls.get_mut(call) {
            entry.predicted = Some(Predicted { group, drop_machines });
            entry.parties.push(party);
        }
        let called = to.clone();
        self.report(Report::Originated {
            call,
            device: group,
            calling: None,
            called,
            consult_of: None,
            data,
        });
        if classifying >= self.predictive_rules.classifiers {
            self.give_prediction_up(call, group, Cause::Network(Q850::ResourceUnavailable));
            return Ok(call);
        }
        let admitted = self.admits_or_counts(route, Some(call));
        match admitted.map(|()| self.seize(route)) {
            Ok(Some(target)) => {
                self.reach(
                    Attempt { call, way: Way::direct(route, to), from: group, transfer: false },
                    target,
                );
            }
            Ok(None) => self.give_prediction_up(call, group, Cause::TrunksBusy),
            Err(cause) => self.give_prediction_up(call, group, cause),
        }
        Ok(call)
    }

    /// The group that waits for an answer to be classified.
    pub(crate) fn predicting_group(&self, call: CallId) -> Option<DeviceId> {
        Some(self.calls.get(call)?.predicted?.group)
    }

    /// Somebody or something has answered: it is found out what, which may take a while.
    pub(crate) fn detect_answer(&mut self, call: CallId, circuit: DeviceId, group: DeviceId) {
        let Some(party) = self.party_mut(call, circuit) else { return };
        let Some(state) = party.state.answer() else { return };
        party.state = state;
        let timers = [party.timer.take(), self.take_timer(call, group)];
        for timer in timers.into_iter().flatten() {
            self.agenda.cancel(timer);
        }
        self.note_activity(circuit);
        self.report(Report::AnswerDetected { call, device: circuit });
        let rules = &self.predictive_rules;
        let span = self.rng.between(rules.detects, rules.detects_at_most);
        if span.is_zero() {
            return self.classify(call, group);
        }
        let timer = self.agenda.schedule(self.now + span, Timer::Predictive { call, group });
        if let Some(party) = self.party_mut(call, group) {
            party.timer = Some(timer);
        }
    }

    /// The time is up: nobody has answered, or it is known who has.
    pub(crate) fn continue_prediction(&mut self, call: CallId, group: DeviceId) {
        self.take_timer(call, group);
        let answered = self.calls.get(call).into_iter().flat_map(|call| &call.parties);
        if answered.clone().any(|party| party.state == ConnectionState::Connected) {
            self.classify(call, group);
            return;
        }
        let circuit = answered.map(|party| party.device).find(|&device| device != group);
        if let Some(circuit) = circuit {
            self.clear(call, circuit, Cause::CallNotAnswered, None);
        }
        self.give_prediction_up(call, group, Cause::CallNotAnswered);
    }

    fn classify(&mut self, call: CallId, group: DeviceId) {
        let Some(entry) = self.calls.get_mut(call) else { return };
        let Some(Predicted { drop_machines, .. }) = entry.predicted.take() else { return };
        let answerer = match self.plant.when_called(&entry.called) {
            WhenCalled::Answers { answerer, .. } => answerer,
            WhenCalled::Rings | WhenCalled::Clears { .. } => Answerer::Person,
        };
        self.report(Report::Classified { call, group, answerer });
        match answerer {
            Answerer::Person => self.hand_to_group(call, group),
            Answerer::Machine if !drop_machines => self.hand_to_group(call, group),
            Answerer::Machine => self.give_prediction_up(call, group, Cause::AnsweringMachine),
            Answerer::Fax => {
                let cause = Cause::Network(Q850::IncompatibleDestination);
                self.give_prediction_up(call, group, cause);
            }
        }
    }

    /// The call goes where the group's calls go.
    fn hand_to_group(&mut self, call: CallId, group: DeviceId) {
        let is_queue = self.plant.kind(group) == Some(DeviceKind::Queue);
        let route = if is_queue { Route::Queue(group) } else { Route::Point(group) };
        let place = self.calls.get_mut(call).and_then(|entry| {
            let place = entry.parties.iter().position(|party| party.device == group)?;
            Some((place, entry.parties.remove(place)))
        });
        let Some((place, party)) = place else { return };
        if let Err(cause) = self.admits_or_counts(route, Some(call)) {
            if let Some(entry) = self.calls.get_mut(call) {
                entry.parties.insert(place, party);
            }
            return self.give_prediction_up(call, group, cause);
        }
        if is_queue {
            self.enqueue(call, group, Priority::default());
        } else {
            self.ask_for_route(call, group);
        }
    }

    /// Nothing comes of the call: the group hears why, and whoever is there is cleared.
    pub(crate) fn give_prediction_up(&mut self, call: CallId, group: DeviceId, cause: Cause) {
        self.clear(call, group, cause, None);
        self.end_with(call, cause);
    }

    fn take_timer(&mut self, call: CallId, device: DeviceId) -> Option<AgendaKey> {
        self.party_mut(call, device)?.timer.take()
    }
}
