//! `queue-to`: the call waits in a queue, and goes on in the vector meanwhile.

use crate::{
    call::{ConnectionState, Party, Waits},
    event::Report,
    id::{CallId, DeviceId},
    queue::{Priority, Rings},
    switch::{Switch, Wake},
    vector::{
        Command,
        grammar::{Parsed, choice, keyword},
        log::VectorEvent,
        reference::{Names, Skill, priority},
        run::Flow,
    },
    world::Serves,
};

/// `queue-to skill 1 pri m`, `queue-to best`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueTo {
    /// Where to.
    pub to: To,
}

/// The queue that a call is sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    /// A skill, at a priority.
    Skill(Skill, Priority),
    /// One attendant, at this console; the call waits for nobody else.
    Attendant(Skill, DeviceId),
    /// The best of those considered.
    Best,
}

pub(super) fn read<'t>(names: &Names, text: &'t str) -> Parsed<'t, Command> {
    let (rest, to) = target(names, text)?;
    Ok((rest, Command::QueueTo(QueueTo { to })))
}

/// A skill with its priority, or `best`.
pub(super) fn target<'t>(names: &Names, text: &'t str) -> Parsed<'t, To> {
    if let Ok((rest, ())) = choice(&BEST)(text) {
        return Ok((rest, To::Best));
    }
    if let Ok((rest, ())) = keyword("attd-group")(text) {
        let attendants = names.attendants(text)?;
        return Ok((rest, To::Skill(attendants, Priority::Medium)));
    }
    if let Ok((rest, ())) = keyword("attendant")(text) {
        let attendants = names.attendants(text)?;
        let (rest, console) = names.extension(rest)?;
        return Ok((rest, To::Attendant(attendants, console)));
    }
    let (text, skill) = names.skill(text)?;
    let (rest, priority) = priority(text)?;
    Ok((rest, To::Skill(skill, priority)))
}

impl QueueTo {
    /// Queues the call. With an agent available it is delivered, and its vector is left.
    pub(super) fn run(&self, switch: &mut Switch, call: CallId) -> Flow {
        switch.queue_from_vector(call, self.to)
    }
}

impl Switch {
    /// Puts a call into a queue on behalf of a vector.
    pub(crate) fn queue_from_vector(&mut self, call: CallId, to: To) -> Flow {
        let best = self.take_best(call);
        let (queue, by) = match to {
            To::Skill(skill, priority) => (self.skill_device(call, skill), By::Priority(priority)),
            To::Attendant(skill, console) => (self.skill_device(call, skill), By::Agent(console)),
            To::Best => match best {
                Some(best) => (self.place_device(best.queue), By::Priority(best.priority)),
                None => (None, By::Priority(Priority::Medium)),
            },
        };
        let queued = match queue {
            Some(queue) => self.try_to_queue(call, queue, by).map(|()| queue),
            None => Err(VectorEvent::NotQueued),
        };
        if let Some(run) = self.run_mut(call) {
            run.queue_failed = queued.is_err();
        }
        match queued {
            Ok(queue) if self.is_taken_at_once(call, queue, by) => {
                self.leave_vector(call);
                Flow::Ended
            }
            Ok(_) => Flow::Next,
            Err(event) => {
                self.note(call, event);
                Flow::Next
            }
        }
    }

    fn try_to_queue(&mut self, call: CallId, queue: DeviceId, by: By) -> Result<(), VectorEvent> {
        let entry = self.calls.get(call).ok_or(VectorEvent::NotQueued)?;
        let serves = |queue| self.queue(queue).map(|queue| queue.serves);
        let attended = serves(queue) == Some(Serves::Attendants);
        if self
            .vector_queues(call)
            .any(|other| (serves(other) == Some(Serves::Attendants)) != attended)
        {
            return Err(VectorEvent::AttendantMismatch);
        }
        if let Some(party) = entry.party(queue) {
            return match by {
                By::Priority(priority)
                    if party.waits == Waits::Vector && party.priority != priority =>
                {
                    self.queue_again(call, queue, priority);
                    Ok(())
                }
                By::Priority(_) | By::Agent(_) => Err(VectorEvent::NotQueued),
            };
        }
        let waiting = entry.parties.iter().filter(|party| party.waits == Waits::Vector);
        if waiting.count() >= self.vectors.site.release.facts().queues_per_call {
            return Err(VectorEvent::ThreeQueues);
        }
        if self.has_lost_its_ports(queue) {
            return Err(VectorEvent::PortsLoggedOff);
        }
        if self.queue(queue).is_none_or(|queue| queue.is_full_for(entry)) {
            self.count_blocked(Some(queue), None);
            return Err(VectorEvent::QueueFull);
        }
        match by {
            By::Priority(priority) => self.enqueue(call, queue, priority),
            By::Agent(agent) => {
                // A console that nobody serves takes no call.
                let there = self.queue(queue).is_some_and(|queue| queue.members.contains(&agent));
                if !there {
                    return Err(VectorEvent::NotQueued);
                }
                self.enqueue_for(call, queue, agent);
            }
        }
        self.mark_waiting(call, queue, Waits::Vector);
        Ok(())
    }

