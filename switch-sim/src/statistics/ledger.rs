//! The books behind the statistics: one record per queue, telephone and trunk group.

use std::time::Duration;

use crate::{
    queue::Priority,
    statistics::{
        Periods,
        agent::{Activity, AgentCounts},
        level::Level,
        queue::{QueueCounts, Within, ratio},
        trunk::TrunkCounts,
        vdn::VdnCounts,
    },
    time::SimTime,
    world::World,
};

/// All records, and the interval they are kept by.
#[derive(Debug)]
pub(crate) struct Ledger {
    pub(crate) queues: Vec<QueueRecord>,
    /// By the extension's index.
    pub(crate) agents: Vec<AgentRecord>,
    pub(crate) trunks: Vec<TrunkRecord>,
    /// By the VDN's index.
    pub(crate) vdns: Vec<VdnRecord>,
    pub(crate) interval: Duration,
    /// When the present interval began.
    pub(crate) began: SimTime,
}

impl Ledger {
    /// Empty books for a world with so many extensions.
    pub(crate) fn new(world: &World, extensions: usize) -> Self {
        Self {
            queues: world
                .queues
                .iter()
                .map(|queue| QueueRecord::new(&queue.service_levels))
                .collect(),
            agents: vec![AgentRecord::default(); extensions],
            trunks: world.trunks.iter().map(|_| TrunkRecord::default()).collect(),
            vdns: world.vectors.vdns.iter().map(|_| VdnRecord::default()).collect(),
            interval: world.statistics_interval,
            began: SimTime::ZERO,
        }
    }

    /// When the present interval ends.
    pub(crate) fn ends(&self) -> SimTime {
        self.began + self.interval
    }

    /// Ends the present interval and begins the next one.
    pub(crate) fn close(&mut self) {
        let end = self.ends();
        for agent in 0..self.agents.len() {
            let activity = self.agents.get(agent).and_then(|agent| agent.activity);
            self.note_activity(agent, activity.map(|(activity, _)| activity), end);
        }
        self.queues.iter_mut().for_each(|queue| queue.close(end));
        self.agents.iter_mut().for_each(|agent| agent.close(end));
        self.trunks.iter_mut().for_each(|trunk| trunk.close(end));
        self.vdns.iter_mut().for_each(|vdn| vdn.close(end));
        self.began = end;
    }

    /// Books the time that an agent's activity took until `now`, and begins another one.
    pub(crate) fn note_activity(&mut self, agent: usize, next: Option<Activity>, now: SimTime) {
        let Some(record) = self.agents.get_mut(agent) else { return };
        let Some((activity, since)) = record.activity else {
            record.activity = next.map(|next| (next, now));
            return;
        };
        record.activity = next.map(|next| (next, now));
        let span = now - since;
        if span.is_zero() {
            return;
        }
        record.counts.add(activity, span);
        let Some(queue) = record.queue.and_then(|queue| self.queues.get_mut(queue)) else { return };
        match activity {
            Activity::Ringing => queue.counts.ringing += span,
            Activity::Talking => queue.counts.talking += span,
            Activity::Holding => queue.counts.holding += span,
            Activity::Working => queue.counts.working += span,
            Activity::Idle | Activity::Away | Activity::Other => {}
        }
    }

    /// Passes over intervals in which nothing happened: the present one is the last of those that
    /// end at `to` or before.
    pub(crate) fn skip_quiet(&mut self, to: SimTime) {
        let interval = u64::try_from(self.interval.as_millis()).unwrap_or(u64::MAX).max(1);
        let ended = to.0.saturating_sub(self.began.0) / interval;
        if ended > 1 {
            self.began = SimTime(self.began.0 + (ended - 1) * interval);
            let began = self.began;
            self.queues.iter_mut().for_each(|queue| queue.open(began));
            self.agents.iter_mut().for_each(|agent| agent.open(began));
            self.trunks.iter_mut().for_each(|trunk| trunk.open(began));
            self.vdns.iter_mut().for_each(|vdn| vdn.open(began));
        }
    }
}

/// What is kept of a queue.
#[derive(Debug)]
pub(crate) struct QueueRecord {
    pub(crate) counts: QueueCounts,
    /// Calls that wait.
    pub(crate) waiting: Level,
    /// Calls that ring at an agent.
    pub(crate) ringing: u64,
    /// Agents who are logged on.
    pub(crate) staffed: Level,
    /// The longest wait and the most waiting calls of the present interval.
    peaks: (u64, u64),
    opened: QueueCounts,
    last: Option<QueueCounts>,
    /// Sums of the intervals' service levels, by threshold, and of how many intervals.
    levels: Vec<f64>,
    intervals: u64,
}

