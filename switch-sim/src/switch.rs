//! The switch: one owner of all calls, queues, agents and circuits, moved by actions and time.

mod timer;

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

pub(crate) use timer::Timer;

use crate::{
    action::{Accepted, Action, AgentName, Refusal},
    agenda::Agenda,
    agent::Agent,
    call::{
        Call,
        overlap::Overlap,
        park::Parked,
        table::{CallTable, CallsByDevice},
    },
    event::{Event, Report},
    feature::Features,
    id::{ActionId, CallId, DeviceId, TrunkGroupId},
    limits,
    monitoring::{Monitoring, Monitorings},
    people::{Habit, People},
    personality::table::Personality,
    plant::{Device, DeviceKind, Plant, PlantError},
    queue::Queue,
    rng::Rng,
    routing::Point,
    statistics::ledger::Ledger,
    time::SimTime,
    trunk::Trunk,
    vector::site::Site,
    world::{Acd, MonitoringRules, PredictiveRules, World},
};

/// A telephone switch in virtual time, without I/O.
///
/// Whoever owns it acts ([`handle_action`](Self::handle_action)) or lets time pass
/// ([`advance`](Self::advance)), then takes every event ([`poll_event`](Self::poll_event)), then
/// waits until [`next_deadline`](Self::next_deadline) or the next action. The same world and the
/// same actions at the same times give the same events, always.
#[derive(Debug)]
pub struct Switch {
    pub(crate) now: SimTime,
    pub(crate) plant: Plant,
    pub(crate) personality: Personality,
    pub(crate) conference_limit: usize,
    pub(crate) conference_outlives_outsiders: bool,
    pub(crate) acd: Acd,
    pub(crate) single_step_conference: bool,
    pub(crate) monitoring_rules: MonitoringRules,
    pub(crate) monitorings: Monitorings,
    pub(crate) predictive_rules: PredictiveRules,
    pub(crate) calls: CallTable,
    pub(crate) at: CallsByDevice,
    /// Calls whose numbers are not complete.
    pub(crate) overlaps: BTreeMap<CallId, Overlap>,
    pub(crate) parked: BTreeMap<CallId, Parked>,
    pub(crate) park_limit: Duration,
    pub(crate) trunks: Vec<Trunk>,
    pub(crate) queues: Vec<Queue>,
    pub(crate) points: Vec<Point>,
    /// By the extension's index.
    pub(crate) agents: Vec<Option<Agent>>,
    pub(crate) agent_names: BTreeMap<AgentName, DeviceId>,
    /// By the extension's index.
    pub(crate) features: Vec<Features>,
    pub(crate) agenda: Agenda<Timer>,
    pub(crate) rng: Rng,
    pub(crate) vectors: Site,
    pub(crate) ledger: Ledger,
    pub(crate) people: Option<Box<People>>,
    /// Agents' parts that ended in this step; what follows is reported after its call reports.
    pub(crate) ended_parts: VecDeque<EndedPart>,
    /// Supervisors whose agents have left the call they observe, with these agents.
    pub(crate) observers_left: VecDeque<(DeviceId, DeviceId)>,
    /// Supervisors who have left a call they observed, with the agents whose it was.
    pub(crate) observers_gone: VecDeque<(DeviceId, DeviceId)>,
    /// Calls whose vectors go on after a machine has hung up.
    pub(crate) resumed: VecDeque<CallId>,
    /// Calls that have left a queue, and agents at whom they still ring for it.
    pub(crate) left_ringing: VecDeque<(CallId, DeviceId)>,
    /// Lifted telephones that have left their last call.
    pub(crate) left_alone: VecDeque<DeviceId>,
    /// Where calls and agents may meet at the end of this step.
    pub(crate) wakes: VecDeque<Wake>,
    /// How many devices' worth of steps debug builds have not checked.
    pub(crate) unchecked: usize,
    /// How often an agent has become ready.
    pub(crate) turns: u64,
    events: VecDeque<Event>,
    /// The action in progress.
    cause: Option<ActionId>,
    next_action: u64,
}

