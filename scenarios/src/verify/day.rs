//! A day of a large centre: its world file, and the hours of the day one after the other.

use std::fmt::{self, Write as _};

use switch_sim::{
    id::DeviceId,
    plant::DeviceKind,
    statistics::{QueueCounts, TrunkCounts},
    switch::Switch,
    time::SimTime,
};

/// The world file of a centre with so many agents: a queue for every 500 of them, calls by the
/// profile of a weekday that keep most of the agents busy at noon, impatient callers, some of
/// whom call again, days that are busier than others, agents who answer after some seconds, talk, and
/// work after the call, and who make mistakes.
pub fn world(agents: u32, seed: u64) -> String {
    let queues = agents.div_ceil(AGENTS_PER_QUEUE);
    let per_day = f64::from(agents) / f64::from(queues) * CALLS_PER_AGENT;
    let mut text = format!(
        "[switch]\nseed = {seed}\n\n[trunks.T]\nchannels = {}\n\n[behaviour.default]\n\
         answers_after = {{ uniform = [\"2s\", \"6s\"] }}\nworks = {{ exponential = \"30s\" }}\n\
         returns_after = \"1m\"\n\
         misses = 0.01\nanswers_late = {{ chance = 0.02, after = \"12s\" }}\n\
         cuts_off = {{ chance = 0.002, after = \"20s\" }}\n\
         forgets_ready = {{ chance = 0.01, after = {{ exponential = \"5m\" }} }}\n",
        agents + agents / 2 + 100
    );
    for queue in 0..queues {
        let (dn, number) = (8_000 + queue, 900_000 + queue);
        write!(
            text,
            "\n[queues.q{queue}]\ndn = \"{dn}\"\ncapacity = 10000\nring_limit = \"20s\"\n\
             [numbers.\"{number}\"]\nqueue = \"q{queue}\"\n\
             [traffic.t{queue}]\nto = \"{number}\"\ntrunk = \"T\"\nprofile = \"weekday\"\n\
             per_day = {per_day:.0}\nday_cv = 0.12\nhalf_hour_cv = 0.05\n\
             talks = {{ lognormal = \"300s\", cv2 = 1.63 }}\n\
             patience = {{ exponential = \"380s\" }}\n\
             redial = {{ chance = 0.4, after = {{ uniform = [\"1m\", \"10m\"] }}, at_most = 2 }}\n"
        )
        .unwrap_or_default();
    }
    text += "\n[people]\n";
    for agent in 0..agents {
        let (dn, queue) = (100_000 + agent, agent / AGENTS_PER_QUEUE);
        writeln!(text, "a{dn} = {{ dn = \"{dn}\", login = \"{dn}\", queues = [\"q{queue}\"] }}")
            .unwrap_or_default();
    }
    text
}

/// A day in progress.
#[derive(Debug)]
pub struct Day {
    switch: Switch,
    queues: Vec<DeviceId>,
    hours: Vec<Hour>,
    reports: u64,
}

#[derive(Debug)]
struct Hour {
    offered: u64,
    answered: u64,
    abandoned: u64,
    wait: f64,
    circuits: u32,
}

impl Day {
    /// The morning.
    pub fn new(switch: Switch) -> Self {
        let queues = switch.devices().filter(|device| device.kind == DeviceKind::Queue);
        let queues = queues.map(|device| device.id).collect();
        Self { switch, queues, hours: Vec::new(), reports: 0 }
    }

    /// Lets an hour pass and takes every report; false when the day is over.
    pub fn next_hour(&mut self) -> bool {
        let began = self.counted();
        let end = SimTime((self.hours.len() as u64 + 1) * 3_600_000);
        while self.switch.now() < end {
            let next = self.switch.next_deadline().map_or(end, |next| next.min(end));
            self.switch.advance(next);
            while self.switch.poll_event().is_some() {
                self.reports += 1;
            }
        }
        let [offered, answered, abandoned, waited] = self.counted();
        let wait = (waited - began[3]) as f64 / 1_000.0 / ((answered - began[1]).max(1) as f64);
        self.hours.push(Hour {
            offered: offered - began[0],
            answered: answered - began[1],
            abandoned: abandoned - began[2],
            wait,
            circuits: self.switch.trunks().map(|trunk| trunk.busy()).sum(),
        });
        self.hours.len() < 24
    }

    /// Checks what must hold in the evening: the invariants of the switch, and that every call is
    /// accounted for.
    ///
    /// # Errors
    /// Says what does not hold.
    pub fn finish(&self) -> Result<String, String> {
        self.switch.check_invariants()?;
        let statistics = self.switch.statistics();
        for &queue in &self.queues {
            let counts = statistics.queue_running(queue).unwrap_or_default();
            if !counts.flows() {
                return Err(format!("calls are not accounted for: {counts:?}"));
            }
        }
        Ok("every invariant holds, every call is accounted for".to_owned())
    }

    /// Calls that came.
    pub fn calls(&self) -> u64 {
        let [offered, ..] = self.counted();
        let trunks = self
            .switch
            .trunks()
            .filter_map(|trunk| self.switch.statistics().trunk_running(trunk.id));
        offered + trunks.map(|TrunkCounts { blocked, .. }| blocked).sum::<u64>()
    }

    /// Offered, answered, abandoned, milliseconds waited by those answered.
    fn counted(&self) -> [u64; 4] {
        let statistics = self.switch.statistics();
        let queues = self.queues.iter().filter_map(|&queue| statistics.queue_running(queue));
        queues.fold([0; 4], |[offered, answered, abandoned, waited], queue: QueueCounts| {
            [
                offered + queue.offered,
                answered + queue.answered,
                abandoned + queue.abandoned,
                waited + queue.answer_waits.milliseconds,
            ]
        })
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "hour  offered answered abandoned    asa  circuits")?;
        for (hour, counts) in self.hours.iter().enumerate() {
            let Hour { offered, answered, abandoned, wait, circuits } = counts;
            writeln!(
                f,
                "{hour:>4} {offered:>8} {answered:>8} {abandoned:>9} {wait:>5.1}s {circuits:>9}"
            )?;
        }
        write!(f, "{} calls, {} reports", self.calls(), self.reports)
    }
}

const AGENTS_PER_QUEUE: u32 = 500;

/// Calls a day for each agent: at the busiest hour, five in six of them are busy.
const CALLS_PER_AGENT: f64 = 78.0;