impl QueueRecord {
    fn new(thresholds: &[Duration]) -> Self {
        let within =
            thresholds.iter().map(|&threshold| Within { threshold, answered: 0, abandoned: 0 });
        let counts = QueueCounts { within: within.collect(), ..QueueCounts::default() };
        Self {
            opened: counts.clone(),
            levels: vec![0.0; counts.within.len()],
            counts,
            waiting: Level::default(),
            ringing: 0,
            staffed: Level::default(),
            peaks: (0, 0),
            last: None,
            intervals: 0,
        }
    }

    /// A call enters the queue.
    pub(crate) fn offer(&mut self, now: SimTime) {
        self.counts.offered += 1;
        self.wait(now);
    }

    /// One more call waits.
    fn wait(&mut self, now: SimTime) {
        let waiting = self.waiting.value() + 1;
        self.waiting.set(now, waiting);
        self.peaks.1 = self.peaks.1.max(waiting);
        self.counts.most_waiting = self.counts.most_waiting.max(waiting);
    }

    /// A wait has ended.
    fn note_wait(&mut self, milliseconds: u64) {
        self.counts.delayed += u64::from(milliseconds > 0);
        self.peaks.0 = self.peaks.0.max(milliseconds);
        self.counts.longest_wait = self.counts.longest_wait.max(milliseconds);
    }

    /// A call returns from an agent who did not take it.
    pub(crate) fn give_back(&mut self, now: SimTime) {
        self.counts.returned += 1;
        self.ringing -= 1;
        self.wait(now);
    }

    /// A waiting call begins to ring at an agent.
    pub(crate) fn ring(&mut self, now: SimTime) {
        self.ringing += 1;
        self.waiting.set(now, self.waiting.value() - 1);
    }

    /// A call that rang is answered after a wait.
    pub(crate) fn answer(&mut self, wait: Duration, priority: Priority) {
        let milliseconds = milliseconds(wait);
        self.ringing -= 1;
        self.counts.answered += 1;
        self.note_wait(milliseconds);
        self.counts.answer_waits.count(milliseconds);
        self.counts.histogram.count_wait(milliseconds);
        if let Some(of_priority) = self.counts.by_priority.get_mut(priority.index()) {
            of_priority.count(milliseconds);
        }
        for within in self.counts.within.iter_mut().filter(|within| wait <= within.threshold) {
            within.answered += 1;
        }
    }

    /// A caller has left after a wait.
    pub(crate) fn abandon(&mut self, wait: Duration) {
        let milliseconds = milliseconds(wait);
        self.counts.abandoned += 1;
        self.note_wait(milliseconds);
        self.counts.abandon_waits.count(milliseconds);
        for within in self.counts.within.iter_mut().filter(|within| wait <= within.threshold) {
            within.abandoned += 1;
        }
    }

    /// The counts so far.
    pub(crate) fn running(&self, now: SimTime) -> QueueCounts {
        QueueCounts {
            span: now - SimTime::ZERO,
            there: (0, self.there()),
            waiting_time: self.waiting.integral(now),
            staffed_time: self.staffed.integral(now),
            ..self.counts.clone()
        }
    }

    /// How many calls are there, waiting or ringing.
    pub(crate) fn there(&self) -> u64 {
        self.waiting.value() + self.ringing
    }

    pub(crate) fn periods(&self, now: SimTime) -> Periods<QueueCounts> {
        let running = self.running(now);
        Periods { interval: self.interval(&running), last: self.last.clone(), running }
    }

    /// The counts since the present interval began.
    fn interval(&self, running: &QueueCounts) -> QueueCounts {
        let (longest_wait, most_waiting) = self.peaks;
        QueueCounts { longest_wait, most_waiting, ..running.since(&self.opened) }
    }

    pub(crate) fn average_of_intervals(&self, threshold: Duration) -> Option<f64> {
        let place = self.counts.within.iter().position(|within| within.threshold == threshold)?;
        (self.intervals > 0)
            .then(|| self.levels.get(place).map(|sum| sum / self.intervals as f64))?
    }

    fn open(&mut self, began: SimTime) {
        self.opened = self.running(began);
        self.peaks = (0, self.waiting.value());
    }