impl Switch {
    /// Builds the switch of a world, at time zero, with no call and nobody logged on.
    ///
    /// # Errors
    /// The world is not consistent in itself; one that [`World::parse`] returned is.
    pub fn new(world: &World) -> Result<Self, PlantError> {
        let conference_limit =
            world.conference_limit.unwrap_or_else(|| world.personality.conference_limit());
        check_bounds(world, conference_limit)?;
        let plant = Plant::new(world)?;
        let queue_devices = plant.devices.iter().filter(|device| device.kind == DeviceKind::Queue);
        let queues = queue_devices
            .zip(&world.queues)
            .map(|(device, queue)| Queue::new(device.id, queue))
            .collect();
        let trunks = plant.devices.iter().filter_map(|device| match device.kind {
            DeviceKind::Circuit { group, index: 1 } => {
                let trunk = world.trunks.get(group.index())?;
                Some(Trunk::new(group, trunk, device.id))
            }
            DeviceKind::Circuit { .. }
            | DeviceKind::Extension
            | DeviceKind::Queue
            | DeviceKind::RoutingPoint
            | DeviceKind::VirtualQueue => None,
        });
        let trunks: Vec<_> = trunks.collect();
        let points = Point::all(world, &plant)?;
        let mut switch = Self {
            now: SimTime::ZERO,
            personality: world.personality,
            conference_limit,
            conference_outlives_outsiders: world.conference_outlives_outsiders,
            acd: world.acd,
            single_step_conference: world.single_step_conference,
            monitoring_rules: world.monitoring.clone(),
            monitorings: Monitorings::default(),
            predictive_rules: world.predictive.clone(),
            calls: CallTable::default(),
            at: CallsByDevice::new(plant.devices.len()),
            overlaps: BTreeMap::new(),
            parked: BTreeMap::new(),
            park_limit: world.park_limit,
            trunks,
            queues,
            points,
            agents: vec![None; plant.extensions()],
            agent_names: BTreeMap::new(),
            features: vec![Features::default(); plant.extensions()],
            agenda: Agenda::new(),
            rng: Rng::new(world.seed),
            vectors: Site::new(world, &plant),
            ledger: Ledger::new(world, plant.extensions()),
            people: People::new(world, &plant)?.map(Box::new),
            ended_parts: VecDeque::new(),
            observers_left: VecDeque::new(),
            observers_gone: VecDeque::new(),
            resumed: VecDeque::new(),
            left_ringing: VecDeque::new(),
            left_alone: VecDeque::new(),
            wakes: VecDeque::new(),
            unchecked: 0,
            turns: 0,
            events: VecDeque::new(),
            cause: None,
            next_action: 1,
            plant,
        };
        switch.begin_shifts(world);
        Ok(switch)
    }

    /// How the switch differs from those of other brands.
    pub fn personality(&self) -> &Personality {
        &self.personality
    }

    /// The present moment of the simulation.
    pub fn now(&self) -> SimTime {
        self.now
    }

    /// Does what is asked, at the present moment.
    ///
    /// # Errors
    /// Says why the switch does not do it; then nothing has changed.
    pub fn handle_action(&mut self, action: Action) -> Result<Accepted, Refusal> {
        let id = ActionId(self.next_action);
        self.cause = Some(id);
        let done = self.perform(action);
        if done.is_ok() {
            self.next_action += 1;
        }
        self.settle();
        self.cause = None;
        done.map(|call| Accepted { action: id, call })
    }

    /// Lets time pass until `to`. What is due happens in order, each at its own time. A moment
    /// that has passed already changes nothing.
    pub fn advance(&mut self, to: SimTime) {
        while let Some(due) = self.pop_due(to) {
            match due {
                Due::Switch(timer) => {
                    self.expire(timer);
                    self.settle();
                }
                Due::Person(habit) => self.live(habit),
            }
        }
        self.close_intervals(to);
        self.now = self.now.max(to);
    }

    /// The next event, in the order in which they happened.
    pub fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// Whether there is an event that nobody has taken.
    pub fn has_events(&self) -> bool {
        !self.events.is_empty()
    }

    /// When something happens by itself, if nothing is done before.
    pub fn next_deadline(&self) -> Option<SimTime> {
        let people = self.people.as_ref().and_then(|people| people.next_deadline());
        self.agenda.next_deadline().into_iter().chain(people).min()
    }

    /// All devices: extensions, queues, routing points, virtual queues, circuits.
    pub fn devices(&self) -> impl Iterator<Item = &Device> {
        self.plant.devices.iter()
    }

    /// One device.
    ///
    /// # Panics
    /// The id is not from this switch.
    pub fn device(&self, id: DeviceId) -> &Device {
        self.plant.get(id).expect("a device id is used with the switch it came from")
    }