    /// Whether nobody will serve a queue: its agents are auto-available, and all of them are logged
    /// off.
    pub(crate) fn has_lost_its_ports(&self, queue: DeviceId) -> bool {
        let nobody = self.queue(queue).is_some_and(|queue| queue.logged_on() == 0);
        nobody && self.plant.is_automatic(queue)
    }

    /// Whether an agent takes a call that has just been queued.
    fn is_taken_at_once(&self, call: CallId, queue: DeviceId, by: By) -> bool {
        match by {
            By::Priority(_) => {
                let call = self.calls.get(call);
                call.zip(self.queue(queue)).is_some_and(|(call, queue)| {
                    queue.rings(call) == Rings::AtOne && queue.taker(call).is_some()
                })
            }
            By::Agent(agent) => self.agent_at(agent).is_some_and(|agent| agent.available),
        }
    }

    /// A call that waits in one queue or several is offered to an agent: it leaves its vector, the
    /// machine it may speak to, and the other queues.
    pub(crate) fn leave_vector_for(&mut self, call: CallId, agent: DeviceId) {
        self.leave_vector(call);
        self.end_route_requests(call, None);
        while let Some(other) = self.first_vector_queue(call) {
            if self.remove_party(call, other).is_some() {
                self.count_elsewhere(other);
                self.report(Report::Diverted { call, queue: other, to: agent });
            }
        }
        self.clear_converse_port(call);
    }

    /// Says for what a call waits in a queue.
    pub(crate) fn mark_waiting(&mut self, call: CallId, queue: DeviceId, waits: Waits) {
        if let Some(party) = self.party_mut(call, queue) {
            party.waits = waits;
        }
    }

    /// Gives a waiting call another priority in its queue, behind those that have it already.
    fn queue_again(&mut self, call: CallId, queue: DeviceId, priority: Priority) {
        let Some(place) = self.party_mut(call, queue).map(|party| party.place) else { return };
        let Some(entries) = self.queue_mut(queue) else { return };
        let Some(old) = entries.remove(place) else { return };
        let place = entries.push_back(call, old.since, priority);
        let position = entries.len_from(priority);
        if let Some(party) = self.party_mut(call, queue) {
            (party.place, party.priority) = (place, priority);
        }
        self.report(Report::Queued { call, queue, position });
        self.wakes.push_back(Wake::Queue(queue));
    }

    /// Whether a call waits in a queue to which its vector sent it.
    pub(crate) fn is_queued_by_vector(&self, call: CallId) -> bool {
        self.first_vector_queue(call).is_some()
    }

    /// The first of the queues to which a call's vector sent it.
    pub(crate) fn first_vector_queue(&self, call: CallId) -> Option<DeviceId> {
        self.vector_queues(call).next()
    }

    /// The queues to which a call's vector sent it, in that order.
    pub(crate) fn vector_queues(&self, call: CallId) -> impl Iterator<Item = DeviceId> + '_ {
        let parties = self.calls.get(call).into_iter().flat_map(|call| &call.parties);
        let in_queue = |party: &&Party| match party.waits {
            Waits::Vector | Waits::Machine => party.state == ConnectionState::Queued,
            Waits::Itself | Waits::Adjunct => false,
        };
        parties.filter(in_queue).map(|party| party.device)
    }
}

/// For whom a call waits in a queue.
#[derive(Clone, Copy, Debug)]
enum By {
    /// For whoever of the agents comes first.
    Priority(Priority),
    /// For one agent.
    Agent(DeviceId),
}

const BEST: [(&str, ()); 1] = [("best", ())];
