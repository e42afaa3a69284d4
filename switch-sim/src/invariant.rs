//! What holds after every step, whatever was asked.

use std::collections::BTreeSet;

use crate::{
    agent::{Agent, AgentState},
    call::{Call, ConnectionState, Party},
    id::{CallId, DeviceId},
    plant::DeviceKind,
    queue::Rings,
    switch::{Switch, Timer},
};

impl Switch {
    /// Checks the invariants after every step; in a large world, where that takes long, only after
    /// so many steps that the check does not take more than its share of them.
    pub(crate) fn check_now_and_then(&mut self) {
        self.unchecked += DEVICES_PER_STEP;
        if self.unchecked < self.plant.devices.len() {
            return;
        }
        self.unchecked = 0;
        if let Err(broken) = self.check_invariants() {
            unreachable!("the switch is inconsistent: {broken}");
        }
    }

    /// Checks that calls, devices, queues, agents, circuits and timers agree with each other.
    ///
    /// # Errors
    /// Names the first thing that does not hold; that is an error of this crate.
    pub fn check_invariants(&self) -> Result<(), String> {
        let mut parties = 0;
        let mut timers = self.agents.iter().flatten().filter(|a| a.timer.is_some()).count();
        timers += self.parked.len() + self.overlaps.len();
        let parked_is_up = self.parked.keys().all(|call| self.calls.get(*call).is_some());
        require(parked_is_up, || "a call is parked that has ended".to_owned())?;
        for call in self.calls.iter() {
            self.check_call(call).map_err(|broken| format!("{:?}: {broken}", call.id))?;
            parties += call.parties.len();
            timers += call.vector_timers().count();
            timers += call.parties.iter().filter(|party| party.timer.is_some()).count();
        }
        let at_devices: usize =
            self.plant.devices.iter().map(|device| self.at.of(device.id).len()).sum();
        let waiting: usize = self.queues.iter().map(|queue| queue.len()).sum();
        let asking: usize = self.points.iter().map(|point| point.waiting().len()).sum();
        let predicting = self.calls.iter().filter(|call| call.predicted.is_some()).count();
        let waiting = waiting + asking + predicting;
        require(at_devices + waiting == parties, || {
            format!("{parties} parties, {at_devices} at devices, {waiting} in queues")
        })?;
        require(timers == self.agenda.len(), || {
            format!("{timers} things wait for a time, {} times are put down", self.agenda.len())
        })?;
        for device in &self.plant.devices {
            let kind = self.plant.kind(device.id);
            require(kind == Some(device.kind), || format!("{} is {kind:?}", device.number))?;
            let checked = match device.kind {
                DeviceKind::Extension => self.check_extension(device.id),
                DeviceKind::Queue => self.check_queue(device.id),
                DeviceKind::RoutingPoint => self.check_point(device.id),
                DeviceKind::VirtualQueue | DeviceKind::Circuit { .. } => {
                    self.check_circuit(device.id)
                }
            };
            checked.map_err(|broken| format!("{}: {broken}", device.number))?;
        }
        self.check_circuit_counts()
    }

    fn check_call(&self, call: &Call) -> Result<(), String> {
        let devices: BTreeSet<_> = call.parties.iter().map(|party| party.device).collect();
        require(devices.len() == call.parties.len(), || "a device is in it twice".to_owned())?;
        require(call.people() <= self.conference_limit, || "too many parties".to_owned())?;
        let count = |state| call.parties.iter().filter(|party| party.state == state).count();
        let anchors = call.participants().filter(|party| party.state.is_anchor()).count();
        require(anchors > 0, || "nobody is there who calls or speaks".to_owned())?;
        let predicting = call.predicted.is_some();
        require(count(ConnectionState::Initiated) == 0 || anchors == 1 || predicting, || {
            "the originator waits although somebody has answered".to_owned()
        })?;
        let alone = call.participants().count() == 1;
        let fails = count(ConnectionState::Failed) > 0;
        let waits =
            call.is_in_vector() || self.parked.contains_key(&call.id) || self.is_dialling(call.id);
        require(if waits { alone || !fails } else { fails == alone }, || {
            "one party is alone only when it hears a tone, a vector has it, it is parked or being dialled"
                .to_owned()
        })?;
        for timer in call.vector_timers() {
            let due = self.agenda.get(timer);
            let expected =
                [Timer::Vector { call: call.id }, Timer::VectorDisconnect { call: call.id }];
            require(due.is_some_and(|due| expected.contains(due)), || {
                format!("its vector's timer is that of {due:?}")
            })?;
        }
        for party in &call.parties {
            self.check_party(call.id, party)
                .map_err(|broken| format!("{:?} {:?}: {broken}", party.device, party.state))?;
        }
        Ok(())
    }