    /// The device with this number of its own; numbers that only lead to it do not count.
    pub fn device_by_number(&self, number: &str) -> Option<DeviceId> {
        self.plant.by_number(number)
    }

    /// The trunk group of this name.
    pub fn trunk_group(&self, name: &str) -> Option<TrunkGroupId> {
        self.trunks.iter().find(|trunk| trunk.name == name).map(|trunk| trunk.id)
    }

    /// The calls that are up, oldest first.
    pub fn calls(&self) -> impl Iterator<Item = &Call> {
        self.calls.iter()
    }

    /// One call, while it is up.
    pub fn call(&self, id: CallId) -> Option<&Call> {
        self.calls.get(id)
    }

    /// The calls at one extension or circuit, in the order in which they came there.
    pub fn calls_at(&self, device: DeviceId) -> &[CallId] {
        self.at.of(device)
    }

    /// What the supervisor at a device monitors.
    pub fn monitoring_of(&self, supervisor: DeviceId) -> Option<Monitoring> {
        self.monitorings.of(supervisor)
    }

    /// The agent logged on at a device.
    pub fn agent_at(&self, device: DeviceId) -> Option<&Agent> {
        self.agents.get(device.index())?.as_ref()
    }

    /// A queue with the calls that wait there.
    pub fn queue(&self, device: DeviceId) -> Option<&Queue> {
        self.queues.get(self.plant.queue_index(device)?)
    }

    /// A routing point with the calls that wait there.
    pub fn routing_point(&self, device: DeviceId) -> Option<&Point> {
        self.points.get(self.plant.point_index(device)?)
    }

    /// The trunk groups, in the order of the world file.
    pub fn trunks(&self) -> impl Iterator<Item = &Trunk> {
        self.trunks.iter()
    }

    pub(crate) fn agent_mut(&mut self, device: DeviceId) -> Option<&mut Agent> {
        self.agents.get_mut(device.index())?.as_mut()
    }

    pub(crate) fn queue_mut(&mut self, device: DeviceId) -> Option<&mut Queue> {
        self.queues.get_mut(self.plant.queue_index(device)?)
    }

    pub(crate) fn point_mut(&mut self, device: DeviceId) -> Option<&mut Point> {
        self.points.get_mut(self.plant.point_index(device)?)
    }

    /// Adds a report to what the owner will poll.
    pub(crate) fn report(&mut self, report: Report) {
        self.book(&report);
        self.hear(&report);
        self.events.push_back(Event { at: self.now, action: self.cause, report });
    }

    /// Goes to the next thing that is due at `to` or before; at the same moment, what the switch
    /// does comes before what people do.
    fn pop_due(&mut self, to: SimTime) -> Option<Due> {
        let people = self.people.as_ref().and_then(|people| people.next_deadline());
        let before_people = people.map_or(to, |people| people.min(to));
        let (at, due) = match self.agenda.pop_due(before_people) {
            Some((at, timer)) => (at, Due::Switch(timer)),
            None => self.pop_habit(to).map(|(at, habit)| (at, Due::Person(habit)))?,
        };
        self.close_intervals(at);
        self.now = self.now.max(at);
        Some(due)
    }

