//! The world file of a model: trunks, numbers, vectors, a queue, agents, and callers.

use std::fmt::Write as _;

use crate::verify::{
    model::{Law, Model},
    truth::Case,
};

/// A model as a site, in slow motion when its times are short: the switch counts milliseconds.
#[derive(Clone, Debug)]
pub struct Site {
    /// The world file.
    pub world: String,
    /// How many seconds of the site are one second of the model.
    pub slower: f64,
}

impl Site {
    /// The site of a model, with service levels counted at so many seconds and an interval of
    /// statistics of so many seconds, both of the model.
    pub fn new(case: &Case, seed: u64, levels: &[f64], batch: f64) -> Self {
        let shortest = case.patience.map_or(case.service, |patience| patience.min(case.service));
        let slower = (SHORTEST / shortest).max(1.0).ceil();
        let world = Writer { case, slower }.world(seed, levels, batch);
        Self { world, slower }
    }
}

struct Writer<'c> {
    case: &'c Case,
    slower: f64,
}

impl Writer<'_> {
    fn world(&self, seed: u64, levels: &[f64], batch: f64) -> String {
        let case = self.case;
        let (channels, places) = self.room();
        let levels: Vec<_> =
            levels.iter().map(|level| format!("\"{}ms\"", self.milliseconds(*level))).collect();
        let mut text = format!(
            "# {}\n[switch]\nseed = {seed}\nstatistics_interval = \"{}ms\"\n\n\
             [trunks.T]\nchannels = {channels}\n\n\
             [queues.calls]\ndn = \"8000\"\nskill = 1\ncapacity = {places}\nafter_call_work = \"none\"\n\
             service_levels = [{}]\n\n[people]\n",
            case.name,
            self.milliseconds(batch),
            levels.join(", "),
        );
        for agent in 0..case.servers {
            let dn = FIRST_AGENT + agent;
            writeln!(text, "a{dn} = {{ dn = \"{dn}\", login = \"{dn}\", queues = [\"calls\"] }}")
                .unwrap_or_default();
        }
        text += "\n[numbers]\n";
        for class in 1..=self.classes().len() {
            writeln!(text, "\"810{class}\" = {{ vector = \"V{class}\" }}").unwrap_or_default();
        }
        text += "\n[vectors]\n";
        for class in 1..=self.classes().len() {
            let priority = if self.classes().len() > 1 { class } else { 3 };
            let priority = ["t", "h", "m", "l"].get(priority - 1).unwrap_or(&"m");
            // Who finds the queue full leaves at once: a busy tone would hold a circuit.
            write!(
                text,
                "V{class} = '''\n01 queue-to skill 1 pri {priority}\n\
                 02 goto step 4 if queue-fail\n03 stop\n\
                 04 disconnect after announcement none\n'''\n"
            )
            .unwrap_or_default();
        }
        for (class, rate) in (1..).zip(self.classes()) {
            text += &self.traffic(class, rate);
        }
        text += "\n[behaviour.default]\nanswers_after = \"0s\"\n";
        text
    }

    fn traffic(&self, class: usize, rate: f64) -> String {
        let (service, patience) = self.laws();
        let mut text = format!(
            "\n[traffic.class{class}]\nto = \"810{class}\"\ntrunk = \"T\"\nrate = \"{}/s\"\n\
             talks = {}\n",
            rate / self.slower,
            service.toml(self.milliseconds(self.case.service)),
        );
        if let Some(sources) = self.sources() {
            writeln!(text, "sources = {sources}").unwrap_or_default();
        }
        if let Some(mean) = self.case.patience {
            let patience = patience.toml(self.milliseconds(mean));
            writeln!(text, "patience = {patience}").unwrap_or_default();
        }
        text
    }

    fn laws(&self) -> (Law, Law) {
        match &self.case.model {
            Model::Loss { service } => (*service, Law::Exponential),
            Model::Delay { service, patience } => (*service, *patience),
            Model::Engset { .. } | Model::FiniteSources { .. } | Model::Priority { .. } => {
                (Law::Exponential, Law::Exponential)
            }
        }
    }

    fn sources(&self) -> Option<u32> {
        match self.case.model {
            Model::Engset { sources } | Model::FiniteSources { sources } => Some(sources),
            Model::Loss { .. } | Model::Delay { .. } | Model::Priority { .. } => None,
        }
    }

    /// The rate of each class of calls.
    fn classes(&self) -> Vec<f64> {
        match &self.case.model {
            Model::Priority { rates } => rates.clone(),
            Model::Loss { .. }
            | Model::Delay { .. }
            | Model::Engset { .. }
            | Model::FiniteSources { .. } => vec![self.case.rate],
        }
    }

    /// Circuits, and places in the queue. Where the model has no bound, there are so many that
    /// none is ever missing; a run in which one is missing says so.
    fn room(&self) -> (u32, u32) {
        let case = self.case;
        let servers = case.servers;
        match case.model {
            Model::Loss { .. } | Model::Engset { .. } => return (servers, servers),
            Model::FiniteSources { sources } => {
                return (sources, case.places.unwrap_or(sources));
            }
            Model::Delay { .. } | Model::Priority { .. } => {}
        }
        if let Some(places) = case.places {
            return (servers + places + 1, places);
        }
        let load = case.load().unwrap_or(1.0);
        let crowd = match case.patience {
            // As many as come while the most patient wait, and some more.
            Some(patience) => 20.0 * (case.rate * patience) + 200.0,
            // The tail of the number of waiting calls is geometric in the load.
            None => -40.0 * (1.0 + self.laws().0.variation()) / load.ln() + 200.0,
        };
        let places = u32_of(crowd).min(MOST_PLACES);
        (servers + places, places)
    }

    fn milliseconds(&self, seconds: f64) -> u64 {
        u64::from(u32_of((seconds * self.slower).floor())) * 1_000
            + u64::from(u32_of(((seconds * self.slower).fract() * 1_000.0).round()))
    }
}

fn u32_of(number: f64) -> u32 {
    format!("{:.0}", number.ceil().clamp(0.0, 4e9)).parse().unwrap_or(u32::MAX)
}

/// The number of the first agent.
const FIRST_AGENT: u32 = 20_000;

/// The most places of a queue without end.
const MOST_PLACES: u32 = 90_000;

/// The shortest mean, in seconds, that milliseconds are fine enough for.
const SHORTEST: f64 = 20.0;
