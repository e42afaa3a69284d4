//! People who live by themselves: callers outside, and agents, as the world file describes them.
//!
//! They know what the switch reports and do what anybody at a telephone could do, each act at its
//! time by [`Switch::handle_action`]. Whoever else acts comes first: before acting, people look
//! whether things are as they were when they decided to, and a refusal is the end of it. A world
//! without `[traffic]` and `[behaviour]` has none of them.

pub(crate) mod agents;
pub(crate) mod arrivals;
pub(crate) mod callers;
pub(crate) mod distribution;
pub(crate) mod habits;

use crate::{
    agenda::Agenda,
    event::Report,
    id::{CallId, DeviceId, Number, TrunkGroupId},
    people::{agents::Desk, arrivals::Clock, callers::Caller},
    plant::{Plant, PlantError},
    rng::Rng,
    switch::Switch,
    time::SimTime,
    world::{Behaviour, Traffic, World},
};

/// Everybody who lives by themselves, and what each of them is going to do.
#[derive(Debug)]
pub(crate) struct People {
    agenda: Agenda<Habit>,
    streams: Vec<Stream>,
    behaviours: Vec<Behaviour>,
    /// By the extension's index.
    desks: Vec<Desk>,
    /// By the circuit's place among the circuits.
    callers: Vec<Option<Caller>>,
    first_circuit: usize,
    /// What agents draw from; each traffic has a source of its own.
    pub(crate) rng: Rng,
}

impl People {
    /// The people of a world; none when nobody in it lives by themselves.
    pub(crate) fn new(world: &World, plant: &Plant) -> Result<Option<Self>, PlantError> {
        if world.traffic.is_empty() && world.behaviours.is_empty() {
            return Ok(None);
        }
        let first_circuit = plant.first_circuit();
        let mut people = Self {
            agenda: Agenda::new(),
            streams: Vec::new(),
            behaviours: world.behaviours.clone(),
            desks: agents::desks(world, plant)?,
            callers: vec![None; plant.devices.len().saturating_sub(first_circuit)],
            first_circuit,
            rng: Rng::of(world.seed, AGENTS),
        };
        for (place, desk) in people.desks.iter().enumerate() {
            let behaviour = desk.behaviour.and_then(|place| people.behaviours.get(place));
            if behaviour.is_some_and(|behaviour| behaviour.logs_on) {
                let device = DeviceId(u32::try_from(place).unwrap_or(u32::MAX));
                people.agenda.schedule(SimTime::ZERO, Habit::LogsOn { device });
            }
        }
        for (place, traffic) in (0..).zip(&world.traffic) {
            people.streams.push(Stream::new(world, plant, traffic, CALLERS + place)?);
            people.begin(usize::try_from(place).unwrap_or(usize::MAX));
        }
        Ok(Some(people))
    }

    /// When somebody does something next.
    pub(crate) fn next_deadline(&self) -> Option<SimTime> {
        self.agenda.next_deadline()
    }
}

impl Switch {
    /// Takes what somebody does next, if it is due at `to` or before.
    pub(crate) fn pop_habit(&mut self, to: SimTime) -> Option<(SimTime, Habit)> {
        self.people.as_mut()?.agenda.pop_due(to)
    }

    /// Somebody does what they decided to do at this moment, if it still makes sense.
    pub(crate) fn live(&mut self, habit: Habit) {
        match habit {
            Habit::Dials { traffic, attempts } => self.dials(traffic, attempts),
            Habit::GivesUp { circuit } => self.gives_up(circuit),
            Habit::EndsTalk { circuit } => self.ends_talk(circuit),
            Habit::LogsOn { device } => self.logs_on(device),
            Habit::Answers { device, call } => self.answers(device, call),
            Habit::HangsUp { device, call } => self.hangs_up(device, call),
            Habit::BecomesReady { device, since } => self.becomes_ready(device, since),
            Habit::Holds { device, call } => self.puts_on_hold(device, call),
            Habit::Retrieves { device, call } => self.retrieves(device, call),
            Habit::TurnsTo { device, call, choice } => self.turns_to(device, call, choice),
            Habit::Concludes { device, calls, choice } => self.concludes(device, calls, choice),
            Habit::TakesBreak { device } => self.takes_break(device),
        }
    }

