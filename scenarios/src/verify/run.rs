//! Running a model on the switch, and judging what it gives.

use switch_sim::{
    id::{DeviceId, TrunkGroupId},
    statistics::{QueueCounts, TrunkCounts},
    switch::Switch,
    time::SimTime,
    world::World,
};

use crate::verify::{
    metric::{Counted, Metric, Scale},
    model::Model,
    site::Site,
    truth::{Case, Row},
};

/// How much is simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// A few seconds for all models: what a test of every build can afford.
    Quick,
    /// Minutes.
    Full,
}

/// One row, judged.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The model.
    pub case: String,
    /// The row.
    pub row: Row,
    /// What the switch gave.
    pub estimate: f64,
    /// The standard error of that, by batch means.
    pub error: f64,
    /// How far the estimate may be from the exact value.
    pub tolerance: f64,
    /// Whether it is within.
    pub verdict: Verdict,
    /// Calls that were counted.
    pub calls: u64,
    /// The seed of the run.
    pub seed: u64,
}

/// What comes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The estimate is within four standard errors, or within the floor that is close enough for
    /// any purpose.
    Passed,
    /// The estimate is farther away.
    Failed,
}

impl Checked {
    /// How many standard errors the estimate is away.
    pub fn deviation(&self) -> f64 {
        let away = self.estimate - self.row.exact;
        if self.error > 0.0 { away / self.error } else { 0.0 }
    }
}

/// Runs a model and judges its rows.
///
/// # Errors
/// Says why the run proves nothing: the site lacks a circuit or a place that the model has
/// without end, calls are not accounted for, or nothing was counted for a row.
pub fn check(case: &Case, seed: u64, effort: Effort) -> Result<Vec<Checked>, String> {
    let seed = seed_of(case, seed);
    let run = Run::new(case, seed, effort)?;
    let mut checked = Vec::with_capacity(case.rows.len());
    for row in &case.rows {
        checked.push(match row.metric.of_min_servers() {
            Some(wanted) => min_servers(case, row, (seed, effort), wanted)?,
            None => run.judge(row)?,
        });
    }
    Ok(checked)
}

/// A run of one model, divided into batches.
struct Run<'c> {
    case: &'c Case,
    seed: u64,
    whole: Counted,
    batches: Vec<Counted>,
}

impl<'c> Run<'c> {
    fn new(case: &'c Case, seed: u64, effort: Effort) -> Result<Self, String> {
        let plan = Plan::new(case, effort);
        let mut levels: Vec<f64> = Vec::new();
        for threshold in case.rows.iter().filter_map(|row| row.metric.threshold()) {
            if !levels.contains(&threshold) {
                levels.push(threshold);
            }
        }
        let site = Site::new(case, seed, &levels, plan.batch);
        let world = World::parse(&site.world).map_err(|error| format!("{}: {error}", case.name))?;
        let mut bench = Bench::new(&world).map_err(|error| format!("{}: {error}", case.name))?;
        for _ in 0..plan.warm_up {
            bench.next_batch();
        }
        let (queue, trunk) = bench.running();
        let mut batches = Vec::with_capacity(BATCHES);
        for _ in 0..BATCHES {
            let (queue, trunk) = bench.next_batch();
            if !queue.flows() {
                return Err(format!("{}: calls are not accounted for: {queue:?}", case.name));
            }
            batches.push(Counted { queue, trunk, slower: site.slower });
        }
        let (queue_end, trunk_end) = bench.running();
        let whole = Counted {
            queue: queue_end.since(&queue),
            trunk: trunk_end.since(&trunk),
            slower: site.slower,
        };
        require_room(case, &whole)?;
        Ok(Self { case, seed, whole, batches })
    }

    fn judge(&self, row: &Row) -> Result<Checked, String> {
        let estimate = row.metric.estimate(self.case, &self.whole);
        let nothing = || format!("{}: too few calls to estimate {}", self.case.name, row.name);
        let estimate = estimate.ok_or_else(nothing)?;
        let error = self.standard_error(row.metric).ok_or_else(nothing)?;
        let tolerance = (4.0 * error).max(self.floor(row));
        let passed = (estimate - row.exact).abs() <= tolerance;
        Ok(Checked {
            case: self.case.name.clone(),
            row: row.clone(),
            estimate,
            error,
            tolerance,
            verdict: if passed { Verdict::Passed } else { Verdict::Failed },
            calls: self.whole.queue.offered + self.whole.queue.blocked + self.whole.trunk.blocked,
            seed: self.seed,
        })
    }

    /// The standard error of the mean of the batches; a batch in which nothing of the kind
    /// happened says nothing.
    fn standard_error(&self, metric: Metric) -> Option<f64> {
        let values = self.batches.iter().filter_map(|batch| metric.estimate(self.case, batch));
        let values: Vec<f64> = values.collect();
        let count = float(values.len());
        if values.len() < 2 {
            return None;
        }
        let mean = values.iter().sum::<f64>() / count;
        let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
        Some((squares / (count - 1.0) / count).sqrt())
    }

    /// What is close enough: 0.002 of a share, half a percent and 0.1 s of a wait; of what
    /// follows from these (waiting calls by Little's law, busy servers, calls a second), as much.
    fn floor(&self, row: &Row) -> f64 {
        let rate = float64(self.whole.queue.offered) / self.whole.queue.span.as_secs_f64()
            * self.whole.slower;
        match row.metric.scale() {
            Scale::Share => 0.002,
            Scale::Wait => 0.005 * row.exact + 0.1,
            Scale::Length => 0.005 * row.exact + 0.1 * rate,
            Scale::Erlangs => 0.002 * f64::from(self.case.servers),
            Scale::Rate => 0.002 * rate,
            Scale::Count => 0.0,
        }
    }
}

