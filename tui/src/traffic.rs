//! Background traffic: callers who come, wait, are answered, talk and go, all by lines of the
//! scenario language.
//!
//! Whoever rings is answered by hand at the telephone; calls that somebody else began are left
//! alone. The same seed and the same world give the same lines at the same moments.

use std::{collections::BTreeMap, time::Duration};

use scenarios::record::Recorder;
use switch_sim::{
    agent::AgentState, call::ConnectionState, id::DeviceId, plant::DeviceKind, time::SimTime,
};

/// Callers at work.
#[derive(Clone, Debug)]
pub struct Traffic {
    pub plan: Plan,
    /// Whether more callers come.
    pub running: bool,
    random: u64,
    next_arrival: SimTime,
    next_look: SimTime,
    begun: u64,
    callers: BTreeMap<String, Caller>,
    /// Telephones where an agent is to ask for calls again, and when.
    finishing: BTreeMap<String, SimTime>,
}

/// How much traffic, and what it is like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub per_minute: u32,
    /// The number that is dialled.
    pub to: String,
    pub talk_seconds: u32,
    pub patience_seconds: u32,
}

/// Somebody in a call of this traffic.
#[derive(Clone, Debug)]
struct Caller {
    who: String,
    part: Part,
    /// When the next thing happens, if nothing else does before.
    due: SimTime,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Waiting,
    /// At this person's telephone.
    Ringing(String),
    Talking,
}

impl Traffic {
    /// Traffic from this moment on.
    pub fn new(plan: Plan, seed: u64, now: SimTime) -> Self {
        Self {
            plan,
            running: true,
            random: seed,
            next_arrival: now,
            next_look: now,
            begun: 0,
            callers: BTreeMap::new(),
            finishing: BTreeMap::new(),
        }
    }

    /// Lets callers come again, by another plan.
    pub fn resume(&mut self, plan: Plan, now: SimTime) {
        self.plan = plan;
        self.running = true;
        self.next_arrival = now;
    }

    /// How many of its calls are up.
    pub fn up(&self) -> usize {
        self.callers.len()
    }

    /// When something is to be done next.
    pub fn due(&self) -> Option<SimTime> {
        let arrival = self.running.then_some(self.next_arrival);
        let look =
            (!self.callers.is_empty() || !self.finishing.is_empty()).then_some(self.next_look);
        arrival.into_iter().chain(look).min()
    }

    /// The lines that are due at this moment.
    pub fn lines(&mut self, recorder: &Recorder) -> Vec<String> {
        let now = recorder.now();
        let mut lines = Vec::new();
        if now >= self.next_look {
            self.next_look = now + LOOK_EVERY;
            lines = self.look(recorder);
        }
        if self.running && now >= self.next_arrival {
            let gap = Duration::from_secs(60) / self.plan.per_minute.max(1);
            self.next_arrival = now + self.about(gap).max(SHORTEST);
            lines.extend(self.arrival(recorder));
        }
        lines
    }

    fn arrival(&mut self, recorder: &Recorder) -> Option<String> {
        let outside = &recorder.world().outside;
        if self.callers.len() >= CALLERS {
            return None;
        }
        let place = usize::try_from(self.draw(outside.len().try_into().unwrap_or(1))).unwrap_or(0);
        let who = outside.get(place)?.name.clone();
        let ani = 5_550_000 + self.draw(10_000);
        self.begun += 1;
        let call = format!("b{}", self.begun);
        let line = format!("{who} > DIAL {} ani=0171{ani} as {call}", self.plan.to);
        let due = recorder.now() + self.about(seconds(self.plan.patience_seconds));
        self.callers.insert(call, Caller { who, part: Part::Waiting, due });
        Some(line)
    }

