//! Agents: they log on, answer, talk, finish their work and want calls again.

use std::{collections::BTreeMap, time::Duration};

use crate::{
    action::{Action, AgentName},
    agenda::AgendaKey,
    agent::AgentState,
    call::ConnectionState,
    id::{CallId, DeviceId},
    people::{Habit, People},
    plant::{Plant, PlantError},
    queue::offer::{DECLINED, NO_ANSWER},
    switch::Switch,
    time::SimTime,
    world::{Behaviour, Distribution, Lapse, World},
};

/// Where an agent may sit who works by themselves.
#[derive(Clone, Debug, Default)]
pub(crate) struct Desk {
    /// The place of the agent's behaviour.
    pub(crate) behaviour: Option<usize>,
    /// As whom, and for which queues, the agent logs on.
    login: Option<(AgentName, Vec<DeviceId>)>,
    timer: Option<AgendaKey>,
    /// When the agent takes the next break.
    break_timer: Option<AgendaKey>,
}

/// The desks of a world, one for each extension.
pub(crate) fn desks(world: &World, plant: &Plant) -> Result<Vec<Desk>, PlantError> {
    let places: BTreeMap<_, _> = world
        .behaviours
        .iter()
        .zip(0..)
        .map(|(behaviour, place)| (&*behaviour.name, place))
        .collect();
    let queues: BTreeMap<_, _> =
        world.queues.iter().map(|queue| (&*queue.name, plant.by_number(&queue.dn))).collect();
    let mut desks = vec![Desk::default(); plant.extensions()];
    for (desk, person) in desks.iter_mut().zip(&world.people) {
        let Some(login) = &person.login else { continue };
        let queues = person.queues.iter().filter_map(|name| *queues.get(&**name)?);
        desk.login = Some((login.as_str().into(), queues.collect()));
        desk.behaviour = match &person.behaviour {
            Some(name) if name == "none" => None,
            Some(name) => Some(*places.get(&**name).ok_or_else(|| PlantError::NoBehaviour {
                person: person.name.clone(),
                behaviour: name.clone(),
            })?),
            None => places.get("default").copied(),
        };
    }
    Ok(desks)
}

impl People {
    /// How the agent at a device behaves.
    pub(crate) fn behaviour(&self, device: DeviceId) -> Option<&Behaviour> {
        self.behaviours.get(self.desks.get(device.index())?.behaviour?)
    }

    /// Draws how long something takes that the agent at a device does; none when that is left to
    /// others.
    pub(crate) fn draw_for(
        &mut self,
        device: DeviceId,
        which: fn(&Behaviour) -> Option<&Distribution>,
    ) -> Option<Duration> {
        let behaviour = self.desks.get(device.index())?.behaviour?;
        let law = which(self.behaviours.get(behaviour)?)?;
        Some(law.draw(&mut self.rng))
    }

    /// Whether the agent at a device makes a mistake this time, and how long it takes.
    pub(crate) fn lapse(
        &mut self,
        device: DeviceId,
        which: fn(&Behaviour) -> Option<&Lapse>,
    ) -> Option<Duration> {
        let behaviour = self.desks.get(device.index())?.behaviour?;
        let lapse = which(self.behaviours.get(behaviour)?)?;
        let happens = self.rng.unit() < lapse.chance.0;
        happens.then(|| lapse.after.draw(&mut self.rng))
    }

    /// Replaces when the agent at a device takes the next break; none is kept that comes sooner.
    pub(crate) fn plan_break(&mut self, device: DeviceId, at: SimTime) {
        let Some(desk) = self.desks.get_mut(device.index()) else { return };
        if desk.break_timer.is_none() {
            desk.break_timer = Some(self.agenda.schedule(at, Habit::TakesBreak { device }));
        }
    }

    /// The agent's break is due.
    pub(crate) fn begin_break(&mut self, device: DeviceId) {
        if let Some(desk) = self.desks.get_mut(device.index()) {
            desk.break_timer = None;
        }
    }

    /// What the agent planned is being done.
    pub(crate) fn forget_plan(&mut self, device: DeviceId) {
        if let Some(desk) = self.desks.get_mut(device.index()) {
            desk.timer = None;
        }
    }

    /// Replaces what the agent at a device is going to do.
    pub(crate) fn plan(&mut self, device: DeviceId, next: Option<(SimTime, Habit)>) {
        let key = next.map(|(at, habit)| self.agenda.schedule(at, habit));
        let Some(desk) = self.desks.get_mut(device.index()) else { return };
        let old = std::mem::replace(&mut desk.timer, key);
        if let Some(old) = old {
            self.agenda.cancel(old);
        }
    }
}

