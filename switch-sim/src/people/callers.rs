//! Callers: they dial, wait as long as their patience lasts, talk, hang up, and may call again.

use std::time::Duration;

use crate::{
    action::Action,
    agenda::AgendaKey,
    call::ConnectionState,
    id::{CallId, DeviceId},
    people::{
        Habit, People,
        distribution::{exponential, whole_milliseconds},
    },
    switch::Switch,
    time::SimTime,
    world::{Arrivals, Distribution, Traffic},
};

/// Somebody outside who called by themselves, at the circuit that stands for them.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    traffic: usize,
    /// How often this caller has got no answer before.
    attempts: u32,
    /// How long the caller will talk; drawn before the call, so that it does not depend on what
    /// the switch does.
    talks: Option<Duration>,
    answered: bool,
    timer: Option<AgendaKey>,
}

impl People {
    /// The first calls of a traffic.
    pub(crate) fn begin(&mut self, traffic: usize) {
        let sources = match self.streams.get(traffic).map(|stream| &stream.traffic.arrivals) {
            Some(Arrivals::Sources { sources, .. }) => *sources,
            Some(Arrivals::Rate { .. } | Arrivals::Profile { .. }) => {
                self.schedule_next(traffic);
                return;
            }
            None => return,
        };
        for _ in 0..sources {
            self.schedule_source(traffic, SimTime::ZERO);
        }
    }

    /// Puts the next call of an open stream down.
    fn schedule_next(&mut self, traffic: usize) {
        let Some(stream) = self.streams.get_mut(traffic) else { return };
        if let Some(at) = stream.clock.next(&stream.traffic.arrivals, &mut stream.rng) {
            self.agenda.schedule(at, Habit::Dials { traffic, attempts: 0 });
        }
    }

    /// One of the sources of a closed stream is without a call: when it calls again.
    fn schedule_source(&mut self, traffic: usize, now: SimTime) {
        let Some(stream) = self.streams.get_mut(traffic) else { return };
        let Arrivals::Sources { per_second, .. } = stream.traffic.arrivals else { return };
        let idle = exponential(&mut stream.rng) / per_second;
        self.agenda.schedule(now + whole_milliseconds(idle), Habit::Dials { traffic, attempts: 0 });
    }

    /// A caller's attempt has ended; whether and when another one follows.
    fn schedule_after(&mut self, caller: &Caller, answered: bool, now: SimTime) {
        let Some(stream) = self.streams.get_mut(caller.traffic) else { return };
        if let Arrivals::Sources { .. } = stream.traffic.arrivals {
            self.schedule_source(caller.traffic, now);
            return;
        }
        let Some(redial) = &stream.traffic.redial else { return };
        if answered || caller.attempts >= redial.at_most || stream.rng.unit() >= redial.chance {
            return;
        }
        let at = now + redial.after.draw(&mut stream.rng);
        let attempts = caller.attempts + 1;
        self.agenda.schedule(at, Habit::Dials { traffic: caller.traffic, attempts });
    }

    fn caller(&mut self, circuit: DeviceId) -> Option<&mut Caller> {
        let place = circuit.index().checked_sub(self.first_circuit)?;
        self.callers.get_mut(place)?.as_mut()
    }

    /// Replaces what a caller is going to do.
    fn decide(&mut self, circuit: DeviceId, next: Option<(SimTime, Habit)>) {
        let key = next.map(|(at, habit)| self.agenda.schedule(at, habit));
        let Some(caller) = self.caller(circuit) else { return };
        let old = std::mem::replace(&mut caller.timer, key);
        if let Some(old) = old {
            self.agenda.cancel(old);
        }
    }

    fn draw(&mut self, traffic: usize, which: Which) -> Option<Duration> {
        let stream = self.streams.get_mut(traffic)?;
        which(&stream.traffic).map(|law| law.draw(&mut stream.rng))
    }
}

/// One of the distributions of a traffic.
type Which = fn(&Traffic) -> Option<&Distribution>;