    fn close(&mut self, end: SimTime) {
        let running = self.running(end);
        let last = self.interval(&running);
        self.opened = running;
        self.peaks = (0, self.waiting.value());
        if last.offered > 0 {
            self.intervals += 1;
            for (sum, within) in self.levels.iter_mut().zip(&last.within) {
                *sum += ratio(within.answered, last.offered).unwrap_or(0.0);
            }
        }
        self.last = Some(last);
    }
}

/// What is kept of the agents at a telephone.
#[derive(Clone, Debug, Default)]
pub(crate) struct AgentRecord {
    pub(crate) counts: AgentCounts,
    /// What the agent does, and since when; none while nobody is logged on.
    pub(crate) activity: Option<(Activity, SimTime)>,
    /// The queue whose call the agent is, or was last, busy with.
    pub(crate) queue: Option<usize>,
    opened: AgentCounts,
    last: Option<AgentCounts>,
}

impl AgentRecord {
    pub(crate) fn running(&self, now: SimTime) -> AgentCounts {
        let mut counts = self.counts;
        if let Some((activity, since)) = self.activity {
            counts.add(activity, now - since);
        }
        counts
    }

    pub(crate) fn periods(&self, now: SimTime) -> Periods<AgentCounts> {
        let running = self.running(now);
        Periods { interval: running.since(&self.opened), last: self.last, running }
    }

    fn open(&mut self, began: SimTime) {
        self.opened = self.running(began);
    }

    fn close(&mut self, end: SimTime) {
        let running = self.running(end);
        self.last = Some(running.since(&self.opened));
        self.opened = running;
    }
}

/// What is kept of a trunk group.
#[derive(Debug, Default)]
pub(crate) struct TrunkRecord {
    pub(crate) counts: TrunkCounts,
    pub(crate) busy: Level,
    /// One while all circuits are taken.
    pub(crate) all_busy: Level,
    /// The most circuits taken at once in the present interval.
    peak: u64,
    opened: TrunkCounts,
    last: Option<TrunkCounts>,
}

impl TrunkRecord {
    /// Another number of circuits is taken.
    pub(crate) fn set_busy(&mut self, now: SimTime, busy: u32, channels: u32) {
        let all_busy = u64::from(busy == channels);
        self.busy.set(now, u64::from(busy));
        self.counts.peak = self.counts.peak.max(u64::from(busy));
        self.peak = self.peak.max(u64::from(busy));
        if all_busy != self.all_busy.value() {
            self.counts.all_busy_times += all_busy;
            self.all_busy.set(now, all_busy);
        }
    }

    pub(crate) fn running(&self, now: SimTime) -> TrunkCounts {
        TrunkCounts {
            span: now - SimTime::ZERO,
            usage: self.busy.integral(now),
            all_busy: Duration::from_millis(self.all_busy.integral(now)),
            ..self.counts
        }
    }

    pub(crate) fn periods(&self, now: SimTime) -> Periods<TrunkCounts> {
        let running = self.running(now);
        let interval = TrunkCounts { peak: self.peak, ..running.since(&self.opened) };
        Periods { interval, last: self.last, running }
    }

    fn open(&mut self, began: SimTime) {
        self.opened = self.running(began);
        self.peak = self.busy.value();
    }

    fn close(&mut self, end: SimTime) {
        let running = self.running(end);
        self.last = Some(TrunkCounts { peak: self.peak, ..running.since(&self.opened) });
        self.opened = running;
        self.peak = self.busy.value();
    }
}

/// What is kept of a VDN.
#[derive(Debug, Default)]
pub(crate) struct VdnRecord {
    pub(crate) counts: VdnCounts,
    /// Calls that are there.
    pub(crate) there: u64,
    opened: VdnCounts,
    last: Option<VdnCounts>,
}

impl VdnRecord {
    fn running(&self, now: SimTime) -> VdnCounts {
        VdnCounts { span: now - SimTime::ZERO, there: (0, self.there), ..self.counts }
    }

    pub(crate) fn periods(&self, now: SimTime) -> Periods<VdnCounts> {
        let running = self.running(now);
        Periods { interval: running.since(&self.opened), last: self.last, running }
    }

    fn open(&mut self, began: SimTime) {
        self.opened = self.running(began);
    }

    fn close(&mut self, end: SimTime) {
        let running = self.running(end);
        self.last = Some(running.since(&self.opened));
        self.opened = running;
    }
}

fn milliseconds(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}