    /// People hear what the switch reports, and decide.
    pub(crate) fn hear(&mut self, report: &Report) {
        if self.people.is_none() {
            return;
        }
        match *report {
            Report::Delivered { call, device, .. } => self.hear_ringing(call, device),
            Report::Established { call, device } => self.hear_answer(call, device),
            Report::Queued { call, .. } | Report::RouteRequested { call, .. } => {
                self.hear_queued(call);
            }
            Report::Cleared { device, .. } => self.hear_cleared(device),
            Report::AgentWorkingAfterCall { device, on_call: false, .. } => {
                self.hear_after_call_work(device);
            }
            Report::AgentNotReady { device, on_call: false, ref reason, .. } => {
                self.hear_not_ready(device, reason.as_deref());
            }
            Report::Originated { .. }
            | Report::AnswerDetected { .. }
            | Report::Classified { .. }
            | Report::Held { .. }
            | Report::Retrieved { .. }
            | Report::Diverted { .. }
            | Report::RouteUsed { .. }
            | Report::NetworkReached { .. }
            | Report::GlareLost { .. }
            | Report::Failed { .. }
            | Report::Transferred { .. }
            | Report::SingleStepTransferred { .. }
            | Report::Deflected { .. }
            | Report::Forwarded { .. }
            | Report::Covered { .. }
            | Report::DigitsReceived { .. }
            | Report::PickedUp { .. }
            | Report::Parked { .. }
            | Report::Unparked { .. }
            | Report::SingleStepConferenced { .. }
            | Report::Observed { .. }
            | Report::ObserverHeard { .. }
            | Report::SetAside { .. }
            | Report::TakenBack { .. }
            | Report::MonitoringSet { .. }
            | Report::MonitoringCancelled { .. }
            | Report::Muted { .. }
            | Report::Unmuted { .. }
            | Report::IsSet { .. }
            | Report::Conferenced { .. }
            | Report::CallCleared { .. }
            | Report::VectorStep { .. }
            | Report::VectorEvent { .. }
            | Report::AnswerReturned { .. }
            | Report::DigitsGenerated { .. }
            | Report::DigitsPassed { .. }
            | Report::UserInformationSet { .. }
            | Report::AgentLoggedOn { .. }
            | Report::AgentLoggedOff { .. }
            | Report::AgentReady { .. }
            | Report::AgentNotReady { .. }
            | Report::AgentWorkingAfterCall { .. } => {}
        }
    }
}

/// What somebody is going to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Habit {
    /// A caller dials; `attempts` came before without an answer.
    Dials { traffic: usize, attempts: u32 },
    /// A caller has lost patience.
    GivesUp { circuit: DeviceId },
    /// A caller has said everything.
    EndsTalk { circuit: DeviceId },
    /// An agent comes to work.
    LogsOn { device: DeviceId },
    /// An agent answers.
    Answers { device: DeviceId, call: CallId },
    /// An agent has said everything.
    HangsUp { device: DeviceId, call: CallId },
    /// An agent puts a call on hold.
    Holds { device: DeviceId, call: CallId },
    /// An agent takes it back.
    Retrieves { device: DeviceId, call: CallId },
    /// An agent turns to somebody else with a call, in one of the ways of the behaviour.
    TurnsTo { device: DeviceId, call: CallId, choice: usize },
    /// An agent has spoken with them: the held call, and the one to them.
    Concludes { device: DeviceId, calls: (CallId, CallId), choice: usize },
    /// An agent goes for a break.
    TakesBreak { device: DeviceId },
    /// An agent has finished what began at `since`, and wants calls.
    BecomesReady { device: DeviceId, since: SimTime },
}

/// One kind of callers, and when the next one calls.
#[derive(Debug)]
pub(crate) struct Stream {
    traffic: Traffic,
    to: Number,
    group: TrunkGroupId,
    calling: Option<Number>,
    clock: Clock,
    rng: Rng,
}

impl Stream {
    fn new(
        world: &World,
        plant: &Plant,
        traffic: &Traffic,
        purpose: u64,
    ) -> Result<Self, PlantError> {
        let number = |text: &str| {
            Number::new(text).map_err(|error| PlantError::Number { what: "traffic", error })
        };
        let to = number(&traffic.to)?;
        let trunks = (0..).map(TrunkGroupId).zip(&world.trunks);
        let group = trunks.clone().find(|(_, trunk)| trunk.name == traffic.trunk);
        let leads = plant.inside(&to).is_some() || plant.vdn(&to).is_some();
        match (group, leads) {
            (Some((group, _)), true) => Ok(Self {
                group,
                to,
                calling: traffic.calling.as_deref().map(number).transpose()?,
                traffic: traffic.clone(),
                clock: Clock::new(traffic.spread, Rng::of(world.seed, RATES + purpose)),
                rng: Rng::of(world.seed, purpose),
            }),
            (None, _) => Err(PlantError::LeadsNowhere { number: to, to: traffic.trunk.clone() }),
            (_, false) => Err(PlantError::LeadsNowhere { number: to, to: traffic.to.clone() }),
        }
    }
}

/// What the random sources are for, beside the switch's own.
const AGENTS: u64 = 1;
const CALLERS: u64 = 16;
const RATES: u64 = 1 << 32;