    #[expect(clippy::too_many_lines, reason = "one arm per action: a table")]
    fn perform(&mut self, action: Action) -> Result<Option<CallId>, Refusal> {
        let (done, call) = match action {
            Action::Arrive { group, calling, called, data } => {
                return self.arrive(group, calling, called, data).map(Some);
            }
            Action::MakeCall { device, to, data } => {
                return self.make_call(device, to, data).map(Some);
            }
            Action::PredictiveCall { group, to, wish, data } => {
                return self.predictive_call(group, to, wish, data).map(Some);
            }
            Action::PickUp { device, at } => return self.pick_up(device, at).map(Some),
            Action::Unpark { device, at } => return self.unpark(device, at).map(Some),
            Action::Park { device, call, at } => (self.park_call(device, call, at), Some(call)),
            Action::Answer { device, call } => (self.answer(device, call), Some(call)),
            Action::Release { device, call } => (self.release(device, call), Some(call)),
            Action::Hold { device, call } => (self.hold(device, call), Some(call)),
            Action::Retrieve { device, call } => (self.retrieve(device, call), Some(call)),
            Action::Alternate { device, held, active } => {
                (self.alternate(device, held, active), Some(held))
            }
            Action::Consult { device, call, to, data } => {
                return self.consult(device, call, to, data).map(Some);
            }
            Action::Reconnect { device, held, active } => {
                (self.reconnect(device, held, active), Some(held))
            }
            Action::CompleteTransfer { device, held, active } => {
                (self.complete_transfer(device, held, active), Some(held))
            }
            Action::CompleteConference { device, held, active } => {
                (self.complete_conference(device, held, active), Some(held))
            }
            Action::SingleStepTransfer { device, call, to } => {
                (self.single_step_transfer(device, call, to), Some(call))
            }
            Action::DropParty { device, call, party } => {
                (self.drop_party(device, call, party), Some(call))
            }
            Action::Deflect { device, call, to } => (self.deflect(device, call, to), Some(call)),
            Action::SingleStepConference { device, call, to } => {
                (self.single_step_conference(device, call, to), Some(call))
            }
            Action::SetAside { device, call, party } => {
                (self.set_aside(device, call, party), Some(call))
            }
            Action::TakeBack { device, call, party } => {
                (self.take_back(device, call, party), Some(call))
            }
            Action::Monitor { device, monitoring } => (self.monitor(device, monitoring), None),
            Action::CancelMonitoring { device, agent } => {
                (self.cancel_monitoring(device, agent), None)
            }
            Action::SendDigits { device, call, digits } => {
                (self.send_digits(device, call, digits), Some(call))
            }
            Action::Mute { device, call } => (self.mute(device, call), Some(call)),
            Action::Unmute { device, call } => (self.unmute(device, call), Some(call)),
            Action::Set { device, setting } => (self.set(device, setting), None),
            Action::RegisterRouting { point } => (self.register_routing(point), None),
            Action::CancelRouting { point } => (self.cancel_routing(point), None),
            Action::SelectRoute { point, call, route } => {
                (self.select_route(point, call, route), Some(call))
            }
            Action::LogOn { device, agent, queues } => (self.log_on(device, agent, &queues), None),
            Action::LogOff { device } => {
                (self.require_own_will(device).and_then(|()| self.log_off(device)), None)
            }
            Action::LogOffQueue { device, queue } => {
                let may = self.require_own_will(device);
                (may.and_then(|()| self.log_off_queue(device, queue)), None)
            }
            Action::Ready { device } => (self.ready(device), None),
            Action::NotReady { device, reason } => (self.not_ready(device, reason), None),
            Action::AfterCallWork { device } => (self.after_call_work(device), None),
            Action::PlanWork { device, plan } => (self.plan_work(device, plan), None),
        };
        done.map(|()| call)
    }

    /// Ends a step: agents' work after their calls, then the next calls for idle agents.
    fn settle(&mut self) {
        loop {
            self.settle_observations();
            self.stop_ringing();
            self.finish_parts();
            self.rest_handsets();
            self.match_calls_and_agents();
            if let Some(call) = self.resumed.pop_front() {
                self.resume_after_machine(call);
            } else if self.left_ringing.is_empty() && self.ended_parts.is_empty() {
                break;
            }
        }
        if cfg!(debug_assertions) {
            self.check_now_and_then();
        }
    }
}

/// Checks what a world sets against what a switch can be.
fn check_bounds(world: &World, conference_limit: usize) -> Result<(), PlantError> {
    let limit = ("conference_limit", 3, limits::PARTIES, conference_limit);
    let channels = world
        .trunks
        .iter()
        .map(|trunk| ("a trunk group's channels", 1, limits::DEVICES, trunk.channels as usize));
    let capacities = world
        .queues
        .iter()
        .map(|queue| ("a queue's capacity", 0, limits::QUEUE_CAPACITY, queue.capacity));
    for (what, least, most, found) in std::iter::once(limit).chain(channels).chain(capacities) {
        if !(least..=most).contains(&found) {
            return Err(PlantError::OutOfBounds { what, least, most, found });
        }
    }
    Ok(())
}

/// What happens next by itself.
#[derive(Clone, Copy, Debug)]
enum Due {
    Switch(Timer),
    Person(Habit),
}

/// An agent's part in a queue's call has ended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EndedPart {
    pub(crate) device: DeviceId,
    pub(crate) call: CallId,
    /// Whether the agent had answered.
    pub(crate) answered: bool,
}

/// A reason to bring calls and agents together.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wake {
    /// An agent can take a call.
    Agent(DeviceId),
    /// A call waits.
    Queue(DeviceId),
    /// A call waits where the switch routes by itself.
    Point(DeviceId),
}