impl Switch {
    /// An agent comes to work and wants calls; nothing happens if somebody is there already.
    pub(crate) fn logs_on(&mut self, device: DeviceId) {
        let desk = self.people.as_ref().and_then(|people| people.desks.get(device.index()));
        let Some((agent, queues)) = desk.and_then(|desk| desk.login.clone()) else { return };
        if self.handle_action(Action::LogOn { device, agent, queues }).is_ok() {
            let _ready = self.handle_action(Action::Ready { device });
            self.plan_break(device);
        }
    }

    /// An agent answers the call that rings, unless it has been answered or has gone.
    pub(crate) fn answers(&mut self, device: DeviceId, call: CallId) {
        if let Some(people) = &mut self.people
            && let Some(desk) = people.desks.get_mut(device.index())
        {
            desk.timer = None;
        }
        let _answered = self.handle_action(Action::Answer { device, call });
    }

    /// An agent hangs up, unless the call is on hold or the conversation has become another one.
    pub(crate) fn hangs_up(&mut self, device: DeviceId, call: CallId) {
        if let Some(people) = &mut self.people
            && let Some(desk) = people.desks.get_mut(device.index())
        {
            desk.timer = None;
        }
        if self.connection(device, call) == Ok(ConnectionState::Connected) {
            let _left = self.handle_action(Action::Release { device, call });
        }
    }

    /// An agent wants calls again, if nothing else has been wished since.
    pub(crate) fn becomes_ready(&mut self, device: DeviceId, since: SimTime) {
        if let Some(people) = &mut self.people
            && let Some(desk) = people.desks.get_mut(device.index())
        {
            desk.timer = None;
        }
        let waits = self.agent_at(device).is_some_and(|agent| {
            let idle = matches!(agent.state, AgentState::AfterCallWork | AgentState::NotReady);
            idle && agent.since == since
        });
        if waits {
            let _ready = self.handle_action(Action::Ready { device });
            self.plan_break(device);
        }
    }

    /// A telephone rings.
    pub(crate) fn hear_ringing(&mut self, call: CallId, device: DeviceId) {
        let now = self.now;
        let Some(people) = &mut self.people else { return };
        let usual = people.draw_for(device, |behaviour| behaviour.answers_after.as_ref());
        let misses = people.behaviour(device).map_or(0.0, |behaviour| behaviour.misses.0);
        if misses > 0.0 && people.rng.unit() < misses {
            return people.plan(device, None);
        }
        let late = people.lapse(device, |behaviour| behaviour.answers_late.as_ref());
        let after = late.filter(|_| usual.is_some()).or(usual);
        if let Some(after) = after {
            people.plan(device, Some((now + after, Habit::Answers { device, call })));
        }
    }

    /// Somebody has answered.
    pub(crate) fn hear_answer(&mut self, call: CallId, device: DeviceId) {
        let now = self.now;
        let Some(people) = &mut self.people else { return };
        if people.behaviour(device).is_some() {
            people.plan(device, None);
        }
        let talk = people.draw_for(device, |behaviour| behaviour.talks.as_ref());
        if self.hear_talk(call, talk) {
            return self.plan_habit(device, call);
        }
        if let (Some(people), Some(talk)) = (&mut self.people, talk) {
            people.plan(device, Some((now + talk, Habit::HangsUp { device, call })));
        }
    }

    /// Somebody has left a call.
    pub(crate) fn hear_cleared(&mut self, device: DeviceId) {
        let extensions = self.plant.extensions();
        if device.index() >= extensions {
            self.hear_caller_gone(device);
        }
    }

    /// An agent has to finish the work of a call.
    pub(crate) fn hear_after_call_work(&mut self, device: DeviceId) {
        let people = self.people.as_mut();
        let forgets = people
            .and_then(|people| people.lapse(device, |behaviour| behaviour.forgets_ready.as_ref()));
        self.comes_back(device, forgets, |behaviour| behaviour.works.as_ref());
    }

    /// An agent is not ready; one whom the switch has made so comes back, one who was asked to be
    /// stays away.
    pub(crate) fn hear_not_ready(&mut self, device: DeviceId, reason: Option<&str>) {
        if matches!(reason, Some(NO_ANSWER | DECLINED)) {
            self.comes_back(device, None, |behaviour| behaviour.returns_after.as_ref());
        } else if self.is_break(device, reason) {
            self.comes_back(device, None, |behaviour| Some(&behaviour.breaks.as_ref()?.lasts));
        } else if let Some(people) = &mut self.people {
            people.plan(device, None);
        }
    }

    /// Plans when an agent wants calls again; `later`: so long after that.
    fn comes_back(
        &mut self,
        device: DeviceId,
        later: Option<Duration>,
        which: fn(&Behaviour) -> Option<&Distribution>,
    ) {
        let now = self.now;
        let since = self.agent_at(device).map_or(now, |agent| agent.since);
        let Some(people) = &mut self.people else { return };
        if let Some(span) = people.draw_for(device, which) {
            let back = Habit::BecomesReady { device, since };
            let span = span + later.unwrap_or_default();
            people.plan(device, Some((now + span, back)));
        }
    }
}
