//! What a call costs: the whole switch path in M/M/50 beside a bare loop written by hand, and how
//! that grows with agents and with waiting calls.
//!
//! `cargo bench -p switch-sim`; the same queue in `SimPy` is `bench/simpy_mm50.py`.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot be set up has nothing to say")]

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, VecDeque},
    fmt::Write as _,
    hint::black_box,
};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use switch_sim::{
    action::Action,
    id::{CallId, DeviceId, Number},
    switch::Switch,
    time::SimTime,
    world::World,
};

/// 50 agents, 0.9 of their time busy.
fn mm50(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("mm50");
    group.throughput(Throughput::Elements(CALLS));
    let mut bare = Bare::new(50);
    group.bench_function("by_hand", |bencher| bencher.iter(|| bare.serve(CALLS)));
    let mut site = Site::new(50);
    group.bench_function("switch", |bencher| bencher.iter(|| site.live(CALLS)));
    group.finish();
}

/// The same load with more agents.
fn agents(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("agents");
    group.throughput(Throughput::Elements(CALLS));
    for agents in [50, 500, 5_000] {
        let mut site = Site::new(agents);
        site.live(u64::from(agents) * 20);
        group.bench_with_input(BenchmarkId::from_parameter(agents), &agents, |bencher, _| {
            bencher.iter(|| site.live(CALLS));
        });
    }
    group.finish();
}

/// One call ends, the next one is delivered and answered, another one begins to wait.
fn queued(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("queued");
    group.throughput(Throughput::Elements(1));
    for waiting in [10, 100, 1_000, 10_000] {
        let mut rush = Rush::new(waiting);
        group.bench_with_input(BenchmarkId::from_parameter(waiting), &waiting, |bencher, _| {
            bencher.iter(|| rush.turn());
        });
    }
    group.finish();
}

/// M/M/c and nothing else: a heap of events, a count of busy servers, a queue of arrivals.
struct Bare {
    servers: usize,
    busy: usize,
    now: f64,
    events: BinaryHeap<Reverse<(u64, bool)>>,
    waiting: VecDeque<f64>,
    waited: f64,
    dice: Dice,
}

impl Bare {
    fn new(servers: usize) -> Self {
        let events = BinaryHeap::from([Reverse((0, true))]);
        let (waiting, dice) = (VecDeque::new(), Dice(1));
        Self { servers, busy: 0, now: 0.0, events, waiting, waited: 0.0, dice }
    }

    fn serve(&mut self, calls: u64) -> f64 {
        let mut begun = 0;
        while begun < calls {
            let Some(Reverse((at, arrives))) = self.events.pop() else { break };
            self.now = at as f64 / 1_000.0;
            if arrives {
                let gap = self.dice.exponential(SERVICE / (LOAD * self.servers as f64));
                self.events.push(Reverse((at + milliseconds(gap), true)));
                self.waiting.push_back(self.now);
            } else {
                self.busy -= 1;
            }
            if self.busy < self.servers
                && let Some(since) = self.waiting.pop_front()
            {
                self.busy += 1;
                begun += 1;
                self.waited += self.now - since;
                let service = milliseconds(self.dice.exponential(SERVICE));
                self.events.push(Reverse((at + service, false)));
            }
        }
        black_box(self.waited)
    }
}

/// A world that lives by itself: callers come by a trunk, wait, are answered, talk, hang up.
struct Site {
    switch: Switch,
}

impl Site {
    fn new(agents: u32) -> Self {
        let rate = LOAD * f64::from(agents) / SERVICE;
        let world = format!(
            "{}[traffic.all]\nto = \"8005\"\ntrunk = \"T\"\nrate = \"{rate}/s\"\n\
             talks = {{ exponential = \"{SERVICE}s\" }}\n[behaviour.default]\n\
             answers_after = \"0s\"\n",
            plant(agents)
        );
        Self { switch: Switch::new(&World::parse(&world).unwrap()).unwrap() }
    }

