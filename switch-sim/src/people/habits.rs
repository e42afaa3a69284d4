//! What agents do with calls and between them: hold, ask a colleague, pass on, take breaks.
//!
//! One of these, or that the agent hangs up on the caller by mistake, is decided for each call when
//! it is answered. A client who acts first makes the decision void: before acting, the agent looks
//! whether the call is still as it was.

use crate::{
    action::Action,
    agent::AgentState,
    call::ConnectionState,
    id::{CallId, DeviceId, Number},
    people::Habit,
    switch::Switch,
    world::{Behaviour, Consult, Purpose},
};

impl Switch {
    /// Decides what an agent does with a call that a queue has delivered and that is answered.
    pub(crate) fn plan_habit(&mut self, device: DeviceId, call: CallId) {
        let now = self.now;
        let party = self.calls.get(call).and_then(|call| call.party(device));
        if party.is_none_or(|party| party.queue.is_none()) {
            return;
        }
        let Some(people) = &mut self.people else { return };
        if let Some(after) = people.lapse(device, |behaviour| behaviour.cuts_off.as_ref()) {
            return people.plan(device, Some((now + after, Habit::HangsUp { device, call })));
        }
        let Some(behaviour) = people.behaviour(device) else { return };
        let holds = behaviour.holds.iter().map(|hold| hold.chance.0);
        let consults = behaviour.consults.iter().map(|consult| consult.chance.0);
        let chances: Vec<f64> = holds.chain(consults).collect();
        if chances.is_empty() {
            return;
        }
        let mut drawn = people.rng.unit();
        let chosen = chances.iter().position(|chance| {
            drawn -= chance;
            drawn < 0.0
        });
        let Some(chosen) = chosen else { return };
        let has_holds = usize::from(people.behaviour(device).is_some_and(|b| b.holds.is_some()));
        if chosen < has_holds {
            let after = people.draw_for(device, |behaviour| Some(&behaviour.holds.as_ref()?.after));
            let Some(after) = after else { return };
            return people.plan(device, Some((now + after, Habit::Holds { device, call })));
        }
        let choice = chosen - has_holds;
        let law = people.consult(device, choice).map(|consult| consult.after.clone());
        let Some(after) = law.map(|law| law.draw(&mut people.rng)) else { return };
        people.plan(device, Some((now + after, Habit::TurnsTo { device, call, choice })));
    }

    /// An agent puts the call on hold, and comes back.
    pub(crate) fn puts_on_hold(&mut self, device: DeviceId, call: CallId) {
        let Some(people) = &mut self.people else { return };
        people.forget_plan(device);
        let lasts = people.draw_for(device, |behaviour| Some(&behaviour.holds.as_ref()?.lasts));
        if self.handle_action(Action::Hold { device, call }).is_err() {
            return;
        }
        let now = self.now;
        if let (Some(people), Some(lasts)) = (&mut self.people, lasts) {
            people.plan(device, Some((now + lasts, Habit::Retrieves { device, call })));
        }
    }

    /// An agent takes a call back.
    pub(crate) fn retrieves(&mut self, device: DeviceId, call: CallId) {
        if let Some(people) = &mut self.people {
            people.forget_plan(device);
        }
        let _back = self.handle_action(Action::Retrieve { device, call });
    }

    /// An agent calls somebody else about the call, or sends it there.
    pub(crate) fn turns_to(&mut self, device: DeviceId, call: CallId, choice: usize) {
        let Some(people) = &mut self.people else { return };
        people.forget_plan(device);
        let Some(consult) = people.consult(device, choice).cloned() else { return };
        let place = usize::try_from(people.rng.below(consult.to.len() as u64)).unwrap_or(0);
        let Some(meant) = consult.to.get(place) else { return };
        let misdials = people.behaviour(device).map_or(0.0, |behaviour| behaviour.misdials.0);
        let wrong = misdials > 0.0 && people.rng.unit() < misdials;
        let dialled = if wrong { misdialled(meant) } else { meant.clone() };
        let Ok(to) = Number::new(&dialled) else { return };
        if self.connection(device, call) != Ok(ConnectionState::Connected) {
            return;
        }
        let speaks = match consult.purpose {
            Purpose::BlindTransfer => {
                let _sent = self.handle_action(Action::SingleStepTransfer { device, call, to });
                return;
            }
            Purpose::Transfer { speaks } | Purpose::Conference { speaks } => speaks,
        };
        let action = Action::Consult { device, call, to, data: Vec::new() };
        let consulted = self.handle_action(action).ok().and_then(|accepted| accepted.call);
        let (now, Some(active)) = (self.now, consulted) else { return };
        if let Some(people) = &mut self.people {
            let end = now + speaks.draw(&mut people.rng);
            let habit = Habit::Concludes { device, calls: (call, active), choice };
            people.plan(device, Some((end, habit)));
        }
    }