    fn check_party(&self, call: CallId, party: &Party) -> Result<(), String> {
        let queue = self.queue(party.device);
        match (party.state, queue) {
            (ConnectionState::Queued, None) if self.routing_point(party.device).is_some() => {}
            (ConnectionState::Initiated, _)
                if self.predicting_group(call) == Some(party.device) => {}
            (ConnectionState::Null, _) => return Err("a party that is none".to_owned()),
            (ConnectionState::Queued, Some(queue)) => {
                let entry = queue.at(party.place).map(|waiting| waiting.call);
                require(entry == Some(call), || format!("the queue has {entry:?} in its place"))?;
            }
            (ConnectionState::Queued, None) | (_, Some(_)) => {
                return Err("queues and only queues have waiting calls".to_owned());
            }
            (_, None) => {
                let listed = self.at.of(party.device).iter().filter(|&&other| other == call);
                let count = listed.count();
                require(count == 1, || format!("the device lists the call {count} times"))?;
            }
        }
        if party.queue.is_some() {
            let agent = self.agent_at(party.device);
            let knows = agent.is_some_and(|agent| agent.parts.contains(&call));
            require(knows, || "the agent does not know of this call".to_owned())?;
        }
        if let Some(queue) = party.rings_in_parallel_for() {
            let waits = self.connection(queue, call) == Ok(ConnectionState::Queued);
            require(waits, || "it rings for a queue in which the call does not wait".to_owned())?;
        }
        if let Some(observation) = party.observes {
            let observed = self.calls.get(call).and_then(|call| call.party(observation.agent));
            require(observed.is_some_and(|party| party.observes.is_none()), || {
                "nobody is there whom the party observes".to_owned()
            })?;
        }
        let Some(key) = party.timer else { return Ok(()) };
        let waits =
            [ConnectionState::Alerting, ConnectionState::Queued, ConnectionState::Initiated];
        require(waits.contains(&party.state), || "a ring limit stays".to_owned())?;
        let device = party.device;
        let due = self.agenda.get(key).copied();
        let expected = [
            Timer::AutoAnswer { call, device },
            Timer::OutsideAnswer { call, circuit: device },
            Timer::RouteTimeout { call, point: device },
            Timer::Predictive { call, group: device },
            Timer::RingsFurther { call, queue: device },
        ];
        let rings = |due| matches!(due, Timer::RingLimit { call: of, device: at, .. } if of == call && at == device);
        require(due.is_some_and(|due| expected.contains(&due) || rings(due)), || {
            format!("its timer is that of {due:?}")
        })
    }

    fn check_extension(&self, device: DeviceId) -> Result<(), String> {
        let states =
            self.at.of(device).iter().filter_map(|&call| self.connection(device, call).ok());
        let occupying = states.filter(|state| match state {
            ConnectionState::Held | ConnectionState::Alerting => false,
            ConnectionState::Null
            | ConnectionState::Initiated
            | ConnectionState::Connected
            | ConnectionState::Queued
            | ConnectionState::Failed => true,
        });
        let count = occupying.count();
        require(count <= 1, || format!("{count} calls are active at once"))?;
        self.agent_at(device).map_or(Ok(()), |agent| self.check_agent(agent))
    }