    /// What callers and agents do, seen how their calls stand.
    fn look(&mut self, recorder: &Recorder) -> Vec<String> {
        let now = recorder.now();
        let mut lines = Vec::new();
        let mut callers = std::mem::take(&mut self.callers);
        callers.retain(|call, caller| match standing(recorder, call) {
            None => false,
            Some(part) => {
                if part != caller.part {
                    caller.due = now + self.time_for(&part, caller, now);
                    caller.part = part;
                }
                if now >= caller.due {
                    lines.push(caller.act(call));
                    // What was refused is tried again.
                    caller.due = now + RETRY;
                }
                true
            }
        });
        self.callers = callers;
        lines.extend(self.finish_work(recorder));
        lines
    }

    fn time_for(&mut self, part: &Part, caller: &Caller, now: SimTime) -> Duration {
        match part {
            Part::Waiting => caller.due - now,
            Part::Ringing(_) => self.about(TO_ANSWER),
            Part::Talking => self.about(seconds(self.plan.talk_seconds)),
        }
    }

    /// Agents in after-call work ask for calls again after a while.
    fn finish_work(&mut self, recorder: &Recorder) -> Vec<String> {
        let now = recorder.now();
        let switch = recorder.rig().switch();
        let working: Vec<String> = recorder
            .world()
            .people
            .iter()
            .filter(|person| {
                let device = switch.device_by_number(&person.dn);
                let agent = device.and_then(|device| switch.agent_at(device));
                agent.is_some_and(|agent| agent.state == AgentState::AfterCallWork)
            })
            .map(|person| person.name.clone())
            .collect();
        self.finishing.retain(|who, _| working.contains(who));
        for who in working {
            if self.callers.is_empty() && !self.finishing.contains_key(&who) {
                continue;
            }
            let due = now + self.about(WORK);
            self.finishing.entry(who).or_insert(due);
        }
        let due = self.finishing.iter().filter(|(_, due)| now >= **due);
        due.map(|(who, _)| format!("{who}.phone > READY")).collect()
    }

    /// Between half and one and a half times as long.
    fn about(&mut self, mean: Duration) -> Duration {
        let millis = u64::try_from(mean.as_millis()).unwrap_or(u64::MAX).max(2);
        Duration::from_millis(millis / 2 + self.draw(millis))
    }

    /// A number below `below` (`SplitMix64`).
    fn draw(&mut self, below: u64) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.random ^ (self.random >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % below.max(1)
    }
}

impl Caller {
    /// What is done when the time has come: an agent answers, a caller hangs up.
    fn act(&self, call: &str) -> String {
        match &self.part {
            Part::Ringing(person) => format!("{person}.phone > ANSWER {call}"),
            Part::Waiting | Part::Talking => format!("{} > HANGUP {call}", self.who),
        }
    }
}

/// How a call of this traffic stands; none when it is over.
fn standing(recorder: &Recorder, name: &str) -> Option<Part> {
    let id = recorder.call_named(name)?;
    let switch = recorder.rig().switch();
    let call = switch.call(id)?;
    let is_phone = |device: DeviceId| switch.device(device).kind == DeviceKind::Extension;
    let phones = || call.parties.iter().filter(|party| is_phone(party.device));
    if phones()
        .any(|party| matches!(party.state, ConnectionState::Connected | ConnectionState::Held))
    {
        return Some(Part::Talking);
    }
    let ringing = phones().find(|party| party.state == ConnectionState::Alerting);
    let person = ringing.and_then(|party| switch.device(party.device).name.clone());
    Some(person.map_or(Part::Waiting, Part::Ringing))
}

fn seconds(seconds: u32) -> Duration {
    Duration::from_secs(seconds.into())
}

const LOOK_EVERY: Duration = Duration::from_millis(500);
const SHORTEST: Duration = Duration::from_millis(5);
const TO_ANSWER: Duration = Duration::from_secs(4);
const WORK: Duration = Duration::from_secs(8);
const RETRY: Duration = Duration::from_secs(5);
/// The most callers at once.
const CALLERS: usize = 1_000;