    /// An agent has spoken with somebody else, and brings the caller in; where nobody has answered,
    /// the agent comes back to the caller.
    pub(crate) fn concludes(
        &mut self,
        device: DeviceId,
        (held, active): (CallId, CallId),
        choice: usize,
    ) {
        let Some(people) = &mut self.people else { return };
        people.forget_plan(device);
        let joins = people.consult(device, choice).map(|consult| match consult.purpose {
            Purpose::Conference { .. } => true,
            Purpose::BlindTransfer | Purpose::Transfer { .. } => false,
        });
        let answered = self.connection(device, active) == Ok(ConnectionState::Connected);
        let joined = answered
            && self
                .handle_action(if joins == Some(true) {
                    Action::CompleteConference { device, held, active }
                } else {
                    Action::CompleteTransfer { device, held, active }
                })
                .is_ok();
        if joined {
            return;
        }
        let back = self.handle_action(Action::Reconnect { device, held, active });
        if back.is_err() && self.connection(device, held) == Ok(ConnectionState::Held) {
            // The one who was called has hung up already.
            let _back = self.handle_action(Action::Retrieve { device, call: held });
        }
    }

    /// An agent goes for a break, at once or when the call is over.
    pub(crate) fn takes_break(&mut self, device: DeviceId) {
        let Some(people) = &mut self.people else { return };
        people.begin_break(device);
        let reason = people
            .behaviour(device)
            .and_then(|behaviour| behaviour.breaks.as_ref().map(|breaks| breaks.reason.clone()));
        let at_work = self.agent_at(device).is_some_and(|agent| match agent.state {
            AgentState::Ready
            | AgentState::AfterCallWork
            | AgentState::BusyReady
            | AgentState::BusyAfterCallWork => true,
            AgentState::LoggedOut | AgentState::NotReady | AgentState::BusyNotReady => false,
        });
        if at_work {
            let _away = self.handle_action(Action::NotReady { device, reason });
        } else {
            self.plan_break(device);
        }
    }

    /// Puts the next break of an agent down who takes breaks.
    pub(crate) fn plan_break(&mut self, device: DeviceId) {
        let now = self.now;
        let Some(people) = &mut self.people else { return };
        let every = |behaviour: &Behaviour| Some(behaviour.breaks.as_ref()?.every.clone());
        let Some(every) = people.behaviour(device).and_then(every) else { return };
        let at = now + every.draw(&mut people.rng);
        people.plan_break(device, at);
    }

    /// Whether an agent is away for a break of their own.
    pub(crate) fn is_break(&self, device: DeviceId, reason: Option<&str>) -> bool {
        let people = self.people.as_ref();
        let breaks = people.and_then(|people| people.behaviour(device)?.breaks.as_ref());
        breaks.is_some_and(|breaks| Some(breaks.reason.as_str()) == reason)
    }
}

/// A number with its last two digits exchanged; where they are the same, the last one is another.
fn misdialled(number: &str) -> String {
    let mut digits: Vec<char> = number.chars().collect();
    match digits.as_mut_slice() {
        [.., one, other] if one != other => std::mem::swap(one, other),
        [.., last] => *last = if *last == '1' { '2' } else { '1' },
        [] => {}
    }
    digits.into_iter().collect()
}

impl crate::people::People {
    /// One of the ways in which the agent at a device turns to others.
    fn consult(&self, device: DeviceId, choice: usize) -> Option<&Consult> {
        self.behaviour(device)?.consults.get(choice)
    }
}

#[cfg(test)]
mod tests {
    use super::misdialled;

    #[test]
    fn a_number_dialled_wrongly_is_another_one() {
        let dialled = ["8200", "2004", "11", "7", ""].map(misdialled);
        assert_eq!(dialled, ["8201", "2040", "12", "1", ""]);
    }
}