    fn check_agent(&self, agent: &Agent) -> Result<(), String> {
        require(agent.state != AgentState::LoggedOut, || "a logged out agent stays".to_owned())?;
        require(self.agent_names.get(&agent.name) == Some(&agent.device), || {
            "the agent's name leads elsewhere".to_owned()
        })?;
        require(agent.state.is_busy() != agent.parts.is_empty(), || {
            format!("{:?} with the calls {:?}", agent.state, agent.parts)
        })?;
        for &call in &agent.parts {
            let party = self.calls.get(call).and_then(|call| call.party(agent.device));
            require(party.is_some_and(|party| party.queue.is_some()), || {
                "the agent is on a call that no queue delivered".to_owned()
            })?;
        }
        let free = agent.state == AgentState::Ready && self.is_at_rest(agent.device);
        let listed = agent.standings.iter().any(|standing| standing.listed.is_some());
        let agrees = if agent.multiple || agent.standings.is_empty() {
            !free || agent.available
        } else {
            free == agent.available && listed == free
        };
        require(agrees, || "available and not free, or free and not".to_owned())?;
        require(agent.standings.len() == agent.queues.len(), || "queues miss".to_owned())?;
        for (&queue, standing) in agent.queues.iter().zip(&agent.standings) {
            let queue = self.queue(queue).ok_or("logged on to no queue")?;
            let known = queue.is_listed(standing.reserve, standing.listed);
            require(known && queue.members.contains(&agent.device), || {
                "a queue knows other things about the agent".to_owned()
            })?;
        }
        Ok(())
    }

    fn check_queue(&self, device: DeviceId) -> Result<(), String> {
        let queue = self.queue(device).ok_or("a queue that is none")?;
        let came = queue.waiting().filter(|waiting| !waiting.returned).count();
        // A call that rings at several agents stays in the queue.
        let rings = usize::from(queue.selection().rings != Rings::AtOne);
        require(came <= queue.capacity.max(rings), || format!("{came} calls wait"))?;
        let head = queue.head().and_then(|(_, head)| self.calls.get(head.call));
        require(head.is_none_or(|head| queue.taker(head).is_none()), || {
            "a call waits while an agent is idle".to_owned()
        })?;
        let working = queue.members.iter().filter_map(|&device| self.agent_at(device));
        let working = working.filter(|agent| agent.state != AgentState::NotReady).count();
        require(working == queue.working, || {
            format!("{working} agents are not away, {} known", queue.working)
        })?;
        for waiting in queue.waiting() {
            let party = self.calls.get(waiting.call).and_then(|call| call.party(device));
            require(party.is_some(), || format!("{:?} does not know", waiting.call))?;
        }
        for rank in queue.listed() {
            let agent = self.agent_at(rank.idle.device);
            require(agent.is_some_and(|agent| agent.queues.contains(&device)), || {
                format!("{:?} is not idle here", rank.idle.device)
            })?;
        }
        Ok(())
    }

    fn check_point(&self, device: DeviceId) -> Result<(), String> {
        let point = self.routing_point(device).ok_or("a routing point that is none")?;
        for &call in point.waiting() {
            let party = self.calls.get(call).and_then(|call| call.party(device));
            require(party.is_some(), || format!("{call:?} does not know"))?;
        }
        require(point.is_attended() || point.waiting().is_empty(), || {
            "calls wait where nobody routes".to_owned()
        })
    }

    fn check_circuit(&self, device: DeviceId) -> Result<(), String> {
        let calls = self.at.of(device).len();
        require(calls <= 1, || format!("{calls} calls on one circuit"))
    }

    fn check_circuit_counts(&self) -> Result<(), String> {
        let mut busy = vec![0_u32; self.trunks.len()];
        for device in &self.plant.devices {
            if let DeviceKind::Circuit { group, .. } = device.kind
                && !self.at.of(device.id).is_empty()
                && let Some(busy) = busy.get_mut(group.index())
            {
                *busy += 1;
            }
        }
        for (trunk, busy) in self.trunks.iter().zip(busy) {
            let known = trunk.busy();
            require(known == busy, || format!("{}: {busy} busy, {known} known", trunk.name))?;
        }
        Ok(())
    }
}

fn require(holds: bool, broken: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(broken()) }
}

/// How many devices debug builds look at for each step; a world with no more is checked after
/// every step.
const DEVICES_PER_STEP: usize = 32;