    /// Lets time pass until so many more calls have been answered; takes every report.
    fn live(&mut self, calls: u64) {
        let mut reports = 0_u64;
        let mut begun = 0;
        while begun < calls {
            let next = self.switch.next_deadline().unwrap();
            self.switch.advance(next);
            while let Some(event) = self.switch.poll_event() {
                if matches!(event.report, switch_sim::event::Report::Established { .. }) {
                    begun += 1;
                }
                reports += 1;
            }
        }
        black_box(reports);
    }
}

/// Agents who are all busy, and calls that wait.
struct Rush {
    switch: Switch,
    busy: VecDeque<(DeviceId, CallId)>,
    called: Number,
}

impl Rush {
    fn new(waiting: usize) -> Self {
        let world = plant(50).replace("channels = 250", "channels = 12000");
        let mut switch = Switch::new(&World::parse(&world).unwrap()).unwrap();
        let sales = switch.device_by_number("8000").unwrap();
        for agent in 0..50 {
            let dn = format!("{}", FIRST_AGENT + agent);
            let device = switch.device_by_number(&dn).unwrap();
            let queues = vec![sales];
            let agent = dn.as_str().into();
            switch.handle_action(Action::LogOn { device, agent, queues }).unwrap();
            switch.handle_action(Action::Ready { device }).unwrap();
        }
        let called = Number::new("8005").unwrap();
        let mut rush = Self { switch, busy: VecDeque::new(), called };
        (0..50 + waiting).for_each(|_| rush.arrive());
        rush
    }

    fn turn(&mut self) {
        let now = self.switch.now();
        self.switch.advance(SimTime(now.0 + 1));
        if let Some((device, call)) = self.busy.pop_front() {
            self.switch.handle_action(Action::Release { device, call }).unwrap();
            self.answer();
        }
        self.arrive();
    }

    fn arrive(&mut self) {
        let group = self.switch.trunk_group("T").unwrap();
        let (called, data) = (self.called.clone(), Vec::new());
        self.switch.handle_action(Action::Arrive { group, calling: None, called, data }).unwrap();
        self.answer();
    }

    /// Takes the reports, and answers what rings.
    fn answer(&mut self) {
        while let Some(event) = self.switch.poll_event() {
            if let switch_sim::event::Report::Delivered { call, device, .. } = event.report {
                self.switch.handle_action(Action::Answer { device, call }).unwrap();
                self.busy.push_back((device, call));
            }
        }
    }
}

fn plant(agents: u32) -> String {
    let channels = agents + 200 + agents / 5 * 10;
    let channels = if agents == 50 { 250 } else { channels };
    let mut text = format!(
        "[trunks.T]\nchannels = {channels}\n[queues.sales]\ndn = \"8000\"\ncapacity = 100000\n\
         after_call_work = \"none\"\n[numbers]\n\"8005\" = {{ queue = \"sales\" }}\n[people]\n"
    );
    for dn in FIRST_AGENT..FIRST_AGENT + agents {
        writeln!(text, "a{dn} = {{ dn = \"{dn}\", login = \"{dn}\", queues = [\"sales\"] }}")
            .unwrap();
    }
    text
}

/// A small random source (`xorshift64*`).
struct Dice(u64);

impl Dice {
    fn exponential(&mut self, mean: f64) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11;
        -mean * ((high as f64 + 0.5) / (1_u64 << 53) as f64).ln()
    }
}

fn milliseconds(seconds: f64) -> u64 {
    std::time::Duration::from_secs_f64(seconds).as_millis().try_into().unwrap_or(u64::MAX)
}

/// Calls of one measurement.
const CALLS: u64 = 10_000;

/// The mean service time, in seconds.
const SERVICE: f64 = 180.0;

/// How busy the agents are.
const LOAD: f64 = 0.9;

const FIRST_AGENT: u32 = 20_000;

criterion_group!(benches, mm50, agents, queued);
criterion_main!(benches);