impl Switch {
    /// A caller dials. Who finds everything taken hears it at once.
    pub(crate) fn dials(&mut self, traffic: usize, attempts: u32) {
        let Some(people) = &mut self.people else { return };
        if attempts == 0 {
            people.schedule_next(traffic);
        }
        let Some(stream) = people.streams.get_mut(traffic) else { return };
        let patience = stream.traffic.patience.as_ref().map(|law| law.draw(&mut stream.rng));
        let talks = stream.traffic.talks.as_ref().map(|law| law.draw(&mut stream.rng));
        let caller = Caller { traffic, attempts, talks, answered: false, timer: None };
        let action = Action::Arrive {
            group: stream.group,
            calling: stream.calling.clone(),
            called: stream.to.clone(),
            data: Vec::new(),
        };
        let arrived = self.handle_action(action).ok().and_then(|accepted| accepted.call);
        let now = self.now;
        let circuit = arrived
            .and_then(|call| self.calls.get(call))
            .and_then(|call| call.parties.first())
            .map(|party| party.device);
        let Some(people) = &mut self.people else { return };
        let Some(circuit) = circuit else {
            people.schedule_after(&caller, false, now);
            return;
        };
        let place = circuit.index().checked_sub(people.first_circuit);
        if let Some(place) = place.and_then(|place| people.callers.get_mut(place)) {
            *place = Some(caller);
        }
        let give_up = patience.map(|patience| (now + patience, Habit::GivesUp { circuit }));
        people.decide(circuit, give_up);
    }

    /// A caller whose patience has ended hangs up, unless somebody has answered.
    pub(crate) fn gives_up(&mut self, circuit: DeviceId) {
        let caller = self.people.as_mut().and_then(|people| people.caller(circuit));
        if let Some(caller) = caller
            && !caller.answered
        {
            caller.timer = None;
            self.leaves(circuit);
        }
    }

    /// A caller who has said everything hangs up; one who is on hold waits to say goodbye.
    pub(crate) fn ends_talk(&mut self, circuit: DeviceId) {
        let caller = self.people.as_mut().and_then(|people| people.caller(circuit));
        let Some(caller) = caller else { return };
        caller.timer = None;
        let Some(&call) = self.at.of(circuit).first() else { return };
        let mut parties = self.calls.get(call).into_iter().flat_map(|call| &call.parties);
        if parties.any(|party| party.state == ConnectionState::Held) {
            let again = self.now + ON_HOLD;
            if let Some(people) = &mut self.people {
                people.decide(circuit, Some((again, Habit::EndsTalk { circuit })));
            }
            return;
        }
        self.leaves(circuit);
    }

    /// A call is answered: its callers talk.
    pub(crate) fn hear_talk(&mut self, call: CallId, of_agent: Option<Duration>) -> bool {
        let now = self.now;
        let (Some(people), Some(call)) = (&mut self.people, self.calls.get(call)) else {
            return false;
        };
        let mut talks = false;
        for party in &call.parties {
            let circuit = party.device;
            let Some(caller) = people.caller(circuit) else { continue };
            if !std::mem::replace(&mut caller.answered, true) {
                let talk = caller.talks.take().or(of_agent);
                let end = talk.map(|talk| (now + talk, Habit::EndsTalk { circuit }));
                people.decide(circuit, end);
            }
            talks = true;
        }
        talks
    }

    /// A call waits. A caller who has talked already was sent on: patience and talk begin anew.
    pub(crate) fn hear_queued(&mut self, call: CallId) {
        let now = self.now;
        let (Some(people), Some(call)) = (&mut self.people, self.calls.get(call)) else { return };
        if call.parties.len() != 2 {
            return;
        }
        for party in &call.parties {
            let circuit = party.device;
            let Some(caller) = people.caller(circuit).filter(|caller| caller.answered) else {
                continue;
            };
            caller.answered = false;
            let traffic = caller.traffic;
            let talks = people.draw(traffic, |traffic| traffic.talks.as_ref());
            let patience = people.draw(traffic, |traffic| traffic.patience.as_ref());
            if let Some(caller) = people.caller(circuit) {
                caller.talks = talks;
            }
            let give_up = patience.map(|patience| (now + patience, Habit::GivesUp { circuit }));
            people.decide(circuit, give_up);
        }
    }

    /// Somebody outside has left a call.
    pub(crate) fn hear_caller_gone(&mut self, circuit: DeviceId) {
        let now = self.now;
        let Some(people) = &mut self.people else { return };
        people.decide(circuit, None);
        let place = circuit.index().checked_sub(people.first_circuit);
        let caller = place.and_then(|place| people.callers.get_mut(place)?.take());
        if let Some(caller) = caller {
            people.schedule_after(&caller, caller.answered, now);
        }
    }

    /// Whoever is at a circuit hangs up.
    fn leaves(&mut self, circuit: DeviceId) {
        if let Some(&call) = self.at.of(circuit).first() {
            // Refused only when the call is over already.
            let _left = self.handle_action(Action::Release { device: circuit, call });
        }
    }
}

/// How often a caller who has said everything looks whether the agent is back from hold.
const ON_HOLD: Duration = Duration::from_secs(5);
