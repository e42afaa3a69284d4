//! What people do by themselves: who calls how often, and how agents work.

use std::time::Duration;

/// Calls that come from outside by themselves (`[traffic.NAME]`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traffic {
    /// The name, e.g. `inbound`.
    pub name: String,
    /// The number that the callers dial.
    pub to: String,
    /// The trunk group they come by.
    pub trunk: String,
    /// The number that they send.
    pub calling: Option<String>,
    /// When they call.
    pub arrivals: Arrivals,
    /// How much days and half-hours differ beyond chance.
    pub spread: Overdispersion,
    /// How long a caller waits for an answer; none: for ever.
    pub patience: Option<Distribution>,
    /// How long a caller talks, then hangs up; none: as long as the agent's behaviour says.
    pub talks: Option<Distribution>,
    /// What a caller does who got no answer; none: never calls again.
    pub redial: Option<Redial>,
}

/// When callers call.
#[derive(Clone, Debug, PartialEq)]
pub enum Arrivals {
    /// At random, independent of each other, so many a second on average (a Poisson process).
    Rate { per_second: f64 },
    /// At random, with an average of calls for each half-hour of the day from midnight, the
    /// start of the switch; after the last one, the day begins again.
    Profile { per_half_hour: Vec<f64> },
    /// So many people, each of whom calls after a time without a call that is `1 / per_second` on
    /// average, exponentially distributed.
    Sources { sources: u32, per_second: f64 },
}

// The numbers are finite: no file with others is read.
impl Eq for Arrivals {}

/// How much the rate of calls is itself left to chance: coefficients of variation, 0 to 1, of a
/// factor with mean 1 for each day and of one for each half-hour.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Overdispersion {
    /// Of the days.
    pub day_cv: f64,
    /// Of the half-hours of a day.
    pub half_hour_cv: f64,
}

impl Overdispersion {
    /// Whether the rate is what it is.
    pub fn is_none(self) -> bool {
        self.day_cv <= 0.0 && self.half_hour_cv <= 0.0
    }
}

// The numbers are finite: no file with others is read.
impl Eq for Overdispersion {}

/// What a caller does who found everything taken, or gave up.
#[derive(Clone, Debug, PartialEq)]
pub struct Redial {
    /// The probability of another attempt, 0 to 1.
    pub chance: f64,
    /// How long until then.
    pub after: Distribution,
    /// How many attempts more, at most.
    pub at_most: u32,
}

// The chance is finite: no file with another is read.
impl Eq for Redial {}

/// How an agent works (`[behaviour.NAME]`). What is none is left to whoever controls the agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behaviour {
    /// The name; `default` is for every person with queues who names no other.
    pub name: String,
    /// Whether the agent logs on and becomes ready at the start.
    pub logs_on: bool,
    /// How long a call rings before the agent answers.
    pub answers_after: Option<Distribution>,
    /// How long a conversation takes whose caller has no time of their own.
    pub talks: Option<Distribution>,
    /// How long the work after a call takes, until the agent is ready again.
    pub works: Option<Distribution>,
    /// How long until an agent who did not take a call is ready again.
    pub returns_after: Option<Distribution>,
    /// The probability that the agent misses a call that rings, 0 to 1.
    pub misses: Chance,
    /// Calls that the agent lets ring longer than usual: until `after`.
    pub answers_late: Option<Lapse>,
    /// Callers on whom the agent hangs up, `after` the answer.
    pub cuts_off: Option<Lapse>,
    /// How often the agent forgets to end after-call work, and does it so much later.
    pub forgets_ready: Option<Lapse>,
    /// The probability that a number is dialled wrongly with which the agent turns to somebody.
    pub misdials: Chance,
    /// Calls that the agent puts on hold for a while.
    pub holds: Option<Hold>,
    /// Calls that the agent passes on, or for which somebody else is asked to join.
    pub consults: Vec<Consult>,
    /// When the agent is away.
    pub breaks: Option<Break>,
}

/// A probability, 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Chance(pub f64);

// The chance is finite: no file with another is read.
impl Eq for Chance {}

/// A mistake that an agent makes now and then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lapse {
    /// How often.
    pub chance: Chance,
    /// How long it takes.
    pub after: Distribution,
}

/// A call that is put on hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// How often.
    pub chance: Chance,
    /// How long after the answer.
    pub after: Distribution,
    /// How long it stays on hold.
    pub lasts: Distribution,
}

/// A call with which the agent turns to somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consult {
    /// How often.
    pub chance: Chance,
    /// How long after the answer.
    pub after: Distribution,
    /// Whom the agent calls; each number is as likely.
    pub to: Vec<String>,
    /// What becomes of the call.
    pub purpose: Purpose,
}

/// What an agent calls somebody else for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To send the caller there at once.
    BlindTransfer,
    /// To transfer the caller after having spoken for so long, if somebody answers.
    Transfer { speaks: Distribution },
    /// To speak together after having spoken for so long, if somebody answers.
    Conference { speaks: Distribution },
}

/// Breaks of an agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// How long until the next one, from log-on or from the end of the last one.
    pub every: Distribution,
    /// How long it lasts.
    pub lasts: Distribution,
    /// The reason that the agent gives.
    pub reason: String,
}

/// How long something takes, at random.
#[derive(Clone, Debug, PartialEq)]
pub enum Distribution {
    /// Always the same.
    Deterministic(Duration),
    /// Memoryless.
    Exponential { mean: Duration },
    /// The sum of `k` equal exponential phases.
    Erlang { mean: Duration, k: u32 },
    /// Lognormal; `cv2` is the squared coefficient of variation.
    Lognormal { mean: Duration, cv2: f64 },
    /// One of two exponential distributions, each with half of the total time (balanced means);
    /// `cv2`, the squared coefficient of variation, is at least 1.
    Hyperexponential { mean: Duration, cv2: f64 },
    /// Weibull with a shape: below 1 the longer it takes, the longer it will still take.
    Weibull { mean: Duration, shape: f64 },
    /// Any time between the two.
    Uniform { least: Duration, most: Duration },
    /// One of these, each equally likely.
    Empirical(Vec<Duration>),
}

// The numbers are finite: no file with others is read.
impl Eq for Distribution {}
