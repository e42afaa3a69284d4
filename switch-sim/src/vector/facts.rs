//! What the vendor's releases fix, in one table, with how sure each figure is.
//!
//! | sign | meaning |
//! |---|---|
//! | D | stated in a public document of the vendor |
//! | K | known in the trade, without a document at hand |
//! | I | inferred; the likeliest to need a change |
//!
//! A figure that a site can set has a key in the `[vectoring]` section of its world file.

use std::time::Duration;

/// A release of the switch's software.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Release {
    /// DEFINITY G3, 1995 (AT&T 555-230-520).
    #[default]
    G3,
    /// Communication Manager with Call Center Elite 10.2.
    Cm,
}

impl Release {
    /// The figures of the release.
    pub fn facts(self) -> &'static Facts {
        match self {
            Self::G3 => &G3,
            Self::Cm => &CM,
        }
    }
}

/// The figures of one release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Steps that one vector can have.
    pub steps: u8,
    /// Steps that may be executed for one call; then it is as if `stop` came.
    pub step_limit: u32,
    /// Steps in a row without a pause; then comes [`Facts::pause`].
    pub steps_without_pause: u8,
    /// The implicit wait; what the caller hears does not change.
    pub pause: Duration,
    /// How long the busy tone lasts before the call is dropped.
    pub busy_tone: Duration,
    /// Queues in which one call may wait at once.
    pub queues_per_call: usize,
    /// The longest time between two digits.
    pub digit_timeout: Duration,
    /// Digits that one `collect` step takes at most, and that the digits buffer holds.
    pub digits: usize,
    /// Digits collected and dialled ahead that fit together.
    pub digit_buffer: usize,
    /// Subroutine calls that can be open for one call.
    pub open_subroutines: usize,
    /// Whether `route-to` a further VDN takes the call out of its queues.
    pub route_to_vdn_dequeues: bool,
    /// Whether the waits and announcements behind an `adjunct routing` step are skipped when no
    /// route request could be sent.
    pub skips_waits_without_adjunct: bool,
    /// The largest whole number that `set` reckons with.
    pub largest_number: u64,
    /// The longest expected wait that is told, in seconds.
    pub longest_expected_wait: u64,
    /// Weight of the latest answer in the rolling average speed of answer, in thousandths.
    pub answer_weight: i64,
    /// Weight of the latest departure in the average time between departures, in thousandths.
    pub departure_weight: i64,
    /// What a call is taken to keep an agent busy before any call was seen.
    pub assumed_handling: Duration,
}

/// D: 32 steps (CentreVu/BCS guide), 1,000 executed (555-230-520, event 3), 7 steps and 1 s (p.
/// 288), busy tone 45 s, buffer 24 (p. 240). Subroutines do not exist before CM3: unused.
const G3: Facts = Facts {
    steps: 32,
    step_limit: 1_000,
    steps_without_pause: 7,
    pause: Duration::from_secs(1),
    busy_tone: Duration::from_secs(45),
    queues_per_call: 3,
    digit_timeout: Duration::from_secs(10),
    digits: 16,
    digit_buffer: 24,
    // K: a bound for the whole system; here for each call.
    open_subroutines: 8_000,
    // K
    route_to_vdn_dequeues: true,
    // K
    skips_waits_without_adjunct: true,
    largest_number: 4_294_967_295,
    longest_expected_wait: 9_999,
    // I: ten answers make up 95 % of the value.
    answer_weight: 259,
    // I: the vendor's algorithm is unpublished.
    departure_weight: 100,
    // I
    assumed_handling: Duration::from_secs(180),
};

/// D: 10,000 executed (Programming Call Vectors). K: 99 steps, from CM4 on.
const CM: Facts = Facts { steps: 99, step_limit: 10_000, ..G3 };