/// The fewest servers with which `metric` reaches a level, tried one after the other from
/// the fewest that can serve all calls.
fn min_servers(
    case: &Case,
    row: &Row,
    (seed, effort): (u64, Effort),
    (metric, level): (Metric, f64),
) -> Result<Checked, String> {
    let mut servers = 1;
    let mut calls = 0;
    loop {
        let rows = vec![Row { metric, ..row.clone() }];
        let tried = Case { servers, rows, ..case.clone() };
        let stable = !tried.is_pure_delay() || tried.load().is_some_and(|load| load < 0.98);
        if stable {
            let run = Run::new(&tried, seed, effort)?;
            calls += run.whole.queue.offered;
            if metric.estimate(&tried, &run.whole).is_some_and(|found| found >= level) {
                break;
            }
        }
        servers += 1;
    }
    let estimate = f64::from(servers);
    let passed = (estimate - row.exact).abs() < 0.5;
    Ok(Checked {
        case: case.name.clone(),
        row: row.clone(),
        estimate,
        error: 0.0,
        tolerance: 0.0,
        verdict: if passed { Verdict::Passed } else { Verdict::Failed },
        calls,
        seed,
    })
}

/// Refuses a run whose site had less room than the model.
fn require_room(case: &Case, whole: &Counted) -> Result<(), String> {
    let waits_for_ever = match case.model {
        Model::Loss { .. } | Model::Engset { .. } => false,
        Model::Delay { .. } | Model::FiniteSources { .. } | Model::Priority { .. } => {
            case.places.is_none()
        }
    };
    let loses_at_trunk = matches!(case.model, Model::Loss { .. } | Model::Engset { .. });
    if waits_for_ever && whole.queue.blocked > 0 || !loses_at_trunk && whole.trunk.blocked > 0 {
        let (queue, trunk) = (whole.queue.blocked, whole.trunk.blocked);
        return Err(format!(
            "{}: {queue} calls found the queue full and {trunk} no circuit, where the model has \
             room for all; the run proves nothing",
            case.name
        ));
    }
    Ok(())
}

/// A switch at work on a model.
struct Bench {
    switch: Switch,
    queue: DeviceId,
    trunk: TrunkGroupId,
    now: SimTime,
}

impl Bench {
    fn new(world: &World) -> Result<Self, String> {
        let switch = Switch::new(world).map_err(|error| error.to_string())?;
        let queue = switch.device_by_number("8000").ok_or("the site has no queue")?;
        let trunk = switch.trunk_group("T").ok_or("the site has no trunk group")?;
        Ok(Self { switch, queue, trunk, now: SimTime::ZERO })
    }

    /// Lets one interval of the statistics pass; what was counted in it.
    fn next_batch(&mut self) -> (QueueCounts, TrunkCounts) {
        let end = self.switch.statistics().interval_began() + self.switch.statistics().interval();
        while self.now < end {
            // Reports are taken as they come, or they would fill the memory.
            self.now = self.switch.next_deadline().map_or(end, |next| next.min(end));
            self.switch.advance(self.now);
            while self.switch.poll_event().is_some() {}
        }
        let statistics = self.switch.statistics();
        let queue = statistics.queue(self.queue).and_then(|periods| periods.last);
        let trunk = statistics.trunk(self.trunk).and_then(|periods| periods.last);
        (queue.unwrap_or_default(), trunk.unwrap_or_default())
    }

    fn running(&self) -> (QueueCounts, TrunkCounts) {
        let statistics = self.switch.statistics();
        let queue = statistics.queue_running(self.queue);
        let trunk = statistics.trunk_running(self.trunk);
        (queue.unwrap_or_default(), trunk.unwrap_or_default())
    }
}

/// How long to run.
struct Plan {
    /// Seconds of one batch.
    batch: f64,
    /// Batches that are passed over, until the site no longer remembers that it began empty.
    warm_up: u32,
}

impl Plan {
    fn new(case: &Case, effort: Effort) -> Self {
        let (calls, memories) = match effort {
            Effort::Quick => (25_000.0, 10.0),
            Effort::Full => (1_000_000.0, 30.0),
        };
        let load = case.load().unwrap_or(0.5).min(0.995);
        let memory = if case.is_pure_delay() {
            // The relaxation time of M/M/c, longer when service varies more.
            let slowness = 1.0 - load.sqrt();
            let varied = match case.model {
                Model::Delay { service, .. } => (1.0 + service.variation()) / 2.0,
                Model::Loss { .. }
                | Model::Engset { .. }
                | Model::FiniteSources { .. }
                | Model::Priority { .. } => 1.0,
            };
            varied * case.service / (f64::from(case.servers) * slowness * slowness)
        } else {
            case.service.max(case.patience.unwrap_or(0.0))
        };
        let rate = match case.model {
            Model::Engset { sources } | Model::FiniteSources { sources } => {
                f64::from(sources) * case.rate / (1.0 + case.rate * case.service)
            }
            Model::Loss { .. } | Model::Delay { .. } | Model::Priority { .. } => case.rate,
        };
        let batch = (memories * memory).max(calls / rate / float(BATCHES)).ceil();
        let begin = 20.0 * case.service / (1.0 - load);
        let warm_up = (1..).find(|&batches| f64::from(batches) * batch >= begin).unwrap_or(1);
        Self { batch, warm_up }
    }
}

/// The seed of one model: like the others' in all runs with the same seed, and none of theirs.
fn seed_of(case: &Case, seed: u64) -> u64 {
    // FNV-1a over the name.
    let hash = case.name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash >> 32) ^ seed
}

fn float(count: usize) -> f64 {
    count as f64
}

fn float64(count: u64) -> f64 {
    count as f64
}

/// How many parts of a run the standard error comes from.
pub const BATCHES: usize = 50;
